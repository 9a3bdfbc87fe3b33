"""Node body: surface, header, border, and what lies behind them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.canvas.node_shape import BORDER, NodeShape
from app.canvas.node_view import NodeView
from app.canvas.tints import header_colour
from app.look.theme import Theme, load_tokens, size

HATCH = 8.0
SHEET = (5.0, 4.0)


def paint_ring(painter: QPainter, theme: Theme, body: QRectF) -> None:
    """The ring of a selected node: 2 px, one clear of the body."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("bg.canvas"), 1))
    painter.drawRoundedRect(body.adjusted(-0.5, -0.5, 0.5, 0.5), 8.5, 8.5)
    painter.setPen(QPen(theme.colour("user.base"), 2))
    painter.drawRoundedRect(body.adjusted(-2, -2, 2, 2), 10, 10)


def paint_sheet(painter: QPainter, theme: Theme, body: QRectF) -> None:
    """The second sheet that peeks out behind a subgraph."""
    inset, up = SHEET
    sheet = QRectF(body.left() + inset, body.top() - up, body.width() - 2 * inset, 24)
    painter.setPen(QPen(theme.colour("node.border"), 1))
    painter.setBrush(theme.colour("node.header"))
    painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)


def paint_body(
    painter: QPainter, theme: Theme, view: NodeView, shape: NodeShape, *, hatched: bool
) -> None:
    """Surface and header; a placeholder is hatched, a bypassed node has no tint."""
    outline, header = outlines(shape.width, shape.height)
    see_through = view.state != "active"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("bg.canvas" if see_through else "node.body"))
    painter.drawPath(outline)
    if see_through:
        return
    if view.known:
        painter.setBrush(header_colour(theme, view.kind, view.colour))
        painter.drawPath(outline if view.collapsed else header)
    elif hatched:
        _paint_hatching(painter, theme, shape, outline)


def paint_border(
    painter: QPainter, theme: Theme, view: NodeView, shape: NodeShape, *, hovered: bool
) -> None:
    """The border: hairline, brighter under the pointer, thicker in the colour of a state."""
    colour, width = border_of(theme, view, hovered=hovered)
    pen = QPen(colour, width)
    if view.state == "bypassed" or not view.known:
        pen.setDashPattern([3, 2.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outset = (pen.widthF() - 1) / 2
    box = shape.body.adjusted(0.5 - outset, 0.5 - outset, outset - 0.5, outset - 0.5)
    painter.drawRoundedRect(box, 8 + outset, 8 + outset)


def border_of(theme: Theme, view: NodeView, *, hovered: bool) -> tuple[QColor, float]:
    """The colour and width of a node's border."""
    state = float(load_tokens()["line"]["nodeState"])
    if not view.known:
        return theme.colour("state.warning"), 1.0
    if view.state == "active" and view.status.state == "failed":
        return theme.colour("state.failed"), state
    if view.state == "active" and view.status.state == "running":
        return theme.colour("state.running"), state
    lit = hovered or view.state == "bypassed"
    return theme.colour("node.borderHover" if lit else "node.border"), 1.0


@lru_cache(maxsize=4096)
def outlines(width: float, height: float) -> tuple[QPainterPath, QPainterPath]:
    """The outline of a body of a size, and that of its header."""
    radius = float(load_tokens()["radius"]["node"])
    body = QRectF(0, 0, width, height)
    outline = QPainterPath()
    outline.addRoundedRect(body, radius, radius)
    bottom = BORDER + size("node.header")
    header = QPainterPath(QPointF(0, bottom))
    header.lineTo(0, radius)
    header.arcTo(QRectF(0, 0, 2 * radius, 2 * radius), 180, -90)
    header.lineTo(width - radius, 0)
    header.arcTo(QRectF(width - 2 * radius, 0, 2 * radius, 2 * radius), 90, -90)
    header.lineTo(width, bottom)
    header.closeSubpath()
    return outline, header


def _paint_hatching(
    painter: QPainter, theme: Theme, shape: NodeShape, outline: QPainterPath
) -> None:
    painter.save()
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(theme.colour("node.border"), 1))
    lines, x, height = [], -shape.height, shape.height
    while x < shape.width:
        lines.append(QLineF(x, height, x + height, 0))
        x += HATCH * 1.5
    painter.drawLines(lines)
    painter.restore()
