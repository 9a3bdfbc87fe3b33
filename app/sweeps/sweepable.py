"""Sweepable: the params of a workflow that can be given lists of values, and what to begin with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.docks.findings import node_title
from graph_engine.catalog import Catalog
from graph_engine.errors import WeftError
from graph_engine.graph import GraphNode
from graph_engine.hints import FileHint, Number, Seed
from graph_engine.spec import InputSpec, NodeSpec
from graph_engine.subgraphs.expansion import expand
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.sweep import listed_value
from graph_engine.workflow import Workflow

Json = Any
_STARTING_SEEDS = 4
_REACH = 0.4
"""How far the numbers lie apart that are suggested, as a share of the value."""
_MOST_CHOICES = 4


@dataclass(frozen=True)
class Sweepable:
    """A param that can be swept: the path of its node, its declaration, and its value now."""

    node: str
    title: str
    spec: InputSpec
    value: Json

    @property
    def name(self) -> str:
        """The param as axes name it."""
        return f"{self.node}.{self.spec.name}"

    @property
    def takes_lines(self) -> bool:
        """Whether its values are texts, which stand in a line each."""
        spec = self.spec
        is_text = spec.type.names[0] == "str" and not spec.type.choices
        return is_text and not isinstance(spec.hint, FileHint)

    def suggestion(self) -> str:
        """Values around the one that it has, to begin with."""
        value, spec = self.value, self.spec
        if spec.type.choices:
            return listed(_first(value, spec.type.choices)[:_MOST_CHOICES])
        if spec.type.names[0] == "bool":
            return "no, yes"
        if self.takes_lines:
            return " ".join(str(value or "").split())
        if isinstance(value, bool) or not isinstance(value, int | float):
            return listed([str(value)]) if value else ""
        if isinstance(spec.hint, Seed):
            return listed([str(int(value) + step) for step in range(_STARTING_SEEDS)])
        return listed(_around(value, spec))


def listed(values: list[str]) -> str:
    """Values as a person reads and writes them in a line."""
    return ", ".join(map(listed_value, values))


def sweepable(workflow: Workflow, catalog: Catalog) -> tuple[Sweepable, ...]:
    """All params that can be swept, node by node, those inside subgraphs last."""
    types = catalog_of(workflow, catalog)
    nodes = dict(workflow.graph.nodes)
    # A workflow that can't be expanded is told so when its sweep is planned.
    with contextlib.suppress(WeftError):
        nodes |= expand(workflow).graph.nodes
    return tuple(
        one
        for name, node in nodes.items()
        if node.state == "active" and node.type in types
        for one in _of_node(name, node, node_title(workflow, name), types[node.type])
    )


def _of_node(name: str, node: GraphNode, title: str, spec: NodeSpec) -> Iterator[Sweepable]:
    for scalar in spec.scalars:
        if scalar.name not in node.inputs:
            value = scalar.normalised(node.params.get(scalar.name, scalar.default))
            yield Sweepable(name, title, scalar, value)


def _first(value: Json, choices: Iterable[Json]) -> list[str]:
    """The choices, that which holds first."""
    return [str(one) for one in sorted(choices, key=lambda choice: choice != value)]


def _around(value: float, spec: InputSpec) -> list[str]:
    """Three numbers around a value, within the limits of its param."""
    low = high = None
    multiple = 1
    if isinstance(spec.hint, Number):
        low, high, multiple = spec.hint.minimum, spec.hint.maximum, spec.hint.multiple or 1
    reach = abs(value) * _REACH or (1.0 if high is None else high * _REACH)
    texts: list[str] = []
    for one in (value - reach, value, value + reach):
        kept = max(one, low) if low is not None else one
        kept = min(kept, high) if high is not None else kept
        is_whole = spec.type.names[0] == "int"
        texts.append(str(round(kept / multiple) * multiple) if is_whole else f"{kept:.4g}")
    return list(dict.fromkeys(texts))
