"""Captioned pictures of shapes, drawn from a seed: what ``tiny-sd15`` learns from.

Picture ``index`` of ``seed`` never depends on its neighbours, so a data set can be made in any
order, in any number of processes, and continued.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from models.train.landscapes import draw_landscape
from models.train.shapes import COLOURS, PALETTE, RGB, SHAPES, Colour, Shape, outline

SIZE = 128
"""Width and height of a training picture in pixels."""

SHADES = 8
"""How far each of red, green and blue may be from a colour's own, of 255."""

Kind = Literal["landscape", "single", "group", "pair"]
Pixels = npt.NDArray[np.uint8]
T = TypeVar("T")

KIND_WEIGHTS: dict[Kind, float] = {"landscape": 0.14, "single": 0.52, "group": 0.24, "pair": 0.10}
"""Mostly single shapes: telling shapes apart is what takes longest to learn."""

_COUNT_WORDS = {2: "two", 3: "three"}
_RADII = {"": (0.24, 0.34), "small": (0.13, 0.18), "large": (0.38, 0.42)}
_PLACES: dict[int, tuple[tuple[tuple[float, float], ...], ...]] = {
    2: (((0.28, 0.5), (0.72, 0.5)),),
    3: (
        ((0.27, 0.3), (0.73, 0.3), (0.5, 0.72)),
        ((0.5, 0.28), (0.27, 0.7), (0.73, 0.7)),
    ),
}


@dataclass(frozen=True)
class Subject:
    """What a picture of equal shapes shows, as the score asks for it."""

    background: Colour
    colour: Colour
    shape: Shape
    count: int


@dataclass(frozen=True)
class Picture:
    """Pixels are uint8 RGB of shape (height, width, 3); pairs and landscapes have no subject."""

    caption: str
    pixels: Pixels
    subject: Subject | None = None


def is_held_out(subject: Subject) -> bool:
    """True for the tenth of all subjects that no training picture shows.

    Decided by a hash, so the split needs no list and cannot drift.
    """
    words = f"{subject.background} {subject.colour} {subject.shape} {subject.count}"
    return hashlib.sha256(words.encode()).digest()[0] % 10 == 0


def draw_picture(seed: int, index: int, size: int = SIZE, shades: int = SHADES) -> Picture:
    """Training picture ``index`` of ``seed``; never of a held-out subject.

    Args:
        shades: How far plain backgrounds may be from their colour's own.
    """
    rng = np.random.default_rng((seed, index))
    kind = choose(rng, tuple(KIND_WEIGHTS), tuple(KIND_WEIGHTS.values()))
    if kind == "landscape":
        caption, pixels = draw_landscape(rng, size)
        return Picture(caption, pixels)
    if kind == "pair":
        return _draw_pair(rng, size, shades)
    return _draw_subject(rng, _random_subject(rng, kind == "group", held_out=False), size, shades)


def draw_held_out(seed: int, index: int, group: bool, size: int = SIZE) -> Picture:
    """A picture whose subject is held out: one shape, or a group of two or three."""
    rng = np.random.default_rng((seed, index))
    return _draw_subject(rng, _random_subject(rng, group, held_out=True), size)


def draw_subject(subject: Subject, seed: int, size: int = SIZE) -> Picture:
    """A picture of the given subject; position, size and wording come from the seed."""
    return _draw_subject(np.random.default_rng(seed), subject, size)


def _random_subject(rng: np.random.Generator, group: bool, held_out: bool) -> Subject:
    while True:
        background = choose(rng, COLOURS)
        colour = choose(rng, [name for name in COLOURS if name != background])
        count = int(rng.integers(2, 4)) if group else 1
        subject = Subject(background, colour, choose(rng, SHAPES), count)
        if is_held_out(subject) == held_out:
            return subject


def _draw_subject(
    rng: np.random.Generator, subject: Subject, size: int, shades: int = SHADES
) -> Picture:
    canvas, draw = new_canvas(rng, subject.background, size, shades)
    if subject.count == 1:
        scale = choose(rng, ("", "", "small", "large"))
        radius = rng.uniform(*_RADII[scale])
        reach = 0.8 * (0.5 - radius - 0.04)
        centres = [(0.5 + rng.uniform(-reach, reach), 0.5 + rng.uniform(-reach, reach))]
        words = with_article(" ".join(filter(None, (scale, subject.colour, subject.shape))))
    else:
        radius = rng.uniform(0.15, 0.18)
        centres = [
            (x + rng.uniform(-0.03, 0.03), y + rng.uniform(-0.06, 0.06))
            for x, y in choose(rng, _PLACES[subject.count])
        ]
        words = f"{_COUNT_WORDS[subject.count]} {subject.colour} {subject.shape}s"
    fill = shade(rng, subject.colour)
    for centre in centres:
        draw_shape(rng, draw, subject.shape, centre, radius, fill)
    return Picture(words + background_words(rng, subject.background), finished(canvas), subject)


def _draw_pair(rng: np.random.Generator, size: int, shades: int) -> Picture:
    background = choose(rng, COLOURS)
    canvas, draw = new_canvas(rng, background, size, shades)
    radius = rng.uniform(0.15, 0.18)
    words = []
    for x, y in _PLACES[2][0]:
        colour = choose(rng, [name for name in COLOURS if name != background])
        shape = choose(rng, SHAPES)
        centre = (x + rng.uniform(-0.03, 0.03), y + rng.uniform(-0.08, 0.08))
        draw_shape(rng, draw, shape, centre, radius, shade(rng, colour))
        words.append(with_article(f"{colour} {shape}"))
    joint = choose(rng, (" and ", " left of "))
    return Picture(joint.join(words) + background_words(rng, background), finished(canvas))


def with_article(words: str) -> str:
    """The words with the indefinite article in front."""
    return ("an " if words[0] in "aeiou" else "a ") + words


def background_words(rng: np.random.Generator, background: Colour) -> str:
    """The end of a caption that names the background."""
    usual = f" on {with_article(background)} background"
    return choose(rng, (usual, usual, usual, f" on {background}", f", {background} background"))


def new_canvas(
    rng: np.random.Generator, background: Colour, size: int, shades: int = SHADES
) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A canvas of twice the final size: halving it smooths the edges."""
    canvas = Image.new("RGB", (2 * size, 2 * size), shade(rng, background, shades))
    return canvas, ImageDraw.Draw(canvas)


def draw_shape(
    rng: np.random.Generator,
    draw: ImageDraw.ImageDraw,
    shape: Shape,
    centre: tuple[float, float],
    radius: float,
    fill: RGB,
) -> None:
    """Draw one slightly turned shape; centre and radius are fractions of the picture."""
    width = draw.im.size[0]
    points = outline(shape, rng.uniform(-0.12, 0.12))
    draw.polygon(
        [((centre[0] + x * radius) * width, (centre[1] + y * radius) * width) for x, y in points],
        fill=fill,
    )


def shade(rng: np.random.Generator, colour: Colour, most: int = SHADES) -> RGB:
    """The palette's colour, changed a little."""
    change = rng.integers(-most, most + 1, 3)
    red, green, blue = np.clip(np.array(PALETTE[colour]) + change, 0, 255)
    return int(red), int(green), int(blue)


def finished(canvas: Image.Image) -> Pixels:
    """The canvas at its final size."""
    return np.asarray(canvas.reduce(2))


def choose(
    rng: np.random.Generator, options: Sequence[T], weights: Sequence[float] | None = None
) -> T:
    """One of the options, by weight."""
    return options[int(rng.choice(len(options), p=weights))]
