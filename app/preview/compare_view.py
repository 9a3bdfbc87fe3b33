"""CompareView: two pictures at one place: under a slider, side by side, or their difference."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from app.look.theme import current_theme
from app.look.words import tr
from app.preview.badges import elided, paint_badge
from app.preview.difference import GAINS, difference
from app.preview.picture import Picture, Pictures, Preparing
from app.preview.zoom_pan import ZoomPan

Mode = Literal["slider", "sides", "difference"]
MODES: tuple[Mode, ...] = ("slider", "sides", "difference")
_INSET = 8.0
_REACH = 9.0
_KEY_SHARE = 0.02
_HANDLE = 7.0


class CompareView(ZoomPan):
    """Shows A and B with one zoom and place; the second is stretched to the size of the first.

    The slider is dragged, or moved by Left and Right.
    """

    def __init__(self) -> None:
        super().__init__()
        self.first: Picture | None = None
        self.second: Picture | None = None
        self.names = ("", "")
        self.mode: Mode = "slider"
        self.share = 0.5
        self.gain = 4
        self._apart: Pictures = ()
        self._preparing = Preparing(self, only_newest=True)
        self._slides = False
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Comparison"))

    def show_first(self, picture: Picture | None, name: str) -> None:
        """Show another picture as A."""
        self.first, self.names = picture, (name, self.names[1])
        self.set_content_size(picture.size if picture is not None else QSizeF())
        self._renew()

    def show_second(self, picture: Picture | None, name: str) -> None:
        """Show another picture as B."""
        self.second, self.names = picture, (self.names[0], name)
        self._renew()

    def swap(self) -> None:
        """Let A be B."""
        first, second, names = self.first, self.second, self.names
        self.first, self.second, self.names = second, first, (names[1], names[0])
        self.set_content_size(self.first.size if self.first is not None else QSizeF())
        self._renew()

    def set_mode(self, mode: Mode) -> None:
        """Compare in another way."""
        self.mode = mode
        if self.is_fitted:
            self.fit()
        else:
            self._keep_in_view()
        self._renew()

    def set_gain(self, gain: int) -> None:
        """Show differences so many times as large."""
        self.gain = gain
        self._renew()

    def next_gain(self) -> int:
        """Go on to the next gain, and after the last to the first."""
        self.set_gain(GAINS[(GAINS.index(self.gain) + 1) % len(GAINS)])
        return self.gain

    def wait(self) -> None:
        """Wait until the difference is there."""
        self._preparing.wait()

    @property
    def difference(self) -> Picture | None:
        """The difference that is shown."""
        return self._apart[0] if self._apart else None

    def room(self) -> QSizeF:
        whole = QSizeF(self.size())
        return QSizeF(whole.width() / 2, whole.height()) if self.mode == "sides" else whole

    @property
    def divider(self) -> float:
        """Where the slider stands in the widget."""
        place = self.shown(QRectF(QPointF(), self.content_size))
        return place.left() + self.share * place.width()

    def paint_content(self, painter: QPainter) -> None:
        if self.first is None or self.second is None:
            return
        if self.mode == "sides":
            self._paint_sides(painter)
        elif self.mode == "difference":
            self._paint_difference(painter)
        else:
            self._paint_slider(painter)

    def _paint_slider(self, painter: QPainter) -> None:
        assert self.first is not None
        assert self.second is not None
        place = self.shown(QRectF(QPointF(), self.content_size))
        x = self.divider
        painter.save()
        painter.setClipRect(QRectF(0, 0, x, self.height()))
        self.first.paint(painter, place)
        painter.setClipRect(QRectF(x, 0, self.width() - x, self.height()))
        self.second.paint(painter, place)
        painter.restore()
        self._paint_handle(painter, x)
        self._paint_names(painter, QRectF(self.rect()), 0.5)

    def _paint_sides(self, painter: QPainter) -> None:
        assert self.first is not None
        assert self.second is not None
        half = self.room()
        place = self.shown(QRectF(QPointF(), self.content_size))
        for at, picture in enumerate((self.first, self.second)):
            painter.save()
            painter.setClipRect(QRectF(at * half.width(), 0, half.width(), half.height()))
            picture.paint(painter, place.translated(at * half.width(), 0))
            painter.restore()
        painter.setPen(QPen(current_theme().colour("line.strong"), 1))
        x = round(half.width()) + 0.5
        painter.drawLine(QLineF(x, 0, x, half.height()))
        self._paint_names(painter, QRectF(self.rect()), 0.5)

    def _paint_difference(self, painter: QPainter) -> None:
        if self._apart:
            self._apart[0].paint(painter, self.shown(QRectF(QPointF(), self.content_size)))
        words = tr("|A − B| × {gain}", gain=self.gain)
        paint_badge(painter, QPointF(_INSET, _INSET), words)

    def _paint_names(self, painter: QPainter, whole: QRectF, share: float) -> None:
        room = whole.width() * share - 1.5 * _INSET
        left = elided(tr("A · {name}", name=self.names[0]), room)
        right = elided(tr("B · {name}", name=self.names[1]), room)
        paint_badge(painter, QPointF(_INSET, _INSET), left)
        paint_badge(painter, QPointF(whole.width() - _INSET, _INSET), right, from_right=True)

    def _paint_handle(self, painter: QPainter, x: float) -> None:
        theme = current_theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("bg.pictureBadge"), 3.5))
        painter.drawLine(QLineF(x, 0, x, self.height()))
        painter.setPen(QPen(theme.colour("text.onPicture"), 1.5))
        painter.drawLine(QLineF(x, 0, x, self.height()))
        middle = QPointF(x, self.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text.onPicture"))
        painter.drawEllipse(middle, _HANDLE + 3, _HANDLE + 3)
        painter.setBrush(theme.colour("bg.tooltip"))
        for way in (-1, 1):
            tip = middle + QPointF(way * _HANDLE, 0)
            side = middle + QPointF(way * 2.0, 0)
            corners = [tip, side + QPointF(0, -3.5), side + QPointF(0, 3.5)]
            painter.drawPolygon(QPolygonF(corners))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.mode == "slider" and abs(event.position().x() - self.divider) <= _REACH:
            self._slides = True
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._slides:
            place = self.shown(QRectF(QPointF(), self.content_size))
            self._slide((event.position().x() - place.left()) / place.width())
            return
        near = self.mode == "slider" and abs(event.position().x() - self.divider) <= _REACH
        if not self.is_panning:
            self.setCursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._slides:
            super().mouseReleaseEvent(event)
        self._slides = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Less: -1, Qt.Key.Key_Greater: 1}.get(Qt.Key(event.key()))
        if by is not None and self.mode == "slider":
            self._slide(self.share + by * _KEY_SHARE)
        elif event.key() == Qt.Key.Key_X:
            self.swap()
        else:
            super().keyPressEvent(event)

    def _slide(self, share: float) -> None:
        self.share = min(max(share, 0.0), 1.0)
        self.update()

    def _renew(self) -> None:
        self.setAccessibleDescription(
            tr("A: {first}, B: {second}", first=self.names[0], second=self.names[1])
        )
        self.update()
        first, second = self.first, self.second
        if self.mode == "difference" and first is not None and second is not None:
            self._preparing.make(partial(difference, first, second, self.gain), self._take)

    def _take(self, pictures: Pictures) -> None:
        self._apart = pictures
        self.update()
