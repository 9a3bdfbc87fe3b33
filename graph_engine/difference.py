"""Difference: what sets two workflows apart, node by node, as `comparison.compare` finds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Json = Any
Kind = Literal["added", "removed", "renamed", "changed", "moved"]


@dataclass(frozen=True)
class Change:
    """Something named that differs: its text before and after, None where it is not there."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ParamChange:
    """A param whose value differs; where none is given, the default stands, if it is known."""

    name: str
    before: Json
    after: Json
    given_before: bool = True
    given_after: bool = True


@dataclass(frozen=True)
class NodeDifference:
    """What became of a node: its ids ("" where it is not there), and all that differs."""

    before: str
    after: str
    type: str
    params: tuple[ParamChange, ...] = ()
    links: tuple[Change, ...] = ()
    properties: tuple[Change, ...] = ()
    moved: bool = False

    @property
    def id(self) -> str:
        """The id that it has now, or had."""
        return self.after or self.before

    @property
    def kind(self) -> Kind:
        """What became of it; a node that was renamed and changed counts as changed."""
        if not self.before or not self.after:
            return "removed" if self.before else "added"
        if self.params or self.links or self.properties:
            return "changed"
        return "renamed" if self.before != self.after else "moved"


@dataclass(frozen=True)
class Difference:
    """What sets two graphs apart, with what surrounds them.

    `nodes` are those that differ; `matches` leads from the ids before to those after, for all
    nodes that are in both. `properties` are the name, the description and, of a subgraph, what it
    shows outside. `layout` names what lies elsewhere but nodes: frames, notes and wires.
    `subgraphs` are the definitions that differ and are in both.
    """

    nodes: tuple[NodeDifference, ...] = ()
    matches: Mapping[str, str] = field(default_factory=dict)
    properties: tuple[Change, ...] = ()
    layout: tuple[str, ...] = ()
    subgraphs: Mapping[str, Difference] = field(default_factory=dict)
    subgraphs_added: tuple[str, ...] = ()
    subgraphs_removed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the two are the same, places on the canvas and all."""
        return self.is_layout_only and not (self.layout or self.of_kind("moved"))

    @property
    def is_layout_only(self) -> bool:
        """Whether nothing differs but places on the canvas."""
        own = self.properties or self.subgraphs_added or self.subgraphs_removed
        return (
            not own
            and all(node.kind == "moved" for node in self.nodes)
            and all(inner.is_layout_only for inner in self.subgraphs.values())
        )

    def of_kind(self, kind: Kind) -> tuple[NodeDifference, ...]:
        """The nodes that this became of."""
        return tuple(node for node in self.nodes if node.kind == kind)

    def before(self, node_id: str) -> NodeDifference | None:
        """What became of the node that had an id; None if it is the same."""
        return self._before.get(node_id)

    def after(self, node_id: str) -> NodeDifference | None:
        """What became of the node that has an id now; None if it is the same."""
        return self._after.get(node_id)

    @cached_property
    def _before(self) -> dict[str, NodeDifference]:
        return {node.before: node for node in self.nodes if node.before}

    @cached_property
    def _after(self) -> dict[str, NodeDifference]:
        return {node.after: node for node in self.nodes if node.after}
