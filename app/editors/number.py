"""NumberEditor: a number to drag, step or type; a slider is one whose field shows its share."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.expressions import ExpressionError, evaluate, is_sum
from app.editors.field import LEFT, make_line
from app.editors.number_drag import THRESHOLD, DragPointer, NumberDrag, step_with
from app.editors.number_value import Amount, fit_number, number_hint, number_text, share_of
from graph_engine.spec import InputSpec

_UP = (Qt.Key.Key_Up, Qt.Key.Key_Right)
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Left)
_NOTCH = 120


class NumberEditor(Editor):
    """Drag sideways, arrows and wheel step, Home and End go to the limits, a click types."""

    def __init__(
        self,
        spec: InputSpec,
        value: Any,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, value, context, parent)
        self.drag: NumberDrag | None = None
        self._pointer: DragPointer | None = None
        self._pressed: QPointF | None = None
        self._wheel = 0
        self._result = ""
        self._wrong = False
        self._line = make_line(self.look, self)
        self._line.setAccessibleName(spec.name)
        self._line.textEdited.connect(self._typed)
        self._line.hide()
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._show_value()

    @property
    def typing(self) -> bool:
        """Whether the number is being typed."""
        return not self._line.isHidden()

    @property
    def shown_result(self) -> str:
        """What the sum being typed comes to; empty if it is no sum."""
        return self._result

    def start(self) -> None:
        self.type_number()

    def type_number(self, text: str = "") -> None:
        """Open the line to type in, with the number selected or with a first character."""
        self._editing = True
        self._line.setText(text or number_text(self.spec, self._value))
        self._place_line()
        self._line.show()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self._typed(text)
        else:
            self._line.selectAll()
        self.update()

    def set_value(self, value: Any) -> None:
        self._stop_typing()
        super().set_value(value)

    def sizeHint(self) -> QSize:
        return QSize(120, round(self.look.height))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, round(self.look.height))

    # --- Typing ------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._result, self._wrong = "", False
        self.note.clear()
        try:
            number = evaluate(text)
        except ExpressionError:
            pass  # it may be half typed: only Enter says what is wrong
        else:
            fitted = fit_number(self.spec, number)
            self._result = number_text(self.spec, fitted.value) if is_sum(text) else ""
            self.note.say(fitted.note)
            if not fitted.note:
                self._offer(fitted.value)
        self._place_line()
        self.update()

    def _enter(self) -> bool:
        """Take what was typed; whether it was a number."""
        try:
            number = evaluate(self._line.text())
        except ExpressionError as error:
            self._wrong = True
            self.note.say(str(error), wrong=True)
            self.update()
            return False
        fitted = fit_number(self.spec, number)
        self._offer(fitted.value)
        self._stop_typing()
        self.note.say(fitted.note)
        return True

    def _stop_typing(self) -> None:
        self._result, self._wrong = "", False
        if self.typing:
            if self._line.hasFocus():
                # Before it hides: Qt would hand the focus on to a neighbour.
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._line.hide()
        self.update()

    def _finish(self) -> None:
        note = ""
        if self.typing:
            if not self._enter():
                return
            note = self.note.text if self.note.isVisible() else ""
        super()._finish()
        self.note.say(note)

    def _left(self) -> None:
        if self.typing and not self._enter():
            # The wrong text goes, and the value from before it stays.
            self._value = self._before
            self.changed.emit(self._value)
            self._stop_typing()
        super()._finish()

    def _cancel(self) -> None:
        self._stop_drag()
        self._stop_typing()
        super()._cancel()

    def _place_line(self) -> None:
        pad, metrics = round(self.look.pad), QFontMetricsF(self._line.font())
        width = self.width() - 2 * pad
        if self._result:
            typed = int(metrics.horizontalAdvance(self._line.text())) + 8
            result = int(metrics.horizontalAdvance(f"= {self._result}")) + 4
            width = max(24, min(typed, width - result))
        self._line.setGeometry(pad, 1, width, self.height() - 2)

    # --- Steps -------------------------------------------------------------------------------

    def step(self, count: int, modifiers: Qt.KeyboardModifier) -> None:
        """Go some steps up or down, to the limits at most."""
        value = self._value if self._value is not None else 0
        step = step_with(self.spec, modifiers)
        self._set_fitted(round(value + count * step, 10))

    def _set_fitted(self, number: Amount) -> None:
        fitted = fit_number(self.spec, number)
        self._offer(fitted.value)
        self._show_value()
        self.note.say(fitted.note)

    def _show_value(self) -> None:
        if self.typing:
            self._line.setText(number_text(self.spec, self._value))
        self.setAccessibleDescription(number_text(self.spec, self._value))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        hint = number_hint(self.spec)
        typing_sideways = self.typing and key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if key in _UP + _DOWN and not typing_sideways and not _is_alt(held):
            self.step(1 if key in _UP else -1, held)
        elif key == Qt.Key.Key_Home and hint.minimum is not None and hint.maximum is not None:
            self._set_fitted(hint.minimum)
        elif key == Qt.Key.Key_End and hint.minimum is not None and hint.maximum is not None:
            self._set_fitted(hint.maximum)
        elif not self.typing and key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if held & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
            else:
                self.type_number()
        elif not self.typing and event.text() and event.text() in "0123456789.-+(":
            self.type_number(event.text())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not (self.hasFocus() or self._line.hasFocus()):
            event.ignore()
            return
        self._wheel += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._wheel / _NOTCH)
        self._wheel -= notches * _NOTCH
        if notches:
            self.step(notches, event.modifiers())
        event.accept()

    # --- Dragging ----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        to = event.globalPosition().toPoint()
        if self.drag is None:
            if abs(to.x() - self._pressed.x()) < THRESHOLD:
                return
            slider = share_of(self.spec, self._value) is not None
            width = self.width() / self.look.zoom if slider else 0
            self._before = self._value
            self.drag = NumberDrag(self.spec, self._value or 0, width)
            self._pointer = DragPointer(self._pressed.toPoint())
            self.setCursor(Qt.CursorShape.BlankCursor)
        assert self._pointer is not None
        dx = self._pointer.moved(to) / self.look.zoom
        self._offer(self.drag.moved(dx, event.modifiers()))
        self._show_value()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        dragged, self._pressed = self.drag is not None, None
        self._stop_drag()
        if dragged:
            self._finish()
        else:
            self.type_number()

    def _stop_drag(self) -> None:
        if self._pointer is not None:
            self._pointer.finish()
        self.drag = self._pointer = self._pressed = None
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.update()

    # --- Painting ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_line()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, look = QPainter(self), QRectF(self.rect()), self.look
        dragging = self.drag is not None
        share = None if self.typing else share_of(self.spec, self._value)
        look.paint(
            painter,
            place,
            hovered=self.underMouse() or dragging,
            focused=self.hasFocus() and not dragging,
            typing=self.typing,
            wrong=self._wrong,
            share=None if share is None else (0, share),
        )
        if self.typing:
            self._paint_result(painter, place)
            return
        inner, bold = look.inner(place), not self.is_default
        text = number_text(self.spec, self._value)
        if share is not None and (dragging or not look.in_node):
            texts = (look.text_at(inner, text, bold=bold),)
            look.paint_head(painter, place, share, active=dragging, texts=texts)
        named = look.paint_name(painter, inner, self.spec.name)
        room = inner.adjusted(named, 0, 0, 0)
        colour = "text.primary" if self.isEnabled() else "text.disabled"
        look.paint_text(painter, room, text, bold=bold, colour=colour)

    def _paint_result(self, painter: QPainter, place: QRectF) -> None:
        if self._result:
            left = self._line.geometry().right() + 2
            painter.setFont(self.look.font())
            painter.setPen(self.context.theme.colour("text.tertiary"))
            room = QRectF(left, place.top(), place.right() - left, place.height())
            painter.drawText(room, LEFT, f"= {self._result}")


def _is_alt(held: Qt.KeyboardModifier) -> bool:
    return bool(held & Qt.KeyboardModifier.AltModifier)
