"""The model store: loads once, shares, evicts, notices replaced files, refuses damaged ones."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from graph_engine.context import Context
from graph_engine.errors import NodeError
from graph_engine.shipped import shipped_folder
from nodes import EncodeText, LoadCheckpoint, LoadTextEncoder, LoadUNet, LoadVAE
from nodes.diffusion.store import ModelStore
from tests.nodes.conftest import MakeContext

WEIGHTS = "unet/diffusion_pytorch_model.safetensors"
LOAD: dict[str, Any] = {
    "unet": ModelStore.unet,
    "text_encoder": ModelStore.text_encoders,
    "vae": ModelStore.vae,
}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A model folder with a copy of the embedded model that a test may spoil."""
    shutil.copytree(shipped_folder("models") / "tiny-sd15", tmp_path / "models/copy")
    return tmp_path / "models"


@pytest.fixture
def own(record: MakeContext, models: Path) -> Context:
    """A context with a store of its own."""
    return record(models=models, fresh=True).context


def test_a_part_is_loaded_once_and_shared_by_all_who_name_it(own: Context) -> None:
    store = ModelStore.of(own)
    whole = LoadCheckpoint(model="copy").run(own)
    unet = store.unet(whole.unet, own)
    assert store.unet(LoadUNet(model="copy").run(own).unet, own) is unet
    assert store.vae(LoadVAE(model="copy/vae").run(own).vae, own) is store.vae(whole.vae, own)
    assert ModelStore.of(own) is store
    assert not unet.training
    assert unet.dtype == torch.float32
    with torch.inference_mode():
        encoder = store.text_encoders(whole.text_encoder, own)[0].model
    for module in (unet, encoder):
        assert not any(tensor.is_inference() for tensor in module.state_dict().values())


def test_a_text_encoder_by_itself_finds_the_tokenizer_beside_it(own: Context) -> None:
    encoder = LoadTextEncoder(model="copy/text_encoder").run(own).text_encoder
    assert EncodeText(text_encoder=encoder, text="red").run(own).conditioning.entries


def test_the_least_recently_used_is_dropped_beyond_the_budget(own: Context) -> None:
    parts = LoadCheckpoint(model="copy").run(own)
    store = ModelStore(budget=17_000_000)  # the U-Net takes about 15 MB, the VAE 4, the text 2
    (encoder,) = store.text_encoders(parts.text_encoder, own)
    vae = store.vae(parts.vae, own)
    assert store.text_encoders(parts.text_encoder, own) == (encoder,)
    unet = store.unet(parts.unet, own)
    assert store.unet(parts.unet, own) is unet
    assert store.vae(parts.vae, own) is not vae


def test_replaced_weights_are_noticed(own: Context, models: Path) -> None:
    parts = LoadCheckpoint(model="copy").run(own)
    store = ModelStore.of(own)
    before = store.unet(parts.unet, own)
    tensors = load_file(models / "copy" / WEIGHTS)
    tensors["conv_out.bias"] = tensors["conv_out.bias"] + 1
    save_file(tensors, models / "copy" / WEIGHTS)
    after = store.unet(parts.unet, own)
    assert after is not before
    change = after.get_parameter("conv_out.bias") - before.get_parameter("conv_out.bias")
    assert torch.allclose(change, torch.ones(()), atol=1e-2)


