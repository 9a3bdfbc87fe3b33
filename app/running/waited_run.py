"""Waited run: runs what a window shows to its end, for a picture of the window after it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer

if TYPE_CHECKING:
    from app.engine.client import EngineClient
    from app.jobs.job import Job
    from app.window import StudioWindow

_LOOKS_EVERY_MS = 30
_SETTLES_MS = 400


def run_and_wait(window: StudioWindow, engine: EngineClient) -> int:
    """Run the shown workflow and wait until all of it is shown; 0, or 1 with a sentence said."""
    live = window.live
    if live is None or live.running is None or live.jobs is None:
        return 1
    waiting, told = QEventLoop(), QTimer(interval=_LOOKS_EVERY_MS)
    ended: list[Job] = []
    live.jobs.ended.connect(ended.append)
    engine.gone.connect(waiting.quit)

    def look() -> None:
        running = live.running
        planned = running is not None and running.shown is not None
        # Nothing was added to the queue: the workflow can't run, or there is nothing to do.
        refused = planned and engine.is_idle and not live.jobs.jobs  # type: ignore[union-attr]
        if (ended and engine.is_idle) or refused:
            waiting.quit()

    told.timeout.connect(look)
    live.running.run(again=True)
    told.start()
    waiting.exec()
    told.stop()
    # The last pictures and their panels come with the events that are still under way.
    QTimer.singleShot(_SETTLES_MS, waiting.quit)
    waiting.exec()
    return _exit_code(window, ended[-1] if ended else None)


def _exit_code(window: StudioWindow, job: Job | None) -> int:
    if job is not None and job.state == "done":
        return 0
    why = job.error.get("message", "") if job is not None else window.status.text()
    sys.stderr.write(f"weft: The run failed: {why}\n")
    return 1
