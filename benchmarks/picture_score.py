"""Scores a text-to-image model on held-out captions by pixel analysis.

For every caption the model draws one picture per seed; background, object colour, shape and count
are read off its pixels and compared with what the caption asked for. Before it judges a model the
scorer judges pictures that are right by construction, and refuses to go on if it calls more than
one in fifty of them wrong.

    python benchmarks/picture_score.py --model models/tiny-sd15
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.picture_score_analysis import Reading, read_picture
from models.train.pictures import SIZE, Picture, Subject, draw_held_out

ROOT = Path(__file__).resolve().parent.parent

Pixels = npt.NDArray[np.uint8]

CAPTION_SEED = 20_000
"""Seed of the held-out captions; training data uses seeds far below."""

LEAST_PROOF = 0.98
TRUTHS = 240
BATCH = 12
GRID_COLUMNS = 12


@dataclass(frozen=True)
class Score:
    """Shares of pictures in 0..1.

    With several objects in a picture, colour and shape count the share of objects that are right.
    ``everything`` is the share of pictures with nothing wrong.
    """

    background: float
    colour: float
    shape: float
    count: float
    everything: float


NEEDED = Score(background=0.95, colour=0.9, shape=0.8, count=0.8, everything=0.0)


def judge(subject: Subject, reading: Reading) -> tuple[float, float, float, float]:
    """Background, colour, shape and count of one picture, each from 0 to 1."""
    found = max(1, len(reading.things))
    colours = sum(thing.colour == subject.colour for thing in reading.things)
    shapes = sum(thing.shape == subject.shape for thing in reading.things)
    return (
        float(reading.background == subject.background),
        colours / found,
        shapes / found,
        float(len(reading.things) == subject.count),
    )


def score_pictures(subjects: Iterable[Subject], pictures: Iterable[Pixels]) -> Score:
    """Score pictures against the subjects they should show."""
    rows = np.array(
        [judge(s, read_picture(p)) for s, p in zip(subjects, pictures, strict=True)], dtype=float
    )
    background, colour, shape, count = (round(float(mean), 4) for mean in rows.mean(axis=0))
    everything = round(float((rows == 1).all(axis=1).mean()), 4)
    return Score(background, colour, shape, count, everything)


def passes(score: Score, needed: Score) -> bool:
    """True if no share is below what is needed."""
    have = asdict(score)
    return all(have[name] >= least for name, least in asdict(needed).items())


def held_out_pictures(count: int) -> list[Picture]:
    """True pictures of held-out subjects, every third of them a group of two or three."""
    return [draw_held_out(CAPTION_SEED, index, index % 3 == 2) for index in range(count)]


def prove(count: int = TRUTHS) -> Score:
    """The score of true pictures: what the analysis itself gets right."""
    truths = held_out_pictures(count)
    return score_pictures([_subject(t) for t in truths], [t.pixels for t in truths])


def _subject(picture: Picture) -> Subject:
    assert picture.subject is not None, "held-out pictures always have a subject"
    return picture.subject


def load_pipeline(folder: Path, sampler: str) -> Any:
    """The stock pipeline in float32, with the model's own scheduler or DPM-Solver++."""
    import diffusers
    import torch

    stock: Any = diffusers
    pipeline = stock.DiffusionPipeline.from_pretrained(folder, dtype=torch.float32)
    if sampler == "dpmpp_2m_karras":
        pipeline.scheduler = stock.DPMSolverMultistepScheduler.from_config(
            pipeline.scheduler.config, algorithm_type="dpmsolver++", use_karras_sigmas=True
        )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def generate(
    pipeline: Any,
    captions: Sequence[str],
    seed: int,
    inputs: Mapping[str, Sequence[Any]] | None = None,
    **settings: Any,
) -> list[Pixels]:
    """One picture per caption; picture i starts from noise of seed ``1000 * seed + i``.

    Args:
        inputs: More arguments of the pipeline, with a value for each caption.
        settings: Yet more, with one value for all.
    """
    results = run_in_batches(pipeline, captions, seed, inputs or {}, output_type="np", **settings)
    return [np.rint(picture * 255).astype(np.uint8) for picture in results]


