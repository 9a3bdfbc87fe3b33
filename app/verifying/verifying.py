"""Verifying: has the queue make pictures again, and says what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.engine.snapshot import snapshot
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.words import tr
from app.verifying.dialog import VerifiedDialog
from app.verifying.verified import read_verified
from app.workspace import Workspace
from graph_engine.errors import WeftError
from graph_engine.workflow_io import load_workflow


class Verifying(QObject):
    """Shows a dialog for each picture that somebody asked about here.

    `open_wanted` carries a picture whose workflow is to be opened.
    """

    open_wanted = Signal(object)

    def __init__(self, window: QWidget, workspace: Workspace, jobs: JobQueue) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._jobs = jobs
        self._asked: set[str] = set()
        jobs.ended.connect(self._ended)

    def verify(self, picture: Path) -> Job | None:
        """Make a picture again; tells at once why, if it carries no workflow."""
        try:
            workflow = load_workflow(picture)
        except WeftError as error:
            heading = tr("{file} can't be verified", file=picture.name)
            self._workspace.refused.emit(heading, f"{error.message} {error.hint}".strip())
            return None
        job = self._jobs.add(
            snapshot(workflow),
            folder=str(picture.parent),
            title=tr("Verify {name}", name=picture.name),
            document="",
            note=tr("made again and compared"),
            kind="verify",
            settings={"picture": str(picture.absolute())},
            front=True,
        )
        self._asked.add(job.id)
        self._workspace.said.emit(tr("{name} is made again, to be compared.", name=picture.name))
        return job

    def _ended(self, job: Job) -> None:
        if job.kind != "verify" or not job.is_over or job.state == "stopped":
            return
        verified = read_verified(job)
        self._workspace.said.emit(verified.words)
        if job.id in self._asked:
            self._asked.discard(job.id)
            dialog = VerifiedDialog(self._window, verified)
            dialog.open_wanted.connect(self.open_wanted)
            dialog.open()
