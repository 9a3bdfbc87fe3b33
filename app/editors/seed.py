"""SeedEditor: a random seed, with a dice for a new one each run and a lock that keeps it."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.editors.context import EditorContext, SeedBehaviour
from app.editors.editor import Editor
from app.editors.expressions import ExpressionError, evaluate
from app.editors.field import make_line
from app.editors.tool_button import ToolButton
from app.look.words import tr
from graph_engine.spec import InputSpec

_AFTER_DICE: Final[dict[SeedBehaviour, SeedBehaviour]] = {
    "fixed": "random",
    "random": "next",
    "next": "random",
}
_GAP = 4


class SeedEditor(Editor):
    """The seed shown is the one used; before a run with a new one it reads "random".

    `behaviour_changed` tells what the next runs do: "fixed", "random" or "next".
    """

    behaviour_changed = Signal(str)

    def __init__(
        self,
        spec: InputSpec,
        value: Any,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, value, context, parent)
        self._behaviour: SeedBehaviour = context.seed_behaviour
        self.behaviour_changed.connect(context.choose_seeds)
        self._wrong = ""
        self._line = make_line(self.look, self)
        self._line.setAccessibleName(spec.name)
        self._line.textEdited.connect(self._typed)
        self.setFocusProxy(self._line)
        self.dice = ToolButton("dice", tr("A new seed for each run"), self.look, self)
        self.lock = ToolButton("lock", tr("Keep this seed"), self.look, self)
        self.dice.clicked.connect(lambda: self._choose(_AFTER_DICE[self._behaviour]))
        self.lock.clicked.connect(lambda: self._choose("fixed"))
        self._show_value()

    @property
    def behaviour(self) -> SeedBehaviour:
        """What the next runs do with the seed."""
        return self._behaviour

    @property
    def shown_text(self) -> str:
        """What stands in the field."""
        return self._line.text()

    def set_behaviour(self, behaviour: SeedBehaviour) -> None:
        """Show what the next runs do; nothing is signalled."""
        self._behaviour = behaviour
        self._show_value()

    def set_value(self, value: Any) -> None:
        super().set_value(value)
        self._show_text(seed_text(value))

    def start(self) -> None:
        super().start()
        self._line.selectAll()

    def sizeHint(self) -> QSize:
        return QSize(190, round(self.look.height))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, round(self.look.height))

    def _choose(self, behaviour: SeedBehaviour) -> None:
        self._behaviour = behaviour
        self._show_value()
        self.behaviour_changed.emit(behaviour)

    def _typed(self, text: str) -> None:
        self._editing = True
        try:
            self._wrong = self._offer(evaluate(text))
        except ExpressionError as error:
            self._wrong = str(error)
        self.note.say(self._wrong, wrong=True)
        if not self._wrong and self._behaviour != "fixed":
            self._behaviour = "fixed"
            self._show_buttons()
            self.behaviour_changed.emit("fixed")
        self.update()

    def _finish(self) -> None:
        if self._wrong:
            self.note.say(self._wrong, wrong=True)
            return
        self._show_value()
        super()._finish()

    def _left(self) -> None:
        self._wrong = ""
        self._show_value()
        super()._finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps and self._line.hasFocus():
            self._wrong = self._offer(self._value + steps[Qt.Key(event.key())])
            self._show_text(seed_text(self._value))
        else:
            super().keyPressEvent(event)

    def _show_value(self) -> None:
        self._wrong = ""
        known = self._behaviour != "random"
        self._show_text(seed_text(self._value) if known else tr("random"))
        self._show_buttons()

    def _show_text(self, text: str) -> None:
        if self._line.text() != text:
            self._line.setText(text)
            if not self._line.hasFocus():
                self._line.setCursorPosition(0)  # of a long one the first digits show
        self.setAccessibleDescription(text)
        self.update()

    def _show_buttons(self) -> None:
        counting = self._behaviour == "next"
        self.dice.set_icon("plus" if counting else "dice")
        self.dice.set_tip(
            tr("The next seed for each run") if counting else tr("A new seed for each run")
        )
        self.dice.set_lit(self._behaviour != "fixed")
        self.lock.set_icon("lock" if self._behaviour == "fixed" else "unlock")
        self.lock.set_lit(self._behaviour == "fixed")

    @property
    def _field(self) -> QRectF:
        side = self.height()
        return QRectF(0, 0, self.width() - 2 * (side + _GAP), side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        side, pad = self.height(), round(self.look.pad) - 2
        field = self._field
        self._line.setGeometry(pad, 1, round(field.width()) - 2 * pad, side - 2)
        self.dice.setGeometry(round(field.width()) + _GAP, 0, side, side)
        self.lock.setGeometry(self.width() - side, 0, side, side)
        metrics = QFontMetricsF(self._line.font())
        needed = metrics.horizontalAdvance(self._line.text()) + 4
        self._line.setToolTip(self._line.text() if needed > self._line.width() else "")
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.look.in_node:
            # Between the buttons the painted value must not show.
            painter.fillRect(self.rect(), self.look.theme.colour("node.body"))
        self.look.paint(
            painter,
            self._field,
            hovered=self.underMouse(),
            typing=self._line.hasFocus(),
            wrong=bool(self._wrong),
        )


def seed_text(seed: int | None) -> str:
    """A seed in groups of thousands."""
    return "–" if seed is None else f"{seed:,}".replace(",", "\N{NO-BREAK SPACE}")
