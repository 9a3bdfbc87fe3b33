"""CompareBar: how two pictures are compared, under them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.docks.signs import IconButton
from app.look.segments import Segments
from app.look.words import tr
from app.preview.compare_view import MODES, CompareView
from app.preview.text_button import TextButton


class CompareBar(QWidget):
    """Slider, side by side or difference; the gain of the difference; swap; and the way out."""

    closed = Signal()

    def __init__(self, view: CompareView) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view = view
        names = (tr("Slider"), tr("Sides"), tr("Difference"))
        self.modes = Segments(names, what=tr("Compare"))
        self.gain = TextButton("", tr("How many times the difference is brightened"))
        self.swap = IconButton("swap", tr("Swap A and B (X)"))
        self.close_button = IconButton("x", tr("End the comparison (Esc)"), side=22)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.modes)
        row.addWidget(self.gain)
        row.addStretch(1)
        row.addWidget(self.swap)
        row.addWidget(self.close_button)
        self.modes.chosen.connect(self._choose)
        self.gain.clicked.connect(self._next_gain)
        self.swap.clicked.connect(view.swap)
        self.close_button.clicked.connect(self.closed)
        self._show_gain()

    def _choose(self, at: int) -> None:
        self._view.set_mode(MODES[at])
        self._show_gain()

    def _next_gain(self) -> None:
        self._view.next_gain()
        self._show_gain()

    def _show_gain(self) -> None:
        self.gain.setText(tr("× {gain}", gain=self._view.gain))
        self.gain.updateGeometry()
        self.gain.setVisible(self._view.mode == "difference")
