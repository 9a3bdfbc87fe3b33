"""`weft verify`: pictures that are made again, and what is told of those that are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import PngImagePlugin

from graph_engine.picture_metadata import read_workflow_text

from .conftest import Weft, write_workflow


def saved(weft: Weft, format: str = "png") -> Path:
    """A picture that Weft saved: a photo, blurred."""
    colours = np.random.default_rng(5).integers(0, 256, (4, 4, 3), np.uint8)
    Pillow.fromarray(colours).resize((32, 24), Pillow.Resampling.BICUBIC).save("photo.png")
    nodes = {
        "photo": {"type": "LoadImage", "params": {"image": "photo.png"}},
        "blur": {"type": "BlurImage", "inputs": {"image": "photo.image"}},
        "save": {
            "type": "SaveImage",
            "params": {"format": format},
            "inputs": {"image": "blur.image"},
        },
        "other": {"type": "SaveImage", "params": {"name": "x"}, "inputs": {"image": "photo.image"}},
    }
    write_workflow({"format": "weft", "version": 1, "name": "Photo", "nodes": nodes})
    data = weft("run", "demo.weft.json", "--json").data
    (file,) = data["outputs"]["save"]["images"]
    return Path(file)


def resave(file: Path, *, colour: int | None = None, **made_with: Any) -> None:
    """Change a picture that was saved as PNG: a pixel, or what it tells of its making."""
    workflow = json.loads(read_workflow_text(file))
    for key, value in made_with.items():
        workflow["made_with"][key] = value
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("weft", json.dumps(workflow))
    with Pillow.open(file) as opened:
        picture = opened.convert("RGB")
    if colour is not None:
        picture.putpixel((3, 4), (colour, colour, colour))
    picture.save(file, pnginfo=texts)


def test_a_picture_is_made_again_anew(weft: Weft, tmp_path: Path) -> None:
    file = saved(weft)
    kept = sorted((tmp_path / "cache").rglob("*"))
    output = sorted(Path("output").iterdir())
    answer = weft("verify", file)
    assert (answer.code, answer.out) == (0, f"{file}: the same, pixel for pixel.\n")
    data = weft("verify", file, "--json").data
    assert (data["status"], data["changed"], data["recorded"]) == ("same", [], True)
    assert data["apart"]["pixels"] == 0
    assert sorted((tmp_path / "cache").rglob("*")) == kept
    assert sorted(Path("output").iterdir()) == output


def test_a_picture_tells_the_files_it_was_made_of(weft: Weft) -> None:
    made_with = json.loads(read_workflow_text(saved(weft)))["made_with"]
    assert made_with["run"]["node"] == "save"
    assert list(made_with["run"]["files"]) == ["photo.image"]
    assert "device" not in made_with["run"], "no number of this picture hangs on the device"


def test_another_input_file_is_named(weft: Weft) -> None:
    file = saved(weft)
    Pillow.new("RGB", (32, 24), "red").save("photo.png")
    answer = weft("verify", file)
    assert answer.code == 1
    assert "different: " in answer.out
    assert " of 768 pixels differ, by at most " in answer.out
    assert "the file of photo.image: " in answer.out


def test_other_versions_are_named(weft: Weft) -> None:
    file = saved(weft)
    run = {"node": "save", "device": "cuda", "libraries": {"torch": "1.0"}}
    resave(file, colour=9, weft="0.0.1", nodes={"BlurImage": 7}, run=run)
    data = weft("verify", file, "--json").data
    assert data["status"] == "different"
    assert (data["apart"]["pixels"], data["apart"]["of"]) == (1, 768)
    changed = {one["what"]: (one["before"], one["now"]) for one in data["changed"]}
    assert changed["Weft"][0] == "0.0.1"
    assert changed["node BlurImage"] == ("7", "1")
    assert "torch" not in changed, "no number of this picture hangs on torch"


def test_what_nothing_explains_is_told_so(weft: Weft) -> None:
    file = saved(weft)
    resave(file, colour=9)
    assert "pixels were changed afterwards" in weft("verify", file).out
    resave(file, run=None)
    assert "tells nothing of the device" in weft("verify", file).out


@pytest.mark.parametrize("format", ["jpeg", "webp"])
def test_what_was_saved_with_losses_need_only_be_alike(weft: Weft, format: str) -> None:
    file = saved(weft, format)
    assert weft("verify", file, "--json").data["status"] == "same", "by the same encoder"
    with Pillow.open(file) as picture:
        picture.save(file, exif=picture.getexif(), quality=80)
    answer = weft("verify", file)
    assert answer.code == 0
    assert "alike: " in answer.out
    assert "from 35 dB on it counts as made again" in answer.out
    assert weft("verify", file, "--json").data["tolerance"] == {"psnr": 35.0}


def test_another_size_is_another_picture(weft: Weft) -> None:
    file = saved(weft)
    Pillow.new("RGB", (8, 8)).save("photo.png")
    assert "no picture of its size was made" in weft("verify", file).out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone.png", "There is no such file"),
        ("photo.png", "carries no workflow"),
        ("demo.weft.json", "is no picture that Weft saves"),
    ],
)
def test_what_can_not_be_verified(weft: Weft, name: str, words: str) -> None:
    saved(weft)
    answer = weft("verify", name)
    assert (answer.code, words in answer.err) == (2, True)
    assert weft("verify", name, "--json").data["status"] == "failed"


def test_a_workflow_that_can_not_run_any_more(weft: Weft) -> None:
    file = saved(weft)
    Path("photo.png").unlink()
    answer = weft("verify", file)
    assert (answer.code, 'there is no file "photo.png"' in answer.err) == (2, True)
    assert weft("verify", file, "--models", "nowhere").code == 2
