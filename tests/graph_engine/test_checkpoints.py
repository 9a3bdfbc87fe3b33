"""Checkpoints: a node that goes on from the last known step, with the same bits as without."""

from __future__ import annotations

import logging
import re
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_engine import Catalog, Node, NodeError, ProblemsError, Session, Workflow
from graph_engine.beforehand import Beforehand, Chain
from graph_engine.chain_files import ChainFiles
from graph_engine.context import Context
from graph_engine.events import Event, NodeProgress
from graph_engine.keys import key_of
from tests.graph_engine.graphs import OpenSession, node, workflow_of


class Source(Node):
    """Give a number that the iteration starts from.

    Inputs:
        value: The number.
    """

    value: float = 0.5

    class Outputs(NamedTuple):
        value: float

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        return {"value": "small" if abs(self.value) < 10 else "large"}

    def run(self, context: Context) -> Outputs:
        return self.Outputs(self.value)


class Iterate(Node):
    """Apply a rule again and again, another one from `switch` on.

    Inputs:
        start: Where it begins.
        steps: How often.
        late: What the later steps add.
        switch: The first later step.
        fail_at: The step that fails, for tests.
    """

    start: float = 0.0
    steps: int = 8
    late: float = 1.0
    switch: int = 4
    fail_at: int = -1

    class Outputs(NamedTuple):
        value: float

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        if "start" in known.inputs and known.inputs["start"].facts == "large":
            raise NodeError("The start is too large.", port="start", hint="Use a smaller one.")
        return {}

    def chain(self, known: Beforehand) -> Chain | None:
        params = (self.steps, self.late, self.switch)
        if None in params or known.recall(key_of(known.identity, "seen")) is None:
            return None
        start = known.inputs["start"].key if "start" in known.inputs else self.start
        keys = [key_of(known.identity, start)]
        for step in range(self.steps):
            keys.append(key_of(keys[-1], step, self.late if step >= self.switch else None))
        return Chain(keys, self.steps)

    def run(self, context: Context) -> Outputs:
        known = context.beforehand
        assert known is not None
        context.checkpoints.note(key_of(known.identity, "seen"), True)
        chain = self.chain(known)
        done, state = context.resume(chain)
        value = np.array([self.start]) if state is None else state["value"]
        for step in range(done, self.steps):
            if step == self.fail_at:
                raise NodeError("Failed as it was told to.")
            value = np.sin(value) + (self.late if step >= self.switch else 0.25)
            context.count("iterations", 1)
            if chain is not None:
                context.keep(chain, step + 1, {"value": value})
            context.progress(step + 1, self.steps)
        return self.Outputs(float(value[0]))


STEPPING = Catalog.of(Source, Iterate)


def workflow(start: float = 0.5, **params: Any) -> Workflow:
    return workflow_of(
        "Steps",
        source=node("Source", value=start),
        it=node("Iterate", {"start": "source.value"}, **params),
    )


def told(session: Session, made: Workflow) -> tuple[float, int, int, str]:
    """The value, the iterations, where it resumed, and the status; the plan must agree."""
    planned = session.plan(made).nodes["it"]
    result = session.run(made)
    found = result.nodes["it"]
    if planned.resumes is not None:
        assert planned.resumes.step == found.counts.get("resumed_at_step")
    counts = found.counts
    value = result.values["it"]["value"]
    return value, counts.get("iterations", 0), counts.get("resumed_at_step", 0), found.status


@pytest.fixture
def stepping(open_session: OpenSession) -> Session:
    return open_session(catalog=STEPPING)


def alone(open_session: OpenSession, tmp_path: Path, made: Workflow) -> float:
    """The value that a session without kept steps comes to."""
    fresh = open_session(catalog=STEPPING, cache=tmp_path / "other", keep_steps=False)
    return told(fresh, made)[0]


def test_only_the_steps_that_changed_run_again(
    stepping: Session, open_session: OpenSession, tmp_path: Path
) -> None:
    assert told(stepping, workflow())[1:] == (8, 0, "ran")
    changed = workflow(late=2.0)
    value, iterations, resumed, status = told(stepping, changed)
    assert (iterations, resumed, status) == (4, 4, "resumed")
    assert value == alone(open_session, tmp_path, changed)
    longer = told(stepping, workflow(steps=11))
    assert longer[1:] == (3, 8, "resumed")
    shorter = told(stepping, workflow(steps=6))
    assert shorter[1:] == (0, 6, "resumed")
    assert shorter[0] == alone(open_session, tmp_path, workflow(steps=6))


def test_steps_outlive_the_session_and_memory(
    stepping: Session, open_session: OpenSession, tmp_path: Path
) -> None:
    told(stepping, workflow())
    stepping.close()
    again = open_session(catalog=STEPPING, steps_memory_limit=0)
    assert told(again, workflow(steps=9))[1:] == (1, 8, "resumed")


def test_a_cancelled_and_a_failed_run_go_on_where_they_stopped(stepping: Session) -> None:
    stop = threading.Event()

    def cancel(event: Event) -> None:
        if isinstance(event, NodeProgress) and event.done == 3:
            stop.set()

    stopped = stepping.run(workflow(), stop=stop, on_event=cancel)
    assert stopped.status == "cancelled"
    assert stopped.nodes["it"].counts == {"resumed_at_step": 0, "iterations": 3}
    failing = stepping.run(workflow(fail_at=6))
    assert failing.status == "failed"
    assert failing.nodes["it"].counts == {"resumed_at_step": 3, "iterations": 3}
    assert told(stepping, workflow())[1:] == (2, 6, "resumed")


