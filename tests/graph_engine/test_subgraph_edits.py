"""Edits of subgraphs: exact inverses, folding that changes nothing but the view, and refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine import Link, Workflow, format_workflow, parse_workflow
from graph_engine.edits import (
    AddNode,
    Batch,
    Connect,
    Describe,
    Edit,
    EditSubgraph,
    Expose,
    Fold,
    InsertSubgraph,
    MoveNodes,
    OwnCopy,
    RemoveNode,
    RemoveSubgraph,
    RenameExposed,
    RenameNode,
    RenameSubgraph,
    SetLayout,
    SetParam,
    SetReroutes,
    SetState,
    Unexpose,
    Unfold,
)
from graph_engine.errors import EditError
from graph_engine.subgraphs import expand, inside, needed_definitions
from graph_engine.workflow import Layout
from tests.graph_engine.graphs import CATALOG, node, workflow_of, workflows


def apply(workflow: Workflow, *edits: Edit) -> Workflow:
    for edit in edits:
        workflow, _ = edit.apply(workflow, CATALOG)
    return workflow


def refused(workflow: Workflow, edit: Edit) -> EditError:
    before = format_workflow(workflow)
    with pytest.raises(EditError) as refusal:
        edit.apply(workflow, CATALOG)
    assert format_workflow(workflow) == before
    return refusal.value


def selections(workflow: Workflow) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(
        st.sampled_from([*workflow.graph.nodes]), min_size=1, max_size=5, unique=True
    ).map(tuple)


def folded(data: st.DataObject, workflow: Workflow, id: str) -> tuple[Workflow, tuple[str, ...]]:
    """The workflow with a random selection folded, if it can be, and the selection."""
    chosen = data.draw(selections(workflow))
    try:
        return apply(workflow, Fold(chosen, id, "Folded")), chosen
    except EditError:
        return workflow, ()


def links_of(nodes: Any) -> dict[str, Any]:
    return {
        name: (found.type, found.params, dict(found.inputs), found.state)
        for name, found in nodes.items()
    }


@pytest.fixture
def chain() -> Workflow:
    """Const → sum → scale → show, and twice that uses both const and sum."""
    workflow = workflow_of(
        const=node("Const", value=3),
        sum=node("Add", {"first": "const.value"}, second=4),
        twice=node("Add", {"first": "sum.value", "second": "const.value"}),
        show=node("Show", {"value": "twice.value"}),
    )
    places = {name: {"at": [100 * at, 10 * at]} for at, name in enumerate(workflow.graph.nodes)}
    return apply(workflow, SetLayout(Layout(places)))


# --- Folding and unfolding ---


@given(workflows(8, states=True), st.data())
def test_folding_keeps_every_node_and_what_feeds_it(
    workflow: Workflow, data: st.DataObject
) -> None:
    once, _ = folded(data, workflow, "fold")
    twice, _ = folded(data, once, "again")
    flat = {name.rpartition("/")[2]: found for name, found in expand(twice).graph.nodes.items()}
    flat = {
        name: replace(
            found,
            inputs={p: Link(x.node.rpartition("/")[2], x.port) for p, x in found.inputs.items()},
        )
        for name, found in flat.items()
    }
    assert links_of(flat) == links_of(workflow.graph.nodes)
    again = parse_workflow(format_workflow(twice))
    assert again == twice
    assert format_workflow(again) == format_workflow(twice)


@given(workflows(8, states=True), st.data())
def test_unfolding_is_folding_taken_back(workflow: Workflow, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(["fold", *workflow.graph.nodes]))
    once, chosen = folded(data, workflow, word)
    if chosen:
        [instance] = once.graph.nodes.keys() - (workflow.graph.nodes.keys() - set(chosen))
        unfolded = apply(once, Unfold(instance))
        assert links_of(unfolded.graph.nodes) == links_of(workflow.graph.nodes)


def test_what_a_fold_makes(chain: Workflow) -> None:
    changed = apply(chain, Fold(("twice", "sum"), "sums", "Sums"))
    assert links_of(changed.graph.nodes) == {
        "const": ("Const", {"value": 3}, {}, "active"),
        "sums": ("subgraph:sums", {}, {"first": Link("const", "value")}, "active"),
        "show": ("Show", {}, {"value": Link("sums", "value")}, "active"),
    }
    subgraph = changed.subgraphs["sums"]
    assert subgraph.name == "Sums"
    assert subgraph.inputs == {"first": (Link("sum", "first"), Link("twice", "second"))}
    assert subgraph.outputs == {"value": Link("twice", "value")}
    assert subgraph.layout.nodes == {"sum": {"at": [100, 10]}, "twice": {"at": [200, 20]}}
    assert changed.layout.nodes["sums"] == {"at": [150, 15]}
    assert list(changed.graph.nodes) == ["const", "sums", "show"]


def test_unfolding_gives_fresh_ids_and_keeps_what_was_given(chain: Workflow) -> None:
    once = apply(chain, Fold(("sum", "twice"), "sums", "Sums"), AddNode("sum", node("Const")))
    once = apply(once, Expose("sums", "more", Link("sum", "second")), SetParam("sums", "more", 9))
    unfolded = apply(once, Unfold("sums"))
    assert links_of(unfolded.graph.nodes)["sum_2"] == (
        "Add", {"second": 9}, {"first": Link("const", "value")}, "active",
    )  # fmt: skip
    assert unfolded.graph.nodes["twice"].inputs["first"] == Link("sum_2", "value")
    assert list(unfolded.graph.nodes) == ["const", "sum_2", "twice", "show", "sum"]
    assert "sums" in unfolded.subgraphs, "the definition stays, for whoever wants it again"


def test_places_and_dots_go_in_and_come_out_again(chain: Workflow) -> None:
    dotted = apply(
        chain,
        SetReroutes("sum", "first", [(50, 0)]),
        SetReroutes("twice", "first", [(150, 1), (160, 2)]),
        SetReroutes("show", "value", [(250, 5)]),
    )
    once = apply(dotted, Fold(("sum", "twice"), "sums", "Sums"))
    assert once.layout.reroutes == {"sums.first": [[50, 0]], "show.value": [[250, 5]]}
    assert once.subgraphs["sums"].layout.reroutes == {"twice.first": [[150, 1], [160, 2]]}
    again = apply(once, Unfold("sums"))
    assert (again.layout.nodes, again.layout.reroutes) == (
        dotted.layout.nodes,
        dotted.layout.reroutes,
    )
    moved = apply(once, MoveNodes({"sums": (1150, 15)}), Unfold("sums"))
    assert moved.layout.nodes["twice"] == {"at": [1200, 20]}


def test_a_muted_instance_unfolds_to_muted_nodes(chain: Workflow) -> None:
    once = apply(chain, Fold(("sum", "twice"), "sums", "Sums"), SetState("sums", "muted"))
    unfolded = apply(once, Unfold("sums"))
    assert {name: found.state for name, found in unfolded.graph.nodes.items()} == {
        "const": "active", "sum": "muted", "twice": "muted", "show": "active",
    }  # fmt: skip


def test_folding_inside_a_subgraph_keeps_what_it_shows(chain: Workflow) -> None:
    once = apply(
        chain,
        Fold(("sum", "twice"), "sums", "Sums"),
        Expose("sums", "more", Link("sum", "second")),
        SetParam("sums", "more", 9),
    )
    before = expand(once).graph.nodes
    twice = apply(once, EditSubgraph("sums", Fold(("sum",), "inner", "Inner")))
    assert twice.subgraphs["sums"].inputs == {
        "first": (Link("inner", "first"), Link("twice", "second")),
        "more": (Link("inner", "second"),),
    }
    after = expand(twice).graph.nodes
    assert after["sums/inner/sum"] == before["sums/sum"]
    back = apply(twice, EditSubgraph("sums", Unfold("inner")))
    assert expand(back).graph.nodes == before
    assert back.subgraphs["sums"].inputs == once.subgraphs["sums"].inputs


# --- Inverses ---


def subgraph_edits(workflow: Workflow) -> st.SearchStrategy[Edit]:
    """Edits of subgraphs that mostly name what the workflow has."""
    nodes = [*workflow.graph.nodes]
    ids = st.sampled_from([*workflow.subgraphs, "x"])
    inner = [name for one in workflow.subgraphs.values() for name in one.graph.nodes]
    names = st.sampled_from([*inner, *nodes, "ghost"])
    shown = st.sampled_from(
        ["value", "first", "signal", "new"]
        + [name for one in workflow.subgraphs.values() for name in (*one.inputs, *one.outputs)]
    )
    links = st.builds(Link, names, st.sampled_from(["value", "first", "second", "signal"]))
    sides = st.sampled_from(["input", "output"])
    within: st.SearchStrategy[Edit] = st.one_of(
        st.builds(RemoveNode, names),
        st.builds(RenameNode, names, names),
        st.builds(Connect, names, st.sampled_from(["first", "value", "signal"]), links),
        st.builds(Fold, st.lists(names, min_size=1, max_size=2), st.just("deep"), st.text()),
        st.builds(Unfold, names),
        st.builds(AddNode, st.just("fresh"), st.builds(lambda x: node(f"subgraph:{x}"), ids)),
        st.builds(Describe, st.text(max_size=3)),
    )
    return st.one_of(
        st.builds(Fold, selections(workflow), st.sampled_from(["x", "y", *nodes]), st.text()),
        st.builds(Unfold, st.sampled_from(nodes)),
        st.builds(EditSubgraph, ids, st.one_of(within, st.builds(EditSubgraph, ids, within))),
        st.builds(EditSubgraph, ids, st.builds(lambda x, y: Batch((x, y)), within, within)),
        st.builds(Expose, ids, shown, links, sides),
        st.builds(Unexpose, ids, shown, sides),
        st.builds(RenameExposed, ids, shown, shown, sides),
        st.builds(RenameSubgraph, ids, st.text(max_size=3)),
        st.builds(OwnCopy, st.sampled_from(nodes)),
        st.builds(RemoveSubgraph, ids),
        st.builds(
            InsertSubgraph, st.just(workflow.subgraphs), ids, st.sampled_from(["", "n1", "put"])
        ),
        st.builds(RemoveNode, st.sampled_from(nodes)),
        st.builds(SetParam, names, shown, st.integers(0, 3)),
    )


@given(workflows(6, states=True), st.data())
def test_inverses_in_reverse_restore_every_byte(workflow: Workflow, data: st.DataObject) -> None:
    workflow, _ = folded(data, workflow, "start")
    steps: list[tuple[Workflow, str, Edit]] = []
    for _ in range(data.draw(st.integers(1, 6))):
        if not workflow.graph.nodes:
            break
        try:
            after, inverse = data.draw(subgraph_edits(workflow)).apply(workflow, CATALOG)
        except EditError:
            continue
        steps.append((workflow, format_workflow(workflow), inverse))
        workflow = after
        assert parse_workflow(format_workflow(workflow)) == workflow
        expand(workflow)
    for before, text, inverse in reversed(steps):
        workflow, again = inverse.apply(workflow, CATALOG)
        assert workflow == before
        assert format_workflow(workflow) == text
        redone, _ = again.apply(workflow, CATALOG)
        assert inverse.apply(redone, CATALOG)[0] == before


# --- What changes inside ---


@pytest.fixture
def twins(chain: Workflow) -> Workflow:
    """Two nodes that stand for one subgraph, which shows an input more, and one after each."""
    return apply(
        chain,
        Fold(("sum", "twice"), "sums", "Sums"),
        Expose("sums", "more", Link("sum", "second")),
        AddNode("twin", node("subgraph:sums", {"first": "const.value"}, more=5)),
        AddNode("after", node("Add", {"first": "twin.value"})),
    )


def test_renaming_inside_changes_nothing_outside(twins: Workflow) -> None:
    edits = RenameNode("sum", "total"), RenameNode("twice", "both")
    changed = apply(twins, EditSubgraph("sums", Batch(edits)))
    assert changed.graph == twins.graph
    assert changed.subgraphs["sums"].inputs["more"] == (Link("total", "second"),)
    assert changed.subgraphs["sums"].outputs == {"value": Link("both", "value")}


def test_what_hung_on_a_port_that_goes_goes_with_it_and_comes_back(twins: Workflow) -> None:
    edit = EditSubgraph("sums", RemoveNode("twice"))
    changed, back = edit.apply(twins, CATALOG)
    assert changed.subgraphs["sums"].outputs == {}
    assert changed.subgraphs["sums"].inputs["first"] == (Link("sum", "first"),)
    assert changed.graph.nodes["show"].inputs == {}
    assert changed.graph.nodes["after"].inputs == {}
    changed = apply(changed, EditSubgraph("sums", RemoveNode("sum")))
    assert changed.graph.nodes["twin"] == node("subgraph:sums")
    assert back.apply(changed, CATALOG)[0] == twins


def test_a_port_passed_on_by_the_subgraph_around_goes_too(twins: Workflow) -> None:
    outer = apply(twins, Fold(("twin",), "outer", "Outer"))
    outer = apply(
        outer, Expose("outer", "much", Link("twin", "more")), SetParam("outer", "much", 3)
    )
    changed = apply(outer, Unexpose("sums", "more"))
    assert set(changed.subgraphs["outer"].inputs) == {"first"}
    assert changed.graph.nodes["outer"].params == {}


def test_renaming_a_port_takes_links_and_values_along(twins: Workflow) -> None:
    changed = apply(
        twins,
        RenameExposed("sums", "more", "plus"),
        RenameExposed("sums", "value", "sum", "output"),
    )
    assert changed.graph.nodes["twin"].params == {"plus": 5}
    assert changed.graph.nodes["after"].inputs == {"first": Link("twin", "sum")}
    assert links_of(expand(changed).graph.nodes) == links_of(expand(twins).graph.nodes)


def test_one_name_may_feed_several_inner_inputs(twins: Workflow) -> None:
    changed = apply(
        twins,
        EditSubgraph("sums", AddNode("scale", node("Scale"))),
        Expose("sums", "more", Link("scale", "factor")),
    )
    nodes = expand(changed).graph.nodes
    assert nodes["twin/sum"].params == {"second": 5}
    assert nodes["twin/scale"].params == {"factor": 5}
    assert nodes["sums/scale"].params == {}


def test_a_subgraph_can_not_be_put_into_itself(twins: Workflow) -> None:
    error = refused(twins, EditSubgraph("sums", AddNode("me", node("subgraph:sums"))))
    assert error.message == (
        'This can\'t be in the subgraph "sums": it contains itself: sums → sums.'
    )
    outer = apply(twins, Fold(("twin",), "outer", "Outer"))
    error = refused(outer, EditSubgraph("sums", AddNode("me", node("subgraph:outer"))))
    assert "outer → sums → outer" in error.message or "sums → outer → sums" in error.message


def test_a_copy_of_its_own_changes_alone(twins: Workflow) -> None:
    changed = apply(
        twins, OwnCopy("twin"), EditSubgraph("sums_2", SetParam("twice", "mode", "product"))
    )
    assert changed.graph.nodes["twin"].type == "subgraph:sums_2"
    assert expand(changed).graph.nodes["twin/twice"].params == {"mode": "product"}
    assert expand(changed).graph.nodes["sums/twice"].params == {}


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Fold((), "new", ""), "There is nothing to fold"),
        (Fold(("nobody",), "new", ""), 'There is no node "nobody".'),
        (Fold(("const",), "sums", ""), 'There is already a subgraph "sums".'),
        (Fold(("const",), "a b", ""), "\"a b\" can't be a subgraph's id"),
        (
            Fold(("const", "after"), "new", ""),
            "These nodes can't become one, which would then feed itself: const → twin → after.",
        ),
        (Unfold("const"), 'The node "const" is no subgraph.'),
        (EditSubgraph("sum", Describe("")), 'There is no subgraph "sum".'),
        (EditSubgraph("sums", RemoveNode("nobody")), 'There is no node "nobody".'),
        (Expose("sums", "x", Link("nobody", "y")), 'There is no node "nobody".'),
        (Expose("sums", "x", Link("sum", "secnd")), 'Node "sum" (Add) has no input "secnd".'),
        (Expose("sums", "x", Link("sum", "second")), '"sum.second" is shown as "more" already.'),
        (Expose("sums", "x", Link("twice", "first")), '"twice.first" is linked inside'),
        (Expose("sums", "a.b", Link("twice", "mode")), '"a.b" can\'t be the name'),
        (Expose("sums", "more", Link("twice", "mode")), '"twice.mode" takes choice, but'),
        (
            Expose("sums", "value", Link("sum", "value"), "output"),
            'shows an output "value" already',
        ),
        (Unexpose("sums", "mor"), 'The subgraph shows no input "mor".'),
        (RenameExposed("sums", "more", "first"), 'shows an input "first" already'),
        (RemoveSubgraph("sums"), 'The node "sums" stands for the subgraph "sums".'),
        (InsertSubgraph({}, "sums"), 'There is no subgraph "sums".'),
        (OwnCopy("const"), "is no subgraph of this workflow"),
    ],
)
def test_refusals_say_why(twins: Workflow, edit: Edit, message: str) -> None:
    assert message in refused(twins, edit).message


def test_a_bypassed_instance_is_not_unfolded(twins: Workflow) -> None:
    bypassed = apply(twins, SetState("twin", "bypassed"))
    assert refused(bypassed, Unfold("twin")).hint == "Activate it first."


def test_a_definition_that_nothing_stands_for_can_go(twins: Workflow) -> None:
    left = apply(twins, RemoveNode("sums"), RemoveNode("twin"))
    assert set(left.subgraphs) == {"sums"}
    assert apply(left, RemoveSubgraph("sums")).subgraphs == {}


# --- Into another workflow ---


def test_a_definition_goes_into_another_workflow_with_those_inside_it(twins: Workflow) -> None:
    outer = apply(twins, Fold(("twin",), "outer", "Outer"))
    definitions = needed_definitions(outer.subgraphs, ["outer"])
    assert set(definitions) == {"sums", "outer"}
    other = workflow_of(a=node("Const"))
    put = apply(other, InsertSubgraph(definitions, "outer", "outer", {"at": [1, 2]}))
    assert put.graph.nodes["outer"] == node("subgraph:outer")
    assert put.layout.nodes["outer"] == {"at": [1, 2]}
    assert put.subgraphs == definitions
    assert apply(put, InsertSubgraph(definitions, "outer")).subgraphs == definitions


def test_a_clash_of_ids_gives_a_new_one_all_through(twins: Workflow) -> None:
    outer = apply(twins, Fold(("twin",), "outer", "Outer"))
    definitions = needed_definitions(outer.subgraphs, ["outer"])
    other = apply(outer, EditSubgraph("sums", SetParam("twice", "mode", "product")))
    put = apply(other, InsertSubgraph(definitions, "outer", "new"))
    assert set(put.subgraphs) == {"sums", "outer", "sums_2", "outer_2"}
    assert put.graph.nodes["new"] == node("subgraph:outer_2")
    assert expand(put).graph.nodes["new/twin/twice"].params == {}
    again = apply(put, InsertSubgraph(definitions, "outer", "newer"))
    assert set(again.subgraphs) == set(put.subgraphs)


def test_the_inside_is_a_workflow_that_shows_something(twins: Workflow) -> None:
    within = inside(twins, "sums")
    assert (within.name, list(within.graph.nodes)) == ("Sums", ["sum", "twice"])
    assert within.outputs == {"value": Link("twice", "value")}
    assert within.subgraphs == twins.subgraphs
