"""The embedded models beside ``tiny-sd15``: small, float16, loaded by the stock pipelines, useful.

The bounds here are coarse, for two or three pictures; ``benchmarks/picture_scores.py`` has the
ones that count.
"""

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from benchmarks.picture_score import generate, held_out_pictures, load_pipeline, score_pictures
from benchmarks.picture_score_captions import Captions
from benchmarks.picture_score_controlnet import score as score_controlnet
from benchmarks.picture_score_inpaint import score as score_inpaint
from benchmarks.picture_score_looks import score_embedding, score_lora
from benchmarks.picture_score_refiner import score as score_refiner

MODELS = Path(__file__).resolve().parents[2] / "models"
MOST_BYTES = 50_000_000
NAMES = ("tiny-sdxl", "tiny-sdxl-refiner", "tiny-controlnet", "tiny-inpaint", "loras", "embeddings")
WEIGHTS = [path for name in NAMES for path in sorted((MODELS / name).rglob("*.safetensors"))]
SHARED = {
    "tiny-inpaint": ("tiny-sd15", ("vae", "text_encoder", "tokenizer")),
    "tiny-sdxl": ("tiny-sd15", ("tokenizer",)),
    "tiny-sdxl-refiner": ("tiny-sdxl", ("vae", "text_encoder_2", "tokenizer_2")),
}
PICTURES = 3

# diffusers' Euler scheduler turns tensors into arrays in a way that numpy is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore:__array:DeprecationWarning")


@pytest.fixture(autouse=True, scope="module")
def _pipelines() -> None:
    """Import early what warns, once, that torchvision is missing."""
    from diffusers import StableDiffusionXLImg2ImgPipeline, StableDiffusionXLPipeline

    assert issubclass(StableDiffusionXLPipeline, object)
    assert issubclass(StableDiffusionXLImg2ImgPipeline, object)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """At this size threads wait for each other longer than they work."""
    count = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(count)


def test_all_together_are_small() -> None:
    files = [path for name in NAMES for path in (MODELS / name).rglob("*") if path.is_file()]
    assert len(files) > 20
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: str(path.relative_to(MODELS)))
def test_weights_are_float16(path: Path) -> None:
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    assert {e["dtype"] for name, e in header.items() if name != "__metadata__"} <= {"F16", "I64"}


@pytest.mark.parametrize("name", SHARED)
def test_shared_parts_are_the_same_bytes(name: str) -> None:
    other, parts = SHARED[name]
    for part in parts:
        for path in (MODELS / name / part).iterdir():
            assert path.read_bytes() == (MODELS / other / part / path.name).read_bytes(), path


def test_no_config_remembers_where_it_was_trained() -> None:
    for name in NAMES:
        for config in (MODELS / name).rglob("*.json"):
            assert "_name_or_path" not in config.read_text(encoding="utf-8")


def test_sdxl_draws_held_out_captions() -> None:
    pipeline = load_pipeline(MODELS / "tiny-sdxl", "model")
    assert pipeline.vae.config.scaling_factor == 0.13025
    assert pipeline.unet.config.addition_embed_type == "text_time"
    truths = held_out_pictures(PICTURES)
    pictures = generate(pipeline, [truth.caption for truth in truths], seed=0)
    score = score_pictures([truth.subject for truth in truths if truth.subject], pictures)
    assert score.background >= 0.6
    assert score.colour >= 0.6


def test_the_refiner_finishes_what_the_base_began() -> None:
    report = score_refiner(MODELS, Captions(PICTURES))
    assert report.figures["background, refined"] >= 0.6
    assert report.figures["colour, refined"] >= 0.6
    assert report.figures["high score less low"] < 0


def test_the_controlnet_follows_edges() -> None:
    figures = score_controlnet(MODELS, Captions(PICTURES)).figures
    assert figures["agreement"] >= 0.4
    assert figures["gain"] >= 0.1


def test_inpainting_fills_the_hole_and_keeps_the_rest() -> None:
    figures = score_inpaint(MODELS, Captions(PICTURES)).figures
    assert figures["colour"] >= 0.6
    assert figures["change outside"] <= 0.04


def test_the_lora_draws_what_the_base_cannot() -> None:
    figures = score_lora(MODELS, Captions(PICTURES)).figures
    assert figures["hollow"] >= 0.3
    assert figures["hollow, base"] == 0.0


def test_the_embedding_stands_for_its_colour(caplog: pytest.LogCaptureFixture) -> None:
    figures = score_embedding(MODELS, Captions(PICTURES)).figures
    caplog.clear()  # transformers tells how it fills the new row before the vector goes there
    assert figures["brown"] >= 0.6
