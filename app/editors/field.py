"""Field: how the field of an editor looks, on a node and in the inspector."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from app.editors.context import EditorContext
from app.look.icons import paint_icon
from app.look.theme import font, load_tokens, size

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
END, MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
_RING = 2.0


class FieldLook:
    """The sizes, fonts and colours of a field in its home, at the canvas's zoom."""

    def __init__(self, context: EditorContext) -> None:
        radius = load_tokens()["radius"]
        self.theme = context.theme
        self.zoom = context.zoom
        self.in_node = context.home == "node"
        self.height = size("node.paramField" if self.in_node else "field") * self.zoom
        self.radius = float(radius["fieldInNode" if self.in_node else "field"]) * self.zoom
        self.pad = (7 if self.in_node else 8) * self.zoom

    def font(self, *, bold: bool = False, medium: bool = False, role: str = "") -> QFont:
        """The font of a value, or of a role, at the zoom."""
        weight = QFont.Weight.Medium if medium else QFont.Weight.Normal
        if bold:
            weight = QFont.Weight.DemiBold
        made = QFont(font(role or ("nodeLabel" if self.in_node else "body"), weight))
        made.setPointSizeF(made.pointSizeF() * self.zoom)
        return made

    def fill(self, *, hovered: bool = False) -> QColor:
        """What the field is filled with at rest."""
        if not self.in_node:
            return self.theme.colour("bg.field")
        return self.theme.colour("node.fieldHover" if hovered else "node.field")

    def paint(
        self,
        painter: QPainter,
        place: QRectF,
        *,
        hovered: bool = False,
        focused: bool = False,
        typing: bool = False,
        wrong: bool = False,
        share: tuple[float, float] | None = None,
    ) -> None:
        """Paint the field; `share` is the part of it that a slider fills."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(place, self.radius, self.radius)
        colour = self.theme.colour("bg.field") if typing else self.fill(hovered=hovered)
        painter.fillPath(outline, colour)
        if share is not None:
            part = QPainterPath()
            width = place.width() * (share[1] - share[0])
            part.addRect(
                QRectF(place.left() + place.width() * share[0], place.top(), width, place.height())
            )
            painter.fillPath(outline.intersected(part), self.theme.colour("node.fill"))
        self._paint_edge(painter, place, hovered=hovered, ring=focused or typing, wrong=wrong)

    def _paint_edge(
        self, painter: QPainter, place: QRectF, *, hovered: bool, ring: bool, wrong: bool
    ) -> None:
        if wrong or ring:
            colour, width = ("state.failed" if wrong else "user.base"), _RING
        elif hovered:
            colour, width = ("line.control" if self.in_node else "line.strong"), 1.0
        elif not self.in_node:
            colour, width = "line.normal", 1.0
        else:
            return
        inset = width / 2
        painter.setPen(QPen(self.theme.colour(colour), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = max(1.0, self.radius - inset)
        painter.drawRoundedRect(place.adjusted(inset, inset, -inset, -inset), radius, radius)

    def paint_head(
        self,
        painter: QPainter,
        place: QRectF,
        at: float,
        *,
        active: bool,
        texts: Sequence[QRectF] = (),
    ) -> None:
        """Paint an end of a slider's fill; it parts where a text stands."""
        x = place.left() + place.width() * at
        x = min(max(x, place.left() + 2), place.right() - 2)
        colour = self.theme.colour("user.base" if active else "text.primary")
        whole = QRectF(x - 1, place.top() + 1, 2, place.height() - 2)
        if not any(text.left() - 3 < x < text.right() + 3 for text in texts):
            painter.fillRect(whole, colour)
            return
        stub = place.height() * 0.18
        painter.fillRect(QRectF(whole.left(), whole.top(), 2, stub), colour)
        painter.fillRect(QRectF(whole.left(), whole.bottom() - stub, 2, stub), colour)

    def text_at(self, place: QRectF, text: str, *, bold: bool, right: bool = True) -> QRectF:
        """Where a value's text stands in its room."""
        words = self.font(bold=bold, medium=right and self.in_node)
        wide = QFontMetricsF(words).horizontalAdvance(text)
        left = place.right() - wide if right else place.left()
        return QRectF(left, place.top(), wide, place.height())

    def inner(self, place: QRectF) -> QRectF:
        """The room for text."""
        return place.adjusted(self.pad, 0, -self.pad, 0)

    def paint_name(self, painter: QPainter, place: QRectF, name: str) -> float:
        """Paint the param's name as nodes do; gives the width that it took."""
        if not self.in_node:
            return 0
        words = self.font()
        metrics = QFontMetricsF(words)
        shown = metrics.elidedText(name, END, place.width() * 0.6)
        painter.setFont(words)
        painter.setPen(self.theme.colour("text.secondary"))
        painter.drawText(place, LEFT, shown)
        return metrics.horizontalAdvance(shown) + 10 * self.zoom

    def paint_text(
        self,
        painter: QPainter,
        place: QRectF,
        text: str,
        *,
        bold: bool = False,
        right: bool = True,
        colour: str = "text.primary",
        elide: Qt.TextElideMode = END,
    ) -> None:
        """Paint a value in its place, elided where it doesn't fit."""
        words = self.font(bold=bold, medium=right and self.in_node)
        painter.setFont(words)
        painter.setPen(self.theme.colour(colour))
        shown = QFontMetricsF(words).elidedText(text, elide, place.width())
        painter.drawText(place, RIGHT if right else LEFT, shown)

    def paint_glyph(
        self, painter: QPainter, place: QRectF, name: str, colour: str = "text.tertiary"
    ) -> float:
        """Paint an icon at the right end of a place; gives the width that it took."""
        side = (12 if self.in_node else 14) * self.zoom
        middle = QPointF(place.right() - side / 2 + 1, place.center().y())
        target = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        paint_icon(painter, name, self.theme.colour(colour), self.fill(), target)
        return side + 4 * self.zoom


def make_line(look: FieldLook, parent: QWidget) -> QLineEdit:
    """A bare line of text, to lie in a field that its parent paints."""
    line = QLineEdit(parent)
    line.setFrame(False)
    line.setFont(look.font())
    line.setTextMargins(0, 0, 0, 0)
    line.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
    line.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0; }")
    return line
