"""Wiring by keys: the ports of a node, and where a wire from one can go, as rows of a list."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF

from app.canvas.node_view import PortView
from app.canvas.pointer import PortRef
from app.look.words import tr
from app.search.rows import Row
from app.tools.fitting import fits_at_once
from app.tools.linking import link, search_for
from app.tools.stage import Stage

BESIDE = 96.0


def wire_by_keys(stage: Stage, node: str) -> None:
    """Let the user choose a port of a node and then its target; one undo entry."""
    ports = list(port_rows(stage, node))
    if not ports:
        stage.around.say(tr("{node} has no ports.", node=stage.scene.nodes[node].view.title))
        return

    def targets(port: object) -> list[Row]:
        return target_rows(stage, port) if isinstance(port, PortRef) else []

    def put(port: object, target: object) -> None:
        if not isinstance(port, PortRef):
            return
        if isinstance(target, PortRef):
            link(stage, port, target)
            return
        way = QPointF(BESIDE if port.is_output else -BESIDE, 0)
        search_for(stage, port, stage.scene.port_position(port) + way)

    stage.around.pick_wire(stage.scene.nodes[node].sceneBody(), ports, targets, put)


def port_rows(stage: Stage, node: str) -> Iterator[Row]:
    """The ports of a node: those that are free first, outputs before inputs."""
    view = stage.scene.nodes[node].view
    ports = [(port, True) for port in view.outputs] + [(port, False) for port in view.inputs]
    for port, is_output in sorted(ports, key=lambda one: one[0].linked):
        side = tr("output") if is_output else tr("input")
        ref = PortRef(node, port.name, is_output)
        yield Row(ref, port.label, note=_note(port, side), end=port.kind, port=port.kind)


def target_rows(stage: Stage, port: PortRef) -> list[Row]:
    """Where a wire can go: unlinked ports first, then the nearest; at the end, a new node."""
    here = stage.scene.port_position(port)
    found = []
    for ref, reason in fits_at_once(stage.document, port).items():
        shown = stage.scene.nodes[ref.node].view
        ports = shown.outputs if ref.is_output else shown.inputs
        view = next((one for one in ports if one.name == ref.port), None)
        if reason or ref.node == port.node:
            continue
        taken = view.link if view is not None and not ref.is_output else None
        if taken is not None and str(taken) == str(port):
            continue
        away = QLineF(here, stage.scene.port_position(ref)).length()
        note = tr("in place of {link}", link=taken) if taken is not None else ""
        title = f"{shown.title} · {ref.port.replace('_', ' ')}"
        row = Row(ref, title, note=note, end=ref.node, port=stage.scene.kind_of(ref))
        linked = view is not None and view.linked
        # A scalar is at home in its field: a wire to it is rarely meant.
        found.append(((taken is not None, view is None, linked, away, ref.port), row))
    rows = [row for _, row in sorted(found, key=lambda one: one[0])]
    return [*rows, Row(None, tr("A new node…"), icon="plus")]


def _note(port: PortView, side: str) -> str:
    if port.link is not None:
        return tr("{side}, linked to {link}", side=side, link=port.link)
    return tr("{side}, linked", side=side) if port.linked else side
