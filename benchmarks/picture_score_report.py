"""What a scorer of a model that builds on another returns: figures, and what they must reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.picture_score_analysis import Pixels
from benchmarks.picture_score_captions import Captions


@dataclass(frozen=True)
class Bound:
    """What a figure must not fall below or exceed."""

    least: float = -np.inf
    most: float = np.inf

    def holds(self, figure: float) -> bool:
        return self.least <= figure <= self.most

    def __str__(self) -> str:
        return f"≥ {self.least:g}" if np.isfinite(self.least) else f"≤ {self.most:g}"


@dataclass(frozen=True)
class Report:
    """Figures by name, the bounds of some of them, and rows of pictures to look at."""

    figures: dict[str, float]
    bounds: dict[str, Bound]
    rows: Sequence[Sequence[Pixels]]

    @property
    def passed(self) -> bool:
        """True if every bound holds."""
        return all(bound.holds(self.figures[name]) for name, bound in self.bounds.items())


Scorer = Callable[[Path, Captions], Report]
"""With the folder of all models."""


def mean(values: Sequence[float] | npt.NDArray[np.float64]) -> float:
    """The mean, rounded to four places."""
    return round(float(np.mean(values)), 4)
