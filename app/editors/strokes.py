"""StrokesEditor: a painted mask kept as strokes; it opens the mask painter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.mask_painter.strokes import StrokesError, read_strokes
from app.look.words import tr, tr_count
from graph_engine.spec import InputSpec

if TYPE_CHECKING:
    from app.editors.mask_painter.painter import MaskPainter

_OPEN = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class StrokesEditor(Editor):
    """The field says how many strokes there are; a click paints."""

    def __init__(
        self,
        spec: InputSpec,
        value: Any,
        context: EditorContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, value, context, parent)
        self.painter: MaskPainter | None = None
        self._show_value()

    def start(self) -> None:
        super().start()
        self.paint_mask()

    def paint_mask(self) -> None:
        """Open the mask painter with the strokes."""
        # Only painting needs arrays, and importing them would slow the studio's start.
        from app.editors.mask_painter.files import PictureError, read_picture
        from app.editors.mask_painter.painter import MaskPainter

        size, below = QSize(*self.context.mask_size), self.context.mask_picture
        try:
            picture = QImage() if below is None else read_picture(below)
            painter = MaskPainter.for_strokes(self.value or "", size, picture, self.context, self)
        except (StrokesError, PictureError) as error:
            self.note.say(str(error), wrong=True)
            return
        painter.accepted.connect(lambda: self._keep(painter.strokes))
        painter.rejected.connect(self.cancelled)
        painter.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        painter.open()
        self.painter = painter

    @property
    def shown_text(self) -> str:
        """What the field says."""
        try:
            number = len(read_strokes(self.value or ""))
        except StrokesError as error:
            return str(error)
        if number == 0:
            return tr("Paint…")
        return tr_count(number, "{number} stroke", "{number} strokes")

    def sizeHint(self) -> QSize:
        return QSize(140, round(self.look.height))

    def minimumSizeHint(self) -> QSize:
        return QSize(48, round(self.look.height))

    def _keep(self, strokes: str) -> None:
        self._offer(strokes)
        self._show_value()
        self._finish()

    def _show_value(self) -> None:
        self.setAccessibleDescription(self.shown_text)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPEN and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.paint_mask()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.paint_mask()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place, look = QPainter(self), QRectF(self.rect()), self.look
        look.paint(painter, place, hovered=self.underMouse(), focused=self.hasFocus())
        inner = look.inner(place)
        named = look.paint_name(painter, inner, self.spec.name)
        icon = look.paint_glyph(painter, inner, "brush")
        room = inner.adjusted(named, 0, -icon, 0)
        look.paint_text(painter, room, self.shown_text, right=look.in_node)
