"""JobQueue: order, pausing, stopping, retrying, dying engines, progress."""

from __future__ import annotations

from typing import Any

import pytest

from app.jobs.entries import MOST_IN_HISTORY
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from graph_engine.check import Problem
from graph_engine.events import (
    NodeFinished,
    NodePreview,
    NodeProgress,
    NodeStarted,
    RunStarted,
)
from graph_engine.hosts.engine_process.messages import RunJob
from tests.app.jobs.conftest import ScriptedEngine, add, titles, wait_until


def test_jobs_run_one_after_the_other_on_the_workflow_as_it_was(
    engine: ScriptedEngine, queue: JobQueue
) -> None:
    first = add(queue, "First", folder="/pictures", targets=("save",))
    second = add(queue, "Second")
    assert [job.id for job in queue.jobs] == [second.id, first.id]
    assert len(engine.asked) == 1
    assert engine.asked[0].ask == RunJob(first.id, first.text, "/pictures", ("save",))
    ended: list[Job] = []
    queue.ended.connect(ended.append)
    engine.end(seconds=2.5, unet_evaluations=40, outputs={"save": {"images": ["a.png", "b.png"]}})
    assert (ended[0].state, ended[0].seconds, ended[0].unet_evaluations) == ("done", 2.5, 40)
    assert ended[0].files == ("a.png", "b.png")
    assert queue.running is not None
    assert queue.running.id == second.id
    engine.end("cancelled")
    assert titles(queue, "done", "stopped") == ["Second", "First"]


def test_nothing_starts_before_the_engine_is_ready(engine: ScriptedEngine, queue: JobQueue) -> None:
    engine.is_ready = False
    add(queue)
    assert not engine.asked
    engine.come_back()
    assert len(engine.asked) == 1


def test_pausing_lets_the_running_job_end_and_starts_no_other(
    engine: ScriptedEngine, queue: JobQueue
) -> None:
    add(queue, "First")
    add(queue, "Second")
    said: list[bool] = []
    queue.paused_changed.connect(said.append)
    sentences: list[str] = []
    queue.said.connect(sentences.append)
    queue.pause()
    engine.end()
    assert (titles(queue, "done"), titles(queue, "waiting")) == (["First"], ["Second"])
    add(queue, "Third")
    assert sentences == ["The queue is paused, so Third waits."]
    queue.resume()
    assert queue.running is not None
    assert queue.running.title == "Second"
    assert said == [True, False]


def test_jobs_that_wait_are_moved_cancelled_and_discarded(
    engine: ScriptedEngine, queue: JobQueue
) -> None:
    made = [add(queue, name) for name in ("Runs", "A", "B", "C")]
    moves: list[None] = []
    queue.reordered.connect(lambda: moves.append(None))
    queue.move(made[3].id, 0)
    queue.move(made[1].id, 99)
    queue.move(made[1].id, 2)
    assert titles(queue, "waiting") == ["C", "B", "A"]
    assert len(moves) == 2
    add(queue, "Now", front=True)
    queue.cancel(made[2].id)
    queue.discard(made[1].id)
    assert titles(queue, "waiting") == ["Now", "C"]
    assert titles(queue, "stopped") == ["B"]
    queue.discard(made[0].id)
    assert titles(queue, "running") == ["Runs"]


def test_stopping_asks_once_and_ends_as_stopped(engine: ScriptedEngine, queue: JobQueue) -> None:
    job = add(queue)
    queue.cancel(job.id)
    queue.stop()
    assert engine.stopped == [job.id]
    assert queue.running is not None
    assert queue.running.is_stopping
    engine.end("cancelled")
    assert titles(queue, "stopped") == ["Hills"]
    assert not queue.jobs[0].is_stopping


def test_a_job_whose_engine_was_ended_to_stop_it_is_stopped(
    engine: ScriptedEngine, queue: JobQueue
) -> None:
    add(queue)
    queue.stop()
    engine.die()
    assert titles(queue, "stopped") == ["Hills"]
    engine.come_back()
    assert len(engine.asked) == 1


def test_a_failed_job_tells_why_and_can_be_tried_again(
    engine: ScriptedEngine, queue: JobQueue
) -> None:
    job = add(queue)
    engine.end("failed", error={"node": "sample", "message": "It is too large."})
    assert queue.jobs[0].error == {"node": "sample", "message": "It is too large."}
    again = queue.retry(job.id)
    assert again is not None
    assert (again.id, again.error) == (job.id, {})
    engine.end("failed", problems=(Problem("There is no model.", "checkpoint"),))
    assert queue.jobs[0].error["message"] == "There is no model."
    queue.retry(job.id)
    engine.refuse("The message is larger than 64 MiB.")
    assert (queue.jobs[0].state, len(queue.jobs)) == ("failed", 1)


def test_a_job_that_is_done_runs_again_as_another(engine: ScriptedEngine, queue: JobQueue) -> None:
    job = add(queue, note="4 nodes")
    engine.end()
    again = queue.retry(job.id)
    assert again is not None
    assert (again.id != job.id, again.text, again.note) == (True, job.text, "4 nodes")
    assert titles(queue, "running", "done") == ["Hills", "Hills"]


