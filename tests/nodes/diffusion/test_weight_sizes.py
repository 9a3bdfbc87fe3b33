"""What headers say of a part's size is what it takes once it is loaded."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from graph_engine.device import Device
from graph_engine.model_files import ModelSource, read_model
from nodes.diffusion.loading import load_text_encoder, load_unet, load_vae
from nodes.diffusion.weight_sizes import part_bytes

from .original_layout import original_checkpoint
from .shareable import shareable_model

LOAD: dict[str, Any] = {
    "unet": load_unet,
    "vae": load_vae,
    "text_encoder": load_text_encoder,
    "text_encoder_2": load_text_encoder,
}
WEIGHTS = "diffusion_pytorch_model.safetensors"


@pytest.fixture(scope="module")
def checkpoint(models_folder: Path) -> ModelSource:
    """A single file in half precision."""
    pipeline = shareable_model("sd1", channels=4, prediction="epsilon").to(torch.float16)
    file = models_folder / "to-be-measured.safetensors"
    save_file(original_checkpoint(pipeline, "sd1"), file)
    return found(file)


def found(path: Path) -> ModelSource:
    source = read_model(path, path.name)
    assert source is not None
    return source


def loaded_bytes(source: ModelSource, part: str, device: Device) -> int:
    component = LOAD[part](source, part, device)
    module = component.model if part.startswith("text") else component
    return sum(weight.nbytes for weight in module.parameters())


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_a_single_file(checkpoint: ModelSource, part: str, dtype: str) -> None:
    device = Device("cpu", dtype)
    assert part_bytes(checkpoint, part, device) == loaded_bytes(checkpoint, part, device)


@pytest.mark.parametrize("part", LOAD)
def test_a_folder(models_folder: Path, sdxl_model: str, part: str) -> None:
    source = found(models_folder / sdxl_model)
    assert part_bytes(source, part, Device()) == loaded_bytes(source, part, Device())


@pytest.fixture
def vae_folder(tmp_path: Path, models_folder: Path, sd1_model: str) -> Path:
    return Path(shutil.copytree(models_folder / sd1_model / "vae", tmp_path / "vae"))


def test_variants_beside_each_other_count_once(vae_folder: Path) -> None:
    size = part_bytes(found(vae_folder), "vae", Device())
    tensors = load_file(vae_folder / WEIGHTS)
    halves = {name: tensor.half() for name, tensor in tensors.items()}
    save_file(halves, vae_folder / WEIGHTS.replace(".", ".fp16."))
    assert part_bytes(found(vae_folder), "vae", Device()) == size
    (vae_folder / WEIGHTS).unlink()
    assert part_bytes(found(vae_folder), "vae", Device()) == size > 0


def test_damaged_files_are_left_to_who_loads_them(vae_folder: Path) -> None:
    (vae_folder / WEIGHTS).write_bytes(b"no weights")
    assert part_bytes(found(vae_folder), "vae", Device()) == 0
