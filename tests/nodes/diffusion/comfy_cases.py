"""Runs of KSampler that ComfyUI has made too: small models of each kind, and what is asked of them.

Weights, prompts and pictures come from numpy's generator, so that both sides can make them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import numpy as np
import torch

from nodes.k_samplers import KSamplerName
from nodes.values import FloatArray

from .families import stock

WIDTH, TOKENS, POOLED, TIME = 16, 77, 24, 8
HEIGHT_CELLS, WIDTH_CELLS = 8, 16
SEED = 7

UNETS: Mapping[str, Mapping[str, Any]] = {
    "text": {},
    "xl": {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": TIME,
        "projection_class_embeddings_input_dim": POOLED + 6 * TIME,
        "use_linear_projection": True,
    },
    "refiner": {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": TIME,
        "projection_class_embeddings_input_dim": POOLED + 5 * TIME,
        "use_linear_projection": True,
    },
    "inpaint": {"in_channels": 9},
    "edit": {"in_channels": 8},
    "upscale": {"in_channels": 7, "num_class_embeds": 1000, "use_linear_projection": True},
    "adapted": {"layers_per_block": 2},
}
"""What the U-Net of each kind of model has beyond a plain one."""


@dataclass(frozen=True)
class Words:
    """One prompt: the number of its random embedding, and how it counts; `area` is in pixels."""

    number: int
    tokens: int = TOKENS
    strength: float = 1.0
    start: float = 0.0
    end: float = 1.0
    mask: bool = False
    area: tuple[int, int, int, int] | None = None
    size: tuple[int, int, int, int, int, int] | None = None
    aesthetic: float | None = None


@dataclass(frozen=True)
class Steering:
    """A control picture."""

    number: int
    strength: float = 1.0
    start: float = 0.0
    end: float = 1.0


@dataclass(frozen=True)
class Case:
    """What a KSampler is asked for."""

    unet: str = "text"
    prediction_type: str = "v_prediction"
    positive: tuple[Words, ...] = (Words(0),)
    negative: tuple[Words, ...] = (Words(1),)
    picture: bool = False
    mask: bool = False
    batch: int = 1
    controls: tuple[Steering, ...] = ()
    noise_level: int = 0
    params: Mapping[str, Any] = field(default_factory=dict)


def _asked(**params: Any) -> Mapping[str, Any]:
    return params


CASES: Mapping[str, Case] = {
    **{name: Case(params=_asked(sampler=name)) for name in get_args(KSamplerName)},
    "predicts noise": Case(prediction_type="epsilon", params=_asked(sampler="dpmpp_2m")),
    "predicts noise, areas": Case(
        prediction_type="epsilon", positive=(Words(0), Words(2, area=(16, 0, 80, 64)))
    ),
    "image to image": Case(picture=True, params=_asked(sampler="dpmpp_2m_sde", denoise=0.6)),
    "batch": Case(batch=2, params=_asked(sampler="euler_ancestral")),
    "first half": Case(params=_asked(end_step=2, leftover_noise=True)),
    "first half, no noise left": Case(params=_asked(sampler="dpmpp_2m", end_step=2)),
    "second half": Case(picture=True, params=_asked(start_step=2, add_noise=False)),
    "masked": Case(picture=True, mask=True, params=_asked(sampler="dpmpp_2m", denoise=0.8)),
    "masked ddim": Case(picture=True, mask=True, params=_asked(sampler="ddim")),
    "guidance 1": Case(params=_asked(guidance=1.0)),
    "guidance 0.5": Case(params=_asked(guidance=0.5)),
    "two prompts": Case(positive=(Words(0), Words(2, strength=0.6))),
    "lengths": Case(positive=(Words(0), Words(2, tokens=154))),
    "masks": Case(positive=(Words(0, mask=True, strength=0.8), Words(2))),
    "ranges": Case(
        positive=(Words(0, end=0.5), Words(2, start=0.5)), params=_asked(sampler="heun")
    ),
    "ranges of two evaluations": Case(
        positive=(Words(0, end=0.35), Words(2, start=0.3), Words(3, start=0.1, end=0.7)),
        params=_asked(sampler="dpm_2"),
    ),
    "area": Case(positive=(Words(0), Words(2, area=(16, 0, 80, 64), strength=1.2))),
    "areas on both sides": Case(
        positive=(Words(0), Words(2, area=(32, 16, 64, 40)), Words(3, area=(32, 16, 96, 48))),
        negative=(Words(1), Words(4, area=(0, 0, 96, 64), strength=0.7)),
    ),
    "areas, noise mask, heun": Case(
        positive=(Words(2, area=(0, 0, 72, 64)), Words(3, area=(56, 0, 72, 64))),
        picture=True,
        mask=True,
        params=_asked(sampler="heun"),
    ),
    "areas of an inpainting model": Case(
        "inpaint", positive=(Words(0), Words(2, area=(16, 0, 80, 64))), batch=2
    ),
    "xl": Case("xl"),
    "xl, sizes": Case("xl", positive=(Words(0, size=(768, 512, 8, 16, 640, 480)),)),
    "refiner": Case("refiner"),
    "refiner, score": Case("refiner", positive=(Words(0, aesthetic=7.5),)),
    "inpaint": Case("inpaint"),
    "edit": Case("edit"),
    "upscale": Case("upscale", noise_level=70),
    "upscale, no noise": Case("upscale"),
    "control": Case(controls=(Steering(0, 0.8, 0.0, 0.6),), params=_asked(sampler="dpm_2")),
    "two controls": Case(
        controls=(Steering(0, 0.8), Steering(1, 0.5, 0.2, 0.9)), batch=2,
        params=_asked(sampler="dpmpp_2m"),
    ),
    "control and areas": Case(
        positive=(Words(0), Words(2, area=(16, 0, 80, 64))), controls=(Steering(0),)
    ),
    "control of xl": Case("xl", controls=(Steering(0),)),
    "adapter": Case("adapted", controls=(Steering(0, 0.7, 0.0, 0.5),), batch=2),
    "adapter and areas": Case(
        "adapted", positive=(Words(0), Words(2, area=(16, 0, 80, 64))),
        controls=(Steering(0), Steering(1, 0.5, 0.2)), params=_asked(sampler="heun"),
    ),
}  # fmt: skip
DEFAULTS: Mapping[str, Any] = {
    "seed": SEED, "steps": 4, "guidance": 5.0, "sampler": "euler", "schedule": "karras",
    "denoise": 1.0, "start_step": 0, "end_step": 10000, "add_noise": True,
    "leftover_noise": False,
}  # fmt: skip


def numbers(seed: int, *shape: int) -> FloatArray:
    """Normal numbers that a seed stands for."""
    return np.random.default_rng(seed).standard_normal(shape, np.float32)


def embedding(words: Words) -> FloatArray:
    """A prompt's embedding, (1, tokens, width)."""
    return numbers(100 + words.number, 1, words.tokens, WIDTH)


