"""Candidates: what the node search can place, and the port by which a wire would reach it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.canvas.node_view import SUBGRAPH, kind_of, title_of_type
from app.search.fuzzy import Match, best_match, match
from app.search.other_names import OTHER_NAMES
from graph_engine.catalog import Catalog
from graph_engine.spec import InputSpec, NodeSpec, OutputSpec
from graph_engine.types import ANY, PortType

MOST_INPUTS = 2
# What a node gains by having been used: it then comes before one that fits a little better.
FAMILIAR = 40
# What most workflows are made of: familiar from the first start on.
BASICS = (
    "LoadCheckpoint", "EncodeText", "EmptyLatent", "Sample", "DecodeLatent", "SaveImage",
    "LoadImage", "EncodeImage", "KSampler", "LoadLoRA", "LoadControlNet", "ApplyControlNet",
    "CannyEdges", "PaintMask", "LatentMask", "ResizeLatent", "PreviewImage",
)  # fmt: skip
Side = Literal["takes", "gives"]


@dataclass(frozen=True)
class Wanted:
    """The wire that the new node is for: the node `takes` or `gives` what it carries.

    `beside` is the type of the node at the other end, which is rarely followed by its like.
    """

    side: Side
    type: PortType
    beside: str = ""


@dataclass(frozen=True)
class Candidate:
    """One thing that can be placed; `port` is where the wire would end, empty without a wire.

    `ports` sums up what goes in and comes out; `free` are the other ports that must be linked.
    """

    type_id: str
    title: str
    kind: str
    ports: str
    category: str
    doc: str = ""
    port: str = ""
    free: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def candidates(
    catalog: Catalog, wanted: Wanted | None = None, more: Iterable[tuple[str, NodeSpec]] = ()
) -> list[Candidate]:
    """What a wire fits to, or all: the node types, and more by their titles."""
    titled = ((title_of(spec), spec) for spec in catalog.values())
    made = (_candidate(title, spec, wanted) for title, spec in (*titled, *more))
    return [item for item in made if item is not None]


def title_of(spec: NodeSpec) -> str:
    """A node type in words; a subgraph has a name of its own."""
    return spec.summary if spec.type.startswith(SUBGRAPH) else title_of_type(spec.type)


def ranked_candidates(
    query: str,
    among: Sequence[Candidate],
    recent: Sequence[str] = (),
    uses: Sequence[str] = (),
    beside: str = "",
) -> list[tuple[Candidate, Match]]:
    """What the query finds, best first; among equals what was used last, then most, then basics.

    The type that it goes `beside` is no more familiar than any other.
    """
    familiar = [name for name in (*recent, *uses, *BASICS) if name != beside]
    order = {name: at for at, name in reversed(list(enumerate(familiar)))}
    last = len(order)
    # Many nodes share a category.
    categories = {name: match(query, name) for name in {item.category for item in among}}
    hits = ((item, _match(query, item, categories[item.category])) for item in among)
    found = [(item, hit) for item, hit in hits if hit is not None]

    def place(pair: tuple[Candidate, Match]) -> tuple[int, int]:
        at = order.get(pair[0].type_id, last)
        return -(pair[1].score + (FAMILIAR if at < last else 0)), at

    found.sort(key=place)
    return found


def _match(query: str, item: Candidate, of_category: Match | None) -> Match | None:
    others = [(name, 80) for name in item.others]
    if "." in item.type_id:  # else the title says the same
        others.append((item.type_id, 98))
    best = best_match(query, item.title, others)
    if best is None and of_category is not None:
        return Match(of_category.score * 55 // 100)
    return best


def _candidate(title: str, spec: NodeSpec, wanted: Wanted | None) -> Candidate | None:
    port = _fitting_port(spec, wanted) if wanted is not None else ""
    if port is None:
        return None
    linked = [name for name, each in spec.inputs.items() if not each.type.is_scalar]
    required = [name for name in linked if spec.inputs[name].required and name != port]
    return Candidate(
        type_id=spec.type,
        title=title,
        kind=_kind(spec),
        ports=_summary([port] if port in linked else linked, list(spec.outputs)),
        category=spec.category,
        doc=spec.doc if spec.type.startswith(SUBGRAPH) else spec.summary,
        port=port,
        free=tuple(required),
        others=OTHER_NAMES.get(spec.type, ()),
    )


def _fitting_port(spec: NodeSpec, wanted: Wanted) -> str | None:
    fitting = list(_fitting(spec, wanted))
    # What must be linked comes first, and a port of just this type before one of any.
    fitting.sort(
        key=lambda port: (
            kind_of(port.type) != kind_of(wanted.type),
            isinstance(port, InputSpec) and not port.required,
        )
    )
    return fitting[0].name if fitting else None


def _fitting(spec: NodeSpec, wanted: Wanted) -> Iterator[InputSpec | OutputSpec]:
    if wanted.side == "takes":
        yield from (port for port in spec.inputs.values() if port.type.accepts(wanted.type))
    else:
        yield from (port for port in spec.outputs.values() if wanted.type.accepts(port.type))


def _kind(spec: NodeSpec) -> str:
    types = [port.type for port in spec.outputs.values()]
    types += [port.type for port in spec.inputs.values()]
    return kind_of(types[0]) if types else ANY


def _summary(inputs: Sequence[str], outputs: Sequence[str]) -> str:
    """What goes in and comes out, such as "vae, latent → image"; of many inputs the first two."""
    shown = [*inputs[:MOST_INPUTS], "…"] if len(inputs) > MOST_INPUTS + 1 else inputs
    parts = [", ".join(name.replace("_", " ") for name in names) for names in (shown, outputs)]
    if parts[0] and parts[1]:
        return " → ".join(parts)
    return f"→ {parts[1]}" if parts[1] else parts[0]
