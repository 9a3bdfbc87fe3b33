"""Edits of subgraphs: exact inverses, folding that changes nothing but the view, and refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine import Graph, GraphNode, Link, Workflow, format_workflow, parse_workflow
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
from graph_engine.subgraphs import expand, inside, needed_definitions, with_definitions
from graph_engine.workflow import Layout
from tests.graph_engine.graphs import CATALOG, node, workflow_of, workflows
from tests.graph_engine.texts import JSON


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
    except EditError as error:
        assert "feed itself" in error.message
        return workflow, ()


def links_of(nodes: Any) -> dict[str, Any]:
    return {
        name: (found.type, found.params, dict(found.inputs), found.state)
        for name, found in nodes.items()
    }


@pytest.fixture
def chain() -> Workflow:
    """const → sum → scale → show, and twice that uses both const and sum."""
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
    once, chosen = folded(data, workflow, "fold")
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
    once, chosen = folded(data, workflow, "fold")
    if chosen:
        unfolded = apply(once, Unfold("fold"))
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
