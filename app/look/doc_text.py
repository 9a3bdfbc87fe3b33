"""Doc text: node docs as rich text, safe to show whatever a node pack wrote."""

from __future__ import annotations

import html
import re


def rich_text(doc: str) -> str:
    """Paragraphs, with `names` in the monospaced font; everything else is taken literally."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", doc) if part.strip()]
    return "".join(
        f"<p style='margin: {6 if at else 0}px 0 0 0'>{_line(part)}</p>"
        for at, part in enumerate(paragraphs)
    )


def breakable(text: str, longest: int = 24) -> str:
    """The text with places where its longest words, such as paths, may break."""
    spaced = text.replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(rf"(\S{{{longest}}})(?=\S)", "\\1\u200b", spaced)


def _line(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(breakable(text)))
