"""Two studios and `weft run` use one cache at once: every result is right."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from app.jobs.queue import JobQueue

from .conftest import FULL, StartQueue, Tell, add_walk, check_picture, wait_until, walk_text

JOBS, RUNS, STARTS = (100, 12, 25) if FULL else (12, 2, 5)
WEFT = [sys.executable, "-m", "graph_engine.hosts.cli"]


def test_studios_and_the_command_line_share_a_cache(
    start_queue: StartQueue, home: Path, tell: Tell
) -> None:
    queues = [start_queue()[1] for _ in range(2)]
    # The same walks in other orders, so that each meets what the others have just begun.
    starts = [round(0.1 + 0.8 * number / STARTS, 6) for number in range(STARTS)]
    wanted: dict[str, tuple[JobQueue, float]] = {}
    for number in range(JOBS):
        for at, queue in enumerate(queues):
            start = starts[(number * (2 * at + 1)) % STARTS]
            wanted[add_walk(queue, start, seconds=0.002).id] = (queue, start)
    runs = []
    for number in range(RUNS):
        start = starts[-1 - number % STARTS]
        file = home / f"{number}.weft.json"
        file.write_text(walk_text(start, 20, 0.002))
        output = str(home / f"run{number}")
        words = [*WEFT, "run", str(file), "--cache", "cache", "--output", output, "--json"]
        process = subprocess.Popen(words, cwd=home, stdout=subprocess.PIPE, text=True)
        runs.append((process, start))
        if number % 3 == 2:
            _check_runs(runs, home)
    _check_runs(runs, home)
    wait_until(lambda: not any(queue.waiting or queue.running for queue in queues), 300_000)

    kinds: list[str] = []
    for name, (queue, start) in wanted.items():
        job = queue.find(name)
        assert job is not None
        assert job.state == "done", job.error
        check_picture(home / job.files[-1], start)
        kinds.append(job.nodes["walk"]["status"])
    assert kinds.count("ran") <= STARTS * 3
    counted = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
    tell(f"{len(wanted)} jobs in two studios and {RUNS} runs beside them: {counted}")


def _check_runs(runs: list[tuple[subprocess.Popen[str], float]], home: Path) -> None:
    """Let the command line's runs end, while the studios go on, and look at their pictures."""
    wait_until(lambda: all(process.poll() is not None for process, _ in runs))
    for process, start in runs:
        said = process.communicate()[0]
        assert process.returncode == 0, said
        check_picture(home / json.loads(said)["outputs"]["save"]["images"][0], start)
    runs.clear()
