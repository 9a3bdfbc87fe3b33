"""Workflow shape: whether JSON data has the form of a workflow, and where it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph_engine.errors import WorkflowFileError
from graph_engine.graph import NODE_STATES, Link, is_node_id
from graph_engine.workflow import FORMAT

Json = Any
Path = tuple[str, ...]


@dataclass(frozen=True)
class Misshape:
    """A piece of the data that has the wrong shape: where it stands, and what it should be."""

    path: Path
    message: str

    def within(self, place: Path, message: str = "") -> Misshape:
        """The same, where the data is a part of other data."""
        return Misshape((*place, *self.path), message or self.message)


def check_format(data: Json) -> None:
    """Raise WorkflowFileError unless the data says that it is a workflow."""
    if not isinstance(data, dict):
        raise WorkflowFileError(f"A workflow is a JSON object, not {_kind(data)}.")
    if data.get("format") != FORMAT:
        raise WorkflowFileError(_wrong_format(data))


def check_shape(data: Mapping[str, Json]) -> None:
    """Raise WorkflowFileError that lists every place with the wrong shape."""
    wrong = [misshape.message for misshape in misshapes(data)]
    if wrong:
        raise WorkflowFileError("The file has the wrong shape: " + "; ".join(wrong) + ".")


def _kind(value: Json) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return names.get(type(value), "nothing" if value is None else "a number")


def _wrong_format(data: Mapping[str, Json]) -> str:
    if "format" in data:
        return f'"format" must be "{FORMAT}", not {json.dumps(data["format"])[:60]}.'
    nodes = data.values()
    if "last_node_id" in data or (
        data and all(isinstance(node, dict) and "class_type" in node for node in nodes)
    ):
        return "This looks like a ComfyUI workflow, which this version does not open yet."
    return f'This is JSON but not a workflow: it has no "format": "{FORMAT}".'


def misshapes(data: Mapping[str, Json]) -> Iterator[Misshape]:
    """The places with the wrong shape, each with the smallest piece that would have to go."""
    for key in ("name", "description"):
        if not isinstance(data.get(key, ""), str):
            yield Misshape((key,), f'"{key}" must be text, not {_kind(data[key])}')
    if not isinstance(data.get("made_with", {}), dict):
        yield Misshape(
            ("made_with",), f'"made_with" must be an object, not {_kind(data["made_with"])}'
        )
    yield from _layout_misshapes(data.get("layout", {}))
    nodes = data.get("nodes")
    if not isinstance(nodes, dict):
        yield Misshape(("nodes",), f'"nodes" must be an object, not {_kind(nodes)}')
        nodes = {}
    for name, node in nodes.items():
        yield from _node_misshapes(name, node)
    subgraphs = data.get("subgraphs", {})
    if not isinstance(subgraphs, dict):
        yield Misshape(("subgraphs",), f'"subgraphs" must be an object, not {_kind(subgraphs)}')
        return
    for subgraph_id, subgraph in subgraphs.items():
        yield from _subgraph_misshapes(subgraph_id, subgraph)


def _subgraph_misshapes(subgraph_id: str, data: Json) -> Iterator[Misshape]:
    where, place = f"subgraphs.{subgraph_id}", ("subgraphs", subgraph_id)
    if not is_node_id(subgraph_id):
        yield Misshape(
            place, f'the subgraph id "{subgraph_id}" may hold only letters, digits, "_" and "-"'
        )
    if not isinstance(data, dict):
        yield Misshape(place, f'"{where}" must be an object, not {_kind(data)}')
        return
    for key in ("name", "description"):
        if not isinstance(data.get(key, ""), str):
            yield Misshape((*place, key), f'"{where}.{key}" must be text, not {_kind(data[key])}')
    for wrong in _layout_misshapes(data.get("layout", {}), f"{where}."):
        yield wrong.within(place)
    for key in ("nodes", "inputs", "outputs"):
        part = data.get(key, None if key == "nodes" else {})
        if not isinstance(part, dict):
            yield Misshape((*place, key), f'"{where}.{key}" must be an object, not {_kind(part)}')
            continue
        for name, value in part.items():
            if key == "nodes":
                for wrong in _node_misshapes(name, value):
                    yield wrong.within(place, f'in "{where}", {wrong.message}')
            elif not _leads_inside(key, value):
                example = '["prompt.text"]' if key == "inputs" else '"sampler.latent"'
                what = "a list of inner inputs" if key == "inputs" else "an inner output"
                yield Misshape(
                    (*place, key, name),
                    f'"{where}.{key}.{name}" must be {what} such as {example}, not'
                    f" {json.dumps(value)[:60]}",
                )


def _leads_inside(key: str, value: Json) -> bool:
    """Whether a value has the form of an exposed input, or of an exposed output."""
    if key == "outputs":
        return _is_link(value)
    return isinstance(value, list) and all(map(_is_link, value))


def _is_link(value: Json) -> bool:
    try:
        Link.parse(value)
    except (ValueError, AttributeError):
        return False
    return True


def _layout_misshapes(layout: Json, where: str = "") -> Iterator[Misshape]:
    if not isinstance(layout, dict):
        yield Misshape(("layout",), f'"{where}layout" must be an object, not {_kind(layout)}')
        return
    for key, kind in (("nodes", dict), ("frames", list), ("notes", list), ("reroutes", dict)):
        if not isinstance(layout.get(key, kind()), kind):
            yield Misshape(
                ("layout", key),
                f'"{where}layout.{key}" must be {_kind(kind())}, not {_kind(layout[key])}',
            )


def _node_misshapes(name: str, node: Json) -> Iterator[Misshape]:
    place = ("nodes", name)
    if not is_node_id(name):
        yield Misshape(place, f'the node id "{name}" may hold only letters, digits, "_" and "-"')
    if not isinstance(node, dict):
        yield Misshape(place, f'the node "{name}" must be an object, not {_kind(node)}')
        return
    if not isinstance(node.get("type"), str):
        yield Misshape(place, f'the node "{name}" must have a "type" that is text')
    if node.get("state", "active") not in NODE_STATES:
        states = ", ".join(NODE_STATES)
        yield Misshape(
            (*place, "state"), f'the "state" of the node "{name}" must be one of {states}'
        )
    for key in ("params", "inputs"):
        if not isinstance(node.get(key, {}), dict):
            yield Misshape(
                (*place, key),
                f'the "{key}" of the node "{name}" must be an object, not {_kind(node[key])}',
            )
            return
    for port, link in node.get("inputs", {}).items():
        if not _is_link(link):
            yield Misshape(
                (*place, "inputs", port),
                f'the input "{port}" of the node "{name}" must be a link such as'
                f' "sampler.latent", not {json.dumps(link)[:60]}',
            )
