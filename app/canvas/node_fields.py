"""Node fields: the values of a node painted over their fields, its messages and its picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen

from app.canvas.field_patch import field_patch, paint_device_pixmap
from app.canvas.node_shape import NodeShape
from app.canvas.node_view import NodeView
from app.canvas.param_row import INSET, SWITCH, ParamRow
from app.canvas.words import MEDIUM, advance, lay_words
from app.look.icons import paint_icon
from app.look.theme import Theme, load_tokens, size


def paint_fields(
    painter: QPainter, theme: Theme, shape: NodeShape, hovered: str, *, as_bars: bool
) -> None:
    """Paint the values over their fields, or only bars where text would be too small."""
    for row in shape.params:
        _paint_field(painter, theme, row, lit=row.param.name == hovered)
        if as_bars:
            _paint_lines(painter, theme, row)
            continue
        for words in row.words:
            words.paint(painter, theme)
        if row.prompt is not None:
            row.prompt.paint(painter, theme, row.field.topLeft() + QPointF(INSET, 4))
        if row.param.kind == "switch":
            _paint_switch(painter, theme, row)
        _paint_end(painter, theme, row)


def paint_bars(painter: QPainter, theme: Theme, shape: NodeShape) -> None:
    """Paint the fields as plain bars: far out, round corners and words are not seen."""
    ground, fill = theme.colour("node.field"), theme.colour("node.fill")
    for row in shape.params:
        painter.fillRect(row.field, ground)
        if row.param.share:
            filled = QRectF(row.field)
            filled.setWidth(row.field.width() * row.param.share)
            painter.fillRect(filled, fill)
        _paint_lines(painter, theme, row)


def paint_extras(painter: QPainter, theme: Theme, view: NodeView, shape: NodeShape) -> None:
    """Paint the message's box, the placeholder's warning, and the arrow of the fold row."""
    if shape.message is not None:
        radius = float(load_tokens()["radius"]["fieldInNode"])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("state.failedSoft"))
        painter.drawRoundedRect(shape.message, radius, radius)
    body = theme.colour("node.body")
    if shape.note is not None:
        place = QRectF(shape.note.left() + 2, shape.note.center().y() - 6.5, 13, 13)
        paint_icon(painter, "warn", theme.colour("state.warning"), body, place)
    if shape.fold is not None:
        place = QRectF(shape.fold.left() + 2, shape.fold.center().y() - 5.5, 11, 11)
        arrow = "down" if view.unfolded else "right"
        paint_icon(painter, arrow, theme.colour("text.tertiary"), body, place)


def paint_picture(
    painter: QPainter,
    theme: Theme,
    place: QRectF,
    picture: QImage,
    captions: Sequence[str] = (),
) -> None:
    """Paint a thumbnail, whole, with captions in its lower corners (right, then left)."""
    radius = float(load_tokens()["radius"]["fieldInNode"])
    outline = QPainterPath()
    outline.addRoundedRect(place, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    scale = min(place.width() / picture.width(), place.height() / picture.height())
    box = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
    box.moveCenter(place.center())
    if box.width() < place.width() - 1 or box.height() < place.height() - 1:
        painter.fillRect(place, theme.colour("bg.picture"))
    painter.drawImage(box, picture)
    painter.restore()
    for text, right in zip(captions, (True, False), strict=False):
        if text:
            _paint_caption(painter, theme, place, text, right)


def _paint_caption(painter: QPainter, theme: Theme, place: QRectF, text: str, right: bool) -> None:
    inset = size("node.badgeInset")
    width = min(advance(text, "nodeState", MEDIUM) + 14, place.width() - 2 * inset)
    left = place.right() - inset - width if right else place.left() + inset
    box = QRectF(left, place.bottom() - inset - 18, width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("bg.pictureBadge"))
    painter.drawRoundedRect(box, 4, 4)
    words = lay_words(
        text, box.adjusted(7, 0, -7, 0), "text.onPicture", role="nodeState", weight=MEDIUM
    )
    words.paint(painter, theme)


def _paint_field(painter: QPainter, theme: Theme, row: ParamRow, *, lit: bool) -> None:
    world, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
    scale = world.m11() * ratio
    wide, tall = round(row.field.width() * scale), round(row.field.height() * scale)
    ground = field_patch(theme, wide, tall, scale, row.param.share or 0.0, lit)
    paint_device_pixmap(painter, row.field.topLeft(), ground)


def line_bars(row: ParamRow) -> list[QRectF]:
    """Bars in place of a prompt's lines."""
    if row.prompt is None:
        return []
    step, left = size("node.promptLine"), row.field.left() + INSET
    return [
        QRectF(left, row.field.top() + 4 + step * (at + 0.5) - 1.5, width, 3)
        for at, width in enumerate(row.prompt.widths)
    ]


def _paint_lines(painter: QPainter, theme: Theme, row: ParamRow) -> None:
    if row.prompt is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line.strong"))
        painter.drawRects(line_bars(row))


def _paint_switch(painter: QPainter, theme: Theme, row: ParamRow) -> None:
    width, height = SWITCH
    middle = row.field.center().y()
    track = QRectF(row.field.right() - INSET - width, middle - height / 2, width, height)
    on = bool(row.param.value)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("user.base" if on else "line.strong"))
    painter.drawRoundedRect(track, height / 2, height / 2)
    x = track.right() - height / 2 if on else track.left() + height / 2
    painter.setBrush(theme.colour("text.onUser" if on else "text.primary"))
    painter.drawEllipse(QPointF(x, middle), height / 2 - 2, height / 2 - 2)


def _paint_end(painter: QPainter, theme: Theme, row: ParamRow) -> None:
    if row.badge is not None:
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(row.badge.adjusted(0.5, 0.5, -0.5, -0.5), 3.5, 3.5)
    if row.icon_at is not None:
        colour, surface = theme.colour("text.tertiary"), theme.colour("node.field")
        paint_icon(painter, row.icon, colour, surface, row.icon_at)
