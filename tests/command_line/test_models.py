"""`weft models`: what is listed, what is told of damaged files, folders remembered."""

import os
from pathlib import Path

import pytest

from tests.command_line.conftest import Weft
from tests.graph_engine.weight_files import SD1, SD2, SDXL, UNET_1, VAE, changed, write_header


@pytest.fixture
def comfy(tmp_path: Path) -> Path:
    """ComfyUI's folder with models of several families, and one that is cut off."""
    models = tmp_path / "ComfyUI/models"
    write_header(models / "checkpoints/portrait.safetensors", SD1)
    write_header(models / "checkpoints/xl/base.safetensors", SDXL)
    told = {"modelspec.prediction_type": "v"}
    write_header(models / "checkpoints/v2.safetensors", SD2, metadata=told)
    write_header(models / "diffusion_models/fill.safetensors", changed(UNET_1, channels=9))
    write_header(models / "vae/sdxl_vae.safetensors", VAE)
    broken = write_header(models / "vae/broken.safetensors", VAE)
    os.truncate(broken, broken.stat().st_size // 2)
    return tmp_path / "ComfyUI"


def test_what_is_listed(weft: Weft, comfy: Path) -> None:
    lines = weft("models", "--models", comfy).out.splitlines()
    words = {
        line.split()[0]: line.split()[1:] for line in lines if line.startswith(("ch", "d", "v"))
    }
    assert words["checkpoints/portrait.safetensors"][:3] == ["checkpoint", "sd1", "epsilon"]
    assert words["checkpoints/xl/base.safetensors"][:3] == ["checkpoint", "sdxl", "epsilon"]
    assert words["checkpoints/v2.safetensors"][:3] == ["checkpoint", "sd2", "v_prediction"]
    assert words["diffusion_models/fill.safetensors"][:2] == ["U-Net", "(inpaint)"]
    assert words["vae/sdxl_vae.safetensors"][:2] == ["VAE", "sdxl"]
    assert words["vae/broken.safetensors"] == []
    assert "is cut off: it has" in lines[-1]


def test_the_data_of_the_list(weft: Weft, comfy: Path) -> None:
    picture = comfy / "models/checkpoints/v2.preview.png"
    picture.touch()
    for _ in range(2):  # the second time from what is remembered
        data = weft("models", "--models", comfy, "--json").data
        models = {model["name"]: model for model in data["models"]}
        v2 = models["checkpoints/v2.safetensors"]
        assert v2.pop("bytes") > 1e6
        assert v2 == {
            "name": "checkpoints/v2.safetensors",
            "kind": "checkpoint",
            "family": "sd2",
            "prediction_type": "v_prediction",
            "task": "text",
            "layout": "file",
            "path": str(comfy / "models/checkpoints/v2.safetensors"),
            "parts": ["unet", "text_encoder", "vae"],
            "problem": "",
            "hint": "",
            "thumbnail": str(picture),
        }
        assert "broken" in models["vae/broken.safetensors"]["problem"]
        assert models["vae/broken.safetensors"]["kind"] == ""
        assert models["tiny-sd15"]["layout"] == "folder"


def test_folders_are_remembered(weft: Weft, comfy: Path, tmp_path: Path) -> None:
    answer = weft("models", "--add", "../ComfyUI")
    assert (answer.code, f"Remembered {comfy}." in answer.err) == (0, True)
    assert "checkpoints/portrait.safetensors" in weft("models").out
    assert weft("models", "--json").data["remembered"] == [str(comfy)]
    answer = weft("models", "--remove", comfy)
    assert f"Forgot {comfy}." in answer.err
    assert "portrait" not in answer.out
    answer = weft("models", "--remove", comfy)
    assert (answer.code, "is not one of the remembered" in answer.err) == (2, True)
    answer = weft("models", "--add", tmp_path / "nowhere")
    assert (answer.code, "There is no model folder" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("portrait", "lacks tensors or has some of unknown shape"),
        ("sdxl_vae", '"sdxl_vae" is a VAE, not a checkpoint.'),
        ("vae/broken", "is cut off: it has"),
        ("portait", 'Did you mean "checkpoints/portrait.safetensors"?'),
    ],
)
def test_a_model_is_checked_before_a_run(weft: Weft, comfy: Path, model: str, words: str) -> None:
    weft("models", "--add", comfy)
    weft("new", "-o", "mine.weft.json")
    answer = weft("plan", "mine.weft.json", "--set", f"checkpoint.model={model}")
    assert (answer.code, words in answer.err) == (2, True)
