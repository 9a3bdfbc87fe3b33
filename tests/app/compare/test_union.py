"""Union: what is drawn of two workflows at once."""

from __future__ import annotations

from dataclasses import replace

from app.compare.entries import entries, summary_of
from app.compare.union import TOP, Union, unite
from graph_engine.catalog import Catalog
from graph_engine.comparison import compare
from graph_engine.edits import EditSubgraph, Fold, RemoveNode, RenameNode, SetParam
from graph_engine.graph import Link
from graph_engine.workflow import Workflow


def united(before: Workflow, after: Workflow, catalog: Catalog) -> Union:
    return unite(before, after, compare(before, after, catalog))


def test_what_is_gone_stands_at_its_old_place(
    before: Workflow, after: Workflow, catalog: Catalog
) -> None:
    union = united(before, after, catalog)
    top = union.levels[TOP]
    assert set(union.workflow.graph.nodes) == {*after.graph.nodes, "before"}
    assert top.ghosts == {"before"}
    assert union.workflow.layout.nodes["before"] == before.layout.nodes["before"]
    kinds = top.kinds(union.workflow.graph, moved=False)
    assert kinds == {
        "prompt": "changed",
        "second_pass": "changed",
        "enlarge": "renamed",
        "preview": "added",
        "before": "removed",
    }
    assert top.kinds(union.workflow.graph, moved=True)["latent"] == "moved"


def test_wires_that_came_and_went(before: Workflow, after: Workflow, catalog: Catalog) -> None:
    top = united(before, after, catalog).levels[TOP]
    assert top.new == {("preview", "image")}
    (lost,) = top.lost
    assert lost.source == Link("decode_first", "image")
    assert lost.target == ("before", "image")


def test_one_that_is_gone_gives_its_name_up(before: Workflow, catalog: Catalog) -> None:
    after, _ = RemoveNode("before").apply(before, catalog)
    after, _ = RenameNode("larger", "before").apply(after, catalog)
    union = united(before, after, catalog)
    (ghost,) = union.levels[TOP].ghosts
    assert ghost != "before"
    assert union.workflow.graph.nodes["before"].type == "ResizeLatent"
    assert union.workflow.graph.nodes[ghost].type == "PreviewImage"


def test_subgraphs_are_compared_inside(before: Workflow, catalog: Catalog) -> None:
    folded, _ = Fold(("latent", "first_pass"), "draft", "Draft").apply(before, catalog)
    (name,) = folded.subgraphs
    inner = EditSubgraph(name, SetParam("first_pass", "steps", 7))
    after, _ = inner.apply(folded, catalog)
    union = united(folded, after, catalog)
    top = union.levels[TOP]
    instance = next(n for n, node in folded.graph.nodes.items() if name in node.type)
    assert top.kinds(union.workflow.graph, moved=False) == {instance: "changed"}
    (entry,) = entries(union, layout=False)
    assert (entry.level, entry.node, entry.kind) == (name, "first_pass", "changed")
    assert "Draft" in entry.note
    assert summary_of(top.found) == "Subgraphs differ."


def test_entries_say_what_differs(before: Workflow, after: Workflow, catalog: Catalog) -> None:
    union = united(before, after, catalog)
    found = {entry.node: entry for entry in entries(union, layout=False)}
    assert "latent" not in found
    assert "latent" in {entry.node for entry in entries(union, layout=True)}
    (strength,) = found["second_pass"].changes
    assert strength.name == "strength"
    assert [piece.text for piece in (strength.before or ())] == ["0.4"]
    assert [piece.text for piece in (strength.after or ())] == ["0.25"]
    (words,) = found["prompt"].changes
    gone = [piece.text for piece in (words.before or ()) if piece.style == "removed"]
    came = [piece.text for piece in (words.after or ()) if piece.style == "added"]
    assert gone == ["large", "white background"]
    assert came == ["small", "dark table"]
    assert found["enlarge"].title == "larger → enlarge"
    assert found["preview"].text == "added: preview Preview image\nimage: ← decode.image"


def test_the_same_and_only_moved_are_said_so(
    before: Workflow, after: Workflow, catalog: Catalog
) -> None:
    assert summary_of(compare(before, before, catalog)) == "The two are the same."
    moved = replace(before, layout=after.layout)
    text = summary_of(compare(before, moved, catalog))
    assert text.startswith("Only places on the canvas differ")
    assert text.endswith("the results are the same.")
    text = summary_of(compare(before, after, catalog))
    assert text == "1 added, 1 removed, 1 renamed, 2 changed, 1 node elsewhere."
