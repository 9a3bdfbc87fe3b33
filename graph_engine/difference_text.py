"""Difference text: what sets two workflows apart, in lines to read, words of a prompt marked."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from graph_engine.difference import Change, Difference, Kind, NodeDifference, ParamChange

Json = Any
Style = Literal["plain", "added", "removed", "changed"]
_MAX_WORDS = 2_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_KIND_STYLES: dict[Kind, tuple[str, Style]] = {
    "added": ("+", "added"),
    "removed": ("-", "removed"),
    "renamed": ("~", "changed"),
    "changed": ("~", "changed"),
}


@dataclass(frozen=True)
class Piece:
    """A part of a line and what it means."""

    text: str
    style: Style = "plain"


Line = tuple[Piece, ...]


def difference_lines(found: Difference) -> Iterator[Line]:
    """The difference as lines, the last of which counts it up."""
    if found.is_empty:
        yield (Piece("The two are the same."),)
        return
    yield from _lines(found)
    yield (Piece(summary(found)),)


def summary(found: Difference) -> str:
    """How many nodes differ, and in which way, as a sentence."""
    kinds: tuple[Kind, ...] = ("added", "removed", "renamed", "changed")
    counts = [f"{len(nodes)} {kind}" for kind in kinds if (nodes := found.of_kind(kind))]
    parts = [f"Nodes: {', '.join(counts)}."] if counts else []
    if moved := sum(node.moved for node in found.nodes):
        parts.append(f"On the canvas: {moved} {'node' if moved == 1 else 'nodes'} elsewhere.")
    if found.layout:
        parts.append(f"Layout: other {', '.join(found.layout)}.")
    if found.is_layout_only:
        parts.append("The results are the same.")
    return " ".join(parts) or "Only what surrounds the nodes differs."


def word_pieces(before: str, after: str) -> Line:
    """A text with the words that went and came marked, as `[-old-]` and `{+new+}`."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _MAX_WORDS:
        return (*_removed(before), Piece(" "), *_added(after))
    pieces: list[Piece] = []
    for before, after in _runs(old, new):
        if before == after:
            pieces.append(Piece(before))
        else:
            pieces += _removed(before) + _added(after)
    return tuple(pieces)


def _runs(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """The texts run by run, before and after; words changed one after the other are one run."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    runs: list[tuple[str, str]] = []
    for _, i, j, k, m in matcher.get_opcodes():
        run = ("".join(old[i:j]), "".join(new[k:m]))
        between = len(runs) > 1 and runs[-1][0] == runs[-1][1] and runs[-1][0].isspace()
        if run[0] != run[1] and between:
            space, changed = runs.pop(), runs.pop()
            run = (changed[0] + space[0] + run[0], changed[1] + space[1] + run[1])
        runs.append(run)
    return runs


def _removed(text: str) -> tuple[Piece, ...]:
    return (Piece(f"[-{text}-]", "removed"),) if text else ()


def _added(text: str) -> tuple[Piece, ...]:
    return (Piece(f"{{+{text}+}}", "added"),) if text else ()


def _lines(found: Difference, indent: str = "") -> Iterator[Line]:
    for change in found.properties:
        yield (Piece(f"{indent}{change.name}: "), *_text_pieces(change))
    for node in found.nodes:
        if node.kind != "moved":
            yield from _node_lines(node, indent)
    for name in found.subgraphs_added:
        yield (Piece(f'{indent}+ subgraph "{name}"', "added"),)
    for name in found.subgraphs_removed:
        yield (Piece(f'{indent}- subgraph "{name}"', "removed"),)
    for name, inner in found.subgraphs.items():
        yield (Piece(f'{indent}~ subgraph "{name}"', "changed"),)
        yield from _lines(inner, indent + "    ")
        yield (Piece(f"{indent}    {summary(inner)}"),)


def _node_lines(node: NodeDifference, indent: str) -> Iterator[Line]:
    sign, style = _KIND_STYLES[node.kind]
    renamed = node.before and node.after and node.before != node.after
    name = f"{node.before} → {node.after}" if renamed else node.id
    yield (Piece(f"{indent}{sign} {name}", style), Piece(f" ({node.type})"))
    indent += "    "
    for change in node.properties:
        yield (Piece(f"{indent}{change.name}: "), *_text_pieces(change))
    for param in node.params:
        yield (Piece(f"{indent}{param.name}: "), *_param_pieces(param, node.kind))
    for link in node.links:
        yield (Piece(f"{indent}{link.name} ← "), *_link_pieces(link, node.kind))


def _param_pieces(param: ParamChange, kind: Kind) -> Line:
    before, after = param.before, param.after
    if kind in ("added", "removed"):
        return (Piece(_value(after if kind == "added" else before, given=True)),)
    if _is_prose(before) and _is_prose(after):
        return word_pieces(before, after)
    old = _value(before, given=param.given_before)
    new = _value(after, given=param.given_after)
    return (Piece(old, "removed"), Piece(" → "), Piece(new, "added"))


def _link_pieces(link: Change, kind: Kind) -> Line:
    if kind in ("added", "removed"):
        return (Piece(link.after or link.before or ""),)
    old, new = link.before or "nothing", link.after or "nothing"
    return (Piece(old, "removed"), Piece(" → "), Piece(new, "added"))


def _text_pieces(change: Change) -> Line:
    if _is_prose(change.before) and _is_prose(change.after):
        return word_pieces(change.before or "", change.after or "")
    old, new = change.before or "nothing", change.after or "nothing"
    return (Piece(old, "removed"), Piece(" → "), Piece(new, "added"))


def _is_prose(value: Json) -> bool:
    """Whether a value is text of several words, such as a prompt."""
    return isinstance(value, str) and len(value.split()) > 1


def _value(value: Json, *, given: bool) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if given:
        return text
    return "default" if value is None else f"{text} (default)"
