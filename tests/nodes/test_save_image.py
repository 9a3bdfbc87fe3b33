"""SaveImage: numbers, names, folders, formats, what is inside, and that nothing is left half."""

import os
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from graph_engine.context import UpstreamNode
from graph_engine.errors import Cancelled, FileNameError, NodeError
from graph_engine.picture_metadata import read_workflow_text
from nodes import PreviewImage, SaveImage
from nodes.output_files import save_numbered
from nodes.values import Image

from .conftest import MakeContext
from .values import noise_image

WORKFLOW = '{"format": "weft", "name": "Ünïcødé 中 🙂"}'
UPSTREAM = (
    UpstreamNode("m", "LoadCheckpoint", {"model": "tiny"}, {}),
    UpstreamNode("p", "EncodeText", {"text": "a red circle"}, {"text_encoder": "m.text_encoder"}),
    UpstreamNode("n", "EncodeText", {"text": "blurry"}, {"text_encoder": "m.text_encoder"}),
    UpstreamNode(
        "s",
        "Sample",
        {"steps": 20, "sampler": "ddim", "schedule": "default", "guidance": 5.0, "seed": 7},
        {"unet": "m.unet", "positive": "p.conditioning", "negative": "n.conditioning"},
    ),
    UpstreamNode("d", "DecodeLatent", {}, {"latent": "s.latent", "vae": "m.vae"}),
)


def save(record: MakeContext, image: Image, **params: Any) -> list[Path]:
    context = record(workflow=WORKFLOW, upstream=UPSTREAM).context
    return [Path(file) for file in SaveImage(image=image, **params).run(context)["images"]]


def test_numbers_go_up_and_pictures_are_rounded_as_diffusers_rounds(
    record: MakeContext, tmp_path: Path
) -> None:
    first, second = noise_image(1, 8, 8, 3), noise_image(1, 8, 8, 3, seed=1)
    assert save(record, first) == [tmp_path / "output/weft_0001.png"]
    (tmp_path / "output/weft_0007.png").write_bytes(b"")
    (tmp_path / "output/weft_more_0009.png").write_bytes(b"")
    assert [file.name for file in save(record, second)] == ["weft_0008.png"]
    with Pillow.open(tmp_path / "output/weft_0001.png") as picture:
        expected = (first.pixels[0] * 255).round().astype(np.uint8)
        assert np.array_equal(np.asarray(picture), expected)


def test_the_same_pictures_are_not_saved_twice(record: MakeContext, tmp_path: Path) -> None:
    batch = noise_image(3, 8, 8, 3)
    files = save(record, batch)
    assert len(files) == 3
    assert save(record, batch) == files
    assert len(list((tmp_path / "output").iterdir())) == 3
    save(record, noise_image(1, 8, 8, 3, seed=5))
    assert save(record, batch) == files, "going back to an earlier value saves nothing again"
    mixed = Image(np.concatenate([batch.pixels[:1], noise_image(1, 8, 8, 3, seed=6).pixels]))
    assert [file.name for file in save(record, mixed)] == ["weft_0005.png", "weft_0006.png"]


@pytest.mark.parametrize(("format", "suffix"), [("png", "png"), ("jpeg", "jpg"), ("webp", "webp")])
def test_every_format_carries_the_workflow_and_the_settings(
    record: MakeContext, format: str, suffix: str
) -> None:
    (file,) = save(record, noise_image(1, 16, 16, 3), format=format)
    assert file.name == f"weft_0001.{suffix}"
    assert read_workflow_text(file) == WORKFLOW
    settings = (
        "a red circle\nNegative prompt: blurry\nSteps: 20, Sampler: ddim, Schedule type: default,"
        " CFG scale: 5, Seed: 7, Size: 16x16, Model: tiny"
    )
    with Pillow.open(file) as picture:
        if format == "png":
            assert picture.info["parameters"] == settings
        else:
            comment = picture.getexif().get_ifd(0x8769)[0x9286]
            assert comment == b"UNICODE\0" + settings.encode("utf-16-be")


def test_nothing_is_told_when_embedding_is_off(record: MakeContext) -> None:
    for name in ("png", "jpeg", "webp"):
        (file,) = save(record, noise_image(1, 8, 8, 3), format=name, embed_workflow=False)
        assert b"weft" not in file.read_bytes()
        assert b"red circle" not in file.read_bytes()


