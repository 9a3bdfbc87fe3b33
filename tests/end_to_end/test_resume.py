"""A run that is killed or stopped goes on from its last step when it is started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from graph_engine.shipped import shipped_folder

STARTER = shipped_folder("workflows") / "text_to_image.weft.json"
WEFT = [sys.executable, "-m", "graph_engine.hosts.cli"]
OPTIONS = ["--set", "sampler.steps=60", "--set", "sampler.sampler=dpmpp_2m_sde"]


def weft(folder: Path, command: str, *options: str, cache: str = "cache") -> dict[str, Any]:
    words = [*WEFT, command, str(STARTER), *OPTIONS, "--cache", cache, *options, "--json"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def pixels(run: dict[str, Any], folder: Path) -> np.ndarray:
    return np.asarray(Image.open(folder / run["outputs"]["save"]["images"][0]))


def kept_steps(folder: Path) -> int:
    files = (folder / "cache" / "steps").rglob("*.states")
    return sum(file.read_bytes().count(b"\nweft-state ") for file in files)


def interrupt(folder: Path, how: signal.Signals) -> int:
    """Start the workflow and end it once ten more steps lie on disk; the exit code."""
    words = [*WEFT, "run", str(STARTER), *OPTIONS, "--cache", "cache"]
    process = subprocess.Popen(
        words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ}
    )
    wanted = kept_steps(folder) + 10
    deadline = time.monotonic() + 120
    while kept_steps(folder) < wanted and time.monotonic() < deadline:
        assert process.poll() is None, "the run ended before it could be interrupted"
        time.sleep(0.02)
    process.send_signal(how)
    return process.wait(60)


def test_killed_and_interrupted_runs_go_on_to_the_same_picture(tmp_path: Path) -> None:
    assert interrupt(tmp_path, signal.SIGKILL) == -signal.SIGKILL
    planned = weft(tmp_path, "plan")["nodes"]["sampler"]
    assert planned["steps"] == 60
    first = planned["resumes_at_step"]
    assert 10 <= first < 60

    assert interrupt(tmp_path, signal.SIGINT) == 130
    planned = weft(tmp_path, "plan")["nodes"]["sampler"]
    assert first < planned["resumes_at_step"] <= 60

    resumed = weft(tmp_path, "run")
    sampler = resumed["nodes"]["sampler"]
    assert sampler["status"] == "resumed"
    assert sampler["resumed_at_step"] == planned["resumes_at_step"]
    assert sampler["unet_evaluations"] == 2 * (60 - sampler["resumed_at_step"])
    alone = weft(tmp_path, "run", cache="another")
    assert alone["nodes"]["sampler"]["unet_evaluations"] == 120
    assert np.array_equal(pixels(resumed, tmp_path), pixels(alone, tmp_path))
