"""RowPainter: paints the rows of a list of results, with the letters that were found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.look.icons import paint_icon
from app.look.key_caps import caps_width, paint_caps
from app.look.port_shapes import paint_port
from app.look.theme import Theme, current_theme, font
from app.search.rows import Row

ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
SIDE = 6
ICON_ROOM = 32
RIGHT = 12


class RowPainter(QStyledItemDelegate):
    """One line a row, or two if the rows are tall."""

    def __init__(self, parent: QObject, tall: bool) -> None:
        super().__init__(parent)
        self._tall = tall

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, row_height(self._tall))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        theme = current_theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = theme.colour("user.fill" if chosen else "bg.popup")
        body = QRectF(option.rect).adjusted(SIDE, 1, -SIDE, -1)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(surface if chosen else theme.colour("bg.hover"))
            painter.drawRoundedRect(body, 5, 5)
        self._paint_sign(painter, theme, row, body, surface)
        self._paint_words(painter, theme, row, body, chosen)
        painter.restore()

    def _paint_sign(
        self, painter: QPainter, theme: Theme, row: Row, body: QRectF, surface: QColor
    ) -> None:
        middle = QPointF(body.left() + 16, body.center().y())
        if row.port:
            paint_port(painter, middle, row.port, theme.type_colour(row.port), surface, linked=True)
        elif row.icon:
            colour = theme.colour("text.secondary" if row.enabled else "text.disabled")
            target = QRectF(middle.x() - 8, middle.y() - 8, 16, 16)
            paint_icon(painter, row.icon, colour, surface, target)

    def _paint_words(
        self, painter: QPainter, theme: Theme, row: Row, body: QRectF, chosen: bool
    ) -> None:
        left, right = body.left() + ICON_ROOM, body.right() - RIGHT
        middle = body.center().y()
        quiet = theme.colour("text.secondary")
        if row.caps:
            right -= caps_width(row.caps)
            paint_caps(painter, theme, QPointF(right, middle), row.caps)
            right -= 10
        if row.end:
            small = font("caption")
            width = QFontMetricsF(small).horizontalAdvance(row.end)
            right -= width
            _draw_line(
                painter, QRectF(right, body.top(), width + 1, body.height()), row.end, small, quiet
            )
            right -= 12
        below = self._tall and row.note
        title_font = font("menu" if self._tall else "body")
        height = QFontMetricsF(title_font).height()
        top = middle - height + 1 if below else middle - height / 2
        ink = theme.colour("text.primary" if row.enabled else "text.secondary")
        title = QRectF(left, top, right - left, height)
        used = _draw_marked(painter, title, row, title_font, ink, theme, chosen)
        if not row.note:
            return
        small = font("caption")
        if below:
            box = QRectF(left, middle + 1, right - left, QFontMetricsF(small).height())
        else:
            box = QRectF(left + used + 9, body.top(), right - left - used - 9, body.height())
        _draw_line(painter, box, row.note, small, quiet)


def row_height(tall: bool) -> int:
    """How high a row is at the text scale of now."""
    if tall:
        both = QFontMetricsF(font("menu")).height() + QFontMetricsF(font("caption")).height()
        return max(38, round(both + 11))
    return max(28, round(QFontMetricsF(font("body")).height() + 11))


def _draw_line(painter: QPainter, box: QRectF, text: str, used: QFont, colour: QColor) -> None:
    if box.width() < 16:
        return
    painter.setFont(used)
    painter.setPen(colour)
    shown = QFontMetricsF(used).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _draw_marked(
    painter: QPainter,
    box: QRectF,
    row: Row,
    used: QFont,
    ink: QColor,
    theme: Theme,
    chosen: bool,
) -> float:
    """Draw a title with its found letters in the colour of what the user does; returns its width."""
    metrics = QFontMetricsF(used)
    text = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, box.width())
    layout = QTextLayout(text, used)
    mark = QTextCharFormat()
    mark.setForeground(QBrush(theme.colour("text.primary" if chosen else "user.link")))
    mark.setFontWeight(QFont.Weight.DemiBold)
    mark.setFontUnderline(chosen)
    ranges = []
    for start, length in _runs([at for at in row.marks if at < len(text)]):
        piece = QTextLayout.FormatRange()
        piece.start, piece.length, piece.format = start, length, mark
        ranges.append(piece)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    painter.setPen(ink)
    layout.draw(painter, box.topLeft())
    return line.naturalTextWidth()


def _runs(positions: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for at in positions:
        if runs and at == runs[-1][0] + runs[-1][1]:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((at, 1))
    return runs
