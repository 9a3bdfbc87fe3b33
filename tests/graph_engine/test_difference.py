"""Differences: nodes are found again under other names, and everything that changed is told once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine import GraphNode, Layout, Link, Workflow, parse_workflow
from graph_engine.comparison import compare
from graph_engine.difference import Change, Difference, ParamChange
from graph_engine.difference_text import difference_lines, word_pieces
from graph_engine.edits import (
    Batch,
    Connect,
    Describe,
    Edit,
    MoveNodes,
    PutParam,
    RemoveNode,
    RenameNode,
    ResetParam,
    SetFrames,
    SetParam,
    SetReroutes,
    SetState,
)
from tests.graph_engine.graphs import CATALOG, node, workflow_of, workflows
from tests.graph_engine.texts import workflow_texts


@pytest.fixture
def workflow() -> Workflow:
    return workflow_of(
        "Compare",
        const=node("Const", value=3),
        other=node("Const", value=3),
        sum=node("Add", {"first": "const.value"}, second=4),
        twice=node("Add", {"first": "sum.value", "second": "sum.value"}),
        write=node("Write", text="mountains with a house at night"),
    )


def after(workflow: Workflow, *edits: Edit, catalog: Any = CATALOG) -> Difference:
    return compare(workflow, Batch(edits).apply(workflow, CATALOG)[0], catalog)


def lines(found: Difference) -> list[str]:
    return ["".join(piece.text for piece in line) for line in difference_lines(found)]


@given(workflow_texts().map(parse_workflow))
def test_a_workflow_is_the_same_as_itself(workflow: Workflow) -> None:
    found = compare(workflow, replace(workflow), CATALOG)
    assert found.is_empty
    assert lines(found) == ["The two are the same."]
    assert found.matches == {name: name for name in workflow.graph.nodes}


@given(workflow_texts().map(parse_workflow), workflow_texts().map(parse_workflow))
def test_any_two_can_be_compared_both_ways(one: Workflow, other: Workflow) -> None:
    found, back = compare(one, other), compare(other, one)
    assert found.is_empty == back.is_empty
    assert found.is_layout_only == back.is_layout_only
    assert lines(found)
    ids = [node.id for node in found.of_kind("removed")]
    assert set(ids).isdisjoint(found.matches)
    assert len(set(found.matches.values())) == len(found.matches)


@given(workflows(8), st.data())
def test_renamed_nodes_are_found_again(workflow: Workflow, data: st.DataObject) -> None:
    """Whatever is renamed, no node counts as added, removed or changed."""
    names = data.draw(st.lists(st.sampled_from(list(workflow.graph.nodes)), unique=True))
    changed, _ = Batch(tuple(RenameNode(name, f"new_{name}") for name in names)).apply(
        workflow, CATALOG
    )
    found = compare(workflow, changed)
    assert {item.kind for item in found.nodes} <= {"renamed"}
    assert len(found.nodes) == len(names)


def test_a_long_chain_renamed_throughout_is_found_again() -> None:
    count = 1_000
    nodes = {"n0": node("Const")} | {
        f"n{at}": node("Add", {"first": f"n{at - 1}.value"}) for at in range(1, count)
    }
    other = {"m0": node("Const")} | {
        f"m{at}": node("Add", {"first": f"m{at - 1}.value"}) for at in range(1, count)
    }
    found = compare(workflow_of(**nodes), workflow_of(**dict(reversed(other.items()))))
    assert found.matches == {f"n{at}": f"m{at}" for at in range(count)}


def test_values_links_and_states_are_told_per_node(workflow: Workflow) -> None:
    found = after(
        workflow,
        SetParam("sum", "second", 5),
        SetParam("sum", "mode", "product"),
        ResetParam("const", "value"),
        Connect("twice", "second", Link("other", "value")),
        SetState("twice", "muted"),
        Describe("Compare two"),
    )
    assert found.properties == (Change("name", "Compare", "Compare two"),)
    assert {item.id: item.kind for item in found.nodes} == dict.fromkeys(
        ("const", "sum", "twice"), "changed"
    )
    sum_, const, twice = (found.after(name) for name in ("sum", "const", "twice"))
    assert sum_ is not None
    assert const is not None
    assert twice is not None
    assert sum_.params == (
        ParamChange("second", 4, 5),
        ParamChange("mode", "sum", "product", given_before=False),
    )
    assert const.params == (ParamChange("value", 3, 0, given_after=False),)
    assert twice.links == (Change("second", "sum.value", "other.value"),)
    assert twice.properties == (Change("state", "active", "muted"),)
    assert found.after("write") is None


def test_a_default_is_as_if_given(workflow: Workflow) -> None:
    assert after(workflow, SetParam("sum", "mode", "sum")).is_empty
    assert not after(workflow, SetParam("sum", "mode", "sum"), catalog=None).is_empty
    assert after(workflow, PutParam("sum", "second", 4.0)).is_empty


def test_a_node_that_was_renamed_and_changed_is_told_as_gone_and_come(workflow: Workflow) -> None:
    found = after(workflow, RenameNode("sum", "total"), SetParam("total", "second", 9))
    assert [(item.kind, item.id) for item in found.nodes] == [
        ("added", "total"), ("changed", "twice"), ("removed", "sum"),
    ]  # fmt: skip


def test_links_follow_a_renamed_source(workflow: Workflow) -> None:
    found = after(workflow, RenameNode("const", "three"), RenameNode("sum", "total"))
    assert {item.before: item.after for item in found.of_kind("renamed")} == {
        "const": "three",
        "sum": "total",
    }
    assert len(found.nodes) == 2
    assert found.before("sum") is found.after("total")


def test_another_type_under_the_same_id_is_a_change(workflow: Workflow) -> None:
    nodes = {**workflow.graph.nodes, "other": GraphNode("Ramp")}
    found = compare(workflow, replace(workflow, graph=replace(workflow.graph, nodes=nodes)))
    assert found.of_kind("changed")[0].properties == (Change("type", "Const", "Ramp"),)


def test_places_count_apart(workflow: Workflow) -> None:
    found = after(workflow, MoveNodes({"sum": (3, 4)}))
    assert (found.is_empty, found.is_layout_only) == (False, True)
    assert [item.kind for item in found.nodes] == ["moved"]
    assert lines(found) == ["On the canvas: 1 node elsewhere. The results are the same."]
    found = after(workflow, SetFrames([{"at": [0, 0]}]), SetReroutes("sum", "first", [(1, 2)]))
    assert (found.layout, found.is_layout_only, found.nodes) == (("frames", "wires"), True, ())


def test_dots_of_a_renamed_node_are_the_same() -> None:
    workflow = workflow_of(const=node("Const"), sum=node("Add", {"first": "const.value"}))
    workflow = replace(workflow, layout=Layout(reroutes={"sum.first": [[1, 2]]}))
    assert after(workflow, RenameNode("sum", "total")).layout == ()


def test_subgraphs_are_compared_by_their_ids(workflow: Workflow) -> None:
    text = """{"format": "weft", "version": 1, "nodes": {}, "subgraphs": {
      "a": {"name": "A", "outputs": {"value": "x.value"}, "nodes": {"x": {"type": "Const"}}},
      "b": {"name": "B", "nodes": {}}}}"""
    one = parse_workflow(text)
    other = parse_workflow(
        text.replace('"b":', '"c":').replace('{"type": "Const"}', '{"type": "Const", "params": {"value": 1}}')
        .replace('"x.value"', '"x.other"')
    )  # fmt: skip
    found = compare(one, other)
    assert (found.subgraphs_added, found.subgraphs_removed) == (("c",), ("b",))
    inner = found.subgraphs["a"]
    assert inner.properties == (Change("output value", "x.value", "x.other"),)
    assert inner.nodes[0].params[0].after == 1
    assert not found.is_layout_only
    assert compare(one, one).is_empty


def test_the_words_of_a_prompt_are_marked() -> None:
    pieces = word_pieces("mountains with a house at sunset", "mountains with two houses at sunset")
    assert "".join(piece.text for piece in pieces) == (
        "mountains with [-a house-]{+two houses+} at sunset"
    )
    assert [piece.style for piece in pieces] == ["plain", "removed", "added", "plain"]
    long = " ".join(map(str, range(3_000)))
    assert [piece.style for piece in word_pieces(long, "x y")] == ["removed", "plain", "added"]


def test_all_that_differs_can_be_read(workflow: Workflow) -> None:
    found = after(
        workflow,
        SetParam("write", "text", "mountains with a tree at night"),
        RenameNode("const", "three"),
        SetParam("sum", "mode", "product"),
        RemoveNode("twice"),
    )
    assert lines(found) == [
        "~ const → three (Const)",
        "~ sum (Add)",
        '    mode: "sum" (default) → "product"',
        "~ write (Write)",
        "    text: mountains with a [-house-]{+tree+} at night",
        "- twice (Add)",
        "    first ← sum.value",
        "    second ← sum.value",
        "Nodes: 1 removed, 1 renamed, 2 changed.",
    ]
