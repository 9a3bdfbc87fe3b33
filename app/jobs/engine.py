"""Engine: what the queue needs of the engine's client, so that tests can stand in for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import SignalInstance

from graph_engine.events import Event
from graph_engine.hosts.engine_process.messages import Job, JobEnded


class JobEngine(Protocol):
    """Runs one job at a time; see EngineClient."""

    @property
    def ready(self) -> SignalInstance:
        """Comes each time that jobs can be run."""

    @property
    def is_ready(self) -> bool:
        """Whether a job can be run now."""

    def run(
        self,
        ask: Job,
        news: Callable[[Event], object],
        then: Callable[[JobEnded], object],
        refused: Callable[[str], object],
    ) -> int:
        """Run a job; `refused` says that the engine died over it, or why it took none."""

    def stop_job(self, job: str) -> None:
        """End a job within a step, or with the engine's process."""
