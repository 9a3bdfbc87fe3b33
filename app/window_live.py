"""Live: what runs workflows in a window, and the panels that show it; made after the first paint."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.docks.queue_panel import LogPanel, QueuePanel
from app.gallery.live_gallery import LiveGallery
from app.preview.following import Following
from app.running.node_previews import NodePreviews
from app.running.run_display import RunDisplay
from app.running.running import Running
from app.sweeps.commands import ask_for_sweep, fill_sweep_menu
from app.timings.recorder import TimingsRecorder

if TYPE_CHECKING:
    from app.jobs.queue import JobQueue
    from app.page.page import WorkflowPage
    from app.sweeps.sweeps import Sweeps
    from app.verifying.verifying import Verifying
    from app.window import StudioWindow


class Live:
    """Fills the panels of runs and connects them to each other.

    Without an engine there is nothing to run with: `jobs` and `running` are None.
    """

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self.jobs: JobQueue | None = None
        self.running: Running | None = None
        self.timings: TimingsRecorder | None = None
        if window.engine is not None:
            self._make_running(window)
        self.preview = Following(window, self.jobs)
        self.log = LogPanel(window)
        self.gallery = LiveGallery(window, self.jobs)
        self.gallery.dock.chosen.connect(self.preview.dock.show_file)
        self.gallery.dock.compare_wanted.connect(self.preview.dock.compare)
        self.gallery.dock.running_chosen.connect(self.preview.dock.show_of.last)
        self.gallery.dock.actions_of.verify_wanted.connect(self._verify)

    def _make_running(self, window: StudioWindow) -> None:
        from app.jobs.queue import JobQueue
        from app.jobs.store import JobStore, queue_folder

        assert window.engine is not None
        store = JobStore(queue_folder()) if window.session.is_kept else None
        self.jobs = JobQueue(window.engine, store, window)
        self.jobs.said.connect(window.say)
        self.running = Running(window, self.jobs, window.engine)
        RunDisplay(window, self.running, self.jobs, window.engine)
        NodePreviews(self.running, self.jobs)
        self._offer_sweeps(window)
        self.timings = TimingsRecorder(self.jobs, window)
        self.queue = QueuePanel(window, self.jobs)
        self.jobs.open()

    @cached_property
    def sweeps(self) -> Sweeps | None:
        """The sweeps of the window, made when the first is asked for."""
        from app.sweeps.sweeps import Sweeps

        window = self._window
        if window.engine is None or self.jobs is None:
            return None

        def model_names(kind: str) -> list[str]:
            return [model.name for model in window.models if model.kind == kind]

        made = Sweeps(window, window.workspace, window.engine, self.jobs, model_names)
        made.shown.connect(self.preview.dock.show_file)
        return made

    @cached_property
    def verifying(self) -> Verifying | None:
        """What makes saved pictures again, made when the first is asked for."""
        from app.verifying.verifying import Verifying

        window = self._window
        if self.jobs is None:
            return None
        made = Verifying(window, window.workspace, self.jobs)
        made.open_wanted.connect(window.open)
        return made

    def _verify(self, picture: Path) -> None:
        if self.verifying is not None:
            self.verifying.verify(picture)

    def _offer_sweeps(self, window: StudioWindow) -> None:
        """A param's menu, and that of a node, ask for sweeps."""

        def follow(page: WorkflowPage) -> None:
            page.sweep_wanted.connect(partial(ask_for_sweep, window))

        for page in window.workspace.pages:
            follow(page)
        window.workspace.opened.connect(follow)
        window.actions_of.fill_slot("sweep", partial(fill_sweep_menu, window))
