"""AxisForm: one axis of a sweep: its param, its values as text, and what they read as."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.editors.context import EditorContext
from app.editors.field import FieldLook
from app.editors.tool_button import ToolButton
from app.look.fonts import set_font
from app.look.menu import PaintedMenu
from app.look.theme import current_theme
from app.look.words import tr
from app.sweeps.definition import AxisDraft, Reading
from app.sweeps.param_field import ParamField
from app.sweeps.sweepable import Sweepable
from app.sweeps.value_chips import ValueChips
from graph_engine.hints import ModelFile, Seed
from graph_engine.sweep import listed_value

_LINES = 4
ModelNames = Callable[[str], Iterable[str]]


class _Lines(QPlainTextEdit):
    """Texts, one a line; Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plainField")
        self.setTabChangesFocus(True)
        self.setFixedHeight(round(self.fontMetrics().lineSpacing() * _LINES + 16))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Return and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)


class AxisForm(QWidget):
    """Emits `changed` while its values are written, and `removed` by its cross."""

    changed = Signal()
    removed = Signal()

    def __init__(
        self, params: Mapping[str, Sweepable], draft: AxisDraft, model_names: ModelNames
    ) -> None:
        super().__init__()
        self._params = params
        self._model_names = model_names
        look = FieldLook(EditorContext(current_theme()))
        self.role = QLabel()
        self.role.setObjectName("formSection")
        set_font(self.role, "small", 600)
        self.remove_button = ToolButton("x", tr("Remove this axis"), look)
        self.remove_button.clicked.connect(self.removed)
        self.param = ParamField(tuple(params.values()), draft.param, self)
        self.param.chosen.connect(self._param_chosen)
        self.line, self.lines = QLineEdit(), _Lines()
        self.line.setObjectName("plainField")
        self.add_button = ToolButton("plus", tr("Add a value"), look)
        self.add_button.clicked.connect(self._offer_values)
        self.chips = ValueChips()
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        for widget in (self.line, self.lines):
            set_font(widget, "body")
            widget.textChanged.connect(self.changed)
        set_font(self.problem, "caption")
        self._arrange()
        self._show_fields()
        self._put_text(draft.text)

    @property
    def draft(self) -> AxisDraft:
        """What is written now."""
        text = self.lines.toPlainText() if self._takes_lines else self.line.text()
        return AxisDraft(self.param.text(), text)

    def show_role(self, role: str, *, removable: bool) -> None:
        """Say what the axis is in the grid."""
        self.role.setText(role)
        self.remove_button.setVisible(removable)
        for field in (self.line, self.lines):
            field.setAccessibleName(tr("{role}: values", role=role))

    def show_reading(self, reading: Reading) -> None:
        """Show what the text reads as."""
        self.problem.setText(reading.problem)
        self.problem.setVisible(bool(reading.problem))
        self.chips.show_values(reading.axis.values if reading.axis is not None else ())
        # Texts stand in their lines already.
        self.chips.setVisible(reading.axis is not None and not self._takes_lines)

    @property
    def _sweepable(self) -> Sweepable | None:
        return self._params.get(self.param.text())

    @property
    def _takes_lines(self) -> bool:
        return self._sweepable is not None and self._sweepable.takes_lines

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.role, 1)
        head.addWidget(self.remove_button)
        values = QHBoxLayout()
        values.setSpacing(6)
        values.addWidget(self.line, 1)
        values.addWidget(self.lines, 1)
        values.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.param)
        column.addLayout(values)
        column.addWidget(self.chips)
        column.addWidget(self.problem)

    def _show_fields(self) -> None:
        """The field that fits the param: a line for numbers and names, more for texts."""
        param, lines = self._sweepable, self._takes_lines
        self.lines.setVisible(lines)
        self.line.setVisible(param is not None and not lines)
        self.line.setPlaceholderText(_example(param))
        self.lines.setPlaceholderText(tr("One text per line"))
        self.add_button.setVisible(param is not None and not lines and bool(self._choices()))

    def _put_text(self, text: str) -> None:
        if self._takes_lines:
            self.lines.setPlainText(text)
        else:
            self.line.setText(text)

    def _param_chosen(self, _name: str) -> None:
        self._show_fields()
        param = self._sweepable
        self._put_text(param.suggestion() if param is not None else "")
        self.changed.emit()
        field = self.lines if self._takes_lines else self.line
        field.setFocus()
        field.selectAll()

    def _choices(self) -> list[str]:
        """What can be added by the button; the words "a seed" stand for a random one."""
        param = self._sweepable
        if param is None:
            return []
        if isinstance(param.spec.hint, ModelFile):
            return list(self._model_names(param.spec.hint.kind))
        if isinstance(param.spec.hint, Seed):
            return [tr("A random seed")]
        return [str(choice) for choice in param.spec.type.choices]

    def _offer_values(self) -> None:
        menu = PaintedMenu("", self)
        menu.aboutToHide.connect(menu.deleteLater)
        param = self._sweepable
        is_seed = param is not None and isinstance(param.spec.hint, Seed)
        present = {value.strip().strip('"') for value in self.line.text().split(",")}
        for choice in self._choices():
            action = menu.addAction(choice)
            action.setEnabled(choice not in present)
            action.triggered.connect(
                self._add_random_seed if is_seed else partial(self._add_value, choice)
            )
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def _add_random_seed(self) -> None:
        self._add_value(str(random.SystemRandom().randrange(2**32)))

    def _add_value(self, value: str, _checked: bool = False) -> None:
        text = self.line.text().strip().rstrip(",")
        self.line.setText(f"{text}, {listed_value(value)}" if text else listed_value(value))
        self.line.setFocus()


def _example(param: Sweepable | None) -> str:
    """How values may be written."""
    if param is not None and param.spec.type.names[0] in ("int", "float"):
        return tr("4, 6.5, 9 or 4:9:1 or 4:9:x6")
    return tr("Values, with commas between them")
