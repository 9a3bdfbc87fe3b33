"""Contact sheet: the pictures of a sweep in rows and columns with their values; one file a page.

Pillow is imported when a sheet is drawn.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph_engine.atomic import write_atomically
from graph_engine.errors import InputError
from graph_engine.sweep import Place, Sweep

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont, ImageFont

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
_GAP = 8
_INK, _PAPER, _NOTHING = "#1c1c1e", "#ffffff", "#e4e4e8"
_LEAST_CELL = 96
_LARGEST_SIDE = 12_000
_LETTERS = 22
_LINES = 3


@dataclass(frozen=True)
class _Page:
    """One sheet: its heading, the labels of its rows and columns, and the place of each cell."""

    heading: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    places: tuple[tuple[Place, ...], ...]


def check_sheet_file(file: Path) -> None:
    """Raise InputError unless a sheet can be written under that name."""
    if file.suffix.lower() not in FORMATS:
        raise InputError(
            f'A contact sheet can\'t be saved as "{file.name}".',
            hint=f"Let the name end in {', '.join(FORMATS)}.",
        )


def draw_sheets(sweep: Sweep, pictures: Mapping[Place, Sequence[Path]], file: Path) -> list[Path]:
    """Draw what the cells saved, and return the files: one, or one a page.

    Further pages are `file-2.png` and so on. A cell without pictures stays blank; several in one
    cell are set in a square. Raises InputError if a file can't be written.
    """
    check_sheet_file(file)
    side = _cell_side(sweep, pictures)
    written = []
    for number, page in enumerate(_labelled(sweep), 1):
        path = file if number == 1 else file.with_name(f"{file.stem}-{number}{file.suffix}")
        stream = io.BytesIO()
        _draw(page, pictures, side).save(stream, FORMATS[file.suffix.lower()], quality=92)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, stream.getvalue())
        except OSError as error:
            raise InputError(f'"{path}" can\'t be written: {error.strerror}.') from error
        written.append(path)
    return written


def _labelled(sweep: Sweep) -> Iterator[_Page]:
    down, right = sweep.down, sweep.right
    for page in sweep.pages():
        heading = ", ".join(
            f"{axis.name} = {axis.values[i]}"
            for axis, i in zip(sweep.further, page.further, strict=True)
        )
        rows = tuple(f"{down.name} = {value}" for value in down.values) if down else ()
        columns = tuple(f"{right.name} = {value}" for value in right.values)
        yield _Page(heading, rows, columns, page.rows)


def _cell_side(sweep: Sweep, pictures: Mapping[Place, Sequence[Path]]) -> tuple[int, int]:
    """Width and height of a cell: of the largest picture, as far as the sheet stays usable."""
    from PIL import Image

    width = height = _LEAST_CELL
    for files in pictures.values():
        for file in files:
            with Image.open(file) as opened:
                width, height = max(width, opened.width), max(height, opened.height)
    most = max(len(axis.values) for axis in sweep.axes[:2])
    scale = min(1.0, _LARGEST_SIDE / (most * max(width, height)))
    return max(int(width * scale), 1), max(int(height * scale), 1)


def _draw(page: _Page, pictures: Mapping[Place, Sequence[Path]], side: tuple[int, int]) -> Image:
    from PIL import Image, ImageDraw, ImageFont

    width, height = side
    size = max(13, min(width // 14, 40))
    font = ImageFont.load_default(size)
    line = math.ceil(size * 1.3)
    letters = max(_LETTERS, int(width / size * 1.9))
    left = int(_LETTERS * size * 0.56) + _GAP if page.rows else 0
    top = (line + _GAP if page.heading else 0) + line * _lines(page.columns, letters) + _GAP
    sheet = Image.new(
        "RGB",
        (
            _GAP + left + len(page.columns) * (width + _GAP),
            _GAP + top + len(page.places) * (height + _GAP),
        ),
        _PAPER,
    )
    draw = ImageDraw.Draw(sheet)
    if page.heading:
        draw.text((_GAP, _GAP), page.heading, fill=_INK, font=font)
    for column, label in enumerate(page.columns):
        at = (_GAP + left + column * (width + _GAP), top)
        draw.multiline_text(at, _wrapped(label, letters), fill=_INK, font=font, anchor="ld")
    for row, label in enumerate(page.rows):
        at = (_GAP, _GAP + top + row * (height + _GAP))
        draw.multiline_text(at, _wrapped(label, _LETTERS), fill=_INK, font=font)
    for row, places in enumerate(page.places):
        for column, place in enumerate(places):
            x, y = _GAP + left + column * (width + _GAP), _GAP + top + row * (height + _GAP)
            sheet.paste(_cell(pictures.get(place, ()), side, font), (x, y))
    return sheet


def _cell(files: Sequence[Path], side: tuple[int, int], font: FreeTypeFont | ImageFont) -> Image:
    """The pictures of one cell, or a blank that says that there is none."""
    from PIL import Image, ImageDraw, ImageOps

    width, height = side
    cell = Image.new("RGB", side, _PAPER if files else _NOTHING)
    if not files:
        middle = (width // 2, height // 2)
        ImageDraw.Draw(cell).text(middle, "no picture", fill=_INK, font=font, anchor="mm")
        return cell
    across = math.ceil(math.sqrt(len(files)))
    part = (max(width // across, 1), max(height // across, 1))
    for number, file in enumerate(files):
        with Image.open(file) as opened:
            picture = opened.convert("RGBA")
        if picture.width > part[0] or picture.height > part[1]:
            picture = ImageOps.contain(picture, part, Image.Resampling.LANCZOS)
        x, y = (number % across) * part[0], (number // across) * part[1]
        cell.paste(picture, (x, y), picture)
    return cell


def _wrapped(label: str, letters: int) -> str:
    lines = textwrap.wrap(label, letters, max_lines=_LINES, placeholder=" …")
    return "\n".join(lines)


def _lines(labels: Sequence[str], letters: int) -> int:
    return max(len(_wrapped(label, letters).splitlines()) for label in labels)
