"""What KSampler can't do is refused with a sentence, before torch is even imported."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graph_engine import Builder, NodeError, Session
from nodes import EmptyLatent, EncodeText, KSampler, LoadCheckpoint
from nodes.k_sampling_checks import check_k_sampling

from .conftest import MakeContext
from .values import conditioning, latent, unet


def refused(record: MakeContext, **params: Any) -> NodeError:
    """The error of a run on small values."""
    given: dict[str, Any] = {
        "unet": unet(),
        "positive": conditioning(),
        "latent": latent(blank=True),
    } | params
    with pytest.raises(NodeError) as caught:
        KSampler(**given).run(record().context)
    return caught.value


def problems(tmp_path: Path, **params: Any) -> list[tuple[str, str, str]]:
    """What a check of a workflow finds: port, message and hint."""
    with Session(cache=tmp_path / "cache") as session:
        builder = Builder(session.catalog, "Checked")
        checkpoint = builder.add(LoadCheckpoint(model="tiny-sd15"))
        text = builder.add(EncodeText(text_encoder=checkpoint.text_encoder, text="red"))
        canvas = builder.add(EmptyLatent(width=64, height=64))
        builder.add(
            KSampler(
                unet=checkpoint.unet,
                positive=text.conditioning,
                latent=canvas.latent,
                **params,
            )
        )
        found = session.check(builder.build())
        return [(problem.port, problem.message, problem.hint) for problem in found]


@pytest.mark.parametrize(
    ("params", "port", "says"),
    [
        ({"steps": 0}, "steps", "from 1 to 10000"),
        ({"denoise": 1.5}, "denoise", "from 0 to 1"),
        ({"start_step": 6, "end_step": 6}, "start_step", "start at step 6 and end at step 6"),
        ({"sampler": "dpm2"}, "sampler", "dpm_2"),
        ({"schedule": "karas"}, "schedule", "karras"),
        (
            {"sampler": "dpmpp_2m", "schedule": "simple", "steps": 600, "denoise": 0.5},
            "schedule",
            'The schedule "simple" repeats noise levels',
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_check_tells_before_a_run(
    tmp_path: Path, params: Mapping[str, Any], port: str, says: str
) -> None:
    ((found_port, message, hint),) = problems(tmp_path, **params)
    assert found_port == port
    assert says in f"{message} {hint}"


def test_a_check_finds_nothing_in_what_works(tmp_path: Path) -> None:
    assert problems(tmp_path) == []
    assert problems(tmp_path, schedule="simple", steps=2000, denoise=0.0) == []


def test_samplers_that_go_with_a_schedule_are_named(record: MakeContext) -> None:
    error = refused(record, sampler="uni_pc", schedule="simple", steps=1000)
    assert error.port == "schedule"
    assert "here 1001 (1000 at denoise 1)" in error.message
    assert "euler, euler_ancestral, heun" in error.hint


def test_an_end_before_the_start(record: MakeContext) -> None:
    error = refused(record, start_step=7, end_step=5)
    assert error.port == "start_step"
    assert "the start must be before the end" in error.message


@pytest.mark.parametrize("port", ["positive", "negative"])
def test_a_prompt_of_another_text_encoder(record: MakeContext, port: str) -> None:
    error = refused(record, **{port: conditioning(1024)})
    assert error.port == port
    assert "1024 wide" in error.message


def test_a_latent_of_another_family(record: MakeContext) -> None:
    error = refused(record, latent=latent(family="sdxl"))
    assert error.port == "latent"
    assert "SDXL (scale 0.13025)" in error.message


@pytest.mark.parametrize(
    ("params", "says"),
    [
        ({"negative": conditioning(1024), "guidance": 1.0}, "negative prompt is not used"),
        ({"add_noise": False}, "gets no noise"),
        ({"denoise": 0.5}, "start from flat grey"),
    ],
)
def test_what_is_doubtful_is_said(
    record: MakeContext, params: Mapping[str, Any], says: str
) -> None:
    recorder = record()
    node = KSampler(unet=unet(), positive=conditioning(), latent=latent(blank=True), **params)
    check_k_sampling(node, recorder.context)
    (warning,) = recorder.context.warnings
    assert says in warning