def pooled(words: Words) -> FloatArray:
    """A prompt's pooled embedding, (1, width)."""
    return numbers(200 + words.number, 1, POOLED)


def samples(case: Case) -> FloatArray:
    """The latent that a case starts from, in the sampler's space."""
    shape = (case.batch, 4, HEIGHT_CELLS, WIDTH_CELLS)
    return numbers(300, *shape) if case.picture else np.zeros(shape, np.float32)


def steps_up(height: int, width: int) -> FloatArray:
    """A mask that rises in four stairs from left to right, (1, height, width)."""
    stairs = np.floor(np.linspace(0, 3.99, width)) / 3
    return np.tile(stairs.astype(np.float32), (1, height, 1))


def hole() -> FloatArray:
    """The mask of an inpainting model, over the latent's cells: 1 in its right half."""
    mask = np.zeros((1, 1, HEIGHT_CELLS, WIDTH_CELLS), np.float32)
    mask[..., WIDTH_CELLS // 2 :] = 1
    return mask


def beside(channels: int) -> FloatArray:
    """What a U-Net reads beside its latent: a masked or a given picture, encoded."""
    return numbers(400, 1, channels, HEIGHT_CELLS, WIDTH_CELLS)


def control_picture(steering: Steering) -> FloatArray:
    """A control's picture, (1, height, width, 3)."""
    shape = (1, 8 * HEIGHT_CELLS, 8 * WIDTH_CELLS, 3)
    return np.random.default_rng(500 + steering.number).random(shape, np.float32)


def unet_of(kind: str) -> Any:
    """A U-Net of two levels, filled with numbers."""
    made = stock.UNet2DConditionModel(
        **{
            **_SHAPE,
            "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
            "in_channels": 4,
            "out_channels": 4,
            **UNETS[kind],
        }
    )
    return filled(made, sorted(UNETS).index(kind))


def control_of(kind: str) -> Any:
    """A ControlNet, or for the kind "adapted" a T2I-Adapter, filled with numbers."""
    if kind == "adapted":
        return filled(stock.T2IAdapter(channels=[32, 64], adapter_type="full_adapter"), 60)
    return filled(stock.ControlNetModel(**_SHAPE, **UNETS[kind]), 50)


_SHAPE: Mapping[str, Any] = {
    "block_out_channels": (32, 64),
    "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
    "layers_per_block": 1,
    "cross_attention_dim": WIDTH,
    "attention_head_dim": 4,
}


def filled(model: Any, seed: int) -> Any:
    """A model with weights that keep the size of what goes through them."""
    state = {}
    for number, (name, tensor) in enumerate(sorted(model.state_dict().items())):
        values = numbers(1000 * seed + number, *tensor.shape)
        if tensor.ndim > 1:
            values *= 1.2 / np.sqrt(np.prod(tensor.shape[1:]))
        else:
            values = 0.1 * values + float(".norm" in name and name.endswith("weight"))
        state[name] = torch.from_numpy(values.astype(np.float32))
    model.load_state_dict(state)
    return model


def saved_models(folder: Path) -> None:
    """All kinds of models, each in a folder of its kind's name."""
    for kind in UNETS:
        unet_of(kind).save_pretrained(folder / f"comfy-{kind}")
    noising = folder / "comfy-upscale/low_res_scheduler"
    betas = {"beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "scaled_linear"}
    stock.DDPMScheduler(**betas).save_pretrained(noising)
    for kind in ("text", "xl", "adapted"):
        control_of(kind).save_pretrained(folder / f"comfy-control-{kind}")
