"""Rereading: workflow texts that differ little from the one before, as in a studio's asks."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph_engine.graph import Graph
from graph_engine.workflow import FORMAT, VERSION, Workflow
from graph_engine.workflow_io import parse_workflow

Json = Any
_SMALL = 20_000


@dataclass(frozen=True)
class _Read:
    """A text as data, and the workflow that was read from it."""

    data: Mapping[str, Json]
    folder: str
    workflow: Workflow


class Rereader:
    """Reads workflows as `parse_workflow` does, but only the nodes that the last text did not have.

    A text that was written by a program is taken to give no key twice; may be used by several
    threads.
    """

    def __init__(self) -> None:
        self._last: _Read | None = None
        self._one_at_a_time = threading.Lock()

    def read(self, text: str, folder: str = "") -> Workflow:
        """The workflow in a text, its file lying in the folder; raises WorkflowFileError."""
        if len(text) < _SMALL:
            return _in_folder(parse_workflow(text), folder)
        with self._one_at_a_time:
            data = _quick_data(text)
            last = self._last
            if data is None:
                return _in_folder(parse_workflow(text), folder)
            if last is None or last.folder != folder or _around(last.data) != _around(data):
                workflow = _in_folder(parse_workflow(text), folder)
            else:
                workflow = _with_nodes(last, data)
            self._last = _Read(data, folder, workflow)
            return workflow


def _quick_data(text: str) -> dict[str, Json] | None:
    """The data of a text that may be a workflow of this version, read without further checks."""
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(data, dict) and data.get("format") == FORMAT
    if not is_ours or data.get("version") != VERSION or not isinstance(data.get("nodes"), dict):
        return None
    return dict(data)


def _refuse(name: str) -> Json:
    raise ValueError(name)


def _around(data: Mapping[str, Json]) -> dict[str, Json]:
    """All but the nodes."""
    return {key: value for key, value in data.items() if key != "nodes"}


def _with_nodes(last: _Read, data: dict[str, Json]) -> Workflow:
    """The last workflow with the nodes of other data; raises WorkflowFileError for wrong ones."""
    before, known = last.data["nodes"], last.workflow.graph.nodes
    nodes = data["nodes"]
    changed = {name: node for name, node in nodes.items() if before.get(name) != node}
    fresh: Mapping[str, Any] = {}
    if changed:
        text = json.dumps({"format": FORMAT, "version": VERSION, "nodes": changed})
        fresh = parse_workflow(text).graph.nodes
    graph = Graph({name: fresh.get(name) or known[name] for name in nodes})
    return replace(last.workflow, graph=graph, source="")


def _in_folder(workflow: Workflow, folder: str) -> Workflow:
    return replace(workflow, folder=Path(folder)) if folder else workflow
