"""Overlay: the marks that a gesture leaves above the canvas while it lasts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene, QStyleOptionGraphicsItem, QWidget

ABOVE_ALL = 1000.0


class Overlay(QGraphicsPathItem):
    """A shape with a line that stays as wide on the screen at any zoom."""

    def __init__(
        self,
        scene: QGraphicsScene,
        line: QColor,
        fill: QColor | None = None,
        *,
        width: float = 1.0,
        dashed: bool = False,
    ) -> None:
        super().__init__()
        pen = QPen(line, width, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        pen.setCosmetic(True)
        self.setPen(pen)
        self.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        self.setZValue(ABOVE_ALL)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        scene.addItem(self)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setPen(self.pen())
        painter.setBrush(self.brush())
        painter.drawPath(self.path())

    def show_rect(self, rect: QRectF, radius: float = 0.0) -> None:
        """Draw a rectangle."""
        path = QPainterPath()
        path.addRoundedRect(rect, radius, radius)
        self.setPath(path)

    def remove(self) -> None:
        """Take the mark away for good."""
        if self.scene() is not None:
            self.scene().removeItem(self)
