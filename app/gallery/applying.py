"""Applying: the settings of a picture, whichever program made it, on a workflow that is open."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.edits import Batch, Edit, SetParam
from graph_engine.graph import Graph, GraphNode
from graph_engine.picture_settings import PictureSettings
from graph_engine.spec import NodeSpec

Json = Any
# Other programs' names, without what is no letter or digit, where ours differ by more than that.
_SAMPLERS: Mapping[str, str] = {
    "eulera": "euler_ancestral",
    "dpm2a": "dpm2_ancestral",
    "dpmpp3msde": "dpmpp_3m",
    "unipcbh2": "unipc",
    "unipc": "uni_pc",
    "plms": "pndm",
}
_SCHEDULES: Mapping[str, str] = {
    "automatic": "default",
    "uniform": "default",
    "simple": "trailing",
    "normal": "linspace",
    "sgmuniform": "trailing",
}
# Old pictures of A1111 and InvokeAI have the schedule at the end of the sampler's name.
_ENDINGS = {"karras": "karras", "exponential": "exponential", "k": "karras"}


@dataclass(frozen=True)
class Applied:
    """The edit, the params that it sets, and what of the settings the workflow has no place for."""

    edit: Edit
    params: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def apply_settings(graph: Graph, catalog: Catalog, settings: PictureSettings) -> Applied:
    """Set what the settings tell on the samplers of a graph, and on the prompts before them."""
    samplers = [name for name in graph.nodes if _samples(graph, catalog, name)]
    wanted = _wanted(settings)
    edits: list[tuple[str, Edit]] = []
    for name in samplers:
        spec, node = catalog[graph.nodes[name].type], graph.nodes[name]
        for param, values in wanted.items():
            if (edit := _set(name, node, spec, param, values)) is not None:
                edits.append((param, edit))
    for port, text in (("positive", settings.prompt), ("negative", settings.negative)):
        param = {"positive": "prompt", "negative": "negative"}[port]
        edits += ((param, edit) for edit in _prompt_edits(graph, catalog, samplers, port, text))
    params = tuple(dict.fromkeys(param for param, _ in edits))
    told = [*wanted, *(["prompt"] if settings.prompt else [])]
    told += ["negative"] if settings.negative else []
    left_out = tuple(param for param in told if param not in params)
    return Applied(Batch(tuple(edit for _, edit in edits)), params, left_out)


def _wanted(settings: PictureSettings) -> dict[str, tuple[Json, ...]]:
    """The params that are told, with the values that may stand for them, the likeliest first."""
    sampler, schedule = _split(settings.sampler, settings.schedule)
    values: dict[str, tuple[Json, ...]] = {
        "seed": (settings.seed,),
        "steps": (settings.steps,),
        "guidance": (settings.guidance,),
        "sampler": (settings.sampler, sampler, _SAMPLERS.get(_plain(sampler))),
        "schedule": (settings.schedule, schedule, _SCHEDULES.get(_plain(schedule))),
    }
    told = (name for name, found in values.items() if any(v not in (None, "") for v in found))
    return {name: values[name] for name in told}


def _split(sampler: str, schedule: str) -> tuple[str, str]:
    words = re.split(r"[ _]", sampler)
    ending = _ENDINGS.get(words[-1].casefold()) if len(words) > 1 else None
    if ending is None or schedule:
        return sampler, schedule
    return sampler[: -len(words[-1]) - 1], ending


def _plain(name: str) -> str:
    """A name without what programs write differently."""
    folded = name.casefold().replace("++", "pp").removeprefix("k_").removeprefix("sample_")
    return re.sub(r"[^a-z0-9]", "", folded)


def _samples(graph: Graph, catalog: Catalog, name: str) -> bool:
    spec = catalog.get(graph.nodes[name].type)
    names = {scalar.name for scalar in spec.scalars} if spec is not None else set()
    return {"seed", "steps"} <= names


def _set(
    name: str, node: GraphNode, spec: NodeSpec, param: str, values: Iterable[Json]
) -> Edit | None:
    """The edit that sets a param to the first value that it takes; None if it takes none."""
    scalar = next((one for one in spec.scalars if one.name == param), None)
    if scalar is None or param in node.inputs:
        return None
    choices = {_plain(str(choice)): choice for choice in scalar.type.choices}
    for value in values:
        if value in (None, ""):
            continue
        known = choices.get(_plain(value)) if choices and isinstance(value, str) else value
        if known is not None and not scalar.problem(known):
            return SetParam(name, param, scalar.normalised(known))
    return None


def _prompt_edits(
    graph: Graph, catalog: Catalog, samplers: Iterable[str], port: str, text: str
) -> Iterator[Edit]:
    """The nearest prompt before each sampler's port, each once."""
    if not text:
        return
    starts = (graph.nodes[name].inputs.get(port) for name in samplers)
    found = (_nearest_text(graph, catalog, link.node) for link in starts if link is not None)
    for name in dict.fromkeys(one for one in found if one is not None):
        yield SetParam(name, "text", text)


def _nearest_text(graph: Graph, catalog: Catalog, start: str) -> str | None:
    waiting, seen = deque([start]), set[str]()
    while waiting:
        name = waiting.popleft()
        node = graph.nodes.get(name)
        if node is None or name in seen:
            continue
        seen.add(name)
        spec = catalog.get(node.type)
        has_text = spec is not None and any(one.name == "text" for one in spec.scalars)
        if has_text and "text" not in node.inputs:
            return name
        waiting.extend(link.node for link in node.inputs.values())
    return None
