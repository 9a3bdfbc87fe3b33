"""NodeItem: one node on the canvas: what it shows at the moment, and what lies where in it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainterPath
from PySide6.QtWidgets import QGraphicsItem

from app.canvas.node_ports import Port, PortMarks
from app.canvas.node_shape import NodeShape, measure_node
from app.canvas.node_view import NodeView
from app.canvas.painted_node import PaintedNode
from app.look.theme import Theme, load_tokens


class NodeItem(PaintedNode):
    """A node that gestures light up, that a run fills, and that edits measure anew."""

    def __init__(self, view: NodeView, theme: Theme) -> None:
        super().__init__(view, theme)
        self._spread = False
        self._keep_bounds()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setToolTip(_tip(view))

    # --- what it shows

    def show(self, view: NodeView) -> bool:  # type: ignore[override]
        """Show the node anew; says whether its size or a port's place has changed."""
        if view == self.view:
            return False
        self.view = view
        self.setToolTip(_tip(view))
        return self._measure()

    def show_picture(self, picture: QImage | None, captions: tuple[str, ...] = ()) -> bool:
        """Show a thumbnail, or none, with captions in its corners; says whether the size changed.

        The captions stand right and left; without any, the picture's size stands there.
        """
        before = self.picture.size() if self.picture is not None else None
        self.picture = picture
        self.captions = captions
        if (picture.size() if picture is not None else None) != before:
            return self._measure()
        self.update()
        return False

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.update()

    def show_hover(self, field: str | None = None, *, over: bool) -> None:
        """Light the border while the pointer is over the node, and the field under it."""
        if (over, field or "") != (self.hovered, self.hovered_field):
            self.hovered, self.hovered_field = over, field or ""
            self.update()

    def mark_ports(
        self, dimmed: Collection[Port] = frozenset(), ringed: Collection[Port] = frozenset()
    ) -> None:
        """Dim the ports that do not fit and ring others, while a wire is dragged."""
        marks = PortMarks(frozenset(dimmed), frozenset(ringed))
        if marks != self.marks:
            self.marks = marks
            self.update()

    def mark_drop_target(self, on: bool) -> None:
        """Ring the whole node, as the place where a drag would be dropped."""
        if on != self.drop_target:
            self.drop_target = on
            self.update()

    def stand_back(self, far: bool) -> None:
        """Paint nothing while the overview stands for all nodes; still found and selected."""
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents, far)

    def spread_ports(self, on: bool) -> bool:
        """Part the ports of a collapsed node; says whether they moved."""
        if on == self._spread or not self.view.collapsed:
            return False
        self._spread = on
        return self._measure()

    def _measure(self) -> bool:
        before = self.shape_of
        size_of = self.picture.size() if self.picture is not None else None
        shape = measure_node(self.view, size_of, spread=self._spread and self.view.collapsed)
        self.shape_of = shape
        self._steady = None
        moved = _places(shape) != _places(before)
        if moved:
            self.prepareGeometryChange()
            self._keep_bounds()
        self.update()
        return moved

    # --- where things are

    def _keep_bounds(self) -> None:
        margin = float(load_tokens()["ninePatch"]["running"]["margin"])
        self._bounds = self.shape_of.body.adjusted(-margin, -margin, margin, margin)
        for row in (*self.shape_of.inputs, *self.shape_of.outputs):
            self._bounds |= QRectF(row.at.x() - 12, row.at.y() - 12, 24, 24)
        self._outline = QPainterPath()
        self._outline.addRect(self.shape_of.body.adjusted(-7, 0, 7, 0))

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        return self._outline

    def sceneBody(self) -> QRectF:
        """The body on the canvas, without shadow and ring."""
        return self.shape_of.body.translated(self.pos())

    def output_at(self, port: str) -> QPointF | None:
        """An output port's middle, on the canvas."""
        at = self.shape_of.output_at(port)
        return None if at is None else self.pos() + at

    def input_at(self, port: str) -> QPointF | None:
        """An input port's middle, on the canvas."""
        at = self.shape_of.input_at(port)
        return None if at is None else self.pos() + at

    def port_at(self, point: QPointF, radius: float) -> Port | None:
        """The nearest port within a radius of a point of the item: its name, and if an output.

        `node_ports.hit_radius` gives the radius at a zoom.
        """
        best: Port | None = None
        for output, rows in ((False, self.shape_of.inputs), (True, self.shape_of.outputs)):
            for row in rows:
                offset = row.at - point
                distance = (offset.x() ** 2 + offset.y() ** 2) ** 0.5
                if distance <= radius:
                    best, radius = (row.port.name, output), distance
        return best

    def field_at(self, point: QPointF) -> str | None:
        """The param whose field lies under a point of the item."""
        rows = self.shape_of.params
        return next((row.param.name for row in rows if row.field.contains(point)), None)


def _places(shape: NodeShape) -> tuple[object, ...]:
    ports = [(row.port.name, row.at.x(), row.at.y()) for row in (*shape.inputs, *shape.outputs)]
    return (shape.width, shape.height, *ports)


def _tip(view: NodeView) -> str:
    return "\n".join(str(problem) for problem in view.problems)
