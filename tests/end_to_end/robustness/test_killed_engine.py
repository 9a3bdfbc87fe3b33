"""The engine's process is killed at random moments while jobs run: nothing is lost or wrong."""

from __future__ import annotations

import os
import random
import signal
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QTimer

from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.jobs.store import queue_folder
from app.jobs.table import JobTable
from graph_engine.events import Event, NodeProgress

from .conftest import FULL, StartQueue, Tell, add_walk, check_picture, wait_until

KILLS = 50 if FULL else 4


def test_no_job_is_lost_or_wrong_when_the_engine_is_killed(
    start_queue: StartQueue, home: Path, tell: Tell
) -> None:
    chance = random.Random(5)
    engine, queue = start_queue()
    # At once, as the menu's "Restart the engine" does; by itself it would wait ever longer.
    engine.died.connect(lambda: QTimer.singleShot(0, engine.restart))
    starts: dict[str, float] = {}
    kills = 0

    def add() -> None:
        start = round(0.1 + 0.8 * chance.random(), 6)
        starts[add_walk(queue, start).id] = start

    def kill_soon(job: Job, event: Event) -> None:
        """Some time after the first step of a run that is told, be the job still at it or not."""
        if isinstance(event, NodeProgress) and not timer.isActive() and kills < KILLS:
            timer.start(round(chance.random() * 250))

    def kill() -> None:
        nonlocal kills
        if engine.is_ready:
            kills += 1
            os.kill(engine.process_id, signal.SIGKILL)

    timer = QTimer(singleShot=True)
    timer.timeout.connect(kill)
    queue.told.connect(kill_soon)
    queue.ended.connect(lambda job: add() if kills < KILLS else None)
    for _ in range(3):
        add()
    wait_until(lambda: kills == KILLS and not queue.waiting and queue.running is None, 300_000)

    assert {job.id for job in queue.jobs} == set(starts)
    offered = [job for job in queue.jobs if job.state == "offered"]
    assert {job.state for job in queue.jobs} <= {"done", "offered"}
    _is_kept(queue)
    for job in offered:
        queue.retry(job.id)
    wait_until(lambda: all(job.state == "done" for job in queue.jobs))
    for job in queue.jobs:
        check_picture(home / job.files[-1], starts[job.id])
    again = [job.nodes["walk"] for job in queue.jobs if job.nodes["walk"]["status"] == "resumed"]
    assert all(node["steps_computed"] + node["resumed_at_step"] == 20 for node in again)
    assert again or not FULL
    tell(f"{kills} kills, {len(starts)} jobs: {len(again)} resumed, {len(offered)} were offered")
    _is_kept(queue)


def _is_kept(queue: JobQueue) -> None:
    """What is on the disk is what the window shows."""
    store = queue.store
    assert store is not None
    assert store.wait()
    with closing(JobTable(queue_folder() / "jobs.sqlite")) as table:
        kept = {job.id: job for job in table.jobs(store.studio)}
    assert kept == {job.id: job for job in queue.jobs}
