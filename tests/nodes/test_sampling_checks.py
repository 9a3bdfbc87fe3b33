"""What can't be sampled is refused with a sentence, before torch is even imported."""

from typing import Any

import pytest

from graph_engine.errors import NodeError
from nodes import Sample
from nodes.sampling_checks import check_sampling
from nodes.values import ModelRef, UNet

from .conftest import MakeContext
from .values import conditioning, latent, unet


def refused(record: MakeContext, **params: Any) -> NodeError:
    given: dict[str, Any] = {
        "unet": unet(),
        "positive": conditioning(),
        "latent": latent(blank=True),
    } | params
    with pytest.raises(NodeError) as caught:
        Sample(**given).run(record().context)
    return caught.value


def test_a_schedule_that_the_sampler_does_not_have(record: MakeContext) -> None:
    error = refused(record, sampler="ddim", schedule="karras")
    assert error.port == "schedule"
    assert error.message == (
        'The sampler "ddim" does not go with the schedule "karras", only with default, trailing,'
        " leading, linspace."
    )
    assert "dpmpp_2m" in error.hint


def test_a_latent_of_other_channels(record: MakeContext) -> None:
    error = refused(record, latent=latent(16))
    assert error.port == "latent"
    assert error.message == (
        'The latent has 16 channels, but the U-Net of "some-model" denoises 4.'
    )


def test_a_latent_of_another_family(record: MakeContext) -> None:
    error = refused(record, latent=latent(family="sdxl"))
    assert error.message == (
        'The latent belongs to SDXL (scale 0.13025), but the U-Net of "some-model" works on latents'
        " of Stable Diffusion 1 and 2 (scale 0.18215)."
    )


def test_families_with_one_latent_space_go_together(record: MakeContext) -> None:
    sd2 = UNet(ModelRef("other", "checkpoint", "unet", "sd2"))
    node = Sample(
        unet=sd2, positive=conditioning(), latent=latent(family="sd1"), schedule="default"
    )
    check_sampling(node, record().context)


@pytest.mark.parametrize("port", ["positive", "negative"])
def test_a_prompt_of_another_text_encoder(record: MakeContext, port: str) -> None:
    error = refused(record, **{port: conditioning(1024)})
    assert error.port == port
    assert "1024 wide" in error.message
    assert "reads 768" in error.message


def test_an_end_before_the_start(record: MakeContext) -> None:
    error = refused(record, latent=latent(), start=0.6, end=0.5)
    assert error.port == "start"
    assert "0.6" in error.message


def test_going_on_with_an_empty_latent(record: MakeContext) -> None:
    error = refused(record, start=0.5)
    assert error.port == "latent"
    assert "nothing to go on with" in error.message


def test_a_strength_that_leaves_no_step(record: MakeContext) -> None:
    error = refused(record, latent=latent(), strength=0.03, steps=20)
    assert error.port == "strength"
    assert error.message == "A strength of 0.03 leaves none of the 20 steps to do."
    assert error.hint == "Use at least 0.05."


def test_what_is_ignored_is_said(record: MakeContext) -> None:
    recorder = record()
    node = Sample(
        unet=unet(),
        positive=conditioning(),
        negative=conditioning(),
        guidance=1.0,
        latent=latent(blank=True),
        strength=0.5,
    )
    check_sampling(node, recorder.context)
    assert len(recorder.context.warnings) == 2
    assert "negative prompt is not used" in recorder.context.warnings[0]
