"""Fuzzy matching: how well a few letters fit a text, and which of its letters they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Ranks of one word of the query: the better half of a thousand each, less what is left over.
WHOLE, START, WORD, HUMPS, INSIDE, TYPO, SCATTERED = 1000, 900, 800, 700, 500, 400, 200
SHORTEST_TYPO = 4
# Of what is pasted into a field, more than this is no query.
LONGEST = 160
# Letters that lie further apart than this, per letter of the query, are a match by chance.
LOOSEST = 3
_WORD_START = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")


@dataclass(frozen=True)
class Match:
    """A match: the higher its score the better; `positions` are the letters that were found."""

    score: int
    positions: tuple[int, ...] = ()


def match(query: str, text: str) -> Match | None:
    """How well the query fits the text, or None; each word of the query must be found.

    Words may start anywhere, in any order; a query may name just the heads of words ("dela" finds
    "Decode latent", "LC" finds "LoadCheckpoint"); from four letters on one may be wrong, missing,
    too many, or swapped with the next.
    """
    words = _words(query)
    if not words:
        return Match(0)
    target = _target(text)
    if len(words) == 1:
        return _match_word(*words[0], target)
    total = 0
    positions: set[int] = set()
    for word, letters in words:
        found = _match_word(word, letters, target)
        if found is None:
            return None
        total += found.score
        positions.update(found.positions)
    spaced = target.lower.find(" ".join(word for word, _ in words))
    if spaced >= 0:
        total += 150 if spaced else 300
    return Match(total // len(words), tuple(sorted(positions)))


def best_match(query: str, text: str, others: Iterable[tuple[str, int]]) -> Match | None:
    """The match in the shown text, or else in other words for it at a percentage of their score."""
    best = match(query, text)
    for other, percent in others:
        if best is not None and best.score >= WHOLE * percent // 100:
            continue
        found = match(query, other)
        if found is None:
            continue
        score = found.score * percent // 100
        if best is None or score > best.score:
            best = Match(score, best.positions if best is not None else ())
    return best


@dataclass(frozen=True, slots=True)
class _Target:
    lower: str
    starts: tuple[int, ...]
    words: tuple[str, ...]
    letters: int


@lru_cache(maxsize=32768)
def _target(text: str) -> _Target:
    found = list(_WORD_START.finditer(text))
    starts = tuple(piece.start() for piece in found)
    words = tuple(piece.group().lower() for piece in found)
    return _Target(text.lower(), starts, words, _letters(text.lower()))


@lru_cache(maxsize=256)
def _words(query: str) -> tuple[tuple[str, int], ...]:
    return tuple((word, _letters(word)) for word in query[:LONGEST].lower().split())


def _letters(text: str) -> int:
    """Which letters a text has, as bits; some share one, which only lets a text through."""
    bits = 0
    for letter in text:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _match_word(word: str, letters: int, target: _Target) -> Match | None:
    missing = letters & ~target.letters
    if missing:
        # At best one letter is wrong; most texts end here.
        if missing & (missing - 1) or not (typo := _typo(word, target)):
            return None
        return Match(TYPO - min(90, abs(len(target.lower) - len(word))), typo)
    lower = target.lower
    left_over = min(90, max(0, len(lower) - len(word)))
    at = lower.find(word)
    if at >= 0:
        if at == 0:
            rank = WHOLE if len(lower) == len(word) else START
        elif (at_word := _at_word(word, target, at)) is not None:
            at, rank = at_word, WORD
        else:
            rank = INSIDE
        return Match(rank - left_over - min(at, 9), tuple(range(at, at + len(word))))
    if humps := _humps(word, target):
        in_first = 40 if humps[0] == 0 else 0
        return Match(HUMPS + in_first - left_over, humps)
    if typo := _typo(word, target):
        return Match(TYPO - left_over, typo)
    if scattered := _scattered(word, lower):
        span = scattered[-1] - scattered[0]
        return Match(SCATTERED - left_over - min(span, 90), scattered)
    return None


def _at_word(word: str, target: _Target, first: int) -> int | None:
    """Where the letters stand at the start of a word, if they do so anywhere."""
    if first in target.starts:
        return first
    return next((at for at in target.starts if target.lower.startswith(word, at)), None)


def _humps(word: str, target: _Target) -> tuple[int, ...]:
    """The letters as heads of words: each follows the one before or starts a later word."""
    if not any(target.lower[start] == word[0] for start in target.starts):
        return ()
    in_vain: set[tuple[int, int]] = set()

    def place(letter: int, after: int, found: tuple[int, ...]) -> tuple[int, ...]:
        if letter == len(word):
            return found
        if (letter, after) in in_vain:
            return ()
        wanted = word[letter]
        run = after + 1
        if found and run < len(target.lower) and target.lower[run] == wanted:
            placed = place(letter + 1, run, (*found, run))
            if placed:
                return placed
        for start in target.starts:
            if start > after and (start != run or not found) and target.lower[start] == wanted:
                placed = place(letter + 1, start, (*found, start))
                if placed:
                    return placed
        in_vain.add((letter, after))
        return ()

    return place(0, -1, ())


def _typo(word: str, target: _Target) -> tuple[int, ...]:
    """A word of the text that starts like the query but for one letter."""
    if len(word) < SHORTEST_TYPO:
        return ()
    for start, text in zip(target.starts, target.words, strict=True):
        # The first letter is seldom the wrong one, and asking for it halves the work.
        if text[0] == word[0] and (length := _length_but_one(word, text)):
            return tuple(range(start, start + length))
    return ()


def _length_but_one(word: str, text: str) -> int:
    """How many letters of the text the word stands for with one letter wrong; 0 if none do."""
    same = 0
    for mine, other in zip(word, text, strict=False):
        if mine != other:
            break
        same += 1
    rest, other = word[same:], text[same:]
    if rest[1:] and rest[:2] == other[1::-1] and other[2:].startswith(rest[2:]):
        return len(word)  # two swapped
    if other and other[1:].startswith(rest[1:]):
        return len(word) if len(other) >= len(rest) else 0  # one wrong
    if other[1:].startswith(rest) and rest:
        return len(word) + 1  # one missing
    if other.startswith(rest[1:]):
        return len(word) - 1  # one too many
    return 0


def _scattered(word: str, lower: str) -> tuple[int, ...]:
    """The letters in their order, as near to each other as they end; none if too far apart."""
    at = -1
    for letter in word:
        at = lower.find(letter, at + 1)
        if at < 0:
            return ()
    positions = [at]
    for letter in reversed(word[:-1]):
        at = lower.rfind(letter, 0, at)
        positions.append(at)
    positions.reverse()
    return tuple(positions) if positions[-1] - positions[0] < LOOSEST * len(word) else ()


def ranked(matches: Sequence[Match | None]) -> list[int]:
    """The indices of what matched, best first; equal ones stay in their order."""
    found = [(at, hit) for at, hit in enumerate(matches) if hit is not None]
    return [at for at, _ in sorted(found, key=lambda pair: -pair[1].score)]
