"""WelcomeCard: the three keys to know, over a corner of the canvas at the first start."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.actions.key_map import KeyMap, key_caps
from app.actions.registry import Registry
from app.look.fonts import set_font
from app.look.key_caps import caps_width, paint_caps
from app.look.theme import current_theme
from app.look.words import marked, tr

INSET = 16
# The first three of these that can be done here.
TO_KNOW = (
    ("run.run", marked("makes the picture")),
    ("node.add", marked("finds a node to add")),
    ("view.commands", marked("finds everything else")),
    ("view.frame_all", marked("shows the whole workflow")),
)


class _Caps(QWidget):
    """Key caps as a widget of their own."""

    def __init__(self, caps: tuple[str, ...]) -> None:
        super().__init__()
        self._caps = caps
        self.setAccessibleName("+".join(caps))

    def sizeHint(self) -> QSize:
        return QSize(round(caps_width(self._caps, "caption")) + 2, 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        middle = QPointF(0, self.height() / 2)
        paint_caps(QPainter(self), current_theme(), middle, self._caps, "caption")


class WelcomeCard(QFrame):
    """Emits `dismissed` when it is no longer wanted; it takes no focus by itself."""

    dismissed = Signal()
    keys_wanted = Signal()

    def __init__(self, host: QWidget, registry: Registry) -> None:
        super().__init__(host)
        self.setObjectName("welcomeCard")
        self.setAccessibleName(tr("Welcome to Weft"))
        self._host = host
        title = QLabel(tr("Welcome to Weft"))
        set_font(title, "dialogTitle", 600)
        known = [(name, words) for name, words in TO_KNOW if registry.is_bound(name)]
        ready = tr("This workflow is ready to run. Three keys to know:")
        about = QLabel(ready if registry.is_bound("run.run") else tr("Three keys to know:"))
        about.setObjectName("prose")
        set_font(about, "body")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(about)
        column.addLayout(self._keys(registry.key_map, known[:3]))
        column.addLayout(self._buttons())
        self.setTabOrder(self.done, self.all_keys)
        host.installEventFilter(self)
        self.place()

    def _keys(self, key_map: KeyMap, to_know: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        known = [(key_map.keys(name), words) for name, words in to_know]
        for at, (keys, words) in enumerate((keys[0], words) for keys, words in known if keys):
            label = QLabel(tr(words))
            set_font(label, "body")
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(_Caps(key_caps(keys)), at, 0, right)
            grid.addWidget(label, at, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        self.all_keys = QPushButton(tr("All keys"))
        self.all_keys.setObjectName("quiet")
        self.done = QPushButton(tr("Got it"))
        row.addWidget(self.all_keys)
        row.addStretch(1)
        row.addWidget(self.done)
        self.all_keys.clicked.connect(self.keys_wanted)
        self.done.clicked.connect(self.dismiss)
        return row

    def dismiss(self) -> None:
        """Go, and be remembered as seen."""
        self.hide()
        self.dismissed.emit()
        self.deleteLater()

    def place(self) -> None:
        """Stand in the lower left corner of the host."""
        self.adjustSize()
        self.move(INSET, max(INSET, self._host.height() - self.height() - INSET))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
