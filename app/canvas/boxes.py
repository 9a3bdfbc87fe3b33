"""Boxes: frames and notes as the file has them, read without trusting their shape."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF

from graph_engine.positions import read_point

Json = Any
TITLE_HEIGHT = 30.0
FRAME_PADDING = 24.0


def box_rect(box: Json, smallest: tuple[float, float] = (48.0, 32.0)) -> QRectF | None:
    """Where a frame or note lies; None where the file says nothing usable."""
    at, span = read_pair(box, "at"), read_pair(box, "size")
    if at is None:
        return None
    width, height = span if span is not None else (240.0, 120.0)
    return QRectF(*at, max(smallest[0], width), max(smallest[1], height))


def moved_box(box: Json, offset: QPointF) -> Json:
    """The frame or note at an offset; what can't be read stays as it is."""
    at = read_pair(box, "at")
    if at is None:
        return box
    return {**box, "at": [at[0] + offset.x(), at[1] + offset.y()]}


def make_box(rect: QRectF, **more: Json) -> Json:
    """A frame or note over a rectangle."""
    return {"at": [rect.x(), rect.y()], "size": [rect.width(), rect.height()], **more}


def frame_around(rect: QRectF, grid: float) -> QRectF:
    """A frame with room around what lies in it, and for its title; on the grid."""
    pad = FRAME_PADDING
    wanted = rect.adjusted(-pad, -pad - TITLE_HEIGHT, pad, pad)
    left, top = (math.floor(edge / grid) * grid for edge in (wanted.left(), wanted.top()))
    right, bottom = (math.ceil(edge / grid) * grid for edge in (wanted.right(), wanted.bottom()))
    return QRectF(left, top, right - left, bottom - top)


def read_pair(data: Json, key: str) -> tuple[float, float] | None:
    """Two finite numbers under a key of an object; None if that is not what is there."""
    return read_point(data.get(key)) if isinstance(data, Mapping) else None
