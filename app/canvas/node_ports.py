"""Node ports: the ports on a node's edges, whole, as dots, ringed or dimmed."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.canvas.field_patch import paint_device_pixmap
from app.canvas.node_shape import NodeShape, PortRow
from app.look.port_shapes import paint_port
from app.look.theme import Theme, load_tokens, size

Port = tuple[str, bool]
DOT = 2.6
RING = 10.5


@dataclass(frozen=True)
class PortMarks:
    """What a gesture says of ports, by (name, is it an output).

    While a wire is dragged, those in `dimmed` do not fit; `ringed` are lit as ends of a wire or
    as places to drop it.
    """

    dimmed: Collection[Port] = frozenset()
    ringed: Collection[Port] = frozenset()


NO_MARKS = PortMarks()


def hit_radius(zoom: float) -> float:
    """How far from its middle a port is hit, on the canvas: 12 px of the screen."""
    return size("node.portHit") / 2 / zoom


def paint_ports(
    painter: QPainter, theme: Theme, shape: NodeShape, surface: QColor, marks: PortMarks
) -> None:
    """Paint the ports in full, knocked out of the border."""
    faded = float(load_tokens()["themes"][theme.name]["alpha"]["dimmedPort"])
    scale = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
    for row, port in _ports(shape):
        look = (row.port.kind, row.port.linked, surface.rgb(), round(scale, 4))
        if port in marks.ringed or port in marks.dimmed:
            paint_device_pixmap(painter, row.at - _half(scale), _knockout(theme, *look[2:]))
            if port in marks.ringed:
                paint_port_ring(painter, theme, row.at)
            before = painter.opacity()
            painter.setOpacity(before * (faded if port in marks.dimmed else 1.0))
            _paint_shape(painter, theme, row, surface)
            painter.setOpacity(before)
        else:
            paint_device_pixmap(painter, row.at - _half(scale), _port(theme, *look))


def _half(scale: float) -> QPointF:
    """From the middle of a port to the corner of its picture."""
    side = _side(scale) / scale / 2
    return QPointF(side, side)


def _side(scale: float) -> int:
    return 2 * math.ceil((size("node.portKnockout") / 2 + 1) * scale)


@lru_cache(maxsize=512)
def _port(theme: Theme, kind: str, linked: bool, surface: int, scale: float) -> QPixmap:
    """A port on its disc, at the scale of the screen."""
    pixmap = QPixmap(_knockout(theme, surface, scale))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    colour = theme.type_colour(kind)
    paint_port(painter, _half(scale), kind, colour, QColor.fromRgb(surface), linked=linked)
    painter.end()
    return pixmap


@lru_cache(maxsize=128)
def _knockout(theme: Theme, surface: int, scale: float) -> QPixmap:
    """The disc that frees a port from the border."""
    side = _side(scale)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgb(surface))
    radius = size("node.portKnockout") / 2 * scale
    painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
    painter.end()
    return pixmap


def _paint_shape(painter: QPainter, theme: Theme, row: PortRow, surface: QColor) -> None:
    kind = row.port.kind
    paint_port(painter, row.at, kind, theme.type_colour(kind), surface, linked=row.port.linked)


def paint_port_ring(painter: QPainter, theme: Theme, at: QPointF, zoom: float = 1.0) -> None:
    """The ring around a port that a wire can go to, or that it comes from."""
    painter.setPen(QPen(theme.colour("user.base"), 1.5 / min(1.0, zoom)))
    painter.setBrush(theme.colour("user.fill"))
    painter.drawEllipse(at, RING / min(1.0, zoom), RING / min(1.0, zoom))


def paint_dots(
    painter: QPainter, theme: Theme, shape: NodeShape, marks: PortMarks, zoom: float
) -> None:
    """Paint the ports as dots of a steady size on the screen."""
    radius = DOT / zoom
    before = painter.opacity()
    for row, port in _ports(shape):
        if port in marks.ringed:
            paint_port_ring(painter, theme, row.at, zoom)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.type_colour(row.port.kind))
        painter.setOpacity(before * (0.3 if port in marks.dimmed else 1.0))
        painter.drawEllipse(row.at, radius, radius)
    painter.setOpacity(before)


def _ports(shape: NodeShape) -> list[tuple[PortRow, Port]]:
    return [(row, (row.port.name, False)) for row in shape.inputs] + [
        (row, (row.port.name, True)) for row in shape.outputs
    ]
