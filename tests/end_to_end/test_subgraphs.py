"""Subgraphs from the command line: a picture made folded is the one made flat, and carries it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from graph_engine import (
    Builder,
    Catalog,
    Session,
    Workflow,
    load_workflow,
    parse_workflow,
    save_workflow,
)
from graph_engine.edits import Batch, Expose, Fold, SetParam
from graph_engine.graph import Link
from graph_engine.overrides import with_settings
from graph_engine.plan import Resumption
from nodes import ImageFromMask, PaintMask, PreviewImage
from tests.end_to_end.conftest import STARTER, RunWeft

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "subgraphs.md").read_text(encoding="utf-8")
SMALL = (
    "--set", "latent.width=64", "--set", "latent.height=64",
    "--set", "sampler.steps=4", "--set", "sampler.end=0.5",
)  # fmt: skip


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
    flat = run_weft(STARTER, *SMALL, "--output", "flat")
    settings = [word.replace("latent.", "paint/latent.").replace("sampler.", "paint/sampler.")
                for word in SMALL]  # fmt: skip
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
    assert carried.subgraphs["paint"].graph.nodes["sampler"].params["steps"] == 4
    assert carried.made_with["nodes"]["Sample"] >= 1
    with Image.open(folder / one) as before, Image.open(folder / other) as after:
        assert before.tobytes() == after.tobytes()
    from_picture = run_weft(other, "--target", "paint")
    assert {node["status"] for node in from_picture["nodes"].values()} == {"cached"}
    with Session(cache=folder / "cache", output=folder) as session:
        changed, _ = SetParam("paint", "seed", 8).apply(carried, session.catalog)
        plan = session.plan(changed, ["paint"])
        assert plan.with_status("will_run") == ("paint/sampler", "paint/decode")
        longer = with_settings(carried, session.catalog, ["paint/sampler.end=1"])
        sampler = session.plan(longer).nodes["paint/sampler"]
    assert sampler.resumes == Resumption(2, 4), "the steps made flat are known inside"


def test_previews_inside_have_files_of_their_own(folder: Path) -> None:
    builder = Builder(Catalog.load())
    mask = builder.add(PaintMask(width=64, height=64), id="mask")
    picture = builder.add(ImageFromMask(mask=mask.mask), id="picture")
    builder.add(PreviewImage(image=picture.image), id="preview")
    flat = builder.build()
    with Session(cache=folder / "cache", output=folder / "previewed") as session:
        once, _ = Fold(("picture", "preview"), "show", "Show").apply(flat, session.catalog)
        [file] = session.run(once).outputs["show/preview"]["images"]
    assert Path(file) == folder / "previewed" / "previews" / "show.preview_0001.png"
    assert Path(file).is_file()


def test_the_documented_file_has_no_problems() -> None:
    [text] = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    data = {"format": "weft", "version": 1, **json.loads(f"{{{text}}}")}
    with Session(keep_results=False) as session:
        assert session.check(parse_workflow(json.dumps(data))) == ()


def test_the_documented_python_does_what_it_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [code] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("WEFT_CACHE", str(folder / "cache"))
    (folder / "workflows").symlink_to(ROOT / "workflows")
    exec(code, {})  # noqa: S102 - our own documentation
    inputs, files = capsys.readouterr().out.splitlines()
    assert inputs == "['text_encoder', 'unet', 'vae', 'text']"
    assert Path(files.strip("[]'")).is_file()
