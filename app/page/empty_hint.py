"""EmptyHint: how to begin, in the middle of a canvas that has nothing on it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.actions.key_map import shown_key
from app.look.theme import font
from app.look.words import tr
from app.tools.stage import Stage

HEIGHT = 64


class EmptyHint(QWidget):
    """Shown while the level has no node, no frame and no note; the mouse goes through it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.canvas)
        self._stage = stage
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        stage.canvas.resized.connect(self._place)
        stage.document.changed.connect(self.refresh)
        stage.document.level_changed.connect(self.refresh)
        self._place()
        self.refresh()

    @property
    def words(self) -> str:
        """What there is to do, with the key that does it now."""
        keys = self._stage.keys.keys("node.add")
        if not keys:
            return tr("Double-click to add a node.")
        return tr("Double-click, or press {key}, to add a node.", key=shown_key(keys[0]))

    def refresh(self) -> None:
        """Come or go."""
        shown = self._stage.document.shown
        self.setVisible(not (shown.graph.nodes or shown.layout.frames or shown.layout.notes))
        self.setAccessibleName(self.words)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font("body"))
        painter.setPen(self._stage.theme.colour("text.secondary"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect(), flags, self.words)

    def _place(self) -> None:
        area = self._stage.canvas.rect()
        self.setGeometry(QRect(0, area.center().y() - HEIGHT // 2, area.width(), HEIGHT))
