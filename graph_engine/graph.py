"""Graph: which nodes there are and which output feeds which input."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, get_args

Json = Any
NodeState = Literal["active", "muted", "bypassed"]
NODE_STATES: tuple[str, ...] = get_args(NodeState)
EMPTY: Mapping[str, Any] = MappingProxyType({})

_NODE_ID = re.compile(r"[A-Za-z0-9_-]+")


def is_node_id(text: str) -> bool:
    """Whether a text can be a node id: letters, digits, `_` and `-`."""
    return _NODE_ID.fullmatch(text) is not None


def free_id(word: str, taken: Container[str]) -> str:
    """An id made from a word that is not taken, such as `sampler` or `sampler_2`."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "_", word).strip("_") or "node"
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


@dataclass(frozen=True, slots=True)
class Link:
    """The output of a node, as an input refers to it: `node.port`."""

    node: str
    port: str

    @classmethod
    def parse(cls, text: str) -> Link:
        """Read `node.port`; raises ValueError if it is something else."""
        node, dot, port = text.partition(".")
        if not (dot and is_node_id(node) and port):
            raise ValueError(f'"{text}" is not of the form node.port')
        return cls(node, port)

    def __str__(self) -> str:
        return f"{self.node}.{self.port}"


@dataclass(frozen=True, slots=True)
class GraphNode:
    """One node: its type, the params given, the links at its inputs, and its state.

    `extra` keeps keys of the file that this version does not know.
    """

    type: str
    params: Mapping[str, Json] = field(default_factory=dict)
    inputs: Mapping[str, Link] = field(default_factory=dict)
    state: NodeState = "active"
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by id, in the order of the file."""

    nodes: Mapping[str, GraphNode] = field(default_factory=dict)

    def new_id(self, word: str) -> str:
        """A free node id made from a word, such as `sampler` or `sampler_2`."""
        return free_id(word, self.nodes)

    def sources(self, node_id: str) -> list[str]:
        """The nodes that feed a node, without links to nodes that are not there."""
        links = self.nodes[node_id].inputs.values()
        return [link.node for link in links if link.node in self.nodes]

    def consumers(self, node_id: str) -> list[tuple[str, str]]:
        """The (node, input) pairs that a node feeds."""
        return [
            (other, name)
            for other, node in self.nodes.items()
            for name, link in node.inputs.items()
            if link.node == node_id
        ]
