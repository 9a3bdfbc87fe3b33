"""Work saved: how many U-Net evaluations an editing session costs, with and without kept steps.

An artist's session on SDXL with ControlNet and refiner, move by move, once with Weft's step cache
and once with caching of whole nodes only, which is what other node tools do. The counts are exact
(forward passes per picture really computed; guidance makes two a step), so no clock is involved:

    python benchmarks/work_saved.py
    python benchmarks/work_saved.py --json

The models are the embedded ones and a ControlNet made of the embedded U-Net: weights don't change
counts.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graph_engine import Builder, Session, Workflow
from graph_engine.events import Event, NodeProgress
from graph_engine.overrides import with_settings
from graph_engine.shipped import shipped_folder
from nodes import (
    ApplyControlNet,
    CannyEdges,
    EmptyLatent,
    EncodeText,
    ImageFromMask,
    LoadCheckpoint,
    LoadControlNet,
    PaintMask,
    Refine,
    Sample,
)

STEPS = 25
CANCELLED_AT = 12
CONTROLNET = "edges-for-sdxl"

Move = tuple[str, tuple[str, ...]]
MOVES: tuple[Move, ...] = (
    ("run", ()),
    ("refiner switch 0.8 → 0.6", ("base.end=0.6", "refiner.switch=0.6")),
    ("switch back to 0.8", ()),
    ("refiner prompt changed", ("polish.text=a red circle, crisp",)),
    ("ControlNet end 0.9 → 0.5", ("control.end=0.5",)),
    ("base seed changed", ("base.seed=8",)),
    ("base seed changed back", ()),
)


def make_controlnet(folder: Path) -> None:
    """A ControlNet in the shape of the embedded SDXL's U-Net, as training would start from."""
    from diffusers.models.controlnets.controlnet import ControlNetModel
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    unet = UNet2DConditionModel.from_pretrained(shipped_folder("models") / "tiny-sdxl" / "unet")
    controlnet = ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=(8, 8, 16, 16))
    controlnet.save_pretrained(folder / CONTROLNET)


def ensemble(session: Session) -> Workflow:
    """SDXL under a ControlNet, finished by the refiner."""
    builder = Builder(session.catalog, "Work saved")
    model = builder.add(LoadCheckpoint(model="tiny-sdxl"))
    expert = builder.add(LoadCheckpoint(model="tiny-sdxl-refiner"))
    prompt = EncodeText(text_encoder=model.text_encoder, text="a red circle on white")
    polish = EncodeText(text_encoder=expert.text_encoder, text="a red circle on white")
    disc = builder.add(PaintMask(width=128, height=128, strokes="paint 30 64,64"))
    edges = builder.add(CannyEdges(image=builder.add(ImageFromMask(mask=disc.mask)).image))
    control = ApplyControlNet(
        controlnet=builder.add(LoadControlNet(model=CONTROLNET)).controlnet,
        image=edges.image,
        end=0.9,
    )
    base = builder.add(
        Sample(
            unet=model.unet,
            positive=builder.add(prompt, "prompt").conditioning,
            latent=builder.add(EmptyLatent(width=128, height=128)).latent,
            control=builder.add(control, "control").control,
            seed=7,
            steps=STEPS,
            end=0.8,
            schedule="default",
        ),
        "base",
    )
    finish = Refine(
        unet=expert.unet,
        positive=builder.add(polish, "polish").conditioning,
        latent=base.latent,
        seed=7,
        steps=STEPS,
        schedule="default",
    )
    builder.add(finish, "refiner")
    return builder.build()


def evaluations(
    session: Session, workflow: Workflow, settings: tuple[str, ...], **options: Any
) -> int:
    """What one run really computed."""
    changed = with_settings(workflow, session.catalog, settings)
    result = session.run(changed, **options)
    if result.status == "failed":
        raise SystemExit(f"The run failed: {result.error}")
    return int(result.as_data()["unet_evaluations"])


def cancelled(session: Session, workflow: Workflow, settings: tuple[str, ...]) -> int:
    """A run that is stopped inside the base, at the step that the session says."""
    stop = threading.Event()

    def watch(event: Event) -> None:
        if isinstance(event, NodeProgress) and event.node == "base" and event.done == CANCELLED_AT:
            stop.set()

    return evaluations(session, workflow, settings, on_event=watch, stop=stop)


def play(open_session: Callable[[], Session]) -> dict[str, int]:
    """The evaluations of every move."""
    counts: dict[str, int] = {}
    with open_session() as session:
        workflow = ensemble(session)
        for name, settings in MOVES:
            counts[name] = evaluations(session, workflow, settings)
        new = ("base.seed=9",)
        counts[f"new seed, cancelled at step {CANCELLED_AT}"] = cancelled(session, workflow, new)
        counts["the same again"] = evaluations(session, workflow, new)
        # One sampler alone: what its end costs.
        alone = {"targets": ["base"]}
        half = ("base.seed=10", "base.end=0.5")
        counts["base alone, end 0.5"] = evaluations(session, workflow, half, **alone)
        whole = ("base.seed=10", "base.end=1.0")
        counts["end 0.5 → 1.0"] = evaluations(session, workflow, whole, **alone)
    return counts


def measure() -> tuple[dict[str, int], dict[str, int]]:
    """The session twice: with steps kept, and with whole nodes only."""
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder) / "models"
        make_controlnet(models)

        def session(name: str, *, keep_steps: bool) -> Callable[[], Session]:
            cache = Path(folder) / name
            return lambda: Session(models=[models], cache=cache, keep_steps=keep_steps)

        return play(session("steps", keep_steps=True)), play(session("nodes", keep_steps=False))


def main() -> None:
    """Print both columns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    steps, nodes = measure()
    if parser.parse_args().json:
        print(json.dumps({"steps_kept": steps, "nodes_only": nodes}, indent=2, ensure_ascii=False))
        return
    print_table(steps, nodes)


def print_table(steps: Mapping[str, int], nodes: Mapping[str, int]) -> None:
    """A line for each move."""
    width = max(map(len, steps))
    print(f"{'U-Net evaluations':<{width}}  steps kept  nodes only")
    for name, count in steps.items():
        print(f"{name:<{width}}  {count:>10}  {nodes[name]:>10}")
    print(f"{'all':<{width}}  {sum(steps.values()):>10}  {sum(nodes.values()):>10}")


if __name__ == "__main__":
    main()
