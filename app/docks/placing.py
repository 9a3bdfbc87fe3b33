"""Placing: nodes that a dock puts in the middle of the canvas, none exactly over another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF

from app.canvas.node_view import title_of_type
from app.docks.own_library import add_own, find_own, is_own
from app.look.theme import size
from app.look.words import tr
from app.page.page import WorkflowPage
from app.tools.stage import id_word
from graph_engine.edits import SetParam

Json = Any


def free_middle(page: WorkflowPage) -> QPointF:
    """The middle of the view on the grid, or near it where a node begins already."""
    canvas, grid = page.canvas, size("snap")
    middle = canvas.mapToScene(canvas.viewport().rect().center()) - QPointF(80, 60)
    at = QPointF(round(middle.x() / grid) * grid, round(middle.y() / grid) * grid)
    taken = {(place.x(), place.y()) for place in page.scene.places().values()}
    while (at.x(), at.y()) in taken:
        at += QPointF(3 * grid, 3 * grid)
    return at


def add_node(
    page: WorkflowPage, type_id: str, params: Mapping[str, Json], at: QPointF | None = None
) -> str:
    """Add a node with params as one undo entry and select it; its id, or "" if it was refused."""
    place = at if at is not None else free_middle(page)
    if is_own(type_id):
        name = _add_own(page, type_id, place)
    else:
        draft, name = page.stage.draft_with_node(type_id, place)
        draft.do(*(SetParam(name, param, value) for param, value in params.items()))
        title = title_of_type(id_word(type_id) if ":" in type_id else type_id)
        if not page.stage.apply(draft.edit, tr("Add {type}", type=title)):
            return ""
    page.scene.select((name,) if name else ())
    return name


def _add_own(page: WorkflowPage, key: str, at: QPointF) -> str:
    own = find_own(key)
    if own is None:
        page.say(tr("This subgraph is no longer in the library."))
        return ""
    return add_own(page, own, at, tr("Add {type}", type=own.title))
