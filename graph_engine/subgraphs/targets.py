"""Targets: which plain nodes are meant by names of nodes and of instances of subgraphs."""

from __future__ import annotations

from collections.abc import Iterable

from graph_engine.catalog import Catalog
from graph_engine.errors import InputError, nearest
from graph_engine.graph import Link
from graph_engine.subgraphs.expansion import Opened, open_up
from graph_engine.workflow import Workflow


def nodes_meant(workflow: Workflow, catalog: Catalog, names: Iterable[str]) -> tuple[str, ...]:
    """The nodes that names mean: an instance those with effects inside it, else what it gives.

    Raises InputError with the nearest name.
    """
    opened = open_up(workflow)
    found: dict[str, None] = {}
    for name in names:
        if name not in opened.graph.nodes:
            raise InputError(
                f'There is no node "{name}" to run.',
                node=name,
                hint=_closed(opened, name) or nearest(name, opened.graph.nodes),
            )
        found.update(dict.fromkeys(_meant(opened, catalog, name)))
    return tuple(found)


def _meant(opened: Opened, catalog: Catalog, name: str) -> list[str]:
    if name not in opened.instances:
        return [name]
    effects = [
        inner
        for inner, node in opened.graph.nodes.items()
        if inner.startswith(f"{name}/") and node.state == "active"
        and inner not in opened.instances and node.type in catalog and catalog[node.type].effects
    ]  # fmt: skip
    return effects or _given_by(opened, name)


def _given_by(opened: Opened, name: str) -> list[str]:
    """The nodes that an instance's outputs come from; raises InputError if it has none."""
    from_links = [opened.follow(Link(name, port)).node for port in opened.instances[name].outputs]
    there = [inner for inner in from_links if inner not in opened.instances]
    if not there:
        raise InputError(f'"{name}" has neither outputs nor nodes with effects.', node=name)
    return there


def _closed(opened: Opened, name: str) -> str:
    """A sentence for a node inside an instance that doesn't stand open."""
    outer = name
    while "/" in outer:
        outer = outer.rpartition("/")[0]
        node = opened.graph.nodes.get(outer)
        if node is not None and outer not in opened.instances and node.state != "active":
            return f'"{outer}" is {node.state}, and with it all that is inside.'
    return ""
