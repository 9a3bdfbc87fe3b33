"""Linking: what a wire does when its end is put down: on a port, or on empty canvas."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF

from app.canvas.pointer import PortRef
from app.document import rewiring
from app.document.draft import Draft
from app.look.theme import size
from app.look.words import tr
from app.tools.stage import Stage
from graph_engine.edits import Batch, Connect, Disconnect, Edit, MoveNodes, SetReroutes
from graph_engine.errors import EditError
from graph_engine.graph import Link

Dots = Sequence[QPointF]


def link(
    stage: Stage,
    port: PortRef,
    target: PortRef,
    dots: Dots = (),
    *,
    detached: PortRef | None = None,
) -> bool:
    """Draw a wire between two ports, from either end, through dots in the order of drawing.

    `detached` is the input from which the wire was taken.
    """
    sink = target if port.is_output else port
    if detached == sink and not dots:
        return False
    edits: list[Edit] = []
    if detached is not None and detached != sink:
        edits.append(Disconnect(detached.node, detached.port))
    edits += _connecting(port, target, dots)
    text = tr("Connect {port} to {target}", port=port, target=target)
    return stage.apply(Batch(tuple(edits)), text)


def move_links(stage: Stage, port: PortRef, target: PortRef) -> bool:
    """Let another output feed all that this one feeds."""
    document = stage.document
    before, after = Link(port.node, port.port), Link(target.node, target.port)
    try:
        edit = rewiring.move_outputs(document.shown, document.catalog, before, after)
    except EditError as error:
        return stage.refuse(error)
    return stage.apply(edit, tr("Move links"))


def search_for(stage: Stage, port: PortRef, at: QPointF, dots: Dots = ()) -> None:
    """Ask for the node that a wire should lead to, and place it with its port at a point."""

    def add(type_id: str, found: str) -> None:
        draft, name = stage.draft_with_node(type_id, at)
        try:
            if found:
                _link_new(stage, draft, port, PortRef(name, found, not port.is_output), at, dots)
        except EditError as error:
            stage.refuse(error)
            return
        if stage.apply(draft.edit, tr("Add {type}", type=type_id)):
            stage.show_new(name)

    stage.around.search(at, port, add, dots)


def _link_new(
    stage: Stage, draft: Draft, port: PortRef, new: PortRef, at: QPointF, dots: Dots
) -> None:
    draft.do(*_connecting(port, new, dots))
    start = dots[-1] if dots else stage.scene.port_position(port)
    # A wire that was meant to run level does.
    end = QPointF(at.x(), start.y()) if abs(at.y() - start.y()) < size("snap") else at
    corner = end - stage.scene.port_offset(draft.workflow, new)
    place = stage.clear_place(draft, new.node, corner)
    draft.do(MoveNodes({new.node: (place.x(), place.y())}))


def _connecting(port: PortRef, target: PortRef, dots: Dots) -> list[Edit]:
    source, sink = (port, target) if port.is_output else (target, port)
    edits: list[Edit] = [Connect(sink.node, sink.port, Link(source.node, source.port))]
    if dots:
        points = [(dot.x(), dot.y()) for dot in dots]
        edits.append(SetReroutes(sink.node, sink.port, points if port.is_output else points[::-1]))
    return edits
