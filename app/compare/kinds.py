"""Kinds: how what became of a node looks: its word, its sign, its colour and its ring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from app.look.theme import Theme, font
from app.look.words import marked, tr
from graph_engine.difference import Kind

PILL_HEIGHT = 18.0
_PILL_PAD = 7.0
_RADIUS = 9.0


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


def pill_font() -> QFont:
    """The font of a pill; on the canvas it follows the zoom, so never the text scale."""
    return font("lodTitle", QFont.Weight.DemiBold)


def pill_width(kind: Kind) -> float:
    """How wide the pill of a kind is."""
    return QFontMetricsF(pill_font()).horizontalAdvance(_text(kind)) + 2 * _PILL_PAD


def paint_pill(painter: QPainter, theme: Theme, kind: Kind, at: QPointF) -> None:
    """A pill with sign and word, its upper left corner at a point."""
    look = KINDS[kind]
    box = QRectF(at.x(), at.y(), pill_width(kind), PILL_HEIGHT)
    painter.setPen(theme.colour(look.colour))
    painter.setBrush(theme.colour(look.soft))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    painter.setPen(theme.colour("text.primary"))
    painter.setFont(pill_font())
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _text(kind))


def _text(kind: Kind) -> str:
    return f"{KINDS[kind].sign} {tr(KINDS[kind].word)}"
