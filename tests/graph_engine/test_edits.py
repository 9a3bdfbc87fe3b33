"""Edits: each has an inverse, refuses what the graph must not become, and changes nothing else."""

from __future__ import annotations

import contextlib
import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_engine import GraphNode, Layout, Link, Workflow, format_workflow, parse_workflow
from graph_engine.edits import (
    AddNode,
    Batch,
    Connect,
    Describe,
    Disconnect,
    Edit,
    MoveNodes,
    PutLink,
    PutParam,
    RemoveNode,
    RenameNode,
    ResetParam,
    SetFrames,
    SetLayout,
    SetNodeLayout,
    SetNotes,
    SetParam,
    SetReroutes,
    SetState,
)
from graph_engine.errors import EditError
from tests.graph_engine.graphs import CATALOG, node, workflow_of, workflows
from tests.graph_engine.texts import JSON, workflow_texts

_ODD_IDS = ("ghost", "new", "n1", "a", "not an id", "")
_NAMES = ("value", "second", "first", "mode", "signal", "zeta", "weight", "start")
_PORTS = ("value", "signal", "mean", "zeta")
_VALUES = st.one_of(st.integers(-5, 5), st.sampled_from(["sum", "product", 0.5, None, True]), JSON)
_POSITIONS = st.one_of(st.none(), st.integers(0, 4))
_NUMBERS = st.floats(-1e6, 1e6) | st.integers(-9, 9)
_POINTS = st.tuples(_NUMBERS, _NUMBERS)
_BOXES = st.lists(
    st.one_of(JSON, st.fixed_dictionaries({"at": st.lists(_NUMBERS, max_size=2), "text": JSON})),
    max_size=2,
)
_WORKFLOWS = st.one_of(workflows(6, states=True), workflow_texts().map(parse_workflow))


def edits_of(workflow: Workflow, *, batches: bool = True) -> st.SearchStrategy[Edit]:
    """Edits that mostly name what the workflow has, and sometimes what it has not."""
    nodes = workflow.graph.nodes
    ids = st.one_of(st.sampled_from([*nodes] * 3 + [*_ODD_IDS]))
    names = st.sampled_from(_NAMES)
    links = st.builds(Link, ids, st.sampled_from(_PORTS))
    fields = {
        "params": st.dictionaries(names, _VALUES, max_size=3),
        "inputs": st.dictionaries(names, links, max_size=3),
    }
    types = st.sampled_from(["Const", "Add", "Mix", "unknown.Type"])
    params = [(node, name) for node, found in nodes.items() for name in found.params]
    inputs = [(node, name) for node, found in nodes.items() for name in found.inputs]
    spots = st.tuples(ids, names)
    param_spots = st.one_of(st.sampled_from(params), spots) if params else spots
    input_spots = st.one_of(st.sampled_from(inputs), spots) if inputs else spots
    places = st.one_of(st.none(), st.fixed_dictionaries({"at": st.tuples(st.integers())}))
    simple: list[st.SearchStrategy[Edit]] = [
        st.builds(AddNode, ids, st.builds(GraphNode, types, **fields), places, _POSITIONS),
        st.builds(RemoveNode, ids),
        st.builds(lambda spot, link: Connect(spot[0], spot[1], link), input_spots, links),
        st.builds(
            lambda spot, link, at: PutLink(spot[0], spot[1], link, at),
            input_spots,
            links,
            _POSITIONS,
        ),
        st.builds(lambda spot: Disconnect(*spot), input_spots),
        st.builds(lambda spot, value: SetParam(spot[0], spot[1], value), param_spots, _VALUES),
        st.builds(lambda spot, value: PutParam(spot[0], spot[1], value), param_spots, _VALUES),
        st.builds(lambda spot: ResetParam(*spot), param_spots),
        st.builds(RenameNode, ids, ids),
        st.builds(SetState, ids, st.sampled_from(["active", "muted", "bypassed"])),
        st.builds(SetLayout, st.builds(Layout, st.dictionaries(ids, JSON, max_size=2))),
        st.builds(Describe, st.text(max_size=3), st.text(max_size=3)),
        st.builds(MoveNodes, st.dictionaries(ids, _POINTS, max_size=2)),
        st.builds(SetNodeLayout, ids, st.sampled_from(["at", "title", "width"]), JSON),
        st.builds(SetFrames, _BOXES),
        st.builds(SetNotes, _BOXES),
        st.builds(
            lambda spot, dots: SetReroutes(spot[0], spot[1], dots),
            input_spots,
            st.lists(_POINTS, max_size=2),
        ),
    ]
    if not batches:
        return st.one_of(simple)
    some = st.lists(edits_of(workflow, batches=False), max_size=3)
    return st.one_of(*simple, st.builds(Batch, some.map(tuple)))


