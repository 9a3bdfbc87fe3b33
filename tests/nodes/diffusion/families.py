"""Small random models of each family, saved as diffusers saves them: SD 1, SDXL and its refiner."""

from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers.utils import logging as diffusers_logging
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
)
from transformers.utils import logging as transformers_logging

from graph_engine.shipped import shipped_folder

# diffusers' top level is lazy, which a type checker can't follow.
stock: Any = diffusers

# As the model store does: the stock pipelines log what the nodes tell as warnings of their own.
for logging in (diffusers_logging, transformers_logging):
    logging.set_verbosity_error()
    logging.disable_progress_bar()

CLIP_L = 32
"""Width of the small text encoder that SD 1 has, and SDXL as its first."""

CLIP_G = 48
"""Width of the small text encoder that SDXL has as its second, and the refiner alone."""

POOLED = 40


def small_sd1(folder: Path, *, seed: int = 0, predicts: str = "epsilon", **unet: Any) -> Path:
    """Stable Diffusion 1: one text encoder, of three layers; `unet` goes into its config."""
    torch.manual_seed(seed)
    tokenizer = small_tokenizer()
    pipeline = stock.StableDiffusionPipeline(
        vae=small_vae(),
        text_encoder=CLIPTextModel(text_config(tokenizer, CLIP_L)),
        tokenizer=tokenizer,
        unet=small_unet(cross_attention_dim=CLIP_L, **unet),
        scheduler=small_scheduler("PNDMScheduler", prediction_type=predicts),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(folder)
    return folder


def small_sdxl(folder: Path, *, seed: int = 1, **unet: Any) -> Path:
    """SDXL: two text encoders side by side, a pooled embedding, sizes and its own latent scale."""
    torch.manual_seed(seed)
    first, second = small_tokenizer(), small_tokenizer(pad="!")
    pipeline = stock.StableDiffusionXLPipeline(
        vae=small_vae(scaling_factor=0.13025, force_upcast=False),
        text_encoder=CLIPTextModel(text_config(first, CLIP_L)),
        text_encoder_2=CLIPTextModelWithProjection(big_text_config(second)),
        tokenizer=first,
        tokenizer_2=second,
        unet=small_unet(
            cross_attention_dim=CLIP_L + CLIP_G,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=POOLED + 6 * 8,
            use_linear_projection=True,
            **unet,
        ),
        scheduler=small_scheduler("EulerDiscreteScheduler"),
        force_zeros_for_empty_prompt=True,
        add_watermarker=False,
    )
    pipeline.save_pretrained(folder)
    return folder


def small_refiner(folder: Path, *, seed: int = 2, **unet: Any) -> Path:
    """SDXL's refiner: only the second text encoder, and an aesthetic score for the target size."""
    torch.manual_seed(seed)
    tokenizer = small_tokenizer(pad="!")
    pipeline = stock.StableDiffusionXLImg2ImgPipeline(
        vae=small_vae(scaling_factor=0.13025, force_upcast=False),
        text_encoder=None,
        text_encoder_2=CLIPTextModelWithProjection(big_text_config(tokenizer)),
        tokenizer=None,
        tokenizer_2=tokenizer,
        unet=small_unet(
            cross_attention_dim=CLIP_G,
            addition_embed_type="text_time",
            addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=POOLED + 5 * 8,
            use_linear_projection=True,
            **unet,
        ),
        scheduler=small_scheduler("EulerDiscreteScheduler"),
        requires_aesthetics_score=True,
        force_zeros_for_empty_prompt=False,
        add_watermarker=False,
    )
    pipeline.save_pretrained(folder)
    return folder


def small_controlnet(folder: Path, unet: Any, *, seed: int = 3, **rest: Any) -> Path:
    """A ControlNet for a U-Net, with random weights where a new one has zeros."""
    torch.manual_seed(seed)
    net = stock.ControlNetModel.from_unet(unet, conditioning_channels=3)
    channels = net.config.block_out_channels
    config = {**net.config, "conditioning_embedding_out_channels": (4, 4, 8, 8), **rest}
    net = stock.ControlNetModel.from_config(config)
    for block in (*net.controlnet_down_blocks, net.controlnet_mid_block):
        torch.nn.init.normal_(block.weight, std=channels[0] ** -0.5)
    picture = net.controlnet_cond_embedding
    for layer in (picture.conv_in, *picture.blocks, picture.conv_out):
        torch.nn.init.kaiming_normal_(layer.weight)
    net.save_pretrained(folder)
    return folder


def small_upscaler(folder: Path, *, seed: int = 7) -> Path:
    """The ×4 upscaler: four pixels per cell, and a U-Net that is told a level of noise."""
    torch.manual_seed(seed)
    tokenizer = small_tokenizer(pad="!")
    pipeline = stock.StableDiffusionUpscalePipeline(
        vae=small_vae(levels=3, scaling_factor=0.08333),
        text_encoder=CLIPTextModel(text_config(tokenizer, CLIP_L)),
        tokenizer=tokenizer,
        unet=small_unet(
            cross_attention_dim=CLIP_L, in_channels=7, out_channels=4, num_class_embeds=1000
        ),
        low_res_scheduler=stock.DDPMScheduler(
            beta_start=0.0001, beta_end=0.02, beta_schedule="scaled_linear"
        ),
        scheduler=small_scheduler("DDIMScheduler", prediction_type="v_prediction"),
    )
    pipeline.save_pretrained(folder)
    return folder


def small_pixel_model(folder: Path, *, seed: int = 12, **unet: Any) -> Path:
    """An unconditional model of 16 × 16 pixels, without latents."""
    torch.manual_seed(seed)
    config: dict[str, Any] = {
        "sample_size": 16,
        "block_out_channels": (8, 16),
        "down_block_types": ("DownBlock2D", "AttnDownBlock2D"),
        "up_block_types": ("AttnUpBlock2D", "UpBlock2D"),
        "layers_per_block": 1,
        "norm_num_groups": 4,
    }
    pipeline = stock.DDPMPipeline(
        unet=stock.UNet2DModel(**(config | unet)), scheduler=stock.DDPMScheduler()
    )
    pipeline.save_pretrained(folder)
    return folder


def small_adapter(folder: Path, *, kind: str = "full_adapter", seed: int = 4, **rest: Any) -> Path:
    """A T2I-Adapter for small U-Nets that read prompts at full size, or of `full_adapter_xl`."""
    torch.manual_seed(seed)
    config: dict[str, Any] = {"channels": (16, 32), "num_res_blocks": 1, "downscale_factor": 8}
    if kind == "full_adapter_xl":
        config |= {"channels": (16, 32, 32, 32), "downscale_factor": 16}
    stock.T2IAdapter(adapter_type=kind, **(config | rest)).save_pretrained(folder)
    return folder


def small_scheduler(kind: str, **rest: Any) -> Any:
    """A scheduler with what all families' configs say, also what only others of its kind read."""
    config = {
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "steps_offset": 1,
        "clip_sample": False,
        "set_alpha_to_one": False,
        "skip_prk_steps": True,
    }
    return getattr(stock, kind).from_config(config, **rest)


def small_tokenizer(pad: str = "<|endoftext|>") -> Any:
    """The embedded model's tokenizer, of 696 tokens; SDXL's second one pads with "!"."""
    folder = shipped_folder("models") / "tiny-sd15/tokenizer"
    return CLIPTokenizer.from_pretrained(folder, pad_token=pad)


def text_config(tokenizer: Any, width: int, **rest: Any) -> CLIPTextConfig:
    """A text encoder of three layers, so that layers can be skipped."""
    return CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=3,
        num_attention_heads=2,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        # Weights as large as trained ones': with the default, all words mean almost the same.
        initializer_factor=5.0,
        **rest,
    )


def big_text_config(tokenizer: Any) -> CLIPTextConfig:
    """SDXL's second text encoder: another activation, and a projection of the pooled embedding."""
    return text_config(tokenizer, CLIP_G, hidden_act="gelu", projection_dim=POOLED)


def small_vae(*, levels: int = 4, **rest: Any) -> Any:
    """A VAE of 8 pixels per cell, or half as many for one level less."""
    return stock.AutoencoderKL(
        block_out_channels=(8,) * levels,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        layers_per_block=1,
        norm_num_groups=4,
        sample_size=64,
        **rest,
    )


def small_unet(**rest: Any) -> Any:
    """A U-Net of two levels, one of them with attention."""
    return stock.UNet2DConditionModel(
        **{
            "block_out_channels": (16, 32),
            "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
            "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
            "layers_per_block": 1,
            "attention_head_dim": 8,
            "norm_num_groups": 8,
            "sample_size": 8,
        }
        | rest
    )
