"""Keys: what a node's result depends on, as a SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph_engine.device import Device
from graph_engine.graph import GraphNode, Link
from graph_engine.hints import FileHint, Hint
from graph_engine.places import Places
from graph_engine.spec import NodeSpec

Json = Any
NOT_THERE = "not there"

_to_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What goes into a node's key; layout, titles and ids do not.

    `params` are the effective ones of inputs that are not linked (defaults filled in), `files`
    the content digests of the files they name or mention, `numerics` the device class, dtype and
    library versions where the numbers depend on them, and `inputs` the upstream key and port per
    link. Results are kept in the order of `outputs`, so a node that gets another one starts anew.
    """

    type: str
    version: int
    params: Mapping[str, Json]
    files: Mapping[str, str]
    fingerprint: str
    numerics: str
    inputs: Mapping[str, tuple[str, str]]
    outputs: tuple[str, ...]

    @property
    def key(self) -> str:
        """The SHA-256 over all of it."""
        parts = (
            self.type,
            self.version,
            self.params,
            self.files,
            self.fingerprint,
            self.numerics,
            self.inputs,
            self.outputs,
        )
        return key_of(*parts)

    @property
    def identity(self) -> str:
        """The SHA-256 over what decides the numbers besides params and inputs."""
        parts = (self.type, self.version, self.numerics, self.fingerprint)
        return key_of(*parts, self.files) if self.files else _identity_without_files(*parts)


@lru_cache(1000)
def _identity_without_files(*parts: Json) -> str:
    return key_of(*parts, {})


def key_of(*parts: Json) -> str:
    """The SHA-256 over JSON data."""
    return hashlib.sha256(_to_json(parts).encode()).hexdigest()


def effective_params(
    spec: NodeSpec, node: GraphNode, linked: Mapping[str, Link]
) -> dict[str, Json]:
    """The values of the scalar inputs that are not linked, defaults filled in."""
    return {
        port.name: port.normalised(node.params.get(port.name, port.default))
        for port in spec.scalars
        if port.name not in linked
    }


def read_ingredients(
    spec: NodeSpec,
    params: Mapping[str, Json],
    inputs: Mapping[str, tuple[str, str]],
    *,
    places: Places,
    digest: Callable[[Path], str],
    device: Device,
) -> Ingredients:
    """Gather what a node's key is made of; raises OSError if a file can't be read."""
    files = {
        name: digest(path) if (path := places.find(hint, value)) is not None else NOT_THERE
        for name, (hint, value) in _named_files(spec, params).items()
    }
    fingerprint = ""
    if spec.has_fingerprint:
        linked = {name: None for name in spec.inputs if name not in params}
        fingerprint = spec.node_class(**{**linked, **params}).fingerprint()
    numerics = device.numerics(spec.numerics) if spec.numerics else ""
    outputs = tuple(spec.outputs)
    return Ingredients(
        spec.type, spec.version, params, files, fingerprint, numerics, inputs, outputs
    )


def _named_files(spec: NodeSpec, params: Mapping[str, Json]) -> dict[str, tuple[Hint, str]]:
    """The files that params name: by the param, or by what a param mentions them as."""
    found: dict[str, tuple[Hint, str]] = {}
    for port in spec.scalars:
        value = params.get(port.name)
        if not isinstance(value, str) or port.hint is None:
            continue
        if isinstance(port.hint, FileHint):
            found[port.name] = (port.hint, value)
        found |= port.hint.files_in(value)
    return found
