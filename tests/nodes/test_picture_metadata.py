"""Reading the workflow out of pictures: ours, other programs', none, and broken files."""

from contextlib import suppress
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import PngImagePlugin

from graph_engine.errors import WorkflowFileError
from graph_engine.picture_metadata import read_workflow_text
from nodes.picture_files import Embedded, encode_picture
from nodes.picture_formats import PictureFormat

from .values import noise_image

PIXELS = noise_image(1, 8, 8, 3).pixels[0]
PICTURES = {
    name: encode_picture(PIXELS, name, Embedded("{}" * 50, "settings"))
    for name in get_args(PictureFormat)
}


def refused(file: Path) -> str:
    with pytest.raises(WorkflowFileError) as caught:
        read_workflow_text(file)
    return caught.value.message


@pytest.mark.parametrize("key", ["tEXt", "zTXt", "iTXt", "compressed iTXt"])
def test_every_kind_of_png_text(tmp_path: Path, key: str) -> None:
    texts = PngImagePlugin.PngInfo()
    if "iTXt" in key:
        texts.add_itxt("weft", "{}", zip="compressed" in key)
    else:
        texts.add_text("weft", "{}", zip=key == "zTXt")
    Pillow.new("RGB", (8, 8)).save(tmp_path / "a.png", pnginfo=texts)
    assert read_workflow_text(tmp_path / "a.png") == "{}"


@pytest.mark.parametrize("format", ["png", "jpeg", "webp"])
def test_no_workflow(tmp_path: Path, format: str) -> None:
    Pillow.new("RGB", (8, 8)).save(tmp_path / "a", format)
    assert refused(tmp_path / "a") == "The picture carries no workflow."


def test_a_comfyui_png(tmp_path: Path) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("prompt", "{}")
    Pillow.new("RGB", (8, 8)).save(tmp_path / "a.png", pnginfo=texts)
    assert "ComfyUI" in refused(tmp_path / "a.png")


def test_a_comfyui_webp(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0110] = "prompt:{}"
    Pillow.new("RGB", (8, 8)).save(tmp_path / "a.webp", exif=exif)
    assert "ComfyUI" in refused(tmp_path / "a.webp")


def test_files_that_are_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("hello")
    assert "nor a picture" in refused(tmp_path / "a.png")
    assert refused(tmp_path / "b.png") == "There is no such file."
    assert "folder" in refused(tmp_path)


@given(st.sampled_from(list(PICTURES)), st.data())
def test_broken_pictures_raise_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, format: str, data: st.DataObject
) -> None:
    broken = bytearray(PICTURES[format])
    for _ in range(data.draw(st.integers(0, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path_factory.getbasetemp() / "broken"
    file.write_bytes(broken[: data.draw(st.integers(0, len(broken)))])
    with suppress(WorkflowFileError):
        read_workflow_text(file)
