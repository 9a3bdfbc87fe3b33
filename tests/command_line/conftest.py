"""A command line with a small node pack of its own, far from the user's folders."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from graph_engine.hosts.cli import main

PACK = '''
import threading
from typing import Annotated, Literal, NamedTuple

from graph_engine import Node, NodeError
from graph_engine.hints import Prompt, Seed, Slider


class Number(Node, category="Demo"):
    """Give a number.

    Inputs:
        value: The number to give.
    """

    value: Annotated[int, Slider(0, 100)] = 1
    factor: float = 1.0
    negative: bool = False
    text: Annotated[str, Prompt()] = ""
    mode: Literal["plain", "squared"] = "plain"
    seed: Annotated[int, Seed()] = 0

    class Outputs(NamedTuple):
        value: int

    def run(self, context):
        return self.Outputs(self.value)


class Add(Node, category="Demo"):
    """Add two numbers."""

    first: int
    second: int = 0

    class Outputs(NamedTuple):
        value: int

    def run(self, context):
        return self.Outputs(self.first + self.second)


class Endless(Node, category="Demo"):
    """Go on until somebody stops it."""

    value: int

    class Outputs(NamedTuple):
        value: int

    def run(self, context):
        for step in range(10_000):
            context.progress(step, 10_000)
            threading.Event().wait(0.01)
        raise NodeError("nobody stopped it")


class Crash(Node, category="Demo"):
    """Fail."""

    value: int

    class Outputs(NamedTuple):
        value: int

    def run(self, context):
        raise RuntimeError("the lamp broke")


class Show(Node, category="Demo", effects=True):
    """Show a number."""

    value: int

    def run(self, context):
        context.warn("this is only a test")
        return {"shown": [str(self.value)]}
'''

WORKFLOW = {
    "format": "weft",
    "version": 1,
    "name": "Demo",
    "nodes": {
        "number": {"type": "demo.Number", "params": {"value": 3}},
        "sum": {"type": "demo.Add", "params": {"second": 4}, "inputs": {"first": "number.value"}},
        "show": {"type": "demo.Show", "inputs": {"value": "sum.value"}},
    },
}


@dataclass(frozen=True)
class Answer:
    """What a command gave: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Weft = Callable[..., Answer]


@pytest.fixture
def weft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Weft:
    """Run the command line in an empty folder and return its answer."""
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "demo.py").write_text(PACK)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("WEFT_NODES", str(tmp_path / "packs"))
    monkeypatch.setenv("WEFT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("WEFT_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("WEFT_MODELS", raising=False)

    def call(*words: str | Path) -> Answer:
        with pytest.raises(SystemExit) as leaving:
            main([str(word) for word in words])
        out, err = capfd.readouterr()
        assert "Traceback (most recent call last)" not in err
        return Answer(int(leaving.value.code or 0), out, err)

    return call


@pytest.fixture
def workflow(weft: Weft) -> Path:
    """A workflow file in the current folder."""
    return write_workflow(WORKFLOW)


def write_workflow(data: Any, name: str = "demo.weft.json") -> Path:
    """Write a workflow into the current folder."""
    path = Path(name)
    path.write_text(json.dumps(data), encoding="utf-8")
    return path
