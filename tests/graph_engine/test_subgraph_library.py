"""The library of subgraphs: what is saved comes back, into any workflow."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_engine import InputError, Workflow, load_workflow
from graph_engine.edits import Batch, EditSubgraph, Fold, InsertSubgraph, SetParam
from graph_engine.places import subgraph_folder
from graph_engine.subgraphs import expand, load_library, save_subgraph
from tests.graph_engine.graphs import CATALOG, node, workflow_of


@pytest.fixture
def nested() -> Workflow:
    """A subgraph "outer" with a subgraph "inner" in it."""
    flat = workflow_of(
        a=node("Const", value=2),
        b=node("Add", {"first": "a.value"}, second=1),
        c=node("Add", {"first": "b.value", "second": "a.value"}),
    )
    folds = Batch((Fold(("b",), "inner", "Inner"), Fold(("inner", "c"), "outer", "Outer")))
    return folds.apply(flat, CATALOG)[0]


def test_what_is_saved_comes_back_with_what_is_inside(nested: Workflow, tmp_path: Path) -> None:
    file = save_subgraph(nested, "outer", tmp_path / "library")
    assert file == tmp_path / "library" / "outer.weft.json"
    save_subgraph(nested, "inner", tmp_path / "library")
    library = load_library([tmp_path / "nowhere", tmp_path / "library"])
    assert [one.id for one in library.subgraphs] == ["inner", "outer"]
    assert library.broken == ()
    outer = library.subgraphs[1]
    assert outer.definitions == nested.subgraphs
    assert outer.subgraph.name == "Outer"
    new, _ = InsertSubgraph(outer.definitions, outer.id, "outer").apply(Workflow(), CATALOG)
    assert list(expand(new).graph.nodes) == ["outer/inner/b", "outer/c"]


def test_a_file_of_the_library_is_a_workflow(nested: Workflow, tmp_path: Path) -> None:
    workflow = load_workflow(save_subgraph(nested, "outer", tmp_path))
    assert workflow.name == "Outer"
    assert workflow.graph.nodes == {"outer": node("subgraph:outer")}


def test_a_saved_subgraph_is_only_replaced_if_asked(nested: Workflow, tmp_path: Path) -> None:
    file = save_subgraph(nested, "inner", tmp_path)
    edit = EditSubgraph("inner", SetParam("b", "second", 7))
    changed, _ = edit.apply(nested, CATALOG)
    with pytest.raises(InputError, match='already a subgraph "inner" in the library'):
        save_subgraph(changed, "inner", tmp_path)
    assert load_workflow(file).subgraphs["inner"] == nested.subgraphs["inner"]
    save_subgraph(changed, "inner", tmp_path, overwrite=True)
    assert load_workflow(file).subgraphs["inner"] == changed.subgraphs["inner"]


def test_what_can_not_be_saved_is_told(nested: Workflow, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        save_subgraph(nested, "iner", tmp_path)
    assert refusal.value.hint == 'Did you mean "inner"?'
    reserved, _ = Fold(("a",), "con", "").apply(nested, CATALOG)
    with pytest.raises(InputError, match="can't be kept under its id"):
        save_subgraph(reserved, "con", tmp_path)


def test_a_broken_file_hides_no_other(nested: Workflow, tmp_path: Path) -> None:
    save_subgraph(nested, "inner", tmp_path)
    (tmp_path / "broken.weft.json").write_text("{")
    library = load_library([tmp_path])
    assert [one.id for one in library.subgraphs] == ["inner"]
    [broken] = library.broken
    assert broken.path.name == "broken.weft.json"
    assert "breaks off" in broken.message


def test_where_the_user_keeps_subgraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert subgraph_folder().name == "subgraphs"
    monkeypatch.setenv("WEFT_SUBGRAPHS", "elsewhere")
    assert subgraph_folder() == Path("elsewhere")
