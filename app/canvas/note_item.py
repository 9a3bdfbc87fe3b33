"""NoteItem: a note on the canvas, its Markdown laid out once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout as DocumentLayout
from PySide6.QtGui import QPainter, QPainterPath, QPalette, QPen, QTextDocument
from PySide6.QtWidgets import QGraphicsItem, QStyle, QStyleOptionGraphicsItem, QWidget

from app.canvas.boxes import box_rect
from app.canvas.detail import BARE_BELOW
from app.canvas.tints import frame_colours
from app.look.theme import Theme, font, load_tokens
from app.look.words import tr

GRIP = 16.0
INSET = 12.0
BELOW_WIRES = -5.0
# A note is read on the canvas, not scrolled: more than this is never seen.
_LONGEST = 20_000


class NoteItem(QGraphicsItem):
    """A note as the file has it; one that says nothing usable is not seen."""

    def __init__(self, box: Any, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.text = ""
        self.colour = ""
        self._size = QRectF()
        self._page: QTextDocument | None = None
        self.setZValue(BELOW_WIRES)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.show_box(box)

    def show_box(self, box: Any) -> None:
        """Show the note anew."""
        known = box if isinstance(box, Mapping) else {}
        text, colour = known.get("text"), known.get("colour")
        self.text = text if isinstance(text, str) else ""
        self.colour = colour if isinstance(colour, str) else ""
        self._page = None
        rect = box_rect(box)
        self.setVisible(rect is not None)
        self.show_rect(rect if rect is not None else QRectF())
        self.update()

    def show_rect(self, rect: QRectF) -> None:
        """Show the note elsewhere or in another size."""
        self.setPos(rect.topLeft())
        size = QRectF(0, 0, rect.width(), rect.height())
        if size != self._size:
            self.prepareGeometryChange()
            self._size = size
            if self._page is not None:
                self._page.setTextWidth(size.width() - 2 * INSET)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self._page = None
        self.update()

    @property
    def grip(self) -> QRectF:
        """The corner by which the note is resized."""
        corner = self._size.bottomRight()
        return QRectF(corner.x() - GRIP, corner.y() - GRIP, GRIP, GRIP)

    @property
    def text_rect(self) -> QRectF:
        """Where the words stand, for the editor that opens over them."""
        return self._size.adjusted(INSET, INSET - 4, -INSET, 4 - INSET)

    def sceneBody(self) -> QRectF:
        """The note on the canvas."""
        return self._size.translated(self.pos())

    def boundingRect(self) -> QRectF:
        return self._size.adjusted(-4, -4, 4, 4)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._size)
        return path

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        radius = float(load_tokens()["radius"]["control"])
        state: QStyle.StateFlag = option.state
        surface, border = self.theme.colour("bg.panel"), self.theme.colour("line.normal")
        if self.colour:
            surface, _, border = frame_colours(self.theme, self.colour)
        painter.setBrush(surface)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.setPen(QPen(self.theme.colour("user.base"), 2) if selected else QPen(border, 1))
        painter.drawRoundedRect(self._size.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if zoom < BARE_BELOW:
            return
        painter.save()
        place = self.text_rect
        painter.setClipRect(place.adjusted(0, 0, 4, 4), Qt.ClipOperation.IntersectClip)
        painter.translate(place.topLeft())
        context = DocumentLayout.PaintContext()
        palette = QPalette()
        words = "text.secondary" if self.text.strip() else "text.tertiary"
        palette.setColor(QPalette.ColorRole.Text, self.theme.colour(words))
        context.palette = palette
        self._laid_out().documentLayout().draw(painter, context)
        painter.restore()
        painter.setPen(QPen(self.theme.colour("line.strong"), 1))
        corner = self._size.bottomRight() - QPointF(4, 4)
        painter.drawLine(corner - QPointF(6, 0), corner - QPointF(0, 6))
        painter.drawLine(corner - QPointF(3, 0), corner - QPointF(0, 3))

    def _laid_out(self) -> QTextDocument:
        if self._page is None:
            page = QTextDocument()
            page.setDocumentMargin(0)
            page.setDefaultFont(font("nodeLabel"))
            shown = self.text[:_LONGEST] if self.text.strip() else tr("Double-click to write")
            # Without HTML: a note is somebody else's text, and no picture is fetched for it.
            page.setMarkdown(shown, QTextDocument.MarkdownFeature.MarkdownNoHTML)
            page.setTextWidth(self._size.width() - 2 * INSET)
            self._page = page
        return self._page
