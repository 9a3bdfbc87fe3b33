"""The film of a run: its steps, its pictures, its file, and the branches that begin in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from graph_engine import Session, Workflow, load_workflow
from graph_engine.branching import Branch, branch
from graph_engine.errors import InputError, NodeError
from graph_engine.film import Film
from graph_engine.film_export import check_film_file, write_film
from graph_engine.film_pictures import as_one, encoded, opened
from graph_engine.overrides import with_settings
from graph_engine.shipped import templates
from graph_engine.workflow_io import format_workflow, parse_workflow

pytestmark = pytest.mark.filterwarnings("ignore:Should have t:UserWarning")
STEPS = 5
SMALL = ["latent.width=64", "latent.height=64", f"sampler.steps={STEPS}"]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def session(cache: Path) -> Iterator[Session]:
    with Session(cache=cache, output=cache / "output", device="cpu") as made:
        yield made


def workflow_of(session: Session, template: str, *settings: str) -> Workflow:
    return with_settings(load_workflow(templates()[template]), session.catalog, [*SMALL, *settings])


def run(session: Session, workflow: Workflow) -> tuple[Any, int]:
    """The decoded pictures, and how many evaluations they took."""
    result = session.run(workflow, ["decode"])
    assert result.status == "ok", [each.error for each in result.nodes.values()]
    counted = sum(each.counts.get("unet_evaluations", 0) for each in result.nodes.values())
    return result.values["decode"]["image"].pixels, counted


def test_a_film_is_there_after_a_run_and_after_a_restart(session: Session, cache: Path) -> None:
    workflow = workflow_of(session, "text_to_image", "sampler.seed=11")
    before = Film(session, workflow, ["decode"]).sections()
    assert [(section.node, len(section.steps)) for section in before] == [("sampler", STEPS)]
    pixels, _ = run(session, workflow)
    with Session(cache=cache, device="cpu") as later:
        film = Film(later, workflow, ["decode"])
        (section,) = film.sections()
        assert section.known == frozenset(range(1, STEPS + 1))
        sigmas = [step.sigma or 0.0 for step in section.steps]
        assert sigmas == sorted(sigmas, reverse=True)
        assert sigmas[0] == pytest.approx(14.61, abs=0.01)
        assert {step.guidance for step in section.steps} == {5.0}
        sketch = film.sketch("sampler", 2)
        assert sketch is not None
        assert (sketch.width, sketch.height, sketch.pictures) == (64, 64, 1)
        with Pillow.open(io.BytesIO(sketch.picture)) as picture:
            assert picture.size == (8, 8)
        last = film.picture("sampler", STEPS).pixels
    # The last prediction is the picture, but for the half precision that it is kept in.
    assert last.shape == pixels.shape
    assert np.abs(last - pixels).max() < 0.02


@pytest.mark.parametrize("template", ["sigma_space", "sdxl_refiner"])
def test_every_sampler_on_the_way_has_its_steps(session: Session, template: str) -> None:
    workflow = workflow_of(session, template)
    run(session, workflow)
    film = Film(session, workflow, ["decode"])
    sections = film.sections()
    assert len(sections) == (2 if template == "sdxl_refiner" else 1)
    for section in sections:
        assert len(section.known) == len(section.steps)
        assert film.picture(section.node, 1).pixels.shape == (1, 64, 64, 3)


def test_steps_that_are_not_there_are_told(session: Session) -> None:
    workflow = workflow_of(session, "text_to_image", "sampler.seed=12")
    film = Film(session, workflow, ["decode"])
    assert film.sketch("sampler", 1) is None
    assert film.picture("sampler", 1) is None
    with pytest.raises(InputError, match="no film"):
        film.sketch("decode", 1)


def test_a_batch_stands_in_one_frame(session: Session) -> None:
    workflow = workflow_of(session, "text_to_image", "latent.batch=3")
    run(session, workflow)
    film = Film(session, workflow, ["decode"])
    sketch = film.sketch("sampler", 3)
    assert sketch is not None
    assert sketch.pictures == 3
    assert opened(sketch.picture).size == (17, 17)
    assert as_one(film.picture("sampler", 3).pixels).size == (136, 136)


# --- files


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".png"])
def test_a_film_becomes_a_file_that_moves(tmp_path: Path, suffix: str) -> None:
    shades = (0.1, 0.4, 0.7, 1.0)
    frames = [as_one(np.full((1, 16, 24, 3), shade, np.float32)) for shade in shades]
    file = tmp_path / f"film{suffix}"
    assert write_film(frames, file, per_second=10) == 4
    with Pillow.open(file) as film:
        assert film.n_frames == 4  # type: ignore[attr-defined]
        assert film.size == (24, 16)
        film.seek(2)
        value = np.asarray(film.convert("RGB")).mean()
    assert value == pytest.approx(0.7 * 255, abs=3)
    assert list(tmp_path.iterdir()) == [file]


def test_a_film_without_a_way_to_write_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be saved"):
        check_film_file(tmp_path / "film.txt")
    with pytest.raises(InputError, match="No step"):
        write_film([], tmp_path / "film.gif", 8)
    with pytest.raises(InputError, match="can't be written"):
        write_film([Pillow.new("RGB", (8, 8))], Path("/dev/null/film.gif"), 8)


def test_a_film_becomes_a_video(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    frames = [as_one(np.full((1, 32, 33, 3), shade, np.float32)) for shade in (0.2, 0.8)]
    file = tmp_path / "film.mp4"
    assert write_film(frames, file, per_second=10) == 2
    with av.open(str(file)) as video:
        assert (video.streams.video[0].width, video.streams.video[0].height) == (32, 32)
        shown = [frame.to_image() for frame in video.decode(video=0)]
    assert len(shown) == 3 + 3 + 45
    assert np.asarray(shown[0]).mean() == pytest.approx(0.2 * 255, abs=4)


def test_frames_are_exact_unless_they_are_large() -> None:
    for side, kind in ((7, "PNG"), (1600, "JPEG")):
        data = encoded(Pillow.new("RGB", (side, side), "red"))
        assert opened(data).size == (side, side)
        with Pillow.open(io.BytesIO(data)) as picture:
            assert picture.format == kind


# --- branches


def branched(session: Session, workflow: Workflow, step: int, changes: Branch) -> Workflow:
    film = Film(session, workflow, ["decode"])
    made = branch(film, workflow, "sampler", step, changes).workflow
    return parse_workflow(format_workflow(made))


def resumed(session: Session, workflow: Workflow, node: str) -> tuple[int, int]:
    resumption = session.plan(workflow, ["decode"]).nodes[node].resumes
    assert resumption is not None
    return resumption.step, resumption.steps


@pytest.mark.parametrize(
    ("template", "sampler"),
    [
        ("text_to_image", "dpmpp_2m"),
        ("text_to_image", "unipc"),
        ("text_to_image", "euler_ancestral"),
        ("sigma_space", "euler"),
        ("sigma_space", "uni_pc"),
        ("sigma_space", "dpmpp_2m_sde"),
    ],
)
def test_another_prompt_or_guidance_computes_only_what_follows(
    session: Session, template: str, sampler: str
) -> None:
    schedule = "default" if template == "text_to_image" else "normal"
    settings = (f"sampler.sampler={sampler}", f"sampler.schedule={schedule}", "sampler.seed=5")
    workflow = workflow_of(session, template, *settings)
    pixels, _ = run(session, workflow)
    same = branched(session, workflow, 3, Branch(guidance=5.0))
    for changes in (Branch(prompt="a green square"), Branch(guidance=2.0), Branch("a tree", 1.0)):
        made = branched(session, workflow, 3, changes)
        assert resumed(session, made, "sampler") == (3, STEPS)
        other, evaluations = run(session, made)
        each = 1 if changes.guidance == 1.0 else 2
        assert evaluations == (STEPS - 3) * each
        assert not np.array_equal(other, pixels)
    again, _ = run(session, same)
    assert np.array_equal(again, pixels)


def test_a_branch_that_changes_nothing_computes_nothing(session: Session) -> None:
    workflow = workflow_of(session, "text_to_image", "sampler.seed=6")
    pixels, _ = run(session, workflow)
    text = str(workflow.graph.nodes["prompt"].params["text"])
    again, evaluations = run(session, branched(session, workflow, 2, Branch(prompt=text)))
    assert evaluations == 0
    assert np.array_equal(again, pixels)


@pytest.mark.parametrize(
    ("template", "sampler"),
    [("text_to_image", "euler_ancestral"), ("text_to_image", "dpmpp_2m_sde"),
     ("sigma_space", "euler_ancestral"), ("sigma_space", "dpm_2_ancestral")],
)  # fmt: skip
def test_another_seed_goes_on_in_a_second_sampler(
    session: Session, template: str, sampler: str
) -> None:
    schedule = "default" if template == "text_to_image" else "normal"
    settings = (f"sampler.sampler={sampler}", f"sampler.schedule={schedule}", "sampler.seed=8")
    workflow = workflow_of(session, template, *settings)
    pixels, all_evaluations = run(session, workflow)
    made = branched(session, workflow, 3, Branch(seed=9))
    assert resumed(session, made, "sampler") == (3, 3)
    other, evaluations = run(session, made)
    # The last step of a sampler that asks twice asks once.
    assert evaluations == all_evaluations * (STEPS - 3) / STEPS or evaluations == 2 * (2 + 1)
    assert other.shape == pixels.shape
    assert not np.array_equal(other, pixels)


def test_branches_that_make_no_sense_are_refused(session: Session) -> None:
    workflow = workflow_of(session, "text_to_image", "sampler.seed=5")
    run(session, workflow)
    with pytest.raises(NodeError, match="draws no noise"):
        branched(session, workflow, 2, Branch(seed=1))
    with pytest.raises(NodeError, match="Nothing comes after"):
        branched(session, workflow, STEPS, Branch(prompt="a tree"))
    with pytest.raises(NodeError, match="Nothing is another"):
        branched(session, workflow, 2, Branch())
    k_workflow = workflow_of(session, "sigma_space", "sampler.sampler=dpmpp_sde")
    run(session, k_workflow)
    with pytest.raises(NodeError):
        branched(session, k_workflow, 2, Branch(seed=1))
