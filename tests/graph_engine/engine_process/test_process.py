"""The engine's process on its own: it answers everything and ends with its input."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_engine.hosts.engine_process.frames import FrameError, FrameReader, encode_frame
from graph_engine.hosts.engine_process.kinds import ANSWERS
from graph_engine.hosts.engine_process.messages import (
    PROTOCOL,
    Answer,
    Ask,
    Check,
    Checked,
    Describe,
    Described,
    Failed,
    Hello,
    Superseded,
    TellPlaces,
)
from graph_engine.hosts.engine_process.wire import message_data, read_message

COMMAND = [sys.executable, "-P", "-m", "graph_engine.hosts.engine_process"]
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


class Engine:
    """The process, with its ends of the streams."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._reader = FrameReader()
        self._frames: list[dict[str, Any] | FrameError] = []

    def write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def ask(self, number: int, ask: Ask) -> None:
        self.write(encode_frame(message_data(number, ask)))

    def next(self) -> tuple[int, Answer]:
        assert self.process.stdout is not None
        while not self._frames:
            piece = os.read(self.process.stdout.fileno(), 2**16)
            assert piece, "the process has ended"
            self._frames += self._reader.feed(piece)
        frame = self._frames.pop(0)
        assert not isinstance(frame, FrameError)
        return read_message(frame, ANSWERS)

    def close(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "packs"
    folder.mkdir()
    monkeypatch.setenv("WEFT_NODES", str(folder))
    monkeypatch.setenv("WEFT_CACHE", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def engine(packs: Path) -> Iterator[Engine]:
    """A greeted process; it ends at once when its input does."""
    running = Engine()
    number, hello = running.next()
    assert isinstance(hello, Hello)
    assert (number, hello.protocol, hello.process) == (0, PROTOCOL, running.process.pid)
    yield running
    assert running.close() == 0


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
    assert running.close() == 0
