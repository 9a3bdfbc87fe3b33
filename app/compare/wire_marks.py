"""WireMarks: the wires that came and went, over those that stayed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.detail import BARE_BELOW
from app.compare.kinds import KINDS
from app.look.theme import Theme

OVER_WIRES = -0.5
SIGN = 5.0
_WIDTH = 2.0
_DASH = [4.0, 3.0]


class MarkedWire(NamedTuple):
    """A wire and what became of it."""

    kind: Literal["added", "removed"]
    path: QPainterPath


class WireMarks(QGraphicsItem):
    """Added wires are solid with a plus, removed ones dashed with a minus."""

    def __init__(self, wires: Sequence[MarkedWire], theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.wires = tuple(wires)
        self._bounds = QRectF()
        for wire in self.wires:
            self._bounds |= wire.path.controlPointRect().adjusted(-60, -60, 60, 60)
        self.setZValue(OVER_WIRES)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        steady = max(1.0, 1 / zoom)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for wire in self.wires:
            colour = self.theme.colour(KINDS[wire.kind].colour)
            painter.setPen(QPen(self.theme.colour("bg.canvas"), (_WIDTH + 3) * steady))
            painter.drawPath(wire.path)
            pen = QPen(colour, _WIDTH * steady)
            if wire.kind == "removed":
                pen.setDashPattern(_DASH)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawPath(wire.path)
        if zoom >= BARE_BELOW:
            for wire in self.wires:
                self._paint_sign(painter, wire, steady)

    def _paint_sign(self, painter: QPainter, wire: MarkedWire, steady: float) -> None:
        at, reach = wire.path.pointAtPercent(0.5), SIGN * steady
        look = KINDS[wire.kind]
        colour = self.theme.colour(look.colour)
        painter.setPen(QPen(colour, 1.4 * steady))
        painter.setBrush(self.theme.colour(look.soft))
        painter.drawEllipse(at, reach + 2 * steady, reach + 2 * steady)
        painter.setPen(QPen(self.theme.colour("text.primary"), 1.6 * steady))
        half = QPointF(reach * 0.6, 0)
        painter.drawLine(at - half, at + half)
        if wire.kind == "added":
            up = QPointF(0, reach * 0.6)
            painter.drawLine(at - up, at + up)
        painter.setBrush(Qt.BrushStyle.NoBrush)
