"""StateBadge: what the engine says of a node, as a glyph with words on a soft ground."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.canvas.node_status import GLYPHS, IDLE, NodeStatus
from app.look.icons import paint_icon
from app.look.theme import current_theme, font
from app.look.words import marked, tr
from graph_engine.graph import NodeState

WORDS: Mapping[str, str] = {
    "waiting": marked("Waiting"),
    "running": marked("Running"),
    "cached": marked("Cached"),
    "will_run": marked("Will run"),
    "resumes": marked("Resumes"),
    "failed": marked("Failed"),
    "done": marked("Done"),
    "muted": marked("Muted"),
    "bypassed": marked("Bypassed"),
}
_SOFT = {
    "running": "engine.soft",
    "will_run": "engine.soft",
    "resumes": "engine.soft",
    "cached": "state.cachedSoft",
    "done": "state.cachedSoft",
    "failed": "state.failedSoft",
}
_OFF = {"muted": ("mute", "state.muted"), "bypassed": ("bypass", "state.muted")}


class StateBadge(QWidget):
    """A pill that is hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._name = "idle"
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_status(self, status: NodeStatus = IDLE, state: NodeState = "active") -> None:
        """Show the status of a node, or that it is muted or bypassed."""
        self._name = state if state in _OFF else status.state
        word = tr(WORDS[self._name]) if self._name in WORDS else ""
        self.text = f"{word} {status.word}".strip() if self._name not in _OFF else word
        self.setAccessibleName(self.text)
        self.setToolTip(f"{status.message} {status.hint}".strip())
        self.setVisible(bool(word))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font("caption"))
        return QSize(round(metrics.horizontalAdvance(self.text)) + 36, round(metrics.height()) + 9)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.colour(_SOFT.get(self._name, "bg.hover"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        height = float(self.height())
        painter.drawRoundedRect(QRectF(self.rect()), height / 2, height / 2)
        icon, colour = _OFF.get(self._name) or GLYPHS.get(self._name, ("wait", "state.muted"))
        paint_icon(painter, icon, theme.colour(colour), ground, QRectF(9, height / 2 - 6.5, 13, 13))
        painter.setFont(font("caption"))
        painter.setPen(theme.colour("text.primary"))
        words = QRectF(26, 0, self.width() - 30, height)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text)
