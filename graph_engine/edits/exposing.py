"""Edits of what a subgraph shows outside: its inputs and outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from graph_engine.catalog import Catalog
from graph_engine.edits.edit import Edit, drop, node_of
from graph_engine.edits.subgraphs import as_it_was, lost_ports, subgraph_of
from graph_engine.errors import EditError, nearest
from graph_engine.graph import Link, is_node_id
from graph_engine.subgraphs.ports import ports_of, renamed_port, without_lost_ports
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.workflow import Subgraph, Workflow

Side = Literal["input", "output"]


@dataclass(frozen=True)
class Expose:
    """Show an inner input or output outside, under a name.

    An input of that name that is there already feeds this inner one too, if their types go
    together.
    """

    subgraph: str
    name: str
    inner: Link
    side: Side = "input"

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        subgraph = subgraph_of(workflow, self.subgraph)
        _check_port(workflow, catalog, self.subgraph, self.inner, self.side)
        _check_name(self.name)
        if self.side == "output":
            if self.name in subgraph.outputs:
                raise _taken(self.name, self.side)
            outputs = {**subgraph.outputs, self.name: self.inner}
            return _with(workflow, self.subgraph, replace(subgraph, outputs=outputs))
        for name, targets in subgraph.inputs.items():
            if self.inner in targets:
                raise EditError(f'"{self.inner}" is shown as "{name}" already.', port=name)
        if self.inner.port in subgraph.graph.nodes[self.inner.node].inputs:
            raise EditError(
                f'"{self.inner}" is linked inside; take that link away first.',
                node=self.inner.node,
                port=self.inner.port,
            )
        fed = (*subgraph.inputs.get(self.name, ()), self.inner)
        changed = replace(subgraph, inputs={**subgraph.inputs, self.name: fed})
        _check_types(workflow, catalog, changed, fed)
        return _with(workflow, self.subgraph, changed)


@dataclass(frozen=True)
class Unexpose:
    """Show an input or output outside no more; what was linked or given to it goes."""

    subgraph: str
    name: str
    side: Side = "input"

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        subgraph = subgraph_of(workflow, self.subgraph)
        _check_exposed(subgraph, self.name, self.side)
        if self.side == "input":
            changed = replace(subgraph, inputs=drop(subgraph.inputs, self.name))
        else:
            changed = replace(subgraph, outputs=drop(subgraph.outputs, self.name))
        after, back = _with(workflow, self.subgraph, changed)
        return without_lost_ports(after, lost_ports(workflow, after, self.subgraph)), back


@dataclass(frozen=True)
class RenameExposed:
    """Give an input or output that a subgraph shows another name; its links and values follow."""

    subgraph: str
    name: str
    new_name: str
    side: Side = "input"

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        subgraph = subgraph_of(workflow, self.subgraph)
        _check_exposed(subgraph, self.name, self.side)
        _check_name(self.new_name)
        ports = ports_of(subgraph)
        if self.new_name in (ports.inputs if self.side == "input" else ports.outputs):
            raise _taken(self.new_name, self.side)
        changed = renamed_port(workflow, self.subgraph, self.side, self.name, self.new_name)
        return changed, as_it_was(workflow)


def _with(workflow: Workflow, subgraph_id: str, subgraph: Subgraph) -> tuple[Workflow, Edit]:
    subgraphs = {**workflow.subgraphs, subgraph_id: subgraph}
    return replace(workflow, subgraphs=subgraphs), as_it_was(workflow)


def _check_port(
    workflow: Workflow, catalog: Catalog, subgraph_id: str, inner: Link, side: Side
) -> None:
    node = node_of(workflow.subgraphs[subgraph_id].graph, inner.node)
    spec = catalog_of(workflow, catalog).get(node.type)
    if spec is None:
        return
    ports: Mapping[str, Any] = spec.inputs if side == "input" else spec.outputs
    if inner.port not in ports:
        raise EditError(
            f'Node "{inner.node}" ({node.type}) has no {side} "{inner.port}".',
            node=inner.node,
            type=node.type,
            port=inner.port,
            hint=nearest(inner.port, ports),
        )


def _check_types(
    workflow: Workflow, catalog: Catalog, subgraph: Subgraph, fed: tuple[Link, ...]
) -> None:
    """Raise EditError unless inner inputs under one name can take the same value."""
    types = catalog_of(workflow, catalog)
    ports = []
    for link in fed:
        spec = types.get(subgraph.graph.nodes[link.node].type)
        if spec is not None and link.port in spec.inputs:
            ports.append((link, spec.inputs[link.port].type))
    if not ports:
        return
    first, wanted = ports[0]
    for link, other in ports[1:]:
        if not other.accepts(wanted):
            raise EditError(
                f'"{link}" takes {other}, but "{first}", which it would share a value with,'
                f" takes {wanted}.",
                node=link.node,
                port=link.port,
            )


def _check_name(name: str) -> None:
    if not is_node_id(name):
        raise EditError(f'"{name}" can\'t be the name: use letters, digits, "_" and "-".')


def _check_exposed(subgraph: Subgraph, name: str, side: Side) -> None:
    ports = ports_of(subgraph)
    known = ports.inputs if side == "input" else ports.outputs
    if name not in known:
        raise EditError(
            f'The subgraph shows no {side} "{name}".', port=name, hint=nearest(name, known)
        )


def _taken(name: str, side: Side) -> EditError:
    return EditError(f'The subgraph shows an {side} "{name}" already.', port=name)
