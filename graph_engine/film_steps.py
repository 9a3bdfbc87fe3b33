"""Film steps: what an iterative node says of its steps, for the film of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of a node's chain, as far as it is known before the node has run.

    `sigma` is the noise that it begins with, beside a signal of strength one. `guidance` is how
    strictly prompts are followed, `controls` are the names of what steers it besides. `border`
    lies between this step and the next in the progress of the denoising, 0 to 1, so that a prompt
    whose range ends there counts up to this step. `draws` says that steps after it draw noise.
    """

    sigma: float | None = None
    guidance: float | None = None
    controls: tuple[str, ...] = ()
    border: float | None = None
    draws: bool = False


@dataclass(frozen=True, slots=True)
class Sketch:
    """A small picture (PNG or JPEG bytes) of what will come.

    Of a batch, all `pictures` stand in a square of rows, with a gap of one pixel. `width` and
    `height` are what each of them will have in the end; 0 where that is not known.
    """

    picture: bytes
    width: int = 0
    height: int = 0
    pictures: int = 1


@dataclass(frozen=True, slots=True)
class Split:
    """The params by which two nodes of one type share a node's steps.

    Where the second counts the ranges of what controls it from its own beginning, `controls_from`
    is the share of the first.
    """

    first: Mapping[str, Any]
    second: Mapping[str, Any]
    controls_from: float = 0.0
