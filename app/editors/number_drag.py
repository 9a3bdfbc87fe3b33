"""NumberDrag: a number that follows a sideways drag, on an editor or on a painted field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor, QGuiApplication

from app.editors.number_value import (
    Amount,
    decimals,
    fit_number,
    is_whole,
    number_hint,
    share_of,
    step_of,
)
from graph_engine.spec import InputSpec

FINE: Final = Qt.KeyboardModifier.ShiftModifier
COARSE: Final = Qt.KeyboardModifier.ControlModifier
PIXELS_PER_STEP: Final = 4.0
THRESHOLD: Final = 3
"""How far the pointer moves before a press is a drag and no click."""


def step_with(spec: InputSpec, modifiers: Qt.KeyboardModifier) -> float:
    """The step under the modifiers held: a tenth with Shift, tenfold with Ctrl."""
    step = step_of(spec)
    if modifiers & FINE:
        hint = number_hint(spec)
        smallest = float(max(1, hint.multiple)) if is_whole(spec) else 0.0
        return max(step / 10, smallest)
    return step * 10 if modifiers & COARSE else step


class NumberDrag:
    """The value while a drag goes on; `width` is that of a slider, whose range it spans."""

    def __init__(self, spec: InputSpec, start_value: Amount, width: float = 0) -> None:
        self.spec = spec
        self.start_value = start_value
        self.value = start_value
        self._per_pixel = self._speed(width)
        self._exact = float(start_value)
        self._anchor = start_value
        self._step = step_of(spec)

    def moved(self, dx: float, modifiers: Qt.KeyboardModifier) -> Amount:
        """The value after the pointer moved on by `dx` logical pixels (at 100 %)."""
        step = step_with(self.spec, modifiers)
        if step != self._step:
            # Another step counts from where the value is, so that nothing jumps.
            self._step, self._anchor, self._exact = step, self.value, float(self.value)
        self._exact = self._limited(self._exact + dx * self._per_pixel * self._factor(modifiers))
        steps = round((self._exact - self._anchor) / step)
        number = round(self._anchor + steps * step, max(decimals(step), decimals(self._anchor)))
        self.value = fit_number(self.spec, number).value
        if self.value != number:
            self._anchor = self.value
        return self.value

    def _speed(self, width: float) -> float:
        hint = number_hint(self.spec)
        if width > 0 and share_of(self.spec, self.start_value) is not None:
            return ((hint.maximum or 0) - (hint.minimum or 0)) / width
        return step_of(self.spec) / PIXELS_PER_STEP

    @staticmethod
    def _factor(modifiers: Qt.KeyboardModifier) -> float:
        if modifiers & FINE:
            return 0.1
        return 10.0 if modifiers & COARSE else 1.0

    def _limited(self, value: float) -> float:
        # Beyond a limit the way back would be dead.
        hint = number_hint(self.spec)
        if hint.minimum is not None:
            value = max(value, hint.minimum)
        return value if hint.maximum is None else min(value, hint.maximum)


class DragPointer:
    """The hidden pointer of a drag: it wraps at the screen's edges and returns to its start."""

    def __init__(self, start: QPoint) -> None:
        self._start = self._last = start

    def moved(self, to: QPoint) -> int:
        """How far the pointer went sideways since the last call."""
        dx = to.x() - self._last.x()
        self._last = to
        screen = QGuiApplication.screenAt(self._start)
        if screen is not None:
            area = screen.geometry()
            if to.x() >= area.right() - 1:
                self._jump(QPoint(area.left() + 2, to.y()))
            elif to.x() <= area.left() + 1:
                self._jump(QPoint(area.right() - 2, to.y()))
        return dx

    def finish(self) -> None:
        """Put the pointer back where the drag began."""
        QCursor.setPos(self._start)

    def _jump(self, to: QPoint) -> None:
        QCursor.setPos(to)
        if QCursor.pos() == to:  # Wayland lets nobody move the pointer
            self._last = to
