"""Planned: what the engine says that a sweep would cost, as the studio shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.look.words import tr, tr_count
from app.sweeps.cell import CellView
from graph_engine.durations import about_seconds
from graph_engine.hosts.engine_process.sweep_messages import SweepPlanned
from graph_engine.sweep import Place


@dataclass(frozen=True)
class Planned:
    """The cells as they will run, in words; or the problem that is in the way of all."""

    cells: Mapping[Place, CellView] = field(default_factory=dict)
    refused: Mapping[Place, str] = field(default_factory=dict)
    known: int = 0
    steps: int = 0
    steps_known: int = 0
    seconds: float | None = None
    problem: str = ""

    @property
    def to_make(self) -> int:
        """How many pictures are to be computed."""
        return len(self.cells) - self.known

    @property
    def takes(self) -> str:
        """How long it will take, such as " · ~29 s"; empty if that is not known."""
        return f" · {about_seconds(self.seconds)}" if self.seconds else ""

    @property
    def heading(self) -> str:
        """How many pictures will be made, and in which time."""
        return f"{self._count}{self.takes}"

    @property
    def _count(self) -> str:
        to_make = self.to_make
        if not self.cells:
            return tr("Nothing to do")
        if not to_make:
            return tr_count(self.known, "{number} picture, known", "{number} pictures, all known")
        if not self.known:
            return tr_count(to_make, "{number} picture", "{number} pictures")
        return tr("{number} of {count} pictures", number=to_make, count=len(self.cells))

    @property
    def sentence(self) -> str:
        """How much of the work is saved, and what can't run."""
        parts: list[str] = []
        if self.steps and not self.steps_known:
            parts.append(
                tr_count(
                    self.steps,
                    "{number} step, which is not known yet.",
                    "{number} steps, none of them known or shared.",
                )
            )
        elif self.steps:
            parts.append(
                tr(
                    "{known} of {steps} steps are known or shared.",
                    known=f"{self.steps_known:,}",
                    steps=f"{self.steps:,}",
                )
            )
        if self.refused:
            parts.append(
                tr_count(
                    len(self.refused),
                    "{number} combination can't run.",
                    "{number} combinations can't run.",
                )
            )
        return " ".join(parts)

    @property
    def note(self) -> str:
        """What costs nothing."""
        if not self.known:
            return ""
        return tr_count(
            self.known,
            "{number} picture is known already and costs nothing.",
            "{number} pictures are known already and cost nothing.",
        )


def read_planned(answer: SweepPlanned) -> Planned:
    """The plan that the engine gave."""
    cells = {
        cell.at: CellView("known" if cell.is_known else "planned", cell.steps, cell.steps_known)
        for cell in answer.cells
    }
    return Planned(
        cells=cells,
        refused={cell.at: cell.message for cell in answer.refused},
        known=sum(cell.is_known for cell in answer.cells),
        steps=sum(cell.steps for cell in answer.cells),
        steps_known=sum(cell.steps_known for cell in answer.cells),
        seconds=_seconds(answer.estimated_seconds),
        problem=answer.problem,
    )


def _seconds(data: object) -> float | None:
    return float(data) if isinstance(data, int | float) else None
