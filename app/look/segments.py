"""Segments: a few choices side by side, of which one holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy

from app.look.fonts import set_font

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Segments(QFrame):
    """Emits `chosen` with the place of the choice; arrows move between them."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], *, what: str = "", focus: bool = True) -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setAccessibleName(what)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for at, name in enumerate(names):
            button = QPushButton(name)
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setAutoDefault(False)
            set_font(button, "caption")
            policy = Qt.FocusPolicy.StrongFocus if focus else Qt.FocusPolicy.NoFocus
            button.setFocusPolicy(policy)
            button.setAccessibleName(f"{what}: {name}" if what else name)
            button.installEventFilter(self)
            button.clicked.connect(partial(self._choose, at))
            self._group.addButton(button, at)
            row.addWidget(button)
        self._group.button(0).setChecked(True)

    @property
    def at(self) -> int:
        """The place of the choice that holds."""
        return self._group.checkedId()

    def show_choice(self, at: int) -> None:
        """Let another choice hold, without telling anybody."""
        self._group.button(at).setChecked(True)

    def step(self, by: int) -> None:
        """Choose the next one, and after the last the first."""
        at = (self.at + by) % len(self._group.buttons())
        self.show_choice(at)
        self.chosen.emit(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Buttons would only pass the focus on.
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if (by := _STEPS.get(Qt.Key(event.key()))) is None:
            return super().eventFilter(watched, event)
        self.step(by)
        self._group.button(self.at).setFocus()
        return True

    def _choose(self, at: int) -> None:
        self.chosen.emit(at)
