"""JobStore: the queue and its history outlive the studio, be it killed; several studios share it."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.jobs.job import Job, job_data, read_job
from app.jobs.queue import JobQueue
from app.jobs.store import JobStore
from app.jobs.table import VERSION, JobTable
from tests.app.jobs.conftest import OpenQueue, ScriptedEngine, add, titles, wait_until


def stored(queue: JobQueue) -> JobStore:
    assert queue.store is not None
    return queue.store


def test_queue_and_history_survive_a_restart(open_queue: OpenQueue) -> None:
    engine = ScriptedEngine()
    queue = open_queue(engine)
    add(queue, "Done", note="4 nodes · 11 steps", targets=("save",), node_seconds={"save": 0.5})
    engine.end(
        seconds=1.5, outputs={"save": {"images": ["a.png"]}}, nodes={"save": {"status": "ran"}}
    )
    add(queue, "Failed")
    engine.end("failed", error={"message": "No."})
    for name in ("Runs", "B", "C", "A", "Gone"):
        add(queue, name)
    queue.move(queue.jobs[2].id, 0)
    queue.discard(queue.jobs[3].id)
    queue.pause()
    before = queue.jobs
    queue.close()

    after = open_queue(ScriptedEngine())
    assert after.is_paused
    assert titles(after, "waiting") == ["A", "B", "C"]
    assert titles(after, "offered") == ["Runs"]
    assert titles(after, "done", "failed") == ["Failed", "Done"]
    known = {job.id: replace(job, document="") for job in before}
    same = [job for job in after.jobs if job.state != "offered"]
    assert same == [known[job.id] for job in same]


def test_what_waits_goes_on_at_the_next_start_and_what_ran_is_offered(
    open_queue: OpenQueue,
) -> None:
    queue = open_queue()
    add(queue, "Runs")
    add(queue, "Waits")
    queue.close()
    engine = ScriptedEngine()
    after = open_queue(engine)
    assert titles(after, "running") == ["Waits"]
    offered = after.jobs[1]
    assert (offered.title, offered.state) == ("Runs", "offered")
    assert offered.error["message"]
    after.retry(offered.id)
    engine.end()
    assert titles(after, "running") == ["Runs"]


def test_two_studios_keep_apart_until_one_ends(open_queue: OpenQueue) -> None:
    first, second = open_queue(), open_queue()
    add(first, "First's")
    add(second, "Second's")
    assert stored(first).wait()
    assert stored(second).wait()
    third = open_queue()
    assert third.jobs == ()
    first.close()
    fourth = open_queue()
    assert titles(fourth, "offered") == ["First's"]
    second.close()
    fourth.close()
    assert sorted(titles(open_queue(), "offered")) == ["First's", "Second's"]


KILLED = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.jobs.queue import JobQueue
from app.jobs.store import JobStore
from tests.app.jobs.conftest import ScriptedEngine, add
application = QCoreApplication([])
store = JobStore(Path(sys.argv[1]))
queue = JobQueue(ScriptedEngine(), store)
queue.open()
for name in ("Runs", "A", "B"):
    add(queue, name)
store.wait()
print("kept", flush=True)
sys.stdin.read()
"""


def test_what_a_killed_studio_had_is_taken_over(open_queue: OpenQueue, tmp_path: Path) -> None:
    folder = tmp_path / "queue"
    killed = []
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[3],
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"kept\n"
        killed.append(process)
    assert open_queue().jobs == ()
    for process in killed:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    engine = ScriptedEngine()
    engine.is_ready = False
    queue = open_queue(engine)
    assert titles(queue, "offered") == ["Runs", "Runs"]
    assert titles(queue, "waiting") == ["A", "B", "A", "B"]
    assert len(list(folder.glob("*.lock"))) == 2


def test_a_damaged_file_is_set_aside(open_queue: OpenQueue, tmp_path: Path) -> None:
    folder = tmp_path / "queue"
    folder.mkdir()
    (folder / "jobs.sqlite").write_bytes(b"this is no database, but it is long enough" * 100)
    queue = open_queue()
    add(queue, "Kept")
    assert stored(queue).wait()
    assert [file.name.partition("-")[0] for file in folder.glob("damaged-*")] == ["damaged"]
    queue.close()
    assert titles(open_queue(), "offered") == ["Kept"]


def test_the_file_of_a_later_weft_is_left_as_it_is(open_queue: OpenQueue, tmp_path: Path) -> None:
    folder = tmp_path / "queue"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "jobs.sqlite")) as base:
        base.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = (folder / "jobs.sqlite").read_bytes()
    queue = open_queue()
    said: list[str] = []
    queue.said.connect(said.append)
    add(queue, "Runs all the same")
    assert titles(queue, "running") == ["Runs all the same"]
    assert not stored(queue).wait()
    queue.close()
    assert (folder / "jobs.sqlite").read_bytes() == before


def test_a_row_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "jobs.sqlite"
    table = JobTable(file)
    job = Job("a", "Hills", "{}", state="done")
    table.write("me", [], [], None)
    with closing(sqlite3.connect(file)) as base, base:
        row = "INSERT INTO jobs VALUES (?, 'me', 0, ?, '{}')"
        base.execute(row, ("a", job_data(job)))
        base.execute(row, ("b", "{}"))
        base.execute(row, ("c", "no JSON"))
        base.execute(row, ("d", job_data(job).replace('"done"', '"dreaming"')))
    assert table.jobs("me") == (job,)
    table.close()


def test_a_job_reads_back_with_what_a_later_weft_added() -> None:
    job = replace(Job("a", "Hügel", '{"name": "Hügel"}'), targets=("x", "y"), estimate=2.5)
    data = job_data(job).replace('"title"', '"new_field": 3, "title"')
    assert read_job("a", data, job.text) == job
    with pytest.raises(ValueError, match="state"):
        read_job("a", "{}", "")


def test_a_full_disk_is_told_once_and_the_next_change_tries_again(
    open_queue: OpenQueue, tmp_path: Path
) -> None:
    folder = tmp_path / "queue"
    queue = open_queue()
    add(queue, "Before")
    assert stored(queue).wait()
    said: list[str] = []
    queue.said.connect(said.append)
    with closing(sqlite3.connect(folder / "jobs.sqlite", isolation_level=None)) as other:
        # No page more than there is: what SQLite meets when the disk is full.
        (pages,) = other.execute("PRAGMA page_count").fetchone()
        table = stored(queue)._table
        assert table is not None
        table._base.execute(f"PRAGMA max_page_count = {pages}")
        big = queue.add("x" * 100_000, title="Big", folder="", document="")
        assert not stored(queue).wait()
        add(queue, "Small")
        assert not stored(queue).wait()
        wait_until(lambda: said)
        assert len(said) == 1
        assert "full" in said[0]
        table._base.execute("PRAGMA max_page_count = 1000000")
        queue.move(big.id, 1)
        assert stored(queue).wait()
    queue.close()
    after = open_queue()
    assert titles(after, "running", "waiting", "offered") == ["Big", "Small", "Before"]
