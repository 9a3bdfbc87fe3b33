"""CLIP's vocabulary, as it travels with Weft, numbers words as OpenAI's tokenizer does."""

from pathlib import Path

import pytest

from nodes.diffusion.single_files import clip_tokenizer
from nodes.formats import vocabulary
from nodes.formats.vocabulary import END, TOKENS, number_tokens, read_merges

# From the tokenizer in OpenCLIP 3.3.0, which is OpenAI's.
NUMBERS = {
    "a photo of an astronaut riding a horse on mars": [
        320, 1125, 539, 550, 18376, 6765, 320, 4558, 525, 7496,
    ],
    "It's a dog's life, isn't it?": [585, 568, 320, 1929, 568, 970, 267, 2923, 713, 585, 286],
    "naïve café ÜBER straße": [1097, 35689, 563, 15304, 6522, 1516, 1894, 127, 253, 324],
    "日本語の絵 🎨": [39121, 44353, 34002, 252, 21575, 37810, 369, 13461],
    "(masterpiece:1.2), 8k": [263, 12066, 281, 272, 269, 273, 2361, 279, 330],
    "x²+y²=z² №5": [343, 41175, 266, 344, 41175, 284, 345, 41175, 8604, 500, 276],
}  # fmt: skip


def test_its_size() -> None:
    merges = read_merges()
    numbers = number_tokens(merges)
    assert len(merges) == 48_894
    assert len(numbers) == TOKENS == 49_408
    assert (numbers["!"], numbers["!</w>"], numbers["<|startoftext|>"]) == (0, 256, 49_406)


@pytest.mark.parametrize("text", NUMBERS)
def test_words_have_openais_numbers(text: str) -> None:
    assert clip_tokenizer(END)(text).input_ids == [49_406, *NUMBERS[text], 49_407]


@pytest.mark.parametrize(("pad", "number"), [(END, 49_407), ("!", 0)])
def test_what_fills_a_prompt_up(pad: str, number: int) -> None:
    tokenizer = clip_tokenizer(pad)
    assert tokenizer.model_max_length == 77
    filled = tokenizer("red", padding="max_length", max_length=6).input_ids
    assert filled == [49_406, 736, 49_407, number, number, number]


def test_its_licence_lies_beside_it() -> None:
    folder = Path(vocabulary.__file__).with_name("clip_vocabulary")
    text = (folder / "LICENSE").read_text(encoding="utf-8")
    assert "Copyright (c) 2021 OpenAI" in text
    assert (folder / "merges.txt.gz").stat().st_size < 1_000_000
