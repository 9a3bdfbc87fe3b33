"""Clipboard: a selection as text that any chat can carry, and what pasting it does."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QPointF

from graph_engine.catalog import Catalog
from graph_engine.edits import Edit
from graph_engine.fragment import copy_fragment, paste_edits
from graph_engine.workflow import Workflow


def duplicate(
    workflow: Workflow,
    catalog: Catalog,
    nodes: Collection[str],
    offset: QPointF,
    places: Mapping[str, QPointF],
) -> tuple[Edit, tuple[str, ...]]:
    """The edit that puts copies of nodes, linked to the same sources, at an offset; the new ids."""
    text = copy_fragment(workflow, nodes)
    left = min(places[node].x() for node in nodes)
    top = min(places[node].y() for node in nodes)
    at = (left + offset.x(), top + offset.y())
    return paste_edits(workflow, catalog, text, at, keep_inputs=True)
