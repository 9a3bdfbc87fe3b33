"""The parts of training that can be wrong without anybody noticing."""

from pathlib import Path

import pytest
import torch
from torch.nn import Parameter

from models.train.checkpoint import Average, save_atomically
from models.train.diffusion import draw_timesteps
from models.train.muon import Muon, orthogonalise
from models.train.optimisation import Recipe, learning_rate


def test_the_learning_rate_warms_up_holds_and_falls_to_zero() -> None:
    recipe = Recipe(samples=1000, learning_rate=1.0, hold=0.5)
    assert learning_rate(recipe, step=0, samples=0) == pytest.approx(0.01)
    assert learning_rate(recipe, step=500, samples=500) == pytest.approx(1.0)
    assert learning_rate(recipe, step=750, samples=750) == pytest.approx(0.5)
    assert learning_rate(recipe, step=1000, samples=1000) == pytest.approx(0.0)
    assert learning_rate(recipe, step=1001, samples=1001) == pytest.approx(0.0)


def test_timesteps_lie_in_the_schedule() -> None:
    torch.manual_seed(0)
    timesteps = draw_timesteps(4000)
    assert timesteps.min() >= 0
    assert timesteps.max() <= 999
    assert 530 < timesteps.float().median() < 610


@pytest.mark.parametrize("shape", [(3, 8, 20), (3, 20, 8)])
def test_orthogonalised_matrices_have_singular_values_near_one(shape: tuple[int, int, int]) -> None:
    torch.manual_seed(0)
    singular = torch.linalg.svdvals(orthogonalise(torch.randn(shape)))
    assert singular.min() > 0.5
    assert singular.max() < 1.4


def test_muon_descends_whatever_the_memory_layout() -> None:
    torch.manual_seed(0)
    plain = torch.randn(6, 4, 3, 3)
    results = []
    for layout in (torch.contiguous_format, torch.channels_last):
        weight = Parameter(plain.clone(memory_format=layout))
        optimiser = Muon([weight])
        for _ in range(5):
            loss = weight.square().sum()
            (weight.grad,) = torch.autograd.grad(loss, weight)
            optimiser.step(learning_rate=0.05)
        assert weight.square().sum() < plain.square().sum()
        results.append(weight.detach())
    torch.testing.assert_close(*results)


def test_an_average_lends_its_values_and_gives_the_own_ones_back() -> None:
    weight = Parameter(torch.zeros(3))
    average = Average([weight], decay=0.9)
    with torch.no_grad():
        weight.fill_(1.0)
    average.update(step=1000)
    with average.applied():
        assert weight.tolist() == pytest.approx([0.1, 0.1, 0.1])
    assert weight.tolist() == [1.0, 1.0, 1.0]


def test_a_checkpoint_replaces_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.pt"
    save_atomically({"step": 1}, path)
    save_atomically({"step": 2}, path)
    assert torch.load(path) == {"step": 2}
    assert [file.name for file in path.parent.iterdir()] == ["state.pt"]
