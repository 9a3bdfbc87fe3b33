"""NodeMark: the ring and the pill over a node that differs."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.detail import OVERVIEW_BELOW
from app.canvas.node_item import NodeItem
from app.compare.kinds import KINDS, ON_CANVAS, PILL_HEIGHT, SIGN, paint_pill, paint_sign, pill_size
from app.look.theme import Theme
from graph_engine.difference import Kind

ABOVE_OVERVIEW = 1.0
RING = 2.0
GAP = 4.0
LARGEST = 1 / OVERVIEW_BELOW
SMALLEST_ZOOM = 0.1
ROOM_FOR_SIGN = 24.0
_GHOST_VEIL = 0.45
_LIT = 0.18


class NodeMark(QGraphicsItem):
    """Steady on the screen: zoomed out, ring and pill keep their size.

    What is gone is veiled by the canvas. Far out there is room for the sign alone.
    """

    def __init__(self, node: NodeItem, kind: Kind, theme: Theme) -> None:
        super().__init__()
        self.node = node
        self.kind: Kind = kind
        self.theme = theme
        self.lit = False
        self.setZValue(ABOVE_OVERVIEW)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.update()

    def light(self, on: bool) -> None:
        """Stand out, while the list points at it."""
        if on != self.lit:
            self.lit = on
            self.update()

    def boundingRect(self) -> QRectF:
        margin = (RING + SIGN) / SMALLEST_ZOOM
        box = self.node.sceneBody().adjusted(-margin, -margin, margin, margin)
        wide = pill_size(self.kind, ON_CANVAS).width() * LARGEST + margin
        box.setTop(box.top() - PILL_HEIGHT * LARGEST)
        box.setRight(max(box.right(), box.left() + wide))
        return box

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        far = zoom <= OVERVIEW_BELOW
        steady = max(1.0, 1 / zoom)
        body, theme = self.node.sceneBody(), self.theme
        if self.kind == "removed":
            self._paint_veil(painter, body)
        out = 1.5 * steady if far else GAP
        ring = body.adjusted(-out, -out, out, out)
        self._paint_ring(painter, ring, steady)
        painter.save()
        painter.translate(ring.left(), ring.top())
        painter.scale(steady, steady)
        if far and body.width() * zoom >= ROOM_FOR_SIGN:
            paint_sign(painter, theme, self.kind, QPointF(0, 0))
        elif not far:
            paint_pill(painter, theme, self.kind, QPointF(0, -PILL_HEIGHT - RING), ON_CANVAS)
        painter.restore()

    def _paint_veil(self, painter: QPainter, body: QRectF) -> None:
        veil = QColor(self.theme.colour("bg.canvas"))
        veil.setAlphaF(_GHOST_VEIL)
        painter.fillRect(body.adjusted(-6, -1, 6, 1), veil)

    def _paint_ring(self, painter: QPainter, ring: QRectF, steady: float) -> None:
        look = KINDS[self.kind]
        if self.lit:
            blue = self.theme.colour("user.base")
            soft = QColor(blue)
            soft.setAlphaF(_LIT)
            outer = 3 * steady
            painter.setPen(QPen(blue, RING * steady))
            painter.setBrush(soft)
            painter.drawRoundedRect(ring.adjusted(-outer, -outer, outer, outer), 14, 14)
        pen = QPen(self.theme.colour(look.colour), RING * steady)
        if look.dash:
            pen.setDashPattern(list(look.dash))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, 11, 11)
