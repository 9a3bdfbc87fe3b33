"""Queue panel: keeps the panels Queue and Log with what goes on in the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.docks.log import LogDock
from app.docks.queue import QueueDock
from app.docks.queue_rows import first_picture
from app.look.words import tr
from graph_engine.errors import WeftError
from graph_engine.workflow_io import parse_workflow, workflow_data

if TYPE_CHECKING:
    from app.jobs.job import Job
    from app.jobs.queue import JobQueue
    from app.window import StudioWindow


class QueuePanel(QObject):
    """Fills the panel Queue, and does what is asked for in it."""

    def __init__(self, window: StudioWindow, jobs: JobQueue) -> None:
        super().__init__(window)
        self._window = window
        self.dock = QueueDock(jobs)
        self.panel = window.docks.panels["queue"]
        self.panel.fill(self.dock, self.dock.head_buttons)
        self.dock.counted.connect(self.panel.set_count)
        self.dock.open_wanted.connect(self.open_workflow)
        self.dock.show_wanted.connect(self._show_picture)
        self.dock.left.connect(lambda: _leave(window))
        self.panel.set_count(sum(not job.is_over for job in jobs.jobs))

    def open_workflow(self, job: Job) -> None:
        """Show the workflow that a job runs: its page if that is still the same, else in a tab.

        Of a sweep the grid is shown.
        """
        live = self._window.live
        if job.kind == "sweep" and live is not None and live.sweeps is not None:
            live.sweeps.show(job)
            return
        try:
            workflow = parse_workflow(job.text)
        except WeftError as error:
            self._window.say(error.message)
            return
        for page in self._window.workspace.pages:
            document = page.document
            same = document.key == job.document or document.title == job.title
            if (
                same
                and workflow_data(document.workflow)["nodes"] == workflow_data(workflow)["nodes"]
            ):
                self._window.workspace.setCurrentWidget(page)
                return
        self._window.workspace.new(replace(workflow, name=workflow.name or job.title))

    def _show_picture(self, job: Job) -> None:
        """Show the first picture that a job made, in the panel Preview."""
        file = Path(first_picture(job))
        if not file.exists():
            self._window.say(tr("The picture {file} is not there any more.", file=file.name))
            return
        live = self._window.live
        if live is not None:
            live.preview.dock.show_file(file)
            live.preview.panel.show()
            live.preview.panel.raise_()


class LogPanel(QObject):
    """Fills the panel Log with what the engine writes and the studio says."""

    def __init__(self, window: StudioWindow) -> None:
        super().__init__(window)
        self.dock = LogDock()
        window.docks.panels["log"].fill(self.dock, self.dock.head_buttons)
        self.dock.left.connect(lambda: _leave(window))
        window.said.connect(self.dock.say)
        self.dock.said.connect(window.say)
        if window.engine is not None:
            window.engine.logged.connect(self.dock.write)
            window.engine.died.connect(self.dock.say)


def _leave(window: StudioWindow) -> None:
    """Esc in a panel goes back to the canvas."""
    if window.page is not None:
        window.page.canvas.setFocus()
