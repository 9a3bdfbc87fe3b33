"""EngineClient.run: jobs of a real engine process, followed, stopped, and killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.engine.client import EngineClient
from graph_engine.events import Event, NodePicture, NodeProgress, RunFinished, RunStarted
from graph_engine.hosts.engine_process.messages import PROTOCOL, Check, JobEnded, RunJob
from graph_engine.shipped import templates
from tests.graph_engine.engine_process.engine import JOB_NODES, workflow_text

from .waiting import Collected, exists, wait_until

KILLS = 5
SMALL = workflow_text({"count": ("Count", {}, ""), "paint": ("Paint", {"size": 200}, "count")})
SAMPLING = (
    templates()["text_to_image"]
    .read_text(encoding="utf-8")
    .replace('"width": 128', '"width": 64')
    .replace('"height": 128', '"height": 64')
    .replace('"steps": 20', '"steps": 60')
)


class Followed(Collected):
    """A job that was started, with all that comes of it."""

    def __init__(self, client: EngineClient, text: str, job: str = "a") -> None:
        super().__init__()
        self.events: list[Event] = []
        ask = RunJob(job, text)
        client.run(ask, self.events.append, self.answers.append, self.refusals.append)

    @property
    def has_begun(self) -> bool:
        return bool(self.events)

    def ended(self) -> JobEnded:
        wait_until(lambda: self.is_there)
        assert not self.refusals, self.refusals
        (ended,) = self.answers
        assert isinstance(ended, JobEnded)
        return ended

    def refused(self) -> str:
        wait_until(lambda: self.is_there)
        assert not self.answers, self.answers
        (sentence,) = self.refusals
        assert isinstance(sentence, str)
        return sentence


@pytest.fixture(autouse=True)
def job_nodes(packs: Path) -> None:
    """The pack `jobs` is there."""
    shutil.copy(JOB_NODES, packs / "jobs.py")


def run_gate(client: EngineClient, folder: Path, **params: Any) -> Followed:
    """A job in its middle, until the file `go` is there; it has shown a picture."""
    gate = {"file": (folder / "go").as_posix(), **params}
    job = Followed(
        client, workflow_text({"gate": ("Gate", gate, ""), "paint": ("Paint", {}, "gate")})
    )
    wait_until(lambda: any(isinstance(event, NodePicture) for event in job.events))
    return job


# --- What comes of a job ---


def test_a_job_is_followed_to_its_end(client: EngineClient) -> None:
    client.start()
    job = Followed(client, SMALL)
    ended = job.ended()
    assert (ended.job, ended.status) == ("a", "ok")
    assert ended.outputs == {"paint": {"values": [0]}}
    assert isinstance(job.events[0], RunStarted)
    assert any(isinstance(event, RunFinished) for event in job.events)
    assert NodeProgress("count", 3, 3) in job.events
    (picture,) = (event for event in job.events if isinstance(event, NodePicture))
    assert len(picture.pixels) == picture.width * picture.height * picture.channels == 120_000
    assert bytes(picture.pixels[-3:]) == b"\xff\xff\xff"


def test_what_was_not_understood_harms_no_other(application: QApplication) -> None:
    hello = f'{{"protocol":{PROTOCOL},"weft":"{version("weft")}","process":1}}'
    program = (
        "import struct, sys\n"
        "def send(number, kind, body):\n"
        '    t = f\'{{"number":{number},"kind":"{kind}","body":{body}}}\'.encode()\n'
        "    sys.stdout.buffer.write(struct.pack('>I', len(t)) + t); sys.stdout.flush()\n"
        f"send(0, 'Hello', '{hello}')\n"
        'send(1, \'News\', \'{"event":{"kind":"Nothing","body":{}}}\')\n'
        'send(1, \'JobEnded\', \'{"job":"a","status":"ok"}\')\n'
        "sys.stdin.read()\n"
    )
    other = EngineClient(command=[sys.executable, "-c", program])
    log: list[str] = []
    other.logged.connect(log.append)
    job = Followed(other, SMALL)
    other.start()
    assert job.ended() == JobEnded("a", "ok")
    assert "can't be read" in "".join(log)
    other.stop()


# --- Stopping ---


def test_a_job_is_stopped(client: EngineClient, tmp_path: Path) -> None:
    client.start()
    job = run_gate(client, tmp_path)
    process = client.process_id
    client.stop_job("a")
    assert job.ended().status == "cancelled"
    assert Followed(client, SMALL).ended().status == "ok"
    assert client.process_id == process


def test_a_job_that_does_not_stop_is_ended_with_its_process(
    application: QApplication, packs: Path, tmp_path: Path
) -> None:
    client = EngineClient(hard_stop_ms=100)
    deaths: list[str] = []
    client.died.connect(deaths.append)
    client.start()
    job = run_gate(client, tmp_path, stuck=True)
    first = client.process_id
    checks = Collected()
    client.stop_job("a")
    assert job.ended() == JobEnded("a", "cancelled")
    client.check(Check("a", 1, SMALL), checks.answers.append, checks.refusals.append)
    assert Followed(client, SMALL, "b").ended().status == "ok"
    wait_until(lambda: checks.is_there)
    assert not checks.refusals
    assert deaths == ["The run did not stop, so the engine was ended. It is started again."]
    assert not exists(first)
    client.stop()


def test_a_job_that_has_not_begun_is_stopped(client: EngineClient) -> None:
    job = Followed(client, SMALL)
    client.stop_job("a")
    assert job.ended() == JobEnded("a", "cancelled")
    client.stop_job("nobody")
    assert client.is_idle


# --- A process that dies ---


def test_a_job_is_not_repeated(client: EngineClient) -> None:
    client.start()
    job = Followed(client, workflow_text({"kill": ("Kill", {}, "")}))
    assert job.refused() == "The engine was ended from outside or crashed."
    assert Followed(client, SMALL).ended().status == "ok"
    assert len(job.refusals) == 1


def test_a_restart_on_demand_refuses_the_job(client: EngineClient, tmp_path: Path) -> None:
    client.start()
    job = run_gate(client, tmp_path)
    client.restart()
    assert job.refused() == "The engine was started again."
    assert Followed(client, SMALL).ended().status == "ok"


def test_a_lost_device_brings_a_fresh_process(client: EngineClient) -> None:
    deaths: list[str] = []
    following: list[Followed] = []
    client.died.connect(deaths.append)
    client.start()
    client.run(
        RunJob("a", workflow_text({"break": ("Break", {}, "")})),
        lambda event: None,
        # As a queue does: the next job begins in the moment in which this one ends.
        lambda ended: following.append(Followed(client, SMALL, ended.error["message"])),
    )
    wait_until(lambda: following)
    ended = following[0].ended()
    assert ended.status == "ok"
    assert "graphics device failed" in ended.job
    assert deaths == [f"{ended.job} It is started again."]


def left_by(process: int) -> list[Path]:
    """What lies in shared memory of a process."""
    places = (Path("/dev/shm"), Path(tempfile.gettempdir()))
    return [folder for place in places for folder in place.glob(f"weft-engine-{process}-*")]


def slow_text(number: int) -> str:
    """A workflow that takes a while and shows large pictures, another one for each number."""
    count = {"value": number, "steps": 30, "seconds": 0.005, "preview_bytes": 100_000}
    paint = {"size": 300}
    return workflow_text({"count": ("Count", count, ""), "paint": ("Paint", paint, "count")})


def kill_during(job: Followed, client: EngineClient, milliseconds: int) -> int:
    """Kill the process some time after the job has begun, and wait until both are over."""
    wait_until(lambda: job.has_begun)
    process = client.process_id
    QTimer.singleShot(milliseconds, client, lambda: os.kill(process, signal.SIGKILL))
    wait_until(lambda: job.is_there and not exists(process))
    return process


def test_killed_at_any_moment_every_job_ends_or_is_refused(client: EngineClient) -> None:
    chance = random.Random(5)
    client.start()
    for number in range(KILLS):
        job = Followed(client, slow_text(number))
        process = kill_during(job, client, chance.randrange(200))
        assert not left_by(process)
        assert len(job.answers) + len(job.refusals) == 1
        assert Followed(client, slow_text(number)).ended().status == "ok"
        assert client.is_idle
    process = client.process_id
    client.stop()
    assert not left_by(process)


def test_a_killed_run_goes_on_from_its_last_step(client: EngineClient) -> None:
    client.start()
    job = Followed(client, SAMPLING)
    wait_until(lambda: sampled(job, lambda done: done >= 4))
    os.kill(client.process_id, signal.SIGKILL)
    job.refused()
    again = Followed(client, SAMPLING)
    ended = again.ended()
    shown = [event for event in again.events if isinstance(event, NodePicture)]
    assert [(event.node, event.width) for event in shown] == [("decode", 64), ("save", 64)]
    assert shown[0].pixels == shown[1].pixels
    assert ended.nodes["sampler"]["status"] == "resumed"
    assert ended.nodes["sampler"]["resumed_at_step"] >= 4


def sampled(job: Followed, enough: Callable[[int], bool]) -> bool:
    return any(
        isinstance(event, NodeProgress) and event.node == "sampler" and enough(event.done)
        for event in job.events
    )
