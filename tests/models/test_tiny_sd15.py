"""The embedded model folder: small, float16, complete, and its tokenizer CLIP-compatible."""

import json
import struct
from collections import Counter
from pathlib import Path

import pytest

from models.train.tokenizer import base_symbols, learn_merges

FOLDER = Path(__file__).resolve().parents[2] / "models" / "tiny-sd15"
MOST_BYTES = 20_000_000


def tensor_types(path: Path) -> set[str]:
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    return {entry["dtype"] for name, entry in header.items() if name != "__metadata__"}


def test_the_folder_is_small() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


@pytest.mark.parametrize(
    "file",
    [
        "unet/diffusion_pytorch_model.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
        "text_encoder/model.safetensors",
    ],
)
def test_weights_are_float16(file: str) -> None:
    assert tensor_types(FOLDER / file) <= {"F16", "I64"}


def test_the_index_names_stable_diffusion_without_a_safety_checker() -> None:
    index = json.loads((FOLDER / "model_index.json").read_text(encoding="utf-8"))
    assert index["_class_name"] == "StableDiffusionPipeline"
    assert index["safety_checker"] == [None, None]
    assert index["requires_safety_checker"] is False


def test_no_config_remembers_where_it_was_trained() -> None:
    for config in FOLDER.rglob("*.json"):
        assert "_name_or_path" not in config.read_text(encoding="utf-8")


def test_the_tokenizer_round_trips() -> None:
    from transformers import CLIPTokenizer

    tokenizer = CLIPTokenizer.from_pretrained(FOLDER / "tokenizer")
    caption = "three red hearts on a pink background"
    ids = tokenizer(caption, padding="max_length", truncation=True).input_ids
    assert len(ids) == tokenizer.model_max_length == 77
    assert ids[0] == tokenizer.bos_token_id
    assert max(ids) == tokenizer.eos_token_id == len(tokenizer) - 1
    assert tokenizer.decode(ids, skip_special_tokens=True).strip() == caption


def test_any_text_has_tokens() -> None:
    from transformers import CLIPTokenizer

    tokenizer = CLIPTokenizer.from_pretrained(FOLDER / "tokenizer")
    text = "zażółć gęślą 日本"
    assert tokenizer.decode(tokenizer(text).input_ids, skip_special_tokens=True).strip() == text


def test_the_vocabulary_starts_with_clips_bytes() -> None:
    vocabulary = json.loads((FOLDER / "tokenizer/vocab.json").read_text(encoding="utf-8"))
    symbols = base_symbols()
    assert len(symbols) == len(set(symbols)) == 512
    assert [vocabulary[symbol] for symbol in symbols] == list(range(512))


def test_merges_take_the_most_frequent_pair_first() -> None:
    merges = learn_merges(Counter({"abc": 3, "abd": 2}), most=2)
    assert merges == [("a", "b"), ("ab", "c</w>")]
