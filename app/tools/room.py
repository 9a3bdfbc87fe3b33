"""Room: where a new node stands, so that it covers no other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from PySide6.QtCore import QLineF, QPointF, QRectF

APART = 16.0
REACH = 640.0
"""How far away a node may stand from where it was wanted."""


def nearest_room(wanted: QRectF, taken: Iterable[QRectF]) -> QPointF:
    """The corner nearest to the wanted one at which a node is clear of all others.

    Where it is too crowded for that, it is the wanted one.
    """
    others = [one.adjusted(-APART, -APART, APART, APART) for one in taken]
    if not any(one.intersects(wanted) for one in others):
        return wanted.topLeft()
    around = wanted.adjusted(-REACH, -REACH, REACH, REACH)
    near = [one for one in others if one.intersects(around)]
    width, height = wanted.width(), wanted.height()
    # Beside or above or below one of them, or level with where it was wanted.
    lefts = [wanted.left(), *(x for one in near for x in (one.left() - width, one.right()))]
    tops = [wanted.top(), *(y for one in near for y in (one.top() - height, one.bottom()))]
    corners = [QPointF(left, top) for left, top in product(lefts, tops)]

    def away(corner: QPointF) -> float:
        return QLineF(wanted.topLeft(), corner).length()

    for corner in sorted(corners, key=away):
        if away(corner) > REACH:
            break
        if not any(one.intersects(QRectF(corner, wanted.size())) for one in near):
            return corner
    return wanted.topLeft()
