"""Bar paint: the bars of a flame, told apart by pattern and words as well as by colour."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from app.look.theme import current_theme, font
from app.timings.flame import Bar, BarKind
from app.timings.words import time_text

_EDGE: Mapping[BarKind, str] = {
    "run": "line.control",
    "node": "state.running",
    "step": "state.running",
    "model": "type.UNet",
    "cache": "state.cached",
}
_PATTERN: Mapping[BarKind, Qt.BrushStyle] = {
    "model": Qt.BrushStyle.BDiagPattern,
    "cache": Qt.BrushStyle.Dense6Pattern,
}
_STRENGTH: Mapping[BarKind, float] = {
    "run": 0.12,
    "node": 0.34,
    "step": 0.14,
    "model": 0.16,
    "cache": 0.12,
}
_NARROWEST_TEXT = 26.0


def paint_bar(
    painter: QPainter, bar: Bar, place: QRectF, *, chosen: bool, lit: bool = False
) -> None:
    """Paint a bar with its name, and its time where there is room."""
    theme = current_theme()
    edge = theme.colour(_EDGE[bar.kind])
    ground = theme.colour("bg.canvas")
    fill = _mixed(ground, edge, _STRENGTH[bar.kind] * (1.6 if lit else 1.0))
    if place.width() < 3:
        painter.fillRect(place, theme.colour("user.base") if chosen else edge)
        return
    painter.setPen(QPen(edge, 1))
    painter.setBrush(fill)
    body = place.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(body, 3, 3)
    if (pattern := _PATTERN.get(bar.kind)) is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(_mixed(fill, edge, 0.45), pattern))
        painter.drawRoundedRect(body, 3, 3)
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("user.base"), 2))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 3, 3)
    _paint_words(painter, bar, place, fill)


def _paint_words(painter: QPainter, bar: Bar, place: QRectF, fill: QColor) -> None:
    """The words stay in view where the bar begins before it."""
    inner = place.adjusted(6, 0, -4, 0)
    inner.setLeft(max(inner.left(), 6.0))
    if inner.width() < _NARROWEST_TEXT:
        return
    theme, used = current_theme(), font("micro", 600 if bar.kind == "node" else 400)
    metrics = QFontMetricsF(used)
    text = f"{bar.name} · {time_text(bar.seconds)}"
    if metrics.horizontalAdvance(text) > inner.width():
        text = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, inner.width())
    if bar.kind in _PATTERN:
        width = min(metrics.horizontalAdvance(text) + 6, inner.width())
        painter.fillRect(QRectF(inner.left() - 3, place.top() + 3, width, place.height() - 6), fill)
    painter.setFont(used)
    painter.setPen(theme.colour("text.primary"))
    painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _mixed(ground: QColor, over: QColor, share: float) -> QColor:
    """A colour over another, opaque."""
    share = min(1.0, share)

    def between(below: float, above: float) -> float:
        return below * (1 - share) + above * share

    return QColor.fromRgbF(
        between(ground.redF(), over.redF()),
        between(ground.greenF(), over.greenF()),
        between(ground.blueF(), over.blueF()),
    )
