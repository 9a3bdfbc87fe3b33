"""`weft run --profile`: the trace is read back and holds what happened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .conftest import WORKFLOW, Weft, write_workflow


def read_trace(file: Path) -> list[dict[str, Any]]:
    """The events of a trace, after checking what every reader of the format asks for."""
    data = json.loads(file.read_text())
    assert data["displayTimeUnit"] == "ms"
    for event in data["traceEvents"]:
        assert event["ph"] in "XiCM"
        assert event["ts"] >= 0
        assert isinstance(event["pid"], int)
        assert event["ph"] != "X" or event["dur"] >= 0
    found: list[dict[str, Any]] = data["traceEvents"]
    return found


def spans(trace: list[dict[str, Any]], category: str) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in trace if one["ph"] == "X" and one["cat"] == category}


def holds(outer: dict[str, Any], inner: dict[str, Any]) -> bool:
    """Whether a span lies inside another, to a microsecond."""
    ends = [span["ts"] + span["dur"] for span in (outer, inner)]
    return bool(outer["ts"] <= inner["ts"] + 1 and ends[1] <= ends[0] + 1)


def test_a_profile_of_a_run(weft: Weft, workflow: Path) -> None:
    answer = weft("run", workflow, "--profile", "trace.json")
    assert (answer.code, answer.out) == (0, "7\n")
    trace = read_trace(Path("trace.json"))
    run, nodes = spans(trace, "run"), spans(trace, "node")
    assert list(run) == ["plan", "run"]
    assert list(nodes) == ["number", "sum", "show"]
    assert all(holds(run["run"], node) for node in nodes.values())
    assert all(node["args"]["status"] == "ran" for node in nodes.values())
    assert all(node["args"]["peak_memory_bytes"] > 1e6 for node in nodes.values())
    writes = [one for one in trace if one["name"] == "write result"]
    assert [one["args"]["node"] for one in writes] == ["number", "sum"]
    assert all(one["args"]["bytes"] > 0 for one in writes)
    assert {one["name"] for one in trace if one["ph"] == "C"} == {"memory"}


def test_what_was_cached_is_read(weft: Weft, workflow: Path) -> None:
    weft("run", workflow)
    weft("run", workflow, "--profile", "trace.json")
    trace = read_trace(Path("trace.json"))
    assert list(spans(trace, "node")) == ["show"]
    read = spans(trace, "cache")["read result"]
    assert read["args"] == {"node": "sum", "tier": "disk", "found": True}
    moments = [one["name"] for one in trace if one["ph"] == "i"]
    assert moments[:2] == ["number: cached", "sum: cached"]


def test_a_run_that_fails_is_profiled_too(weft: Weft) -> None:
    crash = {"type": "demo.Crash", "inputs": {"value": "number.value"}}
    write_workflow({**WORKFLOW, "nodes": {"number": WORKFLOW["nodes"]["number"], "c": crash}})  # type: ignore[index]
    assert weft("run", "demo.weft.json", "--target", "c", "--profile", "trace.json").code == 1
    trace = read_trace(Path("trace.json"))
    assert spans(trace, "node")["c"]["args"]["status"] == "failed"
    assert spans(trace, "run")["run"]["args"] == {"status": "failed"}


def test_a_profile_that_can_not_be_written(weft: Weft, workflow: Path) -> None:
    answer = weft("run", workflow, "--profile", "nowhere/trace.json")
    assert (answer.code, answer.out) == (2, "")
    assert '"nowhere/trace.json" can\'t be written' in answer.err
