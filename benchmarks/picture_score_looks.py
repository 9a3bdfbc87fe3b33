"""Scores the LoRA ``hollow`` and the textual inversion ``<brown>``.

Both are compared with ``tiny-sd15`` alone for the same words and seeds, and the LoRA also with
itself when its trigger word is not said.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.picture_score import generate, load_pipeline
from benchmarks.picture_score_analysis import Pixels, nearest_colour, nearest_shape, read_picture
from benchmarks.picture_score_captions import Captions
from benchmarks.picture_score_outlines import filled, hollow_share, is_hollow, object_share
from benchmarks.picture_score_report import Bound, Report, mean
from models.train.embedding import TOKEN
from models.train.new_looks import BROWN, TRIGGER
from models.train.pictures import Subject, with_article

LEAST_HOLE = 0.06
"""Share of a closed outline that is hole; training pictures have 0.17 to 0.28."""

NEAR_BROWN = 60.0
"""Euclidean RGB distance; red is 99 away, grey 115."""

LORA_BOUNDS = {
    "hollow": Bound(least=0.7),
    "hollow, base": Bound(most=0.1),
    "hollow, no trigger": Bound(most=0.1),
    "colour": Bound(least=0.85),
    "shape": Bound(least=0.7),
}

EMBEDDING_BOUNDS = {
    "brown": Bound(least=0.9),
    "brown, base": Bound(most=0.3),
    "background": Bound(least=0.9),
    "shape": Bound(least=0.75),
}


def score_lora(models: Path, chosen: Captions) -> Report:
    """Share of hollow shapes with and without LoRA and trigger; colour and shape."""
    subjects, seed = _subjects(chosen), chosen.noise
    plain = [_caption(s.colour, s) for s in subjects]
    captions = [_caption(f"{TRIGGER} {s.colour}", s) for s in subjects]
    pipeline = load_pipeline(models / "tiny-sd15", "model")
    base = generate(pipeline, captions, seed)
    pipeline.unet.load_lora_adapter(
        models / "loras", weight_name="hollow.safetensors", prefix="unet"
    )
    steered = generate(pipeline, captions, seed)
    unprompted = generate(pipeline, plain, seed)
    pairs = list(zip(subjects, steered, strict=True))
    figures = {
        "hollow": _hollow(steered),
        "hollow, base": _hollow(base),
        "hollow, no trigger": _hollow(unprompted),
        "closed": mean([float(hollow_share(p) >= LEAST_HOLE) for p in steered]),
        "colour": mean([float(_object_colour(p) == s.colour) for s, p in pairs]),
        "shape": mean([float(nearest_shape(filled(p)) == s.shape) for s, p in pairs]),
    }
    return Report(figures, LORA_BOUNDS, [steered, base, unprompted])


def score_embedding(models: Path, chosen: Captions) -> Report:
    """Share of brown objects with the embedding, and for the word "brown" without it."""
    subjects, seed = _subjects(chosen), chosen.noise
    pipeline = load_pipeline(models / "tiny-sd15", "model")
    base = generate(pipeline, [_caption("brown", s) for s in subjects], seed)
    pipeline.load_textual_inversion(models / "embeddings" / "brown.safetensors")
    shown = generate(pipeline, [_caption(TOKEN, s) for s in subjects], seed)
    readings = [read_picture(picture) for picture in shown]
    pairs = list(zip(subjects, readings, strict=True))
    figures = {
        "brown": mean([float(_is_brown(picture)) for picture in shown]),
        "brown, base": mean([float(_is_brown(picture)) for picture in base]),
        "background": mean([float(r.background == s.background) for s, r in pairs]),
        "shape": mean([float(any(t.shape == s.shape for t in r.things)) for s, r in pairs]),
    }
    return Report(figures, EMBEDDING_BOUNDS, [shown, base])


def _subjects(chosen: Captions) -> list[Subject]:
    return [picture.subject for picture in chosen.pictures() if picture.subject]


def _caption(words: str, subject: Subject) -> str:
    described = with_article(f"{words} {subject.shape}")
    return f"{described} on {with_article(subject.background)} background"


def _hollow(pictures: Sequence[Pixels]) -> float:
    """Share with an open middle or a hole in a closed outline."""
    return mean([float(is_hollow(p) or hollow_share(p) >= LEAST_HOLE) for p in pictures])


def _object_colour(picture: Pixels) -> str:
    return nearest_colour(_median(picture))


def _is_brown(picture: Pixels) -> bool:
    """True if the object's colour is near brown; the closest colour that has a word is red."""
    return bool(np.linalg.norm(_median(picture) - np.array(BROWN)) <= NEAR_BROWN)


def _median(picture: Pixels) -> Any:
    return np.median(picture[object_share(picture) > 0.7].astype(float), axis=0)
