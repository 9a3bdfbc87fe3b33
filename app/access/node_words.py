"""Node words: what a screen reader says of a node, its ports and its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.canvas.node_view import NodeView, PortView, title_of_type
from app.canvas.param_view import ParamView
from app.look.words import marked, tr, tr_count
from graph_engine.hints import FileHint, Number, Prompt, Seed, Slider
from graph_engine.spec import InputSpec

STATES: Mapping[str, str] = {
    "waiting": marked("waiting"),
    "running": marked("running"),
    "cached": marked("cached"),
    "will_run": marked("will run"),
    "resumes": marked("resumes"),
    "failed": marked("failed"),
    "done": marked("done"),
    "muted": marked("muted"),
    "bypassed": marked("bypassed"),
}


def describe_node(view: NodeView, at: int, count: int) -> str:
    """What a node is, its state, its problems, and which of how many it is."""
    kind = tr("{category} node", category=view.category.lower())
    if view.is_subgraph:
        kind = tr_count(
            view.inner or 0, "subgraph with {number} node", "subgraph with {number} nodes"
        )
    elif not view.known:
        kind = tr("node of an unknown type")
    type_words = "" if view.is_subgraph else title_of_type(view.type)
    parts = [type_words if type_words != view.title else "", kind, _state(view)]
    if view.problems:
        parts.append(tr_count(len(view.problems), "{number} problem", "{number} problems"))
        parts += [str(problem) for problem in view.problems]
    parts.append(tr("{number} of {count}", number=at + 1, count=count))
    return ", ".join(part for part in parts if part)


def input_words(port: PortView, source: str) -> str:
    """An input port; `source` is the title of the node that it is linked to."""
    if port.linked:
        linked = tr("linked to {node}", node=source)
    else:
        linked = tr("not linked, required") if port.required else tr("not linked")
    return ", ".join((tr("input {name}", name=port.label), linked))


def output_words(port: PortView, consumers: Sequence[str]) -> str:
    """An output port; `consumers` are the titles of the nodes that it is linked to."""
    to = tr("linked to {node}", node=", ".join(consumers)) if consumers else tr("not linked")
    return ", ".join((tr("output {name}", name=port.label), to))


def value_words(param: ParamView, spec: InputSpec | None) -> str:
    """A param: its name, its value, and what can be put there."""
    parts = (param.name, param.text or tr("empty"), _editor(param, spec))
    return ", ".join(part for part in parts if part)


def _state(view: NodeView) -> str:
    if view.state != "active":
        return tr(STATES[view.state])
    name = tr(STATES[view.status.state]) if view.status.state in STATES else ""
    return " ".join(part for part in (name, view.status.word) if part)


def _editor(param: ParamView, spec: InputSpec | None) -> str:
    if spec is None:
        return ""
    if spec.type.choices:
        count = len(spec.type.choices)
        return tr_count(count, "the only choice", "one of {number} choices")
    if param.kind == "switch":
        return tr("switch")
    hint = spec.hint
    if isinstance(hint, Number):
        name = tr("slider") if isinstance(hint, Slider) else tr("number")
        return " ".join(part for part in (name, _limits(hint)) if part)
    if isinstance(hint, Seed):
        return tr("seed")
    if isinstance(hint, Prompt):
        return tr("prompt")
    return tr("file") if isinstance(hint, FileHint) else ""


def _limits(hint: Number) -> str:
    low, high = hint.minimum, hint.maximum
    if low is not None and high is not None:
        return tr("from {low} to {high}", low=f"{low:g}", high=f"{high:g}")
    if low is not None:
        return tr("at least {low}", low=f"{low:g}")
    return tr("at most {high}", high=f"{high:g}") if high is not None else ""
