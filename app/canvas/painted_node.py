"""PaintedNode: how a node looks at each distance, painted whole, with nothing inside it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyle, QStyleOptionGraphicsItem, QWidget

from app.canvas.detail import BARE_BELOW, OVERVIEW_BELOW, REDUCED_BELOW
from app.canvas.node_body import border_of, paint_body, paint_border, paint_ring, paint_sheet
from app.canvas.node_fields import paint_bars, paint_extras, paint_fields, paint_picture
from app.canvas.node_ports import NO_MARKS, paint_dots, paint_ports
from app.canvas.node_shape import BORDER, NodeShape, glyph_of, measure_node
from app.canvas.node_shell import ShellLook, fits_shell, paint_shell
from app.canvas.node_view import NodeView, passes_from
from app.canvas.state_strip import paint_strip
from app.canvas.tints import header_colour
from app.canvas.wire import Wire
from app.canvas.words import BOLD, Words, lay_words, metrics
from app.look.icons import paint_icon
from app.look.shadow import paint_glow, paint_shadow
from app.look.theme import Theme, load_tokens, size

FADED = 0.55


class PaintedNode(QGraphicsItem):
    """A node's looks; `shape_of` holds the places of its ports, fields, title and picture."""

    def __init__(self, view: NodeView, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.view = view
        self.shape_of: NodeShape = measure_node(view)
        self.picture: QImage | None = None
        self.captions: tuple[str, ...] = ()
        self.marks = NO_MARKS
        self.hovered = False
        self.hovered_field = ""
        self.drop_target = False
        self._steady: tuple[float, Words] | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        state: QStyle.StateFlag = option.state
        self.paint_node(
            painter,
            zoom,
            selected=bool(state & QStyle.StateFlag.State_Selected),
            hovered=self.hovered,
        )

    @property
    def is_plain(self) -> bool:
        """Whether the node is a body with a header and nothing else: most are."""
        view = self.view
        special = view.state != "active" or view.collapsed or view.is_subgraph
        return view.known and not special and fits_shell(self.shape_of.body)

    def paint_node(self, painter: QPainter, zoom: float, *, selected: bool, hovered: bool) -> None:
        """Paint the node in its own measures."""
        theme, view, shape = self.theme, self.view, self.shape_of
        active = view.state == "active"
        plain = active and view.known and not view.collapsed and fits_shell(shape.body)
        if zoom >= BARE_BELOW and active:
            self._paint_behind(painter, shadow=not plain)
        if plain:
            self._paint_shell(painter, hovered=hovered, shadow=zoom >= BARE_BELOW)
        else:
            paint_body(painter, theme, view, shape, hatched=zoom > OVERVIEW_BELOW)
        if selected or self.drop_target:
            paint_ring(painter, theme, shape.body)
        if zoom >= REDUCED_BELOW:
            self._paint_content(painter)
        else:
            self._paint_less(painter, zoom)
        if not plain:
            paint_border(painter, theme, view, shape, hovered=hovered)
        if zoom >= REDUCED_BELOW:
            surface = theme.colour("bg.canvas" if not active else "node.body")
            paint_ports(painter, theme, shape, surface, self.marks)
        elif zoom >= BARE_BELOW:
            paint_dots(painter, theme, shape, self.marks, zoom)

    def _paint_behind(self, painter: QPainter, *, shadow: bool) -> None:
        body = self.shape_of.body
        if shadow:
            if self.view.status.state == "running":
                paint_glow(painter, self.theme, body)
            paint_shadow(painter, self.theme, body)
        if self.view.is_subgraph:
            paint_sheet(painter, self.theme, body)

    def _paint_shell(self, painter: QPainter, *, hovered: bool, shadow: bool) -> None:
        theme, view = self.theme, self.view
        header = header_colour(theme, view.kind, view.colour)
        colour, width = border_of(theme, view, hovered=hovered)
        running = shadow and view.status.state == "running"
        look = ShellLook(header.rgb(), colour.rgb(), width, shadow, running)
        paint_shell(painter, theme, self.shape_of.body, look)

    def _paint_content(self, painter: QPainter) -> None:
        theme, view, shape = self.theme, self.view, self.shape_of
        faded = view.state != "active"
        if view.state == "muted":
            painter.setOpacity(float(load_tokens()["themes"][theme.name]["alpha"]["mutedBody"]))
        surface = header_colour(theme, view.kind, view.colour)
        if faded or not view.known:
            surface = theme.colour("node.body")
        icon = theme.colour("text.secondary") if not view.known else theme.type_colour(view.kind)
        paint_icon(painter, view.icon, icon, surface, shape.icon)
        if glyph := glyph_of(view):
            name, colour = glyph
            side = size("iconState")
            at = QPointF(shape.width - 15, shape.icon.center().y())
            place = QRectF(at.x() - side / 2, at.y() - side / 2, side, side)
            paint_icon(painter, name, theme.colour(colour), surface, place)
        for words in shape.header:
            words.paint(painter, theme)
        self._paint_strip(painter)
        if view.state == "bypassed":
            painter.setOpacity(FADED)
        paint_fields(painter, theme, shape, self.hovered_field, as_bars=False)
        paint_extras(painter, theme, view, shape)
        for words in shape.labels:
            words.paint(painter, theme)
        self._paint_picture(painter, captions=True)
        painter.setOpacity(1)
        if view.state == "bypassed":
            self._paint_passing(painter)

    def _paint_less(self, painter: QPainter, zoom: float) -> None:
        """Bars and pictures only; the title keeps a readable size while there is room for it."""
        theme, view, shape = self.theme, self.view, self.shape_of
        if view.state != "active":
            painter.setOpacity(float(load_tokens()["themes"][theme.name]["alpha"]["mutedBody"]))
        self._paint_strip(painter, plain=True)
        if zoom >= BARE_BELOW:
            paint_fields(painter, theme, shape, "", as_bars=True)
            self._steady_title(zoom).paint(painter, theme)
        else:
            paint_bars(painter, theme, shape)
        self._paint_picture(painter, captions=False)
        painter.setOpacity(1)

    def _paint_strip(self, painter: QPainter, *, plain: bool = False) -> None:
        view, shape = self.view, self.shape_of
        if view.state == "bypassed" or not view.known:
            return
        inset, top = BORDER, BORDER + size("node.header")
        if view.collapsed:
            inset, top = float(load_tokens()["radius"]["node"]), shape.height - 4
        if view.collapsed and (view.status.state == "idle" or view.state == "muted"):
            return
        place = QRectF(inset, top, shape.width - 2 * inset, size("node.strip"))
        if view.state == "muted":
            painter.fillRect(QRectF(inset, top, place.width(), 1), self.theme.colour("line.strong"))
            return
        paint_strip(painter, self.theme, place, view.status, plain=plain)

    def _paint_picture(self, painter: QPainter, *, captions: bool) -> None:
        place = self.shape_of.picture
        if self.picture is None or place is None:
            return
        shown: tuple[str, ...] = ()
        if captions:
            shown = self.captions or (f"{self.picture.width()} × {self.picture.height()}",)
        paint_picture(painter, self.theme, place, self.picture, shown)

    def _paint_passing(self, painter: QPainter) -> None:
        """Dashed wires from inputs to the outputs that pass them on."""
        free = {row.port.name: row for row in self.shape_of.inputs}
        dash = load_tokens()["wire"]["bypassDash"]
        width = float(load_tokens()["line"]["wireModel"])
        for row in self.shape_of.outputs:
            source = passes_from(row.port, self.view.inputs)
            if source is None:
                continue
            pen = QPen(self.theme.type_colour(row.port.kind), width)
            pen.setDashPattern([part / width for part in dash])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(Wire("", "", "", free[source].at, row.at).path)

    def _steady_title(self, zoom: float) -> Words:
        if self._steady is None or self._steady[0] != zoom:
            self._steady = zoom, _scaled_title(self.view, self.shape_of.width, zoom)
        return self._steady[1]


def _scaled_title(view: NodeView, width: float, zoom: float) -> Words:
    """The title as large as 10 px of the screen at a zoom."""
    line = QRectF(0, 0, (width - 16) * zoom, size("node.header") * zoom)
    small = lay_words(view.title, line, "text.primary", role="lodTitle", weight=BOLD,
                      struck=view.state == "muted")  # fmt: skip
    words = QFont(small.font)
    words.setPointSizeF(words.pointSizeF() / zoom)
    middle = BORDER + size("node.header") / 2
    height = metrics("lodTitle", BOLD).height() / zoom
    at = QPointF(9, middle - height / 2)
    return Words(small.text, at, words, small.colour, small.width / zoom, small.struck)
