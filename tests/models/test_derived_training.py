"""Every stage on top of another model trains from a seed, resumes and exports."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch

from models.train.derived import DERIVED
from models.train.latents import Encoding, encode_shards
from models.train.optimisation import Recipe
from models.train.sdxl import encode_sized, export_sdxl, train_sdxl

MODELS = Path(__file__).resolve().parents[2] / "models"


@pytest.fixture(autouse=True, scope="module")
def _pipelines() -> None:
    """Import early what warns, once, that torchvision is missing."""
    from diffusers import StableDiffusionInpaintPipeline, StableDiffusionXLImg2ImgPipeline

    assert issubclass(StableDiffusionInpaintPipeline, object)
    assert issubclass(StableDiffusionXLImg2ImgPipeline, object)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """At this size threads wait for each other longer than they work."""
    count = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(count)


def encode(stage: str, out: Path) -> None:
    derived = DERIVED[stage]
    vae = MODELS / derived.base / "vae"
    encoding = Encoding(out / derived.latents, shards=1, vae=vae, shard=4)
    encode_shards(encoding, partial(derived.draw, 7), rank=0, world=1)


def train(stage: str, out: Path, samples: int, resume: bool = False) -> dict[str, Any]:
    derived = DERIVED[stage]
    recipe = Recipe(samples, seed=1, batch=2, learning_rate=1e-3)
    derived.train(out, MODELS / derived.base, recipe, resume, 0, 1)
    state: dict[str, Any] = torch.load(out / f"{stage}.pt")
    return state


@pytest.mark.parametrize("stage", DERIVED)
def test_a_stage_trains_from_its_seed_resumes_and_exports(stage: str, tmp_path: Path) -> None:
    derived = DERIVED[stage]
    encode(stage, tmp_path)
    first = train(stage, tmp_path, samples=2)
    again = train(stage, tmp_path, samples=2)
    assert first["samples"] == 2
    assert all(map(torch.equal, first["parameters"], again["parameters"]))
    further = train(stage, tmp_path, samples=4, resume=True)
    assert further["step"] == 2
    assert not all(map(torch.equal, further["parameters"], again["parameters"]))
    target = tmp_path / derived.target
    derived.export(tmp_path, MODELS / derived.base, target)
    files = [target] if target.is_file() else list(target.rglob("*.safetensors"))
    assert files


def test_sdxl_trains_from_tiny_sd15_and_its_unet_further(tmp_path: Path) -> None:
    base = MODELS / "tiny-sd15"
    encode_sized(tmp_path, base, seed=7, shards=1, rank=0, world=1, shard=4)
    recipe = Recipe(samples=2, seed=1, batch=2)
    target = tmp_path / "tiny-sdxl"
    train_sdxl(tmp_path, base, recipe, resume=False, warm_start=None, rank=0, world=1)
    export_sdxl(tmp_path, base, target)
    train_sdxl(tmp_path, base, recipe, resume=False, warm_start=target, rank=0, world=1)
    further = tmp_path / "further"
    export_sdxl(tmp_path, base, further, warm_start=target)
    changed = {
        path.parent.name
        for path in target.rglob("*.safetensors")
        if path.read_bytes() != (further / path.relative_to(target)).read_bytes()
    }
    assert changed == {"unet"}
