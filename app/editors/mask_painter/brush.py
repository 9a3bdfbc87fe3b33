"""Brush: strokes drawn on a mask, with soft edges and pressure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect

from app.editors.mask_painter.mask import Cover, Grey, Mask, lay
from app.editors.mask_painter.strokes import Point, Stroke


@dataclass(frozen=True)
class Brush:
    """A round brush: its radius in pixels, how much of it is soft edge, and its strength."""

    radius: float = 24.0
    softness: float = 0.0
    opacity: float = 1.0


class BrushStroke:
    """One stroke while it is drawn: it covers each pixel once, however often it passes."""

    def __init__(self, mask: Mask, brush: Brush, *, erase: bool = False) -> None:
        self.mask = mask
        self.brush = brush
        self.erase = erase
        self.points: list[Point] = []
        self.touched = QRect()
        self.before: Grey = mask.values.copy()
        self._cover: Cover = np.zeros(mask.values.shape, np.float32)

    def to(self, x: float, y: float, pressure: float = 1.0) -> QRect:
        """Draw on to a point; the part that was touched."""
        start = self.points[-1] if self.points else (x, y)
        self.points.append((x, y))
        radius = max(0.5, self.brush.radius * pressure)
        place = _around(start, (x, y), radius) & self.mask.whole
        if place.isEmpty():
            return QRect()
        distance = _distance(place, start, (x, y))
        cover = _falloff(distance, radius, self.brush.softness) * self.brush.opacity
        region = np.s_[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
        np.maximum(self._cover[region], cover, out=self._cover[region])
        lay(self.mask.values[region], self.before[region], self._cover[region], erase=self.erase)
        self.touched = self.touched | place
        return place

    def take_back(self) -> QRect:
        """Undo the stroke, as if it had never begun."""
        self.mask.values[:] = self.before
        return self.touched


def draw_strokes(strokes: Sequence[Stroke], width: int, height: int) -> Mask:
    """The mask that strokes make."""
    mask = Mask(width, height)
    for stroke in strokes:
        if stroke.radius is None:
            mask.area(stroke.points, erase=stroke.erase)
        else:
            drawn = BrushStroke(mask, Brush(stroke.radius), erase=stroke.erase)
            for x, y in stroke.points:
                drawn.to(x, y)
    return mask


def _falloff(distance: Cover, radius: float, softness: float) -> Cover:
    """How strong a brush is at a distance from its middle."""
    hard: Cover = (radius + 0.5 - distance).clip(0, 1)
    if softness <= 0:
        return hard
    edge = ((radius - distance) / max(radius * softness, 1e-6)).clip(0, 1)
    smooth: Cover = (edge * edge * (3 - 2 * edge)).astype(np.float32)
    return smooth


def _around(start: Point, end: Point, radius: float) -> QRect:
    left, top = (math.floor(min(a, b) - radius - 1) for a, b in zip(start, end, strict=True))
    right, bottom = (math.ceil(max(a, b) + radius + 1) for a, b in zip(start, end, strict=True))
    return QRect(left, top, right - left, bottom - top)


def _distance(place: QRect, start: Point, end: Point) -> Cover:
    """How far the pixels of a place lie from the piece of a line between two points."""
    x = np.arange(place.left(), place.right() + 1, dtype=np.float32) + np.float32(0.5 - start[0])
    y = np.arange(place.top(), place.bottom() + 1, dtype=np.float32) + np.float32(0.5 - start[1])
    y = y[:, None]
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((x * dx + y * dy) / length).clip(0, 1) if length else np.float32(0)
    distance: Cover = np.hypot(x - along * dx, y - along * dy).astype(np.float32)
    return distance
