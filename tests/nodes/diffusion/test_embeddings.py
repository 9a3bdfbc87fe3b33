"""Learnt words equal diffusers' `load_textual_inversion`, from files of every layout."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from graph_engine.beforehand import Beforehand, Outline
from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import EncodeText, LoadCheckpoint, LoadEmbedding

from .families import CLIP_G, CLIP_L, stock
from .learnt import vectors


@pytest.fixture(scope="session")
def embeddings(models_folder: Path) -> Path:
    """A folder of embeddings, as diffusers, AUTOMATIC1111 and SDXL's trainers save them."""
    folder = models_folder / "embeddings"
    folder.mkdir(exist_ok=True)
    one, three, big = vectors(1, CLIP_L, 1), vectors(3, CLIP_L, 2), vectors(2, CLIP_G, 3)
    save_file({"<one>": one[0]}, folder / "one.safetensors")
    torch.save({"<three>": three}, folder / "three.bin")
    save_file({"emb_params": three}, folder / "plain.safetensors")
    old = {
        "string_to_token": {"*": 265},
        "string_to_param": {"*": three},
        "name": "whatever",
        "step": 100,
    }
    torch.save(old, folder / "automatic.pt")
    save_file({"clip_l": three[:2], "clip_g": big}, folder / "both.safetensors")
    return folder


def learning(context: Context, model: str, *files: tuple[str, str]) -> Any:
    """A model's text encoder with words, by file and token."""
    encoder = LoadCheckpoint(model=model).run(context).text_encoder
    for name, token in files:
        node = LoadEmbedding(text_encoder=encoder, model=name, token=token)
        encoder = node.run(context).text_encoder
    return encoder


def encoded(encoder: Any, text: str, context: Context) -> Any:
    return EncodeText(text_encoder=encoder, text=text).run(context).conditioning.entries[0]


@pytest.mark.parametrize(
    ("file", "token", "own"),
    [
        ("one.safetensors", "", "<one>"),
        ("three.bin", "", "<three>"),
        ("three.bin", "<other>", "<other>"),
        ("automatic.pt", "", "automatic"),
        ("automatic.pt", "<a>", "<a>"),
        ("plain.safetensors", "", "plain"),
    ],
)
def test_words_equal_the_stock_pipelines(
    context: Context, models_folder: Path, sd1_model: str, embeddings: Path, file: str, token: str,
    own: str,
) -> None:  # fmt: skip
    pipeline = stock.StableDiffusionPipeline.from_pretrained(models_folder / sd1_model)
    given: Any = embeddings / file
    if file == "plain.safetensors":
        given = vectors(3, CLIP_L, 2)  # diffusers would call it emb_params
    pipeline.load_textual_inversion(given, token=own)
    encoder = learning(context, sd1_model, (file, token))
    assert [embedding.token for embedding in encoder.embeddings] == [own]
    for text in (f"a {own} circle", f"{own}, red {own}", "a circle", own * 2):
        with torch.no_grad():
            expected, _ = pipeline.encode_prompt(text, "cpu", 1, False)
        assert np.array_equal(encoded(encoder, text, context).embedding, expected.numpy())
    plain = LoadCheckpoint(model=sd1_model).run(context).text_encoder
    changed = encoded(encoder, f"a {own} circle", context).embedding
    assert not np.allclose(changed, encoded(plain, f"a {own} circle", context).embedding)


def test_several_words_at_once(
    context: Context, models_folder: Path, sd1_model: str, embeddings: Path
) -> None:
    pipeline = stock.StableDiffusionPipeline.from_pretrained(models_folder / sd1_model)
    pipeline.load_textual_inversion(embeddings / "one.safetensors")
    pipeline.load_textual_inversion(embeddings / "three.bin")
    encoder = learning(context, sd1_model, ("one", ""), ("three", ""))
    text = "a <three> circle on a <one> background"
    with torch.no_grad():
        expected, _ = pipeline.encode_prompt(text, "cpu", 1, False)
    assert np.array_equal(encoded(encoder, text, context).embedding, expected.numpy())


def test_both_of_sdxls_encoders_learn_a_word(
    context: Context, models_folder: Path, sdxl_model: str, embeddings: Path
) -> None:
    pipeline = stock.StableDiffusionXLPipeline.from_pretrained(models_folder / sdxl_model)
    for key, number, part in (
        (vectors(3, CLIP_L, 2)[:2], "", "text_encoder"),
        (vectors(2, CLIP_G, 3), "_2", "text_encoder_2"),
    ):
        pipeline.load_textual_inversion(
            key,
            token="<both>",
            tokenizer=getattr(pipeline, f"tokenizer{number}"),
            text_encoder=getattr(pipeline, part),
        )
    encoder = learning(context, sdxl_model, ("both", "<both>"))
    made = encoded(encoder, "a <both> circle", context)
    with torch.no_grad():
        expected, _, pooled, _ = pipeline.encode_prompt("a <both> circle", device="cpu")
    assert np.array_equal(made.embedding, expected.numpy())
    assert np.array_equal(made.pooled, pooled.numpy())


@pytest.mark.parametrize(
    ("model", "file", "theirs", "mine"),
    [("sd1", "both", "80 wide", "32 wide"), ("sdxl", "three", "32 wide", "80 wide")],
)
def test_another_width_is_refused_before_anything_is_loaded(
    context: Context,
    sd1_model: str,
    sdxl_model: str,
    embeddings: Path,
    model: str,
    file: str,
    theirs: str,
    mine: str,
) -> None:
    encoder = learning(context, sd1_model if model == "sd1" else sdxl_model)
    node = LoadEmbedding(text_encoder=encoder, model=file)
    known = Beforehand(context.places, {"text_encoder": Outline("key", encoder)}, "identity")
    for refuse in (lambda: node.run(context), lambda: node.outline(known)):
        with pytest.raises(NodeError, match=f"{theirs}.* but .*{mine}") as caught:
            refuse()
        assert caught.value.port == "model"


def test_a_word_twice_is_refused(context: Context, sd1_model: str, embeddings: Path) -> None:
    with pytest.raises(NodeError, match="learnt a word") as caught:
        learning(context, sd1_model, ("one", ""), ("three", "<one>"))
    assert caught.value.port == "token"
    for files in ([("one", "red</w>")], [("three", "<one>"), ("one", "<one>_1")]):
        encoder = learning(context, sd1_model, *files)
        with pytest.raises(NodeError, match="already"):
            encoded(encoder, "a circle", context)


def test_beforehand_the_recipe_is_that_of_the_run(
    context: Context, sd1_model: str, embeddings: Path
) -> None:
    encoder = learning(context, sd1_model)
    node = LoadEmbedding(text_encoder=encoder, model="three")
    known = Beforehand(context.places, {"text_encoder": Outline("key", encoder)}, "identity")
    (foreseen,) = node.outline(known)["text_encoder"].embeddings
    (made,) = node.run(context).text_encoder.embeddings
    assert foreseen.token == made.token == "<three>"
    assert foreseen.model.name == made.model.name == "embeddings/three.bin"
