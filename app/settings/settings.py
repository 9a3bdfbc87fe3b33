"""Settings: the choices themselves, as data, and their way to and from JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

from app.actions.key_map import KeyMap, read_key_map
from app.look.words import tr

Json = Any
ThemeChoice = Literal["dark", "light", "system"]
Language = Literal["system", "en", "zh_CN"]
TEXT_SCALES = (80, 90, 100, 110, 125, 150)
REMEMBERED = 12


@dataclass(frozen=True)
class Settings:
    """What the user has chosen.

    `keys` holds the changed keys; the `recent` ones stand last used first, and `node_uses` counts
    how often each node type was placed. `extra` keeps what this version does not know.
    """

    theme: ThemeChoice = "dark"
    text_scale: int = 100
    reduced_motion: bool = False
    language: Language = "system"
    autosave: bool = True
    snap: bool = True
    minimap: bool = True
    keys: KeyMap = field(default_factory=KeyMap)
    recent_nodes: tuple[str, ...] = ()
    recent_actions: tuple[str, ...] = ()
    recent_files: tuple[str, ...] = ()
    node_uses: Mapping[str, int] = field(default_factory=dict)
    welcomed: bool = False
    window_layout: str = ""
    extra: Mapping[str, Json] = field(default_factory=dict)

    @property
    def most_used(self) -> tuple[str, ...]:
        """The node types that were placed most, the first most often."""
        return tuple(sorted(self.node_uses, key=lambda name: -self.node_uses[name]))

    def with_node(self, type_id: str) -> Settings:
        """The settings after a node type was placed."""
        uses = {**self.node_uses, type_id: self.node_uses.get(type_id, 0) + 1}
        return replace(self, recent_nodes=_first(type_id, self.recent_nodes), node_uses=uses)

    def with_file(self, path: str) -> Settings:
        """The settings after a file was opened or saved."""
        return replace(self, recent_files=_first(path, self.recent_files))

    def with_action(self, action_id: str) -> Settings:
        """The settings after an action was done from the command palette."""
        return replace(self, recent_actions=_first(action_id, self.recent_actions))


def settings_data(settings: Settings) -> dict[str, Json]:
    """The settings as JSON data: only what differs from the defaults, and what is not known."""
    plain = Settings()
    data: dict[str, Json] = dict(settings.extra)
    for name in _READERS:
        value = getattr(settings, name)
        if value != getattr(plain, name):
            data[name] = list(value) if isinstance(value, tuple) else value
    if settings.keys.changed:
        data["keys"] = {name: list(keys) for name, keys in settings.keys.changed.items()}
    return data


def read_settings(data: Json) -> tuple[Settings, tuple[str, ...]]:
    """The settings of JSON data, with a sentence for each value that can't be one."""
    if not isinstance(data, dict):
        return Settings(), (tr("The settings are no JSON object; the defaults hold."),)
    known = {each.name for each in fields(Settings)} - {"extra"}
    values: dict[str, Json] = {"keys": read_key_map(data.get("keys"))}
    problems: list[str] = []
    for name, read in _READERS.items():
        if name not in data:
            continue
        try:
            values[name] = read(data[name])
        except (TypeError, ValueError):
            text = tr("The setting “{name}” can't be {value!r}; its default holds.")
            problems.append(text.format(name=name, value=data[name]))
    extra = {name: value for name, value in data.items() if name not in known}
    return Settings(**values, extra=extra), tuple(problems)


def _first(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return (name, *(other for other in names if other != name))[:REMEMBERED]


def _one_of(allowed: tuple[str, ...]) -> Callable[[Json], str]:
    def read(value: Json) -> str:
        if value not in allowed:
            raise ValueError
        return str(value)

    return read


def _switch(value: Json) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _scale(value: Json) -> int:
    if not isinstance(value, int) or not TEXT_SCALES[0] <= value <= TEXT_SCALES[-1]:
        raise ValueError
    return value


def _names(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise TypeError
    return tuple(value[:REMEMBERED])


def _counts(value: Json) -> dict[str, int]:
    if not isinstance(value, dict) or not all(isinstance(count, int) for count in value.values()):
        raise TypeError
    return value


_READERS: Mapping[str, Callable[[Json], Json]] = {
    "theme": _one_of(get_args(ThemeChoice)),
    "text_scale": _scale,
    "reduced_motion": _switch,
    "language": _one_of(get_args(Language)),
    "autosave": _switch,
    "snap": _switch,
    "minimap": _switch,
    "recent_nodes": _names,
    "recent_actions": _names,
    "recent_files": _names,
    "node_uses": _counts,
    "welcomed": _switch,
    "window_layout": _text,
}
