"""Tints: the colours that nodes, frames and notes can be given, as files hold them.

A name of the theme's, which looks well in both themes, or any colour as `#rrggbb`.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtGui import QColor

from app.look.theme import Theme, load_tokens

# Those of the port types: nine that are told apart by everybody, in both themes.
COLOURS = ("UNet", "TextEncoder", "VAE", "ControlNet", "Control", "Conditioning", "Latent",
           "Image", "Mask")  # fmt: skip
_ANY = re.compile(r"#[0-9a-fA-F]{6}")
_TINT = 0.13


def is_own(given: str) -> bool:
    """Whether this is a colour of the user's own."""
    return _ANY.fullmatch(given) is not None


def header_colour(theme: Theme, kind: str, given: str = "") -> QColor:
    """A node's header: tinted by a given colour, else by the type that the node makes."""
    if is_own(given):
        return mix(QColor(given), theme.colour("node.header"), _TINT)
    return theme.tint(given if given in COLOURS else kind)


def accent(theme: Theme, given: str) -> QColor:
    """The colour that a frame or a note was given; grey where it has none."""
    if is_own(given):
        return QColor(given)
    return theme.type_colour(given if given in COLOURS else "any")


@cache
def frame_colours(theme: Theme, given: str) -> tuple[QColor, QColor, QColor]:
    """A frame's surface, title bar and border, mixed with the canvas so that they are opaque."""
    alpha = load_tokens()["themes"][theme.name]["alpha"]
    shares = (alpha["frameFill"], alpha["frameHeader"], alpha["frameBorder"])
    surface, header, border = (
        mix(accent(theme, given), theme.colour("bg.canvas"), share) for share in shares
    )
    return surface, header, border


def mix(over: QColor, under: QColor, share: float) -> QColor:
    """Two colours mixed, so that the first has the share."""
    mixed = (
        round(a * share + b * (1 - share))
        for a, b in zip(over.getRgb()[:3], under.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*mixed)
