"""PageChoice: chooses a page of a grid: side by side, or from a list where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.look.fonts import set_font
from app.look.menu import PaintedMenu
from app.look.segments import Segments
from app.look.words import tr

MOST_SEGMENTS = 8
MOST_LETTERS = 72
_LONGEST = 28


class PageChoice(QWidget):
    """Hidden while there is one page; emits `chosen` with the place of another."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._at = 0
        self._what = QLabel()
        self._what.setObjectName("label")
        set_font(self._what, "small")
        self._segments: Segments | None = None
        self.button = QPushButton()
        set_font(self.button, "small")
        self.button.clicked.connect(self._open_list)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._what)
        self._row.addWidget(self.button)
        self._row.addStretch(1)
        self.hide()

    def show_pages(self, what: str, names: Sequence[str], at: int) -> None:
        """Offer other pages; `what` is the param that changes from one to the next."""
        self._names = tuple(" ".join(name.split()) for name in names)
        self._what.setText(what)
        if self._segments is not None:
            self._row.removeWidget(self._segments)
            self._segments.hide()
            self._segments.deleteLater()
            self._segments = None
        shown = [_short(name) for name in self._names]
        if 1 < len(shown) <= MOST_SEGMENTS and sum(map(len, shown)) <= MOST_LETTERS:
            self._segments = Segments(shown, what=what)
            self._segments.chosen.connect(self.chosen)
            self._row.insertWidget(1, self._segments)
        self.button.setVisible(self._segments is None)
        self.setVisible(len(self._names) > 1)
        self.show_page(at)

    def show_page(self, at: int) -> None:
        """Say which page is shown."""
        self._at = at
        if self._segments is not None:
            self._segments.show_choice(at)
        elif self._names:
            name, count = _short(self._names[at]), len(self._names)
            self.button.setText(
                tr("{name} ({number} of {count}) ▾", name=name, number=at + 1, count=count)
            )

    def step(self, by: int) -> None:
        """Choose the next page, or the one before."""
        at = self._at + by
        if 0 <= at < len(self._names):
            self.chosen.emit(at)

    def _open_list(self) -> None:
        menu = PaintedMenu("", self)
        menu.aboutToHide.connect(menu.deleteLater)
        for at, name in enumerate(self._names):
            action = menu.addAction(_short(name))
            action.setCheckable(True)
            action.setChecked(at == self._at)
            action.triggered.connect(partial(self._choose, at))
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _choose(self, at: int, _checked: bool = False) -> None:
        self.chosen.emit(at)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
