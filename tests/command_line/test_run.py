"""`weft run`: results, JSON, events, settings, exit codes."""

from __future__ import annotations

import copy
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import WORKFLOW, Weft, write_workflow


def changed(**nodes: Any) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(WORKFLOW)
    data["nodes"].update(nodes)
    return data


def test_prints_what_the_effects_made(weft: Weft, workflow: Path) -> None:
    answer = weft("run", workflow)
    assert (answer.code, answer.out) == (0, "7\n")
    assert 'Warning: node "show": this is only a test' in answer.err
    assert "3 nodes ran" in answer.err


def test_second_run_says_that_everything_was_cached(weft: Weft, workflow: Path) -> None:
    weft("run", workflow)
    answer = weft("run", workflow)
    assert answer.out == "7\n"
    assert "Everything was cached" in answer.err


def test_json_is_one_object_and_nothing_else(weft: Weft, workflow: Path) -> None:
    data = weft("run", workflow, "--json").data
    assert data["status"] == "ok"
    assert data["outputs"] == {"show": {"shown": ["7"]}}
    assert {name: node["status"] for name, node in data["nodes"].items()} == {
        "number": "ran",
        "sum": "ran",
        "show": "ran",
    }
    assert data["unet_evaluations"] == 0
    assert data["nodes"]["show"]["warnings"] == ["this is only a test"]


def test_only_what_changed_runs(weft: Weft, workflow: Path) -> None:
    weft("run", workflow)
    nodes = weft("run", workflow, "--set", "sum.second=5", "--json").data["nodes"]
    assert (nodes["number"]["status"], nodes["sum"]["status"]) == ("cached", "ran")


def test_events_are_lines_of_json(weft: Weft, workflow: Path) -> None:
    lines = [json.loads(line) for line in weft("run", workflow, "--events").out.splitlines()]
    kinds = [line["event"] for line in lines]
    assert kinds[0] == "RunStarted"
    assert kinds[-1] == "RunFinished"
    assert kinds.count("NodeStarted") == kinds.count("NodeFinished") == 3


def test_json_and_events_keep_to_their_streams(weft: Weft, workflow: Path) -> None:
    answer = weft("run", workflow, "--events", "--json")
    assert answer.data["status"] == "ok"
    assert json.loads(answer.err.splitlines()[0])["event"] == "RunStarted"


def test_target_runs_only_its_ancestors(weft: Weft, workflow: Path) -> None:
    data = weft("run", workflow, "--target", "number", "--json").data
    assert set(data["nodes"]) == {"number"}


def test_no_cache_leaves_nothing_behind(weft: Weft, workflow: Path, tmp_path: Path) -> None:
    weft("run", workflow, "--no-cache")
    assert weft("run", workflow, "--no-cache", "--json").data["nodes"]["sum"]["status"] == "ran"
    assert not (tmp_path / "cache").exists()


def test_failure_is_one_sentence_and_other_branches_finish(weft: Weft) -> None:
    crash = {"type": "demo.Crash", "inputs": {"value": "number.value"}}
    show = {"type": "demo.Show", "inputs": {"value": "crash.value"}}
    write_workflow(changed(crash=crash, late=show))
    answer = weft("run", "demo.weft.json")
    assert (answer.code, answer.out) == (1, "7\n")
    assert 'Node "crash" (demo.Crash) failed: RuntimeError: the lamp broke' in answer.err
    log_file = Path(answer.err.split("The details are in ")[1].split(".log")[0] + ".log")
    assert "Traceback" in log_file.read_text()
    data = weft("run", "demo.weft.json", "--json").data
    assert data["status"] == "failed"
    assert data["error"]["node"] == "crash"
    assert data["nodes"]["late"]["status"] == "skipped"


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("number.value=x", "\"value\" must be a whole number, not 'x'"),
        ("number.value=101", '"value" must be from 0 to 100, not 101'),
        ("number.factor=much", '"factor" must be a number'),
        ("number.negative=maybe", '"negative" must be true or false'),
        ("number.mode=square", 'Did you mean "squared"?'),
        ("number.valeu=1", 'has no param "valeu"'),
        ("nubmer.value=1", 'Did you mean "number"?'),
        ("number.value", "is not of the form NODE.PARAM=VALUE"),
        ("=", "is not of the form NODE.PARAM=VALUE"),
    ],
)
def test_wrong_settings(weft: Weft, workflow: Path, setting: str, words: str) -> None:
    answer = weft("run", workflow, "--set", setting)
    assert answer.code == 2
    assert words in answer.err
    error = weft("run", workflow, "--set", setting, "--json").data["error"]
    assert words in f"{error['message']} {error['hint']}"


