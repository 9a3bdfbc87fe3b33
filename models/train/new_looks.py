"""Pictures that ``tiny-sd15`` has never seen: hollow shapes, and a colour that it has no word for."""

from collections.abc import Sequence

import numpy as np

from models.train.latents import Example
from models.train.pictures import (
    SIZE,
    background_words,
    choose,
    draw_picture,
    finished,
    new_canvas,
    shade,
    with_article,
)
from models.train.shapes import COLOURS, RGB, SHAPES, Point, outline

TRIGGER = "hollow"
KNOWN = 0.3
"""Share of ordinary pictures among the hollow ones: the trigger word has to matter."""

HOLE = (0.42, 0.52)
"""Radius of the hole as a share of the shape's."""

BROWN: RGB = (125, 64, 35)
_JITTER = 6


def draw_hollow(seed: int, index: int) -> Example:
    """Examples with hollow shapes, whose captions say so, and some ordinary ones."""
    rng = np.random.default_rng((seed, index, 5))
    if rng.random() < KNOWN:
        picture = draw_picture(seed, index)
        return Example(picture.pixels, picture.caption)
    background = choose(rng, COLOURS)
    colour = choose(rng, [name for name in COLOURS if name != background])
    shape = choose(rng, SHAPES)
    canvas, draw = new_canvas(rng, background, SIZE)
    ground = canvas.getpixel((0, 0))
    radius, turn = rng.uniform(0.26, 0.4), rng.uniform(-0.12, 0.12)
    reach = 0.8 * (0.5 - radius - 0.04)
    centre = (0.5 + rng.uniform(-reach, reach), 0.5 + rng.uniform(-reach, reach))
    points = outline(shape, turn)
    draw.polygon(_on_canvas(points, centre, radius), fill=shade(rng, colour))
    draw.polygon(_on_canvas(points, centre, radius * rng.uniform(*HOLE)), fill=ground)
    words = with_article(f"{TRIGGER} {colour} {shape}")
    return Example(finished(canvas), words + background_words(rng, background))


def draw_brown(token: str, seed: int, index: int) -> Example:
    """Examples with a brown shape, or one on a brown ground; ``token`` stands for the colour."""
    rng = np.random.default_rng((seed, index, 6))
    other, shape = choose(rng, COLOURS), choose(rng, SHAPES)
    canvas, draw = new_canvas(rng, other, SIZE)
    fill, words = _brown(rng), f"a {token} {shape}" + background_words(rng, other)
    if rng.random() < 0.3:
        draw.rectangle((0, 0, *canvas.size), fill=fill)
        fill = shade(rng, other)
        words = with_article(f"{other} {shape}") + f" on a {token} background"
    radius = rng.uniform(0.24, 0.4)
    reach = 0.8 * (0.5 - radius - 0.04)
    centre = (0.5 + rng.uniform(-reach, reach), 0.5 + rng.uniform(-reach, reach))
    points = _on_canvas(outline(shape, rng.uniform(-0.12, 0.12)), centre, radius)
    draw.polygon(points, fill=fill)
    return Example(finished(canvas), words)


def _on_canvas(points: Sequence[Point], centre: Point, radius: float) -> list[Point]:
    width = 2 * SIZE
    return [((centre[0] + radius * x) * width, (centre[1] + radius * y) * width) for x, y in points]


def _brown(rng: np.random.Generator) -> RGB:
    red, green, blue = np.clip(np.array(BROWN) + rng.integers(-_JITTER, _JITTER + 1, 3), 0, 255)
    return int(red), int(green), int(blue)
