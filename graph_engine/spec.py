"""NodeSpec: a node class read into data."""

from __future__ import annotations

import builtins
import inspect
import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any

from graph_engine.errors import DeclarationError
from graph_engine.hints import FileHint, Hint
from graph_engine.node import Node
from graph_engine.types import PortType, read_annotation

Json = Any


@dataclass(frozen=True)
class InputSpec:
    """One input: a port, and for a scalar also a param with a widget."""

    name: str
    type: PortType
    required: bool
    default: Json = None
    hint: Hint | None = None
    doc: str = ""

    def problem(self, value: Any) -> str:
        """What is wrong with a value for this param, as "must be …"; empty if nothing is."""
        wrong = self.type.problem(value)
        if wrong or self.hint is None or value is None:
            return wrong
        return self.hint.problem(value)

    def normalised(self, value: Json) -> Json:
        """The value as the node sees it: a whole number given for a float becomes a float."""
        if self.type.names == ("float",) and isinstance(value, int):
            return float(value)
        return value

    def describe(self) -> dict[str, Any]:
        """The input as JSON data."""
        data: dict[str, Any] = {
            "name": self.name,
            **self.type.describe(),
            "required": self.required,
            "doc": self.doc,
        }
        if self.type.is_scalar:
            data["default"] = self.default
        if self.hint is not None:
            data["hint"] = self.hint.describe()
        return data


@dataclass(frozen=True)
class OutputSpec:
    """One output port."""

    name: str
    type: PortType
    doc: str = ""

    def describe(self) -> dict[str, Any]:
        """The output as JSON data."""
        return {"name": self.name, **self.type.describe(), "doc": self.doc}


@dataclass(frozen=True)
class NodeSpec:
    """All that is known of a node type, with the class that does its work.

    A spec read from data (`graph_engine.descriptions`) has the bare `Node` for its class.
    """

    type: str
    version: int
    category: str
    effects: bool
    replaces: tuple[str, ...]
    numerics: tuple[str, ...]
    summary: str
    doc: str
    inputs: Mapping[str, InputSpec]
    outputs: Mapping[str, OutputSpec]
    node_class: builtins.type[Node]
    value_types: Mapping[str, builtins.type]
    pack: str = ""

    @cached_property
    def scalars(self) -> tuple[InputSpec, ...]:
        """The inputs that can be params."""
        return tuple(spec for spec in self.inputs.values() if spec.type.is_scalar)

    @cached_property
    def required_ports(self) -> tuple[str, ...]:
        """The inputs that must be linked."""
        return tuple(
            spec.name for spec in self.inputs.values() if spec.required and not spec.type.is_scalar
        )

    @cached_property
    def files(self) -> tuple[InputSpec, ...]:
        """The params that name files."""
        return tuple(spec for spec in self.scalars if isinstance(spec.hint, FileHint))

    @cached_property
    def has_fingerprint(self) -> bool:
        """Whether the class says itself what else decides its result."""
        return self.node_class.fingerprint is not Node.fingerprint

    @cached_property
    def has_outline(self) -> bool:
        """Whether the class says something of its outputs, or of its steps, before it runs."""
        return self.node_class.outline is not Node.outline or self.has_steps

    @cached_property
    def has_steps(self) -> bool:
        """Whether the class passes states that a run can resume at."""
        return self.node_class.chain is not Node.chain

    def describe(self) -> dict[str, Any]:
        """The node type as JSON data, all that a window needs to show it."""
        return {
            "type": self.type,
            "version": self.version,
            "category": self.category,
            "effects": self.effects,
            "replaces": list(self.replaces),
            "numerics": list(self.numerics),
            "summary": self.summary,
            "doc": self.doc,
            "pack": self.pack,
            "inputs": [spec.describe() for spec in self.inputs.values()],
            "outputs": [spec.describe() for spec in self.outputs.values()],
        }


