"""How long the looking commands take as whole processes: `python benchmarks/command_start.py`.

Prints the minimum and the median of wall seconds over several runs, and whether torch was
imported. The budget is 0.6 s each.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time

COMMANDS = (
    ("nodes",),
    ("check", "workflows/text_to_image.weft.json"),
    ("plan", "workflows/text_to_image.weft.json"),
    ("models",),
)
CODE = (
    "import sys\n"
    "from graph_engine.hosts.cli.main import exit_code\n"
    "code = exit_code(sys.argv[1:])\n"
    "print('torch' in sys.modules, file=sys.stderr)\n"
    "sys.exit(code)\n"
)


def measure(words: tuple[str, ...], runs: int) -> dict[str, object]:
    """Time one command."""
    seconds, torch = [], False
    for _ in range(runs):
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", CODE, *words], capture_output=True, text=True, check=True
        )
        seconds.append(time.perf_counter() - started)
        torch = torch or done.stderr.splitlines()[-1] == "True"
    return {
        "command": f"weft {' '.join(words)}",
        "minimum": round(min(seconds), 3),
        "median": round(statistics.median(seconds), 3),
        "imports_torch": torch,
    }


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as cache:
        plan = (*COMMANDS[2], "--cache", cache)
        rows = [measure(plan if c[0] == "plan" else c, options.runs) for c in COMMANDS]
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    for row in rows:
        torch = "imports torch" if row["imports_torch"] else "no torch"
        print(f"{row['minimum']:>6} s min {row['median']:>6} s median  {torch}  {row['command']}")


if __name__ == "__main__":
    main()
