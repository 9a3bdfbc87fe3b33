"""Every part runs in the device's dtype, but for a VAE that would overflow in it."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from graph_engine.context import Context
from graph_engine.device import Device
from nodes import DecodeLatent, EncodeImage, LoadCheckpoint
from nodes.diffusion.store import ModelStore
from nodes.values import Image

from .machines import on

HALF = Device("cpu", "float16")


@pytest.fixture(scope="module")
def upcast_model(models_folder: Path, sdxl_model: str) -> str:
    """A small SDXL whose VAE says that it overflows, as that of SDXL's first release does."""
    folder = models_folder / "small-sdxl-upcast"
    shutil.copytree(models_folder / sdxl_model, folder)
    file = folder / "vae/config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"force_upcast": True}))
    return folder.name


@pytest.mark.parametrize(
    ("model", "dtype", "expected"),
    [
        ("upcast_model", "float16", torch.float32),
        ("upcast_model", "bfloat16", torch.bfloat16),
        ("upcast_model", "float32", torch.float32),
        ("sdxl_model", "float16", torch.float16),
        ("sd1_model", "float16", torch.float16),  # its config says so too, but means nothing by it
    ],
)
def test_the_dtype_of_the_vae(
    request: pytest.FixtureRequest,
    context: Context,
    model: str,
    dtype: str,
    expected: torch.dtype,
) -> None:
    own = on(context, ModelStore(), Device("cpu", dtype))
    parts = LoadCheckpoint(model=request.getfixturevalue(model)).run(own)
    store = ModelStore.of(own)
    assert store.vae(parts.vae, own).dtype == expected
    assert store.vae(parts.vae, own) is store.vae(parts.vae, own)
    assert store.unet(parts.unet, own).dtype == getattr(torch, dtype)


def test_a_vae_in_float32_takes_and_gives_what_others_do(
    context: Context, upcast_model: str
) -> None:
    made = []
    for device in (HALF, Device()):
        own = on(context, ModelStore(), device)
        vae = LoadCheckpoint(model=upcast_model).run(own).vae
        pixels = np.random.default_rng(0).random((1, 32, 32, 3)).astype(np.float32)
        latent = EncodeImage(vae=vae, image=Image(pixels)).run(own).latent
        made.append(DecodeLatent(vae=vae, latent=latent).run(own).image.pixels)
    # The weights are read in float32, not rounded to float16 before.
    assert np.array_equal(made[0], made[1])
