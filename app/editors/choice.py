"""ChoiceEditor: one of several values, from a list that filters as one types."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.field import END
from app.editors.list_popup import ListPopup
from app.editors.rows import Row
from graph_engine.spec import InputSpec

_NOTCH = 120
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_OPEN = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4)


class ListEditor(Editor):
    """An editor whose values stand in a list; arrows and wheel go through it, a click opens it."""

    elide = END

    def __init__(
        self,
        spec: InputSpec,
        value: Any,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, value, context, parent)
        self.popup: ListPopup | None = None
        self._picked = False
        self._wheel = 0
        self._show_value()

    def rows(self) -> list[Row]:
        """What can be chosen."""
        raise NotImplementedError

    def make_popup(self) -> ListPopup:
        """The list that opens."""
        return ListPopup(self.rows(), self._value, self.context.theme, self)

    def start(self) -> None:
        super().start()
        self.open_list()

    def open_list(self, text: str = "") -> None:
        """Open the list, filtered by a first character if there is one."""
        self._before, self._picked = self._value, False
        popup = self.make_popup()
        popup.chosen.connect(self._chosen)
        popup.closed.connect(self._closed)
        self.popup = popup
        popup.open_at(self, text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(140, round(self.look.height))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, round(self.look.height))

    def shown_text(self) -> str:
        """The value in words."""
        return "–" if self._value is None else str(self._value)

    def _chosen(self, value: Any) -> None:
        self._picked = True
        self._offer(value)
        self._show_value()
        self._finish()

    def _closed(self) -> None:
        popup, self.popup = self.popup, None
        if popup is not None:
            popup.deleteLater()
            self.setFocus(Qt.FocusReason.PopupFocusReason)
            if not self._picked:
                self.cancelled.emit()
        self.update()

    def _go(self, steps: int) -> None:
        values = [row.value for row in self.rows() if row.can_be_chosen]
        if not values:
            return
        at = values.index(self._value) + steps if self._value in values else 0
        self._offer(values[max(0, min(at, len(values) - 1))])
        self._show_value()

    def _show_value(self) -> None:
        self.setAccessibleDescription(self.shown_text())
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        alt = bool(held & Qt.KeyboardModifier.AltModifier)
        if (key in _OPEN and not held & _HELD) or (key == Qt.Key.Key_Down and alt):
            self.open_list()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not held & _HELD:
            self._go(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(-len(self.rows()) if key == Qt.Key.Key_Home else len(self.rows()))
        elif event.text().isprintable() and event.text() and not held & _HELD:
            self.open_list(event.text())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        self._wheel += event.angleDelta().y()
        notches = int(self._wheel / _NOTCH)
        self._wheel -= notches * _NOTCH
        if notches:
            self._go(-notches)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.open_list()
        else:
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, look = QPainter(self), QRectF(self.rect()), self.look
        opened = self.popup is not None
        look.paint(painter, place, hovered=self.underMouse(), focused=self.hasFocus() or opened)
        inner = look.inner(place)
        named = look.paint_name(painter, inner, self.spec.name) if self.shows_name else 0
        arrow = look.paint_glyph(painter, inner, "down" if look.in_node else "updown")
        room = inner.adjusted(named, 0, -arrow, 0)
        self.paint_value(painter, room)

    @property
    def shows_name(self) -> bool:
        """Whether the param's name stands in the field on a node."""
        return True

    def paint_value(self, painter: QPainter, room: QRectF) -> None:
        """Paint the value into the room that the name and the arrow leave."""
        self.look.paint_text(
            painter,
            room,
            self.shown_text(),
            bold=not self.is_default,
            right=self.look.in_node and self.shows_name,
            elide=self.elide,
        )


class ChoiceEditor(ListEditor):
    """One of the values that the node lists; what the node says of them stands below the list."""

    def make_popup(self) -> ListPopup:
        return ListPopup(self.rows(), self.value, self.context.theme, self, doc=self.spec.doc)

    def rows(self) -> list[Row]:
        return [Row(str(choice), choice) for choice in self.spec.type.choices]
