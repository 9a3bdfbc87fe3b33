"""Descriptions: a catalogue as JSON data, and read back where no node code may be imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from typing import Any

from graph_engine.catalog import BrokenPack, Catalog
from graph_engine.hints import Hint
from graph_engine.node import Node
from graph_engine.spec import InputSpec, NodeSpec, OutputSpec
from graph_engine.types import PortType

Json = Any


def catalog_data(catalog: Catalog) -> dict[str, Json]:
    """The catalogue as JSON data: all that is known of its nodes but their code."""
    return {
        "nodes": [spec.describe() for spec in catalog.values()],
        "broken": [asdict(pack) for pack in catalog.broken],
    }


def read_catalog(data: Json) -> Catalog:
    """The catalogue that the data describes; its nodes can be shown, wired and checked, not run.

    Raises ValueError for data that describes no catalogue.
    """
    hints = _hints_by_widget()
    try:
        specs = [_read_node(node, hints) for node in data["nodes"]]
        return Catalog(specs, [BrokenPack(**pack) for pack in data["broken"]])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"This describes no catalogue of nodes: {error!r}.") from error


def _read_node(data: Mapping[str, Json], hints: Mapping[str, type[Hint]]) -> NodeSpec:
    inputs = [_read_input(port, hints) for port in data["inputs"]]
    outputs = [OutputSpec(port["name"], _read_type(port), port["doc"]) for port in data["outputs"]]
    return NodeSpec(
        type=data["type"],
        version=data["version"],
        category=data["category"],
        effects=data["effects"],
        replaces=tuple(data["replaces"]),
        numerics=tuple(data["numerics"]),
        summary=data["summary"],
        doc=data["doc"],
        inputs={port.name: port for port in inputs},
        outputs={port.name: port for port in outputs},
        node_class=Node,
        value_types={},
        pack=data["pack"],
    )


def _read_input(data: Mapping[str, Json], hints: Mapping[str, type[Hint]]) -> InputSpec:
    return InputSpec(
        data["name"],
        _read_type(data),
        data["required"],
        data.get("default"),
        _read_hint(data["hint"], hints) if "hint" in data else None,
        data["doc"],
    )


def _read_type(data: Mapping[str, Json]) -> PortType:
    return PortType(tuple(data["names"]), tuple(data.get("choices", ())), data["optional"])


def _read_hint(data: Mapping[str, Json], hints: Mapping[str, type[Hint]]) -> Hint:
    """The engine's own hint of that widget; what a pack's hint knows beyond it stays there."""
    cls = hints.get(data["widget"], Hint)
    return cls(**{field.name: data[field.name] for field in fields(cls) if field.name in data})


def _hints_by_widget() -> dict[str, type[Hint]]:
    """The hints that the engine declares; a pack may derive others from them."""
    own = (hint for hint in _with_derived(Hint) if hint.__module__ == Hint.__module__)
    return {hint.widget: hint for hint in own}


def _with_derived(cls: type[Hint]) -> Iterator[type[Hint]]:
    yield cls
    for derived in cls.__subclasses__():
        yield from _with_derived(derived)
