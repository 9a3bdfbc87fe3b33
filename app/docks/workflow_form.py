"""WorkflowForm: the workflow itself in the inspector: its name, its description, its nodes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.docks.editing import Editing
from app.docks.form_parts import INSET, caption, section_title
from app.docks.node_list import NodeList
from app.docks.text_fields import TextBox, TitleField
from app.look.words import listed, tr, tr_count
from app.page.page import WorkflowPage
from graph_engine.edits import Describe


class WorkflowForm(QWidget):
    """What the level shown is called; or, with several nodes selected, which those are."""

    def __init__(self, page: WorkflowPage, names: Sequence[str] = ()) -> None:
        super().__init__()
        self._page = page
        self.names = tuple(names)
        self._level = page.document.level
        self._editing = Editing(page, "description")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(6)
        top = QVBoxLayout()
        top.setContentsMargins(INSET - 5, 0, INSET, 0)
        top.setSpacing(2)
        self.title = TitleField(tr("Name"))
        self.title.setPlaceholderText(tr("Untitled"))
        self.title.renamed.connect(self._rename)
        self.caption = caption("")
        self.caption.setContentsMargins(5, 0, 0, 4)
        self.description = TextBox(tr("Description"), tr("What is it for?"))
        self.description.changed.connect(self._describe)
        self.description.finished.connect(self._editing.finish)
        top.addWidget(self.title)
        top.addWidget(self.caption)
        inner = QVBoxLayout()
        inner.setContentsMargins(5, 0, 0, 0)
        inner.addWidget(self.description)
        top.addLayout(inner)
        column.addLayout(top)
        head = QVBoxLayout()
        head.setContentsMargins(INSET, 8, INSET, 2)
        self._head = section_title(tr("Selected") if names else tr("Nodes"))
        head.addWidget(self._head)
        column.addLayout(head)
        self.list = NodeList(page)
        self.list.chosen.connect(self._go)
        column.addWidget(self.list, 1)
        self.description.setVisible(not names)
        self.title.setReadOnly(bool(names))
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds now."""
        shown = self._page.document.shown
        nodes = [name for name in self.names if name in shown.graph.nodes]
        if self.names:
            self.title.show_text(tr_count(len(nodes), "{number} node", "{number} nodes"))
            self.caption.setText(tr("of several types"))
        else:
            links = sum(len(node.inputs) for node in shown.graph.nodes.values())
            self.title.show_text(shown.name)
            kind = tr("Subgraph") if self._page.document.level else tr("Workflow")
            count = tr_count(len(shown.graph.nodes), "{number} node", "{number} nodes")
            wires = tr_count(links, "{number} link", "{number} links")
            self.caption.setText(f"{kind} · {listed((count, wires))}")
            self.description.show_text(shown.description)
        listed_here = nodes if self.names else list(shown.graph.nodes)
        self._head.setVisible(bool(listed_here))
        self.list.rows.show_names(listed_here)

    def _rename(self, name: str) -> None:
        if self._page.document.level != self._level:
            return
        edit = Describe(name, self._page.document.shown.description)
        self._page.stage.apply(edit, tr("Rename the workflow"))

    def _describe(self, text: str) -> None:
        edit = Describe(self._page.document.shown.name, text)
        if not self._editing.apply(edit, tr("Describe the workflow")):
            self.refresh()

    def _go(self, node: str) -> None:
        self._page.go_to(self._page.document.problem_prefix + node)
