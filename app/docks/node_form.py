"""NodeForm: one node in the inspector, or several of a type whose params are edited together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.canvas.node_view import NodeView, PortView, view_node
from app.docks.findings import Finding, read_findings
from app.docks.fixes import Fix, find_fix
from app.docks.fixing import do_fix
from app.docks.form_parts import (
    INSET,
    DocText,
    ProblemRow,
    Rule,
    caption,
    clear_layout,
    label_width,
    section_title,
)
from app.docks.param_row import ParamRow
from app.docks.port_row import PortRow
from app.docks.signs import IconSign
from app.docks.size_row import HEIGHT, SizeRow, is_size
from app.docks.state_badge import StateBadge
from app.docks.text_fields import TitleField
from app.editors.context import EditorContext
from app.editors.seed import SeedEditor
from app.look.words import tr
from app.page.page import WorkflowPage
from graph_engine.edits import Batch, SetNodeLayout


class NodeForm(QWidget):
    """Made anew for other nodes; for the same ones it changes in place."""

    def __init__(self, page: WorkflowPage, names: Sequence[str], context: EditorContext) -> None:
        super().__init__()
        self._page = page
        self.names = tuple(names)
        self._level = page.document.level
        self._families = {model.name: model.family for model in context.models}
        self._ports: tuple[object, ...] = ()
        self._found: tuple[object, ...] = ()
        node = page.document.graph.nodes[names[0]]
        self._spec = page.document.catalog.get(node.type)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 16)
        column.setSpacing(6)
        self._add_head(column)
        self._problems = _section(column, INSET, 6)
        doc = self._spec.doc if self._spec is not None else _unknown_doc()
        self.doc = DocText(doc)
        _section(column, INSET, 0).addWidget(self.doc)
        self.rows: dict[str, ParamRow] = {}
        self.sizes: SizeRow | None = None
        params = _section(column, 0, 0)
        scalars = self._spec.scalars if self._spec is not None else ()
        labels = label_width(scalar.name for scalar in scalars)
        for scalar in scalars:
            row = ParamRow(page, names, scalar, context, labels)
            self.rows[scalar.name] = row
            params.addWidget(row)
            if scalar.name == HEIGHT and is_size(scalars):
                self.sizes = SizeRow(page, names, scalars, context)
                params.addWidget(self.sizes)
        self._kept = _section(column, INSET, 2)
        self._links = _section(column, 0, 0)
        column.addStretch(1)
        self.refresh()

    def seed_editors(self) -> list[SeedEditor]:
        """The editors of seeds, which also say what the next runs do."""
        editors = (row.editor for row in self.rows.values())
        return [editor for editor in editors if isinstance(editor, SeedEditor)]

    def unfold_doc(self) -> None:
        """Show the whole docs."""
        if not self.doc.is_open:
            self.doc.toggle()

    def show_nodes(self, names: Sequence[str]) -> None:
        """Be about other nodes of the same type, with the same fields."""
        self.names = tuple(names)
        self._ports = self._found = ("other nodes",)
        self.title.setReadOnly(len(self.names) > 1)
        for row in self.rows.values():
            row.show_nodes(self.names)
        if self.sizes is not None:
            self.sizes.show_nodes(self.names)
        clear_layout(self._links)
        clear_layout(self._kept)
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds now."""
        if any(name not in self._page.document.graph.nodes for name in self.names):
            return
        view = self._view()
        self._show_head(view)
        for row in self.rows.values():
            row.refresh()
        if self.sizes is not None:
            self.sizes.refresh()
        self._show_problems()
        if len(self.names) == 1:
            self._show_ports(view)

    def _view(self) -> NodeView:
        document = self._page.document
        name = self.names[0]
        item = self._page.scene.nodes.get(name)
        status = item.view.status if item is not None else None
        return view_node(document.shown, document.catalog, name, (), status)

    # --- head

    def _add_head(self, column: QVBoxLayout) -> None:
        self.icon = IconSign("unknown", "any", 20)
        self.title = TitleField(tr("Title"))
        self.title.setReadOnly(len(self.names) > 1)
        self.title.renamed.connect(self._rename)
        self.caption = caption("")
        self.caption.setContentsMargins(5, 0, 0, 0)
        self.badge = StateBadge()
        row = QHBoxLayout()
        row.setContentsMargins(INSET, 0, INSET, 2)
        row.setSpacing(7)
        row.addWidget(self.icon)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.caption)
        row.addLayout(words, 1)
        row.addWidget(self.badge)
        column.addLayout(row)
        self.measured = caption("")
        self.measured.setContentsMargins(INSET, 0, INSET, 4)
        column.addWidget(self.measured)

    def _show_head(self, view: NodeView) -> None:
        self.icon.show_icon(view.icon, view.kind if view.known else "any")
        count = len(self.names)
        self.title.show_text(view.title if count == 1 else tr("{number} nodes", number=count))
        first = view.id if count == 1 else view.type
        parts = [first, view.category]
        self.caption.setText(" · ".join(part for part in parts if part))
        self.badge.show_status(view.status, view.state)
        measured = view.status.message if view.status.state in ("cached", "done") else ""
        self.measured.setText(measured if count == 1 else "")
        self.measured.setVisible(bool(self.measured.text()))

    def _rename(self, title: str) -> None:
        if self._page.document.level != self._level:
            return
        edits = [SetNodeLayout(name, "title", title or None) for name in self.names]
        self._page.stage.apply(Batch(tuple(edits)), tr("Rename"))

    # --- problems

    def _show_problems(self) -> None:
        document = self._page.document
        ids = {document.problem_prefix + name for name in self.names}
        wanted = [one for one in document.problems if one.node in ids]
        found = read_findings(document, wanted)
        fixes = [find_fix(document, one.problem, families=self._families) for one in found]
        if (shown := (*found, *fixes)) == self._found:
            return
        self._found = shown
        clear_layout(self._problems)
        for finding, fix in zip(found, fixes, strict=True):
            self._problems.addWidget(self._problem_row(finding, fix))

    def _problem_row(self, finding: Finding, fix: Fix | None) -> ProblemRow:
        row = ProblemRow(finding, fix)
        button = row.button
        if button is not None:
            row.fixed.connect(
                lambda fix: do_fix(
                    self._page, fix, row, button.geometry().bottomLeft() + QPoint(0, 2)
                )
            )
        return row

    # --- ports

    def _show_ports(self, view: NodeView) -> None:
        node = self._page.document.graph.nodes[view.id]
        inputs = [port for port in view.inputs if port.name not in self.rows]
        ends = self._consumers(view)
        kept = [param for param in view.params if param.name not in self.rows]
        if (
            shown := (tuple(inputs), view.outputs, tuple(ends.items()), tuple(kept))
        ) == self._ports:
            return
        self._ports = shown
        clear_layout(self._links)
        clear_layout(self._kept)
        for param in kept:
            words = tr("{param}: {value}", param=param.name, value=param.text)
            self._kept.addWidget(caption(words))
        sources = {
            port.name: [(node.inputs[port.name].node, str(node.inputs[port.name]))]
            for port in inputs
            if port.name in node.inputs
        }
        labels = label_width(port.label for port in (*inputs, *view.outputs))
        self._add_ports(tr("Inputs"), inputs, sources, labels)
        self._add_ports(tr("Outputs"), view.outputs, ends, labels)

    def _consumers(self, view: NodeView) -> dict[str, list[tuple[str, str]]]:
        nodes = self._page.document.graph.nodes
        found: dict[str, list[tuple[str, str]]] = {}
        for consumer, name in self._page.document.graph.consumers(view.id):
            port = nodes[consumer].inputs[name].port
            found.setdefault(port, []).append((consumer, f"{consumer}.{name}"))
        return found

    def _add_ports(
        self,
        title: str,
        ports: Sequence[PortView],
        ends: dict[str, list[tuple[str, str]]],
        labels: int,
    ) -> None:
        if not ports:
            return
        head = QVBoxLayout()
        head.setContentsMargins(INSET, 8, INSET, 4)
        head.setSpacing(10)
        head.addWidget(Rule())
        head.addWidget(section_title(title))
        self._links.addLayout(head)
        for port in ports:
            self._links.addWidget(PortRow(port, ends.get(port.name, ()), self._go, labels))

    def _go(self, node: str) -> None:
        self._page.go_to(self._page.document.problem_prefix + node)


def _section(column: QVBoxLayout, inset: int, spacing: int) -> QVBoxLayout:
    section = QVBoxLayout()
    section.setContentsMargins(inset, 0, inset, 0)
    section.setSpacing(spacing)
    column.addLayout(section)
    return section


def _unknown_doc() -> str:
    return tr("This node type is not installed. The node is kept as the file has it.")
