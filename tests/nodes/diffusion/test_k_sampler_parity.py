"""KSampler against latents that ComfyUI made with the same weights and prompts."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import safe_open

from graph_engine.context import Context
from nodes import KSampler, LoadControlNet
from nodes.values import (
    Area,
    Conditioning,
    ConditioningEntry,
    Control,
    ControlEntry,
    ExtraChannels,
    FloatArray,
    Image,
    Latent,
    Mask,
    ModelRef,
    Posterior,
    SizeConditioning,
    UNet,
)

from .comfy_cases import (
    CASES,
    DEFAULTS,
    HEIGHT_CELLS,
    POOLED,
    UNETS,
    WIDTH,
    WIDTH_CELLS,
    Case,
    Words,
    beside,
    control_picture,
    embedding,
    hole,
    pooled,
    samples,
    saved_models,
    steps_up,
)

BOUND = 1e-5
SCALE = 0.18215
FAMILIES = {"xl": "sdxl", "refiner": "sdxl_refiner"}


@pytest.fixture(scope="session")
def models(models_folder: Path) -> Path:
    """The folder with the models of all cases."""
    saved_models(models_folder)
    return models_folder


@pytest.fixture(scope="session")
def golden() -> dict[str, FloatArray]:
    """ComfyUI's latents by the names of the cases."""
    with safe_open(Path(__file__).with_name("comfyui_latents.safetensors"), "np") as file:
        assert file.metadata()["source"].startswith("ComfyUI 0.3.64")
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def unet(case: Case) -> UNet:
    big = case.unet in FAMILIES
    return UNet(
        ModelRef(f"comfy-{case.unet}", "unet", "unet"),
        case.prediction_type,
        UNETS[case.unet].get("in_channels", 4),
        WIDTH,
        pooled_width=POOLED if big else 0,
        task="text" if big else case.unet,  # type: ignore[arg-type]
        aesthetic=case.unet == "refiner",
    )


def entry(words: Words) -> ConditioningEntry:
    region: Mask | Area | None = Area(*words.area) if words.area else None
    if words.mask:
        region = Mask(steps_up(8 * HEIGHT_CELLS, 8 * WIDTH_CELLS))
    size = None
    if words.size is not None:
        width, height, left, top, shown_width, shown_height = words.size
        size = SizeConditioning((width, height), (left, top), (shown_width, shown_height))
    return ConditioningEntry(
        embedding(words), pooled(words), None, words.strength, words.start, words.end, size,
        words.aesthetic, region,
    )  # fmt: skip


def extra(case: Case) -> ExtraChannels | None:
    if case.unet == "inpaint":
        mean = beside(4) / np.float32(SCALE)
        return ExtraChannels("inpaint", hole(), Posterior(mean, np.ones_like(mean), SCALE))
    if case.unet == "edit":
        return ExtraChannels("edit", beside(4))
    if case.unet == "upscale":
        return ExtraChannels("upscale", beside(3), noise_level=case.noise_level)
    return None


def latent(case: Case) -> Latent:
    mask = Mask(steps_up(40, 50)) if case.mask else None
    return Latent(
        samples(case), 8 * WIDTH_CELLS, 8 * HEIGHT_CELLS, blank=not case.picture,
        noise_mask=mask, extra=extra(case),
    )  # fmt: skip


def control(case: Case, context: Context) -> Control | None:
    if not case.controls:
        return None
    net = LoadControlNet(model=f"comfy-control-{case.unet}").run(context).controlnet
    return Control(
        tuple(
            ControlEntry(net, Image(control_picture(each)), each.strength, each.start, each.end)
            for each in case.controls
        )
    )


def made(case: Case, context: Context) -> FloatArray:
    """What KSampler makes of a case."""
    given: dict[str, Any] = {**DEFAULTS, **case.params}
    node = KSampler(
        unet=unet(case),
        positive=Conditioning(tuple(map(entry, case.positive))),
        negative=Conditioning(tuple(map(entry, case.negative))),
        latent=latent(case),
        control=control(case, context),
        **given,
    )
    return node.run(context).latent.samples


def error(ours: FloatArray, theirs: FloatArray) -> float:
    """The largest difference, relative to the largest number."""
    return float(np.abs(ours - theirs).max() / np.abs(theirs).max())


@pytest.mark.parametrize("name", CASES)
def test_latents_equal_comfyuis(
    models: Path, golden: dict[str, FloatArray], context: Context, name: str
) -> None:
    assert error(made(CASES[name], context), golden[name]) <= BOUND
