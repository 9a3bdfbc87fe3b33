"""KeyMap: which keys do what: the defaults, and what the user changed of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtGui import QKeySequence

from app.actions.table import TABLE
from app.look.key_names import key_name
from app.look.words import tr

Json = Any
Keys = tuple[str, ...]
_PORTABLE = QKeySequence.SequenceFormat.PortableText


@dataclass(frozen=True)
class Conflict:
    """A key that two actions claim in the same place."""

    key: str
    first: str
    second: str

    def __str__(self) -> str:
        return tr(
            "{key} is taken twice: by “{first}” and by “{second}”.",
            key=shown_key(self.key),
            first=tr(TABLE[self.first].text),
            second=tr(TABLE[self.second].text),
        )


@dataclass(frozen=True)
class KeyMap:
    """The keys of every action; `changed` holds what differs from the defaults.

    Ids that this version does not know are kept, so that an older Weft loses nothing.
    """

    changed: Mapping[str, Keys] = field(default_factory=dict)

    def keys(self, action_id: str) -> Keys:
        """The keys of an action, the one that menus show first."""
        return self.changed.get(action_id, TABLE[action_id].keys)

    def is_changed(self, action_id: str) -> bool:
        """Whether the user changed the action's keys."""
        return action_id in self.changed

    def with_keys(self, action_id: str, keys: Iterable[str]) -> KeyMap:
        """The map in which the action has these keys and no others."""
        wanted = tuple(dict.fromkeys(portable_key(key) for key in keys))
        others = {name: held for name, held in self.changed.items() if name != action_id}
        if wanted == TABLE[action_id].keys:
            return KeyMap(others)
        return KeyMap({**others, action_id: wanted})

    def moved(self, action_id: str, key: str) -> KeyMap:
        """The map in which the key does this action, and no longer what it conflicts with."""
        after = self
        for owner in self.owners(key, action_id):
            kept = [held for held in after.keys(owner) if _same(held) != _same(key)]
            after = after.with_keys(owner, kept)
        return after.with_keys(action_id, (key,))

    def reset(self, action_id: str) -> KeyMap:
        """The map in which the action has its default keys."""
        return self.with_keys(action_id, TABLE[action_id].keys)

    def owners(self, key: str, wanted_by: str) -> tuple[str, ...]:
        """The actions that a key would conflict with if another action had it."""
        wanting = TABLE[wanted_by]
        return tuple(
            name
            for name, action in TABLE.items()
            if name != wanted_by
            and wanting.meets(action)
            and any(_same(held) == _same(key) for held in self.keys(name))
        )

    def conflicts(self) -> tuple[Conflict, ...]:
        """The keys that are claimed twice, each pair once."""
        held = [(_same(key), key, name) for name in TABLE for key in self.keys(name)]
        return tuple(
            Conflict(key, first, second)
            for at, (same, key, first) in enumerate(held)
            for other, _, second in held[at + 1 :]
            if same == other and first != second and TABLE[first].meets(TABLE[second])
        )


def read_key_map(data: Json) -> KeyMap:
    """The map that the settings hold; what is no list of keys is left out."""
    if not isinstance(data, dict):
        return KeyMap()
    changed = {
        name: tuple(key for key in keys if name not in TABLE or portable_key(key))
        for name, keys in data.items()
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys)
    }
    return KeyMap(changed)


def portable_key(key: str) -> str:
    """The key as settings hold it, the same on every system; empty if it is none."""
    return QKeySequence(key, _PORTABLE).toString(_PORTABLE)


def shown_key(key: str) -> str:
    """The key as it is printed on the keyboard here, such as "Ctrl+Enter" or "⌘↩"."""
    return key_name(QKeySequence(key, _PORTABLE))


def sequences(keys: Iterable[str]) -> list[QKeySequence]:
    """The keys for Qt; Return stands for both keys of that name."""
    wanted = [key for key in keys if key]
    both = [(key, key.replace("Return", "Enter")) for key in wanted]
    names = dict.fromkeys(name for pair in both for name in pair)
    return [QKeySequence(name, _PORTABLE) for name in names]


def key_caps(key: str) -> tuple[str, ...]:
    """The key's parts, one for each cap on the keyboard: "Ctrl", "Shift", "P"."""
    shown = shown_key(key)
    head, plus, _ = shown[:-1].rpartition("+")
    if not plus:
        return (shown,) if shown else ()
    return (*head.split("+"), shown[len(head) + 1 :])


def all_caps(keys: Iterable[str]) -> tuple[str, ...]:
    """The caps of several keys, with an empty one between each two."""
    caps: list[str] = []
    for key in keys:
        caps += ["", *key_caps(key)] if caps else key_caps(key)
    return tuple(caps)


def _same(key: str) -> str:
    return key.replace("Return", "Enter")
