"""Models for the tests of what computes: pipelines as the oracle, and nodes for the same models."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from graph_engine.context import Context
from graph_engine.shipped import shipped_folder
from nodes import DecodeLatent, EmptyLatent, EncodeText, LoadCheckpoint, Sample
from nodes.values import Image, Latent

from .families import small_refiner, small_sd1, small_sdxl, stock

PROMPT = "a red circle on a blue background"


@pytest.fixture(scope="session")
def noise_model(models_folder: Path) -> Path:
    """A random model in Stable Diffusion 1's shape and own config: it predicts noise."""
    folder = models_folder / "noise-model"
    torch.manual_seed(0)
    tokenizer = CLIPTokenizer.from_pretrained(shipped_folder("models") / "tiny-sd15/tokenizer")
    text_config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    pipeline = stock.StableDiffusionPipeline(
        vae=stock.AutoencoderKL(
            block_out_channels=(8, 8, 8, 8),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            layers_per_block=1,
            norm_num_groups=4,
            sample_size=64,
        ),
        text_encoder=CLIPTextModel(text_config),
        tokenizer=tokenizer,
        unet=stock.UNet2DConditionModel(
            block_out_channels=(16, 32),
            down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
            layers_per_block=1,
            cross_attention_dim=32,
            attention_head_dim=8,
            norm_num_groups=8,
            sample_size=8,
        ),
        scheduler=stock.PNDMScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            skip_prk_steps=True,
            steps_offset=1,
        ),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def sd1_model(models_folder: Path) -> str:
    """The name of a random model of Stable Diffusion 1, with a text encoder of three layers."""
    return small_sd1(models_folder / "small-sd1").name


@pytest.fixture(scope="session")
def sdxl_model(models_folder: Path) -> str:
    """The name of a random SDXL."""
    return small_sdxl(models_folder / "small-sdxl").name


@pytest.fixture(scope="session")
def refiner_model(models_folder: Path) -> str:
    """The name of a random SDXL refiner."""
    return small_refiner(models_folder / "small-refiner").name


@dataclass(frozen=True)
class Model:
    """A model as both sides know it: the stock pipeline, and the name for the nodes."""

    name: str
    pipeline: Any
    scheduler_config: Any


@pytest.fixture(scope="session", params=["tiny-sd15", "noise-model"])
def model(request: pytest.FixtureRequest, noise_model: Path) -> Model:
    """The embedded model, which predicts velocity, and the random one, which predicts noise."""
    name = request.param
    folder = noise_model if name == noise_model.name else shipped_folder("models") / name
    pipeline = stock.StableDiffusionPipeline.from_pretrained(
        folder, safety_checker=None, dtype=torch.float32
    )
    pipeline.set_progress_bar_config(disable=True)
    return Model(name, pipeline, pipeline.scheduler.config)


@dataclass(frozen=True)
class Made:
    """What the nodes made."""

    latent: Latent
    image: Image


MakePicture = Callable[..., Made]


@pytest.fixture
def make_picture(context: Context) -> MakePicture:
    """Text to image with the nodes: 64 × 64 pixels; keywords are Sample's params."""

    def make(model: str, *, negative: str | None = None, batch: int = 1, **params: Any) -> Made:
        parts = LoadCheckpoint(model=model).run(context)
        encoder = parts.text_encoder
        positive = EncodeText(text_encoder=encoder, text=PROMPT).run(context).conditioning
        if negative is not None:
            text = EncodeText(text_encoder=encoder, text=negative).run(context)
            params["negative"] = text.conditioning
        params.setdefault(
            "latent", EmptyLatent(width=64, height=64, batch=batch).run(context).latent
        )
        sampled = Sample(unet=parts.unet, positive=positive, **params).run(context)
        return Made(
            sampled.latent, DecodeLatent(vae=parts.vae, latent=sampled.latent).run(context).image
        )

    return make
