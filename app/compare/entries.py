"""Entries: what differs between two workflows, grouped by node, as the list shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.canvas.node_view import title_of_type
from app.compare.kinds import KINDS
from app.compare.union import TOP, Union, UnitedLevel
from app.look.words import listed, tr, tr_count
from graph_engine.difference import Change, Difference, Kind, NodeDifference, ParamChange
from graph_engine.difference_text import Line, Piece, word_pieces
from graph_engine.subgraphs import subgraph_id_of
from graph_engine.workflow import Workflow

Json = Any
LONGEST = 4_000
_MARK = 2
"""How long the signs are that `word_pieces` puts around words: `[-` and `-]`."""


@dataclass(frozen=True)
class Shown:
    """One thing that differs, before and after; None where it is not there."""

    name: str
    before: Line | None
    after: Line | None


@dataclass(frozen=True)
class Entry:
    """One row of the list: a node, or what surrounds the nodes (`node` is empty then)."""

    kind: Kind
    title: str
    note: str = ""
    level: str = TOP
    node: str = ""
    changes: tuple[Shown, ...] = ()

    @property
    def text(self) -> str:
        """All of it as plain text."""
        head = f"{tr(KINDS[self.kind].word)}: {self.title} {self.note}".rstrip()
        return "\n".join([head, *(f"{change.name}: {_spoken(change)}" for change in self.changes)])


def entries(union: Union, *, layout: bool) -> Iterator[Entry]:
    """All that differs, those inside subgraphs last; places on the canvas only if asked for."""
    for level, united in union.levels.items():
        yield from _level_entries(union.workflow, level, united, layout=layout)


def _level_entries(
    workflow: Workflow, level: str, united: UnitedLevel, *, layout: bool
) -> Iterator[Entry]:
    found = united.found
    where = workflow.subgraphs[level].name or level if level else ""
    if found.properties:
        title = tr("Subgraph {name}", name=where) if level else tr("The workflow")
        yield Entry("changed", title, level=level, changes=_texts(found.properties))
    for node in found.nodes:
        if node.kind != "moved" or layout:
            yield _node_entry(workflow, level, united, node, where)
    for name in found.subgraphs_added:
        yield Entry("added", tr("Subgraph {name}", name=name))
    for name in found.subgraphs_removed:
        yield Entry("removed", tr("Subgraph {name}", name=name))
    if layout and found.layout:
        yield Entry("moved", tr("Layout"), _layout_words(found.layout), level)


def _node_entry(
    workflow: Workflow, level: str, united: UnitedLevel, node: NodeDifference, where: str
) -> Entry:
    renamed = node.before and node.after and node.before != node.after
    title = f"{node.before} → {node.after}" if renamed else node.id
    inner = subgraph_id_of(node.type)
    if inner is not None and inner in workflow.subgraphs:
        note = workflow.subgraphs[inner].name or inner
    else:
        note = title_of_type(node.type)
    if where:
        note = tr("{type}, in {subgraph}", type=note, subgraph=where)
    params = (_param(change, node.kind) for change in node.params)
    links = (_link(change, node.kind) for change in node.links)
    changes = (*_texts(node.properties), *params, *links)
    return Entry(node.kind, title, note, level, united.id_of(node), changes)


def _param(change: ParamChange, kind: Kind) -> Shown:
    if kind == "added":
        return Shown(change.name, None, _value(change.after, given=True))
    if kind == "removed":
        return Shown(change.name, _value(change.before, given=True), None)
    if _is_prose(change.before) and _is_prose(change.after):
        return _words(change.name, change.before, change.after)
    before = _value(change.before, given=change.given_before)
    return Shown(change.name, before, _value(change.after, given=change.given_after))


def _link(change: Change, kind: Kind) -> Shown:
    nothing = None if kind in ("added", "removed") else (Piece(tr("not linked")),)
    before = (Piece(f"← {change.before}"),) if change.before is not None else nothing
    after = (Piece(f"← {change.after}"),) if change.after is not None else nothing
    return Shown(change.name, before, after)


def _texts(changes: Iterable[Change]) -> tuple[Shown, ...]:
    return tuple(_text(change) for change in changes)


def _text(change: Change) -> Shown:
    if _is_prose(change.before) and _is_prose(change.after):
        return _words(change.name, change.before or "", change.after or "")
    nothing = (Piece(tr("nothing")),)
    before = (Piece(_clipped(change.before)),) if change.before is not None else nothing
    after = (Piece(_clipped(change.after)),) if change.after is not None else nothing
    return Shown(change.name, before, after)


def _words(name: str, before: str, after: str) -> Shown:
    """Two texts by word: before with what went, after with what came."""
    pieces = word_pieces(_clipped(before), _clipped(after))
    bare = [
        piece if piece.style == "plain" else Piece(piece.text[_MARK:-_MARK], piece.style)
        for piece in pieces
    ]
    return Shown(
        name,
        tuple(piece for piece in bare if piece.style != "added"),
        tuple(piece for piece in bare if piece.style != "removed"),
    )


def _value(value: Json, *, given: bool) -> Line:
    if value is None and not given:
        return (Piece(tr("default")),)
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    text = _clipped(text)
    return (Piece(text if given else tr("{value} (default)", value=text)),)


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _is_prose(value: Json) -> bool:
    return isinstance(value, str) and len(value.split()) > 1


def _spoken(change: Shown) -> str:
    before = "".join(piece.text for piece in change.before or ())
    after = "".join(piece.text for piece in change.after or ())
    return " → ".join(text for text in (before, after) if text)


def _layout_words(parts: Iterable[str]) -> str:
    words = {
        "frames": tr("other frames"),
        "notes": tr("other notes"),
        "wires": tr("other wire dots"),
        "other": tr("other entries"),
    }
    return listed(words[part] for part in parts)


def summary_of(found: Difference) -> str:
    """What differs, as a sentence."""
    if found.is_empty:
        return tr("The two are the same.")
    moved = sum(node.moved for node in found.nodes)
    elsewhere = tr_count(moved, "{number} node elsewhere", "{number} nodes elsewhere")
    if found.is_layout_only:
        parts = [elsewhere] if moved else []
        parts += [_layout_words(found.layout)] if found.layout else []
        where = listed(parts) or tr("inside a subgraph")
        return tr(
            "Only places on the canvas differ ({what}); the results are the same.", what=where
        )
    parts = [
        text.format(number=number)
        for kind, text in (
            ("added", tr("{number} added")),
            ("removed", tr("{number} removed")),
            ("renamed", tr("{number} renamed")),
            ("changed", tr("{number} changed")),
        )
        if (number := sum(node.kind == kind for node in found.nodes))
    ]
    parts += [tr("subgraphs differ")] if _has_other_subgraphs(found) else []
    parts += [tr("name or description differs")] if found.properties else []
    parts += [elsewhere] if moved else []
    text = listed(parts)
    return tr("{sentence}.", sentence=f"{text[:1].upper()}{text[1:]}")


def _has_other_subgraphs(found: Difference) -> bool:
    inner = any(not one.is_layout_only for one in found.subgraphs.values())
    return bool(inner or found.subgraphs_added or found.subgraphs_removed)
