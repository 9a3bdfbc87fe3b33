"""What the table of samplers says without torch, and what noise does around a mask."""

from typing import get_args

import pytest
import torch

from graph_engine.errors import NodeError
from nodes.diffusion.k_diffusion import SAMPLERS
from nodes.diffusion.k_diffusion.noise import NoNoise, following_seed
from nodes.diffusion.k_diffusion.noising import latent_mask, masked, noised
from nodes.diffusion.k_diffusion.schedules import SCHEDULES
from nodes.diffusion.k_diffusion.sigmas import to_denoised
from nodes.k_samplers import RULES, KSamplerName, KScheduleName, check_schedule, schedule_length
from tests.nodes.diffusion.k_diffusion.toy_models import TABLE


def test_every_name_has_its_function_and_rule() -> None:
    assert tuple(SAMPLERS) == tuple(RULES) == get_args(KSamplerName)
    assert tuple(SCHEDULES) == get_args(KScheduleName)


def test_denoise_asks_for_a_longer_schedule() -> None:
    assert [schedule_length(20, share) for share in (1.0, 0.99995, 0.5, 0.3)] == [20, 20, 40, 66]


def test_equal_levels_are_refused_where_they_would_be_divided_by() -> None:
    for sampler in RULES:
        check_schedule(sampler, "simple", 20, 1.0)
        check_schedule(sampler, "karras", 2000, 1.0)
    check_schedule("euler", "simple", 20, 0.01)
    with pytest.raises(NodeError, match="here 2000 ") as caught:
        check_schedule("dpmpp_2m", "simple", 20, 0.01)
    assert caught.value.port == "schedule"
    assert "euler" in str(caught.value.hint)


def test_an_unknown_prediction_is_refused() -> None:
    one = torch.ones(1)
    with pytest.raises(NodeError, match="flow"):
        to_denoised(one, one, one, "flow")


def test_the_last_seed_is_followed_by_the_first() -> None:
    assert following_seed(7) == 8
    assert following_seed(2**64 - 1) == 0


def test_a_sampler_without_noise_can_draw_none() -> None:
    with pytest.raises(RuntimeError):
        NoNoise()(torch.ones(()), torch.ones(()))


def test_the_noise_at_the_start_has_more_at_the_tables_end() -> None:
    latent, noise = torch.full((1, 1, 1, 1), 3.0), torch.ones(1, 1, 1, 1)
    most = TABLE.sigmas[-1]
    assert torch.allclose(noised(latent, noise, most, TABLE), 3 + (1 + most**2).sqrt())
    less = TABLE.sigmas[-2]
    assert torch.allclose(noised(latent, noise, less, TABLE), 3 + less)
    assert torch.equal(noised(latent, 0 * noise, most, TABLE), latent)


def test_a_mask_keeps_the_latent_around_it() -> None:
    latent, noise = torch.full((1, 1, 1, 2), 3.0), torch.full((1, 1, 1, 2), 0.5)
    mask = torch.tensor([1.0, 0.0]).reshape(1, 1, 1, 2)
    seen = []

    def denoise(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        seen.append(x)
        return x + 100

    x = torch.full((1, 1, 1, 2), 7.0)
    out = masked(denoise, mask, latent, noise)(x, torch.tensor(2.0))
    assert seen[0].flatten().tolist() == [7.0, 4.0]
    assert out.flatten().tolist() == [107.0, 3.0]


@pytest.mark.parametrize(("masks", "latents"), [(1, 3), (2, 3), (3, 2)])
def test_a_mask_fits_every_latent(masks: int, latents: int) -> None:
    mask = torch.arange(masks).reshape(-1, 1, 1).expand(-1, 8, 8).float()
    fitted = latent_mask(mask, torch.zeros(latents, 4, 2, 3))
    assert fitted.shape == (latents, 1, 2, 3)
    assert fitted[:, 0, 0, 0].tolist() == [i % masks for i in range(latents)]
