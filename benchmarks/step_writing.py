"""Step writing: what keeping every step costs, as a share of the step, with the disk tier on.

Samples with the embedded model, the smallest there is, so that the share is at its worst. Both are
measured in one run: all of the sampler's time, and the part of it in which states are turned into
data, checksummed and written, the film's frames beside them; and the part of the film alone:

    python benchmarks/step_writing.py
    python benchmarks/step_writing.py --json

A share is the median over several runs, of the wall time and of the process's own time.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph_engine import Session, Workflow, load_workflow
from graph_engine.checkpoints import Checkpoints
from graph_engine.overrides import with_settings
from graph_engine.shipped import templates
from nodes.diffusion import states, walking
from nodes.diffusion.previews import Previews

STEPS = 50
RUNS = 7
SAMPLERS = ("euler", "dpmpp_2m", "dpmpp_2m_sde", "unipc")


@dataclass
class Spent:
    """Seconds inside the watched functions: wall time, and the process's own; the film's part."""

    wall: float = 0.0
    own: float = 0.0
    film: float = 0.0

    def watch(self, function: Callable[..., Any], *, film: bool = False) -> Callable[..., Any]:
        """The function, its time added up."""

        def watched(*given: Any) -> Any:
            wall, own = time.perf_counter(), time.process_time()
            try:
                return function(*given)
            finally:
                self.wall += time.perf_counter() - wall
                self.own += time.process_time() - own
                self.film += (time.process_time() - own) * film

        return watched


def share(session: Session, workflow: Workflow, spent: Spent) -> tuple[float, float, float, float]:
    """The share of writing in one run, by wall and own time, of the film, and a step's seconds."""
    spent.wall = spent.own = spent.film = 0.0
    own = time.process_time()
    result = session.run(workflow, ["sampler"])
    own = time.process_time() - own
    seconds = result.nodes["sampler"].seconds
    return spent.wall / seconds, spent.own / own, spent.film / own, seconds / STEPS


def measure() -> dict[str, dict[str, float]]:
    """Medians for each sampler."""
    spent = Spent()
    # The seams between sampling and keeping; their time is what keeping costs.
    vars(walking)["to_data"] = spent.watch(states.to_data)
    states.SchedulerHistory.data = spent.watch(states.SchedulerHistory.data)  # type: ignore[method-assign]
    Previews.offer = spent.watch(Previews.offer, film=True)  # type: ignore[method-assign]
    Previews.frame = spent.watch(Previews.frame, film=True)  # type: ignore[method-assign]
    Checkpoints.keep = spent.watch(Checkpoints.keep)  # type: ignore[method-assign]
    starter = load_workflow(templates()["text_to_image"])
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder, Session(cache=folder) as session:
        for sampler in SAMPLERS:
            runs = []
            for seed in range(RUNS + 1):
                settings = (
                    f"sampler.sampler={sampler}",
                    "sampler.schedule=default",
                    f"sampler.steps={STEPS}",
                    f"sampler.seed={seed}",
                )
                runs.append(
                    share(session, with_settings(starter, session.catalog, settings), spent)
                )
            wall, own, film, step = (
                statistics.median(column) for column in zip(*runs[1:], strict=True)
            )
            found[sampler] = {"wall": wall, "own": own, "film": film, "step_ms": step * 1000}
    return found


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args().json
    found = measure()
    if as_json:
        print(json.dumps(found, indent=2))
        return
    print(f"{'sampler':<14} {'wall':>7} {'own time':>9} {'film':>7} {'step':>9}")
    for sampler, figures in found.items():
        print(
            f"{sampler:<14} {figures['wall']:>7.2%} {figures['own']:>9.2%}"
            f" {figures['film']:>7.2%} {figures['step_ms']:>6.1f} ms"
        )


if __name__ == "__main__":
    main()
