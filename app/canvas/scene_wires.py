"""SceneWires: keeps the wires on the canvas in line with the links and with where nodes are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF

from app.canvas.links_layer import LinksLayer
from app.canvas.node_item import NodeItem
from app.canvas.routing import Router
from app.canvas.wire import Key, Wire
from graph_engine.graph import Link
from graph_engine.positions import read_dots
from graph_engine.workflow import Workflow

# Looking for a way around costs time with each node; a larger graph has its wires drawn straight.
ROUTED_UP_TO = 200
NEAR = 12.0


class SceneWires:
    """The wires of one scene, by consumer and input."""

    def __init__(self, layer: LinksLayer, nodes: Mapping[str, NodeItem]) -> None:
        self._layer = layer
        self._nodes = nodes
        self._links: dict[Key, Link] = {}
        self._at_node: dict[str, set[Key]] = {}
        self._led: set[Key] = set()
        self._shown = Workflow()
        self.dots: dict[Key, list[QPointF]] = {}

    def link(self, key: Key) -> Link | None:
        """The link that a wire stands for."""
        return self._links.get(key)

    def of_nodes(self, names: Iterable[str]) -> set[Key]:
        """The wires at any of some nodes."""
        return set().union(*(self._at_node.get(name, set()) for name in names))

    def sync(self, shown: Workflow, changed: Collection[str], moved: Collection[str]) -> None:
        """Take over the links of changed nodes, and lead the wires of moved ones anew."""
        before, self._shown = self._shown, shown
        stale = self.of_nodes(moved) | self._near(moved)
        for name in changed:
            stale |= self._take_links(name)
        if shown.layout.reroutes is not before.layout.reroutes:
            stale |= self._take_dots()
        self._draw(stale | self._led if stale or moved else (), routed=True)

    def follow(self, names: Collection[str], *, settled: bool) -> None:
        """Draw the wires of nodes that were moved on the canvas only; led around once settled."""
        stale = self.of_nodes(names)
        if names and settled:
            stale |= self._near(names) | self._led
        self._draw(stale, routed=settled)

    def show_dots(self, dots: Mapping[Key, Sequence[QPointF]], *, settled: bool) -> None:
        """Draw wires through other dots than the workflow's; led around once settled."""
        self.dots |= {key: list(through) for key, through in dots.items()}
        if dots:
            self._draw(dots.keys() | self._led if settled else dots.keys(), routed=settled)

    def _take_links(self, name: str) -> set[Key]:
        node = self._shown.graph.nodes.get(name)
        links = dict(node.inputs) if node is not None else {}
        old = {key for key in self._at_node.get(name, set()) if key[0] == name}
        for key in old:
            if key[1] not in links:
                self._drop(key)
        for port, link in links.items():
            self._drop((name, port))
            self._links[name, port] = link
            for end in (name, link.node):
                self._at_node.setdefault(end, set()).add((name, port))
            if dots := read_dots(self._shown.layout, name, port):
                self.dots[name, port] = [QPointF(*dot) for dot in dots]
        return {(name, port) for port in links}

    def _take_dots(self) -> set[Key]:
        stale = set()
        for key in self._links:
            dots = [QPointF(*dot) for dot in read_dots(self._shown.layout, *key)]
            if dots != self.dots.get(key, []):
                self.dots[key] = dots
                stale.add(key)
        return stale

    def _drop(self, key: Key) -> None:
        link = self._links.pop(key, None)
        self.dots.pop(key, None)
        if link is not None:
            for end in (key[0], link.node):
                self._at_node.get(end, set()).discard(key)
            self._led.discard(key)
            self._layer.remove_wire(key)

    def _near(self, names: Collection[str]) -> set[Key]:
        """The wires that pass where some nodes are, so that they may have to be led elsewhere."""
        if not names or len(self._nodes) > ROUTED_UP_TO:
            return set()
        bodies = [self._nodes[name].sceneBody() for name in names if name in self._nodes]
        return {
            key
            for key in self._links
            if (wire := self._layer.wire(key)) is not None
            and any(wire.box.intersects(body.adjusted(-NEAR, -NEAR, NEAR, NEAR)) for body in bodies)
        }

    def _draw(self, keys: Iterable[Key], *, routed: bool) -> None:
        bodies: list[QRectF] = []
        if routed and len(self._nodes) <= ROUTED_UP_TO:
            bodies = [item.sceneBody() for item in self._nodes.values()]
        router = Router(bodies)
        # Always in this order, and all that are led around anew: the same graph has the same
        # wires, whatever was done to it before.
        for key in sorted(keys):
            wire = self._make(key, router) if routed else self._stretched(key)
            if wire is None:
                self._layer.remove_wire(key)
            else:
                self._layer.set_wire(key, wire)

    def _stretched(self, key: Key) -> Wire | None:
        """A wire whose nodes are being moved: as it was, between the new places of its ports and dots."""
        wire = self._layer.wire(key)
        self._led.discard(key)
        if wire is None:
            return None
        start = self._nodes[wire.source].output_at(self._links[key].port)
        end = self._nodes[wire.target].input_at(key[1])
        if start is None or end is None:
            return None
        return wire.between(start, end, self.dots.get(key, ()))

    def _make(self, key: Key, router: Router) -> Wire | None:
        link = self._links.get(key)
        source = self._nodes.get(link.node) if link is not None else None
        target = self._nodes.get(key[0])
        self._led.discard(key)
        if link is None or source is None or target is None:
            return None
        start, end = source.output_at(link.port), target.input_at(key[1])
        if start is None or end is None:
            return None
        points, path = tuple(self.dots.get(key, ())), None
        if not points and router.nodes:
            lanes = len(router.taken)
            path = router.route(start, end)
            if len(router.taken) > lanes:
                self._led.add(key)
        states = (source.view.state, target.view.state)
        return Wire(
            link.node,
            key[0],
            next(port.kind for port in source.view.outputs if port.name == link.port),
            start,
            end,
            points,
            muted="muted" in states,
            dashed="bypassed" in states,
            path=path,
        )
