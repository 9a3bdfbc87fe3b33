"""peft and scipy cost a plain run nothing, and work where they are needed."""

import subprocess
import sys

import pytest

IMPORT = "import sys, nodes.diffusion, diffusers.schedulers.scheduling_unipc_multistep as unipc"
LATE = ("peft", "torchsde", "scipy.optimize", "scipy.stats._stats_py", "scipy.special")


def printed(*lines: str) -> str:
    """What a fresh process prints; torch and the rest are not imported in it yet."""
    code = "\n".join((IMPORT, *lines))
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_importing_what_computes_leaves_them_out() -> None:
    assert printed(f"print([name for name in {LATE} if name in sys.modules])") == "[]"


def test_a_u_net_without_loras_is_called_without_peft() -> None:
    found = printed(
        "import torch",
        "from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel",
        "blocks = {'down_block_types': ('DownBlock2D',), 'up_block_types': ('UpBlock2D',)}",
        "sizes = {'block_out_channels': (8,), 'norm_num_groups': 4, 'layers_per_block': 1}",
        "unet = UNet2DConditionModel(**blocks, **sizes, cross_attention_dim=8)",
        "unet(torch.zeros(1, 4, 8, 8), 1, encoder_hidden_states=torch.zeros(1, 3, 8))",
        "print('peft' in sys.modules)",
    )
    assert found == "False"


def test_scipy_works_as_ever_for_all_who_see_it_afterwards() -> None:
    found = printed(
        "from diffusers.utils import USE_PEFT_BACKEND, is_peft_available, is_scipy_available",
        "from transformers.utils import is_scipy_available as seen_by_transformers",
        "assert USE_PEFT_BACKEND and is_peft_available() and is_scipy_available()",
        "assert seen_by_transformers()",
        "print(unipc.scipy.stats.beta.ppf(0.5, 2, 2))",
        "import scipy.stats, scipy.integrate, scipy.optimize",
        "print(scipy.stats.beta(2, 2).mean())",
        "print(scipy.integrate.quad(lambda x: x, 0, 1)[0])",
        "print(scipy.optimize.brentq(lambda x: x - 0.5, 0, 1))",
    )
    assert [float(line) for line in found.splitlines()] == pytest.approx([0.5] * 4)


def test_storage_in_8_bits_sees_peft_once_it_is_needed() -> None:
    found = printed(
        "from diffusers.hooks import layerwise_casting",
        "from nodes.diffusion.lazy_imports import see_peft",
        "see_peft()",
        "from peft.tuners.tuners_utils import BaseTunerLayer",
        "print(layerwise_casting._SHOULD_DISABLE_PEFT_INPUT_AUTOCAST,"
        " layerwise_casting.BaseTunerLayer is BaseTunerLayer)",
    )
    assert found == "True True"
