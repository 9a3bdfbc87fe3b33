"""Line breaks: where a text breaks at a width, as Qt will paint it."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextLayout, QTextOption


def break_lines(text: str, font: QFont, width: float, at_most: int = 1000) -> list[str]:
    """The lines of a text, broken at words where possible; one more than asked shows it goes on."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _break_paragraph(paragraph, font, width, at_most - len(lines))
        if len(lines) > at_most:
            break
    return lines


def _break_paragraph(text: str, font: QFont, width: float, at_most: int) -> list[str]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while len(lines) <= at_most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return lines or [""]
