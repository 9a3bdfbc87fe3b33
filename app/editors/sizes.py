"""SizeEditor: width and height in one, with presets in the family's own number of pixels."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.popup import MARGIN, Popup
from app.editors.size_panel import SizePanel, Sizes
from app.look.words import tr
from graph_engine.spec import InputSpec

_OPEN = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4, Qt.Key.Key_Down)


class SizeEditor(Editor):
    """The field shows both numbers and opens the panel; `changed` has both params in a dict."""

    def __init__(
        self,
        specs: tuple[InputSpec, InputSpec],
        values: Sizes,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(specs[0], dict(values), context, parent)
        self.specs = specs
        self.popup: Popup | None = None
        self.panel: SizePanel | None = None
        self.setAccessibleName(tr("size"))
        self._show_value()

    @property
    def is_default(self) -> bool:
        return all(
            not spec.required and self.value[spec.name] == spec.default for spec in self.specs
        )

    def start(self) -> None:
        super().start()
        self.open_panel()

    def open_panel(self) -> None:
        """Open the presets below the field."""
        self._before = self.value
        popup = Popup(self.context.theme, self)
        inner = _in_popup(self.context)
        panel = SizePanel(self.specs, self.value, inner, popup)
        popup.column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        popup.column.addWidget(panel)
        panel.changed.connect(self._taken)
        panel.finished.connect(popup.close)
        popup.closed.connect(self._closed)
        self.popup, self.panel = popup, panel
        popup.open_below(self, panel.sizeHint())
        panel.presets[0].setFocus()
        self.update()

    def _taken(self, values: Sizes) -> None:
        self._value = dict(values)
        self._show_value()
        self.changed.emit(dict(values))

    def _closed(self) -> None:
        popup, self.popup, self.panel = self.popup, None, None
        if popup is not None:
            popup.deleteLater()
            self.setFocus(Qt.FocusReason.PopupFocusReason)
            self._finish()
        self.update()

    @property
    def shown_text(self) -> str:
        """Both numbers, as the field shows them."""
        width, height = (self.value[spec.name] for spec in self.specs)
        return f"{width} × {height}"

    def _show_value(self) -> None:
        self.setAccessibleDescription(self.shown_text)
        if self.panel is not None:
            self.panel.set_values(self.value)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, round(self.look.height))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, round(self.look.height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPEN and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_panel()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.open_panel()
        else:
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, look = QPainter(self), QRectF(self.rect()), self.look
        focused = self.hasFocus() or self.popup is not None
        look.paint(painter, place, hovered=self.underMouse(), focused=focused)
        inner = look.inner(place)
        named = look.paint_name(painter, inner, tr("size"))
        arrow = look.paint_glyph(painter, inner, "down" if look.in_node else "updown")
        room = inner.adjusted(named, 0, -arrow, 0)
        bold = not self.is_default
        look.paint_text(painter, room, self.shown_text, bold=bold, right=look.in_node)


def _in_popup(context: EditorContext) -> EditorContext:
    from dataclasses import replace

    return replace(context, home="inspector", zoom=1.0)
