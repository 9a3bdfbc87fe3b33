"""NodeItem: one node on the canvas, painted whole, with nothing inside that Qt has to manage."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyle, QStyleOptionGraphicsItem, QWidget

from app.canvas.node_shape import TITLE_LEFT, measure_node
from app.canvas.node_text import paint_params, paint_title, paint_words
from app.canvas.node_view import NodeView
from app.look.icons import paint_icon
from app.look.port_shapes import paint_port
from app.look.shadow import paint_shadow
from app.look.theme import Theme, load_tokens, size

REDUCED_BELOW = 0.60
BARE_BELOW = 0.45
OVERVIEW_BELOW = 0.25
_GLYPHS = {"muted": ("mute", "state.muted"), "bypassed": ("bypass", "state.muted")}


class NodeItem(QGraphicsItem):
    """A node; `shape_of` holds the places of its ports."""

    def __init__(self, view: NodeView, theme: Theme) -> None:
        super().__init__()
        self.view = view
        self.theme = theme
        self.shape_of = measure_node(view)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setAcceptHoverEvents(True)
        self.setToolTip("\n".join(str(problem) for problem in view.problems))

    def boundingRect(self) -> QRectF:
        margin = float(load_tokens()["ninePatch"]["node"]["margin"])
        return self.shape_of.body.adjusted(-margin, -margin, margin, margin)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self.shape_of.body.adjusted(-7, 0, 7, 0))
        return path

    def output_at(self, port: str) -> QPointF | None:
        """An output port's middle, on the canvas."""
        at = self.shape_of.output_at(port)
        return None if at is None else self.mapToScene(at)

    def input_at(self, port: str) -> QPointF | None:
        """An input port's middle, on the canvas."""
        at = self.shape_of.input_at(port)
        return None if at is None else self.mapToScene(at)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        # A muted body is half transparent: its shadow would show through.
        if zoom >= BARE_BELOW and self.view.state != "muted":
            paint_shadow(painter, self.theme, self.shape_of.body)
        if selected:
            self._paint_ring(painter)
        if self.view.state == "muted":
            painter.setOpacity(
                float(load_tokens()["themes"][self.theme.name]["alpha"]["mutedBody"])
            )
        self._paint_body(painter, hovered, zoom)
        if zoom >= REDUCED_BELOW:
            self._paint_header_parts(painter)
            paint_words(painter, self.view, self.shape_of, self.theme)
        if zoom > OVERVIEW_BELOW:
            paint_params(
                painter, self.view, self.shape_of, self.theme, as_bars=zoom < REDUCED_BELOW
            )
        if BARE_BELOW <= zoom < REDUCED_BELOW:
            paint_title(painter, self.view, self.shape_of, self.theme, steady=zoom)
        if zoom >= BARE_BELOW:
            self._paint_ports(painter, as_dots=zoom < REDUCED_BELOW)

    def _paint_ring(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.theme.colour("user.base"), 2))
        painter.setBrush(self.theme.colour("bg.canvas"))
        painter.drawRoundedRect(self.shape_of.body.adjusted(-2, -2, 2, 2), 10, 10)

    def _paint_body(self, painter: QPainter, hovered: bool, zoom: float) -> None:
        body, theme = self.shape_of.body.adjusted(0.5, 0.5, -0.5, -0.5), self.theme
        outline = QPainterPath()
        outline.addRoundedRect(body, 8, 8)
        painter.fillPath(outline, theme.colour("node.body"))
        painter.save()
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        if self.view.known:
            header = QRectF(0, 0, body.width() + 1, size("node.header"))
            painter.fillRect(header, theme.tint(self.view.kind))
            painter.fillRect(
                QRectF(0, header.bottom(), header.width(), 1), theme.colour("line.normal")
            )
        elif zoom > OVERVIEW_BELOW:
            self._paint_hatching(painter)
        painter.restore()
        painter.setPen(self._border(hovered))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _paint_hatching(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.theme.colour("node.border"), 1))
        body = self.shape_of.body
        step, x = 8.0, -body.height()
        while x < body.width():
            painter.drawLine(QPointF(x, body.height()), QPointF(x + body.height(), 0))
            x += step

    def _border(self, hovered: bool) -> QPen:
        colour = self.theme.colour("node.borderHover" if hovered else "node.border")
        pen = QPen(colour, 1)
        if not self.view.known:
            pen = QPen(self.theme.colour("state.warning"), 1.2)
        elif self._failed():
            pen = QPen(self.theme.colour("state.failed"), 1.5)
        if not self.view.known or self.view.state == "bypassed":
            pen.setStyle(Qt.PenStyle.DashLine)
        return pen

    def _failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.view.problems)

    def _paint_header_parts(self, painter: QPainter) -> None:
        theme, side = self.theme, size("iconNode")
        middle = size("node.header") / 2
        surface = theme.tint(self.view.kind) if self.view.known else theme.colour("node.body")
        place = QRectF(9, middle - side / 2, side, side)
        paint_icon(painter, self.view.icon, self._icon_colour(), surface, place)
        if glyph := self._glyph():
            name, colour = glyph
            place = QRectF(self.shape_of.width - 9 - 13, middle - 6.5, 13, 13)
            paint_icon(painter, name, theme.colour(colour), surface, place)
        room = self.shape_of.width - TITLE_LEFT - (30 if glyph else 10)
        paint_title(painter, self.view, self.shape_of, theme, room=room, caption=not glyph)

    def _icon_colour(self) -> QColor:
        if not self.view.known:
            return self.theme.colour("text.secondary")
        return self.theme.type_colour(self.view.kind)

    def _glyph(self) -> tuple[str, str] | None:
        if not self.view.known:
            return "warn", "state.warning"
        if self._failed():
            return "errorf", "state.failed"
        if self.view.problems:
            return "warn", "state.warning"
        return _GLYPHS.get(self.view.state)

    def _paint_ports(self, painter: QPainter, as_dots: bool) -> None:
        body = self.theme.colour("node.body")
        radius = size("node.portKnockout") / 2
        shape = self.shape_of
        for x, rows in ((0.0, shape.inputs), (shape.width, shape.outputs)):
            for row in rows:
                at = QPointF(x, row.y)
                colour = self.theme.type_colour(row.port.kind)
                painter.setPen(Qt.PenStyle.NoPen)
                if as_dots:
                    painter.setBrush(colour)
                    painter.drawEllipse(at, 4, 4)
                    continue
                painter.setBrush(body)
                painter.drawEllipse(at, radius, radius)
                paint_port(painter, at, row.port.kind, colour, body, linked=row.port.linked)
