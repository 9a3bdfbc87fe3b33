"""Edits of the layout: short numbers, nothing else touched, and dots that follow their wires."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from graph_engine import Layout, Link, Workflow, format_workflow, parse_workflow
from graph_engine.edits import (
    Connect,
    Disconnect,
    Edit,
    MoveNodes,
    RemoveNode,
    RenameNode,
    SetFrames,
    SetNodeLayout,
    SetNotes,
    SetReroutes,
)
from graph_engine.errors import EditError
from tests.graph_engine.graphs import CATALOG, node, workflow_of

DOTS = {"sum.first": [[10, 20], [30, 40]], "twice.second": [[5, 5]]}


@pytest.fixture
def workflow() -> Workflow:
    bare = workflow_of(
        "Dots",
        const=node("Const"),
        sum=node("Add", {"first": "const.value"}),
        twice=node("Add", {"first": "sum.value", "second": "sum.value"}),
    )
    places = {"sum": {"at": [1, 2], "title": "Total"}, "gone": {"at": [0, 0]}}
    frame = {"title": "All", "at": [0.125, 0], "size": [9, 9]}
    return replace(bare, layout=Layout(places, frames=(frame,), reroutes=DOTS))


def done(workflow: Workflow, edit: Edit) -> Layout:
    """The layout after an edit, which must be taken back to the byte."""
    changed, inverse = edit.apply(workflow, CATALOG)
    assert format_workflow(inverse.apply(changed, CATALOG)[0]) == format_workflow(workflow)
    assert parse_workflow(format_workflow(changed)) == changed
    return changed.layout


def dots(workflow: Workflow, edit: Edit) -> dict[str, Any]:
    return dict(done(workflow, edit).reroutes)


def test_moved_nodes_get_short_numbers_and_keep_the_rest(workflow: Workflow) -> None:
    layout = done(workflow, MoveNodes({"sum": (-0.04, 12.3456), "const": (3.0, 1e6)}))
    assert layout.nodes == {
        "sum": {"at": [0, 12.3], "title": "Total"},
        "gone": {"at": [0, 0]},
        "const": {"at": [3, 1_000_000]},
    }
    assert json.dumps(layout.nodes["const"]) == '{"at": [3, 1000000]}'
    assert (layout.frames, layout.reroutes) == (workflow.layout.frames, DOTS)


def test_one_key_of_a_node(workflow: Workflow) -> None:
    assert done(workflow, SetNodeLayout("sum", "collapsed", True)).nodes["sum"] == {
        "at": [1, 2], "title": "Total", "collapsed": True,
    }  # fmt: skip
    assert done(workflow, SetNodeLayout("sum", "title", None)).nodes["sum"] == {"at": [1, 2]}
    assert done(workflow, SetNodeLayout("const", "width", 220.06)).nodes["const"] == {
        "width": 220.1
    }
    assert "const" not in done(workflow, SetNodeLayout("const", "title", None)).nodes


def test_frames_and_notes_that_did_not_change_stay_as_they_were(workflow: Workflow) -> None:
    old = workflow.layout.frames[0]
    new = {"title": "New", "at": [0.26, 7.0], "size": [100.04, 50], "depth": 0.25}
    assert done(workflow, SetFrames([old, new])).frames == (
        old,
        {"title": "New", "at": [0.3, 7], "size": [100, 50], "depth": 0.25},
    )
    assert done(workflow, SetNotes([{"at": [1.0, 2.0], "text": "*hi*"}])).notes == (
        {"at": [1, 2], "text": "*hi*"},
    )


def test_dots_are_set_and_taken_away(workflow: Workflow) -> None:
    one = dots(workflow, SetReroutes("twice", "first", [(1.0, 2.26)]))
    assert one == {**DOTS, "twice.first": [[1, 2.3]]}
    assert dots(workflow, SetReroutes("twice", "second", [])) == {"sum.first": DOTS["sum.first"]}


def test_no_dots_leave_no_trace_in_the_file(workflow: Workflow) -> None:
    bare = replace(workflow, layout=replace(workflow.layout, reroutes={}))
    assert "reroutes" not in format_workflow(bare)
    assert "reroutes" in json.loads(format_workflow(workflow))["layout"]


def test_dots_vanish_with_their_wire(workflow: Workflow) -> None:
    rest = {"sum.first": DOTS["sum.first"]}
    assert dots(workflow, Disconnect("twice", "second")) == rest
    assert dots(workflow, Connect("twice", "second", Link("const", "value"))) == rest
    assert dots(workflow, RemoveNode("twice")) == rest
    assert dots(workflow, RemoveNode("sum")) == {}
    assert dots(workflow, RemoveNode("const")) == {"twice.second": DOTS["twice.second"]}


def test_dots_stay_where_the_wire_stays(workflow: Workflow) -> None:
    assert dots(workflow, Connect("twice", "second", Link("sum", "value"))) == DOTS
    assert dots(workflow, Disconnect("twice", "first")) == DOTS


def test_dots_follow_a_renamed_node(workflow: Workflow) -> None:
    layout = done(workflow, RenameNode("sum", "total"))
    assert list(layout.reroutes) == ["total.first", "twice.second"]
    assert list(layout.nodes) == ["total", "gone"]
    assert list(dots(workflow, RenameNode("const", "sum_2"))) == list(DOTS)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (MoveNodes({"smu": (0, 0)}), 'There is no node "smu".'),
        (MoveNodes({"sum": (float("nan"), 0)}), "must be finite, not nan"),
        (SetNodeLayout("smu", "title", "x"), 'There is no node "smu".'),
        (SetNodeLayout("sum", "at", [float("inf"), 0]), "must be finite, not inf"),
        (SetFrames([{"at": [0.0, float("inf")]}]), "must be finite, not inf"),
        (SetReroutes("sum", "second", [(0, 0)]), 'Nothing is linked to "sum.second".'),
        (SetReroutes("smu", "first", [(0, 0)]), 'There is no node "smu".'),
    ],
)
def test_refusals_say_why(workflow: Workflow, edit: Edit, message: str) -> None:
    with pytest.raises(EditError, match=message):
        edit.apply(workflow, CATALOG)
