"""FrameItem: a titled, coloured area behind nodes, which moves those that lie in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyle, QStyleOptionGraphicsItem, QWidget

from app.canvas.boxes import box_rect
from app.canvas.detail import BARE_BELOW, OVERVIEW_BELOW
from app.canvas.tints import frame_colours
from app.canvas.words import BOLD, END, metrics
from app.look.theme import Theme, font, load_tokens

TITLE_HEIGHT = 30.0
GRIP = 16.0
BEHIND_WIRES = -10.0
INSET = 12.0


class FrameItem(QGraphicsItem):
    """A frame as the file has it; one that says nothing usable is not seen."""

    def __init__(self, box: Any, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.title = ""
        self.colour = ""
        self._size = QRectF()
        self.setZValue(BEHIND_WIRES)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.show_box(box)

    def show_box(self, box: Any) -> None:
        """Show the frame anew."""
        known = box if isinstance(box, Mapping) else {}
        title, colour = known.get("title"), known.get("colour")
        self.title = title if isinstance(title, str) else ""
        self.colour = colour if isinstance(colour, str) else ""
        rect = box_rect(box)
        self.setVisible(rect is not None)
        self.show_rect(rect if rect is not None else QRectF())
        self.update()

    def show_rect(self, rect: QRectF) -> None:
        """Show the frame elsewhere or in another size."""
        self.setPos(rect.topLeft())
        size = QRectF(0, 0, rect.width(), rect.height())
        if size != self._size:
            self.prepareGeometryChange()
            self._size = size
            # The larger one lies behind the smaller one that stands inside it.
            self.setZValue(BEHIND_WIRES - min(8.0, rect.width() * rect.height() / 1e7))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.update()

    @property
    def title_rect(self) -> QRectF:
        """The title bar, by which the frame is dragged."""
        return QRectF(0, 0, self._size.width(), TITLE_HEIGHT)

    @property
    def grip(self) -> QRectF:
        """The corner by which the frame is resized."""
        corner = self._size.bottomRight()
        return QRectF(corner.x() - GRIP, corner.y() - GRIP, GRIP, GRIP)

    def sceneBody(self) -> QRectF:
        """The frame on the canvas."""
        return self._size.translated(self.pos())

    def boundingRect(self) -> QRectF:
        return self._size.adjusted(-4, -4, 4, 4)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self.title_rect)
        return path

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        surface, header, border = frame_colours(self.theme, self.colour)
        radius = float(load_tokens()["radius"]["frame"])
        state: QStyle.StateFlag = option.state
        body = self._size.adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(body, radius, radius)
        painter.fillPath(outline, surface)
        painter.save()
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        painter.fillRect(self.title_rect, header)
        painter.restore()
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(self.theme.colour("user.base"), 2))
        else:
            pen = QPen(border, 1)
            pen.setCosmetic(zoom < 1)
            painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        if zoom > OVERVIEW_BELOW:
            self._paint_title(painter, zoom)
        if zoom >= BARE_BELOW:
            painter.setPen(QPen(border, 1))
            corner = self._size.bottomRight() - QPointF(5, 5)
            painter.drawLine(corner - QPointF(6, 0), corner - QPointF(0, 6))
            painter.drawLine(corner - QPointF(3, 0), corner - QPointF(0, 3))

    def _paint_title(self, painter: QPainter, zoom: float) -> None:
        """The title; far out it stays readable for as long as it fits."""
        words = QFont(font("frameTitle", BOLD))
        scale = max(1.0, 0.7 / zoom)
        words.setPointSizeF(words.pointSizeF() * scale)
        room = self._size.width() - 2 * INSET
        text = metrics("frameTitle", BOLD).elidedText(self.title, END, room / scale)
        painter.setFont(words)
        painter.setPen(self.theme.colour("text.primary"))
        line = self.title_rect.adjusted(INSET, 0, -INSET, 0)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, align | Qt.TextFlag.TextSingleLine, text)
