"""Node ports: the ports on a node's edges, whole, as dots, ringed or dimmed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

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
    radius = size("node.portKnockout") / 2
    faded = float(load_tokens()["themes"][theme.name]["alpha"]["dimmedPort"])
    before = painter.opacity()
    for row, port in _ports(shape):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(surface)
        painter.drawEllipse(row.at, radius, radius)
        if port in marks.ringed:
            paint_port_ring(painter, theme, row.at)
        if port in marks.dimmed:
            painter.setOpacity(before * faded)
        kind = row.port.kind
        paint_port(painter, row.at, kind, theme.type_colour(kind), surface, linked=row.port.linked)
        painter.setOpacity(before)


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
