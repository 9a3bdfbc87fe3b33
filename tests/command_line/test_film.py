"""`weft film`: the kept steps of a run as a file that moves."""

from __future__ import annotations

import shutil
from pathlib import Path

from PIL import Image as Pillow

from graph_engine.shipped import templates

from .conftest import Weft

SMALL = ["--set", "latent.width=64", "--set", "latent.height=64", "--set", "sampler.steps=3"]


def test_a_film_is_written_after_a_run(weft: Weft) -> None:
    shutil.copy(templates()["text_to_image"], "picture.weft.json")
    words = ["film", "picture.weft.json", *SMALL, "-o", "film.gif", "--sketches"]
    answer = weft(*words)
    assert answer.code == 2
    assert "No step of the film is at hand." in answer.err
    assert weft("run", "picture.weft.json", *SMALL).code == 0
    assert weft(*words, "--json").data == {"status": "ok", "file": "film.gif", "frames": 3}
    with Pillow.open("film.gif") as film:
        assert (film.size, film.n_frames) == ((64, 64), 3)  # type: ignore[attr-defined]
    assert weft(*words[:-2], "film.webp").out == "film.webp\n"
    assert Path("film.webp").is_file()


def test_a_film_of_no_known_kind_is_refused(weft: Weft) -> None:
    answer = weft("film", "nothing.weft.json", "-o", "film.avi")
    assert answer.code == 2
    assert "can't be saved" in answer.err
