"""Vocabulary: CLIP's words, which every Stable Diffusion text encoder was trained with.

Single files carry no tokenizer, so it travels with Weft (`clip_vocabulary/LICENSE` says from
where).
"""

from __future__ import annotations

import gzip
from pathlib import Path

START, END = "<|startoftext|>", "<|endoftext|>"
WORD_END = "</w>"
TOKENS = 49408

_MERGES = Path(__file__).with_name("clip_vocabulary") / "merges.txt.gz"
_PRINTABLE = (*range(33, 127), *range(161, 173), *range(174, 256))


def read_merges() -> list[tuple[str, str]]:
    """The pairs of symbols that are joined, the most frequent first."""
    lines = gzip.decompress(_MERGES.read_bytes()).decode("utf-8").splitlines()
    pairs = (line.split(" ") for line in lines)
    return [(first, second) for first, second in pairs]


def number_tokens(merges: list[tuple[str, str]]) -> dict[str, int]:
    """The number of each token: bytes, bytes that end a word, joined pairs, start and end."""
    symbols = _byte_symbols()
    ends = [symbol + WORD_END for symbol in symbols]
    joined = [first + second for first, second in merges]
    return {token: number for number, token in enumerate([*symbols, *ends, *joined, START, END])}


def _byte_symbols() -> list[str]:
    """The character that stands for each byte: itself where it can be printed, else another."""
    others = [byte for byte in range(256) if byte not in _PRINTABLE]
    return [*map(chr, _PRINTABLE), *(chr(256 + i) for i in range(len(others)))]
