"""Glide: the canvas moves to another place and zoom, so that the eye keeps what it looks at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from app.look.motion import Motion

if TYPE_CHECKING:
    from app.canvas.zoom_view import ZoomView


class Glide(Motion):
    """Moves one canvas; any other zooming or scrolling ends it."""

    def __init__(self, canvas: ZoomView) -> None:
        super().__init__("frameView", canvas)
        self._canvas = canvas

    def to(self, zoom: float, middle: QPointF) -> None:
        """Glide until a point stands in the middle, at a zoom."""
        canvas = self._canvas
        view = canvas.viewport().rect()
        begin, start = canvas.zoom, canvas.mapToScene(QRectF(view).center().toPoint())
        zooms = not math.isclose(begin, zoom)

        def step(share: float) -> None:
            if share == 1.0:
                canvas.look_at(zoom, middle)
                return
            now = begin * math.exp(math.log(zoom / begin) * share)
            # The middle moves as the zoom does; else a zoom far out would swing about.
            part = (1 / now - 1 / begin) / (1 / zoom - 1 / begin) if zooms else share
            canvas.look_at(now, start + (middle - start) * part)

        self.start(step)
