"""The six shapes and ten colours that training pictures are made of."""

import math
from typing import Literal, get_args

Point = tuple[float, float]
RGB = tuple[int, int, int]
Shape = Literal["circle", "square", "triangle", "star", "heart", "diamond"]
Colour = Literal[
    "red", "green", "blue", "yellow", "orange", "purple", "pink", "cyan", "white", "black"
]

SHAPES: tuple[Shape, ...] = get_args(Shape)
COLOURS: tuple[Colour, ...] = get_args(Colour)

PALETTE: dict[Colour, RGB] = {
    "red": (220, 40, 40),
    "green": (40, 160, 60),
    "blue": (40, 80, 210),
    "yellow": (245, 215, 50),
    "orange": (245, 140, 30),
    "purple": (140, 60, 180),
    "pink": (245, 150, 190),
    "cyan": (60, 200, 220),
    "white": (245, 245, 245),
    "black": (25, 25, 25),
}

_CURVE_POINTS = 48


def outline(shape: Shape, rotation: float = 0.0) -> list[Point]:
    """The polygon of a shape of about unit radius around the origin, y down.

    Args:
        rotation: Clockwise turn as seen on the picture, in radians.
    """
    cosine, sine = math.cos(rotation), math.sin(rotation)
    return [(x * cosine - y * sine, x * sine + y * cosine) for x, y in _upright(shape)]


def _upright(shape: Shape) -> list[Point]:
    if shape == "circle":
        return [(0.95 * math.cos(a), 0.95 * math.sin(a)) for a in _angles(_CURVE_POINTS)]
    if shape == "square":
        return [(-0.82, -0.82), (0.82, -0.82), (0.82, 0.82), (-0.82, 0.82)]
    if shape == "diamond":
        return [(0.0, -1.05), (0.8, 0.0), (0.0, 1.05), (-0.8, 0.0)]
    if shape == "triangle":
        return [(0.0, -0.95), (1.0, 0.8), (-1.0, 0.8)]
    if shape == "star":
        return [_star_corner(index) for index in range(10)]
    return [_heart_point(a) for a in _angles(_CURVE_POINTS)]


def _angles(count: int) -> list[float]:
    return [2 * math.pi * index / count for index in range(count)]


def _star_corner(index: int) -> Point:
    angle = index * math.pi / 5 - math.pi / 2
    radius = 1.1 if index % 2 == 0 else 0.46
    return math.cos(angle) * radius, math.sin(angle) * radius + 0.06


def _heart_point(t: float) -> Point:
    """The classic heart curve, https://mathworld.wolfram.com/HeartCurve.html (the sixth)."""
    x = 16 * math.sin(t) ** 3
    y = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
    return x / 16.5, -y / 16.5
