"""Row paint: what the rows of all docks have in common: height, ground, arrow, marked words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from app.look.icons import paint_icon
from app.look.theme import current_theme, font, size


def row_height() -> int:
    """How high a row is at the text scale of now."""
    return max(round(size("listRow")), round(QFontMetricsF(font("body")).height()) + 8)


def paint_row(painter: QPainter, row: QRectF, option: QStyleOptionViewItem) -> str:
    """Paint the ground of a row as its state asks; returns the token of its colour."""
    theme = current_theme()
    surface = "bg.panel"
    if option.state & QStyle.StateFlag.State_Selected:
        surface = "user.soft"
    elif option.state & QStyle.StateFlag.State_MouseOver:
        surface = "bg.hover"
    if surface != "bg.panel":
        painter.fillRect(row, theme.colour(surface))
    if option.state & QStyle.StateFlag.State_HasFocus and surface == "user.soft":
        painter.fillRect(QRectF(row.left(), row.top(), 2, row.height()), theme.colour("user.base"))
    return surface


def paint_arrow(painter: QPainter, at: QPointF, surface: str, *, is_open: bool) -> None:
    """Paint the arrow that shows whether a row is unfolded."""
    theme = current_theme()
    target = QRectF(at.x() - 6, at.y() - 6, 12, 12)
    colours = (theme.colour("text.tertiary"), theme.colour(surface))
    paint_icon(painter, "down" if is_open else "right", *colours, target)


def paint_marked(
    painter: QPainter,
    box: QRectF,
    text: str,
    marks: tuple[int, ...],
    ink: str,
    *,
    middle_elided: bool = False,
) -> float:
    """Paint a line with the letters that were found marked; returns its width."""
    theme, used = current_theme(), font("body")
    metrics = QFontMetricsF(used)
    elide = Qt.TextElideMode.ElideMiddle if middle_elided else Qt.TextElideMode.ElideRight
    shown = metrics.elidedText(text, elide, box.width())
    layout = QTextLayout(shown, used)
    mark = QTextCharFormat()
    mark.setForeground(QBrush(theme.colour("user.link")))
    mark.setFontWeight(QFont.Weight.DemiBold)
    ranges = []
    for at in marks if shown == text else ():
        piece = QTextLayout.FormatRange()
        piece.start, piece.length, piece.format = at, 1, mark
        ranges.append(piece)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    painter.setPen(theme.colour(ink))
    layout.draw(painter, QPointF(box.left(), box.center().y() - metrics.height() / 2))
    return line.naturalTextWidth()
