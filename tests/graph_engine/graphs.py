"""Random workflows of stub nodes, and the naive evaluator that the runner must agree with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from graph_engine import Catalog, Graph, GraphNode, Link, Session, Workflow
from graph_engine.codecs import encode
from graph_engine.context import Context, Resources
from graph_engine.device import Device
from graph_engine.events import Event, NodeStarted
from graph_engine.graph import NodeState
from graph_engine.places import Places
from tests.graph_engine.stub_nodes import Ledger, stub_catalog

CATALOG = stub_catalog()
OpenSession = Callable[..., Session]

_NUMBERS = st.integers(0, 2)
_STATES: st.SearchStrategy[NodeState] = st.sampled_from(
    ["active", "active", "active", "muted", "bypassed"]
)
_PARAMS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "Const": {"value": _NUMBERS},
    "Fraction": {"value": st.sampled_from([0.0, 0.5, 1, -2.25])},
    "Add": {"second": _NUMBERS, "mode": st.sampled_from(["sum", "difference", "product"])},
    "Scale": {"factor": st.sampled_from([1, 2.0, 0.1])},
    "Ramp": {"length": st.integers(1, 4), "start": st.sampled_from([0.0, 1.5])},
    "Mix": {"weight": st.sampled_from([0.5, 0.25])},
    "Measure": {},
    "Write": {"text": st.sampled_from(["", "ä", "b"]), "upper": st.booleans()},
}


def node(type: str, inputs: dict[str, str] | None = None, /, **params: Any) -> GraphNode:
    """A node, its links written as in a file."""
    links = {port: Link.parse(text) for port, text in (inputs or {}).items()}
    return GraphNode(type, params, links)


def workflow_of(name: str = "", /, **nodes: GraphNode) -> Workflow:
    """A workflow of these nodes."""
    return Workflow(graph=Graph(nodes), name=name)


def started(session: Session, workflow: Workflow, targets: Iterable[str] = ()) -> list[str]:
    """Run a workflow and tell which nodes were started."""
    events: list[Event] = []
    session.run(workflow, targets, on_event=events.append)
    return [event.node for event in events if isinstance(event, NodeStarted)]


def ledger(session: Session) -> list[str]:
    """Which nodes really computed something in a session, as they noted it themselves."""
    return session._resources.get(Ledger, Ledger).executed


@st.composite
def workflows(draw: st.DrawFn, max_nodes: int = 8, *, states: bool = False) -> Workflow:
    """A random workflow that passes all checks: each input is fed by some node before it."""
    nodes: dict[str, GraphNode] = {}
    for number in range(draw(st.integers(1, max_nodes))):
        usable = [kind for kind in _PARAMS if _can_link(CATALOG, nodes, kind)]
        kind = draw(st.sampled_from(usable))
        nodes[f"n{number}"] = _draw_node(draw, nodes, kind, states)
    if draw(st.booleans()):
        _draw_show(draw, nodes)
    return Workflow(graph=Graph(nodes), name=draw(st.sampled_from(["", "a", "ü"])))


def _draw_node(draw: st.DrawFn, nodes: dict[str, GraphNode], kind: str, states: bool) -> GraphNode:
    inputs = {}
    for port in CATALOG[kind].inputs.values():
        sources = _sources(nodes, kind, port.name)
        if sources and (port.required or draw(st.booleans())):
            inputs[port.name] = draw(st.sampled_from(sources))
    params = {
        name: draw(values)
        for name, values in _PARAMS[kind].items()
        if name not in inputs and draw(st.booleans())
    }
    return GraphNode(kind, params, inputs, draw(_STATES) if states else "active")


def _draw_show(draw: st.DrawFn, nodes: dict[str, GraphNode]) -> None:
    sources = _sources(nodes, "Show", "value")
    if sources:
        nodes["show"] = GraphNode("Show", {}, {"value": draw(st.sampled_from(sources))})


def _can_link(catalog: Catalog, nodes: dict[str, GraphNode], kind: str) -> bool:
    required = [port.name for port in catalog[kind].inputs.values() if port.required]
    return all(_sources(nodes, kind, name) for name in required)


def _sources(nodes: dict[str, GraphNode], kind: str, port: str) -> list[Link]:
    declared = CATALOG[kind].inputs[port]
    wanted = declared.type
    if wanted.choices or wanted.names in (("str",), ("bool",)) or declared.hint is not None:
        # A linked value may be one that the port refuses; tests of their own see to that.
        return []
    return [
        Link(name, output.name)
        for name, found in nodes.items()
        for output in CATALOG[found.type].outputs.values()
        if wanted.accepts(output.type)
    ]


def evaluate(workflow: Workflow, name: str, known: dict[str, Any] | None = None) -> Any:
    """What a node gives, worked out by plain recursion without plan, keys or cache."""
    known = {} if known is None else known
    if name not in known:
        found = workflow.graph.nodes[name]
        spec = CATALOG[found.type]
        given = {port.name: port.default for port in spec.inputs.values() if not port.required}
        given.update(found.params)
        for port, link in found.inputs.items():
            outputs = evaluate(workflow, link.node, known)
            given[port] = outputs[list(CATALOG[workflow.graph.nodes[link.node].type].outputs)
                                  .index(link.port)]  # fmt: skip
        known[name] = spec.node_class(**given).run(bare_context(name))
    return known[name]


def bare_context(name: str) -> Context:
    """A context outside any run."""
    return Context(
        node=name,
        places=Places((), (Path(),), Path("output")),
        device=Device(),
        resources=Resources(),
        emit=lambda event: None,
        stop=threading.Event(),
    )


def as_data(value: Any) -> Any:
    """A value as plain data, arrays by content, so that two values can be compared."""
    arrays: dict[str, Any] = {}
    data = encode(value, arrays, CATALOG.value_types)
    return data, {name: (array.dtype, np.asarray(array).tolist()) for name, array in arrays.items()}
