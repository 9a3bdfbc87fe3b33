"""Adding by keys: the search that Tab opens, and where the node goes that was chosen."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF

from app.canvas.node_shape import measure_node
from app.canvas.node_view import view_node
from app.look.theme import size
from app.look.words import tr
from app.tools.stage import CLOSE, Stage
from graph_engine.edits import MoveNodes

GAP = 48.0
APART = 24.0


class KeyedAdding:
    """Adds at the mouse if it points at a free place, else right of the selected node.

    A mouse that has not moved since the last node was added no longer points at anything.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._used: QPointF | None = None

    def search(self) -> None:
        """Open the node search where the node will be."""
        stage = self._stage
        beside = None if self._is_pointing() else self._selected()
        if beside is None:
            at = stage.canvas.cursor_at
            stage.around.search(at, None, self._remembering(stage.add_node_at(at)))
        else:
            at = free_right_of(beside, QSizeF(), ())
            stage.around.search(at, None, self._remembering(self._add_right_of(beside)))

    def _is_pointing(self) -> bool:
        canvas = self._stage.canvas
        mouse, used = canvas.mouse_at, self._used
        if mouse is None or (used is not None and QLineF(mouse, used).length() < CLOSE):
            return False
        return self._stage.scene.pick.node(canvas.cursor_at) is None

    def _selected(self) -> QRectF | None:
        scene = self._stage.scene
        return scene.nodes[scene.selected[-1]].sceneBody() if scene.selected else None

    def _remembering(self, add: Callable[[str, str], None]) -> Callable[[str, str], None]:
        def add_and_remember(type_id: str, port: str) -> None:
            self._used = self._stage.canvas.mouse_at
            add(type_id, port)

        return add_and_remember

    def _add_right_of(self, beside: QRectF) -> Callable[[str, str], None]:
        stage, scene = self._stage, self._stage.scene

        def add(type_id: str, _port: str) -> None:
            draft, name = stage.draft_with_node(type_id, QPointF())
            bodies = scene.bodies(scene.nodes).values()
            shape = measure_node(view_node(draft.workflow, draft.catalog, name))
            at = free_right_of(beside, shape.body.size(), bodies)
            draft.do(MoveNodes({name: (at.x(), at.y())}))
            if stage.apply(draft.edit, tr("Add {type}", type=type_id)):
                stage.show_new(name)

        return add


def free_right_of(beside: QRectF, room: QSizeF, taken: Iterable[QRectF]) -> QPointF:
    """A corner on the grid, level with what it stands beside, or below all that is in its way."""
    grid, others = size("snap"), list(taken)
    left = math.ceil((beside.right() + GAP) / grid) * grid
    place = QRectF(QPointF(left, round(beside.top() / grid) * grid), room)
    while met := [
        one for one in others if one.adjusted(-APART, -APART, APART, APART).intersects(place)
    ]:
        below = max(one.bottom() for one in met) + APART
        place.moveTop(math.ceil(below / grid) * grid)
    return place.topLeft()
