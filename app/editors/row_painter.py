"""Row painter: how the rows of a list popup look, and how much room they need."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.editors.rows import Index, Row
from app.editors.thumbnails import Thumbnails
from app.look.icons import paint_icon
from app.look.port_shapes import paint_port
from app.look.theme import Theme, font, load_tokens, size

_THUMBNAIL = 40


class RowPainter(QStyledItemDelegate):
    """Paints a row: check or shape, words, badge, and the detail or reason at the right."""

    def __init__(self, current: Any, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._current = current
        self._theme = theme
        self._thumbnails = Thumbnails(_THUMBNAIL, parent)
        self._thumbnails.loaded.connect(parent.viewport().update)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(int(row_width(row)), row_height(row))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        place = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            self._heading(painter, place, row)
        else:
            selected = bool(state & QStyle.StateFlag.State_Selected)
            hovered = bool(state & QStyle.StateFlag.State_MouseOver) and row.can_be_chosen
            self._backing(painter, place, selected=selected, hovered=hovered)
            self._row(painter, place.adjusted(10, 0, -10, 0), row, selected=selected)
        painter.restore()

    def _heading(self, painter: QPainter, place: QRectF, row: Row) -> None:
        painter.setFont(font("caption", 600))
        painter.setPen(self._theme.colour("text.secondary"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place.adjusted(10, 2, -10, 0), flags, row.text)

    def _backing(self, painter: QPainter, place: QRectF, *, selected: bool, hovered: bool) -> None:
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("user.fill" if selected else "bg.hover"))
            radius = float(load_tokens()["radius"]["field"])
            painter.drawRoundedRect(place.adjusted(0, 0.5, 0, -0.5), radius, radius)

    def _row(self, painter: QPainter, place: QRectF, row: Row, *, selected: bool) -> None:
        theme, dim = self._theme, bool(row.reason)
        left = place.left() + self._mark(painter, place, row)
        detail = row.reason or row.detail
        small = font("caption")
        metrics = QFontMetricsF(small)
        # The fuller words at the right give way before the name does.
        wanted = metrics.horizontalAdvance(detail)
        words = font("body")
        named = QFontMetricsF(words).horizontalAdvance(row.text)
        room = place.right() - left - (badge_width(row.badge) + 20)
        shown = min(wanted, max(room - named, room * 0.4))
        painter.setFont(small)
        painter.setPen(theme.colour("text.secondary" if selected or not dim else "text.tertiary"))
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        end = Qt.TextElideMode.ElideRight
        painter.drawText(place, at_right, metrics.elidedText(detail, end, shown + 1))
        painter.setFont(words)
        painter.setPen(theme.colour("text.tertiary" if dim else "text.primary"))
        text = QFontMetricsF(words).elidedText(
            row.text, Qt.TextElideMode.ElideMiddle, max(0.0, room - shown)
        )
        target = QRectF(left, place.top(), place.width(), place.height())
        painter.drawText(target, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if row.badge:
            x = left + QFontMetricsF(words).horizontalAdvance(text) + 10
            paint_badge(painter, QPointF(x, place.center().y()), row.badge, theme)

    def _mark(self, painter: QPainter, place: QRectF, row: Row) -> float:
        """Paint what stands before the words; gives the width that it took."""
        theme, y = self._theme, place.center().y()
        if row.thumbnail is not None:
            side = place.height() - 6
            frame = QRectF(place.left() - 4, place.top() + 3, side, side)
            self._thumbnails.paint(painter, frame, row.thumbnail, theme)
            return side + 6
        if row.kind:
            surface = theme.colour("bg.popup")
            if row.reason:
                painter.setOpacity(0.55)
            colour = theme.type_colour(row.kind)
            at = QPointF(place.left() + 6, y)
            paint_port(painter, at, row.kind, colour, surface, linked=row.filled)
            painter.setOpacity(1)
            return 22
        if row.value == self._current:
            target = QRectF(place.left() - 2, y - 8, 16, 16)
            paint_icon(
                painter, "check", theme.colour("text.primary"), theme.colour("bg.popup"), target
            )
        return 22


def paint_badge(painter: QPainter, at: QPointF, text: str, theme: Theme, zoom: float = 1.0) -> None:
    """Paint a family's badge; `at` is the middle of its left edge."""
    words = QFont(font("badge", 600))
    words.setPointSizeF(words.pointSizeF() * zoom)
    painter.setFont(words)
    place = QRectF(at.x(), at.y() - 8 * zoom, badge_width(text) * zoom, 16 * zoom)
    painter.setPen(QPen(theme.colour("line.control"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = float(load_tokens()["radius"]["badge"]) * zoom
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(theme.colour("text.secondary"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def badge_width(text: str) -> float:
    """How wide a badge is at 100 %."""
    return QFontMetricsF(font("badge", 600)).horizontalAdvance(text) + 12 if text else 0


def row_width(row: Row) -> float:
    """The room that a row would like to have."""
    words = QFontMetricsF(font("body")).horizontalAdvance(row.text)
    detail = QFontMetricsF(font("caption")).horizontalAdvance(row.reason or row.detail)
    mark = _THUMBNAIL + 6 if row.thumbnail is not None else 22
    gap = 32 if detail or row.badge else 0
    return min(480.0, 20 + mark + words + badge_width(row.badge) + gap + min(detail, 240) + 4)


def row_height(row: Row) -> int:
    """How high a row is."""
    return _THUMBNAIL + 6 if row.thumbnail is not None else round(size("popupRow"))
