"""Unconditional models: SamplePixels equals DDPMPipeline and DDIMPipeline bit for bit."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from graph_engine import Session
from graph_engine.context import Context
from graph_engine.errors import NodeError
from graph_engine.events import Event, NodeProgress
from nodes import LoadUNet, SamplePixels
from tests.graph_engine.graphs import node, workflow_of

from .both_sides import SEED, Weft, quiet
from .families import small_pixel_model, stock


@pytest.fixture(scope="session", params=[3, 1])
def pixel_model(request: pytest.FixtureRequest, models_folder: Path) -> Path:
    """A small unconditional model of colours or greys."""
    channels = {"in_channels": request.param, "out_channels": request.param}
    return small_pixel_model(models_folder / f"pixels-{request.param}", **channels)


@pytest.mark.parametrize("batch", [1, 2])
@pytest.mark.parametrize(("sampler", "kind"), [("ddpm", "DDPMPipeline"), ("ddim", "DDIMPipeline")])
def test_pictures_equal_the_pipelines(
    pixel_model: Path, context: Context, sampler: Any, kind: str, batch: int
) -> None:
    with quiet():
        pipeline = getattr(stock, kind).from_pretrained(pixel_model)
        pipeline.set_progress_bar_config(disable=True)
        generator = torch.Generator().manual_seed(SEED)
        pixels = pipeline(
            batch_size=batch, generator=generator, num_inference_steps=5, output_type="np"
        ).images
    unet = LoadUNet(model=pixel_model.name).run(context).unet
    made = SamplePixels(unet=unet, seed=SEED, steps=5, sampler=sampler, batch=batch).run(context)
    assert np.array_equal(made.image.pixels, pixels)
    assert context.counts["unet_evaluations"] == 5 * batch


@pytest.mark.parametrize("sampler", ["ddpm", "ddim"])
def test_a_cancelled_run_goes_on_where_it_stopped(
    pixel_model: Path, tmp_path: Path, sampler: str
) -> None:
    workflow = workflow_of(
        unet=node("LoadUNet", model=pixel_model.name),
        pixels=node("SamplePixels", {"unet": "unet.unet"}, sampler=sampler, steps=6),
        save=node("SaveImage", {"image": "pixels.image"}),
    )
    folders: dict[str, Any] = {"models": [pixel_model.parent], "output": tmp_path}
    stop = threading.Event()

    def stop_half_way(event: Event) -> None:
        if isinstance(event, NodeProgress) and event.node == "pixels" and event.done == 3:
            stop.set()

    with Session(cache=tmp_path / "one", **folders) as session:
        session.run(workflow, on_event=stop_half_way, stop=stop)
        resumed = session.run(workflow)
    with Session(cache=tmp_path / "other", **folders) as session:
        whole = session.run(workflow)
    assert resumed.nodes["pixels"].counts["resumed_at_step"] == 3
    assert [run.as_data()["unet_evaluations"] for run in (resumed, whole)] == [3, 6]
    first, second = (run.outputs["save"]["images"] for run in (resumed, whole))
    assert Path(first[0]).read_bytes() == Path(second[0]).read_bytes()


def test_models_of_another_kind_are_refused(
    pixel_model: Path, sd1_model: str, models_folder: Path, context: Context
) -> None:
    weft = Weft.of(sd1_model, context)
    with pytest.raises(NodeError, match="reads prompts and works on latents") as caught:
        SamplePixels(unet=weft.unet).run(context)
    assert caught.value.port == "unet"
    pixels = LoadUNet(model=pixel_model.name).run(context).unet
    with pytest.raises(NodeError, match="reads no prompts and works on pixels"):
        weft.sample(unet=pixels)
    odd = small_pixel_model(models_folder / "pixels-odd", in_channels=5, out_channels=5)
    classes = small_pixel_model(models_folder / "pixels-classes", num_class_embeds=10)
    for folder, words in ((odd, "makes 5 channels"), (classes, "wants to be told a class")):
        unet = LoadUNet(model=folder.name).run(context).unet
        with pytest.raises(NodeError, match=words):
            SamplePixels(unet=unet).run(context)
