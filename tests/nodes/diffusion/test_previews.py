"""Previews: what they show, how often, and that they leave every bit of the result alone."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image as Pillow

from graph_engine import Session, load_workflow
from graph_engine.context import Context
from graph_engine.events import Event, NodePreview
from graph_engine.model_files import find_tiny_decoder, list_models
from graph_engine.overrides import with_settings
from graph_engine.shipped import shipped_folder, templates
from nodes import EmptyLatent, EncodeText, KSampler, LoadCheckpoint, Sample
from nodes.diffusion.previews import Previews, predicted
from nodes.diffusion.schedulers import make_scheduler, set_steps
from nodes.latent_maps import MAP_FILE, latent_map
from nodes.samplers import SAMPLERS, SamplerName
from tests.nodes.conftest import MakeContext, Recorder

pytestmark = pytest.mark.filterwarnings("ignore:Should have t:UserWarning")


def opened(preview: NodePreview) -> np.ndarray:
    """The pixels of a preview, in 0..1."""
    with Pillow.open(io.BytesIO(preview.picture)) as picture:
        assert picture.format == "JPEG"
        return np.asarray(picture.convert("RGB")) / np.float32(255)


def sampled(kind: type[Sample | KSampler], model: str, context: Context, **params: Any) -> Any:
    parts = LoadCheckpoint(model=model).run(context)
    encoded = EncodeText(text_encoder=parts.text_encoder, text="a red circle").run(context)
    latent = EmptyLatent(width=64, height=32, batch=2).run(context).latent
    given = {"unet": parts.unet, "positive": encoded.conditioning, "latent": latent, "seed": 3}
    return kind(**given, steps=3, **params).run(context).latent.samples  # type: ignore[arg-type]


def looking(record: MakeContext) -> Recorder:
    """A recorder whose context wants previews."""
    recorder = record()
    recorder.context.wants_previews = True
    return recorder


@pytest.mark.parametrize(
    ("kind", "sampler"),
    [
        (Sample, "ddim"),
        (Sample, "euler_ancestral"),
        (Sample, "heun"),
        (Sample, "dpmpp_2m_sde"),
        (Sample, "pndm"),
        (KSampler, "euler"),
        (KSampler, "dpm_2_ancestral"),
        (KSampler, "uni_pc"),
    ],
)
def test_results_are_the_same_with_and_without(
    record: MakeContext, noise_model: Path, kind: type[Sample | KSampler], sampler: str
) -> None:
    schedule = {"schedule": "default"} if kind is Sample else {}
    params = {"sampler": sampler, **schedule}
    without, watched = record(), looking(record)
    plain = sampled(kind, noise_model.name, without.context, **params)
    shown = sampled(kind, noise_model.name, watched.context, **params)
    assert np.array_equal(plain, shown)
    assert without.previews == []
    assert watched.previews
    first = watched.previews[0]
    assert (first.step, first.total) == (1, 3)
    # Two pictures of 8 × 4 latent cells, side by side with a gap of one.
    assert opened(first).shape == (4, 17, 3)


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction", "sample"])
@pytest.mark.parametrize("sampler", [name for name in SAMPLERS if name != "edm_euler"])
def test_the_prediction_is_the_picture_under_the_noise(
    context: Context, noise_model: Path, sampler: SamplerName, prediction: str
) -> None:
    unet = LoadCheckpoint(model=noise_model.name).run(context).unet
    generator = torch.Generator().manual_seed(1)
    picture, noise = (torch.randn(1, 4, 4, 4, generator=generator) for _ in range(2))
    scheduler: Any = make_scheduler(sampler, "default", unet, 0, context.places)
    scheduler.register_to_config(prediction_type=prediction)
    set_steps(scheduler, 6, "cpu", sampler)
    index = len(scheduler.timesteps) // 4 * 2  # even: the first stage of those of second order
    timestep = scheduler.timesteps[index]
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(index)
    noised = scheduler.add_noise(picture, noise, timestep[None])
    kept = float(scheduler.alphas_cumprod[int(timestep)])
    outputs = {
        "epsilon": noise,
        "v_prediction": kept**0.5 * noise - (1 - kept) ** 0.5 * picture,
        "sample": picture,
    }
    made = predicted(scheduler, outputs[prediction], noised, timestep, index)
    assert torch.allclose(made, picture, atol=0.02)


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_no_more_than_fifteen_a_second(record: MakeContext) -> None:
    recorder, clock = looking(record), Clock()
    unet = LoadCheckpoint(model="tiny-sd15").run(recorder.context).unet
    previews = Previews(recorder.context, unet, iterations=200, steps=100, clock=clock)
    asked: list[float] = []

    def predict() -> torch.Tensor:
        asked.append(clock.now)
        return torch.zeros(1, 4, 2, 2)

    for done in range(200):
        previews.offer(done, predict)
        clock.now += 0.01
    assert len(recorder.previews) == len(asked)
    assert 25 <= len(asked) <= 30
    assert recorder.previews[-1].step <= recorder.previews[-1].total == 100


def test_a_map_of_its_own_goes_before_the_familys(context: Context) -> None:
    unet = LoadCheckpoint(model="tiny-sd15").run(context).unet
    found = latent_map(unet, context.places)
    told = json.loads((shipped_folder("models") / "tiny-sd15" / MAP_FILE).read_text())
    assert found is not None
    assert found.factors.tolist() == pytest.approx(np.array(told["latent_to_rgb"]))
    assert latent_map(replace(unet, latent_channels=16), context.places) is None


def test_the_families_maps_are_the_published_ones(context: Context, noise_model: Path) -> None:
    unet = LoadCheckpoint(model=noise_model.name).run(context).unet
    found = latent_map(unet, context.places)
    assert found is not None
    assert found.factors[0].tolist() == pytest.approx([0.3512, 0.2297, 0.3227])
    assert latent_map(replace(unet, task="upscale"), context.places) is None


def test_a_run_shows_what_it_is_making(tmp_path: Path) -> None:
    events: list[Event] = []
    with Session(output=tmp_path, keep_results=False, device="cpu") as session:
        starter = load_workflow(templates()["text_to_image"])
        workflow = with_settings(starter, session.catalog, ["sampler.steps=10"])
        targets = ["checkpoint", "sampler", "decode"]
        result = session.run(workflow, targets, on_event=events.append, previews=True)
        found = latent_map(result.values["checkpoint"]["unet"], session.places)
    previews = [event for event in events if isinstance(event, NodePreview)]
    assert {preview.node for preview in previews} == {"sampler"}
    assert all(opened(preview).shape == (16, 16, 3) for preview in previews)
    assert found is not None
    shown = found.colours(result.values["sampler"]["latent"].samples)[0]
    pixels = result.values["decode"]["image"].pixels[0]
    assert np.abs(shown - pixels.reshape(16, 8, 16, 8, 3).mean((1, 3))).mean() < 0.05


# --- tiny decoders


def tiny_decoder(folder: Path, name: str, layout: str) -> None:
    """A random tiny decoder in the real formats: diffusers' folder, its file, TAESD's own file."""
    from diffusers.models.autoencoders.autoencoder_tiny import AutoencoderTiny
    from safetensors.torch import save_file

    torch.manual_seed(0)
    widths = (8, 8, 8, 8)
    model = AutoencoderTiny(
        encoder_block_out_channels=widths,
        decoder_block_out_channels=widths,
        num_encoder_blocks=(1, 1, 1, 1),
        num_decoder_blocks=(1, 1, 1, 1) if layout == "folder" else (3, 3, 3, 1),
    )
    if layout == "folder":
        model.save_pretrained(folder / name)
        return
    weights = {key: value.contiguous() for key, value in model.state_dict().items()}
    if layout == "original":
        own = {key[15:]: value for key, value in weights.items() if key.startswith("decoder.")}
        weights = {
            f"{int(key.split('.')[0]) + 1}.{key.partition('.')[2]}": value
            for key, value in own.items()
        }
    (folder / "vae_approx").mkdir()
    (folder / "checkpoints").mkdir()
    save_file(weights, folder / "vae_approx" / f"{name}.safetensors")


@pytest.mark.parametrize("layout", ["folder", "file", "original"])
def test_a_tiny_decoder_makes_sharper_previews_and_the_same_results(
    record: MakeContext, noise_model: Path, tmp_path: Path, layout: str
) -> None:
    without = looking(record)
    plain = sampled(Sample, noise_model.name, without.context, sampler="euler", schedule="default")
    models = tmp_path / "models"
    models.mkdir()
    tiny_decoder(models, "taesd_decoder", layout)
    watched = record(fresh=True)
    watched.context.wants_previews = True
    places = replace(watched.context.places, models=(models, *watched.context.places.models))
    watched.context.places = places
    shown = sampled(Sample, noise_model.name, watched.context, sampler="euler", schedule="default")
    assert np.array_equal(plain, shown)
    assert watched.context.warnings == []
    first = watched.previews[0]
    assert (first.width, first.height, first.pictures) == (64, 32, 2)
    assert opened(first).shape == (32, 64 + 1 + 64, 3)
    assert opened(without.previews[0]).shape == (4, 8 + 1 + 8, 3)


def test_tiny_decoders_are_for_their_own_family(context: Context, tmp_path: Path) -> None:
    tiny_decoder(tmp_path, "taesdxl", "folder")
    found = find_tiny_decoder([tmp_path], "sdxl_refiner")
    assert found is not None
    assert (found.kind, found.family, found.name) == ("tiny_decoder", "sdxl", "taesdxl")
    assert find_tiny_decoder([tmp_path], "sd1") is None
    assert [model.kind for model in list_models([tmp_path])] == ["tiny_decoder"]


def test_a_damaged_tiny_decoder_is_told_and_passed_over(
    record: MakeContext, noise_model: Path, tmp_path: Path
) -> None:
    models = tmp_path / "models"
    tiny_decoder(models, "taesd", "folder")
    (models / "taesd" / "diffusion_pytorch_model.safetensors").write_bytes(b"nothing")
    watched = record(fresh=True)
    watched.context.wants_previews = True
    places = replace(watched.context.places, models=(models, *watched.context.places.models))
    watched.context.places = places
    sampled(Sample, noise_model.name, watched.context, sampler="euler", schedule="default")
    assert "previews are plainer" in watched.context.warnings[0]
    assert opened(watched.previews[0]).shape == (4, 17, 3)


def test_costly_previews_come_less_often(record: MakeContext) -> None:
    recorder, clock = looking(record), Clock()
    unet = LoadCheckpoint(model="tiny-sd15").run(recorder.context).unet

    def paint(latents: torch.Tensor) -> np.ndarray:
        clock.now += 0.03
        return np.zeros((1, 2, 2, 3), np.float32)

    previews = Previews(recorder.context, unet, iterations=100, steps=100, paint=paint, clock=clock)
    for done in range(100):
        previews.offer(done, lambda: torch.zeros(1, 4, 2, 2))
        clock.now += 0.1
    spent = 0.03 * len(recorder.previews)
    assert recorder.previews
    # The first two show what one costs.
    assert spent <= 0.03 * clock.now + 3 * 0.03
