"""A sampled picture is made again, pixel for pixel, and tells what it was made with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph_engine import Session, load_workflow, save_workflow
from graph_engine.overrides import with_settings
from graph_engine.verification import verify

from .conftest import STARTER


def fresh(output: Path) -> Session:
    return Session(output=output, keep_results=False, device="cpu")


def test_a_sampled_picture_is_made_again(tmp_path: Path) -> None:
    settings = ["sampler.steps=2", "latent.width=64", "latent.height=64"]
    with fresh(tmp_path) as session:
        workflow = with_settings(load_workflow(STARTER), session.catalog, settings)
        (file,) = session.run(workflow).outputs["save"]["images"]
    told = load_workflow(file).made_with["run"]
    assert (told["device"], told["dtype"]) == ("cpu", "float32")
    assert set(told["libraries"]) == {"torch", "diffusers", "transformers"}
    assert list(told["files"]) == ["checkpoint.model"]
    found = verify(Path(file), fresh)
    assert (found.status, found.changed) == ("same", ())
    assert found.run.nodes["sampler"].counts["unet_evaluations"] == 4, "nothing known was used"


def test_a_document_does_not_keep_what_a_picture_told(tmp_path: Path) -> None:
    workflow = load_workflow(STARTER)
    opened = replace(workflow, made_with={"weft": "0.0.1", "run": {"device": "cuda"}, "note": 1})
    with fresh(tmp_path) as session:
        told = session.made_with(opened, ["checkpoint"])
    assert told["note"] == 1
    assert "device" not in told["run"], "no number of a loaded recipe hangs on the device"
    save_workflow(opened, tmp_path / "a.weft.json")
    assert load_workflow(tmp_path / "a.weft.json").made_with == opened.made_with
