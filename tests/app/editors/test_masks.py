"""Masks: what tools do to values, strokes as text, and masks in files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from app.editors.mask_painter.brush import Brush, BrushStroke, draw_strokes
from app.editors.mask_painter.files import (
    PictureError,
    mask_of_picture,
    mask_png,
    picture_with_mask,
    read_picture,
    write_masked_picture,
)
from app.editors.mask_painter.mask import Mask
from app.editors.mask_painter.strokes import (
    Stroke,
    StrokesError,
    read_strokes,
    thinned,
    write_strokes,
)
from nodes import painting
from nodes.picture_files import decode_picture

RGBA = QImage.Format.Format_RGBA8888
EXAMPLE = """paint 20 64,64
paint 8 10,100 60,120 110,100
erase 4 60,120
paint area 200,40 260,40 260,90 200,90"""


def blob(width: int = 40, height: int = 30) -> Mask:
    mask = Mask(width, height)
    BrushStroke(mask, Brush(6)).to(20, 15)
    return mask


def test_a_hard_brush_covers_a_disc() -> None:
    values = blob().values
    assert values[15, 20] == 255
    assert values[15, 20 + 8] == 0
    assert abs(int((values / 255).sum()) - int(np.pi * 36)) <= 2


def test_a_soft_brush_fades_and_opacity_limits() -> None:
    mask = Mask(40, 30)
    stroke = BrushStroke(mask, Brush(10, softness=1.0, opacity=0.5))
    for _ in range(3):
        stroke.to(20, 15)
    row = mask.values[15, 20:30].astype(int)
    assert row[0] == pytest.approx(127, abs=3)
    assert list(row) == sorted(row, reverse=True)
    assert row[-1] < 10


def test_erasing_takes_away_and_taking_back_restores() -> None:
    mask = blob()
    before = mask.values.copy()
    stroke = BrushStroke(mask, Brush(3), erase=True)
    stroke.to(20, 15)
    assert mask.values[15, 20] == 0
    stroke.take_back()
    assert (mask.values == before).all()


def test_pressure_makes_it_thinner() -> None:
    wide, thin = Mask(40, 30), Mask(40, 30)
    BrushStroke(wide, Brush(8)).to(20, 15, 1.0)
    BrushStroke(thin, Brush(8)).to(20, 15, 0.5)
    assert 0 < thin.values.sum() < wide.values.sum() / 3


def test_strokes_outside_touch_nothing() -> None:
    mask = Mask(20, 20)
    assert BrushStroke(mask, Brush(5)).to(-50, -50).isEmpty()
    assert not mask.values.any()


def test_whole_masks() -> None:
    mask = blob()
    total = int(mask.values.sum())
    mask.invert()
    assert int(mask.values.sum()) == 255 * 40 * 30 - total
    mask.invert()
    mask.blur(3)
    assert 0 < mask.values[15, 27] < 255
    assert int(mask.values.sum()) == pytest.approx(total, rel=0.02)
    mask.set_all(255)
    mask.blur(3)
    assert (mask.values == 255).all()


def test_an_area_is_filled_even_odd() -> None:
    mask = Mask(40, 30)
    mask.area([(10, 5), (30, 5), (30, 25), (10, 25)])
    assert mask.values[5:25, 10:30].min() == 255
    assert int(mask.values.sum()) == 255 * 20 * 20
    mask.area([(15, 10), (20, 10), (20, 15)], erase=True)
    assert mask.values[11, 19] == 0


def test_a_flood_stops_at_what_is_painted() -> None:
    mask = Mask(60, 60)
    ring = BrushStroke(mask, Brush(2))
    for angle in np.linspace(0, 2 * np.pi, 40):
        ring.to(30 + 20 * float(np.cos(angle)), 30 + 20 * float(np.sin(angle)))
    touched = mask.flood(30, 30)
    assert mask.values[30, 30] == 255
    assert mask.values[2, 2] == 0
    assert touched.width() < 45
    mask.flood(30, 30, erase=True)
    assert not mask.values[30, 30]
    assert mask.flood(99, 0).isEmpty()


@settings(max_examples=30)
@given(st.binary(min_size=48, max_size=48), st.integers(0, 7), st.integers(0, 5))
def test_a_flood_reaches_what_hangs_together(content: bytes, x: int, y: int) -> None:
    mask = Mask(8, 6)
    mask.values[:] = (np.frombuffer(content, np.uint8).reshape(6, 8) > 140) * 255
    free = mask.values == 0
    reached, waiting = set(), [(y, x)] if free[y, x] else []
    while waiting:
        at = waiting.pop()
        if at not in reached and 0 <= at[0] < 6 and 0 <= at[1] < 8 and free[at]:
            reached.add(at)
            waiting += [(at[0] + dy, at[1] + dx) for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0))]
    before = mask.values.copy()
    mask.flood(x, y)
    assert {(int(r), int(c)) for r, c in np.argwhere(mask.values != before)} == reached


def test_strokes_are_read_and_written() -> None:
    strokes = read_strokes(EXAMPLE)
    assert strokes[2] == Stroke(((60, 120),), 4, erase=True)
    assert write_strokes(strokes) == EXAMPLE
    assert read_strokes("\n\n") == ()


@pytest.mark.parametrize(
    "line", ["dot 3 1,1", "paint", "paint x 1,1", "paint 3 1", "paint 0 1,1", "paint area 1,1 2,2"]
)
def test_strokes_that_cannot_be_read(line: str) -> None:
    with pytest.raises(StrokesError, match="Line 2"):
        read_strokes(f"paint 3 1,1\n{line}")


def test_the_example_of_the_docs() -> None:
    values = draw_strokes(read_strokes(EXAMPLE), 300, 160).values
    assert values[64, 64] == values[60, 230] == 255
    assert values[120, 60] == values[5, 5] == 0


def test_strokes_look_as_the_node_draws_them() -> None:
    mask = draw_strokes(read_strokes(EXAMPLE), 300, 160).values
    node = painting.draw_strokes(painting.read_strokes(EXAMPLE), 300, 160)
    assert np.abs(mask - node * 255).max() < 1


def test_load_image_gives_the_mask_back(tmp_path: Path) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    written = write_masked_picture(tmp_path / "peaks.png", picture, blob())
    colours, opacity = decode_picture(written)
    assert (np.rint((1 - opacity[0]) * 255) == blob().values).all()
    assert (np.rint(colours[0] * 255) == (0x33, 0x66, 0x99)).all()


def test_thinning_keeps_the_form() -> None:
    line = [(float(x), 5.0) for x in range(50)]
    assert thinned(line) == ((0, 5), (49, 5))
    corner = [*line, *((49.0, float(y)) for y in range(6, 30))]
    assert thinned(corner) == ((0, 5), (49, 5), (49, 29))
    assert thinned([(1.0, 2.0)]) == ((1, 2),)
    closed = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
    assert thinned(closed) == tuple(closed)


def test_colours_survive_under_the_mask(tmp_path: Path) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    mask = blob()
    stored = picture_with_mask(picture, mask)
    assert stored.pixelColor(20, 15) == QColor(0x33, 0x66, 0x99, 0)
    file = tmp_path / "peaks.jpg"
    written = write_masked_picture(file, picture, mask)
    again = read_picture(written)
    assert again.convertToFormat(RGBA) == stored.convertToFormat(RGBA)
    assert (mask_of_picture(again).values == mask.values).all()
    assert [entry.name for entry in tmp_path.iterdir()] == [written.name]


def test_masks_never_write_over_each_other(tmp_path: Path) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#336699"))
    first = write_masked_picture(tmp_path / "peaks.png", picture, blob())
    second = write_masked_picture(first, picture, Mask(40, 30))
    assert first != second
    assert first.exists()
    assert second.name.count("mask-") == 1
    assert write_masked_picture(second, picture, blob()) == first


def test_an_opaque_picture_has_an_empty_mask() -> None:
    assert not mask_of_picture(QImage(4, 4, QImage.Format.Format_RGB32)).values.any()


def test_what_cannot_be_read_or_written_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with pytest.raises(PictureError, match=r"broken\.png can't be read"):
        read_picture(broken)
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    with pytest.raises(PictureError, match="can't be written"):
        write_masked_picture(tmp_path / "gone" / "x.png", picture, Mask(4, 4))


def test_the_png_is_grey_and_eight_bits() -> None:
    image = QImage.fromData(mask_png(blob()))
    assert image.format() == QImage.Format.Format_Grayscale8
    assert (Mask.of_image(image).values == blob().values).all()
