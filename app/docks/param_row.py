"""ParamRow: one param of the selected nodes: its label, and its editor or the link to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.canvas.param_view import value_text
from app.docks.editing import Editing
from app.docks.form_parts import INSET, LABEL_GAP, LinkButton
from app.docks.mixed_field import MixedField
from app.docks.param_label import ParamLabel
from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.making import make_editor
from app.look.doc_text import rich_text
from app.look.menu import PaintedMenu
from app.look.words import tr
from app.page.page import WorkflowPage
from graph_engine.edits import Batch, Edit, ResetParam, SetNodeLayout, SetParam
from graph_engine.graph import GraphNode
from graph_engine.hints import Prompt
from graph_engine.spec import InputSpec

Json = Any


class ParamRow(QWidget):
    """Edits one param of all the nodes given; values that differ read "mixed"."""

    def __init__(
        self,
        page: WorkflowPage,
        names: Sequence[str],
        spec: InputSpec,
        context: EditorContext,
        label_width: int,
    ) -> None:
        super().__init__()
        self._page = page
        self._names = tuple(names)
        self._level = page.document.level
        self._spec = spec
        self._context = context
        self._editing = Editing(page, f"{' '.join(names)}.{spec.name}")
        self.field: QWidget | None = None
        self.label = ParamLabel(spec.name, _tip(spec), label_width)
        self.label.reset_wanted.connect(self.reset)
        self.label.pin_wanted.connect(self.toggle_pin)
        self.label.pressed.connect(self._enter)
        wide = isinstance(spec.hint, Prompt)
        column: QBoxLayout = QVBoxLayout(self) if wide else QHBoxLayout(self)
        column.setContentsMargins(0, 3, INSET, 3)
        column.setSpacing(2 if wide else LABEL_GAP)
        column.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        self._around = QHBoxLayout()
        self._around.setContentsMargins(INSET if wide else 0, 0, 0, 0)
        column.addLayout(self._around, 1)
        self.refresh()

    @property
    def name(self) -> str:
        """The param's name."""
        return self._spec.name

    @property
    def editor(self) -> Editor | None:
        """The editor, unless the param is linked or mixed."""
        return self.field if isinstance(self.field, Editor) else None

    # --- showing

    def show_nodes(self, names: Sequence[str]) -> None:
        """Edit the param of other nodes of the type."""
        self._editing.finish()
        self._names = tuple(names)
        if isinstance(self._spec.hint, Prompt) and self.editor is not None:
            # A text keeps its undo steps, and those of one node are nothing for another.
            self._drop_field()
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds now; a field that is being edited is left in place."""
        nodes = self._nodes()
        if not nodes:
            return
        free = [node for node in nodes if self.name not in node.inputs]
        values = [self._value(node) for node in free]
        if not free:
            self._show_link(nodes[0])
        elif any(value != values[0] for value in values):
            self._show_mixed()
        else:
            self._show_editor(values[0])
        self.label.show_state(
            is_set=any(self._differs(value) for value in values),
            is_pinned=all(self.name in self._pinned(name) for name in self._names),
            is_wrong=any(self._is_wrong(node) for node in free),
        )

    def _show_editor(self, value: Json) -> None:
        if (editor := self.editor) is None:
            editor = make_editor(self._spec, value, self._context)
            editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            editor.changed.connect(self._take)
            editor.finished.connect(self._finish)
            editor.cancelled.connect(self._cancel)
            self._put(editor)
        elif editor.value != value or type(editor.value) is not type(value):
            editor.set_value(value)

    def _show_link(self, node: GraphNode) -> None:
        text = str(node.inputs[self.name])
        if isinstance(self.field, LinkButton) and self.field.text() == text:
            return
        button = LinkButton(text, tr("{param}, linked to {source}", param=self.name, source=text))
        source = self._page.document.problem_prefix + node.inputs[self.name].node
        button.clicked.connect(lambda: self._page.go_to(source))
        self._put(button)

    def _show_mixed(self) -> None:
        if not isinstance(self.field, MixedField):
            mixed = MixedField(self.name, self._context)
            mixed.clicked.connect(self._unmix)
            self._put(mixed)

    def _put(self, field: QWidget) -> None:
        before = self.field
        focus = QApplication.focusWidget()
        had_focus = (
            before is not None
            and focus is not None
            and (before is focus or before.isAncestorOf(focus))
        )
        self._around.addWidget(field, 1)
        for child in (field, *field.findChildren(QWidget)):
            child.installEventFilter(self)
        self._drop_field()
        self.field = field
        if had_focus:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_field(self) -> None:
        before, self.field = self.field, None
        if before is not None:
            self._around.removeWidget(before)
            before.hide()
            before.deleteLater()

    # --- editing

    def _take(self, value: Json) -> None:
        if self._page.document.level != self._level:
            return  # an editor that is left as the level changes: other nodes have these names
        nodes = self._page.document.graph.nodes
        edits = [
            SetParam(name, self.name, value)
            for name in self._names
            if name in nodes and self.name not in nodes[name].inputs
        ]
        if not edits:
            return
        edit: Edit = edits[0] if len(edits) == 1 else Batch(tuple(edits))
        if not self._editing.apply(edit, tr("Set {param}", param=self.name)):
            self.refresh()

    def _finish(self) -> None:
        self._editing.finish()

    def _cancel(self) -> None:
        self._editing.cancel()

    def _enter(self) -> None:
        if self.field is not None:
            self.field.setFocus(Qt.FocusReason.MouseFocusReason)

    def _unmix(self) -> None:
        self._show_editor(self._value(self._nodes()[0]))
        if (editor := self.editor) is not None:
            editor.start()

    def reset(self) -> None:
        """Let the default hold."""
        given = [
            ResetParam(name, self.name)
            for name in self._names
            if self.name in self._page.document.graph.nodes[name].params
        ]
        if given and not self._spec.required:
            self._editing.finish()
            self._page.stage.apply(Batch(tuple(given)), tr("Reset {param}", param=self.name))

    def toggle_pin(self) -> None:
        """Show the param on the node even at its default, or no more."""
        pins = not all(self.name in self._pinned(name) for name in self._names)
        edits: list[Edit] = []
        for name in self._names:
            rest = [one for one in self._pinned(name) if one != self.name]
            wanted = [*rest, self.name] if pins else rest
            edits.append(SetNodeLayout(name, "pinned", wanted or None))
        text = tr("Pin {param}", param=self.name) if pins else tr("Unpin {param}", param=self.name)
        self._page.stage.apply(Batch(tuple(edits)), text)

    # --- what there is

    def _nodes(self) -> list[GraphNode]:
        nodes = self._page.document.graph.nodes
        return [nodes[name] for name in self._names if name in nodes]

    def _value(self, node: GraphNode) -> Json:
        return self._spec.normalised(node.params.get(self.name, self._spec.default))

    def _differs(self, value: Json) -> bool:
        return not self._spec.required and value != self._spec.default

    def _is_wrong(self, node: GraphNode) -> bool:
        given = node.params.get(self.name)
        return given is not None and bool(self._spec.problem(given))

    def _pinned(self, name: str) -> list[str]:
        look = self._page.document.layout.nodes.get(name)
        pinned = look.get("pinned") if isinstance(look, dict) else None
        return [one for one in pinned if isinstance(one, str)] if isinstance(pinned, list) else []

    # --- the menu

    def make_menu(self) -> PaintedMenu:
        """What can be done with the param beyond editing it."""
        menu = PaintedMenu("", self)
        reset = menu.addAction(tr("Reset to default"))
        reset.setEnabled(self.label.reset.isEnabled() and self._can_reset())
        reset.triggered.connect(self.reset)
        pinned = all(self.name in self._pinned(name) for name in self._names)
        pin = menu.addAction(tr("Unpin from the node") if pinned else tr("Pin to the node"))
        pin.triggered.connect(self.toggle_pin)
        menu.addSeparator()
        copy = menu.addAction(tr("Copy the value"))
        copy.triggered.connect(self._copy)
        sweep = menu.addAction(tr("Sweep…"))
        sweep.setEnabled(self.editor is not None)
        sweep.triggered.connect(self._want_sweep)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _can_reset(self) -> bool:
        nodes = self._nodes()
        return not self._spec.required and any(self.name in node.params for node in nodes)

    def _copy(self) -> None:
        if nodes := self._nodes():
            value = self._value(nodes[0])
            text = str(value) if isinstance(value, int | str) else value_text(value, self._spec)
            QGuiApplication.clipboard().setText(text)

    def _want_sweep(self) -> None:
        node = self._page.document.problem_prefix + self._names[0]
        self._page.sweep_wanted.emit(f"{node}.{self.name}")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.make_menu().popup(event.globalPos())
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The menu key works from within the editor, whose own menus are for the mouse.
        if isinstance(event, QContextMenuEvent) and event.reason() == (
            QContextMenuEvent.Reason.Keyboard
        ):
            self.make_menu().popup(self.label.mapToGlobal(QPoint(12, self.label.height())))
            return True
        return super().eventFilter(watched, event)


def _tip(spec: InputSpec) -> str:
    default = "" if spec.required else tr("Default: {value}", value=value_text(spec.default, spec))
    parts = [f"<b>{spec.name}</b>", rich_text(spec.doc), rich_text(default)]
    return f"<div style='width: 260px'>{''.join(parts)}</div>"
