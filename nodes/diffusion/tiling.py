"""Tiling: how a VAE goes over pictures where memory is short: at once, one by one, in tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from nodes.diffusion.hardware import in_words
from nodes.diffusion.ladder import Rung, with_less_memory
from nodes.diffusion.store import ModelStore

if TYPE_CHECKING:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

    from graph_engine.context import Context

Made = TypeVar("Made")
Direction = Literal["encode", "decode"]

LARGEST_TILE = 512
"""The side of a tile in pixels, unless the VAE was trained on smaller pictures. SDXL's VAEs name
1024, which is no help with the pictures that SDXL makes."""

SMALLEST_TILE = 64


@dataclass(frozen=True)
class Pictures:
    """How many pictures a VAE has before it, and their size in pixels."""

    batch: int
    width: int
    height: int


@dataclass(frozen=True)
class Way:
    """A way to go over pictures; `tile` is the side of a tile in pixels, 0 for whole pictures."""

    one_by_one: bool = False
    tile: int = 0

    def peak(self, config: Any, pictures: Pictures, itemsize: int, direction: Direction) -> int:
        """About how many bytes of activations it needs at its worst moment."""
        width, height = pictures.width, pictures.height
        if self.tile:
            width, height = min(width, self.tile), min(height, self.tile)
        batch = 1 if self.one_by_one else pictures.batch
        return round(_peak_channels(config, direction) * itemsize * batch * width * height)

    def set_on(self, vae: AutoencoderKL) -> None:
        """Have a VAE work in this way."""
        vae.use_slicing = self.one_by_one
        vae.use_tiling = self.tile > 0
        if self.tile:
            vae.tile_sample_min_size = self.tile
            vae.tile_latent_min_size = self.tile // _factor(vae.config)

    def told(self, direction: Direction) -> str:
        """The way in words."""
        work = f"{direction}d"
        if not self.tile:
            return f"the pictures are {work} one by one"
        return (
            f"the picture is {work} in tiles of {self.tile} × {self.tile} pixels, which differs"
            " slightly from the whole, most near the seams"
        )


def ways(config: Any, pictures: Pictures, *, tiled: bool) -> tuple[Way, ...]:
    """The ways to go over pictures, from the one that is asked for to the one that needs least."""
    largest = min(LARGEST_TILE, _trained_side(config))
    tiles = [side for side in (largest, largest // 2, largest // 4) if side >= SMALLEST_TILE]
    smaller = [Way(one_by_one=True, tile=side) for side in tiles if _is_cut(pictures, side)]
    if tiled:
        less = [way for way in smaller if way.tile < largest or pictures.batch > 1]
        return (Way(tile=largest), *less)
    one_by_one = [Way(one_by_one=True)] if pictures.batch > 1 else []
    return (Way(), *one_by_one, *smaller)


def within_memory(
    compute: Callable[[], Made],
    vae: AutoencoderKL,
    pictures: Pictures,
    direction: Direction,
    context: Context,
    *,
    tiled: bool,
) -> Made:
    """What `compute` makes with a VAE, which is set to the first way that memory is enough for.

    If that was told wrong and memory runs out, it is computed again in the next way. A way other
    than the one that is asked for is told to the user, and a result in such tiles is not kept.
    """
    store = ModelStore.of(context)
    possible = ways(vae.config, pictures, tiled=tiled)
    needs = [way.peak(vae.config, pictures, vae.dtype.itemsize, direction) for way in possible]
    room = store.room_for_work(context.device, needs[0])
    fitting = (number for number, need in enumerate(needs) if need <= room)
    chosen = next(fitting, len(possible) - 1)
    if chosen > 0:
        context.warn(
            f"About {in_words(needs[0])} are needed to {direction} at once and"
            f" {in_words(max(room, 0))} are free: {possible[chosen].told(direction)}."
        )
    _go(possible[chosen], vae, context, is_asked_for=chosen == 0)
    rungs = [_rung(way, vae, direction, context) for way in possible[chosen + 1 :]]
    return with_less_memory(compute, [*store.rungs(context), *rungs], context)


def _go(way: Way, vae: AutoencoderKL, context: Context, *, is_asked_for: bool) -> None:
    way.set_on(vae)
    if way.tile and not is_asked_for:
        # The cache would serve it on a day when there is memory for better.
        context.do_not_keep_result()


def _rung(way: Way, vae: AutoencoderKL, direction: Direction, context: Context) -> Rung:
    def take() -> str:
        _go(way, vae, context, is_asked_for=False)
        return f"Memory ran out: {way.told(direction)}."

    return take


def _peak_channels(config: Any, direction: Direction) -> float:
    """How many values a pixel takes at the worst moment, which is at full resolution.

    Measured with torch's allocator on SD's architecture: a decoder holds 7.5 times its first
    width where the next is twice that, and 6 times where it is the same; an encoder 4.5 to 5.4
    times. This is 4 to 8 % above (tests/nodes/diffusion/test_tiling.py measures it anew).
    """
    widths: Sequence[int] = config.block_out_channels
    if direction == "encode":
        return 5.6 * widths[0]
    return 5 * widths[0] + 1.5 * widths[min(1, len(widths) - 1)]


def _is_cut(pictures: Pictures, side: int) -> bool:
    return max(pictures.width, pictures.height) > side


def _factor(config: Any) -> int:
    return int(2 ** (len(config.block_out_channels) - 1))


def _trained_side(config: Any) -> int:
    side = config.sample_size
    return int(side if isinstance(side, int) else min(side))
