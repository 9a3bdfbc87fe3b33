"""Arranging: the auto layout of nodes on a canvas, as one edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QRectF, QSize

from app.canvas.auto_layout import Arrangement, arrange
from app.canvas.boxes import box_rect, make_box
from app.canvas.frame_item import TITLE_HEIGHT
from app.canvas.layering import Arc, Body
from app.canvas.node_item import NodeItem
from app.canvas.node_shape import measure_node
from graph_engine.edits import Batch, Edit, MoveNodes, SetFrames, SetReroutes
from graph_engine.positions import read_dots
from graph_engine.workflow import Workflow

Json = Any
FRAME_PADDING = 24.0
SQUARE = QSize(1, 1)


def lay_out(workflow: Workflow, items: Mapping[str, NodeItem], chosen: Collection[str]) -> Edit:
    """Lay the chosen nodes out where their upper left corner is.

    Their wires get dots where they would pass behind a node, and lose those that they had.
    A frame that held only chosen nodes is fitted to them.
    """
    names = [name for name in workflow.graph.nodes if name in set(chosen) and name in items]
    bodies = {name: _body(items[name]) for name in names}
    arcs = [
        Arc(link.node, link.port, name, port)
        for name in names
        for port, link in workflow.graph.nodes[name].inputs.items()
        if link.node in bodies
    ]
    x = min((items[name].pos().x() for name in names), default=0.0)
    y = min((items[name].pos().y() for name in names), default=0.0)
    found = arrange(bodies, arcs, (x, y))
    edits: list[Edit] = [MoveNodes(found.places)]
    for arc in arcs:
        dots = found.dots.get((arc.target, arc.input), ())
        if dots or read_dots(workflow.layout, arc.target, arc.input):
            edits.append(SetReroutes(arc.target, arc.input, dots))
    frames = [_fitted(frame, items, found, bodies) for frame in workflow.layout.frames]
    if frames != list(workflow.layout.frames):
        edits.append(SetFrames(frames))
    return Batch(tuple(edits))


def _body(item: NodeItem) -> Body:
    """A node's measures, with room for the picture that a run will show in it."""
    shape = item.shape_of
    if shape.picture is None and item.view.makes_pictures and not item.view.collapsed:
        shape = measure_node(item.view, SQUARE)
    return Body(
        shape.width,
        shape.height,
        {row.port.name: row.at.y() for row in shape.inputs},
        {row.port.name: row.at.y() for row in shape.outputs},
    )


def _fitted(
    frame: Json, items: Mapping[str, NodeItem], found: Arrangement, bodies: Mapping[str, Body]
) -> Json:
    rect = box_rect(frame)
    if rect is None:
        return frame
    held = [name for name, item in items.items() if rect.contains(item.sceneBody())]
    if not held or any(name not in found.places for name in held):
        return frame
    around = QRectF()
    for name in held:
        around |= QRectF(*found.places[name], bodies[name].width, bodies[name].height)
    pad = FRAME_PADDING
    return {**frame, **make_box(around.adjusted(-pad, -pad - TITLE_HEIGHT, pad, pad))}
