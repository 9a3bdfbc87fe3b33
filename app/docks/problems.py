"""ProblemList: what the checks found, as sentences; choosing one leads to its node."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.look.doc_text import breakable
from app.look.icons import make_icon
from app.look.line_breaks import break_lines
from app.look.theme import Theme
from graph_engine.check import Problem

# Icon, the gap beside it, and the padding of a row (style.qss).
AROUND_TEXT = 50
PADDING = 16
_NODE = Qt.ItemDataRole.UserRole


class _Sentence(QStyledItemDelegate):
    """A row as high as its sentence needs; Qt's own guess cuts the last line off."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, ProblemList) else 0
        text: str = index.data(Qt.ItemDataRole.DisplayRole)
        lines = break_lines(text, option.font, max(40, width - AROUND_TEXT))
        return QSize(width, len(lines) * (option.fontMetrics.lineSpacing() + 1) + PADDING)

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.decorationAlignment = Qt.AlignmentFlag.AlignTop


class ProblemList(QListWidget):
    """The problems of one document."""

    node_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Sentence(self))
        self.setIconSize(QSize(16, 16))
        self.setAccessibleName("Problems")
        self.itemClicked.connect(self._jump)
        self.itemActivated.connect(self._jump)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show these problems in place of those before."""
        self.clear()
        surface = self.theme.colour("bg.panel")
        for problem in problems:
            name = "errorf" if problem.severity == "error" else "warn"
            colour = "state.failed" if problem.severity == "error" else "state.warning"
            item = QListWidgetItem(
                make_icon(name, self.theme.colour(colour), surface), breakable(str(problem))
            )
            item.setData(_NODE, problem.node)
            self.addItem(item)
        if not self.count():
            self.addItem("No problems found.")

    def _jump(self, item: QListWidgetItem) -> None:
        if node := item.data(_NODE):
            self.node_wanted.emit(node)
