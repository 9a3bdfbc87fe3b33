"""Seeds: those of a workflow, and what the next run makes of them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from app.editors.context import SeedBehaviour
from graph_engine.catalog import Catalog
from graph_engine.edits import Batch, Edit, EditSubgraph, SetParam
from graph_engine.graph import Graph, Link
from graph_engine.hints import Seed
from graph_engine.subgraphs import catalog_of
from graph_engine.workflow import Layout, Workflow

LOCKED = "locked"
LIMIT = 2**64
_DRAWN_BELOW = 2**32


@dataclass(frozen=True, slots=True)
class SeedPlace:
    """A seed: the param of a node, inside a subgraph if one is named."""

    subgraph: str
    node: str
    param: str


Seeds = Mapping[SeedPlace, int]


def seeds_of(workflow: Workflow, catalog: Catalog) -> dict[SeedPlace, int]:
    """The seeds that a run may change: not those that are linked or locked."""
    types = catalog_of(workflow, catalog)
    found = dict(_seeds_in("", workflow.graph, workflow.layout, types, frozenset()))
    for name, subgraph in workflow.subgraphs.items():
        shown = frozenset(link for links in subgraph.inputs.values() for link in links)
        found.update(_seeds_in(name, subgraph.graph, subgraph.layout, types, shown))
    return found


def is_locked(layout: Layout, node: str, param: str) -> bool:
    """Whether a seed stays as it is, whatever a run does with the others."""
    return param in (layout.nodes.get(node) or {}).get(LOCKED, ())


def next_seeds(seeds: Seeds, behaviour: SeedBehaviour, draw: str, runs: int = 1) -> Seeds:
    """The seeds of a coming run, the first one or a later one of a batch.

    Seeds that are equal stay equal, because what goes on with the noise of another node needs its
    seed. A random seed hangs on `draw`, so that what is planned and what is run are the same.
    """
    if behaviour == "random":
        return {place: _drawn(f"{draw} {runs} {seed}") for place, seed in seeds.items()}
    by = runs if behaviour == "next" else runs - 1
    return {place: (seed + by) % LIMIT for place, seed in seeds.items()}


def new_draw() -> str:
    """What new random seeds hang on."""
    return secrets.token_hex(8)


def seeds_edit(seeds: Seeds) -> Edit:
    """The edit that gives a workflow these seeds."""
    return Batch(tuple(_edit(place, seed) for place, seed in seeds.items()))


def _edit(place: SeedPlace, seed: int) -> Edit:
    edit = SetParam(place.node, place.param, seed)
    return EditSubgraph(place.subgraph, edit) if place.subgraph else edit


def _drawn(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8]) % _DRAWN_BELOW


def _seeds_in(
    subgraph: str, graph: Graph, layout: Layout, catalog: Catalog, shown: frozenset[Link]
) -> Iterator[tuple[SeedPlace, int]]:
    for name, node in graph.nodes.items():
        spec = catalog.get(node.type)
        if spec is None or node.state != "active":
            continue
        for scalar in spec.scalars:
            if not isinstance(scalar.hint, Seed) or scalar.name in node.inputs:
                continue
            value = node.params.get(scalar.name, scalar.default)
            given = Link(name, scalar.name) in shown
            if isinstance(value, int) and not given and not is_locked(layout, name, scalar.name):
                yield SeedPlace(subgraph, name, scalar.name), value
