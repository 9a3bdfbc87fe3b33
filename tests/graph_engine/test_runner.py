"""Runs: the results are right whatever the cache holds, and only what must run does."""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_engine import Graph, GraphNode, Session, Workflow
from graph_engine.events import (
    Event,
    NodeFailed,
    NodeFinished,
    NodeProgress,
    NodeStarted,
    RunFinished,
    RunStarted,
    event_data,
)
from tests.graph_engine.graphs import (
    CATALOG,
    OpenSession,
    as_data,
    evaluate,
    ledger,
    node,
    started,
    workflow_of,
    workflows,
)

# The examples of a property share `tmp_path`, and each makes a fresh folder there.
SHARING = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def fresh_folder(within: Path) -> Path:
    """A folder of its own for one example of a property."""
    return Path(tempfile.mkdtemp(dir=within))


def open_at(folder: Path, **options: Any) -> Session:
    return Session(catalog=CATALOG, cache=folder, device="cpu", **options)


def computing(workflow: Workflow) -> tuple[str, ...]:
    """The nodes without effects."""
    nodes = workflow.graph.nodes
    return tuple(name for name in nodes if not CATALOG[nodes[name].type].effects)


def upstream(workflow: Workflow, name: str) -> set[str]:
    links = workflow.graph.nodes[name].inputs.values()
    return {name}.union(*(upstream(workflow, link.node) for link in links))


def expect_right_values(session: Session, workflow: Workflow, targets: tuple[str, ...]) -> None:
    result = session.run(workflow, targets)
    assert result.status == "ok"
    known: dict[str, Any] = {}
    for name in targets:
        found = tuple(result.values[name].values())
        assert as_data(found) == as_data(tuple(evaluate(workflow, name, known)))


# --- Against the naive evaluator ---


@SHARING
@given(workflow=workflows(), data=st.data())
def test_values_are_right_cold_warm_and_after_a_restart(
    workflow: Workflow, data: st.DataObject, tmp_path: Path
) -> None:
    targets = tuple(data.draw(st.sets(st.sampled_from(computing(workflow)), min_size=1)))
    folder = fresh_folder(tmp_path)
    with open_at(folder) as session:
        expect_right_values(session, workflow, targets)
        needed = set().union(*(upstream(workflow, name) for name in targets))
        assert set(ledger(session)) <= needed
        before = list(ledger(session))
        expect_right_values(session, workflow, targets)
        assert ledger(session) == before
    with open_at(folder) as session:
        expect_right_values(session, workflow, targets)
        assert ledger(session) == []
    with open_at(folder, keep_results=False, memory_limit=0) as session:
        expect_right_values(session, workflow, targets)


@SHARING
@given(workflow=workflows(), data=st.data())
def test_values_are_right_when_entries_are_gone(
    workflow: Workflow, data: st.DataObject, tmp_path: Path
) -> None:
    folder, targets = fresh_folder(tmp_path), computing(workflow)
    with open_at(folder) as session:
        expect_right_values(session, workflow, targets)
    lines = small_lines(folder)
    kept = [line for line in lines if data.draw(st.booleans())]
    (folder / "small.jsonl").write_bytes(b"\n".join(kept) + b"\n")
    for entry in large_entries(folder):
        if data.draw(st.booleans()):
            entry.unlink()
    with open_at(folder) as session:
        chosen = tuple(data.draw(st.sets(st.sampled_from(targets), min_size=1)))
        expect_right_values(session, workflow, chosen)


