"""The engine's process on its own, with the test at the studio's end of the streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph_engine.events import Event
from graph_engine.hosts.engine_process.frames import FrameError, FrameReader, encode_frame
from graph_engine.hosts.engine_process.kinds import TOLD
from graph_engine.hosts.engine_process.messages import Ask, Hello, JobEnded, Message, News
from graph_engine.hosts.engine_process.wire import message_data, read_message

COMMAND = [sys.executable, "-P", "-m", "graph_engine.hosts.engine_process"]
Nodes = Mapping[str, tuple[str, Mapping[str, Any], str]]
"""Nodes by name: type, params, and the node whose value comes in, or empty."""

JOB_NODES = Path(__file__).with_name("job_nodes.py")


class Engine:
    """The process; `shared` is the folder of its large pictures once it has said hello."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.shared = Path()
        self._reader = FrameReader()
        self._frames: list[dict[str, Any] | FrameError] = []
        self._answers: dict[int, Message] = {}
        self._news: dict[int, list[News]] = {}

    def write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def ask(self, number: int, ask: Ask) -> None:
        self.write(encode_frame(message_data(number, ask)))

    def next(self) -> tuple[int, Message]:
        """The next message; raises EOFError when the process has ended."""
        assert self.process.stdout is not None
        while not self._frames:
            piece = os.read(self.process.stdout.fileno(), 2**16)
            if not piece:
                raise EOFError
            self._frames += self._reader.feed(piece)
        frame = self._frames.pop(0)
        assert not isinstance(frame, FrameError)
        number, message = read_message(frame, TOLD)
        if isinstance(message, Hello):
            self.shared = Path(message.shared)
        return number, message

    def answer(self, wanted: int) -> tuple[Message, list[News]]:
        """The answer to an ask, and the news before it; others may come in between."""
        while wanted not in self._answers:
            number, message = self.next()
            if isinstance(message, News):
                self._news.setdefault(number, []).append(message)
            else:
                self._answers[number] = message
        return self._answers.pop(wanted), self._news.pop(wanted, [])

    def ended(self, wanted: int) -> tuple[JobEnded, list[Event]]:
        """How the job of an ask ended, and its events."""
        ended, news = self.answer(wanted)
        assert isinstance(ended, JobEnded), ended
        return ended, [one.event for one in news]

    def close(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code


def workflow_text(nodes: Nodes) -> str:
    """A workflow of the pack `jobs`."""
    data = {
        name: {
            "type": f"jobs.{kind}",
            "params": params,
            **({"inputs": {"value": f"{source}.value"}} if source else {}),
        }
        for name, (kind, params, source) in nodes.items()
    }
    return json.dumps({"format": "weft", "version": 1, "name": "", "nodes": data})
