"""Engine overhead: what planning, running and re-running cost per node that does nothing.

Chains of trivial nodes, so that all the time is the engine's own:

    python benchmarks/engine_overhead.py
    python benchmarks/engine_overhead.py --json

`plan` decides what must run while nothing is known, `cold` plans and runs every node and keeps
every result on disk, `memory` runs again in the same session, `restart` in a new one on the same
cache folder. Each figure is the median of several repetitions in µs per node: the wall time, and
the process's own time, which a busy machine disturbs less.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import NamedTuple

from graph_engine import Catalog, Graph, GraphNode, Link, Node, Session, Workflow
from graph_engine.context import Context

LENGTHS = (100, 1_000, 10_000)
PHASES = ("plan", "cold", "memory", "restart")
REPETITIONS = 7


class Step(Node):
    """Add one."""

    value: int = 0

    class Outputs(NamedTuple):
        value: int

    def run(self, context: Context) -> Outputs:
        return self.Outputs(self.value + 1)


class Cost(NamedTuple):
    """Seconds on the clock, and of this process alone."""

    wall: float
    process: float


def chain(length: int) -> Workflow:
    """A workflow of so many nodes, each fed by the one before."""
    nodes = {"n0": GraphNode("Step")}
    for number in range(1, length):
        nodes[f"n{number}"] = GraphNode("Step", {}, {"value": Link(f"n{number - 1}", "value")})
    return Workflow(graph=Graph(nodes), name="chain")


def measure(work: Callable[[], object]) -> Cost:
    """What a piece of work costs, garbage of earlier ones not counted."""
    gc.collect()
    wall, process = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - process)


def measure_phases(workflow: Workflow) -> dict[str, Cost]:
    """One repetition: all phases on a fresh cache folder."""
    catalog = Catalog.of(Step)
    found: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory() as folder:
        with Session(catalog=catalog, cache=folder, device="cpu") as session:
            found["plan"] = measure(lambda: session.plan(workflow))
            found["cold"] = measure(lambda: session.run(workflow))
            found["memory"] = measure(lambda: session.run(workflow))
        with Session(catalog=catalog, cache=folder, device="cpu") as session:
            found["restart"] = measure(lambda: session.run(workflow))
    return found


def measure_length(length: int, repetitions: int) -> dict[str, dict[str, float]]:
    """Medians in µs per node, by phase and clock."""
    workflow = chain(length)
    measure_phases(chain(10))
    costs = [measure_phases(workflow) for _ in range(repetitions)]
    return {
        phase: {
            clock: statistics.median(getattr(cost[phase], clock) for cost in costs) / length * 1e6
            for clock in Cost._fields
        }
        for phase in PHASES
    }


def table(results: dict[int, dict[str, dict[str, float]]]) -> str:
    """The results for people."""
    titles = "".join(f"{f'{phase} wall':>15}{'process':>10}" for phase in PHASES)
    lines = ["µs per node", f"{'nodes':>7}{titles}"]
    for length, phases in results.items():
        columns = "".join(
            f"{phases[phase]['wall']:>15.1f}{phases[phase]['process']:>10.1f}" for phase in PHASES
        )
        lines.append(f"{length:>7}{columns}")
    return "\n".join(lines)


def main() -> None:
    """Measure all lengths and print the figures."""
    parser = argparse.ArgumentParser(description="The engine's own cost per trivial node.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--repetitions", type=int, default=REPETITIONS)
    parser.add_argument("--nodes", type=int, nargs="+", default=list(LENGTHS))
    options = parser.parse_args()
    results = {length: measure_length(length, options.repetitions) for length in options.nodes}
    print(json.dumps({"us_per_node": results}) if options.json else table(results))


if __name__ == "__main__":
    main()
