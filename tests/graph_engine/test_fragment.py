"""Fragments: what is copied comes back the same, under fresh ids, from any text that holds it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine import (
    GraphNode,
    Layout,
    Link,
    Workflow,
    format_workflow,
    load_workflow,
    parse_workflow,
)
from graph_engine.check import find_problems
from graph_engine.edits import AddNodes, Batch, EditSubgraph, RemoveNode, RemoveNodes
from graph_engine.errors import EditError
from graph_engine.fragment import copy_fragment, paste_edits
from graph_engine.pasted_text import MAX_BYTES, MAX_NODES
from graph_engine.shipped import templates
from graph_engine.subgraphs import inside
from tests.graph_engine.graphs import CATALOG, node, workflow_of, workflows
from tests.graph_engine.texts import workflow_texts

FRAME = {"title": "Sums", "at": [-20, -30], "size": [500, 300]}
NOTE = {"at": [40, 400], "size": [10, 10], "text": "*why*"}


@pytest.fixture
def workflow() -> Workflow:
    bare = workflow_of(
        "Copy",
        const=node("Const", value=3),
        sum_1=GraphNode("Add", {"second": 4}, {"first": Link("const", "value")}, "muted", {"x": 1}),
        twice=node("Add", {"first": "sum_1.value", "second": "sum_1.value"}),
        odd=node("nowhere.Thing", {"a": "twice.value"}, b=[1, {}]),
    )
    places = {"const": {"at": [0, 0]}, "sum_1": {"at": [300, 10], "title": "T"}, "twice": {"at": [600, 0]}}  # fmt: skip
    dots = {"twice.first": [[400, 50], [450.5, 60]], "sum_1.first": [[200, 20]]}
    return replace(bare, layout=Layout(places, (FRAME,), (NOTE,), dots))


def pasted(workflow: Workflow, text: str, **options: Any) -> tuple[Workflow, tuple[str, ...]]:
    """The workflow with a text pasted at (1000, 500), which must be undone to the byte."""
    edit, ids = paste_edits(workflow, CATALOG, text, (1000, 500), **options)
    changed, inverse = edit.apply(workflow, CATALOG)
    assert format_workflow(inverse.apply(changed, CATALOG)[0]) == format_workflow(workflow)
    return changed, ids


def inputs(workflow: Workflow, name: str) -> dict[str, str]:
    return {port: str(link) for port, link in workflow.graph.nodes[name].inputs.items()}


def test_what_is_copied_is_a_workflow(workflow: Workflow) -> None:
    text = copy_fragment(workflow, ["twice", "sum_1"], [FRAME])
    again = parse_workflow(text)
    assert list(again.graph.nodes) == ["sum_1", "twice"]
    assert again.graph.nodes["sum_1"] == replace(workflow.graph.nodes["sum_1"], inputs={})
    assert inputs(again, "twice") == {"first": "sum_1.value", "second": "sum_1.value"}
    assert again.extra == {"fragment": {"inputs": {"sum_1.first": "const.value"}}}
    assert again.layout.frames == (FRAME,)


def test_paste_gives_fresh_ids_and_moves_the_corner(workflow: Workflow) -> None:
    text = copy_fragment(workflow, ["sum_1", "twice"], [FRAME], [NOTE])
    changed, ids = pasted(workflow, text)
    assert ids == ("sum_2", "twice_2")
    assert inputs(changed, "sum_2") == {}
    assert inputs(changed, "twice_2") == {"first": "sum_2.value", "second": "sum_2.value"}
    assert changed.layout.nodes["sum_2"] == {"at": [1320, 540], "title": "T"}
    assert changed.layout.frames[1] == {**FRAME, "at": [1000, 500]}
    assert changed.layout.notes[1] == {**NOTE, "at": [1060, 930]}
    assert changed.layout.reroutes["twice_2.first"] == [[1420, 580], [1470.5, 590]]
    assert "sum_2.first" not in changed.layout.reroutes
    assert pasted(changed, text)[1] == ("sum_3", "twice_3")


def test_paste_with_inputs_links_to_what_is_still_there(workflow: Workflow) -> None:
    text = copy_fragment(workflow, ["sum_1", "odd"])
    changed, ids = pasted(workflow, text, keep_inputs=True)
    assert ids == ("sum_2", "odd_2")
    assert inputs(changed, "sum_2") == {"first": "const.value"}
    assert inputs(changed, "odd_2") == {"a": "twice.value"}
    assert changed.layout.reroutes["sum_2.first"] == [[900, 510]]
    ramp = workflow_of(const=node("Ramp"), twice=node("Ramp"))
    changed, ids = pasted(ramp, text, keep_inputs=True)
    assert inputs(changed, "sum_1") == {}
    changed, ids = pasted(Workflow(), text, keep_inputs=True)
    assert (ids, inputs(changed, "odd")) == (("sum_1", "odd"), {})


def test_a_name_outside_is_never_taken_for_one_inside(workflow: Workflow) -> None:
    """The fragment's link to "const" must not go to the "const" of another workflow unasked."""
    other = workflow_of(const=node("Const"), sum_1=node("Add"))
    changed, ids = pasted(other, copy_fragment(workflow, ["sum_1"]))
    assert inputs(changed, ids[0]) == {}
    whole = '{"format":"weft","version":1,"nodes":{"a":{"type":"Add","inputs":{"first":"const.value"}}}}'
    assert inputs(pasted(other, whole)[0], "a") == {}
    assert inputs(pasted(other, whole, keep_inputs=True)[0], "a") == {"first": "const.value"}


