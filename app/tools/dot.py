"""DotDrag: moving a reroute dot of a wire; dropped on its neighbour it goes away."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF

from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.canvas.wire import Key
from app.look.theme import size
from app.look.words import tr
from app.tools.stage import Stage
from graph_engine.edits import SetReroutes

THRESHOLD = 3.0
MELTS_WITHIN = 10.0


class DotDrag(Tool):
    """The wire follows; the document changes on release. Neighbours are dots, or the wire's ends."""

    scrolls_at_edge = True

    def __init__(self, stage: Stage, key: Key, at: int, start: Pointer) -> None:
        self._stage = stage
        self._key = key
        self._at = at
        self._start = start
        self._before = stage.scene.dots()[key]
        self._dots = list(self._before)

    def move(self, pointer: Pointer) -> None:
        began = self._dots != self._before
        if not began and QLineF(self._start.view, pointer.view).length() < THRESHOLD:
            return
        spot = pointer.scene
        if self._stage.snaps != pointer.ctrl:
            grid = size("snap")
            spot = QPointF(round(spot.x() / grid) * grid, round(spot.y() / grid) * grid)
        self._dots[self._at] = spot
        self._stage.scene.show_dots({self._key: self._dots})

    def release(self, pointer: Pointer) -> None:
        dots = self._without_melted()
        self.cancel()
        if dots == self._before:
            return
        text = tr("Move dot") if len(dots) == len(self._before) else tr("Remove dot")
        set_dots(self._stage, self._key, dots, text)

    def cancel(self) -> None:
        self._stage.scene.show_dots({self._key: self._before}, settled=True)

    def _without_melted(self) -> list[QPointF]:
        ends = self._stage.scene.ends_of(*self._key)
        if self._dots == self._before or ends is None:
            return self._dots
        dot, along = self._dots[self._at], [ends[0], *self._dots, ends[1]]
        neighbours = along[self._at], along[self._at + 2]
        reach = MELTS_WITHIN / self._stage.canvas.zoom
        if any(QLineF(dot, other).length() < reach for other in neighbours):
            return [*self._dots[: self._at], *self._dots[self._at + 1 :]]
        return self._dots


def add_dot(stage: Stage, key: Key, point: QPointF) -> None:
    """Let a wire pass a dot where it lies, as one undo entry."""
    dots = stage.scene.dots().get(key, [])
    dots.insert(stage.scene.links.dot_place(key, point), point)
    set_dots(stage, key, dots, tr("Add dot"))


def set_dots(stage: Stage, key: Key, dots: list[QPointF], text: str) -> None:
    """Let a wire pass these dots."""
    stage.apply(SetReroutes(*key, [(dot.x(), dot.y()) for dot in dots]), text)
