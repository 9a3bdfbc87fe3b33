"""The other commands: plan, check, nodes, models, new, cache, completion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import WORKFLOW, Weft, write_workflow

HEAVY = ("torch", "diffusers", "transformers", "PySide6")


def test_plan_says_why(weft: Weft, workflow: Path) -> None:
    assert "it has not run yet" in weft("plan", workflow).out
    weft("run", workflow)
    assert "1 to run, 2 cached." in weft("plan", workflow).out
    out = weft("plan", workflow, "--set", "number.value=9").out
    assert '"value" changed from 3 to 9' in out
    assert '"number", which feeds "first", changed' in out
    data = weft("plan", workflow, "--json").data
    assert data["status"] == "ok"
    assert (data["will_run"], data["cached"]) == (["show"], ["number", "sum"])


def test_check(weft: Weft, workflow: Path) -> None:
    answer = weft("check", workflow)
    assert (answer.code, "no problems" in answer.out) == (0, True)
    write_workflow({**WORKFLOW, "nodes": {"a": {"type": "demo.Numbr"}, "b": {"type": "demo.Add"}}})
    answer = weft("check", workflow)
    assert answer.code == 2
    assert 'there is no node type "demo.Numbr"' in answer.err
    assert 'Did you mean "demo.Number"' in answer.err
    assert '"first" needs a value' in answer.err
    data = weft("check", workflow, "--json").data
    assert data["status"] == "failed"
    assert [problem["node"] for problem in data["problems"]] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The file is empty"),
        ('{"format": "weft", "vers', "The file breaks off at line 1"),
        ("{a: picture}", "This is not JSON"),
        ("[1, 2]", "A workflow is a JSON object, not a list"),
        ('{"nodes": {}}', 'it has no "format": "weft"'),
        ('{"format": "weft", "version": 9, "nodes": {}}', "format version 9"),
        ('{"format": "weft", "version": 1, "nodes": []}', '"nodes" must be an object, not a list'),
    ],
)
def test_files_that_are_no_workflows(weft: Weft, text: str, message: str) -> None:
    Path("bad.weft.json").write_text(text)
    for command in ("check", "plan", "run"):
        answer = weft(command, "bad.weft.json")
        assert (answer.code, message in answer.err) == (2, True)
        assert "bad.weft.json" in answer.err
        assert message in weft(command, "bad.weft.json", "--json").data["error"]["message"]


def test_missing_file_names_a_near_one(weft: Weft, workflow: Path) -> None:
    answer = weft("run", "dem.weft.json")
    assert (answer.code, "There is no such file" in answer.err) == (2, True)
    assert 'Did you mean "demo.weft.json"?' in answer.err


def test_nodes(weft: Weft) -> None:
    assert "demo.Add" in weft("nodes").out
    reference = weft("nodes", "demo.Number").out
    assert "The number to give." in reference
    assert "from 0 to 100; default 1" in reference
    answer = weft("nodes", "demo.Numbr")
    assert (answer.code, 'Did you mean "demo.Number"?' in answer.err) == (2, True)
    described = weft("nodes", "demo.Add", "--json").data
    assert [port["name"] for port in described["inputs"]] == ["first", "second"]
    catalogue = weft("nodes", "--json").data
    assert {"demo.Add", "Sample"} <= {node["type"] for node in catalogue["nodes"]}


def test_broken_packs_are_told_and_the_rest_works(weft: Weft, tmp_path: Path) -> None:
    (tmp_path / "packs" / "broken.py").write_text("import nothing_of_this_name")
    answer = weft("nodes")
    assert 'node pack "broken"' in answer.err
    assert "nothing_of_this_name" in answer.err
    assert "demo.Add" in answer.out
    assert weft("nodes", "--json").data["broken"][0]["name"] == "broken"


def test_models(weft: Weft) -> None:
    assert "tiny-sd15" in weft("models").out
    model = next(m for m in weft("models", "--json").data["models"] if m["name"] == "tiny-sd15")
    assert (model["kind"], model["family"]) == ("checkpoint", "sd1")
    assert model["bytes"] < 20e6


def test_new(weft: Weft) -> None:
    assert "text_to_image" in weft("new").out
    assert weft("new", "-o", "mine.weft.json").code == 0
    assert weft("check", "mine.weft.json").code == 0
    answer = weft("new", "-o", "mine.weft.json")
    assert (answer.code, "is already there" in answer.err) == (2, True)
    assert weft("new", "seed_grid", "-o", "mine.weft.json", "--force").code == 0
    answer = weft("new", "sed_grid", "-o", "other.weft.json")
    assert (answer.code, 'Did you mean "seed_grid"' in answer.err) == (2, True)


def test_cache(weft: Weft, workflow: Path) -> None:
    weft("run", workflow)
    weft("run", workflow)
    data = weft("cache", "--json").data
    assert (data["entries"], data["hits"] > 0) == (2, True)
    assert weft("cache").out.startswith(data["folder"])
    assert "Cleared 2 entries" in weft("cache", "clear").out
    assert weft("cache", "--json").data["entries"] == 0
    assert weft("plan", workflow, "--json").data["cached"] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(weft: Weft, shell: str) -> None:
    assert "_WEFT_COMPLETE" in weft("completion", shell).out


def test_completion_knows_node_types(weft: Weft) -> None:
    environment = {
        **os.environ,
        "_WEFT_COMPLETE": "bash_complete",
        "COMP_WORDS": "weft nodes demo.A",
        "COMP_CWORD": "2",
    }
    command = [sys.executable, "-c", "from graph_engine.hosts.cli import main; main([])"]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "demo.Add" in found.stdout


def test_unknown_command(weft: Weft) -> None:
    answer = weft("rnu")
    assert (answer.code, "No such command 'rnu'" in answer.err) == (2, True)


@pytest.mark.parametrize(
    "words", [["nodes"], ["check", "demo.weft.json"], ["plan", "demo.weft.json"], ["models"]]
)
def test_looking_commands_import_nothing_heavy(
    weft: Weft, workflow: Path, words: list[str]
) -> None:
    code = (
        "import json, sys\n"
        "from graph_engine.hosts.cli.main import exit_code\n"
        f"code = exit_code({words!r})\n"
        f"print(json.dumps([code, [name for name in {HEAVY!r} if name in sys.modules]]))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(found.stdout.splitlines()[-1]) == [0, []]
