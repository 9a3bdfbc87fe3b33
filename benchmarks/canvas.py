"""The canvas beside NodeGraphQt 0.6.44, in processes that take turns on the same machine.

python -m benchmarks.canvas [--nodes 1000] [--nodes 5000] [--rounds 3] [--peer PYTHON]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PEER = Path(".venv/nodegraphqt/bin/python")
INSTALL = (
    "python -m venv .venv/nodegraphqt && .venv/nodegraphqt/bin/pip install NodeGraphQt==0.6.44 "
    '"PySide6-Essentials>=6.11.3,<6.12"'
)
# Beyond this NodeGraphQt takes minutes for each figure, and is left out.
LARGEST_FOR_PEER = 2000
Figures = dict[str, float]


def main() -> None:
    """Measure both, and print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", type=Path, default=PEER, help="python that has NodeGraphQt")
    given = parser.parse_args()
    has_peer = given.peer.exists()
    if not has_peer:
        print(f"NodeGraphQt is not installed; Weft alone is measured. To install it:\n{INSTALL}\n")
    for count in given.nodes or [1000, 5000]:
        weft: list[Figures] = []
        peer: list[Figures] = []
        for _ in range(given.rounds):
            weft.append(_measure([sys.executable, "-m", "benchmarks.canvas_weft", str(count)]))
            if has_peer and count <= LARGEST_FOR_PEER:
                script = str(Path(__file__).with_name("canvas_nodegraphqt.py"))
                peer.append(_measure([str(given.peer), script, str(count)]))
        _print_table(count, _middle(weft), _middle(peer))


def _measure(command: Sequence[str]) -> Figures:
    quiet = {**os.environ, "OMP_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, env=quiet, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _middle(rounds: Sequence[Figures]) -> Figures:
    names = rounds[0] if rounds else ()
    return {name: statistics.median(one[name] for one in rounds) for name in names}


def _print_table(count: int, weft: Figures, peer: Figures) -> None:
    links = count - 1 + len(range(5, count, 2))
    print(f"{count:,} nodes, {links:,} links; CPU time in ms, medians\n")
    print("| | Weft | NodeGraphQt | ratio |")
    print("|---|---|---|---|")
    for name, value in weft.items():
        unit = ", MB" if "memory" in name else ""
        other = peer.get(name)
        ratio = "" if other is None else f"{other / value:.0f}×" if not unit else ""
        print(f"| {name}{unit} | {_short(value)} | {_short(other)} | {ratio} |")
    print(flush=True)


def _short(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


if __name__ == "__main__":
    main()
