"""Outliner: the workflow as a tree; what the keyboard and screen readers work with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import (
    QItemSelectionModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import (
    QWidget,
)

from app.canvas.selection import Selection
from app.docks import outline_words as words
from app.docks.filter_field import FilterField
from app.docks.outline_entries import EntryKey
from app.docks.outline_model import OutlineModel
from app.docks.outline_tree import OutlineTree
from app.docks.page_links import PageLinks
from app.docks.palette import lay_out_list, make_nothing
from app.document.document import Level
from app.look.words import tr
from app.page.page import WorkflowPage
from graph_engine.edits import Disconnect
from graph_engine.workflow import Workflow


class Outliner(QWidget):
    """The dock *Outliner*: its selection and that of the canvas are the same."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(180)
        self._links = PageLinks()
        self._page: WorkflowPage | None = None
        self._busy = False
        self.model = OutlineModel(self)
        self.tree = OutlineTree(self.model)
        self.field = FilterField(tr("Find a node"), self.tree)
        self.nothing = make_nothing("")
        self.field.changed.connect(self._filter)
        self.field.left.connect(self.left)
        self.tree.left.connect(self.left)
        self.tree.jumped.connect(self._jump)
        self.tree.deleted.connect(self._delete)
        self.tree.muted.connect(self._mute)
        self.tree.selectionModel().selectionChanged.connect(self._select_on_canvas)
        lay_out_list(self, self.field, self.tree, self.nothing)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._select_here)
        self._show_what_there_is()

    def show_page(self, page: WorkflowPage | None) -> None:
        """Show this page's workflow as a tree."""
        self._links.drop()
        self._page = page
        with self._quietly():
            self.model.show_page(page)
        if page is not None:
            document, scene = page.document, page.scene
            self._links.connect(document, document.changed, self._refresh)
            self._links.connect(document, document.checked, self.model.retell)
            self._links.connect(scene, scene.selection_changed, self._soon.start)
            self._links.connect(document, document.level_changed, self._soon.start)
        self._show_what_there_is()
        self._select_here()

    def _refresh(self, before: Workflow, after: Workflow) -> None:
        with self._quietly():
            self.model.refresh(before, after)
        # Rows name nodes at the other ends of links, which may be called otherwise now.
        self.tree.viewport().update()
        self._show_what_there_is()
        self._soon.start()

    def _filter(self, query: str) -> None:
        with self._quietly():
            self.model.filter(query)
        self._show_what_there_is()
        if query and self.model.rowCount():
            self.tree.setCurrentIndex(self.model.index(0, 0))
        else:
            self._select_here()

    def _show_what_there_is(self) -> None:
        empty = self.model.rowCount() == 0
        self.tree.setVisible(not empty)
        self.setFocusProxy(self.field if empty else self.tree)
        self.nothing.setVisible(empty)
        if self._page is None:
            self.nothing.setText(tr("No workflow is open."))
        elif self.field.text:
            self.nothing.setText(tr("No node is called that."))
        else:
            self.nothing.setText(tr("The workflow is empty."))

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Whatever happens to the tree's selection inside is not the user's doing."""
        before, self._busy = self._busy, True
        try:
            yield
        finally:
            self._busy = before

    # --- selection, both ways

    def _select_here(self) -> None:
        page = self._page
        if page is None or self._busy or self.tree.is_renaming:
            return
        level = page.document.level
        selection = page.scene.selection
        keys = [EntryKey("node", level, name) for name in selection.nodes]
        keys += [EntryKey("frame", level, str(at)) for at in sorted(selection.frames)]
        keys += [EntryKey("note", level, str(at)) for at in sorted(selection.notes)]
        if set(keys) == {key for key in self.tree.selected() if _on_canvas(key, level)}:
            return
        with self._quietly():
            self.tree.show_selected([self.model.reach(key) for key in keys])

    def _select_on_canvas(self) -> None:
        page = self._page
        if page is None or self._busy:
            return
        level = page.document.level
        keys = [key for key in self.tree.selected() if _on_canvas(key, level)]
        if not keys and self.tree.selected():
            return
        with self._quietly():
            page.scene.show_selection(_selection(keys))

    # --- what the keys do

    def _jump(self, key: EntryKey) -> None:
        page, outline = self._page, self.model.outline
        if page is None or outline is None:
            return
        if key.kind in ("input", "output"):
            ends = words.ends(outline, key)
            page.go_to(ends[0].path if ends else key.path)
        elif key.kind == "node":
            page.go_to(key.path)
        else:
            page.document.go_to_level(key.level)
            page.scene.show_selection(_selection([key]))
            boxes = page.scene.frames if key.kind == "frame" else page.scene.notes
            page.canvas.ensureVisible(boxes[key.index].sceneBody(), 40, 40)

    def _delete(self) -> None:
        page, keys = self._page, self.tree.selected()
        if page is None or not keys:
            return
        level = keys[0].level
        here = [key for key in keys if _on_canvas(key, level)]
        row = self.tree.currentIndex()
        after = self.tree.indexBelow(row) if self.tree.indexBelow(row).isValid() else row
        next_key = self.model.key(after)
        page.document.go_to_level(level)
        if here:
            page.scene.show_selection(_selection(here))
            page.commands.delete()
        for key in keys if not here else ():
            node = page.document.graph.nodes.get(key.name)
            if key.kind == "input" and node is not None and key.port in node.inputs:
                page.stage.apply(Disconnect(key.name, key.port), tr("Disconnect"))
        if next_key is not None and (found := self.model.index_of(next_key)).isValid():
            with self._quietly():
                self.tree.selectionModel().setCurrentIndex(
                    found, QItemSelectionModel.SelectionFlag.NoUpdate
                )

    def _mute(self) -> None:
        page, keys = self._page, self.tree.selected()
        names = [key for key in keys if key.kind == "node"]
        if page is None or not names:
            return
        level = names[0].level
        page.document.go_to_level(level)
        page.scene.select(key.name for key in names if key.level == level)
        page.commands.toggle_state("muted")


def _on_canvas(key: EntryKey, level: Level) -> bool:
    return key.level == level and key.kind in ("node", "frame", "note")


def _selection(keys: list[EntryKey]) -> Selection:
    return Selection(
        tuple(key.name for key in keys if key.kind == "node"),
        frozenset(key.index for key in keys if key.kind == "frame"),
        frozenset(key.index for key in keys if key.kind == "note"),
    )
