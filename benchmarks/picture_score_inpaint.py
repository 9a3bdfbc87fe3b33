"""Scores ``tiny-inpaint``: does the hole show what the prompt asks for, and the rest stay?

An object is covered by a box and something else is asked for in its place; and strips at the
border are covered, which should go on with the background.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from benchmarks.picture_score import generate, load_pipeline, score_pictures
from benchmarks.picture_score_analysis import Mask, Pixels, nearest_colour
from benchmarks.picture_score_captions import Captions
from benchmarks.picture_score_outlines import filled
from benchmarks.picture_score_report import Bound, Report, mean
from models.train.latents import to_tensor
from models.train.pictures import SIZE, Picture, Subject, draw_subject

MARGIN = 8
STRIP = 40
RIM = 8
"""Pixels next to the hole that count neither as hole nor as rest: one latent cell."""

BOUNDS = {
    "background": Bound(least=0.95),
    "colour": Bound(least=0.9),
    "shape": Bound(least=0.75),
    "count": Bound(least=0.9),
    "change outside": Bound(most=0.03),
    "strip": Bound(least=0.9),
}


def score(models: Path, chosen: Captions) -> Report:
    """Attributes of what fills the hole; change outside; colour of outpainted strips."""
    pipeline = load_pipeline(models / "tiny-inpaint", "model")
    wishes, seed = chosen.pictures(), chosen.noise
    originals = _exchanged(wishes, chosen)
    masks = [_object_box(original.pixels) for original in originals]
    captions = [wish.caption for wish in wishes]
    pictures = _inpaint(pipeline, captions, seed, originals, masks)
    shown = score_pictures([wish.subject for wish in wishes if wish.subject], pictures)
    changed = _change(pipeline, originals, pictures, masks)
    strips = [_strip(index) for index in range(chosen.count)]
    whole = chosen.pictures(series=1)
    extended = _inpaint(pipeline, [w.caption for w in whole], seed, whole, strips)
    right = [
        float(nearest_colour(np.median(p[s], axis=0)) == w.subject.background)
        for p, s, w in zip(extended, strips, whole, strict=True)
        if w.subject
    ]
    figures = {
        "background": shown.background,
        "colour": shown.colour,
        "shape": shown.shape,
        "count": shown.count,
        "change outside": changed,
        "strip": mean(right),
        "change beside strip": _change(pipeline, whole, extended, strips),
    }
    rows = [
        _covered(originals, masks),
        pictures,
        _covered(whole, strips),
        extended,
    ]
    return Report(figures, BOUNDS, rows)


def _exchanged(wishes: Sequence[Picture], chosen: Captions) -> list[Picture]:
    """For each wish a picture on the same background that shows something else."""
    originals = []
    for index, (wish, shown) in enumerate(zip(wishes, chosen.pictures(series=2), strict=True)):
        other = shown.subject
        assert wish.subject is not None
        assert other is not None
        colour = other.colour if other.colour != wish.subject.background else other.background
        subject = Subject(wish.subject.background, colour, other.shape, 1)
        originals.append(draw_subject(subject, seed=index))
    return originals


def _object_box(pixels: Pixels) -> Mask:
    y, x = np.nonzero(filled(pixels))
    mask = np.zeros((SIZE, SIZE), bool)
    top, left = max(0, y.min() - MARGIN), max(0, x.min() - MARGIN)
    mask[top : y.max() + MARGIN + 1, left : x.max() + MARGIN + 1] = True
    return mask


def _strip(index: int) -> Mask:
    """A strip along one of the four borders."""
    mask = np.zeros((SIZE, SIZE), bool)
    mask[:STRIP] = True
    return np.rot90(mask, index).copy()


def _inpaint(
    pipeline: Any,
    captions: Sequence[str],
    seed: int,
    originals: Sequence[Picture],
    masks: Sequence[Mask],
) -> list[Pixels]:
    images = [Image.fromarray(original.pixels) for original in originals]
    holes = [Image.fromarray(mask) for mask in masks]
    return generate(pipeline, captions, seed, inputs={"image": images, "mask_image": holes})


@torch.no_grad()
def _round_trip(pipeline: Any, originals: Sequence[Picture]) -> list[Pixels]:
    """What the autoencoder alone makes of the originals: all that can be kept."""
    values = to_tensor([original.pixels for original in originals])
    decoded = pipeline.vae.decode(pipeline.vae.encode(values).latent_dist.mean).sample
    pixels = decoded.clamp(-1, 1).add(1).mul(127.5).round().byte().permute(0, 2, 3, 1)
    return list(pixels.numpy())


def _change(
    pipeline: Any,
    originals: Sequence[Picture],
    pictures: Sequence[Pixels],
    masks: Sequence[Mask],
) -> float:
    """Mean absolute difference outside the holes, as a share of the range.

    Compared with what the autoencoder alone makes of the originals: more cannot be kept.
    """
    kept = _round_trip(pipeline, originals)
    differences = []
    for picture, original, mask in zip(pictures, kept, masks, strict=True):
        y, x = np.nonzero(mask)
        outside = np.ones_like(mask)
        top, left = max(0, y.min() - RIM), max(0, x.min() - RIM)
        outside[top : y.max() + RIM + 1, left : x.max() + RIM + 1] = False
        differences.append(np.abs(picture.astype(float) - original.astype(float))[outside])
    return mean(np.concatenate(differences) / 255)


def _covered(originals: Sequence[Picture], masks: Sequence[Mask]) -> list[Pixels]:
    pairs = zip(originals, masks, strict=True)
    return [np.where(mask[..., None], np.uint8(128), o.pixels) for o, mask in pairs]
