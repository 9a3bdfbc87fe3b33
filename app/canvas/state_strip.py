"""State strip: the line under a node's header that shows its state by pattern."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.canvas.node_status import NodeStatus, Steps
from app.look.theme import Theme, size

GAP = 1.5
NARROWEST = 3.0
SLANT = 18.0
_DASH, _OFF = 6.0, 4.0


def paint_strip(
    painter: QPainter, theme: Theme, place: QRectF, status: NodeStatus, *, plain: bool = False
) -> None:
    """Paint the strip into its place, whose height is that of the tallest pattern.

    `plain` leaves the steps out: far out they would be too small to tell apart.
    """
    plain_height = size("node.stripPlain")
    band = QRectF(place.left(), place.top(), place.width(), plain_height)
    state = status.state
    if status.steps is not None and status.steps.total > 0 and not plain and _stepwise(state):
        _paint_steps(painter, theme, place, status.steps)
    elif state in ("cached", "done"):
        painter.fillRect(band, theme.colour("state.cached"))
    elif state == "running":
        _paint_progress(painter, theme, place, _progress(status))
    elif state in ("will_run", "resumes"):
        if status.steps is not None and status.steps.total > 0:
            known = QRectF(band)
            known.setWidth(band.width() * status.steps.known / status.steps.total)
            painter.fillRect(known, theme.colour("state.cached"))
            band.setLeft(known.right())
        rects, x = [], band.left()
        while x < band.right():
            rects.append(QRectF(x, band.top(), min(_DASH, band.right() - x), band.height()))
            x += _DASH + _OFF
        _fill(painter, theme, "state.willRun", rects)
    elif state == "failed":
        _paint_slashed(painter, theme, place)
    elif state == "waiting":
        count = int(band.width() // 6)
        dots = [QRectF(band.left() + 2 + 6 * at, band.top(), 2, 2) for at in range(count)]
        _fill(painter, theme, "state.muted", dots)
    else:
        hairline = QRectF(place.left(), place.top(), place.width(), 1)
        painter.fillRect(hairline, theme.colour("line.normal"))


def _stepwise(state: str) -> bool:
    return state in ("running", "will_run", "resumes")


def _progress(status: NodeStatus) -> float:
    steps = status.steps
    if steps is None or steps.end <= steps.first:
        return min(1.0, max(0.0, status.progress))
    return min(1.0, max(0.0, (steps.done - steps.first) / (steps.end - steps.first)))


def _paint_progress(painter: QPainter, theme: Theme, place: QRectF, share: float) -> None:
    head = place.left() + place.width() * share
    painter.fillRect(place, theme.colour("engine.track"))
    filled = QRectF(place.left(), place.top(), head - place.left(), place.height())
    painter.fillRect(filled, theme.colour("state.running"))
    if 0 < share < 1:
        painter.fillRect(
            QRectF(head - 1, place.top(), 2, place.height()), theme.colour("text.primary")
        )


def _paint_steps(painter: QPainter, theme: Theme, place: QRectF, steps: Steps) -> None:
    """One segment a step; where these are too narrow, one bar for each stretch."""
    stretches = (
        ("other", 0, steps.first),
        ("known", steps.first, steps.known),
        ("computed", max(steps.first, steps.known), steps.done),
        ("to run", max(steps.first, steps.known, steps.done), steps.end),
        ("other", steps.end, steps.total),
    )
    width = (place.width() + GAP) / steps.total
    single = width - GAP >= NARROWEST
    for what, start, end in stretches:
        if end <= start:
            continue
        if single:
            boxes = [
                QRectF(place.left() + width * at, place.top(), width - GAP, place.height())
                for at in range(start, end)
            ]
        else:
            left = place.left() + width * start
            boxes = [QRectF(left, place.top(), width * (end - start) - GAP, place.height())]
        _paint_segments(painter, theme, what, boxes)


def _paint_segments(painter: QPainter, theme: Theme, what: str, boxes: list[QRectF]) -> None:
    if what == "to run":
        painter.setPen(QPen(theme.colour("state.willRun"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects([box.adjusted(0.5, 0.5, -0.5, -0.5) for box in boxes])
    elif what == "other":
        lines = [QRectF(box.left(), box.center().y() - 0.5, box.width(), 1) for box in boxes]
        _fill(painter, theme, "line.strong", lines)
    else:
        _fill(painter, theme, "state.cached" if what == "known" else "state.running", boxes)


def _paint_slashed(painter: QPainter, theme: Theme, place: QRectF) -> None:
    painter.fillRect(place, theme.colour("state.failed"))
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(theme.colour("node.body"), 3))
    height, gaps, x = place.height(), [], place.left() + SLANT / 2
    while x < place.right():
        gaps.append(QLineF(x - height, place.bottom() + 1, x + height, place.top() - 1))
        x += SLANT
    painter.drawLines(gaps)
    painter.restore()


def _fill(painter: QPainter, theme: Theme, colour: str, rects: list[QRectF]) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(colour))
    painter.drawRects(rects)
