"""Small random models that follow their family's rules, as those do that are shared in one file.

They have CLIP's real vocabulary, 32 groups in every norm, and heads as the family has them.
"""

from typing import Any

import torch
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from nodes.diffusion.single_files import clip_tokenizer
from nodes.formats.vocabulary import END, TOKENS

from .families import stock

POOLED = 48
TIME = 8
_BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}


def shareable_model(family: str, *, channels: int = 4, prediction: str = "epsilon") -> Any:
    """A pipeline of a family, of small widths."""
    torch.manual_seed(3)
    betas = {**_BETAS, "steps_offset": 1, "prediction_type": prediction}
    rest = {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}
    if family in ("sd1", "sd2"):
        opened = family == "sd2"
        name = "StableDiffusionInpaintPipeline" if channels == 9 else "StableDiffusionPipeline"
        scheduler = stock.DDIMScheduler if opened else stock.PNDMScheduler
        steps = {"clip_sample": False} if opened else {"skip_prk_steps": True}
        return getattr(stock, name)(
            vae=shareable_vae(),
            text_encoder=text_encoder(32, opened=opened),
            tokenizer=clip_tokenizer("!" if opened else END),
            unet=shareable_unet(family, 32, channels=channels),
            scheduler=scheduler(**betas, **steps, set_alpha_to_one=False),
            **rest,
        )
    scheduler = stock.EulerDiscreteScheduler(**betas, timestep_spacing="leading")
    second = {"text_encoder_2": projected_encoder(), "tokenizer_2": clip_tokenizer("!")}
    vae = shareable_vae(scaling_factor=0.13025)
    if family == "sdxl_refiner":
        return stock.StableDiffusionXLImg2ImgPipeline(
            vae=vae,
            text_encoder=None,
            tokenizer=None,
            unet=shareable_unet(family, 64, channels=channels),
            scheduler=scheduler,
            requires_aesthetics_score=True,
            force_zeros_for_empty_prompt=False,
            add_watermarker=False,
            **second,
        )
    return stock.StableDiffusionXLPipeline(
        vae=vae,
        text_encoder=text_encoder(32),
        tokenizer=clip_tokenizer(END),
        unet=shareable_unet(family, 32 + 64, channels=channels),
        scheduler=scheduler,
        add_watermarker=False,
        **second,
    )


def shareable_unet(family: str, context: int, *, channels: int = 4) -> Any:
    """A U-Net with the levels, depths and heads of its family, and narrow."""
    kind: type[Any] = stock.UNet2DConditionModel
    return kind(in_channels=channels, sample_size=8, **unet_shape(family, context))


def shareable_controlnet(family: str, context: int) -> Any:
    """A ControlNet for such a U-Net, its zero convolutions filled as if it were trained."""
    shape = unet_shape(family, context)
    del shape["up_block_types"]
    made = stock.ControlNetModel(**shape, conditioning_embedding_out_channels=(16, 32, 64, 96))
    for parameter in made.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.1)
    return made


def unet_shape(family: str, context: int) -> dict[str, Any]:
    """The part of a U-Net's config that a ControlNet has too."""
    plain, crossed = "DownBlock2D", "CrossAttnDownBlock2D"
    downs = {
        "sd1": (crossed, crossed, crossed, plain),
        "sd2": (crossed, crossed, crossed, plain),
        "sdxl": (plain, crossed, crossed),
        "sdxl_refiner": (plain, crossed, crossed, plain),
    }[family]
    widths = (32, 64, 128, 128)[: len(downs)]
    shape: dict[str, Any] = {
        "block_out_channels": widths,
        "down_block_types": downs,
        "up_block_types": tuple(d.replace("Down", "Up") for d in reversed(downs)),
        "layers_per_block": 2,
        "cross_attention_dim": context,
        "attention_head_dim": 8 if family == "sd1" else tuple(max(1, w // 64) for w in widths),
        "use_linear_projection": family != "sd1",
    }
    if family.startswith("sdxl"):
        sizes = 5 if family == "sdxl_refiner" else 6
        shape |= {
            "transformer_layers_per_block": 4 if family == "sdxl_refiner" else (1, 2, 3),
            "addition_embed_type": "text_time",
            "addition_time_embed_dim": TIME,
            "projection_class_embeddings_input_dim": POOLED + sizes * TIME,
        }
    return shape


def shareable_vae(**rest: Any) -> Any:
    """A VAE of 8 pixels per cell."""
    return stock.AutoencoderKL(
        block_out_channels=(32, 32, 64, 64),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        **rest,
    )


def text_encoder(width: int, *, opened: bool = False, tokens: int = TOKENS) -> CLIPTextModel:
    """OpenAI's text encoder, or OpenCLIP's."""
    return CLIPTextModel(text_config(width, opened=opened, tokens=tokens))


def projected_encoder(width: int = 64, *, tokens: int = TOKENS) -> CLIPTextModelWithProjection:
    """OpenCLIP's larger text encoder, with the projection of its pooled embedding."""
    config = text_config(width, opened=True, tokens=tokens, projection_dim=POOLED)
    return CLIPTextModelWithProjection(config)


def text_config(width: int, *, opened: bool, tokens: int, **rest: Any) -> CLIPTextConfig:
    """A text encoder of two layers; OpenCLIP's activation is the exact one."""
    return CLIPTextConfig(
        vocab_size=tokens,
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=2,
        num_attention_heads=max(1, width // 64),
        hidden_act="gelu" if opened else "quick_gelu",
        bos_token_id=tokens - 2,
        eos_token_id=tokens - 1,
        pad_token_id=0 if opened else tokens - 1,
        initializer_factor=5.0,
        **rest,
    )
