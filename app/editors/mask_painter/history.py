"""History: changes of a mask as commands, each keeping only the part that it touched."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QUndoCommand

from app.editors.mask_painter.mask import Grey, Mask
from app.editors.mask_painter.strokes import Stroke


class MaskChange(QUndoCommand):
    """A part of the mask before and after, and the stroke it was, where strokes are kept."""

    def __init__(
        self,
        text: str,
        mask: Mask,
        place: QRect,
        before: Grey,
        show: Callable[[QRect], None],
        stroke: Stroke | None = None,
    ) -> None:
        super().__init__(text)
        self.stroke = stroke
        self._mask = mask
        self._place = place
        self._show = show
        self._before = zlib.compress(before.tobytes(), 1)
        self._after = zlib.compress(mask.part(place).tobytes(), 1)

    def redo(self) -> None:
        self._put(self._after)

    def undo(self) -> None:
        self._put(self._before)

    def _put(self, packed: bytes) -> None:
        values = np.frombuffer(zlib.decompress(packed), np.uint8)
        part = self._mask.part(self._place)
        part[:] = values.reshape(part.shape)
        self._show(self._place)
