"""Contrast: text and signs can be read on every surface that they stand on (WCAG AA, measured)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from app.look.theme import Theme
from app.options import ThemeName

TEXT, SIGN = 4.5, 3.0
SURFACES = (
    "bg.bar", "bg.canvas", "bg.panel", "bg.panelHeader", "bg.raised", "bg.field", "bg.hover",
    "bg.popup", "user.soft", "node.body", "node.header", "node.field",
)  # fmt: skip
QUIET = ("bg.bar", "bg.canvas", "bg.panel", "bg.panelHeader", "bg.field", "bg.popup", "node.body")
LINKED = ("bg.canvas", "bg.panel", "bg.popup", "bg.raised", "bg.hover")
SIGNED = ("bg.panel", "bg.popup", "node.body", "node.header")
TYPES = ("UNet", "TextEncoder", "VAE", "ControlNet", "Control", "Conditioning", "Latent", "Image",
         "Mask", "scalar", "any")  # fmt: skip
STATES = ("cached", "willRun", "running", "failed", "warning", "muted")


def pairs() -> list[tuple[str, str, float]]:
    found = [(text, on, TEXT) for text in ("text.primary", "text.secondary") for on in SURFACES]
    found += [("text.primary", "user.fill", TEXT), ("text.secondary", "user.fill", TEXT)]
    found += [("text.tertiary", on, TEXT) for on in QUIET]
    found += [("user.link", on, TEXT) for on in LINKED]
    found += [
        ("text.onEngine", "engine.base", TEXT),
        ("text.onEngine", "engine.hover", TEXT),
        ("text.onUser", "user.base", TEXT),
        ("text.onUser", "user.hover", TEXT),
        ("text.onTooltip", "bg.tooltip", TEXT),
        ("text.onTooltipSecondary", "bg.tooltip", TEXT),
        ("text.primary", "state.warningSoft", TEXT),
        ("text.primary", "state.failedSoft", TEXT),
        ("state.failed", "bg.popup", TEXT),
        ("state.failed", "bg.panel", TEXT),
        ("line.control", "bg.field", SIGN),
        ("user.base", "bg.popup", SIGN),
        ("user.base", "bg.panel", SIGN),
        ("user.base", "bg.canvas", SIGN),
    ]
    found += [(f"state.{name}", on, SIGN) for name in STATES for on in SIGNED]
    found += [(f"type.{name}", on, SIGN) for name in TYPES for on in (*SIGNED, "bg.canvas")]
    return found


def contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio of WCAG 2.1, from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [part / 255 for part in (colour.red(), colour.green(), colour.blue())]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_is_the_most() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("#FFFFFF")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_all_that_is_read_can_be_read(name: ThemeName) -> None:
    theme = Theme.load(name)
    weak = [
        f"{ink} on {surface}: {ratio:.2f} < {wanted}"
        for ink, surface, wanted in pairs()
        if (ratio := contrast(theme.colour(ink), theme.colour(surface))) < wanted
    ]
    assert not weak, "\n".join(weak)