@SHARING
@given(workflow=workflows(), random=st.randoms(use_true_random=False))
def test_values_are_right_when_entries_are_damaged(
    workflow: Workflow,
    random: random.Random,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder, targets = fresh_folder(tmp_path), computing(workflow)
    with open_at(folder) as session:
        expect_right_values(session, workflow, targets)
    harmed = [damage(file, random) for file in files_below(folder) if random.random() < 0.7]
    with open_at(folder) as session:
        expect_right_values(session, workflow, targets)
        if any(harmed) and ledger(session):
            assert caplog.records
        expect_right_values(session, workflow, targets)
    caplog.clear()


def small_lines(folder: Path) -> list[bytes]:
    file = folder / "small.jsonl"
    return file.read_bytes().split(b"\n") if file.exists() else []


def large_entries(folder: Path) -> list[Path]:
    return sorted((folder / "results").rglob("*.safetensors"))


def files_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def damage(file: Path, random: random.Random) -> bool:
    """Flip a byte or cut the file off; tells whether that must be noticed in the log."""
    data = bytearray(file.read_bytes())
    if not data:
        return False
    if random.random() < 0.5:
        data[random.randrange(len(data))] ^= random.randrange(1, 256)
    else:
        del data[random.randrange(len(data)) :]
    file.write_bytes(data)
    return file.suffix == ".safetensors"


@SHARING
@given(workflow=workflows(max_nodes=6, states=True))
def test_any_states_run_without_trouble(workflow: Workflow, tmp_path: Path) -> None:
    active = [n for n in workflow.graph.nodes if workflow.graph.nodes[n].state == "active"]
    with open_at(fresh_folder(tmp_path)) as session:
        if not active or any(problem.node in active for problem in session.check(workflow)):
            return
        result = session.run(workflow, active)
        assert result.status == "ok"
        for name in active:
            blocked = result.nodes[name].status == "skipped"
            effects = CATALOG[workflow.graph.nodes[name].type].effects
            assert blocked or effects or name in result.values
            assert not blocked or result.nodes[name].reason


# --- What runs ---


@pytest.fixture
def workflow() -> Workflow:
    return workflow_of(
        "Test",
        a=node("Const", value=1),
        b=node("Add", {"first": "a.value"}, second=2),
        c=node("Add", {"first": "b.value"}, second=3),
        other=node("Const", value=9),
        show=node("Show", {"value": "c.value"}),
    )


def with_param(workflow: Workflow, name: str, **params: Any) -> Workflow:
    found = workflow.graph.nodes[name]
    nodes = {**workflow.graph.nodes, name: replace(found, params={**found.params, **params})}
    return replace(workflow, graph=Graph(nodes))


def with_state(workflow: Workflow, name: str, state: Any) -> Workflow:
    nodes = {**workflow.graph.nodes, name: replace(workflow.graph.nodes[name], state=state)}
    return replace(workflow, graph=Graph(nodes))


def test_only_ancestors_of_the_targets_run(session: Session, workflow: Workflow) -> None:
    assert started(session, workflow, ["b"]) == ["a", "b"]
    assert started(session, workflow) == ["c", "show"]
    assert ledger(session) == ["a", "b", "c", "show"]


def test_effects_are_the_default_targets_and_always_run(
    session: Session, workflow: Workflow
) -> None:
    assert session.run(workflow).outputs == {"show": {"value": 6, "label": ""}}
    for _ in range(2):
        assert started(session, workflow) == ["show"]


def test_without_effects_the_last_nodes_are_the_targets(session: Session) -> None:
    workflow = workflow_of(
        a=node("Const", value=4), b=node("Add", {"first": "a.value"}), c=node("Ramp")
    )
    result = session.run(workflow)
    assert set(result.values) == {"b", "c"}
    assert result.values["b"] == {"value": 4}


def test_going_back_to_an_earlier_value_costs_nothing(session: Session, workflow: Workflow) -> None:
    other = with_param(workflow, "b", second=5)
    assert started(session, workflow) == ["a", "b", "c", "show"]
    assert started(session, other) == ["b", "c", "show"]
    assert started(session, workflow) == ["show"]
    assert started(session, other) == ["show"]


def test_equal_nodes_run_once(session: Session) -> None:
    workflow = workflow_of(
        a=node("Ramp", length=3),
        b=node("Ramp", length=3),
        x=node("Measure", {"signal": "a.signal"}),
        y=node("Measure", {"signal": "b.signal"}),
        s=node("Show", {"value": "x.length"}),
        t=node("Show", {"value": "y.length"}),
    )
    result = session.run(workflow)
    assert sorted(ledger(session)) == ["a", "s", "t", "x"]
    assert result.nodes["b"].reason == 'it equals "a"'
    assert result.outputs["t"] == {"value": 3, "label": ""}


def test_equal_nodes_run_once_even_if_nothing_is_kept(open_session: OpenSession) -> None:
    session = open_session(keep_results=False, memory_limit=0)
    workflow = workflow_of(
        a=node("Ramp", length=3),
        b=node("Ramp", length=3),
        m=node("Mix", {"first": "a.signal", "second": "b.signal"}),
        n=node("Measure", {"signal": "m.signal"}),
        k=node("Measure", {"signal": "b.signal"}),
    )
    result = session.run(workflow, ["n", "k", "b"])
    assert sorted(ledger(session)) == ["a", "k", "m", "n"]
    assert result.values["b"]["signal"].samples.tolist() == [0, 1, 2]


def test_values_that_can_not_be_stored_are_shared_within_the_session(
    open_session: OpenSession,
) -> None:
    workflow = workflow_of(h=node("Hold"))
    session = open_session()
    first = session.run(workflow).values["h"]["opaque"]
    assert session.run(workflow).values["h"]["opaque"] is first
    assert open_session().plan(workflow).nodes["h"].status == "will_run"


def test_what_is_not_to_be_kept_serves_one_run_with_all_that_is_made_of_it(
    session: Session,
) -> None:
    workflow = workflow_of(
        a=node("Const", value=1),
        guess=node("Guess", value=2),
        again=node("Guess", value=2),
        sum=node("Add", {"first": "guess.value", "second": "a.value"}),
        twice=node("Add", {"first": "sum.value", "second": "again.value"}),
        show=node("Show", {"value": "twice.value"}),
    )
    assert session.run(workflow).outputs["show"] == {"value": 5, "label": ""}
    first = ledger(session)[:]
    assert sorted(first) == ["a", "guess", "show", "sum", "twice"]
    session.run(workflow)
    assert sorted(ledger(session)[len(first) :]) == ["guess", "show", "sum", "twice"]


def test_linked_params_arrive_as_declared(session: Session) -> None:
    workflow = workflow_of(
        a=node("Const", value=3), s=node("Scale", {"value": "a.value"}, factor=1)
    )
    value = session.run(workflow).values["s"]["value"]
    assert (value, type(value)) == (3.0, float)


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        (
            node("Write", text="up"),
            node("Pick", {"choice": "x.text"}),
            "must be one of left, right",
        ),
        (node("Fraction", value=2.5), node("Pick", {"share": "x.value"}), "must be from 0 to 1"),
        (node("Const", value=-5), node("Ramp", {"length": "x.value"}), "must be from 1 to 100000"),
    ],
)
def test_linked_values_are_checked_as_params_are(
    session: Session, source: GraphNode, target: GraphNode, message: str
) -> None:
    result = session.run(workflow_of(x=source, y=target))
    (port,) = target.inputs
    assert result.status == "failed"
    assert result.error is not None
    assert f'Node "y" ({target.type}), "{port}": {message}' in result.error.message
    assert result.error.port == port
    assert result.nodes["x"].status == "ran"


