"""CellPainter: paints the cells of a sweep's grid: their pictures, or how far they are."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.canvas.node_status import GLYPHS, NodeStatus, StatusName, Steps
from app.canvas.state_strip import paint_strip
from app.look.icons import paint_icon
from app.look.line_breaks import break_lines
from app.look.theme import Theme, current_theme, font
from app.sweeps.cell import CellState, CellView
from app.sweeps.grid_model import CELL

Index = QModelIndex | QPersistentModelIndex
GAP = 2.0
_PAD = 6.0
_STRIP = 4.0
_BADGE = 18.0
_STATUS: dict[CellState, StatusName] = {
    "planned": "will_run",
    "known": "cached",
    "waiting": "waiting",
    "running": "running",
    "done": "done",
    "failed": "failed",
}


class CellPainter(QStyledItemDelegate):
    """Picture, state sign and strip; a cell without a picture says its state in words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = index.data(CELL)
        if not isinstance(view, CellView):
            return
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        body = QRectF(option.rect).adjusted(GAP, GAP, -GAP, -GAP)
        outline = QPainterPath()
        outline.addRoundedRect(body, 4, 4)
        has_picture = view.picture is not None
        surface = "bg.picture" if has_picture else "bg.field"
        painter.fillPath(outline, theme.colour(surface))
        painter.setClipPath(outline)
        if has_picture:
            _paint_picture(painter, view, body)
            _paint_badge(painter, theme, view, body)
        else:
            _paint_words(painter, theme, view, body)
        painter.setClipping(False)
        _paint_edge(painter, theme, option, body)
        painter.restore()


def _paint_picture(painter: QPainter, view: CellView, body: QRectF) -> None:
    assert view.picture is not None
    size = view.picture.size().toSizeF()
    scale = min(body.width() / size.width(), body.height() / size.height())
    target = QRectF(0, 0, size.width() * scale, size.height() * scale)
    target.moveCenter(body.center())
    painter.drawPixmap(target, view.picture, QRectF(view.picture.rect()))


def _paint_badge(painter: QPainter, theme: Theme, view: CellView, body: QRectF) -> None:
    """The state in a corner of the picture, and how far it is below it."""
    if view.state == "running":
        strip = QRectF(body.left(), body.bottom() - _STRIP, body.width(), _STRIP)
        paint_strip(painter, theme, strip, _status(view))
        return
    name, _ = GLYPHS.get(_STATUS.get(view.state, "idle"), ("", ""))
    if not name:
        return
    badge = QRectF(body.right() - _BADGE - 4, body.bottom() - _BADGE - 4, _BADGE, _BADGE)
    painter.setPen(Qt.PenStyle.NoPen)
    dark = theme.colour("bg.pictureBadge")
    painter.setBrush(dark)
    painter.drawRoundedRect(badge, 4, 4)
    sign = "check" if view.state == "done" else name
    paint_icon(painter, sign, theme.colour("text.onPicture"), dark, badge.adjusted(3, 3, -3, -3))


def _paint_words(painter: QPainter, theme: Theme, view: CellView, body: QRectF) -> None:
    """A strip and the state in words, in the middle of the cell."""
    inner = body.adjusted(_PAD, _PAD, -_PAD, -_PAD)
    used = font("caption")
    metrics = QFontMetricsF(used)
    most = max(1, int((inner.height() - _STRIP - 6) // metrics.height()))
    lines = break_lines(view.words, used, inner.width(), most) if view.words else []
    if len(lines) > most:
        rest = " ".join(lines[most - 1 :])
        last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, inner.width())
        lines = [*lines[: most - 1], last]
    height = _STRIP + (6 + len(lines) * metrics.height() if lines else 0)
    top = inner.center().y() - height / 2
    if view.state != "unknown":
        strip = QRectF(inner.left(), top, inner.width(), _STRIP)
        paint_strip(painter, theme, strip, _status(view), plain=view.state == "planned")
    painter.setFont(used)
    painter.setPen(theme.colour("text.secondary"))
    y = top + _STRIP + 6
    for line in lines:
        place = QRectF(inner.left(), y, inner.width(), metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, line)
        y += metrics.height()


def _status(view: CellView) -> NodeStatus:
    steps = None
    if view.steps:
        steps = Steps(view.steps, view.steps_known, max(view.step, view.steps_known))
    return NodeStatus(_STATUS.get(view.state, "idle"), steps=steps)


def _paint_edge(
    painter: QPainter, theme: Theme, option: QStyleOptionViewItem, body: QRectF
) -> None:
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    colour = "user.base" if chosen else "line.control" if hovered else "line.normal"
    painter.setPen(QPen(theme.colour(colour), 2 if chosen else 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
