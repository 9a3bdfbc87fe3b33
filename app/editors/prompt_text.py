"""PromptText: the text of a prompt, with the keys that weigh words and complete embeddings."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QFrame, QListView, QPlainTextEdit, QWidget

from app.editors.context import EditorContext
from app.editors.field import FieldLook
from app.editors.weights import change_weight
from app.look.words import tr

MARK = "embedding:"
_CTRL = Qt.KeyboardModifier.ControlModifier
_WEIGHTS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMPLETES = (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class PromptText(QPlainTextEdit):
    """Tab leaves it, Ctrl+Up and Ctrl+Down weigh words.

    Ctrl+Enter is the window's: `done` comes before it.
    """

    done = Signal()

    def __init__(self, look: FieldLook, context: EditorContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.top_pad = round(4 * look.zoom)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(look.font())
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("empty prompt"))
        self.document().setDocumentMargin(0)
        pad = round(look.pad) - 1
        self.setViewportMargins(pad, self.top_pad, pad, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QPlainTextEdit { background: transparent; border: none; }")
        self.viewport().setAutoFillBackground(False)
        self._names = QListView()
        self._completer = _make_completer(context, self, self._names)
        self._completer.activated.connect(self._complete)

    def go_to_end(self) -> None:
        """Put the cursor behind the last word."""
        self.moveCursor(QTextCursor.MoveOperation.End)

    def replace_all(self, text: str) -> None:
        """Put another text in its place, as one step of the own undo."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def weigh(self, steps: int) -> None:
        """Change the weight of the selected words or of the word at the cursor."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        # Qt counts in UTF-16, Python in characters.
        text = self.toPlainText()
        changed = change_weight(text, _characters(text, start), _characters(text, end), steps)
        if changed is None:
            return
        first = _units(text[: changed.start])
        cursor.setPosition(first)
        cursor.setPosition(_units(text[: changed.end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(changed.text)
        cursor.setPosition(first)
        cursor.setPosition(first + _units(changed.text), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in _WEIGHTS and event.modifiers() & _CTRL:
                event.accept()
                return True
            if event.key() in _ENTER and event.modifiers() & _CTRL:
                self.done.emit()
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._names.isVisible() and event.key() in _COMPLETES:
            event.ignore()  # the list's own filter takes it
        elif event.key() in _WEIGHTS and event.modifiers() & _CTRL:
            self.weigh(_WEIGHTS[Qt.Key(event.key())])
        elif (
            event.key() in _ENTER and event.modifiers() & _CTRL
        ) or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
            self._offer_names(bool(event.text()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._editor_changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._editor_changed()

    def _editor_changed(self) -> None:
        editor = self.parentWidget()
        if editor is not None:
            editor.update()

    # --- Embeddings --------------------------------------------------------------------------

    def _offer_names(self, typed: bool) -> None:
        begun = self._begun_name()
        if begun is None or not typed:
            self._names.hide()
            return
        self._completer.setCompletionPrefix(begun)
        if self._completer.completionCount() == 0 or self._completer.currentCompletion() == begun:
            self._names.hide()
            return
        place = self.cursorRect()
        metrics = QFontMetricsF(self.font())
        margins = self.viewportMargins()
        place.translate(margins.left() - int(metrics.horizontalAdvance(begun)), margins.top())
        place.setWidth(self._names.sizeHintForColumn(0) + 24)
        self._completer.complete(place)
        self._names.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _begun_name(self) -> str | None:
        """What stands between `embedding:` and the cursor; None if there is no mark."""
        cursor = self.textCursor()
        block = cursor.block().text()
        found = re.search(rf"{MARK}([^\s,()]*)$", block[: cursor.positionInBlock()])
        return found[1] if found else None

    def _complete(self, name: str) -> None:
        begun = self._begun_name()
        if begun is not None:
            cursor = self.textCursor()
            cursor.movePosition(
                QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, _units(begun)
            )
            cursor.insertText(name)
            self.setTextCursor(cursor)


def _make_completer(context: EditorContext, text: PromptText, popup: QListView) -> QCompleter:
    names = sorted({model.name for model in context.models if model.kind == "embedding"})
    completer = QCompleter(QStringListModel(names, text), text)
    completer.setWidget(text)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    theme = context.theme
    completer.setPopup(popup)
    popup.setFont(text.font())
    popup.setAccessibleName(tr("Embeddings"))
    popup.setStyleSheet(
        f"QListView {{ background: {theme.colour('bg.popup').name()}; padding: 4px;"
        f" border: 1px solid {theme.colour('line.strong').name()}; }}"
    )
    return completer


def _characters(text: str, units: int) -> int:
    """A place counted in UTF-16 units as a place in the text."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
