"""Theme: the design tokens as colours, fonts and sizes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QFont, QGuiApplication

from app.look.typeface import load_typeface
from app.options import ThemeName

Json = Any
SCALARS = frozenset({"int", "float", "str", "bool"})
# What the whole application wears, kept by Qt's application object beside its palette and font.
THEME_PROPERTY = "weftTheme"
TEXT_SCALE_PROPERTY = "weftTextScale"
# The canvas has its zoom; what it paints keeps the sizes of the tokens.
_ON_CANVAS = frozenset(
    {"nodeTitle", "nodeLabel", "nodeState", "nodeBadge", "frameTitle", "lodTitle"}
)
_TOKENS = Path(__file__).with_name("tokens.json")


@cache
def load_tokens() -> Mapping[str, Json]:
    """The design tokens, as their file has them."""
    data: Mapping[str, Json] = json.loads(_TOKENS.read_text(encoding="utf-8"))
    return data


@dataclass(frozen=True, eq=False)
class Theme:
    """One of the two colour schemes, with the sizes and fonts that both share."""

    name: ThemeName
    colours: Mapping[str, QColor]
    shadows: tuple[Mapping[str, Json], ...]

    @classmethod
    def load(cls, name: ThemeName) -> Theme:
        tokens = load_tokens()["themes"][name]
        colours = {path: QColor(text) for path, text in _flat(tokens) if text.startswith("#")}
        return cls(name, colours, tuple(tokens["shadow"]["node"]))

    def colour(self, path: str) -> QColor:
        """A colour by its path in the tokens, such as `bg.canvas`."""
        return self.colours[path]

    def type_colour(self, kind: str) -> QColor:
        """The colour of ports and links of a type."""
        return self.colours[f"type.{_colour_name(kind, self.colours)}"]

    def tint(self, kind: str) -> QColor:
        """The header of a node that makes values of a type."""
        return self.colours[f"tint.{_colour_name(kind, self.colours)}"]


def size(name: str) -> float:
    """A size in logical pixels, such as `gridDot` or `node.header`."""
    value: Json = load_tokens()["size"]
    for part in name.split("."):
        value = value[part]
    return float(value)


def font(role: str, weight: int = QFont.Weight.Normal) -> QFont:
    """The font of a role, such as `nodeTitle`, at its size in the tokens; copy it to change it.

    All but those of the canvas follow the user's text scale.
    """
    return _font(role, weight, 100 if role in _ON_CANVAS else text_scale())


def text_scale() -> int:
    """The scale of text in percent, as the user set it."""
    scale = _application_property(TEXT_SCALE_PROPERTY)
    return scale if isinstance(scale, int) else 100


def current_theme() -> Theme:
    """The theme that the application wears."""
    name = _application_property(THEME_PROPERTY)
    return _theme("light" if name == "light" else "dark")


def _application_property(name: str) -> object:
    application = QGuiApplication.instance()
    value: object = application.property(name) if application is not None else None
    return value


@cache
def _theme(name: ThemeName) -> Theme:
    return Theme.load(name)


@cache
def _font(role: str, weight: int, scale: int) -> QFont:
    load_typeface()
    fonts = load_tokens()["font"]
    made = QFont(list(fonts["family"]))
    made.setStyleHint(QFont.StyleHint.SansSerif)
    made.setPointSizeF(fonts["px"][role] * scale / 100 * 72 / _dots_per_inch())
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    # Letters keep their own widths instead of whole pixels, at every zoom and scale of the screen.
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def _dots_per_inch() -> float:
    return QGuiApplication.primaryScreen().logicalDotsPerInch()


def _colour_name(kind: str, colours: Mapping[str, QColor]) -> str:
    if kind in SCALARS:
        return "scalar"
    return kind if f"type.{kind}" in colours else "any"


def _flat(tokens: Mapping[str, Json], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tokens.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield prefix + key, value
