"""DotDrag: moving a reroute dot of a wire; dropped on its neighbour it goes away."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF

from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.look.theme import size
from app.look.words import tr
from app.tools.stage import Stage
from graph_engine.edits import SetReroutes

MELTS_WITHIN = 10.0


class DotDrag(Tool):
    """The wire follows; the document changes on release."""

    scrolls_at_edge = True

    def __init__(
        self, stage: Stage, key: tuple[str, str], at: int, *, new: QPointF | None = None
    ) -> None:
        """`new` is where a dot begins that the wire does not have yet, before the one at `at`."""
        self._stage = stage
        self._key = key
        self._at = at
        self._before = list(stage.scene.dots().get(key, []))
        self._dots = list(self._before)
        if new is not None:
            self._dots.insert(at, new)

    def move(self, pointer: Pointer) -> None:
        spot = pointer.scene
        if self._stage.snaps != pointer.ctrl:
            grid = size("snap")
            spot = QPointF(round(spot.x() / grid) * grid, round(spot.y() / grid) * grid)
        self._dots[self._at] = spot
        self._stage.scene.show_dots(self._key, self._dots)

    def release(self, pointer: Pointer) -> None:
        self.put()

    def put(self) -> None:
        """Leave the dot where it is, as one undo entry."""
        dots = self._without_melted()
        self.cancel()
        if dots != self._before:
            node, name = self._key
            points = [(dot.x(), dot.y()) for dot in dots]
            self._stage.apply(SetReroutes(node, name, points), tr("Move reroute dot"))

    def cancel(self) -> None:
        self._stage.scene.show_dots(self._key, self._before)

    def _without_melted(self) -> list[QPointF]:
        moved = self._dots[self._at]
        others = [dot for at, dot in enumerate(self._dots) if at != self._at]
        reach = MELTS_WITHIN / self._stage.canvas.zoom
        if any(QLineF(moved, other).length() < reach for other in others):
            return others
        return self._dots