@settings(max_examples=60)
@given(_WORKFLOWS, st.data())
def test_inverses_in_reverse_restore_every_byte(workflow: Workflow, data: st.DataObject) -> None:
    original = format_workflow(workflow)
    steps: list[tuple[str, Edit]] = []
    for _ in range(data.draw(st.integers(1, 7))):
        try:
            changed, inverse = data.draw(edits_of(workflow)).apply(workflow, CATALOG)
        except EditError:
            continue
        steps.append((format_workflow(workflow), inverse))
        workflow = changed
    for text, inverse in reversed(steps):
        workflow, _ = inverse.apply(workflow, CATALOG)
        assert format_workflow(workflow) == text
    assert format_workflow(workflow) == original


@given(_WORKFLOWS, st.data())
def test_the_inverse_of_an_inverse_does_it_again(workflow: Workflow, data: st.DataObject) -> None:
    try:
        changed, inverse = data.draw(edits_of(workflow)).apply(workflow, CATALOG)
    except EditError:
        return
    back, again = inverse.apply(changed, CATALOG)
    assert back == workflow
    assert format_workflow(back) == format_workflow(workflow)
    redone, _ = again.apply(back, CATALOG)
    assert format_workflow(redone) == format_workflow(changed)


@given(_WORKFLOWS, st.data())
def test_edits_leave_the_old_workflow_alone(workflow: Workflow, data: st.DataObject) -> None:
    before = copy.deepcopy(workflow)
    with contextlib.suppress(EditError):
        changed, inverse = data.draw(edits_of(workflow)).apply(workflow, CATALOG)
        inverse.apply(changed, CATALOG)
    assert workflow == before
    assert format_workflow(workflow) == format_workflow(before)


@pytest.fixture
def workflow() -> Workflow:
    return workflow_of(
        "Edits",
        const=node("Const", value=3),
        sum=node("Add", {"first": "const.value"}, second=4),
        twice=node("Add", {"first": "sum.value", "second": "sum.value"}),
        ramp=node("Ramp", length=4),
        odd=node("nowhere.Thing", {"anything": "sum.value"}, colour="red"),
    )


def every_edit(workflow: Workflow) -> list[Edit]:
    """Each kind of edit on each node, input and param that it can be made on."""
    edits: list[Edit] = [AddNode("new", node("Const"), {"at": [0, 0]}, at) for at in (0, 2, 9)]
    for name, found in workflow.graph.nodes.items():
        edits += [RemoveNode(name), RenameNode(name, "new"), SetState(name, "muted")]
        edits += [Disconnect(name, port) for port in found.inputs]
        edits += [Connect(name, port, Link("const", "value")) for port in ("first", "second")
                  if found.type == "Add"]  # fmt: skip
        edits += [PutLink(name, port, Link("odd", "x"), 0) for port in (*found.inputs, "more")]
        edits += [ResetParam(name, param) for param in found.params]
        edits += [PutParam(name, param, "x", 0) for param in (*found.params, "more")]
    return edits


