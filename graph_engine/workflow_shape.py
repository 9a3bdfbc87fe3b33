"""Workflow shape: whether JSON data has the form of a workflow, and where it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from graph_engine.errors import WorkflowFileError
from graph_engine.graph import NODE_STATES, Link, is_node_id
from graph_engine.workflow import FORMAT

Json = Any


def check_format(data: Json) -> None:
    """Raise WorkflowFileError unless the data says that it is a workflow."""
    if not isinstance(data, dict):
        raise WorkflowFileError(f"A workflow is a JSON object, not {_kind(data)}.")
    if data.get("format") != FORMAT:
        raise WorkflowFileError(_wrong_format(data))


def check_shape(data: Mapping[str, Json]) -> None:
    """Raise WorkflowFileError that lists every place with the wrong shape."""
    wrong = list(_shape_problems(data))
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


def _shape_problems(data: Mapping[str, Json]) -> Iterator[str]:
    for key in ("name", "description"):
        if not isinstance(data.get(key, ""), str):
            yield f'"{key}" must be text, not {_kind(data[key])}'
    if not isinstance(data.get("made_with", {}), dict):
        yield f'"made_with" must be an object, not {_kind(data["made_with"])}'
    yield from _layout_problems(data.get("layout", {}))
    nodes = data.get("nodes")
    if not isinstance(nodes, dict):
        yield f'"nodes" must be an object, not {_kind(nodes)}'
        nodes = {}
    for name, node in nodes.items():
        yield from _node_problems(name, node)
    subgraphs = data.get("subgraphs", {})
    if not isinstance(subgraphs, dict):
        yield f'"subgraphs" must be an object, not {_kind(subgraphs)}'
        return
    for subgraph_id, subgraph in subgraphs.items():
        yield from _subgraph_problems(subgraph_id, subgraph)


def _subgraph_problems(subgraph_id: str, data: Json) -> Iterator[str]:
    where = f"subgraphs.{subgraph_id}"
    if not is_node_id(subgraph_id):
        yield f'the subgraph id "{subgraph_id}" may hold only letters, digits, "_" and "-"'
    if not isinstance(data, dict):
        yield f'"{where}" must be an object, not {_kind(data)}'
        return
    for key in ("name", "description"):
        if not isinstance(data.get(key, ""), str):
            yield f'"{where}.{key}" must be text, not {_kind(data[key])}'
    yield from _layout_problems(data.get("layout", {}), f"{where}.")
    for key in ("nodes", "inputs", "outputs"):
        part = data.get(key, None if key == "nodes" else {})
        if not isinstance(part, dict):
            yield f'"{where}.{key}" must be an object, not {_kind(part)}'
            continue
        for name, value in part.items():
            if key == "nodes":
                yield from (f'in "{where}", {wrong}' for wrong in _node_problems(name, value))
            elif not _leads_inside(key, value):
                example = '["prompt.text"]' if key == "inputs" else '"sampler.latent"'
                what = "a list of inner inputs" if key == "inputs" else "an inner output"
                yield (
                    f'"{where}.{key}.{name}" must be {what} such as {example}, not'
                    f" {json.dumps(value)[:60]}"
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


def _layout_problems(layout: Json, where: str = "") -> Iterator[str]:
    if not isinstance(layout, dict):
        yield f'"{where}layout" must be an object, not {_kind(layout)}'
        return
    for key, kind in (("nodes", dict), ("frames", list), ("notes", list), ("reroutes", dict)):
        if not isinstance(layout.get(key, kind()), kind):
            yield f'"{where}layout.{key}" must be {_kind(kind())}, not {_kind(layout[key])}'


def _node_problems(name: str, node: Json) -> Iterator[str]:
    if not is_node_id(name):
        yield f'the node id "{name}" may hold only letters, digits, "_" and "-"'
    if not isinstance(node, dict):
        yield f'the node "{name}" must be an object, not {_kind(node)}'
        return
    if not isinstance(node.get("type"), str):
        yield f'the node "{name}" must have a "type" that is text'
    if node.get("state", "active") not in NODE_STATES:
        yield f'the "state" of the node "{name}" must be one of {", ".join(NODE_STATES)}'
    for key in ("params", "inputs"):
        if not isinstance(node.get(key, {}), dict):
            yield f'the "{key}" of the node "{name}" must be an object, not {_kind(node[key])}'
            return
    for port, link in node.get("inputs", {}).items():
        if not _is_link(link):
            yield (
                f'the input "{port}" of the node "{name}" must be a link such as'
                f' "sampler.latent", not {json.dumps(link)[:60]}'
            )
