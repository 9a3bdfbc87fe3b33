"""Prompts that are too long, and pictures through the VAE."""

import numpy as np
import pytest

from graph_engine.errors import NodeError
from nodes import DecodeLatent, EncodeImage, EncodeText, LoadCheckpoint
from tests.nodes.conftest import MakeContext
from tests.nodes.values import latent, noise_image


def test_the_words_that_are_cut_off_are_quoted_as_they_were_written(record: MakeContext) -> None:
    recorder = record()
    encoder = LoadCheckpoint(model="tiny-sd15").run(recorder.context).text_encoder
    text = "red " * 75 + "and a Green CIRCLE"
    made = EncodeText(text_encoder=encoder, text=text).run(recorder.context).conditioning
    assert made.entries[0].embedding.shape == (1, 77, encoder.width)
    assert recorder.context.warnings == [
        'The prompt is too long; left out is: "and a Green CIRCLE".'
    ]


def test_a_prompt_that_just_fits_warns_of_nothing(record: MakeContext) -> None:
    recorder = record()
    encoder = LoadCheckpoint(model="tiny-sd15").run(recorder.context).text_encoder
    EncodeText(text_encoder=encoder, text="red " * 75).run(recorder.context)
    assert recorder.context.warnings == []


def test_a_picture_survives_the_vae(record: MakeContext) -> None:
    context = record().context
    vae = LoadCheckpoint(model="tiny-sd15").run(context).vae
    image = noise_image(2, 64, 64, 3)
    image.pixels[:] = (0.2, 0.4, 0.9)
    encoded = EncodeImage(vae=vae, image=image).run(context).latent
    decoded = DecodeLatent(vae=vae, latent=encoded).run(context).image
    assert decoded.pixels.shape == image.pixels.shape
    assert abs(decoded.pixels - image.pixels).mean() < 0.1
    tiled = EncodeImage(vae=vae, image=image, tiled=True).run(context).latent
    again = DecodeLatent(vae=vae, latent=tiled, tiled=True).run(context).image
    assert abs(again.pixels - decoded.pixels).mean() < 0.1


@pytest.mark.parametrize("channels", [1, 2, 4])
def test_a_picture_of_any_size_and_channels_is_encoded_by_its_centre(
    record: MakeContext, channels: int
) -> None:
    context = record().context
    vae = LoadCheckpoint(model="tiny-sd15").run(context).vae
    image = noise_image(1, 35, 41, channels)
    made = EncodeImage(vae=vae, image=image).run(context).latent
    assert (made.width, made.height) == (40, 32)
    assert made.samples.shape == (1, 4, 4, 5)
    assert made.family == "sd1"
    rgb = image.pixels[..., :3] if channels == 4 else np.repeat(image.pixels[..., :1], 3, -1)
    centre = type(image)(np.ascontiguousarray(rgb[:, 1:33, 0:40]))
    expected = EncodeImage(vae=vae, image=centre).run(context).latent
    assert np.array_equal(made.samples, expected.samples)


def test_a_picture_smaller_than_a_latent_cell(record: MakeContext) -> None:
    context = record().context
    vae = LoadCheckpoint(model="tiny-sd15").run(context).vae
    with pytest.raises(NodeError, match="the smallest that can be encoded is 8 × 8"):
        EncodeImage(vae=vae, image=noise_image(1, 7, 64, 3)).run(context)


def test_a_latent_of_another_model(record: MakeContext) -> None:
    context = record().context
    vae = LoadCheckpoint(model="tiny-sd15").run(context).vae
    with pytest.raises(NodeError, match="The latent has 16 channels"):
        DecodeLatent(vae=vae, latent=latent(16)).run(context)
    with pytest.raises(NodeError, match="The latent belongs to SDXL"):
        DecodeLatent(vae=vae, latent=latent(family="sdxl")).run(context)
