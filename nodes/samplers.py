"""Samplers: which there are, and which schedules each goes with; data without torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from graph_engine.errors import NodeError

SamplerName = Literal[
    "ddim",
    "ddpm",
    "pndm",
    "euler",
    "euler_ancestral",
    "heun",
    "dpm2",
    "dpm2_ancestral",
    "lms",
    "dpmpp_2m",
    "dpmpp_2m_sde",
    "dpmpp_3m",
    "dpmpp_sde",
    "deis",
    "unipc",
    "lcm",
    "tcd",
    "edm_euler",
]
ScheduleName = Literal[
    "default", "karras", "exponential", "beta", "trailing", "leading", "linspace"
]

_SPACINGS = ("default", "trailing", "leading", "linspace")
_ALL = tuple(get_args(ScheduleName))


@dataclass(frozen=True)
class Sampler:
    """A stock diffusers scheduler: its module and class, its options, and its schedules.

    `pictures` says whether it knows U-Nets that predict the picture itself (prediction type
    "sample").
    """

    module: str
    scheduler: str
    schedules: tuple[str, ...]
    options: Mapping[str, object] = field(default_factory=dict)
    pictures: bool = True


def _dpm(**options: object) -> Sampler:
    return Sampler("dpmsolver_multistep", "DPMSolverMultistepScheduler", _ALL, options)


SAMPLERS: Mapping[SamplerName, Sampler] = {
    "ddim": Sampler("ddim", "DDIMScheduler", _SPACINGS),
    "ddpm": Sampler("ddpm", "DDPMScheduler", _SPACINGS),
    "pndm": Sampler("pndm", "PNDMScheduler", _SPACINGS, pictures=False),
    "euler": Sampler("euler_discrete", "EulerDiscreteScheduler", _ALL),
    "euler_ancestral": Sampler(
        "euler_ancestral_discrete", "EulerAncestralDiscreteScheduler", _SPACINGS, pictures=False
    ),
    "heun": Sampler("heun_discrete", "HeunDiscreteScheduler", _ALL),
    "dpm2": Sampler("k_dpm_2_discrete", "KDPM2DiscreteScheduler", _ALL, pictures=False),
    "dpm2_ancestral": Sampler(
        "k_dpm_2_ancestral_discrete", "KDPM2AncestralDiscreteScheduler", _ALL, pictures=False
    ),
    "lms": Sampler("lms_discrete", "LMSDiscreteScheduler", _ALL),
    "dpmpp_2m": _dpm(algorithm_type="dpmsolver++", solver_order=2),
    "dpmpp_2m_sde": _dpm(algorithm_type="sde-dpmsolver++", solver_order=2),
    "dpmpp_3m": _dpm(algorithm_type="dpmsolver++", solver_order=3),
    "dpmpp_sde": Sampler("dpmsolver_sde", "DPMSolverSDEScheduler", _ALL, pictures=False),
    "deis": Sampler("deis_multistep", "DEISMultistepScheduler", _ALL),
    "unipc": Sampler("unipc_multistep", "UniPCMultistepScheduler", _ALL),
    "lcm": Sampler("lcm", "LCMScheduler", ("default",)),
    "tcd": Sampler("tcd", "TCDScheduler", ("default",)),
    "edm_euler": Sampler(
        "edm_euler", "EDMEulerScheduler", ("default", "karras", "exponential"), pictures=False
    ),
}


def find_sampler(sampler: SamplerName, schedule: ScheduleName) -> Sampler:
    """A sampler that goes with the schedule; raises NodeError that names those that do."""
    found = SAMPLERS[sampler]
    if schedule not in found.schedules:
        others = [name for name, other in SAMPLERS.items() if schedule in other.schedules]
        raise NodeError(
            f'The sampler "{sampler}" does not go with the schedule "{schedule}", only with'
            f" {', '.join(found.schedules)}.",
            port="schedule",
            hint=f'Samplers that go with "{schedule}": {", ".join(others)}.',
        )
    return found
