"""Reading: what the index keeps of a picture file."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImageIOHandler, QImageReader

from graph_engine.picture_settings import PictureSettings
from graph_engine.settings_reading import read_picture_settings

_SAMPLE = 16 * 1024


@dataclass(frozen=True)
class Found:
    """A file as a folder lists it."""

    path: str
    bytes: int
    mtime_ns: int


@dataclass(frozen=True)
class Row:
    """A picture as the index keeps it."""

    found: Found
    content: str
    size: tuple[int, int]
    settings: PictureSettings


def look_at(path: str) -> Found | None:
    """A file as it is now; None if it is not there."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return Found(path, status.st_size, status.st_mtime_ns)


def read_row(found: Found) -> Row | None:
    """Read a picture; None for a file that is no picture, not whole yet, or gone."""
    path = Path(found.path)
    try:
        content = content_of(path)
        settings = read_picture_settings(path)
    except (OSError, ValueError):
        return None
    size = picture_size(path)
    if size is None:
        return None
    return Row(found, content, (size.width(), size.height()), settings)


def content_of(path: Path) -> str:
    """What a picture is known by wherever it lies: a digest of its length, beginning and end.

    The beginning holds how it was made, and the end the last of its pixels.
    """
    with path.open("rb") as stream:
        length = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        head = stream.read(_SAMPLE)
        stream.seek(max(0, length - _SAMPLE))
        tail = stream.read(_SAMPLE)
    return hashlib.sha256(b"%d\n" % length + head + tail).hexdigest()[:32]


def picture_size(path: Path) -> QSize | None:
    """The size of a picture as it is shown; None if its header can't be read."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        return None
    turned = QImageIOHandler.Transformation.TransformationRotate90
    if reader.transformation().value & turned.value:
        size.transpose()
    return size