def test_a_workflow_too_long_for_jpeg_is_left_out_with_a_warning(record: MakeContext) -> None:
    recorder = record(workflow='{"x": "' + "y" * 70_000 + '"}')
    made = SaveImage(image=noise_image(1, 8, 8, 3), format="jpeg").run(recorder.context)
    assert Path(made["images"][0]).is_file()
    assert "64 KiB" in recorder.context.warnings[0]


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_every_number_of_channels(record: MakeContext, format: str, channels: int) -> None:
    (file,) = save(record, noise_image(1, 8, 8, channels), format=format)
    with Pillow.open(file) as picture:
        picture.load()
        assert ("A" in picture.mode) == (channels in (2, 4) and format != "jpeg")


def test_what_is_transparent_is_white_in_jpeg(record: MakeContext) -> None:
    (file,) = save(record, Image(np.zeros((1, 8, 8, 4), np.float32)), format="jpeg")
    with Pillow.open(file) as picture:
        assert picture.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("folder", ["..", "a/../../b", "/tmp", "C:\\x", "\\\\host\\x", "a\\..\\.."])
def test_a_folder_that_leaves_the_output_folder(record: MakeContext, folder: str) -> None:
    with pytest.raises(
        FileNameError, match="must be a folder that does not leave the output folder"
    ):
        save(record, noise_image(1, 8, 8, 3), folder=folder)


def test_a_link_that_leaves_the_output_folder(record: MakeContext, tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/away").symlink_to(tmp_path)
    with pytest.raises(FileNameError, match="link that leads out"):
        save(record, noise_image(1, 8, 8, 3), folder="away")


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\\b", "C:x", "nul", "a\nb", " a"])
def test_a_name_that_is_no_file_name(record: MakeContext, tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNameError) as caught:
        save(record, noise_image(1, 8, 8, 3), name=name)
    assert caught.value.port == "name"
    assert not (tmp_path / "output").exists()


def test_a_link_in_the_place_of_a_file_is_never_followed(
    record: MakeContext, tmp_path: Path
) -> None:
    (tmp_path / "output").mkdir()
    victim = tmp_path / "victim"
    (tmp_path / "output/weft_0001.png").symlink_to(victim)
    assert save(record, noise_image(1, 8, 8, 3))[0].name == "weft_0002.png"
    assert not victim.exists()


def test_an_unwritable_folder(record: MakeContext, tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file where the folder should be")
    with pytest.raises(NodeError) as caught:
        save(record, noise_image(1, 8, 8, 3), folder="drafts")
    assert caught.value.message.startswith("Nothing can be saved in the folder")
    assert str(tmp_path / "output/drafts") in caught.value.message


def test_a_full_disk_leaves_nothing_behind(record: MakeContext, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))  # fails a write as a full disk does
    try:
        with pytest.raises(NodeError, match="Nothing can be saved"):
            save(record, noise_image(1, 64, 64, 3))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "output").iterdir()) == []


def test_a_stopped_run_leaves_nothing_behind(record: MakeContext, tmp_path: Path) -> None:
    context = record().context
    context.stop.set()
    with pytest.raises(Cancelled):
        SaveImage(image=noise_image(2, 8, 8, 3)).run(context)
    assert not (tmp_path / "output").exists()


def test_several_writers_never_take_the_same_number(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(
            pool.map(lambda i: save_numbered(tmp_path, "x", ".png", [b"%d" % i]), range(40))
        )
    files = {file for (file,) in made}
    assert len(files) == 40
    assert {file.read_bytes() for file in files} == {b"%d" % i for i in range(40)}
    assert len(list(tmp_path.iterdir())) == 40


def test_a_file_gets_the_usual_permissions(record: MakeContext) -> None:
    mask = os.umask(0o022)
    try:
        (file,) = save(record, noise_image(1, 8, 8, 3))
    finally:
        os.umask(mask)
    assert file.stat().st_mode & 0o777 == 0o644


def test_previews_are_shown_and_replaced(record: MakeContext, tmp_path: Path) -> None:
    recorder = record(node="look")
    for seed in (0, 1):
        recorder.context.wants_previews = bool(seed)
        made = PreviewImage(image=noise_image(2, 8, 8, 3, seed=seed)).run(recorder.context)
    files = [tmp_path / "output/previews/look_0001.png", tmp_path / "output/previews/look_0002.png"]
    assert made == {"images": [str(file) for file in files]}
    assert sorted((tmp_path / "output/previews").iterdir()) == files
    assert [(shown.index, shown.total) for shown in recorder.pictures] == [(0, 2), (1, 2)]
    shown = recorder.pictures[1]
    assert (shown.width, shown.height, shown.channels) == (8, 8, 3)
    assert shown.pixels == Pillow.open(files[1]).tobytes()
