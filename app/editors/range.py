"""RangeEditor: two sliders in one field, such as the start and the end of an influence."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.field import LEFT, RIGHT
from app.editors.number_drag import DragPointer, NumberDrag, step_with
from app.editors.number_value import Amount, fit_number, number_text, share_of
from app.look.words import tr
from graph_engine.spec import InputSpec

Amounts = Mapping[str, Amount]
_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Left: -1,
}
_NOTCH = 120


class RangeEditor(Editor):
    """Drag either end; Space takes the other one for the keys. `changed` has both in a dict."""

    def __init__(
        self,
        specs: tuple[InputSpec, InputSpec],
        values: Amounts,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(specs[0], dict(values), context, parent)
        self.specs = specs
        self.end = 0
        self._drag: NumberDrag | None = None
        self._pointer: DragPointer | None = None
        self.setAccessibleName(tr("{start} to {end}", start=specs[0].name, end=specs[1].name))
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._show_value()

    @property
    def is_default(self) -> bool:
        return all(self.value[spec.name] == spec.default for spec in self.specs)

    def sizeHint(self) -> QSize:
        return QSize(140, round(self.look.height))

    def minimumSizeHint(self) -> QSize:
        return QSize(90, round(self.look.height))

    def _texts(self) -> tuple[str, str]:
        start, end = (number_text(spec, self.value[spec.name]) for spec in self.specs)
        return start, end

    def _show_value(self) -> None:
        self.setAccessibleDescription(" – ".join(self._texts()))
        self.update()

    def _set(self, number: Amount) -> None:
        """Move the end that is held; the other one stops it."""
        spec, other = self.specs[self.end], self.specs[1 - self.end]
        limit = self.value[other.name]
        number = min(number, limit) if self.end == 0 else max(number, limit)
        value = fit_number(spec, number).value
        if value != self.value[spec.name]:
            self._value = {**self._value, spec.name: value}
            self.changed.emit(dict(self._value))
        self._show_value()

    def _step(self, count: int, held: Qt.KeyboardModifier) -> None:
        spec = self.specs[self.end]
        self._set(round(self.value[spec.name] + count * step_with(spec, held), 10))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._step(_STEPS[Qt.Key(event.key())], event.modifiers())
        elif event.key() == Qt.Key.Key_Space:
            self.end = 1 - self.end
            self.update()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus() and abs(event.angleDelta().y()) >= _NOTCH:
            self._step(event.angleDelta().y() // _NOTCH, event.modifiers())
        else:
            event.setAccepted(self.hasFocus())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        at = event.position().x() / max(1, self.width())
        start, end = self._shares()
        self.end = 0 if abs(at - start) < abs(at - end) or at < start else 1
        spec = self.specs[self.end]
        self._before = self._value
        self._drag = NumberDrag(spec, self.value[spec.name], self.width() / self.look.zoom)
        self._pointer = DragPointer(event.globalPosition().toPoint())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and self._pointer is not None:
            dx = self._pointer.moved(event.globalPosition().toPoint()) / self.look.zoom
            self._set(self._drag.moved(dx, event.modifiers()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._stop()
            self._finish()

    def _cancel(self) -> None:
        self._stop()
        super()._cancel()

    def _stop(self) -> None:
        self._drag = self._pointer = None
        self.update()

    def _shares(self) -> tuple[float, float]:
        start, end = (share_of(spec, self.value[spec.name]) or 0.0 for spec in self.specs)
        return start, end

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, look = QPainter(self), QRectF(self.rect()), self.look
        focused, shares = self.hasFocus(), self._shares()
        look.paint(painter, place, hovered=self.underMouse(), focused=focused, share=shares)
        bold, inner, words = not self.is_default, look.inner(place), self._texts()
        texts = tuple(
            look.text_at(inner, text, bold=bold, right=right)
            for text, right in zip(words, (False, True), strict=True)
        )
        for end, share in enumerate(shares):
            active = end == self.end and (focused or self._drag is not None)
            look.paint_head(painter, place, share, active=active, texts=texts)
        painter.setFont(look.font(bold=bold))
        painter.setPen(look.theme.colour("text.primary"))
        for text, side in zip(words, (LEFT, RIGHT), strict=True):
            painter.drawText(inner, side, text)
