"""Run, scrub, branch, and save the film, with a real engine process and the embedded model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.engine.client import EngineClient
from app.jobs.job import Job
from app.look.style import apply_style
from app.look.theme import Theme
from app.preview.branch_dialog import BranchDialog
from app.preview.dock import PreviewDock
from app.preview.export_dialog import ExportChoice
from graph_engine.hosts.engine_process.messages import JobEnded, RunJob
from graph_engine.shipped import templates

STEPS = 4
PATIENCE_MS = 120_000


@pytest.fixture
def client(application: QApplication, tmp_path: Path) -> Iterator[EngineClient]:
    folders = ("--output", str(tmp_path / "output"), "--cache", str(tmp_path / "cache"))
    made = EngineClient((*folders, "--device", "cpu"))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def dock(client: EngineClient) -> Iterator[PreviewDock]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_style(application, Theme.load("dark"), 100)
    made = PreviewDock(client)
    made.resize(320, 430)
    made.show()
    yield made
    made.wait()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def patiently(found: list[object]) -> None:
    """Wait until something is in the list; an engine takes seconds to load its libraries."""
    loop = QEventLoop()
    tick = QTimer(interval=5)
    tick.timeout.connect(lambda: loop.quit() if found else None)
    tick.start()
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    loop.exec()
    assert found, "nothing came"


def run(client: EngineClient, dock: PreviewDock, job: Job) -> JobEnded:
    ended: list[object] = []
    client.run(
        RunJob(job.id, job.text, targets=("decode",)),
        lambda event: dock.take_event(job, event),
        ended.append,
        ended.append,
    )
    patiently(ended)
    dock.end_job(job)
    (found,) = ended
    assert isinstance(found, JobEnded), found
    assert found.status == "ok"
    return found


def test_a_branch_from_the_film_computes_only_what_follows(
    client: EngineClient, dock: PreviewDock, tmp_path: Path
) -> None:
    data = json.loads(templates()["text_to_image"].read_text(encoding="utf-8"))
    data["nodes"]["latent"]["params"] = {"width": 64, "height": 64}
    data["nodes"]["sampler"]["params"]["steps"] = STEPS
    job = Job("first", "Picture", json.dumps(data), targets=("decode",))
    assert run(client, dock, job).unet_evaluations == 2 * STEPS
    framed: list[object] = []
    dock.show_of.framed.connect(framed.append)
    film = dock.show_of.film
    assert film.counts()["computed"] == STEPS

    dock.show_of.go(1)
    patiently(framed)
    branches: list[object] = []
    dock.branched.connect(lambda text, name: branches.append(text))
    dialog = dock.actions_of.branch()
    assert isinstance(dialog, BranchDialog)
    dialog.prompt.setPlainText("a green square on a white background")
    dialog.branch_button.click()
    patiently(branches)
    branch = Job("second", "Branch", str(branches[0]), targets=("decode",))
    ended = run(client, dock, branch)
    assert ended.unet_evaluations == 2 * (STEPS - 2)
    assert ended.nodes["sampler"]["resumed_at_step"] == 2
    counts = dock.show_of.film.counts()
    assert (counts["cached"], counts["computed"]) == (2, STEPS - 2)

    said: list[object] = []
    dock.said.connect(said.append)
    file = tmp_path / "film.gif"
    dock.actions_of.write_film(file, ExportChoice(".gif", 8, decoded=True))
    said.clear()
    patiently(said)
    with Pillow.open(file) as picture:
        assert (picture.size, getattr(picture, "n_frames", 0)) == ((64, 64), STEPS)
