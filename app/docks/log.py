"""Log: the dock with what the engine wrote and what the studio said."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app.docks.log_lines import MOST_LINES, LogLine, LogLines
from app.docks.palette import make_nothing
from app.docks.signs import IconButton
from app.look.fonts import mono_font
from app.look.menu import PaintedMenu
from app.look.theme import current_theme, font
from app.look.words import tr


class LogDock(QWidget):
    """The dock *Log*; `left` says that Esc was pressed, `said` what was done."""

    left = Signal()
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(200)
        self.log = LogLines()
        self.view = _LogView()
        self.nothing = make_nothing(tr("Nothing has been said yet."))
        self.nothing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.copy_button = IconButton("copy", tr("Copy the whole log"), side=22)
        self.clear_button = IconButton("trash", tr("Clear the log"), side=22)
        self.head_buttons = (self.copy_button, self.clear_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.nothing, 1)
        self.copy_button.clicked.connect(self.copy_all)
        self.clear_button.clicked.connect(self.clear)
        self.view.left.connect(self.left)
        self.view.copy_all_wanted.connect(self.copy_all)
        self.view.clear_wanted.connect(self.clear)
        self._refresh()

    def say(self, sentence: str) -> None:
        """Note what the studio says."""
        self._show(self.log.say(sentence))

    def write(self, text: str) -> None:
        """Note what the engine wrote to its standard error."""
        self._show(self.log.write(text))

    def copy_all(self) -> None:
        """Put the whole log on the clipboard."""
        QGuiApplication.clipboard().setText(self.log.text())
        self.said.emit(tr("The log is on the clipboard."))

    def clear(self) -> None:
        """Forget all lines."""
        self.log.clear()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "view"):
            self._refresh()

    def _show(self, lines: Iterable[LogLine]) -> None:
        new = tuple(lines)
        if new:
            self.view.add_lines(new)
            self._follow()

    def _refresh(self) -> None:
        self.view.clear()
        self.view.add_lines(tuple(self.log.lines))
        self._follow()

    def _follow(self) -> None:
        some = bool(self.log.lines)
        self.view.setVisible(some)
        self.nothing.setVisible(not some)
        self.setFocusProxy(self.view if some else self.nothing)


class _LogView(QPlainTextEdit):
    """The lines; the end stays in view unless somebody has scrolled back."""

    left = Signal()
    copy_all_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("log")
        self.setAccessibleName(tr("Log"))
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMaximumBlockCount(MOST_LINES)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(10)

    def add_lines(self, lines: Iterable[LogLine]) -> None:
        """Append lines: the time quiet, the engine's words in its own letters."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        quiet, engine, studio = _formats()
        for line in lines:
            if not self.document().isEmpty():
                cursor.insertBlock()
            cursor.insertText(f"{line.time}  ", quiet)
            cursor.insertText(line.text, engine if line.source == "engine" else studio)
        cursor.endEditBlock()
        if at_end:
            bar.setValue(bar.maximum())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = PaintedMenu("", self)
        if self.textCursor().hasSelection():
            menu.addAction(tr("Copy"), self.copy)
        menu.addAction(tr("Copy the whole log"), self.copy_all_wanted.emit)
        menu.addAction(tr("Clear the log"), self.clear_wanted.emit)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())


def _formats() -> tuple[QTextCharFormat, QTextCharFormat, QTextCharFormat]:
    theme = current_theme()
    quiet, engine, studio = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
    quiet.setFont(font("caption"))
    quiet.setForeground(theme.colour("text.tertiary"))
    engine.setFont(mono_font("small"))
    engine.setForeground(theme.colour("text.primary"))
    studio.setFont(font("body"))
    studio.setForeground(theme.colour("text.secondary"))
    return quiet, engine, studio
