"""CompareImages: its numbers, its picture and what it writes."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import CompareImages
from nodes.values import Image

from .conftest import MakeContext
from .values import noise_image


def read(file: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(Pillow.open(file))


def test_numbers_and_pictures(record: MakeContext, tmp_path: Path) -> None:
    first = Image(np.full((1, 4, 4, 3), 0.5, np.float32))
    changed = np.array(first.pixels)
    changed[0, 1, 2] = (0.7, 0.5, 0.4)
    recorder = record(node="compare")
    recorder.context.wants_previews = True
    made = CompareImages(first=first, second=Image(changed)).run(recorder.context)
    assert made["images"] == [str(tmp_path / "output/previews/compare_0001.png")]
    (numbers,) = made["differences"]
    assert numbers["largest_difference"] == pytest.approx(0.2)
    assert numbers["mean_difference"] == pytest.approx(0.3 / 48)
    assert numbers["psnr"] == pytest.approx(-10 * np.log10(0.05 / 48))
    sheet = read(made["images"][0])
    assert sheet.shape == (4, 3 * 4 + 2 * 8, 3)
    assert (sheet[:, :4] == 128).all()
    assert sheet[1, 14].tolist() == [178, 128, 102]
    assert sheet[1, 26].tolist() == [255, 0, 128]
    assert np.count_nonzero(sheet[:, 24:].any(axis=-1)) == 1
    (shown,) = recorder.pictures
    assert shown.pixels == sheet.tobytes()


def test_equal_pictures_are_told_in_json(context: Context) -> None:
    image = noise_image(1, 8, 8, 3)
    made = CompareImages(first=image, second=image).run(context)
    equal = {"psnr": None, "largest_difference": 0.0, "mean_difference": 0.0}
    assert made["differences"] == [equal]
    assert json.loads(json.dumps(made, allow_nan=False)) == made


def test_each_of_a_batch_with_one(context: Context) -> None:
    first, second = noise_image(3, 8, 8, 3), noise_image(1, 8, 8, 1, seed=1)
    made = CompareImages(first=first, second=second).run(context)
    assert len(made["images"]) == len(set(made["images"])) == 3
    expected = np.abs(first.pixels - second.pixels).max(axis=(1, 2, 3))
    found = [numbers["largest_difference"] for numbers in made["differences"]]
    assert found == pytest.approx(expected.tolist())


def test_a_difference_of_opacity_is_seen(context: Context) -> None:
    first = Image(np.ones((1, 4, 4, 3), np.float32))
    second = Image(np.concatenate([first.pixels, np.full((1, 4, 4, 1), 0.5, np.float32)], -1))
    made = CompareImages(first=first, second=second).run(context)
    assert made["differences"][0]["largest_difference"] == 0.5
    assert (read(made["images"][0])[:, 24:] == 255).all()


def test_two_sizes_are_refused(context: Context) -> None:
    with pytest.raises(NodeError, match="must be of one size"):
        CompareImages(first=noise_image(1, 8, 8, 3), second=noise_image(1, 8, 4, 3)).run(context)
