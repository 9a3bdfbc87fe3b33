"""Wire paint: how wires look, near and far, and what marks do to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.canvas.detail import BARE_BELOW, OVERVIEW_BELOW, REDUCED_BELOW
from app.canvas.wire import Wire
from app.look.theme import SCALARS, Theme, load_tokens

MODELS = frozenset({"UNet", "TextEncoder", "VAE", "ControlNet"})
DOT_RADIUS = 4.5
REFUSAL = 7.5
_ORDER = ("", "cut", "hovered", "insert", "selected")


class Look(NamedTuple):
    """What wires have in common that are painted in one go."""

    kind: str
    dashed: bool = False
    muted: bool = False
    mark: str = ""


def wire_width(kind: str, zoom: float) -> float:
    """The width of a wire; far out it is steady on the screen."""
    line = load_tokens()["line"]
    if zoom <= OVERVIEW_BELOW:
        return float(line["wireOverview"]) / zoom
    if zoom < BARE_BELOW:
        return 1.5 / zoom
    if kind in MODELS:
        return float(line["wireModel"])
    return float(line["wireScalar" if kind in SCALARS else "wireData"])


def paint_wires(
    painter: QPainter, theme: Theme, zoom: float, wires: Mapping[Look, list[Wire]]
) -> None:
    """Paint wires in full, marked ones last."""
    before = painter.opacity()
    faded = float(load_tokens()["themes"][theme.name]["alpha"]["dimmedWire"])
    for look in sorted(wires, key=lambda look: _ORDER.index(look.mark)):
        painter.setOpacity(before * (faded if look.muted else 1.0))
        _paint_batch(painter, theme, zoom, look, wires[look])
    painter.setOpacity(before)


def paint_far(painter: QPainter, theme: Theme, batches: Mapping[Look, QPainterPath]) -> None:
    """Paint wires of one pixel, each batch at once: for such a pen Qt needs no outline."""
    before = painter.opacity()
    faded = float(load_tokens()["themes"][theme.name]["alpha"]["dimmedWire"])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for look in sorted(batches, key=lambda look: _ORDER.index(look.mark)):
        marked = look.mark in ("hovered", "insert", "selected")
        colour = theme.colour("user.base") if marked else theme.type_colour(look.kind)
        pen = QPen(colour, 1)
        pen.setCosmetic(True)
        if look.mark == "cut":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setOpacity(before * (faded if look.muted else 1.0))
        painter.setPen(pen)
        painter.drawPath(batches[look])
    painter.setOpacity(before)


def paint_dot(painter: QPainter, at: QPointF, colour: QColor, surface: QColor) -> None:
    """Paint a reroute dot, clear of the wires that it lies on."""
    painter.setPen(QPen(surface, 2))
    painter.setBrush(colour)
    painter.drawEllipse(at, DOT_RADIUS + 1, DOT_RADIUS + 1)


def paint_loose(
    painter: QPainter, theme: Theme, zoom: float, kind: str, path: QPainterPath, *, refused: bool
) -> None:
    """Paint a wire that still hangs from the pointer; a refused one is dashed."""
    width = wire_width(kind, zoom)
    pen = QPen(theme.type_colour(kind), width + (0 if refused else 0.4))
    if refused:
        dash = load_tokens()["wire"]["invalidDash"]
        pen.setDashPattern([part / width for part in dash])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)


def paint_refusal(painter: QPainter, theme: Theme, zoom: float, at: QPointF) -> None:
    """Paint the crossed-out sign at the end of a refused wire, as large on the screen at any zoom."""
    radius = REFUSAL / zoom
    painter.setPen(QPen(theme.colour("state.failed"), 1.6 / zoom))
    painter.setBrush(theme.colour("bg.canvas"))
    painter.drawEllipse(at, radius, radius)
    slant = QPointF(radius, -radius) * 0.7071
    painter.drawLine(at - slant, at + slant)


def _paint_batch(
    painter: QPainter, theme: Theme, zoom: float, look: Look, wires: list[Wire]
) -> None:
    line = load_tokens()["line"]
    width, casing = wire_width(look.kind, zoom), theme.colour("node.casing")
    colour = theme.type_colour(look.kind)
    gap = float(line["wireCasing"])
    if look.mark == "hovered":
        width += float(line["wireHoverAdd"])
    if look.mark in ("selected", "insert"):
        rail = width + 2 * (gap + float(line["wireSelectedRail"]))
        _stroke(painter, QPen(theme.colour("user.base"), rail), wires)
    cased = zoom >= REDUCED_BELOW or look.mark in ("selected", "insert")
    # An opaque wire lies on it; under a dimmed one it would show.
    if cased and not look.muted:
        _stroke(painter, QPen(casing, width + 2 * gap), wires)
    pen = QPen(colour, width)
    if look.mark == "cut" or look.dashed:
        dash = load_tokens()["wire"]["cutDash" if look.mark == "cut" else "bypassDash"]
        pen.setDashPattern([part / width for part in dash])
    _stroke(painter, pen, wires)
    if zoom > OVERVIEW_BELOW:
        surface = theme.colour("user.base") if look.mark else casing
        for wire in wires:
            for dot in wire.points:
                paint_dot(painter, dot, colour, surface)


def _stroke(painter: QPainter, pen: QPen, wires: Iterable[Wire]) -> None:
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # One by one: Qt needs far longer for one path of a thousand crossing curves.
    for wire in wires:
        painter.drawPath(wire.path)