def test_every_edit_can_be_taken_back() -> None:
    workflow = workflow_of(
        "Edits",
        const=node("Const", value=3, seed=4),
        sum=node("Add", {"first": "const.value", "second": "const.value", "third": "odd.x"}),
        twice=node("Add", {"first": "sum.value", "second": "sum.value"}, mode="sum", other=1),
        odd=node("nowhere.Thing", {"a": "twice.value", "b": "lost.x", "c": "sum.value"}, x=1, y=2),
    )
    workflow, _ = SetLayout(Layout({"sum": {"at": [1, 2]}, "new": {}})).apply(workflow, CATALOG)
    edits = every_edit(workflow)
    assert len(edits) > 30
    for edit in edits:
        changed, inverse = edit.apply(workflow, CATALOG)
        assert format_workflow(inverse.apply(changed, CATALOG)[0]) == format_workflow(workflow), (
            edit
        )


def refused(edit: Edit, workflow: Workflow) -> EditError:
    before = copy.deepcopy(workflow)
    with pytest.raises(EditError) as caught:
        edit.apply(workflow, CATALOG)
    assert workflow == before
    return caught.value


def inputs(workflow: Workflow, name: str) -> dict[str, str]:
    return {port: str(link) for port, link in workflow.graph.nodes[name].inputs.items()}


def test_connect_replaces_the_link_that_is_there(workflow: Workflow) -> None:
    changed, inverse = Connect("twice", "first", Link("const", "value")).apply(workflow, CATALOG)
    assert inputs(changed, "twice") == {"first": "const.value", "second": "sum.value"}
    assert inverse.apply(changed, CATALOG)[0] == workflow


def test_connect_names_the_nearest_node(workflow: Workflow) -> None:
    error = refused(Connect("twice", "first", Link("cosnt", "value")), workflow)
    assert error.message == 'There is no node "cosnt".'
    assert error.hint == 'Did you mean "const"?'
    assert refused(Connect("twic", "first", Link("const", "value")), workflow).node == "twic"


def test_connect_names_the_nearest_ports(workflow: Workflow) -> None:
    error = refused(Connect("twice", "secnd", Link("const", "value")), workflow)
    assert error.message == 'Node "twice" (Add) has no input "secnd".'
    assert error.hint == 'Did you mean "second"?'
    assert (error.node, error.port, error.type) == ("twice", "secnd", "Add")
    error = refused(Connect("twice", "first", Link("const", "valeu")), workflow)
    assert 'Const has no output "valeu"' in error.message
    assert error.hint == 'Did you mean "value"?'


def test_connect_refuses_types_that_do_not_fit(workflow: Workflow) -> None:
    error = refused(Connect("twice", "first", Link("ramp", "signal")), workflow)
    assert '"first" takes int, but "ramp.signal" gives Signal' in error.message


def test_a_cycle_is_refused_and_its_path_named(workflow: Workflow) -> None:
    error = refused(Connect("sum", "second", Link("twice", "value")), workflow)
    assert "would make a cycle: sum → twice → sum" in error.message
    error = refused(Connect("sum", "second", Link("sum", "value")), workflow)
    assert "would make a cycle: sum → sum" in error.message