# --- Failures ---


def failing(kind: str = "Fail", **params: Any) -> Workflow:
    return workflow_of(
        "Failing",
        a=node("Const", value=1),
        bad=node(kind, **params),
        after=node("Add", {"first": "bad.value"}),
        last=node("Show", {"value": "after.value"}),
        good=node("Add", {"first": "a.value"}, second=1),
        fine=node("Show", {"value": "good.value"}),
    )


def test_a_failure_takes_only_its_dependents_along(session: Session) -> None:
    events: list[Event] = []
    result = session.run(failing(), on_event=events.append)
    assert result.status == "failed"
    assert {name: found.status for name, found in result.nodes.items()} == {
        "a": "ran",
        "bad": "failed",
        "after": "skipped",
        "last": "skipped",
        "good": "ran",
        "fine": "ran",
    }
    assert result.nodes["after"].reason == '"bad", which it needs, failed'
    assert result.nodes["last"].reason == '"after", which it needs, was skipped'
    assert result.outputs == {"fine": {"value": 2, "label": ""}}
    (failed,) = [event for event in events if isinstance(event, NodeFailed)]
    assert failed.node == "bad"
    assert isinstance(events[0], RunStarted)
    assert events[-1] == RunFinished("failed", result.seconds)


def test_the_traceback_goes_to_the_log_and_one_sentence_to_the_user(
    session: Session, cache_folder: Path
) -> None:
    error = session.run(failing()).error
    assert error is not None
    assert error.message == 'Node "bad" (Fail) failed: ZeroDivisionError: the lamp broke'
    assert error.hint == f"The details are in {cache_folder / 'weft.log'}."
    text = (cache_folder / "weft.log").read_text(encoding="utf-8")
    assert "Traceback (most recent call last)" in text
    assert "node bad" in text
    assert "stub_nodes.py" in text
    assert error.as_data()["node"] == "bad"


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("unprintable", "failed: Unprintable"),
        ("exit", "failed: SystemExit: 3"),
        ("lines", "failed: ValueError: first line"),
        ("silent", "failed: ValueError"),
    ],
)
def test_errors_that_are_hard_to_tell(session: Session, how: str, message: str) -> None:
    result = session.run(failing("FailBadly", how=how))
    assert result.error is not None
    assert result.error.message == f'Node "bad" (FailBadly) {message}'
    assert result.nodes["fine"].status == "ran"


