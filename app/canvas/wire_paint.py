"""Wire paint: how wires look, near and far, and what marks do to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.canvas.detail import OVERVIEW_BELOW
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


def wire_width(kind: str) -> float:
    """The width of a wire near enough to be painted one by one."""
    line = load_tokens()["line"]
    if kind in MODELS:
        return float(line["wireModel"])
    return float(line["wireScalar" if kind in SCALARS else "wireData"])


def paint_wires(
    painter: QPainter, theme: Theme, exposed: QRectF, wires: Mapping[Look, list[Wire]]
) -> None:
    """Paint what is exposed of wires, marked ones last."""
    before = painter.opacity()
    faded = float(load_tokens()["themes"][theme.name]["alpha"]["dimmedWire"])
    for look in sorted(wires, key=lambda look: _ORDER.index(look.mark)):
        painter.setOpacity(before * (faded if look.muted else 1.0))
        _paint_batch(painter, theme, exposed, look, wires[look])
    painter.setOpacity(before)


def paint_far(
    painter: QPainter, theme: Theme, zoom: float, batches: Iterable[tuple[Look, QPainterPath]]
) -> None:
    """Paint wires of about a pixel, each batch at once: such a pen needs no outline.

    Wider than that, a second stroke beside the first is still ten times cheaper than a wide pen.
    """
    before = painter.opacity()
    faded = float(load_tokens()["themes"][theme.name]["alpha"]["dimmedWire"])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    twice = zoom > OVERVIEW_BELOW
    for look, path in sorted(batches, key=lambda batch: _ORDER.index(batch[0].mark)):
        marked = look.mark in ("hovered", "insert", "selected")
        colour = theme.colour("user.base") if marked else theme.type_colour(look.kind)
        pen = QPen(colour, 1)
        pen.setCosmetic(True)
        if look.mark == "cut" or look.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setOpacity(before * (faded if look.muted else 1.0))
        painter.setPen(pen)
        painter.drawPath(path)
        if twice or marked:
            beside = (0.8 if marked else 0.45) / zoom
            painter.translate(beside / 2, beside)
            painter.drawPath(path)
            painter.translate(-beside / 2, -beside)
    painter.setOpacity(before)


def paint_dots(painter: QPainter, theme: Theme, zoom: float, wires: Iterable[Wire]) -> None:
    """Paint the reroute dots of wires that are far away."""
    painter.setPen(Qt.PenStyle.NoPen)
    radius = max(DOT_RADIUS, 2 / zoom)
    for wire in wires:
        painter.setBrush(theme.type_colour(wire.kind))
        for dot in wire.points:
            painter.drawEllipse(dot, radius, radius)


def paint_dot(painter: QPainter, at: QPointF, colour: QColor, surface: QColor) -> None:
    """Paint a reroute dot, clear of the wires that it lies on."""
    painter.setPen(QPen(surface, 2))
    painter.setBrush(colour)
    painter.drawEllipse(at, DOT_RADIUS + 1, DOT_RADIUS + 1)


def paint_loose(
    painter: QPainter, theme: Theme, zoom: float, kind: str, path: QPainterPath, *, refused: bool
) -> None:
    """Paint a wire that still hangs from the pointer; a refused one is dashed."""
    width = max(wire_width(kind), 1.2 / zoom)
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
    painter: QPainter, theme: Theme, exposed: QRectF, look: Look, wires: list[Wire]
) -> None:
    line = load_tokens()["line"]
    width, casing = wire_width(look.kind), theme.colour("node.casing")
    colour = theme.type_colour(look.kind)
    gap = float(line["wireCasing"])
    paths = [wire.seen_in(exposed) for wire in wires]
    if look.mark == "hovered":
        width += float(line["wireHoverAdd"])
    if look.mark in ("selected", "insert"):
        rail = width + 2 * (gap + float(line["wireSelectedRail"]))
        _stroke(painter, QPen(theme.colour("user.base"), rail), paths)
    # An opaque wire lies on it; under a dimmed one it would show. Its colour is the canvas's, so
    # that nobody sees that it is not smoothed, which saves nearly half of all wires' time.
    if not look.muted:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, bool(look.mark))
        _stroke(painter, QPen(casing, width + 2 * gap), paths)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(colour, width)
    if look.mark == "cut" or look.dashed:
        dash = load_tokens()["wire"]["cutDash" if look.mark == "cut" else "bypassDash"]
        pen.setDashPattern([part / width for part in dash])
    _stroke(painter, pen, paths)
    surface = theme.colour("user.base") if look.mark else casing
    for wire in wires:
        for dot in wire.points:
            paint_dot(painter, dot, colour, surface)


def _stroke(painter: QPainter, pen: QPen, paths: Iterable[QPainterPath]) -> None:
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # One by one: Qt needs far longer for one path of a thousand crossing curves.
    for path in paths:
        painter.drawPath(path)
