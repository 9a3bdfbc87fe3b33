"""The held-out captions that models are scored on: the watched ones, and fresh ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count, islice

import numpy as np

from models.train.free_pictures import draw_one_free
from models.train.pictures import Picture, Subject, draw_held_out

WATCHED_SEED = 20_000
WATCHED_COUNT = 24
"""Captions (at noise seed 0) whose pictures and scores were looked at while models were trained."""


@dataclass(frozen=True)
class Captions:
    """Held-out captions of one shape each, and the seed of the noise they are drawn from.

    Attributes:
        count: How many.
        noise: As in ``picture_score.generate``.
        fresh: Seed of other captions, for none of the subjects that a watched one asks for; by
            default the watched ones.
    """

    count: int
    noise: int = 0
    fresh: int = 0

    def pictures(self, series: int = 0) -> list[Picture]:
        """True pictures of the captions; another series asks for other subjects."""
        return self._chosen(lambda index: draw_held_out(self._seed + series, index, group=False))

    def free(self) -> list[Picture]:
        """The same with shapes that stand, turn and stretch as they like."""
        return self._chosen(
            lambda index: draw_one_free(np.random.default_rng((self._seed, index)), held_out=True)
        )

    @property
    def _seed(self) -> int:
        return self.fresh or WATCHED_SEED

    def _chosen(self, draw: Callable[[int], Picture]) -> list[Picture]:
        drawn: Iterator[Picture] = map(draw, count())
        if self.fresh:
            drawn = (picture for picture in drawn if picture.subject not in watched_subjects())
        return list(islice(drawn, self.count))


@cache
def watched_subjects() -> frozenset[Subject]:
    """What the watched captions ask for; inpainting alone was watched on two more series."""
    watched = Captions(WATCHED_COUNT).pictures()
    return frozenset(picture.subject for picture in watched if picture.subject)
