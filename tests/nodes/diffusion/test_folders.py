"""Folders in diffusers' layout of every kind: their recipes, and what is loaded of them."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from graph_engine.context import Context
from graph_engine.device import Device
from graph_engine.errors import NodeError
from nodes import LoadCheckpoint, LoadControlNet, LoadUNet
from nodes.diffusion.loading import load_text_encoder, load_unet
from nodes.recipes import checkpoint_recipes, find_source, scheduler_config, unet_recipe

from .families import small_refiner, small_sdxl, stock
from .shareable import shareable_controlnet
from .test_single_files import assert_same_module


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Path:
    """A base and a refiner of SDXL, and a plain DDPM, in the tests' model folder."""
    small_sdxl(models_folder / "folder-xl")
    small_refiner(models_folder / "folder-refiner")
    unet = stock.UNet2DModel(
        sample_size=8,
        block_out_channels=(16, 32),
        down_block_types=("DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D"),
        norm_num_groups=8,
    )
    scheduler = stock.DDPMScheduler(prediction_type="sample", num_train_timesteps=100)
    stock.DDPMPipeline(unet, scheduler).save_pretrained(models_folder / "folder-ddpm")
    return models_folder


def test_sdxl_and_its_refiner(saved: Path, context: Context) -> None:
    unet, encoder, vae = checkpoint_recipes(context.places, "folder-xl")
    assert (unet.model.family, unet.aesthetic, unet.zero_negative) == ("sdxl", False, True)
    assert encoder.encoders == ("text_encoder", "text_encoder_2")
    assert encoder.width == unet.context_width
    assert encoder.pooled_width == unet.pooled_width == 40
    assert vae.scaling_factor == 0.13025
    unet, encoder, vae = checkpoint_recipes(context.places, "folder-refiner")
    assert (unet.model.family, unet.aesthetic, unet.zero_negative) == ("sdxl_refiner", True, False)
    assert encoder.encoders == ("text_encoder_2",)
    assert encoder.pooled_width == unet.pooled_width == 40
    assert vae.model.family == "sdxl"


def test_each_of_sdxls_text_encoders_has_its_own_tokenizer(saved: Path, context: Context) -> None:
    source = find_source(context.places, "folder-xl", "checkpoint")
    pads = [
        load_text_encoder(source, part, Device()).tokenizer.pad_token
        for part in ("text_encoder", "text_encoder_2")
    ]
    assert pads == ["<|endoftext|>", "!"]


def test_an_index_may_say_that_empty_prompts_are_encoded(saved: Path, context: Context) -> None:
    index = saved / "folder-xl/model_index.json"
    before = index.read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(before)
    index.write_text(json.dumps({**data, "force_zeros_for_empty_prompt": False}), encoding="utf-8")
    assert not unet_recipe(context.places, "folder-xl").zero_negative
    index.write_text(before, encoding="utf-8")
    assert unet_recipe(context.places, "folder-xl").zero_negative


def test_a_plain_ddpm(saved: Path, context: Context) -> None:
    unet = LoadUNet(model="folder-ddpm").run(context).unet
    assert (unet.task, unet.prediction_type) == ("unconditional", "sample")
    assert (unet.channels, unet.latent_channels, unet.context_width) == (3, 3, 0)
    assert scheduler_config(context.places, unet.model)["num_train_timesteps"] == 100
    source = find_source(context.places, "folder-ddpm", "unet")
    loaded = load_unet(source, "unet", Device())
    assert_same_module(stock.UNet2DModel.from_pretrained(saved / "folder-ddpm/unet"), loaded)
    with pytest.raises(NodeError, match="is a U-Net, not a checkpoint"):
        LoadCheckpoint(model="folder-ddpm").run(context)


def test_a_controlnet(saved: Path, context: Context) -> None:
    torch.manual_seed(0)
    shareable_controlnet("sd1", 768).save_pretrained(saved / "folder-control")
    recipe = LoadControlNet(model="folder-control").run(context).controlnet
    assert (recipe.model.family, recipe.context_width) == ("sd1", 768)
    with pytest.raises(NodeError, match='"folder-xl" is a checkpoint, not a ControlNet'):
        LoadControlNet(model="folder-xl").run(context)