def test_a_sentence_for_the_user_is_passed_on_with_its_place(session: Session) -> None:
    error = session.run(failing("Complain")).error
    assert error is not None
    assert error.message == 'Node "bad" (Complain), "value": the value is ugly'
    assert (error.node, error.type, error.port) == ("bad", "Complain", "value")
    assert error.hint == "Take a nicer one."


def test_out_of_memory_says_what_to_lower(session: Session) -> None:
    error = session.run(failing("Exhaust")).error
    assert error is not None
    assert error.message == 'Node "bad" (Exhaust): there is not enough memory for this.'
    assert "Lower the width, height or batch" in error.hint


def test_a_node_must_return_what_it_declares(session: Session) -> None:
    error = session.run(failing("Liar")).error
    assert error is not None
    assert "its run method must return Outputs(value), not {'value': 0}" in error.message


def test_a_failed_node_runs_again_and_the_plan_says_so(session: Session) -> None:
    session.run(failing())
    plan = session.plan(failing())
    assert plan.nodes["bad"].status == "will_run"
    assert "cache" not in plan.nodes["bad"].reason
    assert plan.nodes["good"].status == "cached"


def test_the_equal_of_a_failed_node_is_not_tried_again(session: Session) -> None:
    workflow = workflow_of(
        one=node("Fail"),
        two=node("Fail"),
        a=node("Add", {"first": "one.value"}),
        b=node("Add", {"first": "two.value"}, second=1),
    )
    result = session.run(workflow, ["a", "b", "two"])
    assert ledger(session) == ["one"]
    assert result.nodes["two"].status == "skipped"
    assert result.nodes["two"].reason == '"one", which it equals, failed'
    assert result.nodes["b"].status == "skipped"


def test_nobody_may_change_what_came_over_a_link(session: Session) -> None:
    workflow = workflow_of(
        r=node("Ramp", length=3),
        v=node("Vandal", {"signal": "r.signal"}),
        s=node("ShowSignal", {"signal": "v.signal"}),
        ok=node("ShowSignal", {"signal": "r.signal"}),
    )
    for _ in range(2):
        result = session.run(workflow)
        assert result.error is not None
        assert result.error.node == "v"
        assert "read-only" in result.error.message
        assert result.nodes["s"].status == "skipped"
        assert result.outputs["ok"] == {"samples": [0.0, 1.0, 2.0]}


def test_arrays_from_disk_are_read_only_too(open_session: OpenSession) -> None:
    workflow = workflow_of(r=node("Ramp"))
    for _ in range(2):
        signal = open_session().run(workflow).values["r"]["signal"]
        assert not signal.samples.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            np.add(signal.samples, 1, out=signal.samples)


# --- Stopping ---


def test_stop_ends_a_node_within_a_step_and_keeps_what_is_done(session: Session) -> None:
    workflow = workflow_of(
        "Slow",
        a=node("Const", value=1),
        slow=node("Slow", {"value": "a.value"}, steps=1_000_000_000),
        show=node("Show", {"value": "slow.value"}),
    )
    stop, reached = threading.Event(), threading.Event()
    steps: list[int] = []

    def stop_from_another_thread() -> None:
        assert reached.wait(60)
        stop.set()

    def listen(event: Event) -> None:
        if isinstance(event, NodeProgress):
            steps.append(event.done)
            if event.done == 3:
                reached.set()
                assert stop.wait(60)

    thread = threading.Thread(target=stop_from_another_thread)
    thread.start()
    result = session.run(workflow, on_event=listen, stop=stop)
    thread.join()
    assert steps == [0, 1, 2, 3]
    assert result.status == "cancelled"
    assert result.nodes["a"].status == "ran"
    assert {result.nodes[name].status for name in ("slow", "show")} == {"skipped"}
    assert "stopped" in result.nodes["slow"].reason
    assert session.plan(workflow).nodes["a"].status == "cached"


