"""Following: keeps the Preview panel with what goes on in the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.docks.page_links import PageLinks
from app.engine.snapshot import snapshot
from app.look.words import tr
from app.preview.dock import PreviewDock
from graph_engine.workflow_io import parse_workflow

if TYPE_CHECKING:
    from app.jobs.job import Job
    from app.jobs.queue import JobQueue
    from app.page.page import WorkflowPage
    from app.window import StudioWindow

_LOOKS_AFTER_MS = 250


class Following(QObject):
    """The panel follows the job that runs, and between runs the node that is selected."""

    def __init__(self, window: StudioWindow, jobs: JobQueue | None) -> None:
        super().__init__(window)
        self._window = window
        self._links = PageLinks()
        self.dock = PreviewDock(window.engine)
        self.panel = window.docks.panels["preview"]
        self.panel.fill(self.dock, self.dock.head_buttons)
        self._soon = QTimer(self, singleShot=True, interval=_LOOKS_AFTER_MS)
        self._soon.timeout.connect(self._look_at_selected)
        self.dock.said.connect(window.say)
        self.dock.left.connect(self._leave)
        self.dock.live_changed.connect(self._tell_live)
        self.dock.branched.connect(self._open_branch)
        if jobs is not None:
            jobs.told.connect(self.dock.take_event)
            jobs.ended.connect(self._end_job)
        window.workspace.current_changed.connect(self._show_page)
        self._show_page(window.page)

    def _show_page(self, page: WorkflowPage | None) -> None:
        self._links.drop()
        if page is not None:
            self._links.connect(page.scene, page.scene.selection_changed, self._soon.start)

    def _look_at_selected(self) -> None:
        page = self._window.page
        if page is None or not self.panel.isVisible() or len(page.scene.selection.nodes) != 1:
            return
        document = page.document
        node = "/".join((*document.level, page.scene.selection.nodes[0]))
        folder = str(document.path.parent) if document.path is not None else ""
        self.dock.show_node(snapshot(document.workflow), folder, node)

    def scrub(self) -> None:
        """Show the film of the selected node, ready for the keys."""
        self.panel.show_at_front()
        self._look_at_selected()
        self.dock.film.scrubber.setFocus()

    def compare(self) -> None:
        """Hold the picture to compare it with the next, or end that."""
        self.panel.show_at_front()
        self.dock.stage.toggle_comparison()

    def _end_job(self, job: Job) -> None:
        self.dock.end_job(job)

    def _tell_live(self, is_live: bool) -> None:
        self.panel.set_note(tr("Live") if is_live else "")

    def _open_branch(self, text: str, name: str) -> None:
        """Show a variant in a tab of its own."""
        workflow = parse_workflow(text)
        titled = f"{workflow.name}, {name}" if workflow.name else name
        page = self._window.workspace.new(replace(workflow, name=titled))
        if not (workflow.layout.frames or workflow.layout.notes):
            page.commands.lay_out_all()
            page.commands.show_all()
        self._window.say(tr("{name}: Run computes only the steps after it.", name=titled))

    def _leave(self) -> None:
        if self._window.page is not None:
            self._window.page.canvas.setFocus()
