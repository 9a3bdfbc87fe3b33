"""Definition: the axes of a sweep as they are being written, and what they read as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.look.words import tr
from app.sweeps.sweepable import Sweepable
from graph_engine.catalog import Catalog
from graph_engine.errors import InputError
from graph_engine.sweep import Axis, Sweep, listed_value, parse_axis
from graph_engine.workflow import Workflow

MOST_AXES = 3
MOST_VALUES = 1_000


@dataclass(frozen=True)
class AxisDraft:
    """One axis as it is being written; `param` is `node.param`, or empty."""

    param: str = ""
    text: str = ""


@dataclass(frozen=True)
class Definition:
    """What the sweep dialog holds."""

    axes: tuple[AxisDraft, ...] = (AxisDraft(),)
    saves_sheet: bool = True


@dataclass(frozen=True)
class Reading:
    """What one draft reads as: an axis, or the sentence that tells why it is none."""

    axis: Axis | None = None
    problem: str = ""


def axis_text(draft: AxisDraft, *, takes_lines: bool) -> str:
    """The axis as `weft sweep --axis` takes it."""
    if not takes_lines:
        return f"{draft.param}={draft.text}"
    lines = [line.strip() for line in draft.text.splitlines() if line.strip()]
    return f"{draft.param}={','.join(map(_quoted, lines))}"


def read_drafts(
    drafts: Sequence[AxisDraft],
    params: Mapping[str, Sweepable],
    workflow: Workflow,
    catalog: Catalog,
) -> tuple[Reading, ...]:
    """What each draft reads as; one that has no param yet has neither axis nor problem."""
    readings: list[Reading] = []
    used: set[str] = set()
    for draft in drafts:
        if not draft.param:
            readings.append(Reading())
        elif draft.param in used:
            readings.append(
                Reading(problem=tr("“{param}” has an axis already.", param=draft.param))
            )
        else:
            readings.append(_read(draft, params, workflow, catalog))
        used.add(draft.param)
    return tuple(readings)


def sweep_of(readings: Sequence[Reading]) -> Sweep | None:
    """The sweep of all drafts that name a param, if there are some and all can be read.

    The drafts are across, down and pages, while a sweep has what goes down first.
    """
    if any(reading.problem for reading in readings):
        return None
    axes = [reading.axis for reading in readings if reading.axis is not None]
    return Sweep((*axes[1:2], *axes[:1], *axes[2:])) if axes else None


def definition_of(sweep: Sweep, params: Mapping[str, Sweepable]) -> Definition:
    """How a sweep could have been written."""
    drafts = []
    for axis in (*sweep.axes[1:2], *sweep.axes[:1], *sweep.axes[2:]):
        param = params.get(axis.name)
        lines = param is not None and param.takes_lines
        text = "\n".join(axis.values) if lines else ", ".join(map(listed_value, axis.values))
        drafts.append(AxisDraft(axis.name, text))
    return Definition(tuple(drafts))


def sweep_texts(sweep: Sweep) -> tuple[str, ...]:
    """The axes as the engine is asked for them, each value by itself."""
    return tuple(f"{axis.name}={','.join(map(listed_value, axis.values))}" for axis in sweep.axes)


def _read(
    draft: AxisDraft, params: Mapping[str, Sweepable], workflow: Workflow, catalog: Catalog
) -> Reading:
    param = params.get(draft.param)
    text = axis_text(draft, takes_lines=param is not None and param.takes_lines)
    try:
        return Reading(parse_axis(text, workflow, catalog, most=MOST_VALUES))
    except InputError as error:
        return Reading(problem=f"{error.message} {error.hint}".strip())


def _quoted(line: str) -> str:
    doubled = line.replace('"', '""')
    return f'"{doubled}"'
