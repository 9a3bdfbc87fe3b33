"""SizeEditor: width and height in one, with presets in the family's own number of pixels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.editors.aspects import Preset, presets
from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.field import FieldLook
from app.editors.number import NumberEditor
from app.editors.popup import MARGIN, Popup
from app.editors.tool_button import ToolButton
from app.look.theme import font, load_tokens
from app.look.words import tr
from graph_engine.spec import InputSpec

Sizes = Mapping[str, int]
_OPEN = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4, Qt.Key.Key_Down)


class PresetButton(QAbstractButton):
    """A proportion as a drawn frame and its name."""

    def __init__(self, preset: Preset, look: FieldLook, parent: QWidget) -> None:
        super().__init__(parent)
        self.preset = preset
        self._look = look
        words = tr(
            "{name}, {width} × {height}",
            name=preset.name,
            width=preset.width,
            height=preset.height,
        )
        self.setCheckable(True)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(38, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, place = self._look.theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit, focused = self.isChecked(), self.hasFocus()
        hovered = "bg.hover" if self.underMouse() else "bg.raised"
        painter.setBrush(theme.colour("user.soft" if lit else hovered))
        width = 2.0 if focused else 1.0
        edge = theme.colour("user.base" if lit or focused else "line.subtle")
        painter.setPen(QPen(edge, width))
        inset, radius = width / 2, float(load_tokens()["radius"]["control"])
        painter.drawRoundedRect(place.adjusted(inset, inset, -inset, -inset), radius, radius)
        colour = theme.colour("text.primary" if lit else "text.secondary")
        painter.setPen(QPen(theme.colour("user.base") if lit else colour, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        longest = max(self.preset.across, self.preset.down)
        frame = QRectF(0, 0, 24 * self.preset.across / longest, 24 * self.preset.down / longest)
        frame.moveCenter(QRectF(0, 4, place.width(), 26).center())
        painter.drawRoundedRect(frame, 2, 2)
        painter.setPen(colour)
        painter.setFont(font("micro"))
        bottom = QRectF(0, place.bottom() - 16, place.width(), 14)
        painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, self.preset.name)


class SizePanel(QWidget):
    """The presets, two numbers and a button that swaps them."""

    changed = Signal(object)
    finished = Signal()

    def __init__(
        self,
        specs: tuple[InputSpec, InputSpec],
        values: Sizes,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._specs = specs
        self._values = dict(values)
        look = FieldLook(context)
        self.presets = [PresetButton(preset, look, self) for preset in presets(context.pixels)]
        self.numbers = tuple(NumberEditor(spec, values[spec.name], context, self) for spec in specs)
        self.swap = ToolButton("swap", tr("Swap width and height"), look, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(7, 7, 7, 7)
        column.setSpacing(8)
        column.addLayout(_row(self.presets))
        column.addLayout(_row([self.numbers[0], self.swap, self.numbers[1]]))
        for button in self.presets:
            button.clicked.connect(lambda _, b=button: self._preset(b.preset))
        for number in self.numbers:
            number.changed.connect(lambda v, n=number: self._set({n.spec.name: v}))
        self.swap.clicked.connect(self._swap)
        self._show()

    @property
    def values(self) -> Sizes:
        """Both numbers, by the params' names."""
        return dict(self._values)

    def set_values(self, values: Sizes) -> None:
        """Show other numbers; nothing is signalled."""
        self._values = dict(values)
        self._show()

    def _preset(self, preset: Preset) -> None:
        self._set(dict(zip(self._names, (preset.width, preset.height), strict=True)))
        self.finished.emit()

    def _swap(self) -> None:
        width, height = self._names
        self._set({width: self._values[height], height: self._values[width]})

    @property
    def _names(self) -> tuple[str, str]:
        return self._specs[0].name, self._specs[1].name

    def _set(self, values: Sizes) -> None:
        whole = {**self._values, **values}
        problems = [spec.problem(whole[spec.name]) for spec in self._specs]
        if whole != self._values and not any(problems):
            self._values = whole
            self.changed.emit(dict(whole))
        self._show()

    def _show(self) -> None:
        size = tuple(self._values[name] for name in self._names)
        for button in self.presets:
            button.setChecked((button.preset.width, button.preset.height) == size)
        for number, value in zip(self.numbers, size, strict=True):
            if number.value != value:
                number.set_value(value)


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


def _row(widgets: Any) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, QAbstractButton) else 1)
    return row
