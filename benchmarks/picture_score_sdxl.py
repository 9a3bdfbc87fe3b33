"""Scores ``tiny-sdxl``: its subjects, one at a time, and what it makes of sizes and crops.

The same captions and seeds are drawn four times: as usual, as if enlarged from a small original,
and as if cut from the left and from the right side of a larger one.
"""

from pathlib import Path

import numpy as np

from benchmarks.picture_score import NEEDED, generate, load_pipeline, score_pictures
from benchmarks.picture_score_analysis import Pixels
from benchmarks.picture_score_captions import Captions
from benchmarks.picture_score_outlines import edge_width, object_share
from benchmarks.picture_score_report import Bound, Report, mean
from models.train.pictures import SIZE

SMALL = 32
LARGE = 176
"""Width of the original that the crops are cut from; they can be moved by 48 pixels."""

BOUNDS = {
    "background": Bound(least=NEEDED.background),
    "colour": Bound(least=NEEDED.colour),
    "shape": Bound(least=NEEDED.shape),
    "count": Bound(least=NEEDED.count),
    "blur gained": Bound(least=0.5),
    "moved by crop": Bound(least=0.1),
}


def score(models: Path, chosen: Captions) -> Report:
    """Attributes; edge width by original size; how far an object moves with the crop."""
    truths, seed = chosen.pictures(), chosen.noise
    captions = [truth.caption for truth in truths]
    pipeline = load_pipeline(models / "tiny-sdxl", "model")
    usual = generate(pipeline, captions, seed)
    small = generate(pipeline, captions, seed, original_size=(SMALL, SMALL))
    left, right = (
        generate(
            pipeline,
            captions,
            seed,
            original_size=(LARGE, LARGE),
            crops_coords_top_left=((LARGE - SIZE) // 2, offset),
        )
        for offset in (0, LARGE - SIZE)
    )
    widths = [mean([edge_width(p) for p in pictures]) for pictures in (usual, small)]
    places = [mean([_middle(p) for p in pictures]) for pictures in (left, right)]
    shown = score_pictures([truth.subject for truth in truths if truth.subject], usual)
    figures = {
        "background": shown.background,
        "colour": shown.colour,
        "shape": shown.shape,
        "count": shown.count,
        "edge width, usual": widths[0],
        "edge width, small original": widths[1],
        "blur gained": round(widths[1] - widths[0], 4),
        "moved by crop": round(places[0] - places[1], 4),
    }
    return Report(figures, BOUNDS, [usual, small, left, right])


def _middle(pixels: Pixels) -> float:
    """How far right the object's middle is, as a share of the width."""
    _, x = np.nonzero(object_share(pixels) > 0.5)
    return float(x.mean() / pixels.shape[1]) if len(x) else 0.5
