"""The starter workflow: a real picture, and only what changed runs again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from benchmarks.picture_score_analysis import Reading, read_picture

from .conftest import STARTER, RunWeft


def ran(data: dict[str, Any]) -> set[str]:
    return {name for name, node in data["nodes"].items() if node["status"] == "ran"}


def picture_of(data: dict[str, Any], folder: Path) -> Path:
    return folder / str(data["outputs"]["save"]["images"][0])


def read(picture: Path) -> Reading:
    return read_picture(np.asarray(Image.open(picture).convert("RGB")))


@pytest.fixture(scope="module")
def first(run_weft: RunWeft) -> dict[str, Any]:
    return run_weft(STARTER)


def test_the_picture_shows_what_the_prompt_says(first: dict[str, Any], folder: Path) -> None:
    assert ran(first) == {"checkpoint", "prompt", "latent", "sampler", "decode", "save"}
    assert first["nodes"]["sampler"]["unet_evaluations"] == first["unet_evaluations"] == 40
    seen = read(picture_of(first, folder))
    assert seen.background == "blue"
    assert [(thing.colour, thing.shape) for thing in seen.things] == [("red", "circle")]


def test_the_second_run_is_cached_and_loads_nothing(
    first: dict[str, Any], run_weft: RunWeft
) -> None:
    second = run_weft(STARTER)
    assert ran(second) == {"save"}
    assert second["unet_evaluations"] == 0
    assert second["outputs"] == first["outputs"]
    assert second["heavy"] == []


def test_another_prompt_reruns_only_what_depends_on_it(
    first: dict[str, Any], run_weft: RunWeft, folder: Path
) -> None:
    words = "a yellow star on a black background"
    changed = run_weft(STARTER, "--set", f"prompt.text={words}")
    assert ran(changed) == {"prompt", "sampler", "decode", "save"}
    seen = read(picture_of(changed, folder))
    assert (seen.background, seen.things[0].colour) == ("black", "yellow")
    assert ran(run_weft(STARTER)) == {"save"}, "going back costs nothing"


def test_a_picture_runs_the_workflow_inside_it(
    first: dict[str, Any], run_weft: RunWeft, folder: Path
) -> None:
    picture = picture_of(first, folder)
    before = picture.read_bytes()
    again = run_weft(picture)
    assert ran(again) == {"save"}
    assert again["outputs"] == first["outputs"]
    assert picture.read_bytes() == before


def test_the_cache_does_not_change_the_picture(
    first: dict[str, Any], run_weft: RunWeft, folder: Path
) -> None:
    fresh = run_weft(STARTER, "--no-cache", "--output", "fresh")
    assert picture_of(fresh, folder).read_bytes() == picture_of(first, folder).read_bytes()


def test_another_size_of_batch_makes_as_many_pictures(
    first: dict[str, Any], run_weft: RunWeft
) -> None:
    three = run_weft(STARTER, "--set", "latent.batch=3", "--set", "sampler.steps=2")
    assert len(three["outputs"]["save"]["images"]) == 3
    assert three["unet_evaluations"] == 12
