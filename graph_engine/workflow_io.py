"""Workflow files: JSON text to Workflow and back, losing nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from graph_engine.atomic import write_atomically
from graph_engine.errors import WorkflowFileError, nearest
from graph_engine.graph import Graph, GraphNode, Link, NodeState
from graph_engine.json_reading import parse_json
from graph_engine.json_text import format_json
from graph_engine.migrations import MIGRATIONS, Migration, migrate
from graph_engine.same_content import says_the_same
from graph_engine.set_aside import with_pieces
from graph_engine.workflow import FORMAT, VERSION, Layout, Subgraph, Workflow
from graph_engine.workflow_shape import check_format, check_shape

Json = Any
SUFFIX = ".weft.json"
MAX_BYTES = 64 * 2**20
_BYTE_ORDER_MARK = "\ufeff"
PICTURES = {".png", ".jpg", ".jpeg", ".webp"}
_TOP_KEYS = (
    "format", "version", "name", "description", "nodes", "layout", "subgraphs", "made_with",
)  # fmt: skip
_SUBGRAPH_KEYS = ("name", "description", "inputs", "outputs", "nodes", "layout")
_LAYOUT_KEYS = ("nodes", "frames", "notes", "reroutes")
_NODE_KEYS = ("type", "params", "inputs", "state")


def load_workflow(path: str | os.PathLike[str]) -> Workflow:
    """Read a workflow from its JSON file, or from a picture that carries one.

    Raises WorkflowFileError that names the file and says what is wrong with it.
    """
    file = Path(path)
    try:
        if file.suffix.lower() in PICTURES:
            from graph_engine.picture_metadata import read_workflow_text

            text = read_workflow_text(file)
        else:
            text = _decoded(read_bytes(file))
        return replace(parse_workflow(text), folder=file.parent)
    except WorkflowFileError as error:
        raise WorkflowFileError(f"{file}: {error.message}", hint=error.hint) from error


def save_workflow(workflow: Workflow, path: str | os.PathLike[str]) -> None:
    """Write a workflow to a file, all of it or nothing; a link's target is what is replaced."""
    file = Path(path).resolve()
    write_atomically(file, format_workflow(workflow).encode("utf-8"), durable=True)


def parse_workflow(text: str, migrations: Mapping[int, Migration] = MIGRATIONS) -> Workflow:
    """Read a workflow from JSON text; raises WorkflowFileError that lists all that is wrong."""
    data = parse_json(text.removeprefix(_BYTE_ORDER_MARK))
    check_format(data)
    data = migrate(data, migrations)
    check_shape(data)
    return workflow_of(data, text)


def format_workflow(workflow: Workflow) -> str:
    """Write a workflow as JSON text; an unchanged one gives the text that it was read from."""
    data = workflow_data(workflow)
    if workflow.source:
        before = json.loads(workflow.source.removeprefix(_BYTE_ORDER_MARK))
        if before["version"] == VERSION and says_the_same(before, data):
            return workflow.source
    return format_json(data)


def workflow_data(workflow: Workflow) -> dict[str, Json]:
    """The workflow as JSON data, keys in the order of the file format."""
    data: dict[str, Json] = {"format": FORMAT, "version": VERSION, "name": workflow.name}
    if workflow.description:
        data["description"] = workflow.description
    data["nodes"] = {name: node_data(node) for name, node in workflow.graph.nodes.items()}
    data["layout"] = layout_data(workflow.layout)
    if workflow.subgraphs:
        data["subgraphs"] = {key: _subgraph_data(one) for key, one in workflow.subgraphs.items()}
    made_with = {"made_with": dict(workflow.made_with)} if workflow.made_with else {}
    data = with_pieces({**data, **made_with}, workflow.extra)
    if made_with:
        data["made_with"] = data.pop("made_with")
    return data


def layout_data(layout: Layout) -> dict[str, Json]:
    """The layout as JSON data, keys in the order of the file format."""
    data: dict[str, Json] = {
        "nodes": dict(layout.nodes),
        "frames": list(layout.frames),
        "notes": list(layout.notes),
    }
    if layout.reroutes:
        data["reroutes"] = dict(layout.reroutes)
    return with_pieces(data, layout.extra)


