"""A profile of real sampling: its steps, its models and its evaluations."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import STARTER, RunWeft


def test_steps_loads_and_evaluations(run_weft: RunWeft, folder: Path) -> None:
    words = [STARTER, "--set", "latent.width=64", "--set", "latent.height=64"]
    run_weft(*words, "--set", "sampler.steps=3", "--profile", "trace.json")
    trace = json.loads((folder / "trace.json").read_text())["traceEvents"]
    sampler = next(one for one in trace if one["name"] == "sampler")
    steps = [one for one in trace if one.get("cat") == "step" and one["args"]["node"] == "sampler"]
    assert [one["name"] for one in steps] == ["step 1 of 3", "step 2 of 3", "step 3 of 3"]
    loads = [one for one in trace if one.get("cat") == "model"]
    assert [one["name"] for one in loads] == [
        'load the text encoder of "tiny-sd15"',
        'load the unet of "tiny-sd15"',
        'load the vae of "tiny-sd15"',
    ]
    load = loads[1]
    assert load["args"]["bytes"] > 1e6
    assert sampler["ts"] <= load["ts"] <= load["ts"] + load["dur"] <= steps[0]["ts"] + 1
    assert sampler["args"]["unet_evaluations"] == 6
    counted = [one for one in trace if one["name"] == "U-Net evaluations"]
    assert [one["args"]["evaluations"] for one in counted] == [6]
    writes = [one for one in trace if one["name"] == "write step"]
    assert [one["args"]["iterations"] for one in writes] == [1, 2, 3]
