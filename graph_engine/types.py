"""Port types: what an annotation stands for, and which port connects to which."""

from __future__ import annotations

import math
import types
import typing
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from graph_engine.hints import Hint

SCALARS: dict[type, str] = {int: "int", float: "float", str: "str", bool: "bool"}
ANY = "any"


@dataclass(frozen=True)
class PortType:
    """The type of a port.

    `names` are the type names it stands for (several for a union), `choices` the values of a
    `Literal`, and `classes` the Python classes behind the names that are not scalars.
    """

    names: tuple[str, ...]
    choices: tuple[str | int, ...] = ()
    optional: bool = False
    classes: tuple[type, ...] = field(default=(), compare=False)

    @property
    def is_scalar(self) -> bool:
        """Whether a widget can hold the value."""
        return len(self.names) == 1 and (self.names[0] in SCALARS.values() or bool(self.choices))

    def __str__(self) -> str:
        if self.choices:
            return "choice"
        return " | ".join(self.names)

    def describe(self) -> dict[str, Any]:
        """The type as JSON data: in words, and all that connecting and checking need."""
        data = {"type": str(self), "names": list(self.names), "optional": self.optional}
        return {**data, "choices": list(self.choices)} if self.choices else data

    def accepts(self, source: PortType) -> bool:
        """Whether an output of type `source` may feed an input of this type."""
        if ANY in self.names or ANY in source.names:
            return True
        widened = set(self.names) | ({"int"} if "float" in self.names else set())
        return any(name in widened for name in source.names)

    def problem(self, value: Any) -> str:
        """What is wrong with a scalar value, as "must be …"; empty if nothing is."""
        if value is None and self.optional:
            return ""
        if self.choices:
            if any(value == choice and type(value) is type(choice) for choice in self.choices):
                return ""
            return "must be one of " + ", ".join(map(str, self.choices))
        name = self.names[0]
        fits = {
            "int": isinstance(value, int) and not isinstance(value, bool),
            "float": _is_finite(value),
            "str": isinstance(value, str),
            "bool": isinstance(value, bool),
        }
        words = {
            "int": "a whole number",
            "float": "a finite number" if isinstance(value, int | float) else "a number",
            "str": "text",
            "bool": "true or false",
        }
        return "" if fits.get(name, True) else f"must be {words[name]}"


def _is_finite(value: Any) -> bool:
    """Whether a value is a number that a float, and a JSON file, can hold."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def read_annotation(annotation: Any) -> tuple[PortType, Hint | None]:
    """Turn a field's annotation into its port type and its hint.

    Raises TypeError for an annotation that no port can have.
    """
    hint: Hint | None = None
    if get_origin(annotation) is Annotated:
        annotation, *extras = get_args(annotation)
        hint = next((extra for extra in extras if isinstance(extra, Hint)), None)
    optional = False
    if get_origin(annotation) in (Union, types.UnionType):
        members = [member for member in get_args(annotation) if member is not type(None)]
        optional = len(members) < len(get_args(annotation))
        if len(members) > 1:
            parts = [read_annotation(member)[0] for member in members]
            names = tuple(name for part in parts for name in part.names)
            classes = tuple(cls for part in parts for cls in part.classes)
            return PortType(names, optional=optional, classes=classes), hint
        annotation = members[0]
    if get_origin(annotation) is Annotated:
        inner, inner_hint = read_annotation(annotation)
        return PortType(inner.names, inner.choices, optional, inner.classes), hint or inner_hint
    return _read_plain(annotation, optional), hint


def _read_plain(annotation: Any, optional: bool) -> PortType:
    if annotation is Any:
        return PortType((ANY,), optional=optional)
    if get_origin(annotation) is Literal:
        choices = get_args(annotation)
        return PortType((SCALARS[type(choices[0])],), choices=choices, optional=optional)
    if annotation in SCALARS:
        return PortType((SCALARS[annotation],), optional=optional)
    origin = typing.get_origin(annotation) or annotation
    if isinstance(origin, type):
        return PortType((origin.__name__,), optional=optional, classes=(origin,))
    raise TypeError(f"{annotation!r} can't be the type of a port")