def test_nodes_of_unknown_types_can_be_linked(workflow: Workflow) -> None:
    changed, _ = Connect("odd", "more", Link("const", "value")).apply(workflow, CATALOG)
    assert inputs(changed, "odd") == {"anything": "sum.value", "more": "const.value"}
    changed, _ = Connect("twice", "second", Link("odd", "any")).apply(
        Disconnect("odd", "anything").apply(workflow, CATALOG)[0], CATALOG
    )
    assert inputs(changed, "twice")["second"] == "odd.any"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (AddNode("const", node("Const")), 'There is already a node "const".'),
        (AddNode("two words", node("Const")), '"two words" can\'t be a node id'),
        (RemoveNode("ramp_"), 'There is no node "ramp_".'),
        (Disconnect("sum", "second"), 'Nothing is linked to "sum.second".'),
        (SetParam("sum", "second", "x"), "\"second\" must be a whole number, not 'x'"),
        (SetParam("sum", "secon", 1), 'has no param "secon"'),
        (SetParam("sum", "mode", "som"), "must be one of sum, difference, product"),
        (SetParam("const", "value", 1001), "must be from -1000 to 1000"),
        (SetParam("const", "value", True), "must be a whole number"),
        (SetParam("const", "seed", 2**64), "must be from 0 to 18446744073709551615"),
        (ResetParam("sum", "mode"), "is at its default already"),
        (RenameNode("sum", "const"), 'There is already a node "const".'),
        (RenameNode("sum", "a.b"), '"a.b" can\'t be a node id'),
        (RenameNode("nobody", "x"), 'There is no node "nobody".'),
        (SetState("nobody", "muted"), 'There is no node "nobody".'),
    ],
)
def test_refusals_say_why(workflow: Workflow, edit: Edit, message: str) -> None:
    assert message in refused(edit, workflow).message


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 10**400])
def test_a_param_takes_no_number_that_a_file_can_not_hold(value: Any) -> None:
    workflow = workflow_of(scale=node("Scale"), fraction=node("Fraction"))
    refused(SetParam("scale", "factor", value), workflow)
    assert "finite" in refused(SetParam("fraction", "value", value), workflow).message


def test_a_choice_takes_only_its_own_values(workflow: Workflow) -> None:
    error = refused(SetParam("sum", "mode", "produkt"), workflow)
    assert error.hint == 'Did you mean "product"?'


def test_a_batch_is_all_or_nothing(workflow: Workflow) -> None:
    refused(Batch((SetParam("sum", "second", 9), RemoveNode("nobody"))), workflow)
    batch = Batch((RenameNode("sum", "total"), SetParam("total", "second", 9), RemoveNode("ramp")))
    changed, inverse = batch.apply(workflow, CATALOG)
    assert inputs(changed, "twice") == {"first": "total.value", "second": "total.value"}
    assert inverse.apply(changed, CATALOG)[0] == workflow


def test_removing_a_node_takes_its_links_and_place(workflow: Workflow) -> None:
    placed, _ = SetLayout(Layout({"sum": {"at": [1, 2]}, "const": {}})).apply(workflow, CATALOG)
    changed, inverse = RemoveNode("sum").apply(placed, CATALOG)
    assert "sum" not in changed.graph.nodes
    assert inputs(changed, "twice") == {}
    assert dict(changed.layout.nodes) == {"const": {}}
    restored, _ = inverse.apply(changed, CATALOG)
    assert list(restored.graph.nodes) == list(workflow.graph.nodes)
    assert restored == placed


def test_taking_back_a_new_node_keeps_a_link_that_waited_for_it() -> None:
    workflow = workflow_of(sum=node("Add", {"first": "lost.value"}))
    changed, inverse = AddNode("lost", node("Const")).apply(workflow, CATALOG)
    assert inverse.apply(changed, CATALOG)[0] == workflow


def test_renaming_back_keeps_a_link_that_led_nowhere() -> None:
    workflow = workflow_of(const=node("Const"), sum=node("Add", {"first": "lost.value"}))
    changed, inverse = RenameNode("const", "lost").apply(workflow, CATALOG)
    assert inverse.apply(changed, CATALOG)[0] == workflow


def test_a_new_node_appears_where_it_was_put(workflow: Workflow) -> None:
    changed, inverse = AddNode("x", node("Const"), {"at": [3, 4]}, 1).apply(workflow, CATALOG)
    assert list(changed.graph.nodes)[:3] == ["const", "x", "sum"]
    assert changed.layout.nodes["x"] == {"at": [3, 4]}
    assert inverse.apply(changed, CATALOG)[0] == workflow


def test_new_ids_are_free_and_readable(workflow: Workflow) -> None:
    assert workflow.graph.new_id("sampler") == "sampler"
    assert workflow.graph.new_id("sum") == "sum_2"
    assert workflow.graph.new_id("ein Wort!") == "ein_Wort"
    assert workflow.graph.new_id("!!") == "node"
