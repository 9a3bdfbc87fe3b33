"""NodeView: what is to be said of one node, on the canvas and in the inspector, without Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.document.document import Document
from graph_engine.check import Problem
from graph_engine.graph import GraphNode, Link, NodeState
from graph_engine.hints import FileHint, Prompt, Seed, Slider
from graph_engine.spec import InputSpec, NodeSpec
from graph_engine.types import ANY, PortType

Json = Any
ParamKind = Literal["value", "number", "prompt", "switch", "file"]


@dataclass(frozen=True)
class PortView:
    """One port: its type's name, the link at it if it is an input, and whether it is wrong."""

    name: str
    kind: str
    doc: str = ""
    link: Link | None = None
    linked: bool = False
    wrong: bool = False


@dataclass(frozen=True)
class ParamView:
    """One param as it is shown: the value in words, and where it stands in its range."""

    name: str
    text: str
    kind: ParamKind
    value: Json
    is_default: bool
    doc: str = ""
    share: float | None = None
    wrong: bool = False


@dataclass(frozen=True)
class NodeView:
    """One node; `kind` is the type that it makes, which tints it.

    A node that is not `known` is a placeholder: its type is not installed.
    """

    id: str
    type: str
    title: str
    category: str
    doc: str
    kind: str
    icon: str
    known: bool
    state: NodeState
    inputs: tuple[PortView, ...]
    outputs: tuple[PortView, ...]
    params: tuple[ParamView, ...]
    problems: tuple[Problem, ...]

    @property
    def shown_params(self) -> tuple[ParamView, ...]:
        """The params that the canvas paints: those that are not at their defaults."""
        return tuple(param for param in self.params if not param.is_default)

    @property
    def folded(self) -> int:
        """How many params are at their defaults."""
        return len(self.params) - len(self.shown_params)


def view_nodes(document: Document) -> dict[str, NodeView]:
    """All nodes of a document, by id."""
    used: dict[str, dict[str, None]] = {}
    for node in document.workflow.graph.nodes.values():
        for link in node.inputs.values():
            used.setdefault(link.node, {})[link.port] = None
    problems: dict[str, list[Problem]] = {}
    for problem in document.problems:
        problems.setdefault(problem.node, []).append(problem)
    return {
        name: _view(
            name,
            node,
            document.specs.get(node.type),
            tuple(used.get(name, ())),
            tuple(problems.get(name, ())),
        )
        for name, node in document.workflow.graph.nodes.items()
    }


def _view(
    name: str,
    node: GraphNode,
    spec: NodeSpec | None,
    used: tuple[str, ...],
    problems: tuple[Problem, ...],
) -> NodeView:
    wrong = {problem.port for problem in problems if problem.severity == "error"}
    inputs = tuple(_inputs(node, spec, wrong))
    outputs = tuple(_outputs(spec, used))
    kind = next((port.kind for port in (*outputs, *inputs)), ANY)
    return NodeView(
        id=name,
        type=node.type,
        title=name[:1].upper() + name[1:].replace("_", " "),
        category=spec.category if spec else "",
        doc=spec.doc if spec else "",
        kind=kind,
        icon=_icon(spec, kind),
        known=spec is not None,
        state=node.state,
        inputs=inputs,
        outputs=outputs,
        params=tuple(_params(node, spec, wrong)),
        problems=problems,
    )


def _inputs(node: GraphNode, spec: NodeSpec | None, wrong: set[str]) -> Iterator[PortView]:
    """The declared ports, the params that are linked, and links to ports that are not there."""
    declared: Mapping[str, InputSpec] = spec.inputs if spec else {}
    for port in declared.values():
        link = node.inputs.get(port.name)
        if link is not None or not port.type.is_scalar:
            kind = kind_of(port.type)
            yield PortView(port.name, kind, port.doc, link, link is not None, port.name in wrong)
    for name, link in node.inputs.items():
        if name not in declared:
            yield PortView(name, ANY, "", link, True, spec is not None)


def _outputs(spec: NodeSpec | None, used: tuple[str, ...]) -> Iterator[PortView]:
    declared = spec.outputs if spec else {}
    for port in declared.values():
        yield PortView(port.name, kind_of(port.type), port.doc, linked=port.name in used)
    for name in used:
        if name not in declared:
            yield PortView(name, ANY, linked=True, wrong=spec is not None)


def _params(node: GraphNode, spec: NodeSpec | None, wrong: set[str]) -> Iterator[ParamView]:
    scalars = {scalar.name: scalar for scalar in spec.scalars} if spec else {}
    for scalar in scalars.values():
        if scalar.name not in node.inputs:
            value = scalar.normalised(node.params.get(scalar.name, scalar.default))
            at_default = not scalar.required and value == scalar.default
            yield ParamView(
                name=scalar.name,
                text=value_text(value, scalar),
                kind=_param_kind(scalar, value),
                value=value,
                is_default=at_default,
                doc=scalar.doc,
                share=_share(scalar, value),
                wrong=scalar.name in wrong,
            )
    for name, value in node.params.items():
        if name not in scalars:
            kind: ParamKind = "switch" if isinstance(value, bool) else "value"
            yield ParamView(
                name, value_text(value), kind, value, is_default=False, wrong=name in wrong
            )


def kind_of(port: PortType) -> str:
    """The one name that colours and shapes a port; a port of several types is `any`."""
    return port.names[0] if len(port.names) == 1 else ANY


def value_text(value: Json, scalar: InputSpec | None = None) -> str:
    """A value in words: seeds by thousands, floats with a point, nothing as a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int) and scalar is not None and isinstance(scalar.hint, Seed):
        return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")
    if isinstance(value, float):
        short = abs(value) < 1e6 and value == round(value, 1)
        return f"{value:.1f}" if short else f"{value:g}"
    return str(value)


def _param_kind(scalar: InputSpec, value: Json) -> ParamKind:
    if isinstance(value, bool):
        return "switch"
    if isinstance(value, int | float):
        return "number"
    if isinstance(scalar.hint, Prompt):
        return "prompt"
    return "file" if isinstance(scalar.hint, FileHint) else "value"


def _share(scalar: InputSpec, value: Json) -> float | None:
    """How much of a slider is filled, from 0 to 1."""
    hint = scalar.hint
    if not isinstance(hint, Slider) or hint.minimum is None or hint.maximum is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    span = hint.maximum - hint.minimum
    return min(1.0, max(0.0, (value - hint.minimum) / span)) if span > 0 else None


def _icon(spec: NodeSpec | None, kind: str) -> str:
    if spec is None:
        return "unknown"
    if spec.effects and spec.scalars:
        return "save"
    if spec.category == "Sampling":
        return "sample"
    icons = {
        "UNet": "model",
        "TextEncoder": "model",
        "VAE": "model",
        "ControlNet": "model",
        "Conditioning": "text",
        "Latent": "latent",
        "Image": "image",
        "Mask": "mask",
        "Control": "control",
    }
    return icons.get(kind, "model")