@pytest.mark.parametrize(
    "setting",
    ["number.factor=2", "number.negative=yes", "number.text=a = b.c", "number.mode=squared"],
)
def test_settings_are_typed_by_the_declaration(weft: Weft, workflow: Path, setting: str) -> None:
    assert weft("run", workflow, "--set", setting).code == 0


def test_a_setting_replaces_a_link(weft: Weft, workflow: Path) -> None:
    assert weft("run", workflow, "--set", "sum.first=10").out == "14\n"


def test_seed_sets_every_seed(weft: Weft, workflow: Path) -> None:
    weft("run", workflow)
    nodes = weft("run", workflow, "--seed", "5", "--json").data["nodes"]
    assert nodes["number"]["status"] == "ran"
    write_workflow({**WORKFLOW, "nodes": {"sum": {"type": "demo.Add", "params": {"first": 1}}}})
    answer = weft("run", workflow, "--seed", "5")
    assert (answer.code, "No node of this workflow has a seed." in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--target", "sumn"], 'There is no node "sumn" to run'),
        (["--device", "tpu"], 'There is no device "tpu"'),
        (["--device", "cuda:99"], 'The device "cuda:99" is not there'),
        (["--dtype", "int8"], "'int8' is not one of"),
        (["--models", "nowhere"], 'There is no model folder "nowhere"'),
        (["--cache", "demo.weft.json"], 'The cache folder "demo.weft.json" is a file'),
    ],
)
def test_wrong_arguments(weft: Weft, workflow: Path, words: list[str], message: str) -> None:
    answer = weft("run", workflow, *words)
    assert (answer.code, message in answer.err) == (2, True)
    assert message in weft("run", workflow, *words, "--json").data["error"]["message"]


def test_problems_are_all_told_before_anything_runs(weft: Weft) -> None:
    broken = {"type": "demo.Add", "params": {"second": "x"}, "inputs": {"first": "nubmer.value"}}
    write_workflow(changed(sum=broken))
    answer = weft("run", "demo.weft.json")
    assert (answer.code, answer.out) == (2, "")
    assert '"second" must be a whole number' in answer.err
    assert 'there is no node "nubmer". Did you mean "number"?' in " ".join(answer.err.split())
    assert len(weft("run", "demo.weft.json", "--json").data["problems"]) == 2


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_interrupt_stops_within_a_step_and_keeps_what_is_done(weft: Weft) -> None:
    endless = {"type": "demo.Endless", "inputs": {"value": "sum.value"}}
    path = write_workflow(
        changed(endless=endless, show={"type": "demo.Show", "inputs": {"value": "endless.value"}})
    )
    command = [
        sys.executable,
        "-m",
        "graph_engine.hosts.cli",
        "run",
        str(path),
        "--events",
        "--json",
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stderr is not None
    for line in process.stderr:
        if '"NodeProgress"' in line:
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    data = json.loads(out)
    assert data["status"] == "cancelled"
    stopped = data["nodes"]["endless"]
    assert (stopped["status"], stopped["reason"]) == ("skipped", "the run was stopped")
    assert weft("plan", path, "--json").data["nodes"]["sum"]["status"] == "cached"


@pytest.mark.parametrize(
    "setting", ["save.folder=../away", "save.folder=/tmp", "save.name=a/b", "save.name=.."]
)
def test_writing_elsewhere_is_refused_before_anything_runs(weft: Weft, setting: str) -> None:
    weft("new", "-o", "mine.weft.json")
    answer = weft("run", "mine.weft.json", "--set", setting)
    assert (answer.code, 'Node "save" (SaveImage)' in answer.err) == (2, True)
    assert not Path("output").exists()


def test_a_hub_model_that_cannot_be_fetched_is_one_sentence(weft: Weft) -> None:
    weft("new", "-o", "mine.weft.json")
    answer = weft("run", "mine.weft.json", "--set", "checkpoint.model=nobody/nothing")
    assert answer.code == 1
    assert 'The model "nobody/nothing" is not on this machine' in answer.err
    checked = weft("plan", "mine.weft.json", "--set", "checkpoint.model=nobody/nothing")
    assert checked.code == 0, "planning needs no model"
