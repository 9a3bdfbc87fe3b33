"""CellPictures: the pictures that cells have saved, read by a thread, several as one mosaic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap

from app.editors.thumbnails import Thumbnails
from graph_engine.sweep import Place

# Sides that keep the pictures of a whole sweep below about 100 MB.
_SIDES = ((64, 256), (400, 128))
_SMALLEST = 40


class CellPictures(QObject):
    """`read` carries the place of a cell and its picture."""

    read = Signal(tuple, QPixmap)

    def __init__(self, cells: int, parent: QObject) -> None:
        super().__init__(parent)
        side = next((side for most, side in _SIDES if cells <= most), _SMALLEST)
        self._thumbnails = Thumbnails(side, self)
        self._thumbnails.loaded.connect(self._look)
        self._waiting: dict[Place, tuple[Path, ...]] = {}

    def ask(self, at: Place, files: Sequence[str]) -> None:
        """Read the pictures of a cell."""
        if files:
            self._waiting[at] = tuple(map(Path, files))
            self._look()

    def wait(self) -> None:
        """Wait until all that was asked for has been read."""
        self._thumbnails.wait()

    def _look(self) -> None:
        for at, files in list(self._waiting.items()):
            pictures = [self._thumbnails.get(file) for file in files]
            there = [picture for picture in pictures if picture is not None]
            if len(there) == len(files):
                del self._waiting[at]
                self.read.emit(at, there[0] if len(there) == 1 else _mosaic(there))


def _mosaic(pictures: Sequence[QPixmap]) -> QPixmap:
    """Several pictures in a square, as on the contact sheet."""
    across = math.ceil(math.sqrt(len(pictures)))
    first = pictures[0].size()
    whole = QPixmap(first)
    whole.fill(Qt.GlobalColor.transparent)
    painter = QPainter(whole)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    width, height = first.width() / across, first.height() / across
    for number, picture in enumerate(pictures):
        place = QRectF((number % across) * width, (number // across) * height, width, height)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
    painter.end()
    return whole
