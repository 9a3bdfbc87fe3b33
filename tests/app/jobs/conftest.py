"""A queue with an engine that does what the test says, and stores in a folder of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.jobs.store import JobStore
from graph_engine.events import Event
from graph_engine.hosts.engine_process.messages import Job as JobAsk
from graph_engine.hosts.engine_process.messages import JobEnded

PATIENCE_MS = 10_000


@dataclass
class Asked:
    """A job that the engine was asked to run, and whom to tell."""

    ask: JobAsk
    news: Callable[[Event], object]
    then: Callable[[JobEnded], object]
    refused: Callable[[str], object]


@dataclass
class Stops:
    """What the engine was told to stop."""

    jobs: list[str] = field(default_factory=list)


class ScriptedEngine(QObject):
    """An engine in the test's hands: `tell`, `end`, `die` and `come_back` are what it does."""

    ready = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_ready = True
        self.asked: list[Asked] = []
        self.stopped: list[str] = []

    def run(
        self,
        ask: JobAsk,
        news: Callable[[Event], object],
        then: Callable[[JobEnded], object],
        refused: Callable[[str], object],
    ) -> int:
        assert self.is_ready
        self.asked.append(Asked(ask, news, then, refused))
        return len(self.asked)

    def stop_job(self, job: str) -> None:
        self.stopped.append(job)

    def tell(self, *events: Event) -> None:
        for event in events:
            self.asked[-1].news(event)

    def end(self, status: Any = "ok", **more: Any) -> None:
        asked = self.asked[-1]
        asked.then(JobEnded(asked.ask.job, status, **more))

    def refuse(self, why: str) -> None:
        self.asked[-1].refused(why)

    def die(self) -> None:
        self.is_ready = False
        self.refuse("The engine was ended from outside or crashed.")

    def come_back(self) -> None:
        self.is_ready = True
        self.ready.emit()


def wait_until(done: Callable[[], object]) -> None:
    """Let events come until it is done."""
    loop = QEventLoop()
    tick = QTimer(interval=2)
    tick.timeout.connect(lambda: loop.quit() if done() else None)
    tick.start()
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    if not done():
        loop.exec()
    assert done(), "nothing came"


@pytest.fixture
def engine(application: QApplication) -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def queue(engine: ScriptedEngine) -> Iterator[JobQueue]:
    """A queue that keeps nothing."""
    made = JobQueue(engine)
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


OpenQueue = Callable[..., JobQueue]


@pytest.fixture
def open_queue(application: QApplication, tmp_path: Path) -> Iterator[OpenQueue]:
    """Start a studio's queue on the folder of the test, and wait until it has read what is there."""
    opened: list[JobQueue] = []

    def start(engine: ScriptedEngine | None = None, folder: Path | None = None) -> JobQueue:
        store = JobStore(folder or tmp_path / "queue")
        made = JobQueue(engine or ScriptedEngine(), store)
        opened.append(made)
        loaded: list[object] = []
        store.loaded.connect(loaded.append)
        store.failed.connect(loaded.append)
        made.open()
        wait_until(lambda: loaded)
        return made

    yield start
    for made in opened:
        made.close()
        made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def add(queue: JobQueue, title: str = "Hills", **more: Any) -> Job:
    """Add a run of a workflow that only its text tells apart."""
    given = {"folder": "", "document": "document-1", **more}
    return queue.add(f'{{"name": "{title}"}}', title=title, **given)


def titles(queue: JobQueue, *states: str) -> list[str]:
    """The titles of the jobs in some states, in their order."""
    return [job.title for job in queue.jobs if job.state in states]