def read_spec(cls: type[Node], *, prefix: str = "", pack: str = "") -> NodeSpec:
    """Read a node class; raises DeclarationError that names the class and the field."""
    sections = _read_docstring(inspect.getdoc(cls) or "")
    options = cls.options
    inputs = _read_inputs(cls, sections.inputs)
    outputs = _read_outputs(cls, sections.outputs)
    for kind, documented, real in (
        ("input", sections.inputs, inputs),
        ("output", sections.outputs, outputs),
    ):
        for name in documented:
            if name not in real:
                raise DeclarationError(
                    f'The docstring of {cls.__name__} describes the {kind} "{name}",'
                    f" which the node does not have."
                )
    return NodeSpec(
        type=f"{prefix}{cls.__name__}",
        version=options.version,
        category=options.category,
        effects=options.effects,
        replaces=options.replaces,
        numerics=options.numerics,
        summary=sections.summary,
        doc=sections.body,
        inputs=inputs,
        outputs=outputs,
        node_class=cls,
        value_types=_value_types(cls, (*inputs.values(), *outputs.values())),
        pack=pack,
    )


def _hints_of(cls: type, owner: str) -> dict[str, Any]:
    try:
        return typing.get_type_hints(cls, include_extras=True)
    except Exception as error:
        raise DeclarationError(f"The types of {owner} can't be read: {error}") from error


def _read_inputs(cls: type[Node], docs: Mapping[str, str]) -> dict[str, InputSpec]:
    annotations = _hints_of(cls, cls.__name__)
    inputs: dict[str, InputSpec] = {}
    for field in fields(cls):  # type: ignore[arg-type]  # dataclass is applied in Node
        try:
            port, hint = read_annotation(annotations[field.name])
        except (TypeError, KeyError) as error:
            raise DeclarationError(
                f'The input "{field.name}" of {cls.__name__} has no usable type: {error}'
            ) from error
        required = field.default is MISSING
        default = None if required else field.default
        spec = InputSpec(field.name, port, required, default, hint, docs.get(field.name, ""))
        if not required and port.is_scalar and (wrong := spec.problem(default)):
            raise DeclarationError(
                f'The default of "{field.name}" of {cls.__name__} is {default!r}; it {wrong}.'
            )
        if not required and not port.is_scalar and default is not None:
            raise DeclarationError(
                f'The port "{field.name}" of {cls.__name__} can only have the default None.'
            )
        inputs[field.name] = spec
    return inputs


def _read_outputs(cls: type[Node], docs: Mapping[str, str]) -> dict[str, OutputSpec]:
    if not (issubclass(cls.Outputs, tuple) and hasattr(cls.Outputs, "_fields")):
        raise DeclarationError(f"The Outputs of {cls.__name__} must be a NamedTuple.")
    if cls.options.effects and cls.Outputs._fields:
        raise DeclarationError(
            f"{cls.__name__} has effects, so it can't have outputs: a node with effects ends a"
            " workflow."
        )
    annotations = _hints_of(cls.Outputs, f"{cls.__name__}.Outputs")
    outputs: dict[str, OutputSpec] = {}
    for name, annotation in annotations.items():
        try:
            port, _ = read_annotation(annotation)
        except (TypeError, KeyError) as error:
            raise DeclarationError(
                f'The output "{name}" of {cls.__name__} has no usable type: {error}'
            ) from error
        outputs[name] = OutputSpec(name, port, docs.get(name, ""))
    return outputs


def _value_types(cls: type[Node], ports: Iterable[InputSpec | OutputSpec]) -> dict[str, type]:
    """The dataclasses that cross the node's links and those inside them, by name."""
    found: dict[str, type] = {}
    waiting = [value for port in ports for value in port.type.classes]
    while waiting:
        value = waiting.pop()
        if found.get(value.__name__) is value or not is_dataclass(value):
            continue
        found[value.__name__] = value
        hints = _hints_of(value, f"{value.__name__}, which {cls.__name__} uses,")
        waiting += [part for hint in hints.values() for part in _classes_in(hint)]
    return found


def _classes_in(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _classes_in(part)


@dataclass(frozen=True)
class _Docstring:
    summary: str
    body: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]


def _read_docstring(text: str) -> _Docstring:
    """Split a docstring into its first sentence, its text, and its Inputs and Outputs sections."""
    parts = re.split(r"^(Inputs|Outputs):[ \t]*$", text, flags=re.MULTILINE)
    body = parts[0].strip()
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    summary = " ".join(body.split("\n\n", 1)[0].split())
    return _Docstring(
        summary,
        body,
        _read_items(sections.get("Inputs", "")),
        _read_items(sections.get("Outputs", "")),
    )


def _read_items(text: str) -> dict[str, str]:
    items = re.findall(r"^ {4}(\w+):((?:.*\n?)(?:^ {5,}.*\n?)*)", text, flags=re.MULTILINE)
    return {name: " ".join(words.split()) for name, words in items}
