"""Problem rows: the model of the list of problems and the painting of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.docks.findings import ICONS, Finding, Piece
from app.docks.fixes import Fix
from app.docks.row_paint import paint_row
from app.docks.shelf import Index
from app.look.fonts import mono_font
from app.look.icons import paint_icon
from app.look.theme import current_theme, font
from app.look.words import tr

FINDING_ROLE = Qt.ItemDataRole.UserRole
FIX_ROLE = Qt.ItemDataRole.UserRole + 1
ICON_AT, TEXT_AT, RIGHT, GAP = 12.0, 38.0, 10.0, 12.0
LEAST_TEXT = 220.0
BUTTON_PAD = 10.0


class FindingModel(QAbstractListModel):
    """Findings with their fixes, which are looked for when a row is first seen."""

    def __init__(self, find: Callable[[Finding], Fix | None], parent: QObject) -> None:
        super().__init__(parent)
        self._find = find
        self._fixes: dict[int, Fix | None] = {}
        self.findings: tuple[Finding, ...] = ()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """List other findings; those that are listed already stay as they are."""
        if tuple(findings) == self.findings:
            self.forget_fixes()
            return
        self.beginResetModel()
        self.findings = tuple(findings)
        self._fixes.clear()
        self.endResetModel()

    def forget_fixes(self) -> None:
        """The workflow has changed: look for the fixes anew."""
        self._fixes.clear()
        if self.findings:
            self.dataChanged.emit(self.index(0), self.index(len(self.findings) - 1))

    def fix(self, row: int) -> Fix | None:
        """The fix of a row."""
        if row not in self._fixes:
            self._fixes[row] = self._find(self.findings[row])
        return self._fixes[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.findings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        finding = self.findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.sentence
        if role == FINDING_ROLE:
            return finding
        if role == FIX_ROLE:
            return self.fix(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row())
        return None

    def _spoken(self, row: int) -> str:
        finding, fix = self.findings[row], self.fix(row)
        words = {"error": tr("Error"), "warning": tr("Warning"), "hint": tr("Hint")}
        parts = [f"{words[finding.severity]}: {finding.sentence}", finding.place]
        if fix is not None:
            parts.append(tr("Space: {fix}", fix=fix.label))
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class RowParts:
    """Where the parts of a row lie."""

    text: QRectF
    place: QRectF
    button: QRectF
    layout: QTextLayout
    height: float


class ProblemRows(QStyledItemDelegate):
    """Paints the rows; `parts` tells where a row's link and button are."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.pressed_button = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        return QSize(width, round(self.parts(index, QRect(0, 0, width, 0)).height))

    def parts(self, index: Index, row: QRect) -> RowParts:
        """Lay a row out."""
        finding, fix = index.data(FINDING_ROLE), index.data(FIX_ROLE)
        assert isinstance(finding, Finding)
        label = fix.label if isinstance(fix, Fix) else ""
        metrics = QFontMetricsF(font("body"))
        button_font = QFontMetricsF(font("caption", QFont.Weight.Medium))
        button_width = button_font.horizontalAdvance(label) + 2 * BUTTON_PAD if label else 0.0
        place_width = metrics.horizontalAdvance(finding.place)
        line = max(31.0, metrics.height() + 13)
        beside = place_width + button_width + (GAP if label else 0) + (GAP if finding.place else 0)
        room = row.width() - TEXT_AT - RIGHT
        is_narrow = room - beside < LEAST_TEXT and beside > 0
        layout = _lay_out(finding.pieces, room if is_narrow else room - beside)
        text_height = layout.boundingRect().height()
        pad = (line - metrics.height()) / 2
        text = QRectF(
            row.left() + TEXT_AT, row.top() + pad, layout.boundingRect().width(), text_height
        )
        height = max(line, text_height + 2 * pad)
        tall = button_font.height() + 8
        middle = row.top() + (text_height + 1.5 * pad + tall / 2 if is_narrow else height / 2)
        if is_narrow:
            height = text_height + 2.5 * pad + tall
        right = row.right() + 1 - RIGHT
        button = QRectF(right - button_width, round(middle - tall / 2) + 0.5, button_width, tall)
        left_of_button = button.left() - GAP if label else right
        place_width = min(place_width, left_of_button - row.left() - TEXT_AT)
        place = QRectF(left_of_button - place_width, middle - 12, place_width, 24)
        if is_narrow:
            place.moveLeft(row.left() + TEXT_AT)
        return RowParts(text, place, button, layout, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        row: QRect = option.rect
        finding, fix = index.data(FINDING_ROLE), index.data(FIX_ROLE)
        assert isinstance(finding, Finding)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = paint_row(painter, QRectF(row), option)
        parts = self.parts(index, row)
        icon, colour = ICONS[finding.severity]
        first = QRectF(row.left() + ICON_AT, row.top() + 7.5, 16, 16)
        paint_icon(painter, icon, theme.colour(colour), theme.colour(surface), first)
        painter.setPen(theme.colour("text.primary"))
        parts.layout.draw(painter, parts.text.topLeft())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_place(painter, parts.place, finding.place, chosen=chosen)
        if isinstance(fix, Fix):
            self._paint_button(painter, parts.button, fix.label, index.row())
        painter.setPen(QPen(theme.colour("line.subtle"), 1))
        bottom = row.bottom() + 0.5
        painter.drawLine(QPointF(row.left(), bottom), QPointF(row.right() + 1, bottom))
        painter.restore()

    def _paint_place(self, painter: QPainter, box: QRectF, text: str, *, chosen: bool) -> None:
        used = QFont(font("body"))
        used.setUnderline(chosen)
        painter.setFont(used)
        painter.setPen(current_theme().colour("user.link"))
        middle = Qt.TextElideMode.ElideMiddle
        shown = QFontMetricsF(used).elidedText(text, middle, box.width() + 1)
        painter.drawText(box.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_button(self, painter: QPainter, box: QRectF, label: str, row: int) -> None:
        theme = current_theme()
        at = self._view.viewport().mapFromGlobal(self._view.cursor().pos())
        hovered = self._view.viewport().underMouse() and box.contains(QPointF(at))
        fill = "bg.hover" if hovered else "bg.raised"
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("bg.pressed" if self.pressed_button == row else fill))
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(font("caption", QFont.Weight.Medium))
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)


def _lay_out(pieces: Sequence[Piece], width: float) -> QTextLayout:
    text = "".join(piece.text for piece in pieces)
    layout = QTextLayout(text, font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    code = QTextCharFormat()
    code.setFont(mono_font("small"))
    ranges, at = [], 0
    for piece in pieces:
        if piece.is_code:
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = at, len(piece.text), code
            ranges.append(part)
        at += len(piece.text)
    layout.setFormats(ranges)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(40.0, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout
