"""ComparePage: a tab that shows what sets two workflows apart; nothing can be edited in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.compare.bar import CompareBar
from app.compare.difference_canvas import DifferenceCanvas
from app.compare.entries import Entry, entries, summary_of
from app.compare.entry_list import EntryList
from app.compare.side import Side
from app.compare.union import unite
from app.look.check_box import CheckBox
from app.look.fonts import set_font
from app.look.theme import current_theme
from app.look.words import tr, tr_count
from graph_engine.catalog import Catalog
from graph_engine.comparison import compare

LIST_WIDTH = 340


class ComparePage(QWidget):
    """Shows two sides; `open_wanted` carries the one that is to be opened."""

    open_wanted = Signal(object)
    renamed = Signal()

    def __init__(self, before: Side, after: Side, catalog: Catalog) -> None:
        super().__init__()
        self.before, self.after = before, after
        self._catalog = catalog
        self._theme_name = current_theme().name
        self.bar = CompareBar()
        self.list = EntryList()
        self.layout_too = CheckBox(tr("Layout too"))
        self.layout_too.setToolTip(tr("Places on the canvas, frames and notes, too"))
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.shown = self._make_canvas()
        self.splitter.addWidget(self.shown)
        self.splitter.addWidget(self._make_panel())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([10_000, LIST_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.splitter, 1)
        self.setFocusProxy(self.list)
        self.bar.swap.clicked.connect(self.swap)
        self.layout_too.toggled.connect(self._show_layout)
        self.list.chosen.connect(self._go_to)
        self.list.opened.connect(self._look_closer)
        self.list.pointed.connect(self._light)
        self._fill()

    @property
    def title(self) -> str:
        """What stands on the tab."""
        return f"{self.before.name} ↔ {self.after.name}"

    def swap(self) -> None:
        """Look at it the other way round."""
        self._show_sides(self.after, self.before)

    def refresh(self) -> None:
        """Compare again where an open document has changed since."""
        before, after = self.before.refreshed(), self.after.refreshed()
        if before is not self.before or after is not self.after:
            self._show_sides(before, after)

    def _show_sides(self, before: Side, after: Side) -> None:
        self.before, self.after = before, after
        old, self.shown = self.shown, self._make_canvas()
        self.splitter.replaceWidget(0, self.shown)
        old.deleteLater()
        self._fill()
        self.shown.show()
        self.shown.frame_all()
        self.renamed.emit()

    def _make_canvas(self) -> DifferenceCanvas:
        self._found = compare(self.before.workflow, self.after.workflow, self._catalog)
        union = unite(self.before.workflow, self.after.workflow, self._found)
        shown = DifferenceCanvas(union, self._catalog, current_theme())
        shown.show_moved(self.layout_too.isChecked())
        shown.chosen.connect(lambda node: self.list.select_node(shown.level, node))
        return shown

    def _make_panel(self) -> QWidget:
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setMinimumWidth(240)
        head, foot = QWidget(), QFrame()
        foot.setObjectName("sheetFoot")
        heading = QLabel(tr("What differs"))
        heading.setObjectName("heading")
        set_font(heading, "body", 600)
        set_font(self.summary, "small")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(heading, 1)
        row.addWidget(self.layout_too)
        self.open_before = self._open_button(tr("Open A"), lambda: self.before)
        self.open_after = self._open_button(tr("Open B"), lambda: self.after)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_before)
        buttons.addWidget(self.open_after)
        buttons.addStretch(1)
        below = QVBoxLayout(foot)
        below.setContentsMargins(12, 10, 12, 12)
        below.setSpacing(10)
        below.addWidget(self.summary)
        below.addLayout(buttons)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        column.addWidget(foot)
        return panel

    def _open_button(self, text: str, side: Callable[[], Side]) -> QPushButton:
        button = QPushButton(text)
        set_font(button, "small")
        button.clicked.connect(lambda: self.open_wanted.emit(side()))
        return button

    def _fill(self) -> None:
        self.bar.show_names(self.before, self.after)
        self._list_entries()
        nodes = self.after.workflow.graph.nodes
        changed = {node.after for node in self._found.nodes if node.kind != "moved"}
        same = sum(name not in changed for name in nodes)
        text = summary_of(self._found)
        if same and not self._found.is_layout_only:
            rest = tr_count(same, "{number} node is the same.", "{number} nodes are the same.")
            text = tr("{sentence} {next}", sentence=text, next=rest)
        self.summary.setText(text)
        for button, side in ((self.open_before, self.before), (self.open_after, self.after)):
            button.setToolTip(tr("Open {name}", name=side.name))
            button.setAccessibleName(button.toolTip())
        self.setAccessibleName(self.title)

    def _list_entries(self) -> None:
        with_layout = self.layout_too.isChecked()
        self.list.show_entries(tuple(entries(self.shown.union, layout=with_layout)))

    def _show_layout(self, on: bool) -> None:
        self.shown.show_moved(on)
        self._list_entries()

    def _go_to(self, entry: Entry) -> None:
        self.shown.go_to(entry.level, entry.node)

    def _look_closer(self, entry: Entry) -> None:
        self._go_to(entry)
        if entry.node:
            self.shown.frame_selection()

    def _light(self, entry: Entry | None) -> None:
        self.shown.light(*(("", "") if entry is None else (entry.level, entry.node)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        dressed = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if event.type() in dressed and hasattr(self, "shown"):
            self.list.refresh()
            if (theme := current_theme()).name != self._theme_name:
                self._theme_name = theme.name
                self.shown.set_theme(theme)
                self.bar.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
