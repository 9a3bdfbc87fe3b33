"""Overrides: param values given as text, such as `sampler.steps=30`, typed by the declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.check import param_problem
from graph_engine.errors import InputError, nearest
from graph_engine.graph import Graph, GraphNode
from graph_engine.hints import Seed
from graph_engine.spec import InputSpec
from graph_engine.subgraphs.definitions import inside, subgraph_id_of, with_inside
from graph_engine.subgraphs.own_copy import with_own_copy, without_exposure
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.workflow import Workflow

_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def with_settings(workflow: Workflow, catalog: Catalog, settings: Iterable[str]) -> Workflow:
    """The workflow with `NODE.PARAM=VALUE` settings applied; a value replaces a link.

    `instance/inner.PARAM=VALUE` sets a param inside one instance of a subgraph, and only there.
    Raises InputError that names the node and the param, and the nearest name for an unknown one.
    """
    for setting in settings:
        target, equals, text = setting.partition("=")
        path, dot, param = target.strip().partition(".")
        if not (equals and dot and path and param):
            raise InputError(
                f'"{setting}" is not of the form NODE.PARAM=VALUE.',
                hint='For example --set "sampler.steps=30".',
            )
        workflow = _with_setting(workflow, catalog, path, param, text)
    return workflow


def value_check(workflow: Workflow, catalog: Catalog, target: str) -> Callable[[str], None]:
    """What raises InputError for a text that is no value of `NODE.PARAM`, as `with_settings` does.

    The node is found once, so that many values are checked quickly. Raises InputError itself for
    a node that is not there.
    """
    path, _, param = target.strip().rpartition(".")
    *instances, name = path.split("/")
    level = workflow
    if instances:
        workflow, subgraph_id = with_own_copy(workflow, instances)
        level = inside(workflow, subgraph_id)
    node = level.graph.nodes.get(name)
    types = catalog_of(workflow, catalog)

    def check(text: str) -> None:
        if node is None or not path:
            with_settings(workflow, catalog, [f"{target}={text}"])
            return
        try:
            _with_value(node, path, param, text, types)
        except InputError as error:
            error.hint = error.hint or _inner_places(workflow, types, node, path, param)
            raise

    return check


def with_seed(workflow: Workflow, catalog: Catalog, seed: int) -> Workflow:
    """The workflow with every seed param set; raises InputError if there is none or it is wrong."""
    types = catalog_of(workflow, catalog)
    levels = [workflow, *(inside(workflow, one) for one in workflow.subgraphs)]
    if not any(_seeds(level, types) for level in levels):
        raise InputError("No node of this workflow has a seed.")
    changed = _with_seeds(workflow, types, seed)
    for subgraph_id in workflow.subgraphs:
        within = _with_seeds(inside(changed, subgraph_id), types, seed)
        changed = with_inside(changed, subgraph_id, within)
    return changed


def _with_seeds(workflow: Workflow, types: Catalog, seed: int) -> Workflow:
    """One level with its seeds set."""
    nodes = dict(workflow.graph.nodes)
    for name, port in _seeds(workflow, types):
        nodes[name] = _with_value(nodes[name], name, port, str(seed), types)
    return replace(workflow, graph=Graph(nodes))


def _seeds(workflow: Workflow, types: Catalog) -> list[tuple[str, str]]:
    """The (node, param) pairs of one level that are seeds and not linked."""
    return [
        (name, port.name)
        for name, node in workflow.graph.nodes.items()
        for port in (types[node.type].scalars if node.type in types else ())
        if isinstance(port.hint, Seed) and port.name not in node.inputs
    ]


def _with_setting(
    workflow: Workflow, catalog: Catalog, path: str, param: str, text: str
) -> Workflow:
    """The workflow with a param set at the end of a path of instances."""
    *instances, name = path.split("/")
    subgraph_id = ""
    if instances:
        workflow, subgraph_id = with_own_copy(workflow, instances)
    level = inside(workflow, subgraph_id) if subgraph_id else workflow
    nodes = level.graph.nodes
    if name not in nodes:
        raise InputError(
            f'There is no node "{path}" to set "{param}" on.', node=path, hint=nearest(name, nodes)
        )
    types = catalog_of(workflow, catalog)
    try:
        node = _with_value(nodes[name], path, param, text, types)
    except InputError as error:
        error.hint = error.hint or _inner_places(workflow, types, nodes[name], path, param)
        raise
    level = replace(level, graph=Graph({**nodes, name: node}))
    if not subgraph_id:
        return level
    return without_exposure(with_inside(workflow, subgraph_id, level), subgraph_id, name, param)


def _inner_places(
    workflow: Workflow, types: Catalog, node: GraphNode, path: str, param: str
) -> str:
    """A sentence that names the nodes inside an instance that have a param; empty if none has."""
    subgraph_id = subgraph_id_of(node.type)
    if subgraph_id is None or node.type not in types or param in types[node.type].inputs:
        return ""
    inner = workflow.subgraphs[subgraph_id].graph.nodes
    having = [
        f'"{path}/{name}.{param}"'
        for name, found in inner.items()
        if found.type in types and param in types[found.type].inputs
    ]
    return f"Inside it there is {' and '.join(having)}." if having else ""


def _with_value(node: GraphNode, name: str, param: str, text: str, catalog: Catalog) -> GraphNode:
    spec = catalog.get(node.type)
    if spec is None:
        raise InputError(
            f'Node "{name}": there is no node type "{node.type}", so its params have no types.',
            node=name,
            type=node.type,
            hint=catalog.nearest(node.type),
        )
    port = spec.inputs.get(param)
    value = _parse(text, port) if port is not None else text
    if problem := param_problem(spec, name, param, value):
        raise InputError(problem.message, node=name, type=node.type, port=param, hint=problem.hint)
    inputs = {port: link for port, link in node.inputs.items() if port != param}
    return replace(node, params={**node.params, param: value}, inputs=inputs)


def _parse(text: str, port: InputSpec) -> Any:
    """The text as the param's type, or as it is where it doesn't fit (the check then tells)."""
    kind = port.type.names[0]
    if kind == "bool":
        word = text.strip().lower()
        return True if word in _TRUE else False if word in _FALSE else text
    if kind in ("int", "float"):
        try:
            return int(text) if kind == "int" else float(text)
        except ValueError:
            return text
    return text
