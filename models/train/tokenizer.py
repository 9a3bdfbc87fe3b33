"""Learns a CLIP-compatible byte-pair vocabulary from the captions of the training pictures."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from transformers import CLIPTokenizer

from models.train.pictures import draw_picture

START, END = "<|startoftext|>", "<|endoftext|>"
CORPUS_CAPTIONS = 6000
LARGEST_VOCABULARY = 1024
MAX_LENGTH = 77

COMMON_WORDS = (
    "a an the of in on at with and or to left right above below next behind front photo picture "
    "painting drawing image small large big tiny huge red green blue circle square"
)
"""Words people try that no caption holds get whole tokens too."""

Merge = tuple[str, str]


def train_tokenizer(out: Path, seed: int) -> None:
    """Write the tokenizer folder that ``CLIPTokenizer`` loads."""
    captions = [draw_picture(seed, index, size=32).caption for index in range(CORPUS_CAPTIONS)]
    symbols = base_symbols()
    room = LARGEST_VOCABULARY - len(symbols) - 2
    merges = learn_merges(_words([*captions, *[COMMON_WORDS] * 200]), room)
    tokens = [*symbols, *(first + second for first, second in merges), START, END]
    # The end token must be the largest id: CLIP pools at the argmax of the ids.
    vocabulary = {token: index for index, token in enumerate(tokens)}
    _write(out / "tokenizer", vocabulary, merges, pad=END)


def write_second_tokenizer(first: Path, target: Path) -> None:
    """Write SDXL's second tokenizer: the first one, but padded with "!", whose id is 0."""
    vocabulary = json.loads((first / "vocab.json").read_text(encoding="utf-8"))
    lines = (first / "merges.txt").read_text(encoding="utf-8").splitlines()[1:]
    merges = [(one, other) for one, other in (line.split(" ") for line in lines)]
    _write(target, vocabulary, merges, pad="!")


def base_symbols() -> list[str]:
    """CLIP's 512: every byte as a printable character, alone and at the end of a word.

    The mapping is GPT-2's ``bytes_to_unicode`` (Radford et al., 2019).
    """
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in printable]
    characters = [chr(byte) for byte in printable] + [chr(256 + i) for i in range(len(hidden))]
    return characters + [character + "</w>" for character in characters]


def learn_merges(words: Counter[str], most: int) -> list[Merge]:
    """Byte-pair merges, most frequent pair first (R. Sennrich et al., 2016)."""
    spellings = {word: [*word[:-1], word[-1] + "</w>"] for word in words}
    merges: list[Merge] = []
    while len(merges) < most:
        pairs: Counter[Merge] = Counter()
        for word, symbols in spellings.items():
            for pair in pairwise(symbols):
                pairs[pair] += words[word]
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        merges.append(best)
        spellings = {word: _merged(symbols, best) for word, symbols in spellings.items()}
    return merges


def _merged(symbols: list[str], merge: Merge) -> list[str]:
    result: list[str] = []
    position = 0
    while position < len(symbols):
        if tuple(symbols[position : position + 2]) == merge:
            result.append("".join(merge))
            position += 2
        else:
            result.append(symbols[position])
            position += 1
    return result


def _words(captions: list[str]) -> Counter[str]:
    """Words as CLIP's own normaliser and splitter see them."""
    vocabulary = {token: index for index, token in enumerate([*base_symbols(), START, END])}
    backend = CLIPTokenizer(vocab=vocabulary, merges=[]).backend_tokenizer
    words: Counter[str] = Counter()
    for caption in captions:
        normal = backend.normalizer.normalize_str(caption)
        words.update(word for word, _ in backend.pre_tokenizer.pre_tokenize_str(normal))
    return words


def _write(folder: Path, vocabulary: dict[str, int], merges: list[Merge], pad: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary_text = json.dumps(vocabulary, ensure_ascii=False)
    (folder / "vocab.json").write_text(vocabulary_text, encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(merge) for merge in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    merge_pairs: Any = merges  # annotated as text in transformers, which takes pairs as well
    tokenizer = CLIPTokenizer(
        vocab=vocabulary,
        merges=merge_pairs,
        bos_token=START,
        eos_token=END,
        unk_token=END,
        pad_token=pad,
        model_max_length=MAX_LENGTH,
    )
    tokenizer.save_pretrained(folder)