@given(workflows(states=True), st.data())
def test_a_whole_copy_is_the_same_graph(workflow: Workflow, data: st.DataObject) -> None:
    text = copy_fragment(workflow, list(workflow.graph.nodes))
    into = Workflow()
    edit, ids = paste_edits(into, CATALOG, text, (0, 0))
    assert edit.apply(into, CATALOG)[0].graph == workflow.graph
    edit, ids = paste_edits(workflow, CATALOG, text, (0, 0))
    both, _ = edit.apply(workflow, CATALOG)
    assert len(both.graph.nodes) == 2 * len(ids)
    assert parse_workflow(format_workflow(both)) == both
    some = data.draw(st.lists(st.sampled_from(list(workflow.graph.nodes)), unique=True))
    edit, ids = paste_edits(workflow, CATALOG, copy_fragment(workflow, some), (0, 0)) if some else (Batch(()), ())  # fmt: skip
    assert len(ids) == len(some)


@given(workflow_texts(), workflow_texts())
def test_any_workflow_can_be_pasted(text: str, other: str) -> None:
    workflow = parse_workflow(other)
    given = parse_workflow(text)
    if not (given.graph.nodes or given.layout.frames or given.layout.notes):
        with pytest.raises(EditError, match="nothing in this workflow"):
            paste_edits(workflow, CATALOG, text, (0, 0))
        return
    edit, ids = paste_edits(workflow, CATALOG, text, (0.123, -5), keep_inputs=True)
    changed, inverse = edit.apply(workflow, CATALOG)
    assert list(changed.graph.nodes) == [*workflow.graph.nodes, *ids]
    assert parse_workflow(format_workflow(changed)) == changed
    assert format_workflow(inverse.apply(changed, CATALOG)[0]) == format_workflow(workflow)


@pytest.mark.parametrize("dress", [
    "{}", "\n\n  {}  \u00a0\n", "```json\n{}\n```", "Here it is:\n\n```\n{}\n```\nHave fun!",
    "\ufeff{}", "```weft\r\n{}\r\n```", "1. try\n   ```json\n{}\n   ```", "So: {} Good luck!",
])  # fmt: skip
def test_a_workflow_from_a_chat(dress: str) -> None:
    text = templates()["text_to_image"].read_text(encoding="utf-8")
    changed, ids = pasted(Workflow(), dress.replace("{}", text))
    assert changed.graph == load_workflow(templates()["text_to_image"]).graph
    assert min(place["at"] for place in changed.layout.nodes.values()) == [1000, 500]
    assert len(ids) == len(changed.graph.nodes)


