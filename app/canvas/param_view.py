"""ParamView: one value as it is shown, in words and in its range."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.editors.number_value import number_text
from app.look.words import tr_count
from graph_engine.graph import GraphNode
from graph_engine.hints import FileHint, ModelFile, Prompt, Seed, Slider, Strokes
from graph_engine.spec import InputSpec, NodeSpec

Json = Any
ParamKind = Literal["value", "number", "seed", "choice", "prompt", "switch", "file", "model"]


@dataclass(frozen=True)
class ParamView:
    """One param; `share` is how much of a slider is filled, `badge` the family of a model."""

    name: str
    text: str
    kind: ParamKind
    value: Json
    is_default: bool
    doc: str = ""
    share: float | None = None
    wrong: bool = False
    pinned: bool = False
    badge: str = ""

    @property
    def folds(self) -> bool:
        """Whether it may fold away: at its default, not pinned, and not what the node is about."""
        return self.is_default and not self.pinned and self.kind != "prompt"


def view_params(
    node: GraphNode,
    spec: NodeSpec | None,
    wrong: Container[str],
    pinned: Container[str],
    families: Mapping[str, str],
) -> Iterator[ParamView]:
    """The params that are not linked: those declared, and those that only the file has."""
    scalars = {scalar.name: scalar for scalar in spec.scalars} if spec else {}
    for name, scalar in scalars.items():
        if name in node.inputs:
            continue
        value = scalar.normalised(node.params.get(name, scalar.default))
        kind = _kind(scalar, value)
        yield ParamView(
            name=name,
            text=value_text(value, scalar),
            kind=kind,
            value=value,
            is_default=not scalar.required and value == scalar.default,
            doc=scalar.doc,
            share=_share(scalar, value),
            wrong=name in wrong,
            pinned=name in pinned,
            badge=families.get(str(value), "") if kind == "model" else "",
        )
    for name, value in node.params.items():
        if name not in scalars and name not in node.inputs:
            kind = "switch" if isinstance(value, bool) else "value"
            yield ParamView(name, value_text(value), kind, value, False, wrong=name in wrong)


def value_text(value: Json, scalar: InputSpec | None = None) -> str:
    """A value in words: seeds by thousands, floats with a point, nothing as a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int) and scalar is not None and isinstance(scalar.hint, Seed):
        return f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")
    if isinstance(value, str) and scalar is not None and isinstance(scalar.hint, Strokes):
        number = sum(bool(line.strip()) for line in value.splitlines())
        return tr_count(number, "{number} stroke", "{number} strokes")
    if scalar is not None and isinstance(value, int | float) and not scalar.problem(value):
        return number_text(scalar, value)
    if isinstance(value, float):
        short = abs(value) < 1e6 and value == round(value, 1)
        return f"{value:.1f}" if short else f"{value:g}"
    return str(value)


def _kind(scalar: InputSpec, value: Json) -> ParamKind:
    if isinstance(value, bool):
        return "switch"
    if isinstance(scalar.hint, Seed):
        return "seed"
    if scalar.type.choices:
        return "choice"
    if isinstance(value, int | float):
        return "number"
    if isinstance(scalar.hint, Prompt):
        return "prompt"
    if isinstance(scalar.hint, ModelFile):
        return "model"
    return "file" if isinstance(scalar.hint, FileHint) else "value"


def _share(scalar: InputSpec, value: Json) -> float | None:
    hint = scalar.hint
    if not isinstance(hint, Slider) or hint.minimum is None or hint.maximum is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    span = hint.maximum - hint.minimum
    return min(1.0, max(0.0, (value - hint.minimum) / span)) if span > 0 else None
