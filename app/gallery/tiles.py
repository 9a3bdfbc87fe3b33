"""Tiles: how the gallery paints a picture: square, with its seed, marks and badges."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QRegion
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gallery.model import PICTURE_ROLE, RUNNING_ROLE, Running
from app.gallery.picture import Picture
from app.gallery.thumbnails import Thumbnails
from app.gallery.words import caption_of, rating_text
from app.look.icons import paint_icon
from app.look.theme import Theme, current_theme, font, load_tokens, size

GAP = 8
CAPTION_GAP = 3
EDGE = 3
RING = 2.0
INSET = 4.0
BADGE = 18.0
BAR_HEIGHT = 4.0


class Tiles(QStyledItemDelegate):
    """Paints tiles of one size; `compared` are the paths that wear A and B."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.side = round(size("galleryThumb"))
        self.compared: tuple[str, ...] = ()
        self.region = QRegion()
        """What is to be painted: a list hands over all tiles of the rectangle around it."""
        self.painted = 0

    def cell(self) -> QSize:
        """The room of one tile with the gap after it."""
        caption = round(QFontMetricsF(font("caption")).height())
        return QSize(self.side + GAP, EDGE + self.side + CAPTION_GAP + caption + 1)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return self.cell()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if not self.region.intersects(option.rect):
            return
        self.painted += 1
        theme = current_theme()
        # The edge leaves room for the ring around the first tile of a row.
        cell = option.rect.translated(EDGE, EDGE)
        frame = QRectF(cell.x(), cell.y(), self.side, self.side)
        state = option.state
        picture = index.data(PICTURE_ROLE)
        running = index.data(RUNNING_ROLE) if picture is None else None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(picture, Picture):
            selected = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_picture(painter, theme, frame, picture)
            self._paint_marks(painter, theme, frame, picture)
            if state & QStyle.StateFlag.State_MouseOver and not selected:
                self._ring(painter, frame, theme.colour("line.control"), 1.0)
            self._paint_caption(painter, theme, cell, picture, selected)
            if selected:
                self._ring(painter, frame, theme.colour("user.base"), RING)
        elif isinstance(running, Running):
            self._paint_running(painter, theme, frame, running)
            self._caption(painter, cell, running.caption, theme.colour("text.secondary"))
        if state & QStyle.StateFlag.State_HasFocus and not state & QStyle.StateFlag.State_Selected:
            self._focus(painter, theme, frame)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, theme: Theme, frame: QRectF, picture: Picture
    ) -> None:
        ratio = painter.device().devicePixelRatio()
        radius = _radius()
        pixels = round(self.side * ratio)
        image = self._thumbnails.get(picture, pixels, radius * ratio)
        if image is not None:
            painter.drawImage(frame, image)
            return
        self._plain(painter, theme, frame)
        if self._thumbnails.is_unreadable(picture, pixels, radius * ratio):
            target = QRectF(frame.center().x() - 8, frame.center().y() - 8, 16, 16)
            surface = theme.colour("bg.picture")
            paint_icon(painter, "image", theme.colour("text.tertiary"), surface, target)

    def _paint_running(
        self, painter: QPainter, theme: Theme, frame: QRectF, running: Running
    ) -> None:
        if running.picture is None or running.picture.isNull():
            self._plain(painter, theme, frame)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(frame, running.picture)
        bar = QRectF(frame.x() + 6, frame.bottom() - 6 - BAR_HEIGHT, frame.width() - 12, BAR_HEIGHT)
        _bar(painter, bar, theme.colour("engine.track"))
        done = QRectF(bar)
        done.setWidth(bar.width() * min(1.0, max(0.0, running.fraction)))
        _bar(painter, done, theme.colour("state.running"))

    def _plain(self, painter: QPainter, theme: Theme, frame: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.picture"))
        painter.drawRoundedRect(frame, _radius(), _radius())

    def _paint_marks(
        self, painter: QPainter, theme: Theme, frame: QRectF, picture: Picture
    ) -> None:
        if picture.path in self.compared:
            letter = "AB"[self.compared.index(picture.path)]
            box = self._badge(painter, theme, frame.topLeft().x() + INSET, frame.y() + INSET)
            painter.setPen(theme.colour("text.onPicture"))
            painter.setFont(font("caption", QFont.Weight.DemiBold))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
        if picture.starred:
            box = self._badge(painter, theme, frame.right() - INSET - BADGE, frame.y() + INSET)
            target = box.adjusted(3, 3, -3, -3)
            colour, surface = theme.colour("text.onPicture"), theme.colour("bg.pictureBadge")
            paint_icon(painter, "starf", colour, surface, target)

    def _badge(self, painter: QPainter, theme: Theme, left: float, top: float) -> QRectF:
        box = QRectF(left, top, BADGE, BADGE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.pictureBadge"))
        painter.drawRoundedRect(box, _radius(), _radius())
        return box

    def _paint_caption(
        self, painter: QPainter, theme: Theme, cell: QRect, picture: Picture, selected: bool
    ) -> None:
        rating = rating_text(picture.rating)
        colour = theme.colour("text.primary" if selected else "text.secondary")
        room = self._caption(painter, cell, caption_of(picture), colour, rating)
        if rating:
            painter.setPen(theme.colour("text.tertiary"))
            painter.drawText(
                room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, rating
            )

    def _caption(
        self, painter: QPainter, cell: QRect, text: str, colour: QColor, after: str = ""
    ) -> QRectF:
        """Paint the line below; returns its room."""
        used = font("caption")
        metrics = QFontMetricsF(used)
        top = cell.y() + self.side + CAPTION_GAP
        room = QRectF(cell.x(), top, self.side, metrics.height())
        left = room.width() - (metrics.horizontalAdvance(after) + 6 if after else 0)
        painter.setFont(used)
        painter.setPen(colour)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, left)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return room

    def _ring(self, painter: QPainter, frame: QRectF, colour: QColor, width: float) -> None:
        gap = load_tokens()["line"]["selectionGap"]
        grown = gap + width / 2 if width == RING else width / 2
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(
            frame.adjusted(-grown, -grown, grown, grown), _radius() + grown, _radius() + grown
        )

    def _focus(self, painter: QPainter, theme: Theme, frame: QRectF) -> None:
        """The tile that keys act on, where it is not selected."""
        pen = QPen(theme.colour("user.base"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(2.5, 2.5, -2.5, -2.5), _radius(), _radius())


def _radius() -> float:
    return float(load_tokens()["radius"]["badge"])


def _bar(painter: QPainter, bar: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