def chain_file_in(folder: Path) -> Path:
    (file,) = folder.rglob("*.states")
    return file


def test_a_damaged_step_is_a_miss_with_a_warning(
    stepping: Session,
    open_session: OpenSession,
    cache_folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    value = told(stepping, workflow())[0]
    stepping.close()
    file = chain_file_in(cache_folder)
    data = bytearray(file.read_bytes())
    data[-3] ^= 1  # in the last state
    data[data.rfind(b"\nweft-state ") - 3] ^= 1  # in the one before
    file.write_bytes(data)
    session = open_session(catalog=STEPPING)
    session.cache.clear()
    with caplog.at_level(logging.WARNING):
        result = session.run(workflow())
    assert result.values["it"]["value"] == value
    assert result.nodes["it"].counts == {"resumed_at_step": 6, "iterations": 2}
    assert [r.message.split(" was ")[0] for r in caplog.records] == ["A damaged step"] * 2
    caplog.clear()
    assert told(open_session(catalog=STEPPING), workflow(steps=9))[1:] == (1, 8, "resumed")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.floats(0, 1), junk=st.binary(max_size=60))
def test_a_torn_file_loses_only_what_was_torn(
    tmp_path: Path, cut: float, junk: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """A killed process leaves a torn state; others are found before it and behind it."""
    keys = [key_of(number) for number in range(6)]
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    files = ChainFiles(folder, 10**6)
    for number, key in enumerate(keys[1:4]):
        files.put(keys[0], key, {"value": np.full(5, number)})
    file = chain_file_in(folder)
    data = file.read_bytes()
    ends = [m.start() for m in re.finditer(b"\nweft-state ", data)] + [len(data)]
    at = int(cut * len(data))
    file.write_bytes(data[:at] + junk)
    whole = [key for key, end in zip(keys[1:4], ends[1:], strict=True) if end <= at]
    found = ChainFiles(folder, 10**6)
    for key in whole:
        assert found.get(keys[0], key) is not None
    found.put(keys[0], keys[4], {"value": np.arange(3)})
    again = ChainFiles(folder, 10**6).get(keys[0], keys[4])
    assert again is not None
    assert again["value"].tolist() == [0, 1, 2]
    for key in set(keys[1:4]) - set(whole):
        assert ChainFiles(folder, 10**6).get(keys[0], key) is None
    caplog.clear()


def test_two_processes_append_to_one_chain(tmp_path: Path) -> None:
    keys = [key_of(number) for number in range(9)]
    one, other = ChainFiles(tmp_path, 10**6), ChainFiles(tmp_path, 10**6)
    for number in range(1, 9):
        (one if number % 2 else other).put(keys[0], keys[number], {"value": number})
    assert one.keys(keys[0]) == other.keys(keys[0]) == frozenset(keys[1:])
    other.clear()
    assert one.keys(keys[0]) == frozenset()
    one.put(keys[0], keys[1], {"value": "anew"})
    assert other.get(keys[0], keys[1]) == {"value": "anew"}


def test_steps_have_a_budget_of_their_own(open_session: OpenSession, cache_folder: Path) -> None:
    session = open_session(catalog=STEPPING, steps_memory_limit=0, steps_disk_limit=60_000)
    for switch in range(1, 6):
        told(session, workflow(steps=30, late=float(switch), start=float(switch)))
    files = ChainFiles(cache_folder / "steps", 60_000)
    assert 0 < files.total_bytes() <= 60_000
    assert told(session, workflow(steps=31, late=5.0, start=5.0))[1:] == (1, 30, "resumed")


def test_a_full_disk_costs_only_the_keeping(
    open_session: OpenSession, cache_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (cache_folder).mkdir()
    (cache_folder / "steps").write_text("a file where a folder should be")
    session = open_session(catalog=STEPPING, steps_memory_limit=0)
    assert told(session, workflow())[1:] == (8, 0, "ran")
    assert [r.message.split(" in ")[0] for r in caplog.records] == ["Steps are not kept"]
    caplog.clear()


def test_without_kept_steps_everything_runs(open_session: OpenSession) -> None:
    session = open_session(catalog=STEPPING, keep_steps=False)
    assert told(session, workflow())[1:] == (8, 0, "ran")
    assert told(session, workflow(steps=9))[1:] == (9, 0, "ran")


def test_what_a_node_foresees_is_a_problem_of_check_plan_and_run(stepping: Session) -> None:
    wrong = workflow_of(
        "Wrong",
        source=node("Source", value=50.0),
        it=node("Iterate", {"start": "source.value"}),
        fine=node("Source"),
    )
    (problem,) = stepping.check(wrong)
    assert problem.message == 'Node "it" (Iterate), "start": The start is too large.'
    assert (problem.node, problem.port, problem.hint) == ("it", "start", "Use a smaller one.")
    with pytest.raises(ProblemsError, match="too large"):
        stepping.plan(wrong, ["it"])
    assert stepping.run(wrong, ["fine"]).status == "ok"


def test_a_linked_param_is_unknown_before_the_run(stepping: Session) -> None:
    linked = workflow_of(
        "Linked",
        source=node("Source"),
        it=node("Iterate", {"late": "source.value"}),
    )
    assert told(stepping, linked)[1:] == (8, 0, "ran")