def run_in_batches(
    pipeline: Any,
    captions: Sequence[str],
    seed: int,
    inputs: Mapping[str, Sequence[Any]],
    **settings: Any,
) -> list[Any]:
    """Whatever the pipeline gives for each caption, with 20 steps and guidance 5 by default."""
    import torch

    settings = {"num_inference_steps": 20, "guidance_scale": 5.0, **settings}
    results: list[Any] = []
    for start in range(0, len(captions), BATCH):
        batch = list(captions[start : start + BATCH])
        chosen = {name: list(values[start : start + BATCH]) for name, values in inputs.items()}
        noise = [torch.Generator().manual_seed(1000 * seed + start + i) for i in range(len(batch))]
        results += list(pipeline(batch, generator=noise, **chosen, **settings).images)
    return results


def score_model(arguments: argparse.Namespace) -> dict[str, Any]:
    """Scores by seed and their mean for the model folder."""
    truths = held_out_pictures(arguments.captions)
    subjects = [_subject(truth) for truth in truths]
    pipeline = load_pipeline(arguments.model, arguments.sampler)
    scores, rows, start = {}, [], time.perf_counter()
    for seed in arguments.seeds:
        pictures = generate(
            pipeline,
            [truth.caption for truth in truths],
            seed,
            height=SIZE,
            width=SIZE,
            num_inference_steps=arguments.steps,
            guidance_scale=arguments.guidance,
        )
        scores[seed] = score_pictures(subjects, pictures)
        rows += pictures
    if arguments.grid:
        save_grid(rows, arguments.grid)
    names = asdict(NEEDED)
    mean = Score(**{n: float(np.mean([getattr(s, n) for s in scores.values()])) for n in names})
    return {
        "seeds": {seed: asdict(score) for seed, score in scores.items()},
        "mean": {name: round(value, 4) for name, value in asdict(mean).items()},
        "passed": passes(mean, NEEDED),
        "seconds": round(time.perf_counter() - start, 1),
    }


def save_grid(pictures: Sequence[Pixels], path: Path) -> None:
    """Write the pictures side by side as one PNG, in reading order."""
    lines = -(-len(pictures) // GRID_COLUMNS)
    grid = Image.new("RGB", (GRID_COLUMNS * SIZE, lines * SIZE))
    for index, picture in enumerate(pictures):
        place = (index % GRID_COLUMNS * SIZE, index // GRID_COLUMNS * SIZE)
        grid.paste(Image.fromarray(picture), place)
    grid.save(path)


def _table(report: dict[str, Any]) -> str:
    lines = [f"{'':10}" + "".join(f"{name:>12}" for name in asdict(NEEDED))]
    rows = {"truth": report["truth"]}
    if "seeds" in report:
        rows |= {f"seed {seed}": score for seed, score in report["seeds"].items()}
        rows |= {"mean": report["mean"], "needed": asdict(NEEDED)}
    for name, row in rows.items():
        lines.append(f"{name:10}" + "".join(f"{value:12.3f}" for value in row.values()))
    if "passed" in report:
        lines.append("passed" if report["passed"] else "not passed")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "tiny-sd15")
    parser.add_argument("--captions", type=int, default=60, help="held-out captions per seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=5.0)
    parser.add_argument("--sampler", choices=("model", "dpmpp_2m_karras"), default="model")
    parser.add_argument("--truth", action="store_true", help="only prove the scorer")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--grid", type=Path, help="write the pictures to this PNG")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0: passed; 1: not passed; 2: the scorer itself is not to be trusted."""
    arguments = _parser().parse_args(argv)
    truth = prove()
    report: dict[str, Any] = {"truth": asdict(truth)}
    proven = min(asdict(truth).values()) >= LEAST_PROOF
    if proven and not arguments.truth:
        report |= score_model(arguments)
    print(json.dumps(report) if arguments.json else _table(report))
    if not proven:
        print("the scorer misreads true pictures: no model was scored", file=sys.stderr)
        return 2
    return 0 if report.get("passed", True) else 1


if __name__ == "__main__":
    sys.exit(main())
