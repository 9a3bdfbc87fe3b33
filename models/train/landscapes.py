"""Captioned landscapes by day, at sunset and at night."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from models.train.shapes import RGB, Point

Time = Literal["day", "sunset", "night"]
Terrain = Literal["mountains", "hills", "the sea"]


@dataclass(frozen=True)
class Light:
    """Colours of the hour; ``strength`` darkens everything below the sky."""

    top: RGB
    bottom: RGB
    disc: RGB
    strength: float


LIGHTS: dict[Time, Light] = {
    "day": Light((90, 170, 240), (200, 230, 250), (255, 230, 80), 1.0),
    "sunset": Light((90, 60, 140), (250, 150, 70), (255, 210, 110), 0.75),
    "night": Light((10, 15, 50), (40, 50, 110), (235, 235, 220), 0.45),
}
TIMES: tuple[Time, ...] = tuple(LIGHTS)
TERRAINS: tuple[Terrain, ...] = ("mountains", "hills", "the sea")


class _Scene:
    """A canvas of twice the final size, with coordinates as fractions of its width."""

    def __init__(self, rng: np.random.Generator, time: Time, size: int) -> None:
        self.rng = rng
        self.light = LIGHTS[time]
        self.width = 2 * size
        sky = Image.new("RGB", (1, 2))
        sky.putpixel((0, 0), self._jitter(self.light.top))
        sky.putpixel((0, 1), self._jitter(self.light.bottom))
        self.canvas = sky.resize((self.width, self.width), Image.Resampling.BILINEAR)
        self.draw = ImageDraw.Draw(self.canvas)

    def polygon(self, points: list[Point], fill: RGB) -> None:
        self.draw.polygon([(x * self.width, y * self.width) for x, y in points], fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: RGB) -> None:
        w = self.width
        self.draw.rectangle((left * w, top * w, right * w, bottom * w), fill=fill)

    def oval(self, x: float, y: float, across: float, down: float, fill: RGB) -> None:
        """An ellipse around (x, y) with half axes ``across`` and ``down``."""
        w = self.width
        box = ((x - across) * w, (y - down) * w, (x + across) * w, (y + down) * w)
        self.draw.ellipse(box, fill=fill)

    def lit(self, colour: RGB, jitter: bool = False) -> RGB:
        red, green, blue = self._jitter(colour) if jitter else colour
        dim = self.light.strength
        return int(red * dim), int(green * dim), int(blue * dim)

    def _jitter(self, colour: RGB) -> RGB:
        red, green, blue = np.clip(np.array(colour) + self.rng.integers(-8, 9, 3), 0, 255)
        return int(red), int(green), int(blue)


def draw_landscape(rng: np.random.Generator, size: int) -> tuple[str, npt.NDArray[np.uint8]]:
    """Caption and uint8 RGB pixels of a random landscape."""
    time = TIMES[int(rng.integers(3))]
    terrain = TERRAINS[int(rng.integers(3))]
    scene = _Scene(rng, time, size)
    _draw_sky(scene, time)
    {"mountains": _draw_mountains, "hills": _draw_hills, "the sea": _draw_sea}[terrain](scene)
    guests = ("", "boat", "boat") if terrain == "the sea" else ("", "house", "tree")
    guest = guests[int(rng.integers(3))]
    if guest:
        {"boat": _draw_boat, "house": _draw_house, "tree": _draw_tree}[guest](scene)
    caption = _caption(rng, terrain, guest, time)
    return caption, np.asarray(scene.canvas.reduce(2))


def _caption(rng: np.random.Generator, terrain: Terrain, guest: str, time: Time) -> str:
    opening = ("", "a picture of ", "a landscape of ")[int(rng.integers(3))]
    company = f" with a {guest}" if guest else ""
    if time == "day":
        hour = (" at day", ", sunny day")[int(rng.integers(2))]
    else:
        hour = (f" at {time}", f", {time}")[int(rng.integers(2))]
    return opening + terrain + company + hour


def _draw_sky(scene: _Scene, time: Time) -> None:
    rng = scene.rng
    height = rng.uniform(0.4, 0.5) if time == "sunset" else rng.uniform(0.14, 0.24)
    radius = rng.uniform(0.08, 0.1)
    scene.oval(rng.uniform(0.2, 0.8), height, radius, radius, scene.light.disc)
    if time == "night":
        for _ in range(14):
            star = 2 / 256
            scene.oval(rng.uniform(0, 1), rng.uniform(0, 0.45), star, star, (230, 230, 255))


def _draw_mountains(scene: _Scene) -> None:
    rng, base = scene.rng, 0.72
    for left, right in ((0.15, 0.3), (0.5, 0.6), (0.75, 0.9)):
        x, height = rng.uniform(left, right), rng.uniform(0.28, 0.4)
        half = rng.uniform(0.26, 0.36)
        peak = (x, base - height)
        rock = scene.lit((110, 110, 130), jitter=True)
        scene.polygon([(x - half, base), peak, (x + half, base)], rock)
        snow_line = base - 0.72 * height
        snow = [(x - 0.28 * half, snow_line), peak, (x + 0.28 * half, snow_line)]
        scene.polygon([*snow, (x, base - 0.64 * height)], scene.lit((245, 245, 250)))
    scene.box(0, 0.7, 1, 1, scene.lit((80, 150, 70)))


def _draw_hills(scene: _Scene) -> None:
    for x, y, colour in ((0.25, 1.15, (90, 170, 80)), (0.8, 1.2, (70, 150, 70))):
        centre = x + scene.rng.uniform(-0.08, 0.08)
        scene.oval(centre, y, 0.6, 0.6, scene.lit(colour, jitter=True))
    scene.box(0, 0.85, 1, 1, scene.lit((70, 150, 70)))


def _draw_sea(scene: _Scene) -> None:
    scene.box(0, 0.62, 1, 1, scene.lit((40, 110, 190), jitter=True))


def _draw_house(scene: _Scene) -> None:
    x, base, s = scene.rng.uniform(0.3, 0.7), 0.86, 0.13
    eaves = base - 1.2 * s
    scene.box(x - s, eaves, x + s, base, scene.lit((235, 220, 190)))
    roof = [(x - 1.25 * s, eaves), (x, base - 2.2 * s), (x + 1.25 * s, eaves)]
    scene.polygon(roof, scene.lit((190, 60, 50)))
    scene.box(x - 0.25 * s, base - 0.7 * s, x + 0.25 * s, base, scene.lit((110, 70, 40)))


def _draw_tree(scene: _Scene) -> None:
    x, base, s = scene.rng.uniform(0.3, 0.7), 0.86, 0.13
    scene.box(x - 0.2 * s, base - s, x + 0.2 * s, base, scene.lit((110, 70, 40)))
    scene.oval(x, base - 1.65 * s, 0.9 * s, 0.85 * s, scene.lit((40, 120, 50)))


def _draw_boat(scene: _Scene) -> None:
    x, base, s = scene.rng.uniform(0.3, 0.7), 0.8, 0.12
    rim = base - 0.4 * s
    hull = [(x - s, rim), (x + s, rim), (x + 0.6 * s, base), (x - 0.6 * s, base)]
    scene.polygon(hull, scene.lit((130, 70, 40)))
    sail = [(x, base - 2 * s), (x, base - 0.5 * s), (x + 0.9 * s, base - 0.5 * s)]
    scene.polygon(sail, scene.lit((245, 245, 245)))
