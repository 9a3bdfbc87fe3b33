"""Same content: whether what would be written says what the file says already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from graph_engine.workflow_shape import misshapes

Json = Any


def says_the_same(before: dict[str, Json], data: dict[str, Json]) -> bool:
    """Whether data says what other data says, where empty parts may be left out.

    The order of nodes, params and links counts too, because it is the author's; unless there were
    pieces with the wrong shape, which are no longer between their neighbours.
    """
    any_order = any(misshapes(before))
    one, other = _from_order(before), _from_order(data)
    return json.dumps(one, sort_keys=any_order) == json.dumps(other, sort_keys=any_order)


def _from_order(data: Json) -> Json:
    """The data with its top-level keys, and those of its parts, in one fixed order.

    Where a file may leave out an empty part, or places its keys in another order than ours, it
    still says the same; only what is inside keeps its order.
    """
    known = {"made_with": {}, "subgraphs": {}, **data}
    empty: dict[str, Json] = {"inputs": {}, "outputs": {}}
    subgraphs = known["subgraphs"]
    if isinstance(subgraphs, dict):
        known["subgraphs"] = {
            name: _graph_from_order(one, empty) for name, one in subgraphs.items()
        }
    return _graph_from_order(known, {})


def _graph_from_order(data: Json, empty: Mapping[str, Json]) -> Json:
    if not isinstance(data, dict):
        return data
    known = {"name": "", "description": "", "nodes": {}, "layout": {}, **empty, **data}
    known["layout"] = _filled(
        known["layout"], {"nodes": {}, "frames": [], "notes": [], "reroutes": {}}
    )
    if isinstance(known["nodes"], dict):
        known["nodes"] = {
            name: _filled(node, {"params": {}, "inputs": {}, "state": "active"})
            for name, node in known["nodes"].items()
        }
    return _sorted(known)


def _filled(part: Json, empty: Mapping[str, Json]) -> Json:
    """A part of the file with what it leaves out, if it has the shape of one."""
    return _sorted({**empty, **part}) if isinstance(part, dict) else part


def _sorted(data: Mapping[str, Json]) -> dict[str, Json]:
    return dict(sorted(data.items()))
