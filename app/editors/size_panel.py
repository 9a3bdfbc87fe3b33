"""SizePanel: presets for width and height, two numbers, and a button that swaps them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from app.editors.aspects import Preset, presets
from app.editors.context import EditorContext
from app.editors.field import FieldLook
from app.editors.number import NumberEditor
from app.editors.tool_button import ToolButton
from app.look.theme import font, load_tokens
from app.look.words import tr
from graph_engine.spec import InputSpec

Sizes = Mapping[str, int]


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


def _row(widgets: Any) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        row.addWidget(widget, 0 if isinstance(widget, QAbstractButton) else 1)
    return row
