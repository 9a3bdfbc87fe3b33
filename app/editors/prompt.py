"""PromptEditor: a text of several lines, with weights, tokens and the names of embeddings."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.editors.context import EditorContext, TokenCount
from app.editors.editor import Editor
from app.editors.field import END, LEFT, RIGHT
from app.editors.prompt_text import PromptText
from app.look.words import tr
from graph_engine.spec import InputSpec

FEWEST_LINES, MOST_LINES = 3, 14
_FOOTER = 22


class PromptEditor(Editor):
    """On a node it grows downwards with its text; in the inspector it asks for the room.

    A long text is never thrown away by one key: Esc ends it and keeps the text, as Ctrl+Enter
    does before the window has it. Undo takes it back.
    """

    def __init__(
        self,
        spec: InputSpec,
        value: Any,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, value, context, parent)
        self.text = PromptText(self.look, context, self)
        self.text.setAccessibleName(spec.name)
        self.text.setPlainText(value or "")
        self.text.textChanged.connect(self._typed)
        self.text.done.connect(self._finish)
        self.text.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._least = 0
        self.count: TokenCount | None = None
        self.setFocusProxy(self.text)
        self._count()

    def start(self) -> None:
        """Begin with the cursor at the end."""
        super().start()
        self.text.go_to_end()

    def start_at(self, place: QPoint) -> None:
        """Begin with the cursor where the painted text was clicked."""
        super().start()
        self.text.setTextCursor(self.text.cursorForPosition(self.text.mapFrom(self, place)))

    def show_count(self, count: TokenCount | None) -> None:
        """Show how many tokens the text has, when this is found out elsewhere."""
        self.count = count
        words = self.footer
        self.text.setAccessibleDescription(" ".join(word for word in words if word))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._height_of(FEWEST_LINES if not self.look.in_node else 1))

    def hasHeightForWidth(self) -> bool:
        return False

    def _typed(self) -> None:
        self._offer(self.text.toPlainText())
        self._count()

    def _cancel(self) -> None:
        self._finish()

    def _count(self) -> None:
        if self.context.count_tokens is not None:
            self.show_count(self.context.count_tokens(self._value or ""))

    def _show_value(self) -> None:
        if self.text.toPlainText() != (self._value or ""):
            blocked = self.text.blockSignals(True)
            self.text.replace_all(self._value or "")
            self.text.blockSignals(blocked)
        self._count()

    # --- Size --------------------------------------------------------------------------------

    @property
    def _footer_height(self) -> int:
        return round(_FOOTER * self.look.zoom)

    def _height_of(self, lines: int) -> int:
        spacing = QFontMetricsF(self.text.font()).lineSpacing()
        return math.ceil(lines * spacing) + 2 * self.text.top_pad + self._footer_height

    def _wanted_height(self) -> int:
        # A plain text document counts its height in lines.
        lines = max(FEWEST_LINES, min(math.ceil(self.text.document().size().height()), MOST_LINES))
        if self.look.in_node:
            lines = max(1, lines)
        return self._height_of(lines)

    def _grow(self) -> None:
        if self.look.in_node:
            wanted = max(self._least, self._wanted_height())
            if wanted != self.height():
                self.resize(self.width(), wanted)
                self._place_text()  # before it is shown, no event tells of the new size
        else:
            self.updateGeometry()

    def _place_text(self) -> None:
        self.text.setGeometry(1, 1, self.width() - 2, self.height() - self._footer_height - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._least == 0:
            self._least = self.height()
        self._place_text()
        super().resizeEvent(event)
        self._grow()

    # --- Painting ----------------------------------------------------------------------------

    @property
    def footer(self) -> tuple[str, str]:
        """What stands below the text, left and right."""
        keys = tr("Ctrl ↑ ↓ weight") if self.text.hasFocus() else ""
        if self.count is None:
            return keys, ""
        tokens = tr("{used} of {limit} tokens", used=self.count.used, limit=self.count.limit)
        if self.count.lost:
            keys = tr("Not read: {words}", words=" ".join(self.count.lost))
        return keys, tokens

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, look = QPainter(self), QRectF(self.rect()), self.look
        focused = self.text.hasFocus()
        look.paint(painter, place, hovered=self.underMouse(), typing=focused)
        keys, tokens = self.footer
        lost = self.count is not None and bool(self.count.lost)
        room = look.inner(place)
        room.setTop(place.bottom() - self._footer_height - 2)
        small = look.font(role="micro")
        metrics = QFontMetricsF(small)
        painter.setFont(small)
        painter.setPen(look.theme.colour("state.warning" if lost else "text.secondary"))
        painter.drawText(room, RIGHT, tokens)
        free = room.width() - metrics.horizontalAdvance(tokens) - 12
        painter.setPen(look.theme.colour("state.warning" if lost else "text.tertiary"))
        painter.drawText(room, LEFT, metrics.elidedText(keys, END, free))
        self.setToolTip(keys if lost else "")
