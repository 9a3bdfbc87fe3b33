"""A checkpoint in one file, in another program's folder, without a network: as people have them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from tests.nodes.diffusion.original_layout import original_checkpoint
from tests.nodes.diffusion.shareable import shareable_model

from .conftest import STARTER

OFFLINE = """
import socket, sys

def refuse(*args, **rest):
    raise AssertionError("somebody asked the network")

socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from graph_engine.hosts.cli import main
main()
"""


@pytest.fixture(scope="module")
def comfy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ComfyUI's folder with a small model, as a file and as the folder it was made from."""
    program = tmp_path_factory.mktemp("programs") / "ComfyUI"
    checkpoints = program / "models/checkpoints"
    checkpoints.mkdir(parents=True)
    pipeline = shareable_model("sd1").to(torch.float16)
    pipeline.save_pretrained(program / "models/diffusers/small-folder")
    save_file(original_checkpoint(pipeline, "sd1"), checkpoints / "small.safetensors")
    return program


def weft(folder: Path, *words: str | Path) -> dict[str, Any]:
    """What a command prints with `--json`, run in a process that may not use the network."""
    environment = {
        **os.environ,
        "WEFT_CACHE": str(folder / "cache"),
        "WEFT_CONFIG": str(folder / "config"),
        "HF_HOME": str(folder / "hub"),
    }
    command = [sys.executable, "-c", OFFLINE, *map(str, words), "--json"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return data


def test_a_file_gives_the_picture_of_its_folder_without_a_network(
    comfy: Path, tmp_path: Path
) -> None:
    weft(tmp_path, "models", "--add", comfy)
    listed = {model["name"]: model for model in weft(tmp_path, "models")["models"]}
    single = listed["checkpoints/small.safetensors"]
    assert (single["kind"], single["family"], single["layout"]) == ("checkpoint", "sd1", "file")
    assert listed["diffusers/small-folder"]["layout"] == "folder"
    pictures = []
    for model in ("small.safetensors", "small-folder"):
        settings = [f"checkpoint.model={model}", "latent.width=64", "latent.height=64"]
        words = [word for setting in settings for word in ("--set", setting)]
        done = weft(tmp_path, "run", STARTER, *words, "--set", "sampler.steps=4")
        pictures.append(np.asarray(Image.open(tmp_path / done["outputs"]["save"]["images"][0])))
    assert pictures[0].shape == (64, 64, 3)
    assert pictures[0].std() > 1
    assert np.array_equal(pictures[0], pictures[1])
