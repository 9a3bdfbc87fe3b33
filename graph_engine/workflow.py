"""Workflow: a graph with its name, its layout, and whatever else its file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph_engine.graph import Graph, Link

Json = Any
FORMAT = "weft"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things lie on the canvas: apart from the graph, so that it invalidates no result.

    `nodes` maps a node id to its place (`{"at": [x, y], …}`); frames and notes are as in the file.
    `reroutes` maps `"consumer.input"` to the dots that the wire to that input passes, from its
    source to its target: a list of `[x, y]`.
    """

    nodes: Mapping[str, Json] = field(default_factory=dict)
    frames: tuple[Json, ...] = ()
    notes: tuple[Json, ...] = ()
    reroutes: Mapping[str, Json] = field(default_factory=dict)
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subgraph:
    """The definition of a node made of nodes; nodes of the type `subgraph:<id>` stand for it.

    `inputs` maps the name of each input that it shows outside to the inner inputs (`node.port`)
    that it feeds, `outputs` that of each output to the inner output that it gives. `extra` keeps
    keys of the file that this version does not know.
    """

    name: str = ""
    description: str = ""
    inputs: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    outputs: Mapping[str, Link] = field(default_factory=dict)
    graph: Graph = field(default_factory=Graph)
    layout: Layout = field(default_factory=Layout)
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workflow:
    """What a workflow file holds.

    `subgraphs` are the definitions by id, those that stand inside others too. `inputs` and
    `outputs` are empty but while the inside of a subgraph is seen as a workflow
    (`graph_engine.subgraphs.inside`): they are then what it shows outside. `extra` keeps the top-level keys that this version does not know. `source` is the text that
    the workflow was read from, so that saving it unchanged changes no byte; `folder` is where its
    file lies, so that the pictures beside it are found.
    """

    graph: Graph = field(default_factory=Graph)
    name: str = ""
    description: str = ""
    layout: Layout = field(default_factory=Layout)
    subgraphs: Mapping[str, Subgraph] = field(default_factory=dict)
    inputs: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    outputs: Mapping[str, Link] = field(default_factory=dict)
    made_with: Mapping[str, Json] = field(default_factory=dict)
    extra: Mapping[str, Json] = field(default_factory=dict)
    source: str = field(default="", compare=False, repr=False)
    folder: Path | None = field(default=None, compare=False, repr=False)
