"""Plain prompts equal what the stock pipelines encode, bit for bit, in every family."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import EncodeText, LoadCheckpoint, LoadTextEncoder
from nodes.text import ClipSkip
from nodes.values import ConditioningEntry, TextEncoder
from tests.nodes.conftest import MakeContext

from .families import stock
from .shareable import shareable_model

PROMPT = "a red circle on a blue background"
LONG = "red " * 75 + "and a Green CIRCLE"


def encoded(encoder: TextEncoder, text: str, context: Context, **params: Any) -> ConditioningEntry:
    node = EncodeText(text_encoder=encoder, text=text, **params)
    (entry,) = node.run(context).conditioning.entries
    return entry


def skipping(encoder: TextEncoder, layers: int, context: Context) -> TextEncoder:
    return ClipSkip(text_encoder=encoder, layers=layers).run(context).text_encoder


SD2 = "prompts-sd2"


@pytest.fixture(scope="session")
def pipelines(models_folder: Path, sd1_model: str, sdxl_model: str, refiner_model: str) -> Any:
    """The stock pipelines of the small models, by name."""
    shareable_model("sd2").save_pretrained(models_folder / SD2)
    kinds = {
        sd1_model: stock.StableDiffusionPipeline,
        SD2: stock.StableDiffusionPipeline,
        sdxl_model: stock.StableDiffusionXLPipeline,
        refiner_model: stock.StableDiffusionXLImg2ImgPipeline,
    }
    made = {name: kind.from_pretrained(models_folder / name) for name, kind in kinds.items()}
    # diffusers 0.42 asks for the final norm where transformers < 5.6 had it, to skip layers.
    for name in (sd1_model, SD2):
        encoder = made[name].text_encoder
        object.__setattr__(encoder, "text_model", encoder)
    return made


@pytest.mark.parametrize("text", ["", PROMPT, LONG], ids=["empty", "short", "too long"])
@pytest.mark.parametrize("layers", [0, 1])
@pytest.mark.parametrize("family", ["sd1", "sd2"])
def test_sd1_and_sd2_equal_the_pipeline(
    pipelines: Any, sd1_model: str, context: Context, text: str, layers: int, family: str
) -> None:
    name = sd1_model if family == "sd1" else SD2
    encoder = LoadCheckpoint(model=name).run(context).text_encoder
    with torch.no_grad():
        expected, _ = pipelines[name].encode_prompt(text, "cpu", 1, False, clip_skip=layers or None)
    made = encoded(skipping(encoder, layers, context), text, context)
    assert np.array_equal(made.embedding, expected.numpy())
    assert made.pooled is None


@pytest.mark.parametrize("text", ["", PROMPT, LONG], ids=["empty", "short", "too long"])
@pytest.mark.parametrize("layers", [0, 1])
@pytest.mark.parametrize("family", ["sdxl", "refiner"])
def test_sdxl_equals_the_pipelines(
    pipelines: Any,
    sdxl_model: str,
    refiner_model: str,
    context: Context,
    text: str,
    layers: int,
    family: str,
) -> None:
    name = sdxl_model if family == "sdxl" else refiner_model
    encoder = LoadCheckpoint(model=name).run(context).text_encoder
    with torch.no_grad():
        expected, _, pooled, _ = pipelines[name].encode_prompt(
            text,
            device="cpu",
            do_classifier_free_guidance=False,
            clip_skip=layers or None,
        )
    made = encoded(skipping(encoder, layers, context), text, context)
    assert np.array_equal(made.embedding, expected.numpy())
    assert made.pooled is not None
    assert np.array_equal(made.pooled, pooled.numpy())
    assert made.text_encoder is not None
    assert (made.text_encoder.width, made.text_encoder.pooled_width) == (
        made.embedding.shape[-1],
        made.pooled.shape[-1],
    )


def test_words_that_both_encoders_lose_are_told_once(record: MakeContext, sdxl_model: str) -> None:
    recorder = record()
    encoder = LoadCheckpoint(model=sdxl_model).run(recorder.context).text_encoder
    encoded(encoder, LONG, recorder.context)
    assert recorder.context.warnings == [
        'The prompt is too long; left out is: "and a Green CIRCLE".'
    ]


def test_more_layers_than_there_are(context: Context, sd1_model: str, sdxl_model: str) -> None:
    for name, most in ((sd1_model, 3), (sdxl_model, 2)):
        encoder = LoadTextEncoder(model=name).run(context).text_encoder
        encoded(skipping(encoder, most, context), PROMPT, context)
        with pytest.raises(NodeError, match="has 3 layers") as caught:
            encoded(skipping(encoder, most + 1, context), PROMPT, context)
        assert f"to {most} at most" in caught.value.hint
