"""Families at their full size: names, shapes and configs, without a byte of weights."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from graph_engine.model_files import ModelSource, TensorFile, TensorInfo
from graph_engine.model_files.recognition import recognise
from nodes.diffusion.single_files import empty_text_encoder
from nodes.formats.configs import part_config
from nodes.formats.names import part_pieces
from nodes.recipes import text_encoder_of, unet_of, vae_of
from nodes.values import ModelRef

from .families import stock
from .original_layout import State, original_checkpoint, original_unet

PLAIN, CROSSED = "DownBlock2D", "CrossAttnDownBlock2D"
# The U-Nets of the published configs, as far as they differ from diffusers' defaults.
UNETS: dict[str, dict[str, Any]] = {
    "sd1": {"cross_attention_dim": 768, "attention_head_dim": 8},
    "sd1-inpaint": {"cross_attention_dim": 768, "attention_head_dim": 8, "in_channels": 9},
    "sd2": {
        "cross_attention_dim": 1024,
        "attention_head_dim": [5, 10, 20, 20],
        "use_linear_projection": True,
    },
    "sdxl": {
        "cross_attention_dim": 2048,
        "attention_head_dim": [5, 10, 20],
        "use_linear_projection": True,
        "block_out_channels": (320, 640, 1280),
        "down_block_types": (PLAIN, CROSSED, CROSSED),
        "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        "transformer_layers_per_block": [1, 2, 10],
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": 2816,
    },
    "sdxl_refiner": {
        "cross_attention_dim": 1280,
        "attention_head_dim": [6, 12, 24, 24],
        "use_linear_projection": True,
        "block_out_channels": (384, 768, 1536, 1536),
        "down_block_types": (PLAIN, CROSSED, CROSSED, PLAIN),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        "transformer_layers_per_block": 4,
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": 2560,
    },
    "upscaler": {
        "cross_attention_dim": 1024,
        "attention_head_dim": 8,
        "use_linear_projection": True,
        "in_channels": 7,
        "block_out_channels": (256, 512, 512, 1024),
        "down_block_types": (PLAIN, CROSSED, CROSSED, CROSSED),
        "up_block_types": ("CrossAttnUpBlock2D",) * 3 + ("UpBlock2D",),
        "only_cross_attention": (True, True, True, False),
        "num_class_embeds": 1000,
    },
}
TEXTS = {"L": (768, 3072, 12, 12), "H": (1024, 4096, 23, 16), "G": (1280, 5120, 32, 20)}


@dataclass
class Pipeline:
    """The parts of a model that have weights, on the meta device."""

    unet: Any
    vae: Any
    text_encoder: Any
    text_encoder_2: Any


def text(letter: str, kind: Any = CLIPTextModel) -> Any:
    width, inner, layers, heads = TEXTS[letter]
    return kind(
        CLIPTextConfig(
            hidden_size=width,
            intermediate_size=inner,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            vocab_size=49408,
            projection_dim=1280 if letter == "G" else width,
            hidden_act="quick_gelu" if letter == "L" else "gelu",
        )
    )


@pytest.fixture(scope="module", params=UNETS)
def published(request: pytest.FixtureRequest) -> tuple[str, Pipeline, ModelSource]:
    """A published model's modules, and a file of the same tensors in the original layout."""
    name: str = request.param
    family = {"sd1-inpaint": "sd1", "upscaler": "sd2"}.get(name, name)
    with torch.device("meta"):
        levels = 3 if name == "upscaler" else 4
        pipeline = Pipeline(
            stock.UNet2DConditionModel(**UNETS[name]),
            stock.AutoencoderKL(
                block_out_channels=(*(128, 256, 512)[: levels - 1], 512),
                down_block_types=("DownEncoderBlock2D",) * levels,
                up_block_types=("UpDecoderBlock2D",) * levels,
                layers_per_block=2,
            ),
            text("H" if family == "sd2" else "L"),
            text("G", CLIPTextModelWithProjection) if family.startswith("sdxl") else None,
        )
        source = in_memory(original_checkpoint(pipeline, family), name)
    return name, pipeline, source


def in_memory(state: State, name: str) -> ModelSource:
    """What a file with these tensors would be."""
    infos = {n: TensorInfo("F16", tuple(t.shape), 0, 0) for n, t in state.items()}
    return recognise(TensorFile(Path(f"{name}.safetensors"), "pickle", infos), name)


def shapes(module: Any) -> dict[str, tuple[int, ...]]:
    return {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}


def test_the_unets_config_is_the_published_one(
    published: tuple[str, Pipeline, ModelSource],
) -> None:
    name, pipeline, source = published
    assert source.family == {"sd1-inpaint": "sd1", "upscaler": "sd2"}.get(name, name)
    config = part_config(source, "unet")
    with torch.device("meta"):
        built = stock.UNet2DConditionModel.from_config(config)
    for key, value in UNETS[name].items():
        if key == "transformer_layers_per_block" and value == 4:
            assert config[key][1:3] == [4, 4]
            continue
        found = built.config[key]
        assert list(found) == list(value) if isinstance(value, tuple) else found == value
    wanted = shapes(built)
    assert wanted == shapes(pipeline.unet)
    assert {n: p.shape for n, p in part_pieces(source, "unet").items()} == wanted


def test_the_vaes_config_is_the_published_one(published: tuple[str, Pipeline, ModelSource]) -> None:
    name, pipeline, source = published
    config = part_config(source, "vae")
    with torch.device("meta"):
        wanted = shapes(stock.AutoencoderKL.from_config(config))
    assert wanted == shapes(pipeline.vae)
    assert {n: p.shape for n, p in part_pieces(source, "vae").items()} == wanted
    recipe = vae_of(source, ModelRef(name, "checkpoint", "vae", source.family))
    scale = {"upscaler": 0.08333, "sdxl": 0.13025, "sdxl_refiner": 0.13025}.get(name, 0.18215)
    assert (recipe.scaling_factor, recipe.factor) == (scale, 4 if name == "upscaler" else 8)


def test_the_text_encoders_configs_are_the_published_ones(
    published: tuple[str, Pipeline, ModelSource],
) -> None:
    name, pipeline, source = published
    recipe = text_encoder_of(source, ModelRef(name, "checkpoint", "text_encoder", source.family))
    unet = unet_of(source, ModelRef(name, "checkpoint", "unet", source.family))
    assert recipe.width == unet.context_width
    assert recipe.pooled_width == unet.pooled_width
    for part in recipe.encoders:
        config = part_config(source, part)
        original = getattr(pipeline, part)
        for key in ("hidden_size", "num_hidden_layers", "num_attention_heads", "hidden_act"):
            assert config[key] == getattr(original.config, key)
        assert shapes(empty_text_encoder(config)) == shapes(original)


@pytest.mark.parametrize("name", ["sd1", "sd2", "sdxl"])
@pytest.mark.parametrize("original", [True, False])
def test_a_controlnets_config_is_the_published_one(name: str, original: bool) -> None:
    given = {k: v for k, v in UNETS[name].items() if k != "up_block_types"}
    with torch.device("meta"):
        published = stock.ControlNetModel(**given)
    state = published.state_dict()
    source = in_memory(original_unet(state, 2) if original else state, name)
    assert (source.kind, source.family) == ("controlnet", name)
    config = part_config(source, "controlnet")
    assert config["conditioning_embedding_out_channels"] == [16, 32, 96, 256]
    with torch.device("meta"):
        assert shapes(stock.ControlNetModel.from_config(config)) == shapes(published)
    assert config["attention_head_dim"] == given["attention_head_dim"]
