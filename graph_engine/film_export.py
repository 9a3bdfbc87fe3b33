"""Film export: frames to a file that moves: GIF, WebP and APNG by Pillow, MP4 by PyAV."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_engine.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

    from graph_engine.film import Film

FORMATS = (".gif", ".webp", ".png", ".mp4")
_LAST_SECONDS = 1.5
_LARGEST_GIF_DELAY = 65_535
_CELL = 8


def check_film_file(file: Path) -> None:
    """Raise InputError unless a film can be written under that name, with what is installed."""
    if file.suffix.lower() not in FORMATS:
        raise InputError(
            f'A film can\'t be saved as "{file.name}".',
            hint=f"Let the name end in {', '.join(FORMATS)}.",
        )
    if file.suffix.lower() == ".mp4":
        _load_av()


def film_frames(film: Film, places: Iterable[tuple[str, int]], *, decoded: bool) -> Iterator[Image]:
    """The frames of steps that are at hand, decoded at full size or enlarged from sketches."""
    from graph_engine.film_pictures import as_one, opened, pixels_of

    for node, step in places:
        value = film.picture(node, step) if decoded else None
        if value is not None:
            yield as_one(pixels_of(value))
        elif (found := film.sketch(node, step)) is not None:
            small = opened(found.picture)
            yield small.resize((small.width * _CELL, small.height * _CELL))


def write_film(frames: Iterable[Image], file: Path, per_second: float) -> int:
    """Write frames of one size to a file, the last one shown longer; returns how many there were.

    The file is there whole or not at all. Raises InputError for what can't be written.
    """
    check_film_file(file)
    shown = list(frames)
    if not shown:
        raise InputError("No step of the film is at hand.", hint="Run the workflow first.")
    size = shown[-1].size
    shown = [frame if frame.size == size else frame.resize(size) for frame in shown]
    try:
        with _beside(file) as part:
            if file.suffix.lower() == ".mp4":
                _write_video(shown, part, per_second)
            else:
                _write_animation(shown, part, per_second)
    except OSError as error:
        raise InputError(
            f'The film can\'t be written to "{file}": {error.strerror or error}.'
        ) from error
    return len(shown)


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A file to write to, which takes the place of another one when all went well."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=file.suffix.lower(), prefix=".film-", dir=file.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _write_animation(frames: list[Image], file: Path, per_second: float) -> None:
    each = round(1000 / per_second)
    last = min(each + round(_LAST_SECONDS * 1000), _LARGEST_GIF_DELAY)
    times = [each] * (len(frames) - 1) + [last]
    options: dict[str, Any] = {"save_all": True, "duration": times, "loop": 0}
    if file.suffix == ".gif":
        # Each frame has its own 256 colours: from noise to picture no palette fits all.
        frames = [frame.quantize(256) for frame in frames]
        options |= {"disposal": 1, "optimize": False}
    elif file.suffix == ".webp":
        options |= {"quality": 90, "method": 4}
    frames[0].save(file, append_images=frames[1:], **options)


def _write_video(frames: list[Image], file: Path, per_second: float) -> None:
    """H.264 as every browser plays it: an even size, 4:2:0, the index at the beginning."""
    av = _load_av()
    rate = 30
    width, height = (side - side % 2 for side in frames[0].size)
    with av.open(str(file), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "16"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        held = max(1, round(rate / per_second))
        for at, frame in enumerate(frames):
            times = held if at < len(frames) - 1 else held + round(_LAST_SECONDS * rate)
            picture = av.VideoFrame.from_image(frame.crop((0, 0, width, height)))
            for _ in range(times):
                picture.pts = None
                container.mux(stream.encode(picture))
        container.mux(stream.encode())


def _load_av() -> Any:
    try:
        return importlib.import_module("av")
    except ImportError as error:
        raise InputError(
            "MP4 needs the library PyAV, which is not installed.",
            hint='Install it with pip install "weft[film]", or save as .gif, .webp or .png.',
        ) from error
