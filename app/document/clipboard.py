"""Clipboard: a selection as text that any chat can carry."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.document.draft import Draft
from graph_engine.catalog import Catalog
from graph_engine.edits import MoveNodes
from graph_engine.fragment import copy_fragment
from graph_engine.positions import Point
from graph_engine.workflow import Workflow


def copy_text(
    workflow: Workflow,
    catalog: Catalog,
    nodes: Collection[str],
    frames: Collection[int],
    notes: Collection[int],
    unplaced: Mapping[str, Point],
) -> str:
    """Nodes, frames and notes by their place in the file, as the text of a small workflow.

    `unplaced` says where nodes are shown of which the layout says nothing.
    """
    draft = Draft(workflow, catalog)
    draft.do(MoveNodes({name: unplaced[name] for name in nodes if name in unplaced}))
    layout = draft.workflow.layout
    return copy_fragment(
        draft.workflow,
        nodes,
        [frame for at, frame in enumerate(layout.frames) if at in frames],
        [note for at, note in enumerate(layout.notes) if at in notes],
    )
