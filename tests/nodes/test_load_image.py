"""LoadImage reads what people have, and says in a sentence what it can't read."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from graph_engine.errors import NodeError
from nodes import LoadImage

from .conftest import MakeContext


def load(record: MakeContext, name: str) -> tuple[np.ndarray, np.ndarray]:
    made = LoadImage(image=name).run(record().context)
    return made.image.pixels, made.mask.values


def refused(record: MakeContext, name: str) -> NodeError:
    with pytest.raises(NodeError) as caught:
        load(record, name)
    assert caught.value.port == "image"
    return caught.value


def test_rgb_is_divided_by_255_in_float32(record: MakeContext, tmp_path: Path) -> None:
    bytes_ = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    Pillow.fromarray(bytes_).save(tmp_path / "a.png")
    pixels, mask = load(record, "a.png")
    assert pixels.dtype == np.float32
    assert pixels.flags.c_contiguous
    assert np.array_equal(pixels, bytes_[None].astype(np.float32) / np.float32(255))
    assert mask.shape == (1, 2, 4)
    assert not mask.any()


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_the_mask_is_one_where_it_is_transparent(
    record: MakeContext, tmp_path: Path, mode: str
) -> None:
    picture = Pillow.new("RGBA", (2, 1), (255, 0, 0, 255))
    picture.putpixel((1, 0), (255, 0, 0, 51))
    picture.convert(mode).save(tmp_path / "a.tiff" if mode == "PA" else tmp_path / "a.png")
    pixels, mask = load(record, "a.tiff" if mode == "PA" else "a.png")
    assert pixels.shape == (1, 1, 2, 3)
    assert mask[0, 0].tolist() == pytest.approx([0, 0.8])


def test_palette_with_a_transparent_colour(record: MakeContext, tmp_path: Path) -> None:
    picture = Pillow.new("P", (2, 1))
    picture.putpalette([10, 20, 30, 40, 50, 60])
    picture.putpixel((1, 0), 1)
    picture.save(tmp_path / "a.png", transparency=1)
    pixels, mask = load(record, "a.png")
    assert (pixels[0, 0] * 255).round().tolist() == [[10, 20, 30], [40, 50, 60]]
    assert mask[0, 0].tolist() == [0, 1]


def test_sixteen_bit_grey_keeps_its_range(record: MakeContext, tmp_path: Path) -> None:
    Pillow.fromarray(np.array([[0, 32768, 65535]], np.uint16)).save(tmp_path / "a.png")
    pixels, _ = load(record, "a.png")
    assert pixels[0, 0, :, 1].tolist() == pytest.approx([0, 32768 / 65535, 1])


@pytest.mark.parametrize("mode", ["1", "L", "CMYK", "YCbCr"])
def test_other_modes_become_rgb(record: MakeContext, tmp_path: Path, mode: str) -> None:
    name = "a.jpg" if mode in ("CMYK", "YCbCr") else "a.png"
    Pillow.new(mode, (8, 8)).save(tmp_path / name)
    assert load(record, name)[0].shape == (1, 8, 8, 3)


def test_a_photo_is_turned_as_its_camera_was_held(record: MakeContext, tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # a quarter turn
    Pillow.new("RGB", (8, 4)).save(tmp_path / "a.jpg", exif=exif)
    assert load(record, "a.jpg")[0].shape == (1, 8, 4, 3)


def test_a_file_that_is_no_picture(record: MakeContext, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("no picture")
    assert refused(record, "a.png").message.endswith('a.png" is no picture that can be read.')


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.gif", "a.tiff"])
def test_a_picture_that_is_cut_off(record: MakeContext, tmp_path: Path, name: str) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    Pillow.fromarray(pixels).save(tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    for length in (len(whole) // 2, len(whole) * 9 // 10):
        (tmp_path / name).write_bytes(whole[:length])
        message = refused(record, name).message
        assert "damaged or cut off" in message or "no picture" in message


def test_a_decompression_bomb_is_refused_unread(record: MakeContext, tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    for side in (13_500, 60_000):
        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
        (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + data)
        assert "at most 178 million pixels" in refused(record, "a.png").message


def test_a_missing_picture_names_the_nearest(record: MakeContext, tmp_path: Path) -> None:
    Pillow.new("RGB", (8, 8)).save(tmp_path / "portrait.png")
    error = refused(record, "potrait.png")
    assert str(tmp_path) in error.message
    assert "portrait.png" in error.hint
