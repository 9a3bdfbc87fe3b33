"""FileBar: says above the canvas that the file was changed by somebody else, and what to do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.look.fonts import set_font
from app.look.icons import paint_icon
from app.look.theme import current_theme
from app.look.words import tr


class FileBar(QFrame):
    """Not modal: the work goes on until one of its buttons, or Esc in it, decides."""

    reload_wanted = Signal()
    kept = Signal()
    compare_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fileBar")
        self.setAccessibleName(tr("The file has changed"))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        set_font(self.text, "body")
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 7, 12, 7)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        self.reload = QPushButton()
        self.keep = QPushButton(tr("Keep mine"))
        self.compare = QPushButton(tr("Compare…"))
        for button, signal in (
            (self.reload, self.reload_wanted),
            (self.keep, self.kept),
            (self.compare, self.compare_wanted),
        ):
            button.setAutoDefault(False)
            set_font(button, "small")
            button.clicked.connect(self.hide)
            button.clicked.connect(signal)
            row.addWidget(button)
        self.hide()

    def tell(self, name: str, *, unsaved: bool, gone: bool = False) -> None:
        """Say of a file that it was changed, or that it is gone, and whether work is at stake."""
        self.reload.setVisible(not gone)
        self.compare.setVisible(not gone)
        self.reload.setText(tr("Reload, lose mine") if unsaved else tr("Reload"))
        if gone:
            text = tr("“{name}” is no longer there. What you see is kept; saving writes it again.")
        elif unsaved:
            text = tr("“{name}” was changed by another program, and by you.")
        else:
            text = tr("“{name}” was changed by another program.")
        self.text.setText(text.format(name=name))
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.kept.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(300, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        target = QRectF(14, self.height() / 2 - 8, 16, 16)
        colours = (theme.colour("user.base"), theme.colour("user.soft"))
        paint_icon(QPainter(self), "info", *colours, target)