def test_nodes_without_a_place_stand_in_columns() -> None:
    nodes = {"a": {"type": "Const"}, "b": {"type": "Const"}, "c": {"type": "Add", "inputs": {"first": "a.value"}}}  # fmt: skip
    changed, _ = pasted(Workflow(), json.dumps({"format": "weft", "version": 1, "nodes": nodes}))
    assert [place["at"] for place in changed.layout.nodes.values()] == [
        [1000, 500], [1000, 740], [1300, 500],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The text is empty."),
        ("hello", "It is no workflow but other text"),
        ('{"format": "weft", "ver', "The text breaks off at line 1"),
        ("[1]", "A workflow is a JSON object, not a list."),
        ('{"a": 1}', "This is JSON but not a workflow"),
        ('{"3": {"class_type": "KSampler"}}', "ComfyUI workflow"),
        ("```\nprint()\n```", "This is not JSON"),
        ('{"format": "weft", "version": 2, "nodes": {}}', "The text has format version 2"),
        ('{"format": "weft", "version": 1, "nodes": []}', "The text has the wrong shape"),
        ('{"format": "weft", "version": 1, "nodes": {}}', "nothing in this workflow"),
        (" " * (MAX_BYTES + 1), "it is larger than 8 MB"),
        ("é" * (MAX_BYTES // 2 + 1), "it is larger than 8 MB"),
    ],
)
def test_what_can_not_be_pasted_gets_a_sentence(text: str, message: str) -> None:
    with pytest.raises(EditError) as caught:
        paste_edits(Workflow(), CATALOG, text, (0, 0))
    assert message in caught.value.message


def test_a_huge_paste_is_refused() -> None:
    nodes = {f"n{number}": {"type": "Const"} for number in range(MAX_NODES + 1)}
    text = json.dumps({"format": "weft", "version": 1, "nodes": nodes})
    with pytest.raises(EditError, match="it holds 5,001 nodes, and 5,000 is the limit") as caught:
        paste_edits(Workflow(), CATALOG, text, (0, 0))
    assert "Save it to a file" in caught.value.hint


def test_a_note_of_inputs_that_makes_no_sense_is_left_out() -> None:
    odd: list[Any] = [1, {}, {"inputs": []}, {"inputs": {"a.x": 3, "b.y": "c.z", "a.y": "no link"}}]
    for noted in odd:
        text = json.dumps({"format": "weft", "version": 1, "fragment": noted, "nodes": {"a": {"type": "Const"}}})  # fmt: skip
        changed, ids = pasted(workflow_of(c=node("Const")), text, keep_inputs=True)
        assert (ids, inputs(changed, "a")) == (("a",), {})


FOLDED = """{"format": "weft", "version": 1, "nodes": {
  "one": {"type": "subgraph:outer", "inputs": {"value": "const.value"}},
  "const": {"type": "Const"}},
  "subgraphs": {"outer": {"name": "Outer", "inputs": {"value": ["within.value"]},
    "outputs": {"value": "within.value"}, "nodes": {"within": {"type": "subgraph:inner"}}},
  "inner": {"name": "Inner", "inputs": {"value": ["sum.first"]}, "outputs": {"value": "sum.value"},
    "nodes": {"sum": {"type": "Add", "params": {"second": 1}}}}, "unused": {"nodes": {}}}}"""


def test_definitions_go_along() -> None:
    workflow = parse_workflow(FOLDED)
    text = copy_fragment(workflow, ["one"])
    assert list(parse_workflow(text).subgraphs) == ["outer", "inner"]
    changed, _ = pasted(workflow, text, keep_inputs=True)
    assert changed.subgraphs == workflow.subgraphs
    assert changed.graph.nodes["one_2"] == workflow.graph.nodes["one"]
    changed, _ = pasted(Workflow(), text)
    assert list(changed.subgraphs) == ["inner", "outer"]
    assert find_problems(changed, CATALOG) == find_problems(parse_workflow(text), CATALOG)


def test_another_definition_of_the_same_id_is_kept() -> None:
    text = copy_fragment(parse_workflow(FOLDED), ["one"])
    other = parse_workflow(FOLDED.replace('"second": 1', '"second": 2'))
    changed, ids = pasted(other, text, keep_inputs=True)
    assert changed.graph.nodes[ids[0]].type == "subgraph:outer_2"
    assert changed.subgraphs["outer_2"].graph.nodes["within"].type == "subgraph:inner_2"
    assert changed.subgraphs["inner_2"].graph.nodes["sum"].params == {"second": 1}
    assert changed.subgraphs["inner"] == other.subgraphs["inner"]
    assert inputs(changed, ids[0]) == {"value": "const.value"}


def test_a_subgraph_is_not_pasted_into_itself() -> None:
    workflow = parse_workflow(FOLDED)
    text = copy_fragment(workflow, ["one"])
    edit, _ = paste_edits(inside(workflow, "inner"), CATALOG, text, (0, 0))
    with pytest.raises(EditError, match="itself"):
        EditSubgraph("inner", edit).apply(workflow, CATALOG)
    sums = copy_fragment(inside(workflow, "inner"), ["sum"])
    edit, _ = paste_edits(inside(workflow, "inner"), CATALOG, sums, (0, 0))
    changed, inverse = EditSubgraph("inner", edit).apply(workflow, CATALOG)
    assert list(changed.subgraphs["inner"].graph.nodes) == ["sum", "sum_2"]
    assert format_workflow(inverse.apply(changed, CATALOG)[0]) == FOLDED
    gone, inverse = EditSubgraph("inner", RemoveNodes(["sum"])).apply(workflow, CATALOG)
    assert gone.subgraphs["inner"].inputs == {}
    assert format_workflow(inverse.apply(gone, CATALOG)[0]) == FOLDED


def test_a_paste_takes_no_id_that_a_lost_link_names() -> None:
    workflow = workflow_of(sum=node("Add", {"first": "lost.value"}))
    text = copy_fragment(workflow_of(lost=node("Const")), ["lost"])
    assert pasted(workflow, text)[1] == ("lost_2",)


@given(workflow_texts().map(parse_workflow), st.data())
def test_removing_many_is_removing_each(workflow: Workflow, data: st.DataObject) -> None:
    nodes = list(workflow.graph.nodes)
    gone = data.draw(st.lists(st.sampled_from(nodes), unique=True)) if nodes else []
    each, _ = Batch(tuple(RemoveNode(name) for name in gone)).apply(workflow, CATALOG)
    changed, inverse = RemoveNodes(gone).apply(workflow, CATALOG)
    assert changed == each
    back, again = inverse.apply(changed, CATALOG)
    assert format_workflow(back) == format_workflow(workflow)
    assert again.apply(back, CATALOG)[0] == changed


def test_many_nodes_are_refused_whole(workflow: Workflow) -> None:
    with pytest.raises(EditError, match='There is no node "smu"'):
        RemoveNodes(["twice", "smu"]).apply(workflow, CATALOG)
    with pytest.raises(EditError, match='already a node "twice"'):
        AddNodes({"new": node("Const"), "twice": node("Const")}).apply(workflow, CATALOG)
    with pytest.raises(EditError, match="can't be a node id"):
        AddNodes({"two words": node("Const")}).apply(workflow, CATALOG)


def test_every_shipped_workflow_is_copied_whole() -> None:
    for path in templates().values():
        workflow = load_workflow(Path(path))
        text = copy_fragment(workflow, list(workflow.graph.nodes))
        changed, _ = pasted(Workflow(), text)
        assert changed.graph == workflow.graph
