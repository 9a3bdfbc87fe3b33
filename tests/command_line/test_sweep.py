"""`weft sweep`: pictures with their own workflows, the plan, the contact sheet, failures, a stop."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from graph_engine import load_workflow

from .conftest import Weft, write_workflow


@pytest.fixture
def photo(weft: Weft) -> Path:
    """A workflow that posterises a picture in two ways, and saves one."""
    colours = np.random.default_rng(1).integers(0, 256, (4, 4, 3), np.uint8)
    Pillow.fromarray(colours).resize((40, 30), Pillow.Resampling.BICUBIC).save("photo.png")
    nodes = {
        "photo": {"type": "LoadImage", "params": {"image": "photo.png"}},
        "blur": {"type": "BlurImage", "inputs": {"image": "photo.image"}},
        "sharp": {"type": "SharpenImage", "inputs": {"image": "blur.image"}},
        "save": {"type": "SaveImage", "inputs": {"image": "sharp.image"}},
    }
    return write_workflow({"format": "weft", "version": 1, "name": "Photo", "nodes": nodes})


def test_every_cell_saves_its_own_workflow(weft: Weft, photo: Path) -> None:
    data = weft("sweep", photo, "--axis", "blur.radius=1,4,9", "--json").data
    assert data["status"] == "ok"
    assert data["axes"] == {"blur.radius": ["1", "4", "9"]}
    assert data["plan"] == {"pictures": 3, "pictures_known": 0, "steps": 0, "steps_known": 0}
    for cell, radius in zip(data["cells"], (1.0, 4.0, 9.0), strict=True):
        assert cell["values"] == {"blur.radius": f"{radius:g}"}
        (file,) = cell["outputs"]["save"]["images"]
        assert load_workflow(file).graph.nodes["blur"].params == {"radius": radius}
        assert weft("verify", file).code == 0


def test_what_is_shared_is_told_first(weft: Weft, photo: Path) -> None:
    words = ["sweep", photo, "--axis", "blur.radius=1,4", "--axis", "save.name=a,b"]
    answer = weft(*words, "--plan")
    assert answer.out == "2 of 4 pictures are known or shared.\n"
    assert not Path("output").exists()
    answer = weft(*words)
    assert answer.code == 0
    assert answer.err.startswith("2 of 4 pictures are known or shared.\n")
    assert "4 of 4 cells done" in answer.err
    lines = answer.out.splitlines()
    assert lines[0] == f"{Path('output/a_0001.png')}  blur.radius=1, save.name=a"
    assert len(lines) == 4
    assert weft(*words, "--plan", "--json").data["plan"]["pictures_known"] == 4


def test_a_contact_sheet_in_rows_columns_and_pages(weft: Weft, photo: Path) -> None:
    axes = ["--axis", "blur.radius=1,4", "--axis", "sharp.radius=1:3:1", "--axis", "save.name=a,b"]
    data = weft("sweep", photo, *axes, "--grid", "sheets/grid.png", "--json").data
    assert data["grid"] == [str(Path("sheets/grid.png")), str(Path("sheets/grid-2.png"))]
    with Pillow.open("sheets/grid.png") as opened:
        sheet = np.asarray(opened.convert("RGB"))
    # The cells are the largest picture or 96 pixels, 8 apart, in the corner on the right below.
    height, width = sheet.shape[:2]
    by_place = {tuple(cell["at"]): cell for cell in data["cells"]}
    for row, column in np.ndindex(2, 3):
        (file,) = by_place[row, column, 0]["outputs"]["save"]["images"]
        with Pillow.open(file) as opened:
            picture = np.asarray(opened.convert("RGB"))
        y, x = height - (2 - row) * 104, width - (3 - column) * 104
        assert np.array_equal(sheet[y : y + 30, x : x + 40], picture)
    assert (sheet[: height - 2 * 104] < 128).any(), "the columns have labels"
    assert (sheet[:, : width - 3 * 104] < 128).any(), "the rows have labels"


def test_one_axis_is_one_row(weft: Weft, photo: Path) -> None:
    answer = weft("sweep", photo, "--axis", "blur.radius=1,4,9", "--grid", "grid.webp")
    assert answer.out.splitlines()[-1] == "grid.webp"
    with Pillow.open("grid.webp") as sheet:
        assert sheet.format == "WEBP"
        assert sheet.width == 8 + 3 * 104


def test_a_cell_that_fails_is_told_and_stays_blank(weft: Weft, photo: Path) -> None:
    words = ["sweep", photo, "--axis", "photo.image=photo.png,gone.png", "--grid", "grid.png"]
    answer = weft(*words)
    assert answer.code == 1
    assert "photo.image=gone.png: failed" in answer.err
    assert 'there is no file "gone.png"' in answer.err
    assert "1 of 2 cells done" in answer.err
    assert Path("grid.png").exists()
    data = weft(*words, "--json").data
    assert [cell["status"] for cell in data["cells"]] == ["ok", "failed"]
    assert "gone.png" in data["cells"][1]["error"]["message"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--axis", "blur.radius=much"], '"radius" must be a number'),
        (["--axis", "blr.radius=1"], 'Did you mean "blur"?'),
        (["--axis", "photo.image=gone.png"], 'there is no file "gone.png"'),
        (["--axis", "blur.radius=1", "--grid", "grid.txt"], "can't be saved as"),
        ([], "Missing option '--axis'"),
    ],
)
def test_wrong_arguments(weft: Weft, photo: Path, words: list[str], message: str) -> None:
    answer = weft("sweep", photo, *words)
    assert (answer.code, message in answer.err) == (2, True)
    assert not Path("output").exists()


def test_previews_make_no_sheet(weft: Weft, photo: Path) -> None:
    text = photo.read_text().replace("SaveImage", "PreviewImage")
    photo.write_text(text)
    answer = weft("sweep", photo, "--axis", "blur.radius=1,4", "--grid", "grid.png")
    assert "No cell saved a picture of its own" in answer.err
    assert not Path("grid.png").exists()


def test_a_stop_keeps_what_is_done(weft: Weft) -> None:
    nodes = {
        "number": {"type": "demo.Number"},
        "endless": {"type": "demo.Endless", "inputs": {"value": "number.value"}},
        "show": {"type": "demo.Show", "inputs": {"value": "number.value"}},
        "late": {"type": "demo.Show", "inputs": {"value": "endless.value"}},
    }
    write_workflow({"format": "weft", "version": 1, "name": "Demo", "nodes": nodes})
    timer = threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    answer = weft("sweep", "demo.weft.json", "--axis", "number.value=1,2")
    timer.join()
    assert answer.code == 130
    assert "stopped, and what was finished is kept" in answer.err
