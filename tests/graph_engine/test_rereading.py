"""Rereading: what is read by halves is what is read whole, whatever the text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine.errors import WorkflowFileError
from graph_engine.rereading import Rereader
from graph_engine.workflow_io import parse_workflow

Json = Any
FILLING = {f"n{at}": {"type": "Const", "params": {"value": at}} for at in range(600)}


def text_of(nodes: Json, **more: Json) -> str:
    data = {"format": "weft", "version": 1, "name": "Big", "nodes": nodes, **more}
    return json.dumps(data, separators=(",", ":"))


def node(value: Json) -> Json:
    return {"type": "Const", "params": {"value": value}}


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["n1", "n7", "new", "n599"]),
            st.one_of(st.integers().map(node), st.none()),
        ),
        max_size=5,
    )
)
def test_nodes_that_come_go_and_change_are_read_as_ever(edits: list[Json]) -> None:
    reader, nodes = Rereader(), dict(FILLING)
    for edit in edits:
        for name, given_node in edit.items():
            nodes.pop(name, None)
            if given_node is not None:
                nodes[name] = given_node
        text = text_of(nodes)
        found, whole = reader.read(text), parse_workflow(text)
        assert found.graph == whole.graph
        assert list(found.graph.nodes) == list(whole.graph.nodes)
        assert (found.name, found.layout, found.subgraphs) == (
            whole.name,
            whole.layout,
            whole.subgraphs,
        )


def test_nodes_that_have_not_changed_are_the_same_objects() -> None:
    reader = Rereader()
    before = reader.read(text_of(FILLING))
    after = reader.read(text_of({**FILLING, "n3": node(-1)}))
    assert after.graph.nodes["n5"] is before.graph.nodes["n5"]
    assert after.graph.nodes["n3"].params == {"value": -1}


def test_what_is_around_the_nodes_is_read_too() -> None:
    reader = Rereader()
    reader.read(text_of(FILLING))
    named = reader.read(text_of(FILLING, description="other"), "/somewhere")
    assert named.description == "other"
    assert str(named.folder) == "/somewhere"


@pytest.mark.parametrize(
    "wrong", [node([1, 2]) | {"state": "asleep"}, {"type": 3}, "no node", {"inputs": []}]
)
def test_a_wrong_node_is_refused_as_ever(wrong: Json) -> None:
    reader = Rereader()
    reader.read(text_of(FILLING))
    text = text_of({**FILLING, "n3": wrong})
    with pytest.raises(WorkflowFileError) as whole:
        parse_workflow(text)
    with pytest.raises(WorkflowFileError) as found:
        reader.read(text)
    assert found.value.message == whole.value.message


@pytest.mark.parametrize("text", ["", "[]", '{"nodes": {}}', "{" * 30_000, f'"{"x" * 30_000}"'])
def test_what_is_no_workflow_is_refused_as_ever(text: str) -> None:
    reader = Rereader()
    with pytest.raises(WorkflowFileError):
        reader.read(text)
    assert reader.read(text_of(FILLING)).graph.nodes
