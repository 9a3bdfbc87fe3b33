"""Choices: a list of versions or workflows to choose from, each with a line that explains it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.look.icons import paint_icon
from app.look.theme import current_theme, font

Index = QModelIndex | QPersistentModelIndex
PAD, TEXT_AT, ICON_AT = 8.0, 34.0, 10.0
_CHOICE = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Choice:
    """A row: `explain` says more, and is asked when the row is first seen."""

    title: str
    explain: Callable[[], str]
    icon: str
    tip: str
    value: Any


class ChoiceList(QListView):
    """Emits `taken` on Enter or a double click."""

    taken = Signal()

    def __init__(self, name: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.choices = tuple(choices)
        self.setObjectName("boxedList")
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setModel(_Model(self.choices, self))
        self.setItemDelegate(_Rows(self))
        if self.choices:
            self.setCurrentIndex(self.model().index(0, 0))
        self.doubleClicked.connect(lambda _index: self.taken.emit())

    @property
    def current(self) -> Choice | None:
        """What is selected."""
        at = self.currentIndex().row()
        return self.choices[at] if at >= 0 else None

    def explanation(self, row: int) -> str:
        """The second line of a row."""
        model = self.model()
        assert isinstance(model, _Model)
        return model.explanation(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.current is not None:
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class _Model(QAbstractListModel):
    def __init__(self, choices: tuple[Choice, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._choices = choices
        self._explained: dict[int, str] = {}

    def explanation(self, row: int) -> str:
        if row not in self._explained:
            self._explained[row] = self._choices[row].explain()
        return self._explained[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self._choices[index.row()]
        if role == _CHOICE:
            return choice
        if role == Qt.ItemDataRole.ToolTipRole:
            return choice.tip
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.title}. {self.explanation(index.row())}"
        return choice.title if role == Qt.ItemDataRole.DisplayRole else None


class _Rows(QStyledItemDelegate):
    def __init__(self, view: ChoiceList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = _title_metrics().height() + QFontMetricsF(font("caption")).height()
        return QSize(100, round(lines + 2 * PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(_CHOICE)
        theme, row = current_theme(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = "bg.field"
        if option.state & QStyle.StateFlag.State_Selected:
            surface = "user.fill"
        elif option.state & QStyle.StateFlag.State_MouseOver:
            surface = "bg.hover"
        if surface != "bg.field":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(surface))
            painter.drawRoundedRect(row.adjusted(4, 0, -4, 0), 5, 5)
        icon = QRectF(row.left() + ICON_AT, row.top() + PAD, 16, 16)
        colours = theme.colour("text.secondary"), theme.colour(surface)
        paint_icon(painter, choice.icon, *colours, icon)
        self._paint_words(painter, choice.title, self._view.explanation(index.row()), row)
        painter.restore()

    def _paint_words(self, painter: QPainter, title: str, line: str, row: QRectF) -> None:
        theme, metrics, small = current_theme(), _title_metrics(), font("caption")
        room = row.adjusted(TEXT_AT, PAD, -14, 0)
        room.setHeight(metrics.height())
        painter.setFont(font("body", QFont.Weight.DemiBold))
        painter.setPen(QPen(theme.colour("text.primary")))
        elided = metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided)
        room.translate(0, room.height())
        room.setHeight(QFontMetricsF(small).height())
        painter.setFont(small)
        painter.setPen(QPen(theme.colour("text.secondary")))
        elided = QFontMetricsF(small).elidedText(line, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided)


def _title_metrics() -> QFontMetricsF:
    return QFontMetricsF(font("body", QFont.Weight.DemiBold))
