"""Checks: everything that is wrong with a workflow, found before anything runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from graph_engine.catalog import Catalog
from graph_engine.errors import nearest
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.places import Places
from graph_engine.spec import InputSpec, NodeSpec
from graph_engine.subgraphs.definitions import subgraph_id_of
from graph_engine.subgraphs.expansion import Opened, open_up
from graph_engine.subgraphs.soundness import ends_astray, why_unusable
from graph_engine.subgraphs.specs import catalog_of, inner_inputs
from graph_engine.topology import CycleFound, upstream_order
from graph_engine.workflow import Workflow

Json = Any


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: what, where (node and port), and the way out.

    An error keeps the workflow from running; a warning does not.
    """

    message: str
    node: str = ""
    type: str = ""
    port: str = ""
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    def as_data(self) -> dict[str, str]:
        """The problem as the command line's JSON shows it."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


def find_problems(
    workflow: Workflow,
    catalog: Catalog,
    places: Places | None = None,
    only: Iterable[str] | None = None,
) -> tuple[Problem, ...]:
    """Check a workflow, or only some of its nodes; files are looked for where `places` says.

    What stands inside a subgraph is checked too, as `instance/inner`.
    """
    catalog = catalog_of(workflow, catalog)
    opened = open_up(workflow)
    wanted = None if only is None else _with_instances(only)
    found: list[Problem] = []
    for name, node in opened.graph.nodes.items():
        if node.state == "muted" or (wanted is not None and name not in wanted):
            continue
        subgraph_id = subgraph_id_of(node.type)
        if subgraph_id is not None and node.type not in catalog:
            reason, hint = why_unusable(workflow, subgraph_id)
            message = f'Node "{name}" ({node.type}): {reason}.'
            found.append(Problem(message, node=name, type=node.type, hint=hint))
            continue
        problems = _node_problems(opened.graph, catalog, name, node, places)
        if name in opened.instances:
            problems = _instance_problems(opened, catalog, name, places, wanted)
        found += [one for one in problems if Link(one.node, one.port) not in opened.answered]
    return tuple(found)


def _with_instances(names: Iterable[str]) -> set[str]:
    """The nodes, and the instances that they stand in."""
    wanted = set(names)
    for name in tuple(wanted):
        while "/" in name:
            name = name.rpartition("/")[0]
            wanted.add(name)
    return wanted


def find_cycle(graph: Graph) -> tuple[Problem, ...]:
    """The problem that links lead in a circle, if they do."""
    try:
        upstream_order(graph.nodes, graph.sources)
    except CycleFound as cycle:
        problem = Problem(
            f"The links lead in a circle: {cycle}.",
            node=cycle.path[0],
            type=graph.nodes[cycle.path[0]].type,
            hint="Take one of these links away.",
        )
        return (problem,)
    return ()


def _node_problems(
    graph: Graph, catalog: Catalog, name: str, node: GraphNode, places: Places | None
) -> Iterator[Problem]:
    spec = catalog.get(node.type)
    if spec is None:
        yield _unknown_type(name, node, catalog)
        return
    for param, value in node.params.items():
        if problem := param_problem(spec, name, param, value):
            yield problem
    for port, link in node.inputs.items():
        if problem := link_problem(graph, catalog, name, port, link):
            yield problem
    for port_spec in spec.inputs.values() if node.state == "active" else ():
        if problem := _missing(spec, name, node, port_spec):
            yield problem
    if places is not None and node.state == "active":
        yield from _file_problems(spec, name, node, places)


def _instance_problems(
    opened: Opened, catalog: Catalog, name: str, places: Places | None, wanted: set[str] | None
) -> Iterator[Problem]:
    """What is wrong with what an instance is given, where it leads to a wanted node."""
    node, subgraph = opened.graph.nodes[name], opened.instances[name]
    spec = catalog[node.type]
    for port in (*subgraph.inputs, *subgraph.outputs):
        for wrong, hint in ends_astray(subgraph, port, catalog):
            message = f'Node "{name}" ({spec.type}): {wrong}.'
            yield Problem(message, node=name, type=spec.type, port=port, hint=hint)
    stands = {port.name: port.default for port in spec.scalars if port.default is not None}
    whole = replace(node, params={**stands, **node.params})
    for problem in _node_problems(opened.graph, catalog, name, whole, places):
        targets = subgraph.inputs.get(problem.port, ())
        if targets and not inner_inputs(targets, subgraph, catalog):
            continue  # what is wrong is inside, and told there
        needed = wanted is None or any(f"{name}/{target.node}" in wanted for target in targets)
        if needed or not targets:
            yield problem


def _unknown_type(name: str, node: GraphNode, catalog: Catalog) -> Problem:
    hint = catalog.nearest(node.type)
    if broken := next((b for b in catalog.broken if node.type.startswith(f"{b.name}.")), None):
        hint = f'The node pack "{broken.name}" is broken: {broken.message}'
    return Problem(
        f'Node "{name}": there is no node type "{node.type}".',
        node=name,
        type=node.type,
        hint=hint or "It may come from a node pack that is not installed; the node is kept.",
    )


def param_problem(spec: NodeSpec, node: str, name: str, value: Json) -> Problem | None:
    """What is wrong with giving a param a value."""
    where = f'Node "{node}" ({spec.type})'
    known = spec.inputs.get(name)
    if known is None:
        return Problem(
            f'{where} has no param "{name}".',
            node=node,
            type=spec.type,
            port=name,
            hint=nearest(name, (scalar.name for scalar in spec.scalars)),
        )
    if not known.type.is_scalar:
        return Problem(
            f'{where}: "{name}" takes a link of type {known.type}, not a value.',
            node=node,
            type=spec.type,
            port=name,
        )
    if wrong := known.problem(value):
        hint = nearest(value, map(str, known.type.choices)) if isinstance(value, str) else ""
        return Problem(
            f'{where}: "{name}" {wrong}, not {value!r}.',
            node=node,
            type=spec.type,
            port=name,
            hint=hint,
        )
    return None


def link_problem(
    graph: Graph, catalog: Catalog, node: str, port: str, link: Link
) -> Problem | None:
    """What is wrong with linking an output to an input."""
    consumer_type = graph.nodes[node].type
    where = f'Node "{node}" ({consumer_type})'
    message, hint = "", ""
    spec = catalog.get(consumer_type)
    source = graph.nodes.get(link.node)
    source_spec = catalog.get(source.type) if source else None
    if spec is not None and port not in spec.inputs:
        message = f'{where} has no input "{port}".'
        hint = nearest(port, spec.inputs)
    elif source is None:
        message = f'{where}: "{port}" is linked to "{link}", but there is no node "{link.node}".'
        hint = nearest(link.node, graph.nodes)
    elif source_spec is not None and link.port not in source_spec.outputs:
        message = (
            f'{where}: "{port}" is linked to "{link}", but {source_spec.type} has no output'
            f' "{link.port}".'
        )
        hint = nearest(link.port, source_spec.outputs) or _outputs_of(source_spec)
    elif spec is not None and source_spec is not None:
        wanted, given = spec.inputs[port].type, source_spec.outputs[link.port].type
        if not wanted.accepts(given):
            message = f'{where}: "{port}" takes {wanted}, but "{link}" gives {given}.'
            fitting = [out.name for out in source_spec.outputs.values() if wanted.accepts(out.type)]
            hint = f'"{link.node}.{fitting[0]}" would fit.' if fitting else ""
    if not message:
        return None
    return Problem(message, node=node, type=consumer_type, port=port, hint=hint)


def _outputs_of(spec: NodeSpec) -> str:
    names = ", ".join(f'"{name}"' for name in spec.outputs)
    return f"Its outputs are {names}." if names else f"{spec.type} has no outputs."


def _missing(spec: NodeSpec, name: str, node: GraphNode, port: InputSpec) -> Problem | None:
    if not port.required or port.name in node.inputs or port.name in node.params:
        return None
    what = "a value" if port.type.is_scalar else f"a link of type {port.type}"
    return Problem(
        f'Node "{name}" ({spec.type}): "{port.name}" needs {what}.',
        node=name,
        type=spec.type,
        port=port.name,
    )


def _file_problems(spec: NodeSpec, name: str, node: GraphNode, places: Places) -> Iterator[Problem]:
    for port in spec.files:
        value = node.params.get(port.name, port.default)
        if port.name in node.inputs or not isinstance(value, str) or port.hint is None:
            continue
        missing = places.missing(port.hint, value)
        if missing is not None:
            yield Problem(
                f'Node "{name}" ({spec.type}): "{port.name}": {missing.message}',
                node=name,
                type=spec.type,
                port=port.name,
                hint=missing.hint,
                severity="warning" if missing.downloadable else "error",
            )
