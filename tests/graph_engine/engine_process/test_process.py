"""The engine's process on its own: it answers everything and ends with its input."""

from __future__ import annotations

import os
import signal
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_engine.hosts.engine_process.frames import encode_frame
from graph_engine.hosts.engine_process.messages import (
    Check,
    Checked,
    Describe,
    Described,
    Failed,
    JobEnded,
    RunJob,
    Superseded,
    TellPlaces,
)

from .engine import Engine

SLOW_PACK = '''
from pathlib import Path
import time

from graph_engine import Node


class Wait(Node):
    """Wait until a file is there."""

    file: str = ""

    def outline(self, known):
        Path(self.file).with_name("waiting").touch()
        while not Path(self.file).exists():
            time.sleep(0.005)
        return {}
'''


def test_whatever_comes_is_answered(engine: Engine) -> None:
    engine.write(struct.pack(">I", 3) + b"xyz")
    engine.write(encode_frame({"number": 5, "kind": "Nothing"}))
    engine.ask(6, Check("a", 1, "{"))
    engine.ask(7, TellPlaces())
    first, second, third, fourth = (engine.next() for _ in range(4))
    assert (first[0], type(first[1])) == (0, Failed)
    assert second == (5, Failed("There is no message of the kind 'Nothing'."))
    assert third[0] == 6
    assert isinstance(third[1], Failed)
    assert "breaks off" in third[1].message
    assert fourth[0] == 7


def test_ctrl_c_in_the_terminal_is_the_studios_business(engine: Engine) -> None:
    engine.process.send_signal(signal.SIGINT)
    engine.ask(1, Describe())
    number, answer = engine.next()
    assert number == 1
    assert isinstance(answer, Described)


@pytest.fixture
def busy(packs: Path, tmp_path: Path) -> Iterator[Engine]:
    """A process that is occupied by a check until the file `go` is there."""
    (packs / "slow.py").write_text(SLOW_PACK)
    running = Engine()
    running.next()
    running.ask(1, Check("a", 1, waiting_for(tmp_path / "go")))
    yield running
    running.close()


def waiting_for(file: Path) -> str:
    params = f'"params": {{"file": "{file.as_posix()}"}}'
    return (
        '{"format": "weft", "version": 1, "name": "",'
        f' "nodes": {{"wait": {{"type": "slow.Wait", {params}}}}}}}'
    )


def test_newer_checks_overtake_those_that_wait(busy: Engine, tmp_path: Path) -> None:
    empty = '{"format": "weft", "version": 1, "name": "", "nodes": {}}'
    while not (tmp_path / "waiting").exists():
        os.sched_yield()
    for number, document in ((2, "a"), (3, "b"), (4, "a"), (5, "a")):
        busy.ask(number, Check(document, number, empty))
    assert {busy.next(), busy.next()} == {(2, Superseded()), (4, Superseded())}
    (tmp_path / "go").touch()
    answers = dict(busy.next() for _ in range(3))
    assert sorted(answers) == [1, 3, 5]
    assert all(isinstance(answer, Checked) for answer in answers.values())


def test_it_ends_at_once_in_the_middle_of_work(busy: Engine, tmp_path: Path) -> None:
    while not (tmp_path / "waiting").exists():
        os.sched_yield()
    assert busy.close() == 0


def test_wrong_options_are_told_with_every_ask(packs: Path) -> None:
    running = Engine("--device", "cuda:99")
    running.next()
    running.ask(1, Check("a", 1, '{"format": "weft", "version": 1, "nodes": {}}'))
    _, answer = running.next()
    assert isinstance(answer, Failed)
    assert "cuda:99" in answer.message
    running.ask(2, RunJob("a", "{}"))
    _, ended = running.next()
    assert isinstance(ended, JobEnded)
    assert "cuda:99" in ended.error["message"]
    assert running.close() == 0
