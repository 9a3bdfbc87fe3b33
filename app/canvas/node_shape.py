"""NodeShape: where everything of a node lies, in logical pixels from its upper left corner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, QSize

from app.canvas.node_status import GLYPHS
from app.canvas.node_view import NodeView, PortView
from app.canvas.node_width import ICON_LEFT, TITLE_LEFT, choose_width, missing_text
from app.canvas.param_row import ParamRow, lay_param
from app.canvas.words import BOLD, END, REGULAR, Words, lay_words, metrics
from app.look.line_breaks import break_lines
from app.look.theme import font, size
from app.look.words import tr, tr_count

BORDER = 1.0
GLYPH_ROOM = 22.0
FOLD_ROW = 20.0
COLLAPSED = 30.0
TALLEST_PICTURE = 1.25
MESSAGE_LINES = 4


@dataclass(frozen=True)
class PortRow:
    """A port and its middle."""

    port: PortView
    at: QPointF


@dataclass(frozen=True, eq=False)
class NodeShape:
    """The measures of one node, and its texts laid out.

    `fold` is the row that unfolds the params at their defaults, `message` the box that says why
    the node failed, `note` the row of a placeholder, `picture` the thumbnail's place.
    """

    width: float
    height: float
    inputs: tuple[PortRow, ...]
    outputs: tuple[PortRow, ...]
    params: tuple[ParamRow, ...]
    header: tuple[Words, ...]
    labels: tuple[Words, ...]
    fold: QRectF | None = None
    message: QRectF | None = None
    note: QRectF | None = None
    picture: QRectF | None = None

    @property
    def body(self) -> QRectF:
        return QRectF(0, 0, self.width, self.height)

    @property
    def title(self) -> QRectF:
        """Where the title stands: a double-click there renames."""
        return QRectF(TITLE_LEFT, BORDER, self.width - TITLE_LEFT - GLYPH_ROOM, size("node.header"))

    @property
    def icon(self) -> QRectF:
        side = size("iconNode")
        return QRectF(ICON_LEFT, BORDER + (size("node.header") - side) / 2, side, side)

    @property
    def fields(self) -> dict[str, QRectF]:
        """The fields by param, for the editor that opens over them."""
        return {row.param.name: row.field for row in self.params}

    def input_at(self, name: str) -> QPointF | None:
        """The middle of an input port."""
        return self._input_places.get(name)

    def output_at(self, name: str) -> QPointF | None:
        """The middle of an output port."""
        return self._output_places.get(name)

    @cached_property
    def _input_places(self) -> dict[str, QPointF]:
        return {row.port.name: row.at for row in self.inputs}

    @cached_property
    def _output_places(self) -> dict[str, QPointF]:
        return {row.port.name: row.at for row in self.outputs}


def measure_node(
    view: NodeView, picture: QSize | None = None, *, spread: bool = False
) -> NodeShape:
    """Lay a node out: header, strip, ports, params, message, fold row, picture.

    `spread` parts the ports of a collapsed node, so that a wire can be dropped on each.
    """
    width = choose_width(view)
    if view.collapsed:
        return _collapsed(view, width, spread)
    top = BORDER + size("node.header") + size("node.strip") + size("node.pad")
    row = size("node.portRow")
    inputs = _rows(view.inputs, 0, top, row)
    outputs = _rows(view.outputs, width, top, row)
    labels = [*_labels(inputs, outputs, width)] if view.state != "bypassed" else []
    y = top + row * max(len(inputs), len(outputs))
    left, inner = BORDER + size("node.side"), width - 2 * (BORDER + size("node.side"))
    params: list[ParamRow] = []
    for param in view.shown_params:
        params.append(lay_param(param, QRectF(left, y, inner, size("node.paramField"))))
        y = params[-1].field.bottom() + 4
    message = note = fold = thumbnail = None
    if view.status.state == "failed" and view.status.message:
        lines = _message(view, QRectF(left + 8, y + 6, inner - 16, size("node.promptLine")))
        labels += lines
        message = QRectF(left, y, inner, len(lines) * size("node.promptLine") + 12)
        y = message.bottom() + 4
    if not view.known:
        note = QRectF(left, y, inner, size("node.paramRow"))
        labels.append(lay_words(missing_text(view), note.adjusted(22, 0, 0, 0), "text.secondary"))
        y = note.bottom()
    if view.folded and (view.unfolded or view.known):
        fold = QRectF(left, y - 2, inner, FOLD_ROW)
        labels.append(
            lay_words(
                fold_text(view), fold.adjusted(18, 0, 0, 0), "text.tertiary", role="nodeState"
            )
        )
        y = fold.bottom()
    if picture is not None and not picture.isEmpty():
        aspect = min(TALLEST_PICTURE, picture.height() / picture.width())
        thumbnail = QRectF(left, y, inner, round(inner * aspect))
        y = thumbnail.bottom() + 4
    return NodeShape(
        width,
        y + size("node.side") - 4 + BORDER,
        inputs,
        outputs,
        tuple(params),
        _header(view, width),
        tuple(labels),
        fold,
        message,
        note,
        thumbnail,
    )


def fold_text(view: NodeView) -> str:
    """How many params are not shown, or that they can be folded again."""
    if view.unfolded:
        return tr("Fold defaults")
    if view.shown_params:
        return tr_count(view.folded, "{number} more at default", "{number} more at defaults")
    return tr_count(view.folded, "{number} at default", "{number} at defaults")


def _collapsed(view: NodeView, width: float, spread: bool) -> NodeShape:
    middle = COLLAPSED / 2
    step = size("node.portRow") if spread else 0.0
    sides = []
    for ports, x in ((view.inputs, 0.0), (view.outputs, width)):
        first = middle - step * (len(ports) - 1) / 2
        sides.append(
            tuple(PortRow(port, QPointF(x, first + step * at)) for at, port in enumerate(ports))
        )
    return NodeShape(width, COLLAPSED, sides[0], sides[1], (), _header(view, width), ())


def _rows(ports: Sequence[PortView], x: float, top: float, row: float) -> tuple[PortRow, ...]:
    return tuple(PortRow(port, QPointF(x, top + row * (at + 0.5))) for at, port in enumerate(ports))


def _labels(inputs: Sequence[PortRow], outputs: Sequence[PortRow], width: float) -> Iterator[Words]:
    inset, row = size("node.labelInset"), size("node.portRow")
    whole = width - 2 * inset
    for rows, others, right in ((inputs, outputs, False), (outputs, inputs, True)):
        for at, placed in enumerate(rows):
            room = whole * 0.6 if at < len(others) else whole
            left = width - inset - room if right else inset
            box = QRectF(left, placed.at.y() - row / 2, room, row)
            colour = "text.secondary" if placed.port.linked or right else "text.tertiary"
            colour = "state.failed" if placed.port.wrong else colour
            yield lay_words(placed.port.label, box, colour, right=right)


def _header(view: NodeView, width: float) -> tuple[Words, ...]:
    line = QRectF(TITLE_LEFT, BORDER, width - TITLE_LEFT - 10, size("node.header"))
    if glyph_of(view) is not None:
        line.setRight(width - GLYPH_ROOM - 5)
    word = header_word(view)
    found = []
    if word:
        found.append(lay_words(word, line, "text.secondary", role="nodeState", right=True))
        line.setRight(line.right() - found[0].width - 8)
    muted = view.state == "muted"
    title = lay_words(view.title, line, "text.primary", role="nodeTitle", weight=BOLD, struck=muted)
    return (title, *found)


def header_word(view: NodeView) -> str:
    """What stands beside the glyph."""
    if view.status.word or not view.inner:
        return view.status.word
    return tr_count(view.inner, "{number} node", "{number} nodes")


def glyph_of(view: NodeView) -> tuple[str, str] | None:
    """The icon of a node's state, and the path of its colour."""
    if not view.known:
        return "warn", "state.warning"
    if view.state == "muted":
        return "mute", "state.muted"
    if view.state == "bypassed":
        return "bypass", "state.muted"
    if view.failed:
        return "errorf", "state.failed"
    if view.problems:
        return "warn", "state.warning"
    return GLYPHS.get(view.status.state)


def _message(view: NodeView, line: QRectF) -> list[Words]:
    found: list[Words] = []
    for text, weight, colour in (
        (view.status.message, BOLD, "text.primary"),
        (view.status.hint, REGULAR, "text.secondary"),
    ):
        room = MESSAGE_LINES - len(found)
        if not text or room <= 0:
            continue
        lines = break_lines(text, font("nodeLabel", weight), line.width(), room)
        if len(lines) > room:
            rest = " ".join(lines[room - 1 :])
            last = metrics("nodeLabel", weight).elidedText(rest + " …", END, line.width())
            lines = [*lines[: room - 1], last]
        for part in lines:
            found.append(lay_words(part, line, colour, weight=weight))
            line = line.translated(0, line.height())
    return found
