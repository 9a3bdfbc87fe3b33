"""Shelf rows: how headings and things of a shelf are painted, in the list and under a drag."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.docks.row_paint import paint_arrow, paint_marked, paint_row, row_height
from app.docks.shelf import GROUP_ROLE, ITEM_ROLE, MARKS_ROLE, Group, Index, Item
from app.docks.signs import badge_width, paint_badge
from app.editors.thumbnails import Thumbnails
from app.look.icons import paint_icon
from app.look.port_shapes import paint_port
from app.look.theme import Theme, current_theme, font

INSET = 12.0
SIGN_AT, TEXT_AT = 33.0, 48.0
GROUP_TEXT_AT = 26.0
THUMBNAIL = 22


class ShelfRows(QStyledItemDelegate):
    """Paints the rows of a shelf."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        surface = paint_row(painter, row, option)
        group, item = index.data(GROUP_ROLE), index.data(ITEM_ROLE)
        if isinstance(group, Group):
            is_open = bool(option.state & QStyle.StateFlag.State_Open)
            _paint_heading(painter, theme, row, group, is_open)
        elif isinstance(item, Item):
            self._paint_item(painter, theme, row, item, index, surface, hovered or chosen)
        painter.restore()

    def _paint_item(
        self,
        painter: QPainter,
        theme: Theme,
        row: QRectF,
        item: Item,
        index: Index,
        surface: str,
        lit: bool,
    ) -> None:
        middle, right = row.center().y(), row.right() - INSET
        sign = QPointF(row.left() + SIGN_AT, middle)
        if item.thumbnail is not None:
            frame = QRectF(sign.x() - THUMBNAIL / 2, middle - THUMBNAIL / 2, THUMBNAIL, THUMBNAIL)
            self._thumbnails.paint(painter, frame, item.thumbnail, theme)
        elif item.problem:
            target = QRectF(sign.x() - 7, middle - 7, 14, 14)
            paint_icon(
                painter, "warn", theme.colour("state.warning"), theme.colour(surface), target
            )
        else:
            colour = theme.type_colour(item.kind)
            paint_port(painter, sign, item.kind, colour, theme.colour(surface), linked=item.filled)
        if item.badge and badge_width(item.badge) < row.width() / 3:
            right = paint_badge(painter, right, middle, item.badge) - 6
        elif lit and not item.problem:
            target = QRectF(right - 12, middle - 7, 14, 14)
            paint_icon(
                painter, "grip", theme.colour("text.tertiary"), theme.colour(surface), target
            )
            right -= 18
        box = QRectF(row.left() + TEXT_AT, row.top(), right - row.left() - TEXT_AT, row.height())
        ink = "text.secondary" if item.problem else "text.primary"
        paint_marked(
            painter,
            box,
            item.title,
            index.data(MARKS_ROLE) or (),
            ink,
            middle_elided=bool(item.badge),
        )


def _paint_heading(
    painter: QPainter, theme: Theme, row: QRectF, group: Group, is_open: bool
) -> None:
    middle = row.center().y()
    paint_arrow(painter, QPointF(row.left() + 15, middle), "bg.panel", is_open=is_open)
    used = font("body", QFont.Weight.DemiBold)
    count, small = str(len(group.items)), font("body")
    width = QFontMetricsF(small).horizontalAdvance(count)
    painter.setFont(small)
    painter.setPen(theme.colour("text.secondary"))
    end = QRectF(row.right() - INSET - width - 1, row.top(), width + 2, row.height())
    painter.drawText(end, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
    box = QRectF(row.left() + GROUP_TEXT_AT, row.top(), end.left() - row.left() - 34, row.height())
    painter.setFont(used)
    text = QFontMetricsF(used).elidedText(group.title, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


def drag_picture(item: Item, ratio: float) -> QPixmap:
    """What hangs at the mouse while an item is dragged: its shape and name."""
    theme, used = current_theme(), font("body")
    width = min(260, round(QFontMetricsF(used).horizontalAdvance(item.title)) + 44)
    pixmap = QPixmap(QSize(width, 28) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    surface = theme.colour("bg.popup")
    painter.setPen(QPen(theme.colour("user.base"), 1))
    painter.setBrush(surface)
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, 27), 6, 6)
    colour = theme.type_colour(item.kind)
    paint_port(painter, QPointF(16, 14), item.kind, colour, surface, linked=True)
    painter.setFont(used)
    painter.setPen(theme.colour("text.primary"))
    painter.drawText(QRectF(30, 0, width - 38, 28), Qt.AlignmentFlag.AlignVCenter, item.title)
    painter.end()
    return pixmap
