"""Far nodes: many nodes painted at once, as bodies, headers, strips and bars without words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.canvas.node_body import border_of
from app.canvas.node_fields import line_bars, paint_picture
from app.canvas.node_item import NodeItem
from app.canvas.node_shape import BORDER, NodeShape
from app.canvas.node_view import NodeView
from app.canvas.state_strip import paint_strip
from app.canvas.tints import header_colour
from app.look.theme import Theme, size

# In pixels of the screen: a step at each corner reads as a round one.
STEP = 1.6


@dataclass(frozen=True, eq=False)
class FarNode:
    """A node as it is seen from far: its body on the canvas, which moves in place, and colours.

    One that is not `plain` is painted by itself.
    """

    item: NodeItem
    body: QRectF
    plain: bool
    border: int
    header: int
    view: NodeView
    shape: NodeShape
    theme: Theme

    @classmethod
    def of(cls, item: NodeItem, theme: Theme) -> FarNode:
        """Look at a node."""
        border, _ = border_of(theme, item.view, hovered=False)
        header = header_colour(theme, item.view.kind, item.view.colour)
        return cls(
            item,
            item.sceneBody(),
            item.is_plain,
            border.rgb(),
            header.rgb(),
            item.view,
            item.shape_of,
            theme,
        )

    def still_shows(self, item: NodeItem, theme: Theme) -> bool:
        """Whether it is this node as it is now."""
        return (
            self.view is item.view
            and self.item is item
            and self.shape is item.shape_of
            and self.theme is theme
            and self.body.topLeft() == item.pos()
        )


def paint_far_nodes(painter: QPainter, theme: Theme, zoom: float, nodes: Iterable[FarNode]) -> None:
    """Paint nodes that are too small for words; those that are not plain, or selected, one by one.

    Selected ones come last: they may be dragged over others.
    """
    plain: list[FarNode] = []
    single: list[NodeItem] = []
    for node in nodes:
        if node.plain and not node.item.isSelected() and not node.item.drop_target:
            plain.append(node)
        else:
            single.append(node.item)
    smooth = QPainter.RenderHint.Antialiasing
    painter.setRenderHint(smooth, False)
    painter.setPen(Qt.PenStyle.NoPen)
    _paint_bodies(painter, theme, zoom, plain)
    items = [node.item for node in plain]
    _paint_fields(painter, theme, items)
    for item in items:
        _paint_state(painter, theme, item)
    painter.setRenderHint(smooth)
    for item in sorted(single, key=lambda item: item.isSelected()):
        painter.save()
        painter.translate(item.pos())
        item.paint_node(painter, zoom, selected=item.isSelected(), hovered=False)
        painter.restore()


def _paint_bodies(painter: QPainter, theme: Theme, zoom: float, nodes: Sequence[FarNode]) -> None:
    """Bodies in their borders, whose corners are cut by a step."""
    step, line = STEP / zoom, 1 / zoom
    borders: dict[int, list[QRectF]] = {}
    headers: dict[int, list[QRectF]] = {}
    inner: list[QRectF] = []
    height = BORDER + size("node.header")
    for node in nodes:
        body = node.body
        edges = borders.setdefault(node.border, [])
        edges.append(body.adjusted(step, 0, -step, 0))
        edges.append(body.adjusted(0, step, 0, -step))
        inside = body.adjusted(line, line, -line, -line)
        inner.append(inside)
        header = QRectF(inside.left(), inside.top(), inside.width(), height)
        headers.setdefault(node.header, []).append(header)
    for rgb, boxes in (*borders.items(), (theme.colour("node.body").rgb(), inner)):
        painter.setBrush(QColor.fromRgb(rgb))
        painter.drawRects(boxes)
    for rgb, boxes in headers.items():
        painter.setBrush(QColor.fromRgb(rgb))
        painter.drawRects(boxes)


def _paint_fields(painter: QPainter, theme: Theme, items: Sequence[NodeItem]) -> None:
    grounds: list[QRectF] = []
    fills: list[QRectF] = []
    lines: list[QRectF] = []
    for item in items:
        at = item.pos()
        for row in item.shape_of.params:
            ground = row.field.translated(at)
            grounds.append(ground)
            if row.param.share:
                fill = QRectF(ground)
                fill.setWidth(ground.width() * row.param.share)
                fills.append(fill)
            lines += [bar.translated(at) for bar in line_bars(row)]
    for path, boxes in (("node.field", grounds), ("node.fill", fills), ("line.strong", lines)):
        painter.setBrush(theme.colour(path))
        painter.drawRects(boxes)


def _paint_state(painter: QPainter, theme: Theme, item: NodeItem) -> None:
    shape, at = item.shape_of, item.pos()
    status = item.view.status
    if status.state != "idle":
        top = at.y() + BORDER + size("node.header")
        place = QRectF(at.x() + BORDER, top, shape.width - 2 * BORDER, size("node.strip"))
        paint_strip(painter, theme, place, status, plain=True)
    if item.picture is not None and shape.picture is not None:
        paint_picture(painter, theme, shape.picture.translated(at), item.picture)
