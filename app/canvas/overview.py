"""Overview: all nodes and wires in one item, for when a node is but a few pixels wide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from app.canvas.detail import BARE_BELOW, OVERVIEW_BELOW
from app.canvas.far_nodes import FarNode, paint_far_nodes
from app.canvas.links_layer import LinksLayer
from app.canvas.node_item import NodeItem
from app.canvas.tints import mix
from app.look.theme import Theme

ABOVE_WIRES = 0.5
BAR = 3.0
DASH = 6.0
_STATES = {
    "cached": "state.cached",
    "done": "state.cached",
    "running": "state.running",
    "will_run": "state.willRun",
    "resumes": "state.willRun",
    "failed": "state.failed",
    "waiting": "state.muted",
}


class Overview(QGraphicsObject):
    """Tinted boxes with a bar for the state; while it is seen, the node items paint nothing."""

    refreshed = Signal()

    def __init__(self, nodes: Mapping[str, NodeItem], links: LinksLayer, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._nodes = nodes
        self._links = links
        self._stale = True
        self._bounds = QRectF()
        self._content = QRectF()
        # One rectangle for each node, which the batches share: it moves in place.
        self._far: dict[str, FarNode] = {}
        self._tinted: dict[int, list[QRectF]] = {}
        self._bars: dict[str, list[QRectF]] = {}
        self.setZValue(ABOVE_WIRES)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        # For `exposedRect`: only the nodes that are to be seen are painted.
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setVisible(False)

    @staticmethod
    def stands_in_at(zoom: float) -> bool:
        """Whether nodes have no words at a zoom, so that they are painted together."""
        return zoom < BARE_BELOW

    def stand_in(self, far: bool) -> None:
        """Paint in place of the nodes, or leave it to them again."""
        self.setVisible(far)
        for item in self._nodes.values():
            item.stand_back(far)
        self.refresh()

    def refresh(self) -> None:
        """Something has changed: reckon anew before the next paint."""
        self._stale = True
        if self.isVisible():
            self._reckon()
            self.update()
        self.refreshed.emit()

    def follow(self, names: Iterable[str]) -> None:
        """Some nodes have moved, and nothing else has changed."""
        for name in names:
            node = self._far.get(name)
            if node is not None:
                body = node.body
                body.moveTo(self._nodes[name].pos())
                if not self._bounds.contains(body):
                    self._stale = True
        if self.isVisible():
            self._reckon()
            self.update()
        self.refreshed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.refresh()

    def content(self) -> QRectF:
        """What the nodes cover."""
        self._reckon()
        return self._content

    def paint_map(self, painter: QPainter) -> None:
        """Paint a map of all nodes by their states, in the canvas's own measures."""
        self._reckon()
        line = QPen(self.theme.colour("line.strong"), 1)
        line.setCosmetic(True)
        painter.setPen(line)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for path in self._links.far_paths():
            painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        for item in self._nodes.values():
            painter.setBrush(_map_colour(self.theme, item))
            painter.drawRect(item.sceneBody())

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        return QPainterPath()

    def _reckon(self) -> None:
        if not self._stale:
            return
        self._stale = False
        before, self._far = self._far, {}
        self._tinted, self._bars = {}, {}
        bounds = QRectF()
        for node, item in self._nodes.items():
            far = before.get(node)
            if far is None or not far.still_shows(item, self.theme):
                far = FarNode.of(item, self.theme)
            self._far[node] = far
            body, view = far.body, item.view
            bounds |= body
            colour = far.header
            if view.state != "active" or not view.known:
                colour = self.theme.colour("node.body").rgb()
            self._tinted.setdefault(colour, []).append(body)
            state = "failed" if view.failed else view.status.state
            if state in _STATES and view.state == "active":
                self._bars.setdefault(state, []).append(body)
        self._content = bounds
        bounds = bounds.adjusted(-400, -400, 400, 400)
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        self._reckon()
        if zoom > OVERVIEW_BELOW:
            exposed: QRectF = option.exposedRect
            seen = [node for node in self._far.values() if node.body.intersects(exposed)]
            paint_far_nodes(painter, self.theme, zoom, seen)
            return
        # Boxes on whole pixels: without smoothing they cost a tenth, and are crisp.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        edge = QPen(self.theme.colour("node.border"), 1)
        edge.setCosmetic(True)
        painter.setPen(edge)
        for colour, bodies in self._tinted.items():
            painter.setBrush(QColor.fromRgb(colour))
            painter.drawRects(bodies)
        self._paint_states(painter, zoom)
        self._paint_pictures(painter)
        self._paint_rings(painter, zoom)

    def _paint_states(self, painter: QPainter, zoom: float) -> None:
        """A bar at the top of each node, dashed where it will run; a rim where something happens."""
        height = BAR / zoom
        for state, bodies in self._bars.items():
            colour = self.theme.colour(_STATES[state])
            bars = [QRectF(b.left(), b.top(), b.width(), height) for b in bodies]
            if state in ("will_run", "resumes"):
                bars = [dash for bar in bars for dash in _dashes(bar, DASH / zoom)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRects(bars)
            if state in ("running", "failed"):
                rim = QPen(colour, 1)
                rim.setCosmetic(True)
                painter.setPen(rim)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRects(bodies)

    def _paint_pictures(self, painter: QPainter) -> None:
        for item in self._nodes.values():
            place = item.shape_of.picture
            if item.picture is not None and place is not None:
                painter.drawImage(place.translated(item.pos()), item.picture)

    def _paint_rings(self, painter: QPainter, zoom: float) -> None:
        ring = QPen(self.theme.colour("user.base"), 2)
        ring.setCosmetic(True)
        painter.setPen(ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        gap = 2 / zoom
        chosen = [item.sceneBody() for item in self._nodes.values() if item.isSelected()]
        painter.drawRects([body.adjusted(-gap, -gap, gap, gap) for body in chosen])


def _dashes(bar: QRectF, length: float) -> list[QRectF]:
    """A bar in pieces, with gaps nearly as long."""
    count = max(1, round(bar.width() / (1.7 * length)))
    step = bar.width() / count
    return [
        QRectF(bar.left() + at * step, bar.top(), 0.6 * step, bar.height()) for at in range(count)
    ]


def _map_colour(theme: Theme, item: NodeItem) -> QColor:
    state = item.view.status.state
    if state not in ("cached", "done", "running", "failed") or item.view.state != "active":
        return theme.colour("node.borderHover")
    share = 1.0 if state == "running" else 0.72
    return mix(theme.colour(_STATES[state]), theme.colour("bg.panel"), share)
