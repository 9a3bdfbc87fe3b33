"""Pictures whose shapes stand, turn and stretch as they like: what a ControlNet has to follow."""

import math

import numpy as np

from models.train.pictures import (
    SIZE,
    Picture,
    Pixels,
    Subject,
    background_words,
    choose,
    draw_picture,
    finished,
    is_held_out,
    new_canvas,
    shade,
    with_article,
)
from models.train.shapes import COLOURS, SHAPES, Colour, Point, Shape, outline

FREE = 0.5
"""Share of free pictures; the others are as ``tiny-sd15`` knows them."""

MOST_SHAPES = 3


def draw_free(seed: int, index: int) -> Picture:
    """A free picture, or an ordinary one; the caption names what is shown, not how it stands."""
    rng = np.random.default_rng((seed, index, 2))
    if rng.random() >= FREE:
        return draw_picture(seed, index)
    count = int(rng.integers(1, MOST_SHAPES + 1))
    return draw_one_free(rng) if count == 1 else _draw_several(rng, count)


def draw_one_free(rng: np.random.Generator, held_out: bool = False) -> Picture:
    """One free shape; its subject is held out from training or not, as asked for."""
    while True:
        background, shape = choose(rng, COLOURS), choose(rng, SHAPES)
        colour = choose(rng, [name for name in COLOURS if name != background])
        subject = Subject(background, colour, shape, 1)
        if is_held_out(subject) == held_out:
            caption, canvas = _drawn(rng, background, [(colour, shape)])
            return Picture(caption, canvas, subject)


def _draw_several(rng: np.random.Generator, count: int) -> Picture:
    background = choose(rng, COLOURS)
    colours = [name for name in COLOURS if name != background]
    things = [(choose(rng, colours), choose(rng, SHAPES)) for _ in range(count)]
    return Picture(*_drawn(rng, background, things))


def _drawn(
    rng: np.random.Generator, background: Colour, things: list[tuple[Colour, Shape]]
) -> tuple[str, Pixels]:
    """Caption and pixels of things side by side."""
    canvas, draw = new_canvas(rng, background, SIZE)
    for place, (colour, shape) in enumerate(things):
        points = _placed(rng, shape, place, len(things))
        draw.polygon([(2 * SIZE * x, 2 * SIZE * y) for x, y in points], fill=shade(rng, colour))
    words = " and ".join(with_article(f"{colour} {shape}") for colour, shape in things)
    return words + background_words(rng, background), finished(canvas)


def _placed(rng: np.random.Generator, shape: Shape, place: int, count: int) -> list[Point]:
    """The outline in fractions of the picture, in the ``place``-th of ``count`` columns."""
    radius = rng.uniform(0.14, 0.4 if count == 1 else 0.5 / count + 0.02)
    stretch = math.exp(rng.uniform(-0.35, 0.35))
    x = (place + rng.uniform(0.35, 0.65)) / count
    y = rng.uniform(0.25, 0.75)
    turned = outline(shape, rng.uniform(0, 2 * math.pi))
    return [(x + radius * stretch * u, y + radius / stretch * v) for u, v in turned]
