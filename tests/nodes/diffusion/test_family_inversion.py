"""Inversion: equal to DiffEdit's loop, and DDIM makes the picture again from what it finds."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import InvertLatent, KSampler, LatentMask
from nodes.values import Latent, Mask

from .both_sides import PROMPT, Weft, pipeline_of, quiet, random_picture
from .families import small_sd1, stock

PICTURE = random_picture(64, 64, 3)


@pytest.fixture(scope="session", params=["epsilon", "v_prediction"])
def inverted_model(request: pytest.FixtureRequest, models_folder: Path) -> Path:
    """A small model that predicts noise or velocity."""
    return small_sd1(models_folder / f"inverts-{request.param}", predicts=request.param)


@pytest.fixture
def weft(sd1_model: str, context: Context) -> Weft:
    """The nodes of the small SD 1."""
    return Weft.of(sd1_model, context)


def inverted(weft: Weft, latent: Latent | None = None, **params: Any) -> Latent:
    """The noise of the picture."""
    given: dict[str, Any] = {"steps": 5, "positive": weft.prompt()} | params
    node = InvertLatent(unet=weft.unet, latent=latent or weft.encoded(PICTURE), **given)
    return node.run(weft.context).latent


@pytest.mark.parametrize(("guidance", "strength"), [(1.0, 1.0), (5.0, 0.6)])
def test_the_loop_of_diffedit(
    inverted_model: Path, context: Context, guidance: float, strength: float
) -> None:
    weft = Weft.of(inverted_model.name, context)
    pipeline = pipeline_of("StableDiffusionPipeline", inverted_model)
    config = pipeline.scheduler.config
    parts = {
        **pipeline.components,
        "inverse_scheduler": stock.DDIMInverseScheduler.from_config(config),
    }
    parts.pop("image_encoder")
    with quiet():
        diffedit = stock.StableDiffusionDiffEditPipeline(
            **parts | {"scheduler": stock.DDIMScheduler.from_config(config)},
            requires_safety_checker=False,
        )
        diffedit.set_progress_bar_config(disable=True)
        latent = weft.encoded(PICTURE)
        found = diffedit.invert(
            PROMPT, image=torch.from_numpy(latent.samples), num_inference_steps=5,
            inpaint_strength=strength, guidance_scale=guidance,
        ).latents  # fmt: skip
    made = inverted(weft, guidance=guidance, strength=strength)
    assert np.array_equal(made.samples, found[:, 0].numpy())


@pytest.mark.parametrize(("schedule", "strength"), [("default", 1.0), ("trailing", 0.5)])
def test_samplers_find_the_picture_again(context: Context, schedule: str, strength: float) -> None:
    """The more exactly the more steps; also samplers that count in sigmas."""
    weft = Weft.of("tiny-sd15", context)
    latent = weft.sample(sampler="dpmpp_2m", steps=8, guidance=1.0)
    errors = {}
    for sampler, steps in (("ddim", 6), ("ddim", 18), ("euler", 18)):
        common: dict[str, Any] = {"steps": steps, "strength": strength, "schedule": schedule}
        noise = inverted(weft, latent, **common)
        again = weft.samples(latent=noise, sampler=sampler, guidance=1.0, **common)
        wrong = np.abs(again - latent.samples).mean() / np.abs(latent.samples).mean()
        errors[sampler, steps] = float(wrong)
    assert errors["ddim", 18] < 0.6 * errors["ddim", 6]
    assert errors["ddim", 18] < 0.2
    assert errors["euler", 18] < 0.25


def test_work_is_counted(weft: Weft) -> None:
    inverted(weft, steps=4)
    assert weft.context.counts["unet_evaluations"] == 4
    inverted(weft, steps=4, guidance=3.0)
    assert weft.context.counts["unet_evaluations"] == 4 + 8


def test_what_has_no_noise_to_find(weft: Weft) -> None:
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({"latent": weft.empty()}, "latent", "The latent is empty"),
        ({"latent": inverted(weft)}, "latent", "The latent is noise already"),
        ({"strength": 0.1}, "strength", "A strength of 0.1 leaves none of the 5 steps"),
    ]
    for params, port, words in cases:
        with pytest.raises(NodeError, match=words) as caught:
            inverted(weft, **params)
        assert caught.value.port == port


def test_a_mask_on_noise_has_no_picture_to_keep(weft: Weft) -> None:
    mask = Mask(np.ones((1, 64, 64), np.float32))
    masked = LatentMask(latent=inverted(weft), mask=mask).run(weft.context).latent
    with pytest.raises(NodeError, match="no picture for the mask to keep"):
        weft.sample(latent=masked)
    noise = replace(masked, noise_mask=None)
    assert weft.sample(latent=noise).samples.any()
    sampler = KSampler(unet=weft.unet, positive=weft.prompt(), latent=noise)
    with pytest.raises(NodeError, match="of a scale that Sample counts in"):
        sampler.run(weft.context)
