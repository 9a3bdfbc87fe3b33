"""MaskCanvas: the view of a mask in which tools paint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPointingDevice,
    QPolygonF,
    QTabletEvent,
    QUndoStack,
)
from PySide6.QtWidgets import QWidget

from app.editors.mask_painter.brush import Brush, BrushStroke
from app.editors.mask_painter.history import MaskChange
from app.editors.mask_painter.mask import Mask
from app.editors.mask_painter.mask_view import MaskView
from app.editors.mask_painter.strokes import Point, Stroke, thinned
from app.look.theme import Theme
from app.look.words import tr

Tool = Literal["brush", "eraser", "rectangle", "lasso", "fill"]
SMALLEST, LARGEST = 0.5, 512.0
"""The radius of the brush, in pixels."""

_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class MaskCanvas(MaskView):
    """Left paints with the tool, right erases, Shift goes on straight from the last stroke.

    With `keeps_strokes` each change is one that a stroke can hold.
    """

    def __init__(
        self, picture: QImage, mask: Mask, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(picture, mask, theme, parent)
        self.tool: Tool = "brush"
        self.brush = Brush()
        self.undo = QUndoStack(self)
        self.keeps_strokes = False
        self._stroke: BrushStroke | None = None
        self._outline: list[QPointF] = []
        self._erasing = False
        self._last: Point | None = None
        self._pointer: QPointF | None = None
        self._done: list[MaskChange] = []

    # --- What is painted ---------------------------------------------------------------------

    @property
    def changes(self) -> Sequence[MaskChange]:
        """The changes that are in force."""
        return self._done[: self.undo.index()]

    def change(self, text: str, place: QRect, before: Mask, stroke: Stroke | None = None) -> None:
        """Keep a change that was made, as one step of the undo."""
        if place.isEmpty() or (
            stroke is None and np.array_equal(before.part(place), self.painted.part(place))
        ):
            return
        part = before.part(place)
        made = MaskChange(text, self.painted, place, part, self.show_mask, stroke)
        self._done = [*self._done[: self.undo.index()], made]
        self.undo.push(made)

    def copy_of_mask(self) -> Mask:
        """The mask as it is, for `change`."""
        made = Mask(self.painted.width, self.painted.height)
        made.values[:] = self.painted.values
        return made

    def set_radius(self, radius: float) -> None:
        """Give the brush another radius."""
        radius = min(max(radius, SMALLEST), LARGEST)
        self.brush = Brush(radius, self.brush.softness, self.brush.opacity)
        self.update()
        self.settings_changed.emit()

    def set_tool(self, tool: Tool) -> None:
        """Take another tool."""
        self.cancel()
        self.tool = tool
        self.update()
        self.settings_changed.emit()

    # --- Gestures ----------------------------------------------------------------------------

    @property
    def is_painting(self) -> bool:
        """Whether a gesture goes on that `cancel` would take back."""
        return self._stroke is not None or bool(self._outline)

    def cancel(self) -> None:
        """Take back the gesture that goes on."""
        if self._stroke is not None:
            self.show_mask(self._stroke.take_back())
        self._stroke, self._outline, self.panning = None, [], None
        self.update()

    def begin(self, place: QPointF, pressure: float, *, erase: bool, straight: bool) -> None:
        """Begin the tool's gesture at a place of the widget."""
        at = self.to_picture(place)
        self._erasing = erase or self.tool == "eraser"
        if self.tool in ("rectangle", "lasso"):
            self._outline = [at]
        elif self.tool == "fill":
            self._fill(at)
        else:
            self._stroke = BrushStroke(self.painted, self.brush, erase=self._erasing)
            if straight and self._last is not None:
                self._stroke.to(*self._last)
            self.go_on(place, pressure)

    def go_on(self, place: QPointF, pressure: float) -> None:
        """Go on with the gesture to a place of the widget."""
        at = self.to_picture(place)
        if self._stroke is not None:
            width = 1.0 if self.keeps_strokes else pressure
            self.show_mask(self._stroke.to(at.x(), at.y(), width))
        elif self._outline:
            self._outline = [*self._outline[: None if self.tool == "lasso" else 1], at]
            self.update()

    def finish(self) -> None:
        """End the gesture and keep what it painted."""
        if self._stroke is not None:
            self._finish_stroke(self._stroke)
        elif len(self._outline) > 1:
            self._finish_outline(self._outline)
        self._stroke, self._outline = None, []
        self.update()

    def _finish_stroke(self, drawn: BrushStroke) -> None:
        before = Mask(self.painted.width, self.painted.height)
        before.values[:] = drawn.before
        self._last = drawn.points[-1]
        kept = None
        if self.keeps_strokes:
            kept = Stroke(thinned(drawn.points), round(self.brush.radius, 1), self._erasing)
        self.change(tr("Erase") if self._erasing else tr("Paint"), drawn.touched, before, kept)

    def _finish_outline(self, outline: Sequence[QPointF]) -> None:
        points = [(at.x(), at.y()) for at in outline]
        if self.tool == "rectangle":
            (left, top), (right, bottom) = points[0], points[-1]
            points = [(left, top), (right, top), (right, bottom), (left, bottom)]
        shape = thinned(points) if self.keeps_strokes else tuple(points)
        if len(shape) < 3:
            return
        before = self.copy_of_mask()
        opacity = 1.0 if self.keeps_strokes else self.brush.opacity
        place = self.painted.area(shape, erase=self._erasing, opacity=opacity)
        self.show_mask(place)
        text = tr("Rectangle") if self.tool == "rectangle" else tr("Lasso")
        stroke = Stroke(shape, None, self._erasing) if self.keeps_strokes else None
        self.change(text, place, before, stroke)

    def _fill(self, at: QPointF) -> None:
        before = self.copy_of_mask()
        stroke = None
        if self.keeps_strokes:
            width, height = self.painted.width, self.painted.height
            corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
            stroke = Stroke(corners, None, self._erasing)
            place = self.painted.area(corners, erase=self._erasing)
        else:
            x, y = int(np.floor(at.x())), int(np.floor(at.y()))
            place = self.painted.flood(x, y, erase=self._erasing)
        self.show_mask(place)
        self.change(tr("Fill"), place, before, stroke)

    # --- Events ------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        button = event.button()
        if self.panning is None and button in (_LEFT, _RIGHT) and not self.is_painting:
            straight = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.begin(event.position(), 1.0, erase=button == _RIGHT, straight=straight)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())
        super().mouseMoveEvent(event)
        if self.panning is None:
            self.go_on(event.position(), 1.0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.panning is None:
            self.finish()
        super().mouseReleaseEvent(event)

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind, pressure = event.type(), max(0.02, event.pressure())
        self._point(event.position())
        if kind == QTabletEvent.Type.TabletPress:
            eraser = event.pointerType() == QPointingDevice.PointerType.Eraser
            self.begin(event.position(), pressure, erase=eraser, straight=False)
        elif kind == QTabletEvent.Type.TabletMove:
            self.go_on(event.position(), pressure)
        else:
            self.finish()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape and self.is_painting:
            self.cancel()
        elif key == Qt.Key.Key_BracketLeft:
            self.set_radius(self.brush.radius / 1.15)
        elif key == Qt.Key.Key_BracketRight:
            self.set_radius(self.brush.radius * 1.15)
        elif key == Qt.Key.Key_X:
            self.set_tool("brush" if self.tool == "eraser" else "eraser")
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._pointer = None
        self.update()

    def _point(self, place: QPointF) -> None:
        reach = self.brush.radius * self.zoom + 3
        for at in (self._pointer, place):
            if at is not None:
                corner = at - QPointF(reach, reach)
                ring = QRectF(corner, at + QPointF(reach, reach))
                self.update(ring.toAlignedRect())
        self._pointer = place

    # --- Painting ----------------------------------------------------------------------------

    def paint_over(self, painter: QPainter) -> None:
        if self._outline:
            self._paint_outline(painter)
        elif self._pointer is not None and self.tool in ("brush", "eraser"):
            self._paint_ring(painter, self._pointer)

    def _paint_outline(self, painter: QPainter) -> None:
        corners = [self.to_widget(at) for at in self._outline]
        shape = QPolygonF(corners)
        if self.tool == "rectangle":
            shape = QPolygonF(QRectF(corners[0], corners[-1]).normalized())
        for colour, dash in ((Qt.GlobalColor.black, None), (Qt.GlobalColor.white, [4.0, 4.0])):
            pen = QPen(colour, 1.2)
            if dash:
                pen.setDashPattern(dash)
            painter.setPen(pen)
            painter.drawPolygon(shape)

    def _paint_ring(self, painter: QPainter, at: QPointF) -> None:
        radius = self.brush.radius * self.zoom
        for colour, wider in ((Qt.GlobalColor.black, 0.8), (Qt.GlobalColor.white, -0.2)):
            painter.setPen(QPen(colour, 1))
            painter.drawEllipse(at, radius + wider, radius + wider)
        if self.brush.softness > 0:
            painter.setPen(QPen(QColor(255, 255, 255, 140), 1, Qt.PenStyle.DotLine))
            inner = radius * (1 - self.brush.softness)
            painter.drawEllipse(at, inner, inner)