def test_a_stop_before_the_run_starts_nothing(session: Session, workflow: Workflow) -> None:
    stop = threading.Event()
    stop.set()
    result = session.run(workflow, stop=stop)
    assert result.status == "cancelled"
    assert ledger(session) == []
    assert set(result.nodes) == {"a", "b", "c", "show"}
    assert session.run(workflow).status == "ok"


def test_a_stop_between_nodes_keeps_the_finished_ones(session: Session, workflow: Workflow) -> None:
    stop = threading.Event()

    def listen(event: Event) -> None:
        if isinstance(event, NodeFinished) and event.node == "b":
            stop.set()

    assert session.run(workflow, on_event=listen, stop=stop).status == "cancelled"
    assert started(session, workflow) == ["c", "show"]


# --- Muted and bypassed ---


def test_a_bypassed_node_passes_its_input_of_the_same_type(session: Session) -> None:
    workflow = with_state(
        workflow_of(
            a=node("Const", value=5),
            b=node("Add", {"first": "a.value"}, second=100),
            s=node("Show", {"value": "b.value"}),
        ),
        "b",
        "bypassed",
    )
    assert session.run(workflow).outputs["s"]["value"] == 5
    assert ledger(session) == ["a", "s"]


def test_bypassed_nodes_in_a_row_pass_on(session: Session) -> None:
    workflow = workflow_of(
        r=node("Ramp", length=2),
        m=node("Mix", {"first": "r.signal"}),
        n=node("Mix", {"first": "m.signal"}),
        s=node("ShowSignal", {"signal": "n.signal"}),
    )
    workflow = with_state(with_state(workflow, "m", "bypassed"), "n", "bypassed")
    assert session.run(workflow).outputs["s"]["samples"] == [0.0, 1.0]


def test_a_bypassed_node_with_nothing_to_pass_blocks_what_needs_it(session: Session) -> None:
    workflow = with_state(
        workflow_of(
            r=node("Ramp"),
            m=node("Measure", {"signal": "r.signal"}),
            x=node("Add", {"first": "m.length"}),
            s=node("Show", {"value": "x.value"}),
        ),
        "m",
        "bypassed",
    )
    result = session.run(workflow)
    assert result.status == "ok"
    assert result.nodes["x"].status == "skipped"
    assert result.nodes["x"].reason == (
        '"m", which feeds "first", is bypassed and has nothing of that type to pass through'
    )
    assert result.nodes["s"].reason == '"x" does not run'


def test_what_needs_a_muted_node_is_skipped(session: Session, workflow: Workflow) -> None:
    result = session.run(with_state(workflow, "b", "muted"))
    assert result.status == "ok"
    assert result.nodes["c"].reason == '"b", which feeds "first", is muted'
    assert result.nodes["show"].status == "skipped"
    assert ledger(session) == []


def test_an_optional_port_does_without_a_muted_node(session: Session) -> None:
    workflow = workflow_of(
        r=node("Ramp", length=2),
        extra=node("Ramp", length=2, start=5.0),
        weight=node("Fraction", value=100.0),
        m=node("Mix", {"first": "r.signal", "second": "extra.signal", "weight": "weight.value"}),
        s=node("ShowSignal", {"signal": "m.signal"}),
    )
    assert session.run(workflow).outputs["s"]["samples"] == [5.0, 106.0]
    muted = with_state(with_state(workflow, "extra", "muted"), "weight", "muted")
    assert session.run(muted).outputs["s"]["samples"] == [0.0, 0.5]
    given = with_param(muted, "m", weight=2.0)
    assert session.run(given).outputs["s"]["samples"] == [0.0, 2.0]


def test_muted_effects_do_not_happen(session: Session, workflow: Workflow) -> None:
    result = session.run(with_state(workflow, "show", "muted"))
    assert result.outputs == {}
    assert result.values["c"] == {"value": 6}
    assert result.values["other"] == {"value": 9}


# --- Results that go between plan and run ---


