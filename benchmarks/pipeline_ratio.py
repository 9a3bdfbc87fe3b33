"""Weft against the stock StableDiffusionPipeline: whole runs, the denoising loop, and memory.

    python -m benchmarks.pipeline_ratio [--rounds N] [--json]

Both sides make the starter workflow's picture with the embedded model. Runs alternate, so that
what else the machine does falls on both; the figures are medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from graph_engine.shipped import shipped_folder, templates

MODEL = shipped_folder("models") / "tiny-sd15"
PEER = Path(__file__).with_name("pipeline_script.py")
STEPS = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="whole runs of each side")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    figures = {**measure_processes(arguments.rounds), **measure_loop(4 * arguments.rounds)}
    print(json.dumps(figures, indent=2) if arguments.json else table(figures))


def table(figures: dict[str, float]) -> str:
    """The figures as lines of text."""
    lines = [f"{'':34}{'Weft':>10}{'pipeline':>10}{'ratio':>8}"]
    for label, name, unit in (
        ("whole process, cold cache, s", "process_seconds", "{:.2f}"),
        ("peak memory, MB", "peak_megabytes", "{:.0f}"),
        (f"denoising loop of {STEPS} steps, s", "loop_seconds", "{:.3f}"),
    ):
        weft, peer = figures[f"{name}_weft"], figures[f"{name}_pipeline"]
        ratio = f"{figures[f'{name}_ratio']:.3f}"
        lines.append(f"{label:34}{unit.format(weft):>10}{unit.format(peer):>10}{ratio:>8}")
    return "\n".join(lines)


def measure_processes(rounds: int) -> dict[str, float]:
    """Wall time and peak memory of whole processes, from the shell to the saved picture."""
    seconds: dict[str, list[float]] = {"weft": [], "pipeline": []}
    peaks: dict[str, list[float]] = {"weft": [], "pipeline": []}
    with tempfile.TemporaryDirectory() as folder:
        for i in range(rounds + 1):
            sides = {
                "weft": [
                    *(sys.executable, "-m", "graph_engine.hosts.cli", "run"),
                    *(str(templates()["text_to_image"]), "--device", "cpu"),
                    *("--output", f"{folder}/{i}", "--cache", f"{folder}/cache-{i}"),
                ],
                "pipeline": [sys.executable, str(PEER), str(MODEL), f"{folder}/{i}.png"],
            }
            for side, command in sides.items():
                wall, peak = run_measured(command)
                if i > 0:  # the first round reads the files from disk
                    seconds[side].append(wall)
                    peaks[side].append(peak)
    return {**_compared("process_seconds", seconds), **_compared("peak_megabytes", peaks)}


def run_measured(command: list[str]) -> tuple[float, float]:
    """Run a command to its end: wall seconds and peak resident memory in MB."""
    start = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"failed with {process.returncode}: {' '.join(command)}")
    return wall, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def measure_loop(rounds: int) -> dict[str, float]:
    """The denoising alone, in one process, weights loaded and prompts encoded."""
    sides = {"weft": weft_loop(), "pipeline": pipeline_loop()}
    seconds: dict[str, list[float]] = {side: [] for side in sides}
    for i in range(rounds + 1):
        for side, denoise in sides.items():
            start = time.perf_counter()
            denoise()
            if i > 0:
                seconds[side].append(time.perf_counter() - start)
    return _compared("loop_seconds", seconds)


def weft_loop() -> Callable[[], Any]:
    """The Sample node with all that it needs, ready to run."""
    from graph_engine.context import Context, Resources
    from graph_engine.device import Device
    from graph_engine.places import Places
    from nodes import EmptyLatent, EncodeText, LoadCheckpoint, Sample

    context = Context(
        node="sampler",
        places=Places((MODEL.parent,), (), Path()),
        device=Device(),
        resources=Resources(),
        emit=lambda event: None,
        stop=threading.Event(),
    )
    model = LoadCheckpoint(model=MODEL.name).run(context)
    encoder = model.text_encoder
    sampler = Sample(
        unet=model.unet,
        positive=EncodeText(text_encoder=encoder, text="a red circle").run(context).conditioning,
        negative=EncodeText(text_encoder=encoder, text="").run(context).conditioning,
        latent=EmptyLatent(width=128, height=128).run(context).latent,
        steps=STEPS,
        guidance=5.0,
    )
    return lambda: sampler.run(context)


def pipeline_loop() -> Callable[[], Any]:
    """The pipeline from encoded prompts to the latent, ready to run."""
    import diffusers
    import torch

    stock: Any = diffusers
    pipeline = stock.StableDiffusionPipeline.from_pretrained(
        MODEL, safety_checker=None, dtype=torch.float32
    )
    pipeline.set_progress_bar_config(disable=True)
    pipeline.scheduler = stock.DPMSolverMultistepScheduler.from_config(
        pipeline.scheduler.config, use_karras_sigmas=True
    )
    with torch.no_grad():
        positive, negative = pipeline.encode_prompt("a red circle", "cpu", 1, True)
    return lambda: pipeline(
        prompt_embeds=positive,
        negative_prompt_embeds=negative,
        width=128,
        height=128,
        num_inference_steps=STEPS,
        guidance_scale=5.0,
        generator=torch.Generator().manual_seed(0),
        output_type="latent",
    )


def _compared(name: str, values: dict[str, list[float]]) -> dict[str, float]:
    """Medians of both sides and the median of the ratios of neighbouring runs."""
    ratios = [w / p for w, p in zip(values["weft"], values["pipeline"], strict=True)]
    return {
        f"{name}_weft": statistics.median(values["weft"]),
        f"{name}_pipeline": statistics.median(values["pipeline"]),
        f"{name}_ratio": statistics.median(ratios),
    }


if __name__ == "__main__":
    main()
