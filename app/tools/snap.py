"""Snap: where dragged nodes come to rest: at the edges of others, else on the grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF

from app.look.theme import size

PULL = 6.0
"""From how far an edge attracts, in pixels of the screen."""


@dataclass(frozen=True)
class Snapped:
    """The offset to take instead, and the lines that say why."""

    offset: QPointF
    guides: tuple[QLineF, ...] = ()


def snap(moved: QRectF, offset: QPointF, others: Iterable[QRectF], zoom: float) -> Snapped:
    """Where a rectangle that has been dragged by an offset comes to rest.

    Left, middle or right (top, middle or bottom) that come near those of another rectangle meet
    them; an axis on which nothing is near falls on the grid.
    """
    reach = PULL / zoom
    at = moved.translated(offset)
    near = list(others)
    dx, upright = _nearest(at, near, reach, across=True)
    dy, level = _nearest(at, near, reach, across=False)
    grid = size("snap")
    x = offset.x() + dx if upright else _on_grid(at.left(), grid) - moved.left()
    y = offset.y() + dy if level else _on_grid(at.top(), grid) - moved.top()
    rest = moved.translated(x, y)
    guides = []
    if upright is not None:
        line, other = upright
        both = rest.united(other)
        guides.append(QLineF(line, both.top(), line, both.bottom()))
    if level is not None:
        line, other = level
        both = rest.united(other)
        guides.append(QLineF(both.left(), line, both.right(), line))
    return Snapped(QPointF(x, y), tuple(guides))


def _nearest(
    at: QRectF, others: Iterable[QRectF], reach: float, *, across: bool
) -> tuple[float, tuple[float, QRectF] | None]:
    best, found = reach, None
    by = 0.0
    own = _edges(at, across=across)
    for other in others:
        for line, edge in zip(_edges(other, across=across), own, strict=True):
            if abs(line - edge) < best:
                best, by, found = abs(line - edge), line - edge, (line, other)
    return by, found


def _edges(rect: QRectF, *, across: bool) -> tuple[float, float, float]:
    if across:
        return rect.left(), rect.center().x(), rect.right()
    return rect.top(), rect.center().y(), rect.bottom()


def _on_grid(value: float, grid: float) -> float:
    return round(value / grid) * grid
