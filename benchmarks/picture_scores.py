"""Scores the embedded models that build on ``tiny-sd15`` by pixel analysis.

python -m benchmarks.picture_scores            # all of them, on fresh captions
python -m benchmarks.picture_scores inpaint --watched --grid inpaint.png
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.picture_score_captions import WATCHED_COUNT, Captions
from benchmarks.picture_score_controlnet import score as score_controlnet
from benchmarks.picture_score_inpaint import score as score_inpaint
from benchmarks.picture_score_looks import score_embedding, score_lora
from benchmarks.picture_score_refiner import score as score_refiner
from benchmarks.picture_score_report import Report, Scorer
from benchmarks.picture_score_sdxl import score as score_sdxl

FRESH = Captions(48, noise=41, fresh=31_000)

ROOT = Path(__file__).resolve().parent.parent

SCORERS: dict[str, Scorer] = {
    "sdxl": score_sdxl,
    "refiner": score_refiner,
    "controlnet": score_controlnet,
    "inpaint": score_inpaint,
    "lora": score_lora,
    "embedding": score_embedding,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0: all passed; 1: not."""
    arguments = _parser().parse_args(argv)
    passed = True
    for name in [arguments.name] if arguments.name else SCORERS:
        report = SCORERS[name](arguments.models, _captions(arguments))
        passed = passed and report.passed
        if arguments.grid:
            rows = [np.concatenate(list(row), axis=1) for row in report.rows]
            Image.fromarray(np.concatenate(rows)).save(arguments.grid)
        if arguments.json:
            print(json.dumps({name: report.figures, "passed": report.passed}), flush=True)
        else:
            print(f"{name}\n{_table(report)}", flush=True)
    return 0 if passed else 1


def _table(report: Report) -> str:
    lines = []
    for name, figure in report.figures.items():
        bound = report.bounds.get(name)
        needed = (
            "" if bound is None else f"   needed {bound}{'' if bound.holds(figure) else '  NO'}"
        )
        lines.append(f"  {name:24}{figure:9.3f}{needed}")
    return "\n".join(lines)


def _captions(arguments: argparse.Namespace) -> Captions:
    usual = Captions(WATCHED_COUNT) if arguments.watched else FRESH
    return replace(usual, count=arguments.pictures or usual.count)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name", nargs="?", choices=SCORERS, help="of one model; by default all")
    parser.add_argument("--models", type=Path, default=ROOT / "models", help="folder of all models")
    parser.add_argument("--pictures", type=int, help="other than the usual number of captions")
    parser.add_argument(
        "--watched", action="store_true", help="captions and noise that training was watched on"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object for each")
    parser.add_argument("--grid", type=Path, help="write the (last) pictures to this PNG")
    return parser


if __name__ == "__main__":
    sys.exit(main())
