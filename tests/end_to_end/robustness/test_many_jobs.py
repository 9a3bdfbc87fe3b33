"""Many small jobs in a row: the memory of the studio and of the engine stays flat."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable

import psutil  # type: ignore[import-untyped]  # it has no types of its own
import pytest

from app.jobs.queue import JobQueue
from graph_engine.shipped import templates

from .conftest import FULL, StartQueue, Tell, wait_until, walk_text

WARM_UP = 100
MOST_GROWTH = 0.05
MakeText = Callable[[int], str]


def walk(number: int) -> str:
    """A workflow without a model."""
    return walk_text(start_of(number), steps=3, seconds=0.0)


def start_of(number: int) -> float:
    """Another one for each number."""
    return 0.1 + 0.8 * number / 100_000


def picture(number: int) -> str:
    """The starter workflow as small as it goes, with another seed for each number."""
    data = json.loads(templates()["text_to_image"].read_text(encoding="utf-8"))
    nodes = data["nodes"]
    nodes["sampler"]["params"] |= {"seed": number, "steps": 2}
    nodes["latent"]["params"] = {"width": 64, "height": 64}
    return json.dumps(data)


@pytest.mark.parametrize(
    ("make_text", "jobs"),
    [
        (walk, 200),
        pytest.param(
            picture, 1000, marks=pytest.mark.skipif(not FULL, reason="make robustness does it")
        ),
    ],
)
def test_memory_is_flat(
    start_queue: StartQueue, tell: Tell, make_text: MakeText, jobs: int
) -> None:
    engine, queue = start_queue()
    wait_until(lambda: engine.is_ready)
    studio, process = psutil.Process(), psutil.Process(engine.process_id)
    run_jobs(queue, make_text, range(WARM_UP))
    gc.collect()
    before = [studio.memory_info().rss, process.memory_info().rss]
    run_jobs(queue, make_text, range(WARM_UP, jobs))
    gc.collect()
    after = [studio.memory_info().rss, process.memory_info().rss]
    assert process.pid == engine.process_id
    growth = [now / then - 1 for then, now in zip(before, after, strict=True)]
    sizes = [f"{size / 2**20:.0f} MiB" for size in after]
    told = (
        f"{jobs} jobs: studio {growth[0]:+.1%} to {sizes[0]}, engine {growth[1]:+.1%} to {sizes[1]}"
    )
    tell(told)
    assert max(growth) < MOST_GROWTH, told


def run_jobs(queue: JobQueue, make_text: MakeText, numbers: range) -> None:
    """Run jobs that all compute something, ten waiting at a time as when somebody queues them."""
    done: list[str] = []
    queue.ended.connect(lambda job: done.append(job.state))
    for at in range(0, len(numbers), 10):
        for number in numbers[at : at + 10]:
            queue.add(make_text(number), folder="", title=f"{number}", document="document-1")
        wait_until(lambda: not queue.waiting and queue.running is None, 300_000)
    assert done == ["done"] * len(numbers)