@pytest.mark.parametrize(
    ("part", "file"),
    [
        ("unet", WEIGHTS),
        ("vae", "vae/diffusion_pytorch_model.safetensors"),
        ("text_encoder", "text_encoder/model.safetensors"),
    ],
)
@pytest.mark.parametrize("damage", ["truncated", "empty", "no safetensors", "longer"])
def test_damaged_weights_name_model_and_file(
    own: Context, models: Path, part: str, file: str, damage: str
) -> None:
    whole = (models / "copy" / file).read_bytes()
    content = {
        "truncated": whole[: len(whole) * 2 // 3],
        "empty": b"",
        "no safetensors": b"<!DOCTYPE html>" * 100,
        "longer": whole + b"x",
    }[damage]
    (models / "copy" / file).write_bytes(content)
    recipe = getattr(LoadCheckpoint(model="copy").run(own), part)
    with pytest.raises(NodeError) as caught:
        LOAD[part](ModelStore.of(own), recipe, own)
    assert 'The model "copy" is damaged' in caught.value.message
    assert str(models / "copy" / file) in caught.value.message


@pytest.mark.parametrize(
    ("part", "file"), [("unet", WEIGHTS), ("text_encoder", "text_encoder/model.safetensors")]
)
def test_weights_that_lack_tensors_never_become_random_ones(
    own: Context, models: Path, part: str, file: str
) -> None:
    tensors = load_file(models / "copy" / file)
    gone = max(tensors)
    save_file({name: t for name, t in tensors.items() if name != gone}, models / "copy" / file)
    recipe = getattr(LoadCheckpoint(model="copy").run(own), part)
    with pytest.raises(NodeError, match="lack 1 tensors"):
        LOAD[part](ModelStore.of(own), recipe, own)


def test_a_config_of_other_weights(own: Context, models: Path) -> None:
    file = models / "copy/unet/config.json"
    config = json.loads(file.read_text())
    config["block_out_channels"] = [16, 64, 96, 96]
    file.write_text(json.dumps(config))
    with pytest.raises(NodeError) as caught:
        ModelStore.of(own).unet(LoadCheckpoint(model="copy").run(own).unet, own)
    assert 'The unet of the model "copy" can\'t be loaded' in caught.value.message


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_a_folder_with_pickled_weights_only(own: Context, models: Path, part: str) -> None:
    recipe = getattr(LoadCheckpoint(model="copy").run(own), part)
    whole = load_part(own, recipe, part)
    (weights,) = (models / "copy" / part).glob("*.safetensors")
    pickled = "pytorch_model.bin" if part == "text_encoder" else "diffusion_pytorch_model.bin"
    torch.save(load_file(weights), weights.with_name(pickled))
    weights.unlink()
    for one, other in zip(whole, load_part(own, recipe, part), strict=True):
        assert torch.equal(one, other)


def load_part(context: Context, recipe: Any, part: str) -> list[torch.Tensor]:
    store = ModelStore.of(context)
    if part == "text_encoder":
        return list(store.text_encoders(recipe, context)[0].model.parameters())
    return list(getattr(store, part)(recipe, context).parameters())


def test_a_folder_with_a_pickle_of_anything_else(own: Context, models: Path) -> None:
    (models / "copy" / WEIGHTS).unlink()
    (models / "copy/unet/diffusion_pytorch_model.bin").write_bytes(b"")
    with pytest.raises(NodeError, match=r'"copy" is damaged: .*model\.bin'):
        ModelStore.of(own).unet(LoadCheckpoint(model="copy").run(own).unet, own)


def test_a_folder_with_only_half_precision_files(own: Context, models: Path) -> None:
    weights = models / "copy" / WEIGHTS
    weights.rename(weights.with_name("diffusion_pytorch_model.fp16.safetensors"))
    unet = ModelStore.of(own).unet(LoadCheckpoint(model="copy").run(own).unet, own)
    assert unet.dtype == torch.float32


def test_a_text_encoder_without_a_tokenizer(own: Context, models: Path) -> None:
    shutil.rmtree(models / "copy/tokenizer")
    with pytest.raises(NodeError, match="has no tokenizer"):
        ModelStore.of(own).text_encoders(LoadCheckpoint(model="copy").run(own).text_encoder, own)


def test_text_encoders_named_in_the_old_way_load_the_same(own: Context, models: Path) -> None:
    """Most text encoders in use were saved with `text_model.` before every name."""
    parts = LoadCheckpoint(model="copy").run(own)
    node = EncodeText(text_encoder=parts.text_encoder, text="a red circle")
    before = node.run(own).conditioning.entries[0].embedding
    file = models / "copy/text_encoder/model.safetensors"
    tensors = load_file(file)
    save_file({f"text_model.{name}": t for name, t in tensors.items()}, file, {"format": "pt"})
    after = node.run(own).conditioning.entries[0].embedding
    assert np.array_equal(before, after)
