"""The parts of ``tiny-sdxl`` and its refiner that differ from ``tiny-sd15``'s.

A second text encoder whose pooled output, together with sizes and crops, conditions the U-Net;
linear projections around attention; and SDXL's own latent scale.
"""

from pathlib import Path
from typing import Any

import diffusers
import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from models.train.architecture import DOWNSAMPLING, LATENT_CHANNELS, TEXT_WIDTH
from models.train.pictures import SIZE

SCALING_FACTOR = 0.13025
SECOND_WIDTH = 64
TEXT_LAYERS = 3
SIZE_WIDTH = 32
"""Channels of the sinusoid of each size, crop offset or score."""

_diffusers: Any = diffusers
_first_text: Any = CLIPTextModel
_second_text: Any = CLIPTextModelWithProjection


def new_first_encoder(tokenizer: Any) -> Any:
    """One layer more than ``tiny-sd15``'s: SDXL reads the layer before the last."""
    return _first_text(_text_config(tokenizer, TEXT_WIDTH, "quick_gelu"))


def new_second_encoder(tokenizer: Any) -> Any:
    """The encoder whose projected end token is the pooled embedding."""
    return _second_text(_text_config(tokenizer, SECOND_WIDTH, "gelu"))


def load_second_encoder(folder: Path) -> Any:
    """The second encoder saved in a folder, float32."""
    return _second_text.from_pretrained(folder, dtype=torch.float32)


def _text_config(tokenizer: Any, width: int, activation: str) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=TEXT_LAYERS,
        num_attention_heads=4,
        max_position_embeddings=tokenizer.model_max_length,
        hidden_act=activation,
        projection_dim=width,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )


def new_base_unet() -> Any:
    """For the base: both encoders' hidden states, and six numbers of size and crop."""
    return _new_unet(TEXT_WIDTH + SECOND_WIDTH, facts=6)


def new_refiner_unet() -> Any:
    """For the refiner: the second encoder only, and five numbers, the last the aesthetic score."""
    return _new_unet(SECOND_WIDTH, facts=5)


def _new_unet(text_width: int, facts: int) -> Any:
    return _diffusers.UNet2DConditionModel(
        sample_size=SIZE // DOWNSAMPLING,
        in_channels=LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        layers_per_block=1,
        block_out_channels=(32, 64, 96, 96),
        down_block_types=("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
        up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
        cross_attention_dim=text_width,
        attention_head_dim=(1, 2, 2, 2),
        norm_num_groups=8,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=SIZE_WIDTH,
        projection_class_embeddings_input_dim=SECOND_WIDTH + facts * SIZE_WIDTH,
    )


def new_euler_scheduler() -> Any:
    """SDXL's scheduler with v-prediction."""
    return _diffusers.EulerDiscreteScheduler(
        num_train_timesteps=1000,
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        timestep_spacing="leading",
        steps_offset=1,
        prediction_type="v_prediction",
    )


def new_base_pipeline(parts: dict[str, Any]) -> Any:
    """The stock pipeline around VAE, encoders, tokenizers and U-Net."""
    return _diffusers.StableDiffusionXLPipeline(
        **parts, scheduler=new_euler_scheduler(), add_watermarker=False
    )


def new_refiner_pipeline(parts: dict[str, Any]) -> Any:
    """The stock pipeline around VAE, second encoder, its tokenizer and U-Net."""
    return _diffusers.StableDiffusionXLImg2ImgPipeline(
        **parts,
        text_encoder=None,
        tokenizer=None,
        scheduler=new_euler_scheduler(),
        requires_aesthetics_score=True,
        force_zeros_for_empty_prompt=False,
        add_watermarker=False,
    )
