"""History: what each node of a workflow was made of when it last ran, to explain the next run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph_engine.atomic import write_atomically
from graph_engine.keys import Ingredients
from graph_engine.model_files import read_json

Json = Any
_MAX_SHOWN = 40


class History:
    """The ingredients of each workflow's nodes at their last run; `folder` keeps them on disk."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._records: dict[str, dict[str, Json]] = {}

    def last(self, workflow_name: str) -> Mapping[str, Json]:
        """Ingredients by node id, as JSON data."""
        if workflow_name not in self._records:
            saved = read_json(self._file(workflow_name)) if self._folder else None
            self._records[workflow_name] = saved or {}
        return self._records[workflow_name]

    def remember(self, workflow_name: str, ingredients: Mapping[str, Ingredients]) -> None:
        """Note what the nodes are made of now."""
        before = self.last(workflow_name)
        now = {name: _data(found) for name, found in ingredients.items()}
        if all(before.get(name) == data for name, data in now.items()):
            return
        self._records[workflow_name] = {**before, **now}
        if self._folder is not None:
            try:
                text = json.dumps(self._records[workflow_name])
                write_atomically(self._file(workflow_name), text.encode())
            except OSError:
                # Only explanations are lost; the cache itself reports a folder that is full.
                self._folder = None

    def _file(self, workflow_name: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{hashlib.sha256(workflow_name.encode()).hexdigest()[:16]}.json"


def explain(before: Json, now: Ingredients, sources: Mapping[str, str]) -> str:
    """Why a result is not known: what has changed since the node last ran.

    `sources` maps a linked input to the id of the node that feeds it.
    """
    if before is None:
        return "it has not run yet"
    current = _data(now)
    if not isinstance(before, list) or list(map(type, before)) != list(map(type, current)):
        return "it has not run yet"
    kind, version, params, files, fingerprint, numerics, inputs, outputs = before
    if kind != now.type:
        return f"it was a {kind} before"
    if version != now.version:
        return f"{now.type} has a new version ({version} → {now.version})"
    changes = _changed_values(params, current[2])
    changes += [
        f'the file of "{name}" changed'
        for name, digest in current[3].items()
        if files.get(name, digest) != digest and params.get(name) == current[2].get(name)
    ]
    if numerics != now.numerics:
        changes.append(f"computed with {now.numerics} instead of {numerics}")
    for name, source in current[6].items():
        if name not in inputs:
            changes.append(f'"{name}" is linked to "{sources[name]}" now')
        elif inputs[name] != source:
            changes.append(f'"{sources[name]}", which feeds "{name}", changed')
    changes += [f'"{name}" is no longer linked' for name in inputs if name not in current[6]]
    if fingerprint != now.fingerprint:
        changes.append("what it reads besides its inputs changed")
    if outputs != current[7]:
        changes.append("its outputs are others now")
    return "; ".join(changes) or "its result is no longer in the cache"


def _changed_values(before: Mapping[str, Json], now: Mapping[str, Json]) -> list[str]:
    return [
        f'"{name}" changed from {_short(before[name])} to {_short(value)}'
        for name, value in now.items()
        if name in before and before[name] != value
    ]


def _short(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"


def _data(ingredients: Ingredients) -> Json:
    return [
        ingredients.type,
        ingredients.version,
        dict(ingredients.params),
        dict(ingredients.files),
        ingredients.fingerprint,
        ingredients.numerics,
        {name: list(source) for name, source in ingredients.inputs.items()},
        list(ingredients.outputs),
    ]
