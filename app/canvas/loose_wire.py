"""LooseWire: the wire that hangs from a port while it is dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.node_ports import paint_port_ring
from app.canvas.wire import Wire
from app.canvas.wire_paint import paint_dot, paint_loose, paint_refusal
from app.look.port_shapes import paint_port
from app.look.theme import Theme

ABOVE_NODES = 10.0
# Room for the sign at its end, which stays as large on the screen however far the zoom is out.
_MARGIN = 90.0


class LooseWire(QGraphicsItem):
    """From an output to the pointer, or from the pointer to an input."""

    def __init__(self, kind: str, theme: Theme) -> None:
        super().__init__()
        self.kind = kind
        self.theme = theme
        self._wire: Wire | None = None
        self._refused = False
        self._snapped = False
        self._loose_start = False
        self.setZValue(ABOVE_NODES)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show(  # type: ignore[override]
        self,
        points: Sequence[QPointF],
        *,
        refused: bool = False,
        snapped: bool = False,
        backwards: bool = False,
    ) -> None:
        """Draw it through these points, from its source to its target.

        A refused one is dashed and crossed out at its loose end, which is the first point of a
        wire that runs `backwards`; a snapped one has reached a port.
        """
        self.prepareGeometryChange()
        start, *dots, end = points
        self._wire = Wire("", "", self.kind, start, end, dots)
        self._refused, self._snapped, self._loose_start = refused, snapped, backwards
        self.update()

    def boundingRect(self) -> QRectF:
        if self._wire is None:
            return QRectF()
        return self._wire.box.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        wire = self._wire
        if wire is None:
            return
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        paint_loose(painter, self.theme, zoom, self.kind, wire.path, refused=self._refused)
        colour = self.theme.type_colour(self.kind)
        for dot in wire.points:
            paint_dot(painter, dot, colour, self.theme.colour("node.casing"))
        end = wire.start if self._loose_start else wire.end
        if self._refused:
            paint_refusal(painter, self.theme, zoom, end)
        elif self._snapped:
            paint_port_ring(painter, self.theme, end, zoom)
            surface = self.theme.colour("node.body")
            paint_port(painter, end, self.kind, colour, surface, linked=True)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(end, 4 / min(1.0, zoom), 4 / min(1.0, zoom))
