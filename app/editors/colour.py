"""ColourPopup: a colour from the theme's own, or any other by field, hue and hex."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.editors.colour_fields import HueBar, ShadeField, Swatch
from app.editors.popup import MARGIN, Popup, line_sheet
from app.look.theme import Theme, font, load_tokens, size
from app.look.words import tr

_LARGE = 0.1
_SMALL = 0.01


class ColourPopup(Popup):
    """`changed` comes with each colour: a name of the theme's, such as "Latent", or "#rrggbb".

    Esc and a click outside close it: `cancelled` asks for the colour from before, `finished`
    keeps the new one.
    """

    changed = Signal(str)
    finished = Signal()
    cancelled = Signal()

    def __init__(self, colour: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._value = colour
        self._cancelled = False
        self.names = tuple(load_tokens()["type"]["order"][:9])
        self.field = ShadeField(theme, self)
        self.hue = HueBar(theme, self)
        self.hex = QLineEdit(self)
        self.hex.setAccessibleName(tr("Colour as hex"))
        self.hex.setFixedHeight(round(size("field")))
        self.hex.setFont(font("body"))
        self.hex.setStyleSheet(line_sheet(theme))
        self.swatches = [Swatch(name, theme, self) for name in self.names]
        self._lay_out()
        self.field.changed.connect(self._from_field)
        self.hue.changed.connect(self._from_field)
        self.hex.textEdited.connect(self._from_hex)
        self.hex.returnPressed.connect(self.close)
        for swatch in self.swatches:
            swatch.clicked.connect(lambda _, s=swatch: self._take_name(s.name))
        self._show()

    @property
    def value(self) -> str:
        """The colour chosen: a name of the theme's or "#rrggbb"."""
        return self._value

    def open_at(self, field: QWidget) -> None:
        """Open below a widget."""
        self.open_below(field, self.column.sizeHint() - QSize(2 * MARGIN, 2 * MARGIN))
        self.swatches[0].setFocus()

    def _lay_out(self) -> None:
        inset = MARGIN + 10
        self.column.setContentsMargins(inset, inset, inset, inset)
        self.column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(2)
        for swatch in self.swatches:
            row.addWidget(swatch)
        self.column.addLayout(row)
        for widget in (self.field, self.hue, self.hex):
            self.column.addWidget(widget)

    def _take_name(self, name: str) -> None:
        self._take(name)
        self._show()

    def _from_field(self) -> None:
        hue = self.hue.hue
        self.field.set_hue(hue)
        colour = QColor.fromHsvF(hue, self.field.saturation, self.field.value)
        self.hex.setText(colour.name())
        self._take(colour.name())

    def _from_hex(self, text: str) -> None:
        if re.fullmatch(r"#?[0-9a-fA-F]{6}", text.strip()):
            self._take(f"#{text.strip().lstrip('#').lower()}")
            self._show(self.hex)

    def _take(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.changed.emit(value)
        for swatch in self.swatches:
            swatch.setChecked(swatch.name == value)

    def _show(self, by: QWidget | None = None) -> None:
        named = self._value in self.names
        colour = self.theme.type_colour(self._value) if named else QColor(self._value)
        if not colour.isValid():
            colour = self.theme.type_colour("any")
        self.hue.set_hue(max(0.0, colour.hsvHueF()))
        self.field.set_hue(self.hue.hue)
        self.field.set_shade(colour.hsvSaturationF(), colour.valueF())
        if by is not self.hex:
            self.hex.setText(colour.name())
        for swatch in self.swatches:
            swatch.setChecked(swatch.name == self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cancelled = True
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: object) -> None:
        (self.cancelled if self._cancelled else self.finished).emit()
        self.closed.emit()
