"""KSampler in whole workflows: plans tell from which step it will go on, and runs do so."""

from pathlib import Path
from typing import Any

import pytest

from graph_engine import Builder, Session, Workflow
from nodes import EmptyLatent, EncodeText, KSampler, LoadCheckpoint


def workflow(session: Session, *, text: str = "a red circle", **params: Any) -> Workflow:
    """A KSampler of four steps on the embedded model, 64 × 64 pixels."""
    builder = Builder(session.catalog, "Planned")
    checkpoint = builder.add(LoadCheckpoint(model="tiny-sd15"))
    prompt = builder.add(EncodeText(text_encoder=checkpoint.text_encoder, text=text))
    canvas = builder.add(EmptyLatent(width=64, height=64))
    given: dict[str, Any] = {"steps": 4, "schedule": "karras", "sampler": "dpmpp_2m", **params}
    builder.add(
        KSampler(
            unet=checkpoint.unet,
            positive=prompt.conditioning,
            latent=canvas.latent,
            **given,
        ),
        id="sampler",
    )
    return builder.build()


@pytest.fixture
def session(tmp_path: Path) -> Any:
    """A session with a cache of its own."""
    with Session(cache=tmp_path / "cache", output=tmp_path / "output") as made:
        yield made


def planned(session: Session, **params: Any) -> tuple[str, int | None]:
    """What a plan says of the sampler: its status, and the step it will go on from."""
    data = session.plan(workflow(session, **params), ["sampler"]).nodes["sampler"].as_data()
    return data["status"], data.get("resumes_at_step")


def ran(session: Session, **params: Any) -> tuple[str, int, int]:
    """What a run did: its status, where it resumed, and the U-Net evaluations."""
    result = session.run(workflow(session, **params), ["sampler"])
    counts = result.as_data()["nodes"]["sampler"]
    return counts["status"], counts.get("resumed_at_step", 0), counts.get("unet_evaluations", 0)


def test_a_longer_run_goes_on_where_the_shorter_one_stopped(session: Session) -> None:
    half = {"end_step": 2, "leftover_noise": True}
    assert planned(session, **half) == ("will_run", None)
    assert ran(session, **half) == ("ran", 0, 4)
    assert planned(session, **half)[0] == "cached"
    assert planned(session) == ("will_run", 2)
    assert ran(session) == ("resumed", 2, 4)
    assert planned(session, end_step=3, leftover_noise=True) == ("will_run", 3)
    assert planned(session, end_step=3) == ("will_run", 2)


def test_other_prompts_and_seeds_begin_anew(session: Session) -> None:
    assert ran(session) == ("ran", 0, 8)
    for params in ({"text": "blue"}, {"seed": 1}, {"guidance": 3.0}, {"sampler": "euler"}):
        assert planned(session, **params)[1] in (None, 0), params


def test_steps_are_known_in_the_next_session(session: Session, tmp_path: Path) -> None:
    ran(session, end_step=3, leftover_noise=True)
    session.close()
    with Session(cache=tmp_path / "cache", output=tmp_path / "output") as later:
        assert planned(later) == ("will_run", 3)
        assert ran(later) == ("resumed", 3, 2)
