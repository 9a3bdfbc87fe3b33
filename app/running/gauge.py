"""Gauge: on which device the engine computes, in which precision, and how full its memory is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import current_theme, font
from app.look.words import tr

GIBI = 2**30
BAR, GAP = 4.0, 4.0
_NEARLY_FULL = 0.9
BOLD = QFont.Weight.DemiBold


@dataclass(frozen=True)
class DeviceState:
    """The device by its name, and its memory in bytes; `own` of what is used is the engine's."""

    name: str
    dtype: str
    used: int
    total: int
    own: int = 0


class Gauge(QWidget):
    """Two short texts over a bar: the engine's own memory in amber, that of others in grey."""

    def __init__(self) -> None:
        super().__init__()
        self._state: DeviceState | None = None
        self._is_folded = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Device and memory"))
        self.hide()

    def show_state(self, state: DeviceState | None) -> None:
        """Show what the engine says; nothing while it says nothing."""
        wider = state is None or self._state is None or self._words(state) != self.words
        self._state = state
        self.setVisible(state is not None and not self._is_folded)
        self.setAccessibleDescription(" ".join(self.words))
        self.setToolTip(self._tip())
        if wider:
            self.updateGeometry()
        self.update()

    def fold(self, away: bool) -> None:
        """Give the room to others, or take it back."""
        self._is_folded = away
        self.setVisible(self._state is not None and not away)

    @property
    def words(self) -> tuple[str, str]:
        """The device and the memory."""
        return self._words(self._state) if self._state is not None else ("", "")

    @staticmethod
    def _words(state: DeviceState) -> tuple[str, str]:
        device = f"{device_name(state.name)} · {state.dtype}"
        if not state.total:
            return device, ""
        used = f"{state.used / GIBI:.1f}"
        return device, tr("{used} of {total} GB", used=used, total=f"{state.total / GIBI:.0f}")

    def _tip(self) -> str:
        if self._state is None or not self._state.own:
            return ""
        own = f"{self._state.own / GIBI:.1f}"
        return tr("{device}: Weft's engine takes {own} GB.", device=self.words[0], own=own)

    def sizeHint(self) -> QSize:
        device, memory = self.words
        width = QFontMetricsF(font("caption")).horizontalAdvance(device)
        width += QFontMetricsF(font("caption", BOLD)).horizontalAdvance(memory)
        height = QFontMetricsF(font("caption")).height() + GAP + BAR
        return QSize(max(164, round(width + 22)), round(height) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._state is None:
            return
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        device, memory = self.words
        line = QRectF(0, 0, self.width(), QFontMetricsF(font("caption")).height())
        painter.setFont(font("caption"))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, device)
        painter.setFont(font("caption", BOLD))
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, memory)
        if self._state.total:
            self._paint_bar(painter, QRectF(0, line.bottom() + GAP, self.width(), BAR))

    def _paint_bar(self, painter: QPainter, place: QRectF) -> None:
        assert self._state is not None
        theme, state = current_theme(), self._state
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line.normal"))
        painter.drawRoundedRect(place, BAR / 2, BAR / 2)
        painter.setClipRect(place)
        full = state.used / state.total > _NEARLY_FULL
        for amount, colour in (
            (state.used, "state.failed" if full else "line.control"),
            (min(state.own, state.used), "state.running"),
        ):
            filled = QRectF(place)
            filled.setWidth(max(BAR, place.width() * min(1.0, amount / state.total)))
            if amount:
                painter.setBrush(theme.colour(colour))
                painter.drawRoundedRect(filled, BAR / 2, BAR / 2)


def device_name(name: str) -> str:
    """A device as people call it: "CPU", "GPU 0", "GPU"."""
    kind, _, number = name.partition(":")
    if kind == "cpu":
        return tr("CPU")
    return tr("GPU {number}", number=number) if number else tr("GPU")
