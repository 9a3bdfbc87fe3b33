"""LineEditor: a text of one line, such as the name of a file or a folder."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.field import make_line
from app.look.words import tr
from graph_engine.hints import FolderName
from graph_engine.spec import InputSpec


class LineEditor(Editor):
    """Each valid text is taken as it is typed; a wrong one is named and never kept."""

    def __init__(
        self,
        spec: InputSpec,
        value: Any,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, value, context, parent)
        self._wrong = ""
        self._line = make_line(self.look, self)
        self._line.setAccessibleName(spec.name)
        self._line.setPlaceholderText(_placeholder(spec))
        self._line.textEdited.connect(self._typed)
        self.setFocusProxy(self._line)
        self._show_value()

    def start(self) -> None:
        super().start()
        self._line.selectAll()

    def sizeHint(self) -> QSize:
        return QSize(140, round(self.look.height))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, round(self.look.height))

    def _typed(self, text: str) -> None:
        self._wrong = self._offer(text)
        self.note.say(self._wrong, wrong=True)
        self._line.setFont(self.look.font(bold=not self.is_default))
        self.update()

    def _show_value(self) -> None:
        self._wrong = ""
        if self._line.text() != (self._value or ""):
            self._line.setText(self._value or "")
        self._line.setFont(self.look.font(bold=not self.is_default))
        self.update()

    def _finish(self) -> None:
        if self._wrong:
            self.note.say(self._wrong, wrong=True)
            return
        super()._finish()

    def _left(self) -> None:
        self._show_value()
        super()._finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        pad = round(self.look.pad) - 2  # a line keeps 2 pixels of its own
        self._line.setGeometry(pad, 1, self.width() - 2 * pad, self.height() - 2)
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        focused = self._line.hasFocus()
        self.look.paint(
            QPainter(self),
            QRectF(self.rect()),
            hovered=self.underMouse(),
            typing=focused,
            wrong=bool(self._wrong),
        )


def _placeholder(spec: InputSpec) -> str:
    if isinstance(spec.hint, FolderName):
        return tr("the output folder itself")
    return str(spec.default) if spec.default else ""
