"""A VAE goes over pictures in the way that memory is enough for, and its need is told rightly."""

from typing import Any

import numpy as np
import pytest
import torch
from torch.profiler import ProfilerActivity, profile

from graph_engine.context import Context
from graph_engine.device import Device
from nodes import DecodeLatent, EncodeImage, LoadCheckpoint
from nodes.diffusion.store import ModelStore
from nodes.diffusion.tiling import Direction, Pictures, Way, ways
from nodes.values import Image, Latent

from .families import small_vae, stock
from .machines import FIRST, SECOND, Machine, on

MEGABYTE = 2**20


def vae_of_width(width: int) -> Any:
    """A VAE whose widths grow as those of all Stable Diffusions do."""
    return stock.AutoencoderKL(
        block_out_channels=(width, 2 * width, 4 * width, 4 * width),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        norm_num_groups=4,
    )


def most_allocated(events: Any) -> int:
    """The most bytes that were allocated at a time, as torch's allocator tells it."""
    changes = sorted((e.start_ns(), e.nbytes()) for e in events if e.name() == "[memory]")
    return int(np.cumsum([size for _, size in changes]).max())


@pytest.mark.parametrize("direction", ["encode", "decode"])
@pytest.mark.parametrize("vae", [vae_of_width(16), small_vae()], ids=["growing", "even"])
@pytest.mark.parametrize(("batch", "width", "height"), [(1, 128, 64), (2, 64, 64)])
def test_the_need_is_that_of_torchs_allocator(
    vae: Any, direction: Direction, batch: int, width: int, height: int
) -> None:
    shape = (3, height, width) if direction == "encode" else (4, height // 8, width // 8)
    given = torch.zeros(batch, *shape)
    with (
        torch.inference_mode(),
        profile(activities=[ProfilerActivity.CPU], profile_memory=True) as measured,
    ):
        getattr(vae, direction)(given)
    most = most_allocated(measured.profiler.kineto_results.events())
    told = Way().peak(vae.config, Pictures(batch, width, height), 4, direction)
    assert most <= told <= 1.3 * most


def test_the_need_of_the_models_that_people_use() -> None:
    """In float16; all Stable Diffusions have the same widths."""
    large = Pictures(1, 1024, 1024)
    with torch.device("meta"):
        vae = vae_of_width(128)
    assert Way().peak(vae.config, large, 2, "decode") == 2 * MEGABYTE * 1024
    assert Way(tile=512).peak(vae.config, large, 2, "decode") == 512 * MEGABYTE


def sizes(found: tuple[Way, ...]) -> list[tuple[bool, int]]:
    return [(way.one_by_one, way.tile) for way in found]


def test_the_ways_that_are_left() -> None:
    def left(batch: int, side: int, *, tiled: bool, trained: int = 1024) -> Any:
        with torch.device("meta"):
            config = stock.AutoencoderKL(sample_size=trained, norm_num_groups=4).config
        return sizes(ways(config, Pictures(batch, side, side), tiled=tiled))

    tiles = [(True, 512), (True, 256), (True, 128)]
    assert left(1, 1024, tiled=False) == [(False, 0), *tiles]
    assert left(4, 1024, tiled=False) == [(False, 0), (True, 0), *tiles]
    assert left(1, 512, tiled=False) == [(False, 0), *tiles[1:]]
    assert left(1, 1024, tiled=True) == [(False, 512), *tiles[1:]]
    assert left(4, 1024, tiled=True) == [(False, 512), *tiles]
    assert left(1, 128, tiled=True) == [(False, 512)]
    assert left(1, 128, tiled=False, trained=64) == [(False, 0), (True, 64)]


def picture(width: int, height: int) -> Image:
    """Soft colours with a few edges, as photographs have."""
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    disc = ((across - 0.6) ** 2 + (down - 0.4) ** 2) < 0.05
    pixels = np.stack([across, down, np.where(disc, 0.9, 0.2)], axis=-1)
    return Image(pixels[None].astype(np.float32))


def short_of(context: Context, megabytes: float, device: Device = FIRST) -> Context:
    return on(context, ModelStore(int(megabytes * MEGABYTE), hardware=Machine()), device)


def test_large_pictures_are_tiled_where_memory_is_short(context: Context) -> None:
    """Whole, 256 × 256 pixels take 40 MB with the embedded VAE, which itself takes 4."""
    ample, short = short_of(context, 1000), short_of(context, 20)
    vae = LoadCheckpoint(model="tiny-sd15").run(context).vae
    encode = EncodeImage(vae=vae, image=picture(256, 256))
    whole, tiled = encode.run(ample).latent, encode.run(short).latent
    decode = DecodeLatent(vae=vae, latent=whole)
    pixels, patched = (decode.run(each).image.pixels for each in (ample, short))
    assert ample.warnings == []
    assert ample.result_is_kept
    assert not short.result_is_kept
    first, second = short.warnings
    assert "MB are needed to encode at once" in first
    assert "the picture is decoded in tiles of 128 × 128 pixels" in second
    assert "which differs slightly from the whole, most near the seams" in second
    # docs/memory.md states these.
    difference = np.abs(patched - pixels)
    assert 0 < difference.mean() < 0.03
    assert np.quantile(difference, 0.99) < 0.15
    assert not np.array_equal(whole.samples, tiled.samples)
    asked = DecodeLatent(vae=vae, latent=whole, tiled=True).run(ample).image.pixels
    assert np.allclose(asked, patched, atol=1e-5)


def test_models_make_way_before_a_picture_is_tiled(context: Context) -> None:
    own = short_of(context, 50, SECOND)
    parts = LoadCheckpoint(model="tiny-sd15").run(own)
    store = ModelStore.of(own)
    store.unet(parts.unet, own)
    latent = EncodeImage(vae=parts.vae, image=picture(256, 128)).run(own).latent
    DecodeLatent(vae=parts.vae, latent=replicated(latent, 2)).run(own)
    assert own.warnings == []


def test_a_batch_is_decoded_one_by_one_before_it_is_tiled(context: Context) -> None:
    own, ample = short_of(context, 25), short_of(context, 1000)
    vae = LoadCheckpoint(model="tiny-sd15").run(context).vae
    latent = EncodeImage(vae=vae, image=picture(128, 128)).run(ample).latent
    node = DecodeLatent(vae=vae, latent=replicated(latent, 3))
    made = node.run(own).image.pixels
    (told,) = own.warnings
    assert told.endswith("the pictures are decoded one by one.")
    assert own.result_is_kept
    assert np.allclose(made, node.run(ample).image.pixels, atol=1e-5)


def replicated(latent: Latent, times: int) -> Latent:
    samples = np.repeat(latent.samples, times, axis=0)
    return Latent(samples, latent.width, latent.height, family=latent.family)
