"""Subgraphs from the command line: a picture made folded is the one made flat, and carries it."""

from __future__ import annotations

from pathlib import Path

from graph_engine import Catalog, Workflow, load_workflow, save_workflow
from graph_engine.edits import Batch, Expose, Fold
from graph_engine.graph import Link
from tests.end_to_end.conftest import STARTER, RunWeft

SMALL = ("--set", "latent.width=64", "--set", "latent.height=64")


def folded() -> Workflow:
    """The starter with all but its ends in one node, whose seed and text stand on its face."""
    edit = Batch(
        (
            Fold(("prompt", "latent", "sampler", "decode"), "paint", "Paint"),
            Expose("paint", "text", Link("prompt", "text")),
            Expose("paint", "seed", Link("sampler", "seed")),
        )
    )
    return edit.apply(load_workflow(STARTER), Catalog.load())[0]


def test_folding_the_starter_makes_nothing_again(run_weft: RunWeft, folder: Path) -> None:
    flat = run_weft(STARTER, *SMALL, "--set", "sampler.steps=2", "--output", "flat")
    inside = ("paint/latent.width=64", "paint/latent.height=64", "paint/sampler.steps=2")
    settings = [word for text in inside for word in ("--set", text)]
    save_workflow(folded(), folder / "folded.weft.json")
    again = run_weft("folded.weft.json", *settings, "--output", "folded")
    assert {name: node["status"] for name, node in again["nodes"].items()} == {
        "checkpoint": "cached",
        "paint/prompt": "cached",
        "paint/latent": "cached",
        "paint/sampler": "cached",
        "paint/decode": "cached",
        "save": "ran",
    }
    assert again["heavy"] == []
    [one], [other] = flat["outputs"]["save"]["images"], again["outputs"]["save"]["images"]
    carried = load_workflow(folder / other)
    assert set(carried.subgraphs) == {"paint"}
    assert carried.subgraphs["paint"].graph.nodes["sampler"].params["steps"] == 2
    assert carried.made_with["nodes"]["Sample"] >= 1
    assert (folder / one).is_file()


def test_a_picture_made_with_a_subgraph_can_be_run_again(run_weft: RunWeft, folder: Path) -> None:
    save_workflow(folded(), folder / "folded.weft.json")
    settings = ("--set", "paint/sampler.steps=2", "--set", "paint/latent.width=64")
    made = run_weft("folded.weft.json", *settings, "--set", "paint.seed=3", "--output", "first")
    [picture] = made["outputs"]["save"]["images"]
    again = run_weft(picture, "--target", "paint")
    assert {node["status"] for node in again["nodes"].values()} == {"cached"}
    changed = run_weft(picture, "--set", "paint.seed=4", "--target", "paint")
    ran = {name for name, node in changed["nodes"].items() if node["status"] == "ran"}
    assert ran == {"paint/sampler", "paint/decode"}
