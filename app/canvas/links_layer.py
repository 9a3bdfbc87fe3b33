"""LinksLayer: all wires in one item below the nodes, painted in batches by type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.node_item import BARE_BELOW, OVERVIEW_BELOW, REDUCED_BELOW
from app.look.theme import SCALARS, Theme, load_tokens

MODELS = frozenset({"UNet", "TextEncoder", "VAE", "ControlNet"})


@dataclass(frozen=True)
class Wire:
    """One link as it is drawn."""

    source: str
    target: str
    kind: str
    path: QPainterPath
    dashed: bool = False


class LinksLayer(QGraphicsItem):
    """The wires of a workflow."""

    def __init__(self, wires: Iterable[Wire], theme: Theme) -> None:
        super().__init__()
        self.wires = tuple(wires)
        self.theme = theme
        self._bounds = QRectF()
        for wire in self.wires:
            self._bounds |= wire.path.controlPointRect().adjusted(-4, -4, 4, 4)
        self._batches = _batches(self.wires)
        self.setZValue(-1)
        # For `exposedRect`: only the wires that are to be seen are drawn.
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        return QPainterPath()  # clicks go through to the canvas

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        exposed = option.exposedRect
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for (kind, dashed), wires in self._batches.items():
            seen = [path for path, box in wires if box.intersects(exposed)]
            width = wire_width(kind, zoom)
            if zoom >= REDUCED_BELOW:
                casing = 2 * float(load_tokens()["line"]["wireCasing"])
                painter.setPen(QPen(self.theme.colour("node.casing"), width + casing))
                for path in seen:
                    painter.drawPath(path)
            pen = QPen(self.theme.type_colour(kind), width)
            if dashed:
                pen.setDashPattern(load_tokens()["wire"]["bypassDash"])
            painter.setPen(pen)
            # One by one: Qt needs far longer for one path of a thousand crossing curves.
            for path in seen:
                painter.drawPath(path)


def wire_width(kind: str, zoom: float) -> float:
    """The width of a wire; far out it is steady on the screen."""
    line = load_tokens()["line"]
    if zoom <= OVERVIEW_BELOW:
        return float(line["wireOverview"]) / zoom
    if zoom < BARE_BELOW:
        return 1.5 / zoom
    if kind in MODELS:
        return float(line["wireModel"])
    return float(line["wireScalar" if kind in SCALARS else "wireData"])


def _batches(wires: Iterable[Wire]) -> dict[tuple[str, bool], list[tuple[QPainterPath, QRectF]]]:
    batches: dict[tuple[str, bool], list[tuple[QPainterPath, QRectF]]] = {}
    for wire in wires:
        box = wire.path.controlPointRect().adjusted(-4, -4, 4, 4)
        batches.setdefault((wire.kind, wire.dashed), []).append((wire.path, box))
    return batches