def test_a_job_over_which_the_engine_dies_is_run_again_once_then_offered(
    engine: ScriptedEngine, queue: JobQueue
) -> None:
    poison, other = add(queue, "Poison"), add(queue, "Other")
    engine.die()
    assert titles(queue, "waiting") == ["Poison", "Other"]
    assert titles(queue, "running") == []
    engine.come_back()
    assert engine.asked[-1].ask.job == poison.id
    ended: list[Job] = []
    queue.ended.connect(ended.append)
    engine.die()
    assert titles(queue, "offered") == ["Poison"]
    assert ended[0].error["message"] == "The engine was ended from outside or crashed."
    engine.come_back()
    assert engine.asked[-1].ask.job == other.id
    queue.retry(poison.id)
    assert titles(queue, "waiting") == ["Poison"]
    engine.end()
    engine.die()
    engine.come_back()
    engine.end()
    assert titles(queue, "done") == ["Poison", "Other"]


def test_a_job_whose_device_is_lost_goes_on_in_a_fresh_process(
    engine: ScriptedEngine, queue: JobQueue
) -> None:
    job = add(queue)
    engine.end("failed", error={"message": "The graphics device failed."}, device_lost=True)
    assert titles(queue, "waiting") == ["Hills"]
    assert len(engine.asked) == 1
    engine.is_ready = False
    engine.come_back()
    assert engine.asked[-1].ask.job == job.id
    engine.end("failed", error={"message": "The graphics device failed."}, device_lost=True)
    assert queue.jobs[0].state == "offered"
    assert queue.jobs[0].error == {"message": "The graphics device failed."}


def test_what_an_overtaken_engine_still_says_is_not_heard(
    engine: ScriptedEngine, queue: JobQueue
) -> None:
    add(queue)
    before = engine.asked[-1]
    engine.die()
    engine.come_back()
    told: list[Any] = []
    queue.told.connect(lambda job, event: told.append(event))
    before.news(NodeStarted("sample", "Sample"))
    before.refused("again")
    assert not told
    assert titles(queue, "running") == ["Hills"]


def test_the_history_lets_go_of_its_oldest(engine: ScriptedEngine, queue: JobQueue) -> None:
    removed: list[str] = []
    queue.removed.connect(removed.append)
    jobs = []
    for number in range(MOST_IN_HISTORY + 3):
        jobs.append(add(queue, str(number)))
        engine.end()
    assert removed == [job.id for job in jobs[:3]]
    assert len(queue.jobs) == MOST_IN_HISTORY
    queue.clear_history()
    assert queue.jobs == ()


def test_progress_is_told_by_step_node_and_job(engine: ScriptedEngine, queue: JobQueue) -> None:
    add(queue, estimate=10.0)
    engine.tell(
        RunStarted(("prompt", "sample", "decode")),
        NodeStarted("prompt", "EncodeText"),
        NodeFinished("prompt", "ran", 0.1),
        NodeStarted("sample", "Sample"),
        NodeProgress("sample", 14, 25),
    )
    wait_until(lambda: queue.running and queue.running.step == 14)
    job = queue.running
    assert job is not None
    assert (job.node, job.node_type, job.step, job.steps) == ("sample", "Sample", 14, 25)
    assert (job.done, job.total) == (15, 27)
    assert job.left is not None
    assert 9.0 < job.left <= 10.0
    assert 0 < job.fraction < 1
    engine.end()
    assert (queue.jobs[0].fraction, queue.jobs[0].left) == (1.0, None)


def test_quick_steps_are_told_fifteen_times_a_second_at_most(
    engine: ScriptedEngine, queue: JobQueue
) -> None:
    add(queue)
    heard: list[Any] = []
    queue.told.connect(lambda job, event: heard.append(event))
    changes: list[Job] = []
    queue.changed.connect(changes.append)
    engine.tell(RunStarted(("sample",)), NodeStarted("sample", "Sample"))
    for step in range(1, 1001):
        engine.tell(NodeProgress("sample", step, 1000), NodePreview("sample", step, 1000, b"jpeg"))
    engine.tell(NodeFinished("sample", "ran", 1.0))
    steps = [event.done for event in heard if isinstance(event, NodeProgress)]
    assert steps[-1] == 1000
    assert len(heard) < 60
    assert len(changes) < 30
    assert isinstance(heard[-1], NodeFinished)


@pytest.mark.parametrize("status", ["ok", "failed", "cancelled"])
def test_what_was_held_back_comes_before_the_end(
    engine: ScriptedEngine, queue: JobQueue, status: str
) -> None:
    add(queue)
    order: list[str] = []
    queue.told.connect(lambda job, event: order.append(type(event).__name__))
    queue.ended.connect(lambda job: order.append("ended"))
    engine.tell(RunStarted(("sample",)), NodeStarted("sample", "Sample"))
    engine.tell(NodeProgress("sample", 1, 3), NodeProgress("sample", 2, 3))
    engine.end(status)
    assert order[-2:] == ["NodeProgress", "ended"]
