"""Canvas measure: CPU time of what a canvas does, the same for every canvas.

No import of Weft: the peer's process runs this too.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

SIZE = (1600, 1000)
COLUMNS, STEP_X, STEP_Y = 40, 260.0, 240.0
ROUNDS = 15


def milliseconds(step: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median CPU time of a step, all threads of the process, after one that does not count."""
    step()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        step()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1000


def once(step: Callable[[], object]) -> float:
    """The CPU time of a step that can be done but once."""
    start = time.process_time()
    step()
    return (time.process_time() - start) * 1000


def place(index: int, count: int) -> tuple[float, float]:
    """Where a node of the measured graph stands."""
    columns = max(1, round((count * SIZE[0] * STEP_Y / (SIZE[1] * STEP_X)) ** 0.5))
    return index % columns * STEP_X, index // columns * STEP_Y


def links(count: int) -> list[tuple[int, int, int, int]]:
    """The graph's links (source, output, target, input): 1.5 for each node, none leads back."""
    found = []
    for target in range(1, count):
        found.append((target - 1, 0, target, 0))
        if target % 2 and target > 3:
            found.append((target - 3, 1, target, 1))
    return found


def memory() -> float:
    """The resident memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def report(figures: dict[str, float]) -> None:
    """Hand the figures to the process that asked."""
    sys.stdout.write(json.dumps(figures) + "\n")
