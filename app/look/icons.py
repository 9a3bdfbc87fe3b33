"""Icons: our own drawings, in any colour and crisp at any size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtSvg import QSvgRenderer

_DRAWINGS = Path(__file__).with_name("icons.json")
_FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="{colour}"'
    ' stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">{drawing}</svg>'
)


@cache
def _drawings() -> Mapping[str, str]:
    data: Mapping[str, str] = json.loads(_DRAWINGS.read_text(encoding="utf-8"))
    return data


@cache
def icon_pixmap(name: str, colour: str, surface: str, pixels: int) -> QPixmap:
    """An icon as a square of device pixels; `surface` shows through its knocked-out parts."""
    drawing = _drawings()[name].replace("currentColor", colour).replace("KNOCKOUT", surface)
    text = _FRAME.format(colour=colour, stroke=1.6 if pixels <= 14 else 1.4, drawing=drawing)
    pixmap = QPixmap(QSize(pixels, pixels))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap


def paint_icon(
    painter: QPainter, name: str, colour: QColor, surface: QColor, target: QRectF
) -> None:
    """Paint an icon at the size that it has on the screen, so that it is never scaled."""
    pixels = max(1, round(painter.deviceTransform().mapRect(target).width()))
    pixmap = icon_pixmap(name, colour.name(), surface.name(), pixels)
    painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))


def make_icon(name: str, colour: QColor, surface: QColor) -> QIcon:
    """An icon for a button or a list."""
    icon = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap(icon_pixmap(name, colour.name(), surface.name(), 16 * scale))
        pixmap.setDevicePixelRatio(scale)
        icon.addPixmap(pixmap)
    return icon


def logo(pixels: int) -> QPixmap:
    """Weft's mark: two threads of the warp, two of the weft."""
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixels / 20, pixels / 20)
    warp, weft = QColor("#A9AFBA"), QColor("#F4B73F")
    for colour, start, end in (
        (warp, (7, 2.5), (7, 17.5)),
        (warp, (13, 2.5), (13, 17.5)),
        (weft, (2.5, 7), (17.5, 7)),
        (weft, (2.5, 13), (17.5, 13)),
        # Over, under: the warp comes back on top at two of the four crossings.
        (warp, (13, 5.4), (13, 8.6)),
        (warp, (7, 11.4), (7, 14.6)),
    ):
        pen = QPen(colour, 2.6)
        whole = abs(end[0] - start[0]) + abs(end[1] - start[1]) > 10
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if whole else Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(*start), QPointF(*end))
    painter.end()
    return pixmap