def _subgraph_data(subgraph: Subgraph) -> dict[str, Json]:
    data: dict[str, Json] = {"name": subgraph.name}
    if subgraph.description:
        data["description"] = subgraph.description
    if subgraph.inputs:
        data["inputs"] = {name: [*map(str, inner)] for name, inner in subgraph.inputs.items()}
    if subgraph.outputs:
        data["outputs"] = {name: str(inner) for name, inner in subgraph.outputs.items()}
    data["nodes"] = {name: node_data(node) for name, node in subgraph.graph.nodes.items()}
    data["layout"] = layout_data(subgraph.layout)
    return with_pieces(data, subgraph.extra)


def node_data(node: GraphNode) -> dict[str, Json]:
    """A node as JSON data, keys in the order of the file format."""
    data: dict[str, Json] = {"type": node.type}
    if node.params:
        data["params"] = dict(node.params)
    if node.inputs:
        data["inputs"] = {name: str(link) for name, link in node.inputs.items()}
    if node.state != "active":
        data["state"] = node.state
    return with_pieces(data, node.extra)


def read_bytes(file: Path) -> bytes:
    """What stands in a file; raises WorkflowFileError if it can't be a workflow."""
    try:
        if file.is_dir():
            raise WorkflowFileError("This is a folder; a workflow is a file.")
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise WorkflowFileError("There is no such file.", hint=_near_files(file)) from None
    except ValueError as error:
        raise WorkflowFileError("No file can have this name.") from error
    except OSError as error:
        raise WorkflowFileError(f"The file can't be read: {error.strerror}.") from error
    if len(data) > MAX_BYTES:
        raise WorkflowFileError(
            f"The file is larger than {MAX_BYTES >> 20} MiB, too large for a workflow."
        )
    return data


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WorkflowFileError(
            f"The file is not text in UTF-8 (byte {error.start}), so it is no workflow."
        ) from error


def _near_files(file: Path) -> str:
    if not file.parent.is_dir():
        return f'There is no folder "{file.parent}" either.'
    try:
        return nearest(file.name, (other.name for other in file.parent.iterdir()))
    except OSError:
        return ""


def workflow_of(data: Mapping[str, Json], source: str) -> Workflow:
    """The workflow in the data of a file whose shape was checked."""
    return Workflow(
        graph=Graph({name: _node(node) for name, node in data["nodes"].items()}),
        name=data.get("name", ""),
        description=data.get("description", ""),
        layout=read_layout(data.get("layout", {})),
        subgraphs={key: read_subgraph(one) for key, one in data.get("subgraphs", {}).items()},
        made_with=data.get("made_with", {}),
        extra=_without(data, _TOP_KEYS),
        source=source,
    )


def read_subgraph(data: Mapping[str, Json]) -> Subgraph:
    """The definition in the data of a file whose shape was checked."""
    inputs, outputs = data.get("inputs", {}), data.get("outputs", {})
    return Subgraph(
        name=data.get("name", ""),
        description=data.get("description", ""),
        inputs={name: tuple(map(Link.parse, inner)) for name, inner in inputs.items()},
        outputs={name: Link.parse(inner) for name, inner in outputs.items()},
        graph=Graph({name: _node(node) for name, node in data["nodes"].items()}),
        layout=read_layout(data.get("layout", {})),
        extra=_without(data, _SUBGRAPH_KEYS),
    )


def read_layout(data: Mapping[str, Json]) -> Layout:
    """The layout in the data of a file whose shape was checked."""
    return Layout(
        nodes=data.get("nodes", {}),
        frames=tuple(data.get("frames", ())),
        notes=tuple(data.get("notes", ())),
        reroutes=data.get("reroutes", {}),
        extra=_without(data, _LAYOUT_KEYS),
    )


def _node(data: Mapping[str, Json]) -> GraphNode:
    return GraphNode(
        type=data["type"],
        params=data.get("params", {}),
        inputs={port: Link.parse(link) for port, link in data.get("inputs", {}).items()},
        state=cast(NodeState, data.get("state", "active")),
        extra=_without(data, _NODE_KEYS),
    )


def _without(data: Mapping[str, Json], keys: Iterable[str]) -> dict[str, Json]:
    return {key: value for key, value in data.items() if key not in keys}
