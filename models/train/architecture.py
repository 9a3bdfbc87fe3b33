"""The parts of ``tiny-sd15``: Stable Diffusion 1.x with every width scaled down.

diffusers' type hints hide that its models are torch modules; this module is the seam where they
become ``Any``.
"""

from pathlib import Path
from typing import Any

import diffusers
import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from models.train.pictures import SIZE

DOWNSAMPLING = 8
LATENT_CHANNELS = 4
TEXT_WIDTH = 96


_diffusers: Any = diffusers
_transformers_text: Any = CLIPTextModel


def new_autoencoder() -> Any:
    """A KL autoencoder, f = 8, 4 latent channels."""
    return _diffusers.AutoencoderKL(
        in_channels=3,
        out_channels=3,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(16, 32, 64, 64),
        layers_per_block=1,
        latent_channels=LATENT_CHANNELS,
        norm_num_groups=4,
        sample_size=SIZE,
        act_fn="silu",
    )


def new_text_encoder(tokenizer: Any) -> Any:
    """A two-layer CLIP text model over the tokenizer's vocabulary."""
    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=TEXT_WIDTH,
        intermediate_size=4 * TEXT_WIDTH,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=tokenizer.model_max_length,
        hidden_act="quick_gelu",
        projection_dim=TEXT_WIDTH,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return _transformers_text(config)


def new_unet() -> Any:
    """SD 1.x's U-Net: three cross-attention levels and a plain one, one layer per block."""
    return _diffusers.UNet2DConditionModel(
        sample_size=SIZE // DOWNSAMPLING,
        in_channels=LATENT_CHANNELS,
        out_channels=LATENT_CHANNELS,
        layers_per_block=1,
        block_out_channels=(32, 64, 96, 96),
        down_block_types=("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
        up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
        cross_attention_dim=TEXT_WIDTH,
        attention_head_dim=(1, 2, 2, 2),  # the number of heads, as in SD 1.x configs
        norm_num_groups=8,
    )


def new_scheduler() -> Any:
    """SD 1.x's noise schedule with v-prediction."""
    return _diffusers.DDIMScheduler(
        num_train_timesteps=1000,
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        prediction_type="v_prediction",
    )


def load_autoencoder(folder: Path) -> Any:
    """The autoencoder saved in a folder, float32."""
    return _diffusers.AutoencoderKL.from_pretrained(folder, torch_dtype=torch.float32)


def load_unet(folder: Path) -> Any:
    """The U-Net saved in a folder, float32."""
    return _diffusers.UNet2DConditionModel.from_pretrained(folder, torch_dtype=torch.float32)


def load_text_encoder(folder: Path) -> Any:
    """The text encoder saved in a folder, float32."""
    return _transformers_text.from_pretrained(folder, dtype=torch.float32)


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer saved in a folder."""
    return CLIPTokenizer.from_pretrained(folder)


def new_pipeline(vae: Any, text_encoder: Any, tokenizer: Any, unet: Any) -> Any:
    """The stock pipeline around the parts, without a safety checker."""
    return _diffusers.StableDiffusionPipeline(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=new_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def tokenize(tokenizer: Any, captions: list[str]) -> torch.Tensor:
    """Token ids (len(captions), 77), int64, padded as the pipelines pad."""
    encoding = tokenizer(
        captions,
        padding="max_length",
        truncation=True,
        max_length=tokenizer.model_max_length,
        return_tensors="pt",
    )
    ids: torch.Tensor = encoding.input_ids
    return ids
