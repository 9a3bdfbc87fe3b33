"""Weighted prompts equal ComfyUI's own encoding: golden numbers, and the syntax by itself."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.torch import save_file

from graph_engine import Builder, Session
from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import ClipSkip, EncodeText, LoadCheckpoint, LoadEmbedding
from nodes.prompt_syntax import EmbeddingWord, read_prompt
from tests.nodes.conftest import MakeContext

from .steady import make_steady_models, steady

GOLDEN = json.loads(Path(__file__).with_name("comfy_prompts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def steady_models(models_folder: Path) -> Path:
    """Models and embeddings of steady numbers, in a folder of their own."""
    folder = models_folder / "steady"
    folder.mkdir()
    make_steady_models(folder)
    return folder


def encoded(context: Context, model: str, text: str, *, clip_skip: int = 0, **params: Any) -> Any:
    encoder = LoadCheckpoint(model=model).run(context).text_encoder
    encoder = ClipSkip(text_encoder=encoder, layers=clip_skip).run(context).text_encoder
    node = EncodeText(text_encoder=encoder, text=text, weighting="comfy", **params)
    return node.run(context).conditioning.entries[0]


@pytest.mark.parametrize(
    "case", GOLDEN["cases"], ids=[f"{n}-{case['model']}" for n, case in enumerate(GOLDEN["cases"])]
)
def test_prompts_equal_comfyuis(
    record: MakeContext, steady_models: Path, case: dict[str, Any]
) -> None:
    context = record(models=steady_models).context
    made = encoded(context, case["model"], case["text"], clip_skip=case["clip_skip"])
    assert made.embedding.shape[1] == case["tokens"]
    values = made.embedding.flatten()[:: GOLDEN["stride"]]
    assert np.abs(values - case["values"]).max() <= 1e-5 * case["size"]
    if case["pooled"] is not None:
        pooled = np.array(case["pooled"])
        assert np.abs(made.pooled[0] - pooled).max() <= 1e-5 * np.abs(pooled).max()
    missing = [warning for warning in context.warnings if "nowhere" in warning]
    assert len(missing) == ("nowhere" in case["text"])


def words(prompt: str, *there: str) -> list[tuple[str, float]]:
    """What is read of a prompt: texts and embeddings, with their weights."""
    return [
        (f"<{piece.name}>" if isinstance(piece, EmbeddingWord) else piece.text, piece.weight)
        for piece in read_prompt(prompt, lambda name: name in there)
    ]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("", []),
        ("a [b]", [("a [b]", 1.0)]),
        ("a (b) c", [("a ", 1.0), ("b", 1.1), (" c", 1.0)]),
        ("((b))", [("b", 1.1 * 1.1)]),
        ("(a (b:0.5) c:2)", [("a ", 2.0), ("b", 0.5), (" c", 2.0)]),
        ("(a: b)", [("a: b", 1.1)]),
        ("(:2)", [(":2", 1.1)]),
        ("(a:nan)", [("a:nan", 1.1)]),
        (r"\(a\) (\(b\):1.5)", [("(a) ", 1.0), ("(b)", 1.5)]),
        ("a (b", [("a ", 1.0), ("(b", 1.0)]),
        ("a) b", [("a) b", 1.0)]),
        ("()", []),
        ("embedding:", [("embedding:", 1.0)]),
        ("a embedding:x", [("a", 1.0), ("<x>", 1.0)]),
        ("a,embedding:x", [("a,embedding:x", 1.0)]),
        ("(embedding:x, b:1.5)", [("<x>", 1.5), (", b", 1.5)]),
        ("embedding:y,z c", [("<y,z>", 1.0), ("c", 1.0)]),
    ],
)
def test_the_syntax(prompt: str, expected: list[tuple[str, float]]) -> None:
    assert words(prompt, "x", "y,z") == expected


def test_any_depth_of_brackets() -> None:
    ((text, weight),) = words("(" * 3000 + "a:1.5" + ")" * 3000)
    assert (text, weight) == ("a", 1.5)


def test_a_long_prompt_loses_nothing(record: MakeContext, steady_models: Path) -> None:
    recorder = record(models=steady_models)
    long = encoded(recorder.context, "steady-sd1", "red " * 200)
    assert long.embedding.shape == (1, 3 * 77, 32)
    assert recorder.context.warnings == []
    assert np.isfinite(long.embedding).all()


def test_an_embedding_that_is_not_there_is_left_out_and_named(
    record: MakeContext, steady_models: Path
) -> None:
    recorder = record(models=steady_models)
    without = encoded(recorder.context, "steady-sd1", "red")
    assert recorder.context.warnings == []
    made = encoded(recorder.context, "steady-sd1", "embedding:stylish red")
    assert np.array_equal(made.embedding, without.embedding)
    (warning,) = recorder.context.warnings
    assert '"embedding:stylish" is left out of the prompt: there is no' in warning
    assert "style" in warning.partition("searched in")[2]


def test_an_embedding_of_another_width_is_refused(record: MakeContext, steady_models: Path) -> None:
    context = record(models=steady_models).context
    with pytest.raises(NodeError) as caught:
        encoded(context, "steady-sd1", "embedding:style-xl")
    assert '"embeddings/style-xl.safetensors"' in caught.value.message
    assert "80 wide" in caught.value.message
    assert '"steady-sd1"' in caught.value.message
    assert "32 wide" in caught.value.message


def test_loaded_words_are_read_with_weights_too(record: MakeContext, steady_models: Path) -> None:
    context = record(models=steady_models).context
    encoder = LoadCheckpoint(model="steady-sd1").run(context).text_encoder
    learnt = LoadEmbedding(text_encoder=encoder, model="style", token="<mine>").run(context)
    by_file = encoded(context, "steady-sd1", "a (embedding:style:1.3) circle")
    for text in ("a (embedding:<mine>:1.3) circle", "a (<mine>:1.3) circle"):
        node = EncodeText(text_encoder=learnt.text_encoder, text=text, weighting="comfy")
        made = node.run(context).conditioning.entries[0]
        assert np.array_equal(made.embedding, by_file.embedding)


def test_an_embedding_that_was_replaced_is_noticed(steady_models: Path, tmp_path: Path) -> None:
    shutil.copytree(steady_models / "steady-sd1", tmp_path / "steady-sd1")
    file = tmp_path / "mine.safetensors"
    save_file({"emb_params": steady("first", (2, 32))}, file)
    with Session(models=[tmp_path], cache=tmp_path / "cache") as session:
        builder = Builder(session.catalog)
        encoder = builder.add(LoadCheckpoint(model="steady-sd1")).text_encoder
        text = "a (embedding:mine:1.2), circle"
        builder.add(EncodeText(text_encoder=encoder, text=text, weighting="comfy"), id="prompt")
        workflow = builder.build()
        assert session.run(workflow, ["prompt"]).status == "ok"
        before = session.plan(workflow, ["prompt"]).nodes["prompt"]
        save_file({"emb_params": steady("second", (2, 32))}, file)
        after = session.plan(workflow, ["prompt"]).nodes["prompt"]
    assert (before.status, after.status) == ("cached", "will_run")
    assert after.reason == 'the file of "embedding:mine" changed'
