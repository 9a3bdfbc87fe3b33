"""Sampling in sigma space: samplers as functions of one step, their noise, and their schedules."""

from collections.abc import Mapping

from nodes.diffusion.k_diffusion.ancestral import (
    dpm_2_ancestral,
    dpmpp_2s_ancestral,
    euler_ancestral,
    lcm,
)
from nodes.diffusion.k_diffusion.multistep import dpmpp_2m, lms
from nodes.diffusion.k_diffusion.sde import dpmpp_2m_sde, dpmpp_3m_sde, dpmpp_sde
from nodes.diffusion.k_diffusion.single_step import dpm_2, euler, heun
from nodes.diffusion.k_diffusion.step import Denoise, Sampler, Step
from nodes.diffusion.k_diffusion.unipc import uni_pc, uni_pc_bh2
from nodes.k_samplers import KSamplerName

__all__ = ["SAMPLERS", "Denoise", "Sampler", "Step"]

SAMPLERS: Mapping[KSamplerName, Sampler] = {
    "euler": euler,
    "euler_ancestral": euler_ancestral,
    "heun": heun,
    "dpm_2": dpm_2,
    "dpm_2_ancestral": dpm_2_ancestral,
    "lms": lms,
    "dpmpp_2s_ancestral": dpmpp_2s_ancestral,
    "dpmpp_sde": dpmpp_sde,
    "dpmpp_2m": dpmpp_2m,
    "dpmpp_2m_sde": dpmpp_2m_sde,
    "dpmpp_3m_sde": dpmpp_3m_sde,
    # In this frame these two are the same steps; euler's and euler_ancestral's notes say why.
    "ddpm": euler_ancestral,
    "ddim": euler,
    "lcm": lcm,
    "uni_pc": uni_pc,
    "uni_pc_bh2": uni_pc_bh2,
}
