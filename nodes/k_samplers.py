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
    `sees_whole_run`: a step also hangs on levels beyond its next, so that another end of the
    run changes it. `own_inpaint_noise`: around a mask it has the noise of the following seed.
    """

    noise: Literal["none", "draws", "path"] = "none"
    drops_last_but_one: bool = False
    needs_distinct: bool = False
    sees_whole_run: bool = False
    own_inpaint_noise: bool = False


_PATH = SamplerRule(noise="path", needs_distinct=True, sees_whole_run=True)
_UNI_PC = SamplerRule(drops_last_but_one=True, needs_distinct=True, sees_whole_run=True)

RULES: Mapping[KSamplerName, SamplerRule] = {
    "euler": SamplerRule(),
    "euler_ancestral": SamplerRule(noise="draws"),
    "heun": SamplerRule(),
    "dpm_2": SamplerRule(drops_last_but_one=True),
    "dpm_2_ancestral": SamplerRule(noise="draws", drops_last_but_one=True),
    "lms": SamplerRule(needs_distinct=True),
    "dpmpp_2s_ancestral": SamplerRule(noise="draws"),
    "dpmpp_sde": _PATH,
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
