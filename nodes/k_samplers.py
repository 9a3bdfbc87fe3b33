"""Samplers and schedules in sigma space: their names, and how the samplers differ; no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from graph_engine.errors import NodeError

KSamplerName = Literal[
    "euler",
    "euler_ancestral",
    "heun",
    "dpm_2",
    "dpm_2_ancestral",
    "lms",
    "dpmpp_2s_ancestral",
    "dpmpp_sde",
    "dpmpp_2m",
    "dpmpp_2m_sde",
    "dpmpp_3m_sde",
    "ddpm",
    "ddim",
    "lcm",
    "uni_pc",
    "uni_pc_bh2",
]
KScheduleName = Literal[
    "normal",
    "karras",
    "exponential",
    "simple",
    "sgm_uniform",
    "ddim_uniform",
    "beta",
    "kl_optimal",
    "linear_quadratic",
]

TRAINED_STEPS = 1000
"""The noise levels that every Stable Diffusion was trained on."""

FULL_DENOISE = 0.9999
"""More than this takes a schedule whole, whatever its length."""


@dataclass(frozen=True)
class SamplerRule:
    """How a sampler differs from the others, as to its schedule and its noise.

    `noise` is what it draws: nothing, one draw after the other, or increments of one path over
    the run's range of noise levels. `drops_last_but_one`: it gets a schedule of one step more
    without its last but one level. `needs_distinct`: it can't step between two equal levels.
    `evaluates_between`: it also asks the model at levels between a step's own and its next.
    `sees_whole_run`: a step also hangs on levels beyond its next, so that another end of the
    run changes it. `own_inpaint_noise`: around a mask it has the noise of the following seed.
    """

    noise: Literal["none", "draws", "path"] = "none"
    drops_last_but_one: bool = False
    needs_distinct: bool = False
    evaluates_between: bool = False
    sees_whole_run: bool = False
    own_inpaint_noise: bool = False


_PATH = SamplerRule(noise="path", needs_distinct=True, sees_whole_run=True)
_PATH_TWICE = SamplerRule(
    noise="path", needs_distinct=True, evaluates_between=True, sees_whole_run=True
)
_UNI_PC = SamplerRule(drops_last_but_one=True, needs_distinct=True, sees_whole_run=True)

RULES: Mapping[KSamplerName, SamplerRule] = {
    "euler": SamplerRule(),
    "euler_ancestral": SamplerRule(noise="draws"),
    "heun": SamplerRule(evaluates_between=True),
    "dpm_2": SamplerRule(drops_last_but_one=True, evaluates_between=True),
    "dpm_2_ancestral": SamplerRule(noise="draws", drops_last_but_one=True, evaluates_between=True),
    "lms": SamplerRule(needs_distinct=True),
    "dpmpp_2s_ancestral": SamplerRule(noise="draws", evaluates_between=True),
    "dpmpp_sde": _PATH_TWICE,
    "dpmpp_2m": SamplerRule(needs_distinct=True),
    "dpmpp_2m_sde": _PATH,
    "dpmpp_3m_sde": _PATH,
    "ddpm": SamplerRule(noise="draws"),
    "ddim": SamplerRule(own_inpaint_noise=True),
    "lcm": SamplerRule(noise="draws"),
    "uni_pc": _UNI_PC,
    "uni_pc_bh2": _UNI_PC,
}


def schedule_length(steps: int, denoise: float) -> int:
    """The steps of the whole schedule, of which `denoise` (above 0) leaves the last `steps`."""
    return steps if denoise > FULL_DENOISE else int(steps / denoise)


@dataclass(frozen=True)
class Part:
    """The levels that a run takes of a schedule's, from `first` up to `last`, both included.

    `to_zero`: the last one is replaced by zero.
    """

    first: int
    last: int
    to_zero: bool

    @property
    def steps(self) -> int:
        """How many steps it is; 0 or less means that there is nothing to do."""
        return self.last - self.first


def part_of(steps: int, start: int, end: int | None, *, leftover: bool) -> Part:
    """The part of a schedule of `steps` that `start` and `end` leave.

    A run that ends early steps to zero all the same, unless it may leave noise.
    """
    if end is None or end >= steps:
        return Part(start, steps, to_zero=False)
    return Part(start, end, to_zero=not leftover)


def check_schedule(
    sampler: KSamplerName, schedule: KScheduleName, steps: int, denoise: float
) -> None:
    """Raise NodeError, naming what would go, for a sampler that can't step along a schedule."""
    rule = RULES[sampler]
    count = schedule_length(steps, denoise) + rule.drops_last_but_one
    if schedule != "simple" or count <= TRAINED_STEPS or not rule.needs_distinct:
        return
    others = ", ".join(name for name, other in RULES.items() if not other.needs_distinct)
    raise NodeError(
        f'The schedule "simple" repeats noise levels when it has more than {TRAINED_STEPS} steps,'
        f' here {count} ({steps} at denoise {denoise:g}), and the sampler "{sampler}" can\'t step'
        " between two equal ones.",
        port="schedule",
        hint=f"Choose another schedule, fewer steps, more denoise, or one of {others}.",
    )
