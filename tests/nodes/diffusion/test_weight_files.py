"""Files of weights: pickles are recognised and loaded as weights only, and nothing in them runs."""

import os
import pickle
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save_file

from graph_engine.context import Context
from graph_engine.device import Device
from graph_engine.errors import NodeError
from graph_engine.model_files import ModelSource, read_model, read_tensor_file
from graph_engine.model_files.prediction import read_values
from nodes.diffusion.loading import load_vae
from nodes.diffusion.weight_files import read_tensors
from nodes.recipes import find_source, unet_recipe, vae_recipe

from .original_layout import State, original_checkpoint, original_vae
from .shareable import shareable_model, shareable_vae
from .test_single_files import assert_same_module


def recognised(path: Path) -> ModelSource:
    model = read_model(path, path.name)
    assert model is not None
    return model


@pytest.mark.parametrize("suffix", [".ckpt", ".pt", ".pth", ".bin"])
@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])
@pytest.mark.parametrize("nested", [True, False], ids=["state_dict", "plain"])
def test_a_pickled_vae_loads_like_its_module(
    suffix: str, zipped: bool, nested: bool, models_folder: Path, context: Context
) -> None:
    torch.manual_seed(0)
    vae = shareable_vae()
    state = OrderedDict(original_vae(vae.state_dict()))
    content: Any = {"state_dict": state, "global_step": 840000} if nested else state
    name = f"vae-{zipped}-{nested}{suffix}"
    torch.save(content, models_folder / name, _use_new_zipfile_serialization=zipped)
    assert vae_recipe(context.places, name).model.family == "sd1"
    source = find_source(context.places, name, "vae")
    assert_same_module(vae.eval(), load_vae(source, "vae", Device()))


@pytest.fixture(scope="module")
def sd2_state() -> State:
    """A checkpoint of SD 2; making one imports pipelines, which log a warning."""
    return original_checkpoint(shareable_model("sd2"), "sd2")


def test_a_pickled_checkpoint_tells_what_it_predicts(
    sd2_state: State, models_folder: Path, context: Context
) -> None:
    state = dict(sd2_state)
    torch.save(state, models_folder / "eps.ckpt")
    key = "model.diffusion_model.output_blocks.11.1.transformer_blocks.0.norm1.bias"
    state[key] = torch.linspace(-1, 1, len(state[key]))
    torch.save(state, models_folder / "v.ckpt")
    assert unet_recipe(context.places, "eps.ckpt").prediction_type == "epsilon"
    assert unet_recipe(context.places, "v.ckpt").prediction_type == "v_prediction"
    values = read_values(read_tensor_file(models_folder / "v.ckpt"), key)
    assert values is not None
    assert torch.equal(torch.from_numpy(values).float(), state[key])


def test_a_textual_inversion_of_the_first_kind(tmp_path: Path) -> None:
    content = {
        "string_to_token": {"*": 265},
        "string_to_param": {"*": torch.nn.Parameter(torch.randn(3, 768))},
        "name": "word",
        "step": 500,
    }
    torch.save(content, tmp_path / "word.pt")
    model = recognised(tmp_path / "word.pt")
    assert (model.problem, model.kind, model.family) == ("", "embedding", "sd1")
    assert model.file is not None
    ((name, tensor),) = read_tensors(model.file).items()
    assert name == "string_to_param.*"
    assert torch.equal(tensor, content["string_to_param"]["*"])  # type: ignore[index]


class Harmful:
    """What a pickle can do: run a command where it is loaded."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> Any:
        return os.system, (self.command,)


class Callback:
    """A class of a training program, as old checkpoints hold one."""


@pytest.mark.parametrize("zipped", [True, False])
def test_a_pickle_that_would_run_something_is_refused(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "model.ckpt"
    content = {"state_dict": {"a": torch.zeros(2)}, "x": Harmful(f"touch {tmp_path}/ran")}
    torch.save(content, path, _use_new_zipfile_serialization=zipped)
    model = recognised(path)
    assert model.problem == (
        f'The file "{path}" is a pickle that wants to run {os.system.__module__}.system, which is'
        " refused."
    )
    assert "save it as .safetensors" in model.hint
    assert not (tmp_path / "ran").exists()


def test_a_pickled_class_is_refused_by_name(tmp_path: Path) -> None:
    torch.save({"a": torch.zeros(2), "callback": Callback()}, tmp_path / "model.pt")
    assert (
        "test_weight_files.Callback, which is refused" in recognised(tmp_path / "model.pt").problem
    )


def test_what_torch_saves_beside_tensors_is_no_harm(tmp_path: Path) -> None:
    beside = {"dtype": torch.float16, "device": torch.device("cpu"), "size": torch.Size([1])}
    part = torch.arange(4 * 768.0).reshape(4, 768)[1:3]
    torch.save({"*": part, "beside": beside, "step": 3}, tmp_path / "word.pt")
    model = recognised(tmp_path / "word.pt")
    assert (model.problem, model.kind) == ("", "embedding")
    assert model.file is not None
    values = read_values(model.file, "*")
    assert values is not None
    assert torch.equal(torch.from_numpy(values).float(), part.flatten())


def test_a_plain_pickle_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "model.pt").write_bytes(pickle.dumps({"a": 1}))
    assert "no file of weights" in recognised(tmp_path / "model.pt").problem
    torch.save({"a": 1}, tmp_path / "empty.pt")
    assert "holds no weights" in recognised(tmp_path / "empty.pt").problem


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "legacy"])
def test_a_pickle_cut_off_at_any_byte_gets_a_sentence(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "model.pt"
    torch.save({"*": torch.zeros(2, 4)}, path, _use_new_zipfile_serialization=zipped)
    whole = path.read_bytes()
    assert recognised(path).kind == "embedding"
    # The last pickle of the old format ends before the bytes of its storage.
    for length in [*range(min(len(whole), 2000)), *range(2000, len(whole), 97)]:
        path.write_bytes(whole[:length])
        model = recognised(path)
        if not model.problem:
            assert model.file is not None
            with pytest.raises(NodeError):
                read_tensors(model.file)
        else:
            assert str(path) in model.problem


@pytest.fixture(scope="module", params=[True, False], ids=["zip", "legacy"])
def pickled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pickled") / "whole.pt"
    torch.save({"*": torch.zeros(2, 4)}, path, _use_new_zipfile_serialization=request.param)
    return path


@given(st.data())
def test_changed_bytes_of_a_pickle_never_give_a_traceback(
    pickled: Path, data: st.DataObject
) -> None:
    raw = bytearray(pickled.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, min(len(raw), 600) - 1))] = data.draw(st.integers(0, 255))
    noise = pickled.with_name("noise.pt")
    noise.write_bytes(raw)
    recognised(noise)


def test_a_file_replaced_by_a_shorter_one_names_it(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    save_file({"emb_params": torch.ones(2, 768)}, path)
    file = read_tensor_file(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(NodeError, match=r"model\.safetensors"):
        read_tensors(file)