def test_what_goes_during_a_run_is_computed_again(
    open_session: OpenSession, cache_folder: Path
) -> None:
    workflow = workflow_of(
        r=node("Ramp", length=3),
        m=node("Measure", {"signal": "r.signal"}),
        gone=node("Eraser", {"value": "x.value"}, folder=str(cache_folder)),
        x=node("Const"),
        s=node("Show", {"value": "m.length"}),
    )
    open_session().run(workflow, ["m"])
    session = open_session(memory_limit=0)
    result = session.run(workflow, ["gone", "s", "m"])
    assert result.status == "ok"
    assert result.outputs["s"]["value"] == 3
    assert result.values["m"] == {"mean": 1.0, "length": 3}


def test_a_large_result_that_goes_is_computed_with_all_it_needs(
    open_session: OpenSession, cache_folder: Path
) -> None:
    workflow = workflow_of(
        r=node("Ramp", length=3),
        m=node("Mix", {"first": "r.signal"}),
        s=node("ShowSignal", {"signal": "m.signal"}),
    )
    open_session().run(workflow)
    session = open_session()

    def listen(event: Event) -> None:
        if isinstance(event, RunStarted):
            assert event.cached == ("m",) or set(event.cached) == {"r", "m"}
            shutil.rmtree(cache_folder / "results")

    result = session.run(workflow, on_event=listen)
    assert result.outputs["s"]["samples"] == [0.0, 0.5, 1.0]
    assert ledger(session) == ["r", "m", "s"]
    assert result.nodes["m"].status == "ran"


def test_a_target_that_is_damaged_is_computed_again(
    open_session: OpenSession, cache_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    workflow = workflow_of(r=node("Ramp", length=3))
    open_session().run(workflow)
    (entry,) = large_entries(cache_folder)
    entry.write_bytes(entry.read_bytes()[:-3])
    session = open_session()
    assert session.plan(workflow).nodes["r"].status == "cached"
    result = session.run(workflow)
    assert result.values["r"]["signal"].samples.tolist() == [0, 1, 2]
    assert result.nodes["r"].status == "ran"
    assert "damaged cache entry" in caplog.text
    caplog.clear()
    assert open_session().run(workflow).nodes["r"].status == "cached"


# --- Events and results as data ---


def test_events_tell_the_run_in_order(session: Session) -> None:
    workflow = workflow_of(a=node("Slow", steps=2), s=node("Show", {"value": "a.value"}))
    events: list[Event] = []
    result = session.run(workflow, on_event=events.append)
    told = [event_data(event) for event in events]
    for data in told:
        data.pop("seconds", None)
        if data.pop("memory", {}):
            assert data["event"] == "NodeFinished"
    assert told == [
        {"event": "RunStarted", "nodes": ("a", "s"), "cached": ()},
        {"event": "NodeStarted", "node": "a", "type": "Slow"},
        {"event": "NodeProgress", "node": "a", "done": 0, "total": 2},
        {"event": "NodeProgress", "node": "a", "done": 1, "total": 2},
        {
            "event": "NodeFinished",
            "node": "a",
            "status": "ran",
            "counts": {"steps": 2},
            "reason": "",
        },
        {"event": "NodeStarted", "node": "s", "type": "Show"},
        {"event": "NodeFinished", "node": "s", "status": "ran", "counts": {}, "reason": ""},
        {"event": "RunFinished", "status": "ok"},
    ]
    assert result.as_data()["nodes"]["a"]["steps"] == 2
    assert result.as_data()["unet_evaluations"] == 0


@SHARING
@given(workflow=workflows(), data=st.data())
def test_each_node_starts_and_finishes_once(
    workflow: Workflow, data: st.DataObject, tmp_path: Path
) -> None:
    targets = data.draw(st.sets(st.sampled_from(sorted(workflow.graph.nodes)), min_size=1))
    events: list[Event] = []
    with open_at(fresh_folder(tmp_path)) as session:
        session.run(workflow, sorted(targets), on_event=events.append)
    beginnings = [event.node for event in events if isinstance(event, NodeStarted)]
    ends = [event.node for event in events if isinstance(event, NodeFinished)]
    assert len(set(beginnings)) == len(beginnings)
    assert len(set(ends)) == len(ends)
    assert set(beginnings) <= set(ends)
