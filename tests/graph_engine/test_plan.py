"""Plans: they say what a run will do, they say why, and the run does just that."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_engine import Graph, Link, Session, Workflow
from graph_engine.errors import NodeError, WeftError
from graph_engine.events import Event, NodeFinished, NodeStarted, RunStarted
from tests.graph_engine.graphs import CATALOG, OpenSession, ledger, node, workflow_of, workflows


@pytest.fixture
def workflow() -> Workflow:
    return workflow_of(
        "Plan",
        a=node("Const", value=1),
        b=node("Add", {"first": "a.value"}, second=2),
        show=node("Show", {"value": "b.value"}),
    )


def changed(workflow: Workflow, name: str, **params: Any) -> Workflow:
    found = workflow.graph.nodes[name]
    nodes = {**workflow.graph.nodes, name: replace(found, params={**found.params, **params})}
    return replace(workflow, graph=Graph(nodes))


def linked(workflow: Workflow, name: str, **links: str | None) -> Workflow:
    found = workflow.graph.nodes[name]
    inputs = {
        port: Link.parse(text)
        for port, text in {**{p: str(k) for p, k in found.inputs.items()}, **links}.items()
        if text is not None
    }
    nodes = {**workflow.graph.nodes, name: replace(found, inputs=inputs)}
    return replace(workflow, graph=Graph(nodes))


def reasons(session: Session, workflow: Workflow, *targets: str) -> dict[str, str]:
    plan = session.plan(workflow, targets)
    return {name: found.reason for name, found in plan.nodes.items()}


# --- Agreement with the run ---


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    versions=st.lists(workflows(6, states=True), min_size=1, max_size=3),
    data=st.data(),
)
def test_the_run_does_what_the_plan_says(
    versions: list[Workflow], data: st.DataObject, tmp_path: Path
) -> None:
    folder = tempfile.mkdtemp(dir=tmp_path)
    with Session(catalog=CATALOG, cache=folder, device="cpu") as session:
        for workflow in versions:
            names = sorted(workflow.graph.nodes)
            targets = sorted(data.draw(st.sets(st.sampled_from(names), min_size=1)))
            plan = session.plan(workflow, targets)
            assert session.plan(workflow, targets) == plan
            events: list[Event] = []
            result = session.run(workflow, targets, on_event=events.append)
            assert {name: found.status for name, found in result.nodes.items()} == {
                name: "ran" if found.status == "will_run" else found.status
                for name, found in plan.nodes.items()
            }
            begun = [event.node for event in events if isinstance(event, NodeStarted)]
            ended = [event.node for event in events if isinstance(event, NodeFinished)]
            assert tuple(begun) == plan.with_status("will_run")
            assert sorted(ended) == sorted(plan.nodes)
            assert events[0] == RunStarted(plan.with_status("will_run"), plan.with_status("cached"))
            after = session.plan(workflow, targets)
            effects = {n for n in names if CATALOG[workflow.graph.nodes[n].type].effects}
            assert set(after.with_status("will_run")) <= effects


def test_a_plan_runs_nothing(session: Session, workflow: Workflow) -> None:
    assert session.plan(workflow).with_status("will_run") == ("a", "b", "show")
    assert session.plan(workflow).with_status("will_run") == ("a", "b", "show")
    assert ledger(session) == []


def test_a_plan_is_json(session: Session, workflow: Workflow) -> None:
    session.run(workflow, ["a"])
    data = session.plan(workflow).as_data()
    assert json.loads(json.dumps(data)) == data
    assert (data["will_run"], data["cached"], data["skipped"]) == (["b", "show"], ["a"], [])
    assert data["nodes"]["b"]["type"] == "Add"
    assert len(data["nodes"]["b"]["key"]) == 64


# --- Reasons ---


def test_a_new_node_has_not_run_yet(session: Session, workflow: Workflow) -> None:
    assert reasons(session, workflow) == {
        "a": "it has not run yet",
        "b": "it has not run yet",
        "show": "it saves or shows something, so it always runs",
    }


def test_what_is_known_says_so(session: Session, workflow: Workflow) -> None:
    session.run(workflow)
    assert reasons(session, workflow)["b"] == "its result is known"


def test_a_changed_param_is_named_with_both_values(session: Session, workflow: Workflow) -> None:
    session.run(workflow)
    found = reasons(session, changed(workflow, "a", value=7))
    assert found["a"] == '"value" changed from 1 to 7'
    assert found["b"] == '"a", which feeds "first", changed'


def test_several_changes_are_all_named(session: Session, workflow: Workflow) -> None:
    session.run(workflow)
    other = changed(changed(workflow, "a", value=7), "b", second=3, mode="product")
    assert reasons(session, other)["b"] == (
        '"second" changed from 2 to 3; "mode" changed from "sum" to "product";'
        ' "a", which feeds "first", changed'
    )


def test_long_values_are_shortened(session: Session) -> None:
    workflow = workflow_of(w=node("Write", text="a" * 500), s=node("Show", {"label": "w.text"}))
    session.run(workflow)
    reason = reasons(session, changed(workflow, "w", text="ü" * 500))["w"]
    assert len(reason) < 120
    assert "…" in reason
    assert "ü" in reason


def test_changed_links_are_named(session: Session, workflow: Workflow) -> None:
    session.run(workflow)
    more = replace(workflow, graph=Graph({**workflow.graph.nodes, "c": node("Const", value=9)}))
    found = reasons(session, linked(more, "b", second="c.value"))
    assert found["b"] == '"second" is linked to "c" now'
    assert '"c"' in reasons(session, linked(more, "b", first="c.value"))["b"]
    session.run(linked(more, "b", second="c.value"))
    other = changed(workflow, "b", second=77)
    assert reasons(session, other)["b"] == '"second" is no longer linked'


def test_a_changed_file_is_named(session: Session, tmp_path: Path) -> None:
    workflow = workflow_of(f=node("ReadFile", file="poem.txt"), s=node("Show", {"label": "f.text"}))
    (tmp_path / "poem.txt").write_text("rose", encoding="utf-8")
    session.run(workflow)
    (tmp_path / "poem.txt").write_text("tree", encoding="utf-8")
    assert reasons(session, workflow)["f"] == 'the file of "file" changed'
    (tmp_path / "other.txt").write_text("lake", encoding="utf-8")
    assert reasons(session, changed(workflow, "f", file="other.txt"))["f"] == (
        '"file" changed from "poem.txt" to "other.txt"'
    )


def test_a_changed_fingerprint_is_told(session: Session, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("1")
    workflow = workflow_of(w=node("Watch", path=str(tmp_path / "state")))
    session.run(workflow)
    (tmp_path / "state").write_text("2")
    assert reasons(session, workflow)["w"] == "what it reads besides its inputs changed"


def test_another_device_is_told(open_session: OpenSession) -> None:
    workflow = workflow_of(n=node("Numeric"))
    open_session(dtype="float32").run(workflow)
    reason = reasons(open_session(dtype="float16"), workflow)["n"]
    assert reason.startswith("computed with cpu, float16, numpy ")
    assert " instead of cpu, float32, numpy " in reason


def test_an_evicted_result_is_told(open_session: OpenSession, workflow: Workflow) -> None:
    session = open_session()
    session.run(workflow)
    session.cache.clear()
    assert reasons(session, workflow)["b"] == "its result is no longer in the cache"
    assert reasons(open_session(), workflow)["b"] == "its result is no longer in the cache"


def test_an_equal_node_is_named(session: Session) -> None:
    workflow = workflow_of(a=node("Ramp"), b=node("Ramp"))
    assert reasons(session, workflow)["b"] == 'it equals "a"'


def test_another_type_under_the_same_id_is_told(session: Session, workflow: Workflow) -> None:
    session.run(workflow)
    other = replace(workflow, graph=Graph({**workflow.graph.nodes, "a": node("Slow", value=3)}))
    assert reasons(session, other)["a"] == "it was a Const before"


def test_what_nobody_needs_is_skipped(open_session: OpenSession, cache_folder: Path) -> None:
    workflow = workflow_of(
        r=node("Ramp", length=3),
        m=node("Measure", {"signal": "r.signal"}),
        s=node("Show", {"value": "m.length"}),
    )
    open_session().run(workflow)
    for file in (cache_folder / "results").rglob("*.safetensors"):
        file.unlink()
    plan = open_session().plan(workflow)
    assert {name: found.status for name, found in plan.nodes.items()} == {
        "r": "skipped",
        "m": "cached",
        "s": "will_run",
    }
    assert plan.nodes["r"].reason == "nothing that runs needs it"


def test_muted_and_bypassed_targets_are_explained(session: Session, workflow: Workflow) -> None:
    for state in ("muted", "bypassed"):
        found = replace(workflow.graph.nodes["b"], state=state)
        other = replace(workflow, graph=Graph({**workflow.graph.nodes, "b": found}))
        plan = session.plan(other, ["b"])
        assert plan.nodes["b"].status == "skipped"
        assert plan.nodes["b"].reason == f"it is {state}"


@pytest.mark.parametrize(
    "noise", [b"", b"[]", b"{", b'{"a": 3}', b'{"a": [1,2,3,4,5,6,7,8]}', b"\xff"]
)
def test_a_damaged_history_costs_only_the_explanation(
    open_session: OpenSession, workflow: Workflow, cache_folder: Path, noise: bytes
) -> None:
    open_session().run(workflow)
    (file,) = (cache_folder / "history").iterdir()
    file.write_bytes(noise)
    session = open_session()
    assert reasons(session, workflow)["a"] == "its result is known"
    assert reasons(session, changed(workflow, "a", value=2))["a"] == "it has not run yet"
    assert session.run(changed(workflow, "a", value=2)).status == "ok"


def test_a_fingerprint_that_fails_names_its_node(session: Session) -> None:
    workflow = workflow_of(w=node("Watch", path="/nowhere/at/all"))
    with pytest.raises(NodeError, match="can't tell what its result depends on") as caught:
        session.plan(workflow)
    assert (caught.value.node, caught.value.type) == ("w", "Watch")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(st.tuples(workflows(states=True), st.booleans()), min_size=2, max_size=5))
def test_what_is_remembered_of_nodes_changes_no_plan(steps: list[tuple[Workflow, bool]]) -> None:
    """One session plans and runs what it is given; each plan is that of a session without past."""
    with tempfile.TemporaryDirectory() as folder:
        options: dict[str, Any] = {"catalog": CATALOG, "cache": folder, "device": "cpu"}
        with Session(**options) as session:
            for workflow, runs in steps:
                with Session(**options) as fresh:
                    # What is in memory alone is known to one session only.
                    session.cache.memory.clear()
                    wanted = _plan_or_problems(fresh, workflow)
                assert _plan_or_problems(session, workflow) == wanted
                if runs and isinstance(wanted, dict):
                    session.run(workflow)


def _plan_or_problems(session: Session, workflow: Workflow) -> Any:
    try:
        return session.plan(workflow).as_data()
    except WeftError as error:
        return error.message
