"""Timings: plans tell what was measured, and nothing where nothing was."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest

from graph_engine import Catalog, Node, Session, Workflow
from graph_engine.beforehand import Beforehand, Chain
from graph_engine.context import Context
from graph_engine.durations import about_seconds
from graph_engine.hints import Seed
from graph_engine.keys import key_of
from graph_engine.timings import Timings, Took
from tests.graph_engine.graphs import OpenSession, node, workflow_of

STEP, REST = 0.02, 0.03


class Walk(Node):
    """Take a rest, then some steps.

    Inputs:
        seed: Where it starts.
        steps: How many steps.
        size: How large.
        end: How strong.
    """

    seed: Annotated[int, Seed()] = 0
    steps: int = 5
    size: int = 1
    end: float = 1.0

    class Outputs(NamedTuple):
        """What it came to."""

        value: int

    def chain(self, known: Beforehand) -> Chain | None:
        """Steps that hang on the seed and the size."""
        keys = [
            key_of(known.identity, self.seed, self.size, self.end, i) for i in range(self.steps + 1)
        ]
        return Chain(keys, self.steps)

    def run(self, context: Context) -> Outputs:
        """Sleep through it all."""
        assert context.beforehand is not None
        chain = self.chain(context.beforehand)
        assert chain is not None
        done, _ = context.resume(chain)
        pause(REST)
        context.progress(done, self.steps)
        for step in range(done, self.steps):
            pause(STEP)
            context.keep(chain, step + 1, {"at": step})
            context.progress(step + 1, self.steps)
        return self.Outputs(self.seed)


class Nap(Node):
    """Rest a while.

    Inputs:
        size: How long, in hundredths of a second.
    """

    size: int = 12

    class Outputs(NamedTuple):
        """The size."""

        value: int

    def run(self, context: Context) -> Outputs:
        """Sleep."""
        pause(self.size / 100)
        return self.Outputs(self.size)


passed = [0.0]


def pause(seconds: float) -> None:
    """Let the clock of these tests go on: nobody waits for it."""
    passed[0] += seconds


@pytest.fixture(autouse=True)
def own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "perf_counter", lambda: passed[0])


@pytest.fixture
def walking(open_session: OpenSession) -> Session:
    return open_session(catalog=Catalog.of(Walk, Nap))


def walk(**params: float) -> Workflow:
    return workflow_of("Walk", walk=node("Walk", **params))


def test_nothing_is_guessed_before_it_was_measured(walking: Session) -> None:
    plan = walking.plan(walk())
    assert plan.nodes["walk"].seconds is None
    assert plan.estimated_seconds is None
    assert plan.as_data()["estimated_seconds"] is None
    assert "estimated_seconds" not in plan.as_data()["nodes"]["walk"]


def test_steps_and_the_rest_are_told_apart(walking: Session) -> None:
    walking.run(walk())
    plan = walking.plan(walk(steps=50, seed=3))
    assert plan.estimated_seconds == pytest.approx(REST + 50 * STEP, abs=0.01)
    assert plan.nodes["walk"].steps == 50


def test_a_run_that_resumes_takes_what_is_left(walking: Session) -> None:
    walking.run(walk(steps=5))
    planned = walking.plan(walk(steps=25)).nodes["walk"]
    assert planned.resumes is not None
    assert planned.resumes.step == 5
    assert planned.seconds == pytest.approx(REST + 20 * STEP, abs=0.01)


def test_where_it_ends_and_how_strong_it_is_does_not_matter(walking: Session) -> None:
    walking.run(walk(end=0.5))
    assert walking.plan(walk(end=1.0)).estimated_seconds is not None
    assert walking.plan(walk(end=7.5)).estimated_seconds is None


def test_another_size_is_other_work(walking: Session) -> None:
    walking.run(workflow_of("Nap", nap=node("Nap")))
    assert walking.plan(workflow_of("Nap", nap=node("Nap", size=30))).estimated_seconds is None


def test_what_never_takes_long_is_known_in_all_sizes(walking: Session) -> None:
    walking.run(workflow_of("Nap", nap=node("Nap", size=3)))
    estimated = walking.plan(workflow_of("Nap", nap=node("Nap", size=4))).estimated_seconds
    assert estimated == pytest.approx(0.03, abs=0.001)


def test_what_is_cached_tells_what_it_saves(walking: Session) -> None:
    walking.run(walk())
    plan = walking.plan(walk())
    assert plan.estimated_seconds == 0
    told = plan.as_data()["nodes"]["walk"]
    assert told["saved_seconds"] == pytest.approx(REST + 5 * STEP, abs=0.01)


def test_another_process_knows_the_times(open_session: OpenSession) -> None:
    one, other = (open_session(catalog=Catalog.of(Walk)) for _ in range(2))
    other.plan(walk(seed=1))
    one.run(walk(seed=2))
    estimated = other.plan(walk(seed=1)).estimated_seconds
    assert estimated == pytest.approx(REST + 5 * STEP, abs=0.01)


def test_the_first_run_is_slow_and_soon_forgotten() -> None:
    timings = Timings(None)
    for rest in (8.0, 1.0, 1.0):
        timings.remember("work", "kind", Took(rest, 0.5))
    known = timings.took("work", "kind")
    assert known is not None
    assert known.seconds(10) == pytest.approx(6.0)


def test_a_damaged_line_is_no_harm(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "timings.jsonl"
    Timings(file).remember("one", "kind", Took(1.0))
    file.write_bytes(file.read_bytes() + b"\nno line of ours\n")
    timings = Timings(file)
    timings.catch_up()
    assert timings.took("one", "kind") == Took(1.0)
    assert "left out" in caplog.text
    caplog.clear()


def test_the_file_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "timings.jsonl"
    timings = Timings(file, limit=4000)
    for at in range(100):
        timings.remember(f"{at:064}", "kind", Took(1.0))
    assert file.stat().st_size <= 4000
    assert timings.took(f"{99:064}", "kind") == Took(1.0)


def test_times_are_json(walking: Session) -> None:
    walking.run(walk())
    assert json.loads(json.dumps(walking.plan(walk(seed=9)).as_data()))["estimated_seconds"] > 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.01, "~0.1 s"),
        (0.44, "~0.4 s"),
        (6.4, "~6 s"),
        (59.7, "~1 min"),
        (95, "~1 min 30 s"),
        (1000, "~16 min"),
        (7300, "~2 h 1 min"),
    ],
)
def test_times_are_told_as_exactly_as_they_deserve(seconds: float, words: str) -> None:
    assert about_seconds(seconds) == words
