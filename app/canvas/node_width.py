"""Node width: the smallest of a few widths that holds what a node has to say."""

from __future__ import annotations

from collections.abc import Iterator

from app.canvas.node_view import NodeView
from app.canvas.param_view import ParamView
from app.canvas.words import BOLD, MEDIUM, advance
from app.look.theme import load_tokens, size
from app.look.words import tr

ICON_LEFT, TITLE_LEFT = 10.0, 29.0
GLYPH = 26.0
PROMPT = 190.0
# Room that never changes while a node runs: the word beside the glyph must not widen the node.
STEPS, SECONDS = "000 steps", "00.0 s"


def choose_width(view: NodeView) -> float:
    """The width from the layout, or the smallest of the tokens' that holds all; the widest elides.

    It does not hang on the node's state, so that nodes stay as wide as they are while they run.
    """
    widths: list[float] = load_tokens()["size"]["node"]["widths"]
    if view.width is not None:
        return min(4 * widths[-1], max(widths[0], view.width))
    if view.collapsed:
        return float(next((w for w in widths if w >= _title(view)), widths[-1]))
    needed = max(_needed(view))
    return float(next((width for width in widths if width >= needed), widths[-1]))


def missing_text(view: NodeView) -> str:
    """Why a node is a placeholder."""
    pack, _, name = view.type.rpartition(".")
    if name and pack:
        return tr("Pack “{pack}” is missing", pack=pack)
    return tr("This type is not installed")


def _title(view: NodeView) -> float:
    return TITLE_LEFT + advance(view.title, "nodeTitle", BOLD) + GLYPH


def _needed(view: NodeView) -> Iterator[float]:
    samples = view.kind == "Latent" and bool(view.inputs)
    word = STEPS if samples or view.is_subgraph else SECONDS
    yield _title(view) + advance(word, "nodeState") + 8
    inset = 2 * size("node.labelInset")
    for at in range(max(len(view.inputs), len(view.outputs))):
        sides = (view.inputs[at : at + 1], view.outputs[at : at + 1])
        yield inset + 16 + sum(advance(port.label) for side in sides for port in side)
    if not view.known:
        yield 2 * size("node.side") + 24 + advance(missing_text(view))
    for param in view.shown_params:
        yield 2 * size("node.side") + 2 + _param(param)


def _param(param: ParamView) -> float:
    if param.kind == "prompt":
        return PROMPT
    value = 14 + advance(param.text, "nodeLabel", MEDIUM) * 1.04
    if param.kind == "model":
        return value + 20 + (advance(param.badge, "nodeBadge", MEDIUM) + 18 if param.badge else 0)
    if param.kind == "switch":
        value = 36
    room = 18 if param.kind in ("choice", "seed") else 0
    return value + advance(param.name) + 14 + room
