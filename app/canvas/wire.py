"""Wire: one link as it is drawn, through the dots that it passes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from app.canvas.curve import Cubic, part_of, point_on, wire_cubics

Key = tuple[str, str]
MARGIN = 8.0
_PIECES = 24
LONG = 3000.0


class Wire:
    """A link from an output to an input (`source` and `target` are node ids)."""

    def __init__(
        self,
        source: str,
        target: str,
        kind: str,
        start: QPointF,
        end: QPointF,
        points: Sequence[QPointF] = (),
        *,
        muted: bool = False,
        dashed: bool = False,
        path: QPainterPath | None = None,
    ) -> None:
        """`points` are the dots that it passes; it is dashed where a node is bypassed.

        A `path` is given where a wire without dots was led around nodes.
        """
        self.source, self.target, self.kind = source, target, kind
        self.start, self.end, self.points = start, end, tuple(points)
        self.muted, self.dashed = muted, dashed
        self._cubics = [] if path is not None else _cubics(start, end, points)
        self.path = path if path is not None else cubic_path(self._cubics)
        self.box = self.path.controlPointRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    def between(self, start: QPointF, end: QPointF, points: Sequence[QPointF]) -> Wire:
        """The same wire with other ends and dots, straight from one dot to the next."""
        return Wire(
            self.source, self.target, self.kind, start, end, points,
            muted=self.muted, dashed=self.dashed,
        )  # fmt: skip

    @cached_property
    def pieces(self) -> tuple[tuple[QPointF, ...], ...]:
        """Each stretch between dots as a line of many points."""
        if not self._cubics:
            return tuple(tuple(line.toList()) for line in self.path.toSubpathPolygons())
        return tuple(
            tuple(QPointF(*point_on(cubic, at / _PIECES)) for at in range(_PIECES + 1))
            for cubic in self._cubics
        )

    def seen_in(self, rect: QRectF) -> QPainterPath:
        """What is seen of the wire in a part of the canvas.

        Stroking takes time with the length: of one that runs on far outside, only a part is given.
        """
        if not self._cubics or self.box.width() + self.box.height() < LONG:
            return self.path
        seen = QPainterPath()
        for cubic, points in zip(self._cubics, self.pieces, strict=True):
            near = [
                at
                for at, (a, b) in enumerate(itertools.pairwise(points))
                if rect.intersects(_around(a, b))
            ]
            if near:
                first, last = near[0] / _PIECES, (near[-1] + 1) / _PIECES
                seen.addPath(cubic_path([part_of(cubic, first, last)]))
        return seen

    def distance(self, point: QPointF) -> tuple[float, int]:
        """How far a point is from the wire, and which stretch between dots is the nearest."""
        return min(
            (_to_segment(point, a, b), stretch)
            for stretch, points in enumerate(self.pieces)
            for a, b in itertools.pairwise(points)
        )

    def crosses(self, lines: Sequence[QLineF]) -> bool:
        """Whether the wire is crossed by one of some lines."""
        met = QLineF.IntersectionType.BoundedIntersection
        for points in self.pieces:
            for a, b in itertools.pairwise(points):
                piece = QLineF(a, b)
                if any(_crossing(piece, line) == met for line in lines):
                    return True
        return False

    def runs_behind(self, rect: QRectF) -> bool:
        """Whether the wire passes through a rectangle."""
        if not self.box.intersects(rect):
            return False
        return any(rect.contains(point) for points in self.pieces for point in points)


def cubic_path(cubics: Sequence[Cubic]) -> QPainterPath:
    """Cubics that follow each other, as a path."""
    path = QPainterPath(QPointF(*cubics[0][0]))
    for _, (x1, y1), (x2, y2), (x3, y3) in cubics:
        path.cubicTo(x1, y1, x2, y2, x3, y3)
    return path


def _cubics(start: QPointF, end: QPointF, points: Sequence[QPointF]) -> list[Cubic]:
    dots = [(dot.x(), dot.y()) for dot in points]
    return wire_cubics((start.x(), start.y()), (end.x(), end.y()), dots)


def _around(a: QPointF, b: QPointF) -> QRectF:
    """The box of a stretch, and the little by which the wire swings out of it."""
    swing = 0.1 * (abs(a.x() - b.x()) + abs(a.y() - b.y())) + MARGIN
    return QRectF(a, b).normalized().adjusted(-swing, -swing, swing, swing)


def _crossing(first: QLineF, second: QLineF) -> QLineF.IntersectionType:
    # Typed as if it gave the kind alone; it gives the point too.
    found: Any = first.intersects(second)
    kind: QLineF.IntersectionType = found[0]
    return kind


def _to_segment(point: QPointF, a: QPointF, b: QPointF) -> float:
    dx, dy = b.x() - a.x(), b.y() - a.y()
    length = dx * dx + dy * dy
    along = 0.0
    if length:
        along = ((point.x() - a.x()) * dx + (point.y() - a.y()) * dy) / length
        along = min(1.0, max(0.0, along))
    x, y = a.x() + along * dx - point.x(), a.y() + along * dy - point.y()
    return float((x * x + y * y) ** 0.5)
