"""A studio in which somebody works without a pause; `python busy_studio.py NUMBER [look]`.

It is the real one, started as `weft` starts it. What it says on its standard output, one JSON list
a line, holds from then on, even if it is killed: ["tabs", …] and ["jobs", …] as it found them,
["edit", n], ["added", id, start], ["over", id]. With `look` it only looks, and runs what was
interrupted, until all is done.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer

import app.launch
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.options import Options
from app.settings.store import SettingsStore
from app.window import StudioWindow
from graph_engine.edits import Describe
from graph_engine.workflow_io import parse_workflow
from tests.end_to_end.robustness.conftest import add_walk, walk_text

EDITS = 40


def tell(*words: object) -> None:
    """Say something that holds from now on."""
    sys.stdout.write(f"{json.dumps(words)}\n")
    sys.stdout.flush()


class Worker:
    """Edits, saves and runs in a window."""

    def __init__(self, window: StudioWindow, number: int, *, only_looks: bool) -> None:
        assert window.live is not None
        assert window.live.jobs is not None
        assert window.live.jobs.store is not None
        self._window, self._number, self._only_looks = window, number, only_looks
        self._jobs: JobQueue = window.live.jobs
        self._store = window.live.jobs.store
        self._count = 0
        self._timer = QTimer(window, interval=20)
        self._timer.timeout.connect(self._work)
        self._jobs.loaded.connect(self._begin)
        self._jobs.ended.connect(self._tell_end)

    def _begin(self) -> None:
        """What earlier studios had is there: tell it, then go on."""
        documents = [page.document for page in self._window.workspace.pages]
        tell("tabs", *((one.workflow.name, one.workflow.description) for one in documents))
        tell("jobs", *((job.id, job.state) for job in self._jobs.jobs))
        if not any(one.workflow.name == "Walk" for one in documents):
            self._window.workspace.new(parse_workflow(walk_text(0.5, 3, 0.0, "Walk")))
        self._timer.start()

    def _work(self) -> None:
        self._count += 1
        if self._only_looks:
            self._finish()
        elif self._count % 12 == 3:
            number = self._number * EDITS + self._count // 12
            start = round(0.1 + 0.8 * number / 10_000, 6)
            job = add_walk(self._jobs, start, steps=10, seconds=0.005)
            self._store.wait()
            tell("added", job.id, start)
        else:
            self._edit()

    def _edit(self) -> None:
        document = next(
            page.document
            for page in self._window.workspace.pages
            if page.document.workflow.name == "Walk"
        )
        number = self._number * 10_000 + self._count
        document.apply(Describe("Walk", str(number)), "Describe")
        if self._count % 4 == 0:
            self._window.session.write()
            tell("edit", number)

    def _tell_end(self, job: Job) -> None:
        self._store.wait()
        tell("over", job.id)

    def _finish(self) -> None:
        for job in self._jobs.jobs:
            if job.state == "offered":
                self._jobs.retry(job.id)
        if all(job.is_over for job in self._jobs.jobs):
            tell("files", *((job.id, job.files[-1]) for job in self._jobs.jobs))
            self._timer.stop()
            self._window.close()


def main(number: int, *, only_looks: bool) -> int:
    """Start the studio."""

    class Window(StudioWindow):
        def go_live(self) -> None:
            super().go_live()
            self.worker = Worker(self, number, only_looks=only_looks)

    SettingsStore().change(welcomed=True)
    app.launch.StudioWindow = Window  # type: ignore[attr-defined]
    return app.launch.launch(Options())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), only_looks=len(sys.argv) > 2))
