"""NodeShape: where everything of a node lies, in logical pixels from its upper left corner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from app.canvas.node_view import NodeView, ParamView, PortView
from app.look.line_breaks import break_lines
from app.look.theme import font, load_tokens, size

MAX_PROMPT_LINES = 5
FOLDED_ROW = 20.0
TITLE_LEFT = 29.0


@dataclass(frozen=True)
class PortRow:
    """A port and the middle of its row."""

    port: PortView
    y: float


@dataclass(frozen=True)
class ParamRow:
    """A param, its field, and for a prompt the lines that its text breaks into."""

    param: ParamView
    field: QRectF
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class NodeShape:
    """The measures of one node."""

    width: float
    height: float
    inputs: tuple[PortRow, ...]
    outputs: tuple[PortRow, ...]
    params: tuple[ParamRow, ...]
    footer: str
    footer_y: float

    @property
    def body(self) -> QRectF:
        return QRectF(0, 0, self.width, self.height)

    def input_at(self, name: str) -> QPointF | None:
        """The middle of an input port."""
        return next((QPointF(0, row.y) for row in self.inputs if row.port.name == name), None)

    def output_at(self, name: str) -> QPointF | None:
        """The middle of an output port."""
        rows = (row for row in self.outputs if row.port.name == name)
        return next((QPointF(self.width, row.y) for row in rows), None)


def measure_node(view: NodeView) -> NodeShape:
    """Lay a node out: header, strip, ports, the params that are not at their defaults, footer."""
    width = _width(view)
    top = size("node.header") + size("node.strip") + size("node.pad")
    row = size("node.portRow")
    inputs = _port_rows(view.inputs, top, row)
    outputs = _port_rows(view.outputs, top, row)
    y = top + row * max(len(inputs), len(outputs))
    params: list[ParamRow] = []
    for param in view.shown_params:
        placed = _param_row(param, y, width)
        params.append(placed)
        y = placed.field.bottom() + 4
    footer = footer_text(view)
    footer_y = y
    y += FOLDED_ROW if footer else 0
    return NodeShape(
        width, y + size("node.pad") - 2, inputs, outputs, tuple(params), footer, footer_y
    )


def footer_text(view: NodeView) -> str:
    """The last row: why a node is a placeholder, or how many params are not shown."""
    if not view.known:
        return "This type is not installed"
    if not view.folded:
        return ""
    return f"{view.folded} more at defaults" if view.shown_params else f"{view.folded} at defaults"


def _port_rows(ports: Iterable[PortView], top: float, row: float) -> tuple[PortRow, ...]:
    return tuple(PortRow(port, top + row * (at + 0.5)) for at, port in enumerate(ports))


def _param_row(param: ParamView, y: float, width: float) -> ParamRow:
    left = size("node.side")
    field_width = width - 2 * left
    if param.kind != "prompt":
        return ParamRow(param, QRectF(left, y + 2, field_width, size("node.paramField")))
    lines = wrap_text(param.text, field_width - 14)
    height = size("node.promptLine") * max(1, len(lines)) + 8
    return ParamRow(param, QRectF(left, y + 2, field_width, height), lines)


def wrap_text(text: str, width: float) -> tuple[str, ...]:
    """Break a prompt into the lines that fit; the last of too many ends in an ellipsis."""
    label = font("nodeLabel")
    lines = break_lines(text, label, width, MAX_PROMPT_LINES)
    kept = lines[:MAX_PROMPT_LINES]
    if len(lines) > MAX_PROMPT_LINES:
        metrics = QFontMetricsF(label)
        kept[-1] = metrics.elidedText(kept[-1] + " …", Qt.TextElideMode.ElideRight, width)
    return tuple(kept)


def _width(view: NodeView) -> float:
    """The smallest of the tokens' widths that holds all; the widest elides."""
    label = QFontMetricsF(font("nodeLabel"))
    micro = QFontMetricsF(font("micro"))
    title = QFontMetricsF(font("nodeTitle", 600)).horizontalAdvance(view.title)
    needed = [TITLE_LEFT + title + 10 + micro.horizontalAdvance(view.type) + 12]
    inset = 2 * size("node.labelInset")
    for at in range(max(len(view.inputs), len(view.outputs))):
        sides = (view.inputs[at : at + 1], view.outputs[at : at + 1])
        needed.append(
            inset + 16 + sum(label.horizontalAdvance(p.name) for side in sides for p in side)
        )
    for param in view.shown_params:
        shown = 190.0 if param.kind == "prompt" else label.horizontalAdvance(param.text) * 1.08
        name = 0 if param.kind == "prompt" else label.horizontalAdvance(param.name)
        needed.append(2 * size("node.side") + 14 + name + 14 + shown)
    needed.append(micro.horizontalAdvance(footer_text(view)) + 34)
    widths: list[float] = load_tokens()["size"]["node"]["widths"]
    return float(next((width for width in widths if width >= max(needed)), widths[-1]))
