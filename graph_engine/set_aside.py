"""Set aside: pieces of a workflow file with the wrong shape, kept until it is written again.

A piece stays with what it belongs to, among the keys that this version does not know: a node's
wrong link in that node's `extra`, under the same names as in the file. So it is copied, renamed
and removed with its node, and `with_pieces` puts it back where it stood.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph_engine.graph import Graph
from graph_engine.workflow import Workflow
from graph_engine.workflow_shape import Misshape, Path, misshapes

Json = Any
Pieces = dict[Path, Json]
_LOST_PLACES = "unreadable"


def set_aside(data: Mapping[str, Json]) -> tuple[dict[str, Json], Pieces, tuple[Misshape, ...]]:
    """The data without the pieces that have the wrong shape, those pieces, and what is wrong."""
    good = copy.deepcopy(dict(data))
    pieces: Pieces = {}
    found: dict[Misshape, None] = {}
    while wrong := list(misshapes(good)):
        for misshape in wrong:
            found[misshape] = None
            _take(good, misshape.path, pieces)
        _complete(good)
    return good, pieces, tuple(found)


def _take(data: dict[str, Json], path: Path, pieces: Pieces) -> None:
    """Move a piece out of the data, unless it is not there or went with a larger one."""
    *way, last = path
    for key in way:
        if not isinstance(data.get(key), dict):
            return
        data = data[key]
    if last in data:
        pieces[path] = data.pop(last)


def _complete(data: dict[str, Json]) -> None:
    """Put empty nodes where there are none at all."""
    data.setdefault("nodes", {})
    subgraphs = data.get("subgraphs", {})
    for subgraph in subgraphs.values() if isinstance(subgraphs, dict) else ():
        if isinstance(subgraph, dict):
            subgraph.setdefault("nodes", {})


def keep_pieces(workflow: Workflow, pieces: Pieces) -> Workflow:
    """The workflow with the pieces that were set aside, each with what it belongs to."""
    for path, value in pieces.items():
        workflow = _keep(workflow, path, value)
    return workflow


def _keep(workflow: Workflow, path: Path, value: Json) -> Workflow:
    if path[0] == "subgraphs" and len(path) > 2 and path[1] in workflow.subgraphs:
        subgraph = workflow.subgraphs[path[1]]
        held = Workflow(subgraph.graph, layout=subgraph.layout, extra=subgraph.extra)
        held = _keep(held, path[2:], value)
        changed = replace(subgraph, graph=held.graph, layout=held.layout, extra=held.extra)
        return replace(workflow, subgraphs={**workflow.subgraphs, path[1]: changed})
    if path[0] == "nodes" and len(path) > 2:
        node = workflow.graph.nodes[path[1]]
        node = replace(node, extra=_put(node.extra, path[2:], value))
        return replace(workflow, graph=Graph({**workflow.graph.nodes, path[1]: node}))
    if path[0] == "layout" and len(path) > 1:
        layout = workflow.layout
        return replace(workflow, layout=replace(layout, extra=_put(layout.extra, path[1:], value)))
    return replace(workflow, extra=_put(workflow.extra, path, value))


def _put(data: Mapping[str, Json], path: Path, value: Json) -> dict[str, Json]:
    first, *rest = path
    inner = _put(data.get(first, {}), tuple(rest), value) if rest else value
    return {**data, first: inner}


def with_pieces(data: Mapping[str, Json], extra: Mapping[str, Json]) -> dict[str, Json]:
    """The data that is to be written, with the keys of `extra`: unknown ones, and wrong pieces.

    A wrong piece stands where it stood. Where something else stands by now, it is kept under
    "unreadable", so that nothing is ever lost.
    """
    written, lost = dict(data), dict[str, Json]()
    for key, piece in extra.items():
        there = written.get(key)
        if key not in written or _says_nothing(there):
            written[key] = piece
        elif isinstance(there, dict) and isinstance(piece, dict):
            written[key] = {**piece, **there}
            if taken := {name: part for name, part in piece.items() if name in there}:
                lost[key] = taken
        else:
            lost[key] = piece
    if lost:
        before = written.get(_LOST_PLACES)
        written[_LOST_PLACES] = {**before, **lost} if isinstance(before, dict) else lost
    return written


def _says_nothing(value: Json) -> bool:
    """Whether a part of the file is empty, as one is that was left out."""
    if isinstance(value, dict):
        return all(map(_says_nothing, value.values()))
    return value in ("", [])
