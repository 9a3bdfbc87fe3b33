"""Live: what runs workflows in a window, and the panels that show it; made after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.running.run_display import RunDisplay
from app.running.running import Running

if TYPE_CHECKING:
    from app.jobs.queue import JobQueue
    from app.window import StudioWindow


class Live:
    """Fills the panels of runs and connects them to each other.

    Without an engine there is nothing to run with: `jobs` and `running` are None.
    """

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
        self.jobs: JobQueue | None = None
        self.running: Running | None = None
        if window.engine is not None:
            self._make_running(window)

    def _make_running(self, window: StudioWindow) -> None:
        from app.jobs.queue import JobQueue
        from app.jobs.store import JobStore, queue_folder

        assert window.engine is not None
        store = JobStore(queue_folder()) if window.session.is_kept else None
        self.jobs = JobQueue(window.engine, store, window)
        self.jobs.said.connect(window.say)
        self.running = Running(window, self.jobs, window.engine)
        RunDisplay(window, self.running, self.jobs)
        self.jobs.open()
