"""Kinds: how what became of a node looks: its word, its sign, its colour and its ring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.look.theme import Theme, font
from app.look.words import marked, tr
from graph_engine.difference import Kind

PILL_HEIGHT = 18.0
ON_CANVAS, IN_LIST = "lodTitle", "micro"
"""The fonts of pills: on the canvas they follow the zoom, in lists the text scale."""
SIGN = 14.0
_PILL_PAD = 7.0


@dataclass(frozen=True)
class KindLook:
    """A colour never stands alone: each kind has a word, a sign and a pattern of its own."""

    word: str
    sign: str
    colour: str
    soft: str
    dash: tuple[float, ...] = ()


KINDS: Mapping[Kind, KindLook] = {
    "added": KindLook(marked("added"), "+", "state.cached", "state.cachedSoft"),
    "removed": KindLook(marked("removed"), "−", "state.failed", "state.failedSoft", (3, 2)),
    "changed": KindLook(marked("changed"), "≠", "state.warning", "state.warningSoft"),
    "renamed": KindLook(marked("renamed"), "≈", "state.warning", "state.warningSoft", (6, 2)),
    "moved": KindLook(marked("moved"), "↔", "state.muted", "bg.raised", (1, 2)),
}


def pill_size(kind: Kind, role: str) -> QSizeF:
    """How large the pill of a kind is, in the font of a role."""
    metrics = QFontMetricsF(font(role, QFont.Weight.DemiBold))
    width = metrics.horizontalAdvance(_text(kind)) + 2 * _PILL_PAD
    return QSizeF(width, max(PILL_HEIGHT, metrics.height() + 2))


def paint_pill(painter: QPainter, theme: Theme, kind: Kind, at: QPointF, role: str) -> None:
    """A pill with sign and word, its upper left corner at a point."""
    _paint_text(painter, theme, kind, QRectF(at, pill_size(kind, role)), _text(kind), role)


def paint_sign(painter: QPainter, theme: Theme, kind: Kind, at: QPointF) -> None:
    """The sign alone, around a point of the canvas, where there is no room for the word."""
    box = QRectF(at.x() - SIGN / 2, at.y() - SIGN / 2, SIGN, SIGN)
    _paint_text(painter, theme, kind, box, KINDS[kind].sign, ON_CANVAS)


def _paint_text(
    painter: QPainter, theme: Theme, kind: Kind, box: QRectF, text: str, role: str
) -> None:
    look, radius = KINDS[kind], (box.height() - 1) / 2
    painter.setPen(theme.colour(look.colour))
    painter.setBrush(theme.colour(look.soft))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(theme.colour("text.primary"))
    painter.setFont(font(role, QFont.Weight.DemiBold))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _text(kind: Kind) -> str:
    return f"{KINDS[kind].sign} {tr(KINDS[kind].word)}"
