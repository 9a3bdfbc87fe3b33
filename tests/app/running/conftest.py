"""A window whose engine plans really, in this process, and runs what and when the test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.jobs.queue import JobQueue
from app.page.page import WorkflowPage
from app.running.node_previews import NodePreviews
from app.running.run_display import RunDisplay
from app.running.running import Running
from app.window import StudioWindow
from graph_engine import Session
from graph_engine.errors import ProblemsError
from graph_engine.events import Event
from graph_engine.hosts.engine_process.messages import (
    DeviceTold,
    Job,
    JobEnded,
    MakePlan,
    Planned,
    RunJob,
)
from graph_engine.workflow_io import parse_workflow

Json = Any
PATIENCE_MS = 10_000
PICTURE: Json = {
    "mask": {"type": "PaintMask", "params": {"width": 16, "height": 16}},
    "picture": {"type": "ImageFromMask", "inputs": {"mask": "mask.mask"}},
    "save": {"type": "SaveImage", "inputs": {"image": "picture.image"}},
}
SAMPLED: Json = {
    "model": {"type": "LoadCheckpoint", "params": {"model": "tiny-sd15"}},
    "prompt": {"type": "EncodeText", "inputs": {"text_encoder": "model.text_encoder"}},
    "latent": {"type": "EmptyLatent", "params": {"width": 64, "height": 64}},
    "sampler": {
        "type": "Sample",
        "params": {"seed": 7, "steps": 4},
        "inputs": {
            "unet": "model.unet",
            "positive": "prompt.conditioning",
            "latent": "latent.latent",
        },
    },
    "decode": {"type": "DecodeLatent", "inputs": {"vae": "model.vae", "latent": "sampler.latent"}},
    "show": {"type": "PreviewImage", "inputs": {"image": "decode.image"}},
}


class Engine(QObject):
    """Plans with a session of its own; a job runs when `run_now` or the test's events say so."""

    ready = Signal()
    died = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.is_ready = True
        self.is_held = False
        self.plans: list[MakePlan] = []
        self.held: list[Callable[[], None]] = []
        self.asked: list[tuple[RunJob, Any, Any]] = []
        self.stopped: list[str] = []

    def plan(self, ask: MakePlan, then: Any, refused: Any = None) -> int:
        self.plans.append(ask)

        def answer() -> None:
            try:
                plan = self.session.plan(parse_workflow(ask.text), ask.targets)
            except ProblemsError as error:
                then(Planned(ask.document, ask.revision, {}, error.problems))
                return
            then(Planned(ask.document, ask.revision, plan.as_data()))

        if self.is_held:
            self.held.append(answer)
        else:
            QTimer.singleShot(0, self, answer)
        return len(self.plans)

    def let_go(self) -> None:
        """Answer what was held back."""
        self.is_held = False
        held, self.held = self.held, []
        for answer in held:
            answer()

    def device(self, then: Any) -> int:
        then(DeviceTold("cpu", "float32", 3 * 2**30, 16 * 2**30, 2**30))
        return 1

    def run(self, ask: Job, news: Any, then: Any, refused: Any) -> int:
        assert isinstance(ask, RunJob)
        self.asked.append((ask, news, then))
        return len(self.asked)

    def stop_job(self, job: str) -> None:
        self.stopped.append(job)

    @property
    def job(self) -> RunJob:
        """The job that runs."""
        return self.asked[-1][0]

    def tell(self, *events: Event) -> None:
        for event in events:
            self.asked[-1][1](event)

    def end(self, status: Any = "ok", **more: Any) -> None:
        ask, _, then = self.asked[-1]
        then(JobEnded(ask.job, status, **more))

    def run_now(self) -> None:
        """Really run the job."""
        ask, news, then = self.asked[-1]
        result = self.session.run(
            parse_workflow(ask.text), ask.targets, on_event=news, previews=True
        )
        data = result.as_data()
        then(JobEnded(ask.job, result.status, data["seconds"], outputs=data["outputs"],
                      nodes=data["nodes"]))  # fmt: skip


@dataclass
class Live:
    """A window with all that runs."""

    window: StudioWindow
    engine: Engine
    jobs: JobQueue
    running: Running

    @property
    def page(self) -> WorkflowPage:
        assert self.window.page is not None
        return self.window.page

    @property
    def cost(self) -> str:
        """What stands on the Run button."""
        return self.window.top.run_bar.run.main.text_shown

    def state(self, node: str) -> str:
        return self.page.scene.nodes[node].view.status.state

    def word(self, node: str) -> str:
        return self.page.scene.nodes[node].view.status.word

    def settle(self) -> None:
        """Let plans come to their end."""
        run = self.running.shown
        wait_until(lambda: run is None or run.planning.is_settled)

    def do(self, action: str) -> None:
        self.window.actions_of.run(action)
        self.settle()


def wait_until(done: Callable[[], object]) -> None:
    """Let events come until it is done."""
    loop = QEventLoop()
    tick = QTimer(interval=1)
    tick.timeout.connect(lambda: loop.quit() if done() else None)
    tick.start()
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    if not done():
        loop.exec()
    assert done(), "nothing came"
    QApplication.processEvents()


@pytest.fixture
def live(window: StudioWindow, tmp_path: Path) -> Iterator[Live]:
    with Session(cache=tmp_path / "cache", output=tmp_path / "output", device="cpu") as session:
        engine = Engine(session, window)
        jobs = JobQueue(engine, None, window)
        running = Running(window, jobs, engine)  # type: ignore[arg-type]  # as a client it serves
        RunDisplay(window, running, jobs, engine)  # type: ignore[arg-type]
        NodePreviews(running, jobs)
        window.live = SimpleNamespace(running=running, jobs=jobs)  # type: ignore[assignment]
        yield Live(window, engine, jobs, running)


@pytest.fixture
def show(live: Live, write: Callable[..., Path]) -> Callable[[Json], Live]:
    """Open a workflow of these nodes, planned."""

    def show_nodes(nodes: Json, **more: Json) -> Live:
        live.window.open(write(nodes, **more))
        live.settle()
        return live

    return show_nodes
