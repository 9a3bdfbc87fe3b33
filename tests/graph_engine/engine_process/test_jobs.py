"""Jobs in a real process: run, followed, stopped, and ended by whatever may happen."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_engine import Catalog, Session
from graph_engine.events import (
    NodeFailed,
    NodeFinished,
    NodePicture,
    NodePreview,
    NodeProgress,
    NodeStarted,
    Profiled,
    RunFinished,
    RunStarted,
)
from graph_engine.hosts.engine_process.messages import (
    Check,
    Checked,
    JobEnded,
    Leaving,
    MakePlan,
    Planned,
    RunJob,
    StopJob,
    Stopping,
)
from graph_engine.hosts.engine_process.shared_files import take_file
from graph_engine.workflow_io import parse_workflow

from .engine import Engine, Nodes, workflow_text

PATIENCE_SECONDS = 120
SMALL = workflow_text({"count": ("Count", {}, ""), "paint": ("Paint", {}, "count")})

pytestmark = pytest.mark.usefixtures("job_nodes")


def wait_until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < end, "nothing came"
        os.sched_yield()


def gated(folder: Path, **params: Any) -> str:
    """A workflow that waits until the file `go` is there."""
    gate = {"file": (folder / "go").as_posix(), **params}
    return workflow_text({"gate": ("Gate", gate, ""), "paint": ("Paint", {}, "gate")})


@pytest.fixture
def busy(engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """A process in the middle of the job `long`, ask 1, until the file `go` is there."""
    engine.ask(1, RunJob("long", gated(tmp_path)))
    wait_until((tmp_path / "waiting").exists)
    yield engine
    (tmp_path / "go").touch()


# --- What a job tells ---


def test_a_job_ends_as_weft_run_does(engine: Engine, packs: Path, tmp_path: Path) -> None:
    engine.ask(1, RunJob("a", SMALL))
    ended, _ = engine.ended(1)
    with Session(catalog=Catalog.load([packs]), cache=tmp_path / "other") as session:
        expected = session.run(parse_workflow(SMALL)).as_data()
    found = {name: getattr(ended, name) for name in ("status", "outputs", "unet_evaluations")}
    assert found == {name: expected[name] for name in found}
    assert ended.outputs == {"paint": {"values": [0]}}
    statuses = {name: node["status"] for name, node in ended.nodes.items()}
    assert statuses == {"count": "ran", "paint": "ran"}
    assert (ended.job, ended.error, ended.problems) == ("a", {}, ())


def test_its_events_come_in_their_order(engine: Engine) -> None:
    engine.ask(1, RunJob("a", SMALL))
    _, events = engine.ended(1)
    firm = [event for event in events if not isinstance(event, NodeProgress | NodePreview)]
    assert firm[:2] == [RunStarted(("count", "paint")), NodeStarted("count", "jobs.Count")]
    kinds = [type(event) for event in firm[2:]]
    assert kinds == [
        NodeFinished,
        NodeStarted,
        NodePicture,
        NodeFinished,
        RunFinished,
        Profiled,
    ]
    assert isinstance(firm[7], Profiled)
    spans = [one["name"] for one in firm[7].trace["traceEvents"] if one.get("cat") == "node"]
    assert spans == ["count", "paint"]
    picture = firm[4]
    assert isinstance(picture, NodePicture)
    assert (picture.node, picture.index, picture.total) == ("paint", 0, 1)
    assert picture.pixels == bytes([0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255] * 4)
    assert NodeProgress("count", 3, 3) in events
    assert NodePreview("count", 3, 3, bytes([2]) * 100) in events


def test_without_previews_nothing_is_shown(engine: Engine) -> None:
    engine.ask(1, RunJob("a", workflow_text({"paint": ("Paint", {}, "")}), previews=False))
    _, events = engine.ended(1)
    assert not any(isinstance(event, NodePicture) for event in events)


def test_what_is_no_json_is_told_in_words(engine: Engine) -> None:
    engine.ask(1, RunJob("a", workflow_text({"odd": ("Odd", {}, "")})))
    ended, events = engine.ended(1)
    assert ended.outputs == {"odd": {"path": "a", "number": "0.5", "endless": float("inf")}}
    assert ended.nodes["odd"]["things"] == 3
    assert NodeProgress("odd", 1, 2) in events


@pytest.mark.parametrize(
    ("text", "targets", "words"),
    [
        ("{", (), "breaks off"),
        (workflow_text({}), (), "no node to run"),
        (SMALL, ("nobody",), "nobody"),
        (SMALL.replace("jobs.Count", "jobs.Cuont"), (), "jobs.Cuont"),
    ],
)
def test_what_can_not_run_is_told(
    engine: Engine, text: str, targets: tuple[str, ...], words: str
) -> None:
    engine.ask(1, RunJob("a", text, targets=targets))
    ended, events = engine.ended(1)
    assert (ended.status, events) == ("failed", [])
    assert words in ended.error["message"]
    assert bool(ended.problems) == ("Cuont" in words)
    engine.ask(2, RunJob("b", SMALL))
    assert engine.ended(2)[0].status == "ok"


# --- Beside other asks ---


def test_a_plan_after_a_run_knows_what_memory_holds(
    packs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_folder = tmp_path / "a file"
    no_folder.touch()
    monkeypatch.setenv("WEFT_CACHE", str(no_folder))
    engine = Engine()
    for number, status in ((1, "will_run"), (3, "cached")):
        engine.ask(number, MakePlan("a", number, SMALL))
        planned, _ = engine.answer(number)
        assert isinstance(planned, Planned)
        assert planned.plan["nodes"]["count"]["status"] == status
        engine.ask(number + 1, RunJob("a", SMALL))
        engine.ended(number + 1)
    engine.close()


def test_weft_cache_knows_what_jobs_found(engine: Engine, tmp_path: Path) -> None:
    engine.ask(1, RunJob("a", SMALL))
    engine.ended(1)
    other = Engine()
    other.ask(1, RunJob("a", SMALL))
    assert other.ended(1)[0].nodes["count"]["status"] == "cached"
    with Session(cache=tmp_path / "cache") as session:
        assert session.cache.disk is not None
        assert session.cache.disk.use().hits == 1
    other.close()


def test_checks_and_plans_are_answered_during_a_run(busy: Engine, tmp_path: Path) -> None:
    busy.ask(2, Check("a", 1, SMALL))
    busy.ask(3, MakePlan("a", 1, SMALL))
    answers = {type(busy.answer(2)[0]), type(busy.answer(3)[0])}
    assert answers == {Checked, Planned}
    (tmp_path / "go").touch()
    assert busy.ended(1)[0].status == "ok"


def test_jobs_are_done_one_after_the_other(busy: Engine, tmp_path: Path) -> None:
    busy.ask(2, RunJob("next", SMALL))
    (tmp_path / "go").touch()
    assert busy.ended(1)[0].job == "long"
    assert busy.ended(2)[0].job == "next"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the whole process gives way")
def test_only_the_run_gives_way(busy: Engine) -> None:
    tasks = Path(f"/proc/{busy.process.pid}/task")
    priorities = {os.getpriority(os.PRIO_PROCESS, int(task.name)) for task in tasks.iterdir()}
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    assert priorities == {usual, min(usual + 5, 19)}
    assert os.getpriority(os.PRIO_PROCESS, busy.process.pid) == usual


# --- Stopping ---


def test_a_job_is_stopped_within_a_step(busy: Engine) -> None:
    busy.ask(2, StopJob("long"))
    assert busy.answer(2)[0] == Stopping("long", found=True)
    ended, _ = busy.ended(1)
    assert (ended.status, ended.nodes["gate"]["status"]) == ("cancelled", "skipped")
    busy.ask(3, RunJob("other", SMALL))
    assert busy.ended(3)[0].status == "ok"


def test_a_job_that_waits_is_stopped_at_once(busy: Engine, tmp_path: Path) -> None:
    busy.ask(2, RunJob("next", SMALL))
    busy.ask(3, StopJob("next"))
    assert busy.answer(2)[0] == JobEnded("next", "cancelled")
    assert busy.answer(3)[0] == Stopping("next", found=True)
    (tmp_path / "go").touch()
    assert busy.ended(1)[0].status == "ok"


def test_a_job_that_has_ended_is_not_found(engine: Engine) -> None:
    engine.ask(1, RunJob("a", SMALL))
    engine.ended(1)
    engine.ask(2, StopJob("a"))
    assert engine.answer(2)[0] == Stopping("a", found=False)


# --- A studio that is slow, or gone ---


def test_a_run_does_not_wait_for_its_reader(engine: Engine, tmp_path: Path) -> None:
    done = tmp_path / "done"
    nodes: Nodes = {
        "count": ("Count", {"steps": 2000, "preview_bytes": 20_000}, ""),
        "paint": ("Paint", {"size": 1500, "file": done.as_posix()}, "count"),
    }
    engine.ask(1, RunJob("a", workflow_text(nodes)))
    wait_until(done.exists)
    answer, news = engine.answer(1)
    assert isinstance(answer, JobEnded)
    assert answer.status == "ok"
    assert NodePreview("count", 2000, 2000, bytes([1999 % 251]) * 20_000) in [
        one.event for one in news
    ]
    assert sum(isinstance(one.event, NodePreview) for one in news) < 200
    (picture,) = (one for one in news if isinstance(one.event, NodePicture))
    pixels = take_file(engine.shared, picture.file)
    assert len(pixels) == 1500 * 1500 * 3
    assert pixels[-1] == 255


def in_the_middle(engine: Engine, folder: Path) -> None:
    """Have a process be in the middle of a job that hears nothing, with a picture not taken."""
    engine.next()
    engine.ask(1, RunJob("a", gated(folder, stuck=True)))
    wait_until((folder / "waiting").exists)
    wait_until(engine.shared.exists)


def test_it_ends_with_its_studio_in_the_middle_of_a_job(tmp_path: Path) -> None:
    engine = Engine()
    in_the_middle(engine, tmp_path)
    assert engine.close() == 0
    assert not engine.shared.exists()


def test_it_ends_when_nobody_reads_any_more(tmp_path: Path) -> None:
    engine = Engine()
    in_the_middle(engine, tmp_path)
    assert engine.process.stdout is not None
    engine.process.stdout.close()
    engine.ask(2, StopJob("a"))
    assert engine.process.wait(PATIENCE_SECONDS) == 0
    assert not engine.shared.exists()
    engine.close()


# --- A process that dies ---


def test_what_a_killed_process_leaves_goes_at_the_next_start(tmp_path: Path) -> None:
    killed, alive = Engine(), Engine()
    in_the_middle(alive, tmp_path)
    (tmp_path / "waiting").unlink()
    in_the_middle(killed, tmp_path)
    killed.process.kill()
    killed.close()
    assert killed.shared.exists()
    fresh = Engine()
    wait_until(lambda: not killed.shared.exists())
    assert alive.shared.exists()
    for engine in (alive, fresh):
        engine.close()


def test_a_process_without_its_device_ends_itself(engine: Engine) -> None:
    text = workflow_text({"break": ("Break", {}, ""), "paint": ("Paint", {}, "")})
    engine.ask(1, RunJob("a", text))
    ended, events = engine.ended(1)
    assert ended.status == "failed"
    assert ended.device_lost
    assert "graphics device failed" in ended.error["message"]
    assert any(isinstance(event, NodeFailed) for event in events)
    assert engine.answer(0)[0] == Leaving(ended.error["message"])
    with pytest.raises(EOFError):
        engine.next()


@pytest.mark.parametrize("message", ["CUDA error: out of memory", "the lamp broke"])
def test_other_errors_end_no_process(engine: Engine, message: str) -> None:
    engine.ask(1, RunJob("a", workflow_text({"break": ("Break", {"message": message}, "")})))
    ended, _ = engine.ended(1)
    assert message in ended.error["message"]
    engine.ask(2, RunJob("b", SMALL))
    assert engine.ended(2)[0].status == "ok"


def test_a_node_that_kills_the_process_is_seen_as_its_death() -> None:
    engine = Engine()
    engine.ask(1, RunJob("a", workflow_text({"kill": ("Kill", {}, "")})))
    with pytest.raises(EOFError):
        engine.ended(1)
    assert engine.close() == -signal.SIGKILL
