"""`make bench`: every benchmark in turn, each a command of its own."""

import runpy
import sys
from pathlib import Path

BENCHMARKS = (
    "engine_overhead",
    "command_start",
    "studio_start",
    "pipeline_ratio",
    "work_saved",
    "step_writing",
    "preview_cost",
    "canvas",
    "edit_to_plan",
    "gallery",
    "sweeps",
)


def main() -> None:
    """Run all benchmarks, printing a headline for each."""
    folder = Path(__file__).parent
    for name in BENCHMARKS:
        print(f"\n== python benchmarks/{name}.py", flush=True)
        sys.argv = [name]
        runpy.run_path(str(folder / f"{name}.py"), run_name="__main__")


main()
