"""Entry text: the changes of one entry as a document, and the badges A and B beside its lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from app.compare.entries import Entry, Shown
from app.look.theme import Theme, font
from graph_engine.difference_text import Line, Style

BADGE = 15.0
INDENT = 22.0
_ABOVE = 6
_SIDES = {1: "A", 2: "B"}


def entry_document(entry: Entry, theme: Theme, width: float) -> QTextDocument:
    """The changes laid out at a width: name over values; what came or went whole, in one line."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(font("small"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setTextWidth(width)
    cursor = QTextCursor(document)
    for at, change in enumerate(entry.changes):
        _write_change(cursor, theme, change, first=at == 0)
    return document


def paint_document(painter: QPainter, theme: Theme, document: QTextDocument, at: QPointF) -> None:
    """Paint the changes, and the badge of its side before each value."""
    painter.save()
    painter.translate(at)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, theme.colour("text.primary"))
    layout = document.documentLayout()
    layout.draw(painter, context)
    block = document.begin()
    while block.isValid():
        if (side := _SIDES.get(block.userState())) is not None:
            line = block.layout().lineAt(0)
            middle = block.layout().position().y() + line.y() + line.height() / 2
            paint_badge(painter, theme, side, QPointF(0, middle - BADGE / 2))
        block = block.next()
    painter.restore()


def paint_badge(painter: QPainter, theme: Theme, side: str, at: QPointF) -> None:
    """The badge of a side, its upper left corner at a point."""
    box = QRectF(at.x(), at.y(), BADGE, BADGE)
    painter.setPen(theme.colour("line.normal"))
    painter.setBrush(theme.colour("bg.raised"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3.5, 3.5)
    painter.setPen(theme.colour("text.primary"))
    painter.setFont(font("badge", QFont.Weight.DemiBold))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, side)


def _write_change(cursor: QTextCursor, theme: Theme, change: Shown, *, first: bool) -> None:
    name = _format(theme, "text.secondary")
    if change.before is None or change.after is None:
        _new_block(cursor, first=first, above=2)
        cursor.insertText(f"{change.name}  ", name)
        _write_line(cursor, theme, change.before or change.after or ())
        return
    _new_block(cursor, first=first, above=_ABOVE)
    cursor.insertText(change.name, name)
    for state, line in ((1, change.before), (2, change.after)):
        _new_block(cursor, first=False, above=2, indent=INDENT)
        cursor.block().setUserState(state)
        _write_line(cursor, theme, line)


def _new_block(cursor: QTextCursor, *, first: bool, above: float, indent: float = 0) -> None:
    shape = QTextBlockFormat()
    shape.setTopMargin(0 if first else above)
    shape.setLeftMargin(indent)
    if first:
        cursor.setBlockFormat(shape)
    else:
        cursor.insertBlock(shape)


def _write_line(cursor: QTextCursor, theme: Theme, line: Line) -> None:
    for piece in line:
        cursor.insertText(piece.text, _style(theme, piece.style))


def _style(theme: Theme, style: Style) -> QTextCharFormat:
    shape = _format(theme, "text.primary")
    if style in ("added", "removed"):
        state = "state.cached" if style == "added" else "state.failed"
        shape.setBackground(theme.colour(f"{state}Soft"))
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        shape.setUnderlineColor(theme.colour(state))
    return shape


def _format(theme: Theme, colour: str) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setForeground(theme.colour(colour))
    return shape
