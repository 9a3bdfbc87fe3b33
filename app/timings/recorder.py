"""TimingsRecorder: keeps the traces of the last jobs of a window."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.jobs.job import Job
from app.jobs.queue import JobQueue
from graph_engine.events import Event, Profiled

Json = Any
MOST_KEPT = 12


@dataclass(frozen=True)
class Recorded:
    """Where the time of one job went."""

    job: str
    title: str
    trace: Mapping[str, Json] = field(repr=False)
    ended: float = 0.0


class TimingsRecorder(QObject):
    """`recorded` comes with each new one; `runs` holds them, the newest first."""

    recorded = Signal(object)

    def __init__(self, jobs: JobQueue, parent: QObject) -> None:
        super().__init__(parent)
        self._runs: deque[Recorded] = deque(maxlen=MOST_KEPT)
        jobs.told.connect(self._told)

    @property
    def runs(self) -> tuple[Recorded, ...]:
        """The last runs, the newest first."""
        return tuple(self._runs)

    def _told(self, job: Job, event: Event) -> None:
        if isinstance(event, Profiled):
            run = Recorded(job.id, job.title, event.trace, time.time())
            self._runs.appendleft(run)
            self.recorded.emit(run)
