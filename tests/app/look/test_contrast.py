"""Contrast: text and signs can be read on every surface that they stand on (WCAG AA, measured)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from app.canvas.tints import COLOURS, frame_colours, mix
from app.look.theme import Theme
from app.options import ThemeName

TEXT, SIGN = 4.5, 3.0
SHEET = Path(__file__).parents[3] / "app" / "look" / "style.qss"
SURFACES = (
    "bg.bar", "bg.canvas", "bg.panel", "bg.panelHeader", "bg.raised", "bg.field", "bg.hover",
    "bg.popup", "user.soft", "node.body", "node.header", "node.field",
)  # fmt: skip
QUIET = ("bg.bar", "bg.canvas", "bg.panel", "bg.panelHeader", "bg.field", "bg.popup", "node.body")
LINKED = ("bg.canvas", "bg.panel", "bg.popup", "bg.raised", "bg.hover")
SIGNED = ("bg.panel", "bg.popup", "node.body", "node.header")
TYPES = ("UNet", "TextEncoder", "VAE", "ControlNet", "Control", "Conditioning", "Latent", "Image",
         "Mask", "scalar", "any")  # fmt: skip
# Behind a slider's name and value; in the light theme also behind what is pressed.
FILLED = ("node.fill", "node.fieldHover", "bg.pressed", "state.failedSoft", "state.warningSoft",
          "state.cachedSoft")  # fmt: skip
# Where a wrong value or a missing port is named in red.
WRONG = ("bg.popup", "bg.panel", "bg.field", "node.body", "node.field")
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
        ("line.control", "bg.field", SIGN),
        ("user.base", "bg.popup", SIGN),
        ("user.base", "bg.panel", SIGN),
        ("user.base", "bg.canvas", SIGN),
    ]
    found += [(text, on, TEXT) for text in ("text.primary", "text.secondary") for on in FILLED]
    found += [("state.failed", on, TEXT) for on in WRONG]
    # Beside a weight that is lost, over a field; and the count of warnings in a dock's header.
    found += [("state.warning", on, TEXT) for on in ("bg.field", "bg.panelHeader")]
    found += [("text.tertiary", "node.field", TEXT), ("text.tertiary", "bg.picture", SIGN)]
    # On the header of a node: its title, the word of its state, its icon and its glyph.
    for name in TYPES:
        found += [("text.primary", f"tint.{name}", TEXT), ("text.secondary", f"tint.{name}", TEXT)]
        found.append((f"type.{name}", f"tint.{name}", SIGN))
        found += [(f"state.{state}", f"tint.{name}", SIGN) for state in STATES]
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


@pytest.mark.parametrize("name", ["dark", "light"])
def test_titles_of_frames_can_be_read(name: ThemeName) -> None:
    theme = Theme.load(name)
    for given in ("", *COLOURS):
        _surface, header, border = frame_colours(theme, given)
        assert contrast(theme.colour("text.primary"), header) >= TEXT, given
        assert contrast(theme.colour("user.base"), theme.colour("bg.canvas")) >= SIGN
        assert border.alpha() == 255


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize("behind", ["#000000", "#FFFFFF"])
def test_captions_can_be_read_on_every_picture(name: ThemeName, behind: str) -> None:
    theme = Theme.load(name)
    badge = theme.colour("bg.pictureBadge")
    surface = mix(badge, QColor(behind), badge.alphaF())
    assert contrast(theme.colour("text.onPicture"), surface) >= TEXT


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_style_sheet_pairs_what_can_be_read(name: ThemeName) -> None:
    theme = Theme.load(name)
    pairs_of_rules = list(rule_pairs())
    assert len(pairs_of_rules) >= 8
    weak = [
        f"{rule}: {ink} on {surface}"
        for rule, ink, surface in pairs_of_rules
        if contrast(theme.colour(ink), theme.colour(surface)) < TEXT
    ]
    assert not weak, "\n".join(weak)


def rule_pairs() -> Iterator[tuple[str, str, str]]:
    """Rules of the style sheet that set both text and ground; what is disabled need not be read."""
    for rule, body in re.findall(r"([^{}]+)\{([^{}]*)\}", SHEET.read_text(encoding="utf-8")):
        parts = dict(re.findall(r"(?:^|;)\s*([a-z-]+):\s*@([A-Za-z.]+)", body))
        ground = parts.get("background")
        for kind in ("color", "selection-color", "placeholder-text-color"):
            on = parts.get("selection-background-color") if kind == "selection-color" else ground
            if kind in parts and on and ":disabled" not in rule:
                yield rule.strip(), parts[kind], on
