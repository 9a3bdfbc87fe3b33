"""A node that is stopped, or for which there is not enough memory, leaves no tensors behind."""

import gc
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from graph_engine.context import Context
from graph_engine.errors import Cancelled, NodeError
from graph_engine.events import Event, NodeProgress
from nodes import (
    ApplyControlNet,
    DecodeLatent,
    EmptyLatent,
    EncodeText,
    KSampler,
    LoadCheckpoint,
    LoadControlNet,
    Sample,
)
from nodes.diffusion.loading import load_vae
from nodes.diffusion.store import Loaders, ModelStore
from nodes.values import Image, Latent

from .families import small_controlnet, small_unet
from .machines import clumsy, on


def live_tensors() -> set[int]:
    """The tensors that somebody holds, weights of models left out."""
    gc.collect()
    return {
        id(each)
        for each in gc.get_objects()
        if issubclass(type(each), torch.Tensor) and not isinstance(each, torch.nn.Parameter)
    }


@pytest.fixture(scope="module")
def controlnet(models_folder: Any) -> str:
    unet = small_unet(cross_attention_dim=32)
    return small_controlnet(models_folder / "small-controlnet-to-stop", unet).name


def sampler(kind: Any, context: Context, model: str, controlnet: str) -> Any:
    parts = LoadCheckpoint(model=model).run(context)
    encode = EncodeText(text_encoder=parts.text_encoder, text="a red circle").run(context)
    edges = Image(np.ones((1, 32, 32, 3), np.float32))
    net = LoadControlNet(model=controlnet).run(context).controlnet
    return kind(
        unet=parts.unet,
        positive=encode.conditioning,
        latent=EmptyLatent(width=32, height=32).run(context).latent,
        control=ApplyControlNet(controlnet=net, image=edges).run(context).control,
        steps=5,
    )


@pytest.mark.parametrize("kind", [Sample, KSampler])
def test_a_stopped_sampler(context: Context, sd1_model: str, controlnet: str, kind: Any) -> None:
    own = on(context, ModelStore())
    node = sampler(kind, own, sd1_model, controlnet)
    node.run(own)  # from now on all models are loaded
    before = live_tensors()
    during: list[int] = []

    def stop_at_third(event: Event) -> None:
        if isinstance(event, NodeProgress) and event.done == 2:
            during.append(len(live_tensors() - before))
            own.stop.set()

    with pytest.raises(Cancelled) as caught:
        node.run(replace(own, emit=stop_at_third))
    own.stop.clear()
    assert caught.value.message  # the error lives on, but nothing with it
    assert during[0] >= 5  # the prompts, the control's picture, the latents
    assert live_tensors() - before == set()


def test_a_node_that_runs_out_for_good(context: Context, sd1_model: str) -> None:
    loaders = Loaders(vae=clumsy(load_vae, "decoder.conv_out", range(1, 100)))
    own = on(context, ModelStore(loaders=loaders))
    vae = LoadCheckpoint(model=sd1_model).run(own).vae
    node = DecodeLatent(vae=vae, latent=Latent(np.ones((1, 4, 4, 4), np.float32), 32, 32))
    node.run(own)
    before = live_tensors()
    with pytest.raises(NodeError, match="there is not enough memory") as caught:
        node.run(own)
    assert caught.value.__context__ is None
    assert live_tensors() - before == set()
