"""Editor: the widget that edits one value, and what all such widgets share."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.actions.pressed_keys import is_function_key
from app.editors.context import EditorContext
from app.editors.field import FieldLook
from app.editors.note import Note
from graph_engine.spec import InputSpec

Json = Any
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OTHERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Editor(QWidget):
    """Edits one value; the caller keeps it.

    `changed` comes with each valid value while it is edited, `finished` when it stays so (Enter,
    focus lost), `cancelled` when the value from before is wanted back (Esc).
    """

    changed = Signal(object)
    finished = Signal()
    cancelled = Signal()

    def __init__(
        self,
        spec: InputSpec,
        value: Json,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self.context = context
        self.look = FieldLook(context)
        self.note = Note(self)
        self._value = value
        self._before = value
        self._editing = False
        self.setAccessibleName(spec.name)
        self.setAccessibleDescription(spec.doc)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    @property
    def value(self) -> Json:
        """The last valid value."""
        return self._value

    def set_value(self, value: Json) -> None:
        """Show a value that came from elsewhere; nothing is signalled."""
        self._value = self._before = value
        self.note.clear()
        self._show_value()

    def start(self) -> None:
        """Begin editing at once, as a click on the painted field does."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_default(self) -> bool:
        """Whether the value is the one that the node declares."""
        return not self.spec.required and self._value == self.spec.default

    def _show_value(self) -> None:
        """Bring what is shown in line with the value."""
        self.update()

    def _offer(self, value: Json) -> str:
        """Take a value from the user if it is valid; else say what is wrong with it."""
        problem = self.spec.problem(value)
        self._editing = True
        if not problem and (value != self._value or type(value) is not type(self._value)):
            self._value = value
            self.changed.emit(value)
        return problem

    def _finish(self) -> None:
        self._editing = False
        self._before = self._value
        self.note.clear()
        self.finished.emit()

    def _cancel(self) -> None:
        self._editing = False
        self._value = self._before
        self.note.clear()
        self._show_value()
        self.cancelled.emit()

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        # Without `new` another window has the focus, and editing goes on afterwards.
        if new is not None and self._holds(old) and not self._holds(new):
            if self._editing:
                self._left()
        elif self._holds(new) and not self._holds(old):
            self._before = self._value
            self._editing = True

    def _left(self) -> None:
        """The focus went elsewhere: what was entered stays."""
        self._finish()

    def _holds(self, widget: QObject | None) -> bool:
        while widget is not None and widget is not self:
            widget = widget.parent()
        return widget is self

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Plain keys are for the editor, not for shortcuts of the window; F1, F6 and so on are.
            event.setAccepted(not event.modifiers() & _OTHERS and not is_function_key(event))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
        elif event.key() in _ENTER and not event.modifiers() & _OTHERS:
            self._finish()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.note.clear()
        super().hideEvent(event)
