"""Overrides: param values given as text, such as `sampler.steps=30`, typed by the declaration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.check import param_problem
from graph_engine.errors import InputError, nearest
from graph_engine.graph import Graph, GraphNode
from graph_engine.hints import Seed
from graph_engine.spec import InputSpec
from graph_engine.workflow import Workflow

_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def with_settings(workflow: Workflow, catalog: Catalog, settings: Iterable[str]) -> Workflow:
    """The workflow with `NODE.PARAM=VALUE` settings applied; a value replaces a link.

    Raises InputError that names the node and the param, and the nearest name for an unknown one.
    """
    nodes = dict(workflow.graph.nodes)
    for setting in settings:
        target, equals, text = setting.partition("=")
        name, dot, param = target.strip().partition(".")
        if not (equals and dot and name and param):
            raise InputError(
                f'"{setting}" is not of the form NODE.PARAM=VALUE.',
                hint='For example --set "sampler.steps=30".',
            )
        if name not in nodes:
            raise InputError(
                f'There is no node "{name}" to set "{param}" on.',
                node=name,
                hint=nearest(name, nodes),
            )
        nodes[name] = _with_value(nodes[name], name, param, text, catalog)
    return replace(workflow, graph=Graph(nodes))


def with_seed(workflow: Workflow, catalog: Catalog, seed: int) -> Workflow:
    """The workflow with every seed param set; raises InputError if there is none or it is wrong."""
    settings = [
        f"{name}.{port.name}={seed}"
        for name, node in workflow.graph.nodes.items()
        for port in (catalog[node.type].scalars if node.type in catalog else ())
        if isinstance(port.hint, Seed) and port.name not in node.inputs
    ]
    if not settings:
        raise InputError("No node of this workflow has a seed.")
    return with_settings(workflow, catalog, settings)


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
