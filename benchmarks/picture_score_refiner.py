"""Scores ``tiny-sdxl-refiner``: are ``tiny-sdxl``'s pictures better for its last steps?

The same captions and seeds are drawn by the base alone, and by the base up to four fifths of the
steps with the refiner for the rest. ``fit`` is the overlap with the shape that was asked for,
``edge width`` the transition between object and background in pixels. The aesthetic score is
tested on its own: the base's pictures, image to image, once with a high and once with a low score.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from benchmarks.picture_score import (
    generate,
    load_pipeline,
    run_in_batches,
    score_pictures,
)
from benchmarks.picture_score_analysis import Pixels
from benchmarks.picture_score_captions import Captions
from benchmarks.picture_score_outlines import edge_width, fit
from benchmarks.picture_score_report import Bound, Report, mean
from models.train.pictures import Picture

HAND_OVER = 0.8
STRENGTH = 0.3
HIGH, LOW = 6.5, 2.0

BOUNDS = {
    "shape gain": Bound(least=0.0),
    "fit gain": Bound(least=-0.01),
    "edge width gain": Bound(most=0.0),
    "high score less low": Bound(most=-0.1),
}


def score(models: Path, chosen: Captions) -> Report:
    """Attributes, fit and edge width of both ways, and what the aesthetic score does."""
    truths, seed = chosen.pictures(), chosen.noise
    captions = [truth.caption for truth in truths]
    base = load_pipeline(models / "tiny-sdxl", "model")
    refiner = load_pipeline(models / "tiny-sdxl-refiner", "model")
    alone = generate(base, captions, seed)
    refined = _in_two_stages(base, refiner, captions, seed)
    high, low = (_from_pictures(refiner, captions, alone, seed, value) for value in (HIGH, LOW))
    one, two = _figures(truths, alone), _figures(truths, refined)
    figures = {f"{name}, base": value for name, value in one.items()}
    figures |= {f"{name}, refined": value for name, value in two.items()}
    figures |= {f"{name} gain": round(two[name] - one[name], 4) for name in one}
    widths = [_figures(truths, pictures)["edge width"] for pictures in (high, low)]
    figures["high score less low"] = round(widths[0] - widths[1], 4)
    figures["edge width, truth"] = mean([edge_width(truth.pixels) for truth in truths])
    return Report(figures, BOUNDS, [alone, refined, high, low])


def _in_two_stages(base: Any, refiner: Any, captions: Sequence[str], seed: int) -> list[Pixels]:
    half = run_in_batches(base, captions, seed, {}, denoising_end=HAND_OVER, output_type="latent")
    finished: list[Pixels] = []
    # One at a time: the pipeline takes a batch of latents only as one tensor.
    for index, latents in enumerate(half):
        begun = torch.stack([latents])
        finished += generate(
            refiner, captions[index : index + 1], seed, image=begun, denoising_start=HAND_OVER
        )
    return finished


def _from_pictures(
    refiner: Any, captions: Sequence[str], pictures: Sequence[Pixels], seed: int, value: float
) -> list[Pixels]:
    images = [Image.fromarray(picture) for picture in pictures]
    return generate(
        refiner, captions, seed, {"image": images}, strength=STRENGTH, aesthetic_score=value
    )


def _figures(truths: Sequence[Picture], pictures: Sequence[Pixels]) -> dict[str, float]:
    subjects = [truth.subject for truth in truths if truth.subject]
    shown = score_pictures(subjects, pictures)
    fits = [fit(p, s.shape) for p, s in zip(pictures, subjects, strict=True)]
    return {
        "background": shown.background,
        "colour": shown.colour,
        "shape": shown.shape,
        "count": shown.count,
        "fit": mean(fits),
        "edge width": mean([edge_width(picture) for picture in pictures]),
    }
