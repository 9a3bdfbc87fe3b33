"""Inspector: what is selected, with all that can be edited of it; else the workflow itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.docks.box_form import BoxForm
from app.docks.node_form import NodeForm
from app.docks.page_links import PageLinks
from app.docks.signs import IconButton
from app.docks.workflow_form import WorkflowForm
from app.document.document import Level
from app.editors.context import EditorContext, SeedBehaviour
from app.look.theme import current_theme, text_scale
from app.look.words import tr
from app.page.page import WorkflowPage

LEAST_WIDTH = 260
Form = NodeForm | WorkflowForm | BoxForm
GetContext = Callable[[WorkflowPage, str], EditorContext]


@dataclass(frozen=True)
class Subject:
    """What the inspector is about; equal subjects are shown by the same form."""

    kind: Literal["nodes", "several", "frame", "note", "workflow"]
    level: Level = ()
    names: tuple[str, ...] = ()
    index: int = 0
    type: str = ""
    spec: int = 0


class Inspector(QWidget):
    """The dock *Inspector*. Pinned, it stays with what it shows whatever is selected."""

    seed_behaviour_changed = Signal(str)

    def __init__(self, context: GetContext) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._set_least_width()
        self.setAccessibleName(tr("Inspector"))
        self._context = context
        self._links = PageLinks()
        self._page: WorkflowPage | None = None
        self._subject: Subject | None = None
        self._look = _look()
        self.form: Form | None = None
        self.pin = IconButton("pin", tr("Stay with this node"))
        self.pin.setCheckable(True)
        self.pin.toggled.connect(self._pinned)
        self.head_buttons = (self.pin,)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setObjectName("panel")
        self._holder = QVBoxLayout(holder)
        self._holder.setContentsMargins(0, 0, 0, 0)
        # Else a new form is squeezed into the room there is, until something else happens.
        self._holder.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self._scroll.setWidget(holder)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._scroll)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh)

    def show_page(self, page: WorkflowPage | None) -> None:
        """Be about what is selected on this page."""
        self._links.drop()
        if page is not self._page:
            self._subject = None
        self._page = page
        self.pin.setChecked(False)
        if page is not None:
            document = page.document
            self._links.connect(page.scene, page.scene.selection_changed, self._soon.start)
            self._links.connect(document, document.changed, self._refresh)
            self._links.connect(document, document.checked, self._refresh)
            self._links.connect(document, document.level_changed, self._refresh)
        self._refresh()

    def explain(self) -> None:
        """Show the whole docs of what is selected, also if pinned to something else."""
        self.pin.setChecked(False)
        self._refresh()
        if isinstance(self.form, NodeForm):
            self.form.unfold_doc()
            self._scroll.verticalScrollBar().setValue(0)

    def show_statuses(self) -> None:
        """The engine has said something of nodes: show it."""
        self._refresh()

    def refresh_context(self) -> None:
        """What editors need from outside has changed, such as the models found."""
        if not self._is_being_edited():
            self._subject = None
            self._refresh()

    def set_seed_behaviour(self, behaviour: SeedBehaviour) -> None:
        """Show what the next runs do with seeds."""
        if isinstance(self.form, NodeForm):
            for editor in self.form.seed_editors():
                editor.set_behaviour(behaviour)

    # --- following

    def _refresh(self) -> None:
        page = self._page
        if page is None:
            self._show_form(None, None)
            return
        subject = self._wanted(page)
        if _may_stay(self._subject, subject) and isinstance(self.form, NodeForm):
            self._subject = subject
            self.form.show_nodes(subject.names)
        elif subject != self._subject:
            self._show_form(subject, self._make(page, subject))
        elif self.form is not None:
            self.form.refresh()

    def _wanted(self, page: WorkflowPage) -> Subject:
        document, scene = page.document, page.scene
        nodes = document.graph.nodes
        pinned = self._subject if self.pin.isChecked() else None
        stays = pinned is not None and pinned.level == document.level
        if pinned is not None and stays and all(name in nodes for name in pinned.names):
            return pinned
        names = tuple(name for name in scene.selected if name in nodes)
        types = {nodes[name].type for name in names}
        if len(types) > 1:
            return Subject("several", document.level, names)
        if names:
            name = types.pop()
            spec = id(document.catalog.get(name))
            return Subject("nodes", document.level, names, type=name, spec=spec)
        selection = scene.selection
        if selection.frames:
            return Subject("frame", document.level, index=min(selection.frames))
        if selection.notes:
            return Subject("note", document.level, index=min(selection.notes))
        return Subject("workflow", document.level)

    def _make(self, page: WorkflowPage, subject: Subject) -> Form:
        if subject.kind == "nodes":
            form = NodeForm(page, subject.names, self._context(page, subject.names[0]))
            for editor in form.seed_editors():
                editor.behaviour_changed.connect(self.seed_behaviour_changed)
            return form
        if subject.kind == "frame":
            return BoxForm(page, "frame", subject.index)
        if subject.kind == "note":
            return BoxForm(page, "note", subject.index)
        return WorkflowForm(page, subject.names)

    def _show_form(self, subject: Subject | None, form: Form | None) -> None:
        before, self.form, self._subject = self.form, form, subject
        self.setFocusProxy(_first_field(form))  # type: ignore[arg-type]  # None takes it away
        self._look = _look()
        focus = QApplication.focusWidget()
        had_focus = before is not None and focus is not None and before.isAncestorOf(focus)
        if isinstance(before, WorkflowForm):
            self._stack.removeWidget(before)
        elif before is not None:
            self._holder.removeWidget(before)
        if isinstance(form, WorkflowForm):
            self._stack.addWidget(form)
            self._stack.setCurrentWidget(form)
        elif form is not None:
            self._holder.addWidget(form)
            self._stack.setCurrentWidget(self._scroll)
        if before is not None:
            before.hide()
            before.deleteLater()
        self._scroll.verticalScrollBar().setValue(0)
        self.pin.setEnabled(subject is not None and subject.kind == "nodes")
        if had_focus and form is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_being_edited(self) -> bool:
        focus = QApplication.focusWidget()
        return self.form is not None and focus is not None and self.form.isAncestorOf(focus)

    def _set_least_width(self) -> None:
        self.setMinimumWidth(round(LEAST_WIDTH * text_scale() / 100))

    def _pinned(self, on: bool) -> None:
        if not on:
            self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._look != _look():
            self._set_least_width()
            # The editors paint themselves in the theme that they were made in.
            self._subject = None
            self._soon.start()


def _first_field(form: Form | None) -> QWidget | None:
    if isinstance(form, BoxForm) and form.kind == "note":
        return form.text
    return form.title if form is not None else None


def _may_stay(before: Subject | None, after: Subject) -> bool:
    """Whether the form of one can be about the other: nodes of the same type."""
    if before is None or before == after or before.kind != "nodes" or after.kind != "nodes":
        return False
    return (before.level, before.spec) == (after.level, after.spec) and before.type == after.type


def _look() -> tuple[str, int]:
    return current_theme().name, text_scale()
