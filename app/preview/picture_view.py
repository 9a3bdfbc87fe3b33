"""PictureView: the pictures of a batch, with what they are and how large they are shown."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter

from app.look.theme import current_theme, font
from app.look.words import tr
from app.preview.badges import badge_size, elided, paint_badge
from app.preview.picture import Picture
from app.preview.zoom_pan import ZoomPan

_INSET = 8.0
_GAP_SHARE = 0.02


class PictureView(ZoomPan):
    """Shows one picture or all of a batch; a double click shows one of them alone, or all again."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: tuple[Picture, ...] = ()
        self.caption = ""
        self.nothing = tr("The picture that is being made appears here.")
        self.chosen: int | None = None
        self.setAccessibleName(tr("Picture"))

    def show_pictures(self, pictures: tuple[Picture, ...], caption: str) -> None:
        """Show other pictures; zoom and place stay as they are."""
        self.pictures, self.caption = pictures, caption
        if self.chosen is not None and self.chosen >= len(pictures):
            self.chosen = None
        self.set_content_size(self._content_size())
        self.setAccessibleDescription(caption)
        self.update()

    def show_caption(self, caption: str) -> None:
        """Say something else of the same pictures."""
        self.caption = caption
        self.setAccessibleDescription(caption)
        self.update()

    @property
    def picture(self) -> Picture | None:
        """The picture that is shown alone, or the first one."""
        if not self.pictures:
            return None
        return self.pictures[self.chosen or 0]

    @property
    def size_words(self) -> str:
        """The size of the picture, and the zoom."""
        picture = self.picture
        if picture is None:
            return ""
        size = tr("{width} × {height}", width=picture.width, height=picture.height)
        if self.chosen is not None:
            several = tr("{at} of {count}", at=self.chosen + 1, count=len(self.pictures))
            return tr(
                "{which} · {size} · {percent} %", which=several, size=size, percent=self.percent
            )
        if len(self.pictures) > 1:
            size = tr("{count} · {size}", count=len(self.pictures), size=size)
        return tr("{size} · {percent} %", size=size, percent=self.percent)

    def places(self) -> list[tuple[Picture, QRectF]]:
        """The pictures that are shown, each with its part of the content."""
        if self.chosen is not None and self.picture is not None:
            return [(self.picture, QRectF(QPointF(), self.picture.size))]
        columns = math.ceil(math.sqrt(len(self.pictures))) or 1
        found = []
        for at, picture in enumerate(self.pictures):
            gap = _gap(picture)
            left = (at % columns) * (picture.width + gap)
            top = (at // columns) * (picture.height + gap)
            found.append((picture, QRectF(left, top, picture.width, picture.height)))
        return found

    def paint_content(self, painter: QPainter) -> None:
        if not self.pictures:
            self._paint_nothing(painter)
            return
        for picture, part in self.places():
            picture.paint(painter, self.shown(part))
        self._paint_badges(painter)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if len(self.pictures) < 2:
            return
        if self.chosen is not None:
            self.chosen = None
        else:
            at = self.to_content(event.position())
            places = [part for _, part in self.places()]
            self.chosen = next((n for n, part in enumerate(places) if part.contains(at)), None)
        self.is_fitted = True
        self.content_size = QSizeF()
        self.set_content_size(self._content_size())

    def _content_size(self) -> QSizeF:
        whole = QRectF()
        for _, part in self.places():
            whole |= part
        return whole.size()

    def _paint_badges(self, painter: QPainter) -> None:
        right = self.size_words
        room = self.width() - 2 * _INSET
        paint_badge(painter, QPointF(self.width() - _INSET, _INSET), right, from_right=True)
        left = elided(self.caption, room - badge_size(right)[0] - 6)
        if left:
            paint_badge(painter, QPointF(_INSET, _INSET), left)

    def _paint_nothing(self, painter: QPainter) -> None:
        theme = current_theme()
        painter.setFont(font("body"))
        painter.setPen(theme.colour("text.tertiary"))
        side = min(self.width() - 32.0, QFontMetricsF(font("body")).averageCharWidth() * 34)
        box = QRectF(0, 0, side, self.height())
        box.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, int(flags), self.nothing)


def _gap(picture: Picture) -> float:
    return max(2.0, round(max(picture.width, picture.height) * _GAP_SHARE))
