"""SaveLatent and LoadLatent lose nothing, and refuse other files with a sentence."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import LoadLatent, SaveLatent
from nodes.values import ExtraChannels, Latent, Mask, Posterior

ARRAY = np.random.default_rng(0).normal(size=(2, 4, 3, 5)).astype(np.float32)
FULL = Latent(
    ARRAY,
    width=40,
    height=24,
    family="sd1",
    posterior=Posterior(ARRAY * 2, ARRAY * 3, 0.18215),
    noise_mask=Mask(np.ones((1, 24, 40), np.float32)),
)


def test_a_latent_comes_back_as_it_was(context: Context, tmp_path: Path) -> None:
    made = SaveLatent(latent=FULL, folder="kept").run(context)
    assert made == {"latents": [str(tmp_path / "output/kept/latent_0001.safetensors")]}
    assert SaveLatent(latent=FULL, folder="kept").run(context) == made
    loaded = LoadLatent(file="kept/latent_0001.safetensors").run(context).latent
    assert np.array_equal(loaded.samples, FULL.samples)
    assert (loaded.width, loaded.height, loaded.family, loaded.blank) == (40, 24, "sd1", False)
    assert loaded.posterior is not None
    assert loaded.noise_mask is not None
    assert FULL.posterior is not None
    assert np.array_equal(loaded.posterior.mean, FULL.posterior.mean)
    assert np.array_equal(loaded.posterior.deviation, FULL.posterior.deviation)
    assert loaded.posterior.scaling_factor == 0.18215
    assert np.array_equal(loaded.noise_mask.values, np.ones((1, 24, 40)))


def test_a_blank_latent_stays_blank(context: Context) -> None:
    SaveLatent(latent=Latent(ARRAY, 40, 24, blank=True)).run(context)
    loaded = LoadLatent(file="latent_0001.safetensors").run(context).latent
    assert loaded.blank
    assert loaded.posterior is None


def test_what_an_inpainting_model_reads_is_kept(context: Context) -> None:
    extra = ExtraChannels("inpaint", ARRAY[:, :1], Posterior(ARRAY, ARRAY * 2, 0.5))
    SaveLatent(latent=Latent(ARRAY, 40, 24, extra=extra)).run(context)
    loaded = LoadLatent(file="latent_0001.safetensors").run(context).latent.extra
    assert loaded is not None
    assert loaded.posterior is not None
    assert (loaded.kind, loaded.posterior.scaling_factor) == ("inpaint", 0.5)
    assert np.array_equal(loaded.values, ARRAY[:, :1])
    assert np.array_equal(loaded.posterior.deviation, ARRAY * 2)


def test_an_upscalers_latent_has_smaller_cells(context: Context) -> None:
    extra = ExtraChannels("upscale", ARRAY[:, :3], noise_level=30)
    SaveLatent(latent=Latent(ARRAY, 20, 12, blank=True, extra=extra)).run(context)
    loaded = LoadLatent(file="latent_0001.safetensors").run(context).latent
    assert loaded.extra is not None
    assert (loaded.width, loaded.extra.noise_level, loaded.extra.posterior) == (20, 30, None)


def refused(context: Context, name: str) -> str:
    with pytest.raises(NodeError) as caught:
        LoadLatent(file=name).run(context)
    assert caught.value.port == "file"
    return caught.value.message


def test_other_files_are_refused(context: Context, tmp_path: Path) -> None:
    save_file({"samples": ARRAY}, tmp_path / "other.safetensors")
    assert "holds no latent of Weft's" in refused(context, "other.safetensors")
    (tmp_path / "text.safetensors").write_text("hello")
    assert "damaged or no safetensors file" in refused(context, "text.safetensors")
    assert "there is no file" in refused(context, "missing.safetensors").lower()
    newer = {"weft-latent": '{"version": 99}'}
    save_file({"samples": ARRAY}, tmp_path / "newer.safetensors", metadata=newer)
    assert "newer version" in refused(context, "newer.safetensors")
    wrong = {"weft-latent": '{"version": 1, "width": 8, "height": 8}'}
    save_file({"samples": ARRAY}, tmp_path / "wrong.safetensors", metadata=wrong)
    assert "the shape (2, 4, 3, 5)" in refused(context, "wrong.safetensors")


def test_a_truncated_file_is_refused(context: Context, tmp_path: Path) -> None:
    SaveLatent(latent=FULL).run(context)
    whole = (tmp_path / "output/latent_0001.safetensors").read_bytes()
    (tmp_path / "cut.safetensors").write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refused(context, "cut.safetensors")
