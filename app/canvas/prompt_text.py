"""Prompt text: the lines of a prompt in its field, weighted words in bold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from app.canvas.words import BOLD, metrics
from app.look.theme import Theme, font, size

MAX_LINES = 5
# More than what five lines hold is never seen, and laying it out would cost.
_LONGEST = 600
_WEIGHTED = re.compile(r"\((?:[^()\\]|\\.)+:\s*[-+]?\d*\.?\d+\)")


@dataclass(frozen=True, eq=False)
class PromptText:
    """The lines as texts and widths, and the layout that paints them."""

    lines: tuple[str, ...]
    widths: tuple[float, ...]
    layout: QTextLayout
    colour: str

    def paint(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        """Paint the lines with their upper left corner at a point."""
        painter.setPen(theme.colour(self.colour))
        self.layout.draw(painter, at)


def lay_prompt(text: str, width: float, placeholder: str) -> PromptText:
    """Break a prompt at a width; the last of too many lines ends in an ellipsis."""
    shown = text[:_LONGEST] if text.strip() else placeholder
    layout = _lay(shown, width)
    lines = _lines(shown, layout)
    if len(lines) > MAX_LINES or len(text) > _LONGEST:
        kept = lines[:MAX_LINES]
        last = metrics("nodeLabel").elidedText(
            kept[-1].rstrip() + " …", Qt.TextElideMode.ElideRight, width
        )
        shown = "\n".join([*kept[:-1], last])
        layout = _lay(shown, width)
        lines = _lines(shown, layout)[:MAX_LINES]
    widths = tuple(layout.lineAt(at).naturalTextWidth() for at in range(len(lines)))
    colour = "text.primary" if text.strip() else "text.tertiary"
    return PromptText(tuple(lines), widths, layout, colour)


def _lay(text: str, width: float) -> QTextLayout:
    layout = QTextLayout(text.replace("\n", "\N{LINE SEPARATOR}"), font("nodeLabel"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats([_bold(match) for match in _WEIGHTED.finditer(text)])
    layout.setCacheEnabled(True)
    layout.beginLayout()
    step, y = size("node.promptLine"), 0.0
    inset = (step - metrics("nodeLabel").height()) / 2
    while (line := layout.createLine()).isValid() and y <= step * (MAX_LINES + 1):
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y + inset))
        y += step
    layout.endLayout()
    return layout


def _lines(text: str, layout: QTextLayout) -> list[str]:
    found = (layout.lineAt(at) for at in range(layout.lineCount()))
    return [text[line.textStart() : line.textStart() + line.textLength()] for line in found]


def _bold(match: re.Match[str]) -> QTextLayout.FormatRange:
    style = QTextCharFormat()
    style.setFontWeight(QFont.Weight(BOLD))
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = match.start(), match.end() - match.start(), style
    return span
