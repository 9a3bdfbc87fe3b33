"""Node text: the words of a node, its values painted as fields."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath

from app.canvas.node_shape import FOLDED_ROW, TITLE_LEFT, NodeShape, ParamRow
from app.canvas.node_view import NodeView
from app.look.theme import Theme, font, load_tokens, size

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
END = Qt.TextElideMode.ElideRight
_SWITCH = (22.0, 12.0)


def paint_title(
    painter: QPainter,
    view: NodeView,
    shape: NodeShape,
    theme: Theme,
    *,
    room: float = 0,
    caption: bool = False,
    steady: float = 0,
) -> None:
    """Paint the title, and the type as a caption where there is room for it.

    `steady` is the zoom at which the title keeps a readable size of its own.
    """
    words = QFont(font("lodTitle" if steady else "nodeTitle", QFont.Weight.DemiBold))
    left = TITLE_LEFT
    if steady:
        words.setPointSizeF(words.pointSizeF() / steady)
        left, room = 10, shape.width - 16
    words.setStrikeOut(view.state == "muted")
    painter.setFont(words)
    painter.setPen(theme.colour("text.primary"))
    metrics = QFontMetricsF(words)
    text = metrics.elidedText(view.title, END, room)
    painter.drawText(QRectF(left, 0, room + 4, size("node.header")), LEFT, text)
    if not caption:
        return
    micro = font("micro")
    free = room - metrics.horizontalAdvance(text) - 8
    painter.setFont(micro)
    if QFontMetricsF(micro).horizontalAdvance(view.type) <= free:
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(QRectF(left, 0, room, size("node.header")), RIGHT, view.type)


def paint_words(painter: QPainter, view: NodeView, shape: NodeShape, theme: Theme) -> None:
    """Paint the names of the ports and the last row."""
    inset, row = size("node.labelInset"), size("node.portRow")
    width = shape.width - 2 * inset
    one_sided = not (shape.inputs and shape.outputs)
    metrics = QFontMetricsF(font("nodeLabel"))
    painter.setFont(font("nodeLabel"))
    for rows, side in ((shape.inputs, LEFT), (shape.outputs, RIGHT)):
        for placed in rows:
            colour = "text.secondary" if placed.port.linked or side == RIGHT else "text.tertiary"
            painter.setPen(theme.colour("state.failed" if placed.port.wrong else colour))
            place = QRectF(inset, placed.y - row / 2, width, row)
            room = width if one_sided else width * 0.6
            painter.drawText(place, side, metrics.elidedText(placed.port.name, END, room))
    if shape.footer:
        painter.setFont(font("micro"))
        painter.setPen(theme.colour("text.secondary" if not view.known else "text.tertiary"))
        place = QRectF(inset + 2, shape.footer_y, width, FOLDED_ROW)
        if not view.known:
            backing = place.adjusted(-6, 1, 6, -1)
            painter.fillRect(backing, theme.colour("node.body"))
        painter.drawText(place, LEFT, shape.footer)


def paint_params(
    painter: QPainter, view: NodeView, shape: NodeShape, theme: Theme, *, as_bars: bool
) -> None:
    """Paint the params: values over fields, or only the fields where text would be too small."""
    for row in shape.params:
        _paint_field(painter, row, theme)
        if as_bars:
            continue
        if row.param.kind == "prompt":
            _paint_prompt(painter, row, theme)
        else:
            _paint_value(painter, row, theme)


def _paint_field(painter: QPainter, row: ParamRow, theme: Theme) -> None:
    radius = float(load_tokens()["radius"]["fieldInNode"])
    outline = QPainterPath()
    outline.addRoundedRect(row.field, radius, radius)
    painter.fillPath(outline, theme.colour("node.field"))
    if row.param.share is not None:
        filled = QPainterPath()
        filled.addRect(row.field.adjusted(0, 0, row.field.width() * (row.param.share - 1), 0))
        painter.fillPath(outline.intersected(filled), theme.colour("node.fill"))


def _paint_value(painter: QPainter, row: ParamRow, theme: Theme) -> None:
    param, inner = row.param, row.field.adjusted(7, 0, -7, 0)
    name = font("nodeLabel")
    painter.setFont(name)
    painter.setPen(theme.colour("state.failed" if param.wrong else "text.secondary"))
    names = QFontMetricsF(name)
    shown = names.elidedText(param.name, END, inner.width() * 0.6)
    painter.drawText(inner, LEFT, shown)
    if param.kind == "switch":
        _paint_switch(painter, inner, bool(param.value), theme)
        return
    value = font("nodeLabel", QFont.Weight.DemiBold)
    metrics = QFontMetricsF(value)
    room = inner.width() - names.horizontalAdvance(shown) - 10
    file = param.kind == "file"
    side = Qt.TextElideMode.ElideMiddle if file else END
    painter.setFont(value)
    painter.setPen(theme.colour("text.primary"))
    text = param.text.split("\n", 1)[0]
    painter.drawText(inner, RIGHT, metrics.elidedText(text, side, room))


def _paint_switch(painter: QPainter, inner: QRectF, on: bool, theme: Theme) -> None:
    width, height = _SWITCH
    track = QRectF(inner.right() - width, inner.center().y() - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("user.base" if on else "line.control"))
    painter.drawRoundedRect(track, height / 2, height / 2)
    x = track.right() - height / 2 if on else track.left() + height / 2
    painter.setBrush(theme.colour("text.onUser" if on else "node.field"))
    painter.drawEllipse(QPointF(x, track.center().y()), height / 2 - 2, height / 2 - 2)


def _paint_prompt(painter: QPainter, row: ParamRow, theme: Theme) -> None:
    line_height = size("node.promptLine")
    painter.setFont(font("nodeLabel"))
    painter.setPen(theme.colour("text.primary" if row.param.text else "text.tertiary"))
    for at, line in enumerate(row.lines if row.param.text else ("empty prompt",)):
        top = row.field.top() + 4 + at * line_height
        place = QRectF(row.field.left() + 7, top, row.field.width() - 14 + 4, line_height)
        painter.drawText(place, LEFT, line)
