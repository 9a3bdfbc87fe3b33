"""Outline rows: how the rows of the outliner are painted and renamed."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.canvas.tints import accent
from app.docks import outline_words as words
from app.docks.findings import ICONS
from app.docks.outline_entries import EntryKey, Outline
from app.docks.outline_model import KEY_ROLE, OutlineModel
from app.docks.row_paint import paint_arrow, row_height
from app.docks.shelf import Index
from app.look.icons import paint_icon
from app.look.port_shapes import paint_port
from app.look.theme import Theme, current_theme, font
from app.look.words import tr

ARROW_AT, SIGN_AT, TEXT_AT = 13.0, 30.0, 44.0
RIGHT = 10.0
_STATES = {"muted": "mute", "bypassed": "bypass"}


class OutlineRows(QStyledItemDelegate):
    """Paints what is in a row; its ground is the view's."""

    def __init__(self, model: OutlineModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        outline, key = self._model.outline, index.data(KEY_ROLE)
        if outline is None or not isinstance(key, EntryKey):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, row = current_theme(), QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        surface = "user.soft" if chosen else "bg.hover" if hovered else "bg.panel"
        if self._model.hasChildren(index):
            is_open = bool(option.state & QStyle.StateFlag.State_Open)
            at = QPointF(row.left() + ARROW_AT, row.center().y())
            paint_arrow(painter, at, surface, is_open=is_open)
        sign = QPointF(row.left() + SIGN_AT, row.center().y())
        _paint_sign(painter, theme, outline, key, sign, surface)
        right = _paint_state(painter, theme, outline, key, row, surface)
        box = QRectF(row.left() + TEXT_AT, row.top(), right - row.left() - TEXT_AT, row.height())
        _paint_words(painter, theme, outline, key, box)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setFont(font("body"))
        line.setMaxLength(200)
        line.setAccessibleName(tr("Title"))
        theme = current_theme()
        edge, ground = theme.colour("user.base").name(), theme.colour("bg.field").name()
        line.setStyleSheet(
            f"QLineEdit {{ background: {ground}; border: 2px solid {edge};"
            " border-radius: 5px; padding: 0 3px }"
        )
        return line

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(round(TEXT_AT) - 7, 0, -4, 0))


def _paint_sign(
    painter: QPainter, theme: Theme, outline: Outline, key: EntryKey, at: QPointF, surface: str
) -> None:
    ground = theme.colour(surface)
    target = QRectF(at.x() - 8, at.y() - 8, 16, 16)
    if key.kind in ("frame", "note"):
        colour = accent(theme, str(outline.box(key).get("colour") or ""))
        paint_icon(painter, key.kind, colour, ground, target)
        return
    if outline.node(key) is None:
        return
    view = outline.view(key.level, key.name)
    if key.kind == "node":
        colour = theme.type_colour(view.kind if view.known else "any")
        paint_icon(painter, view.icon, colour, ground, target)
        return
    ports = view.inputs if key.kind == "input" else view.outputs
    port = next((one for one in ports if one.name == key.port), None)
    if port is not None:
        colour = theme.type_colour(port.kind)
        paint_port(painter, at, port.kind, colour, ground, linked=port.linked)


def _paint_state(
    painter: QPainter, theme: Theme, outline: Outline, key: EntryKey, row: QRectF, surface: str
) -> float:
    """Paint the marks at the right end; returns where they begin."""
    right = row.right() - RIGHT
    if key.kind != "node" or outline.node(key) is None:
        return right
    marks = []
    if problems := outline.problems(key.path):
        is_error = any(problem.severity == "error" for problem in problems)
        marks.append(ICONS["error" if is_error else "warning"])
    state = outline.view(key.level, key.name).state
    if state in _STATES:
        marks.append((_STATES[state], "state.muted"))
    for icon, colour in marks:
        target = QRectF(right - 14, row.center().y() - 7, 14, 14)
        paint_icon(painter, icon, theme.colour(colour), theme.colour(surface), target)
        right -= 19
    return right


def _paint_words(
    painter: QPainter, theme: Theme, outline: Outline, key: EntryKey, box: QRectF
) -> None:
    is_port = key.kind in ("input", "output")
    used, small = QFont(font("body")), font("caption")
    if key.kind == "frame":
        used.setWeight(QFont.Weight.DemiBold)
    muted = False
    if key.kind == "node" and outline.node(key) is not None:
        muted = outline.view(key.level, key.name).state == "muted"
    used.setStrikeOut(muted)
    metrics, small_metrics = QFontMetricsF(used), QFontMetricsF(small)
    text = words.title(outline, key).replace("_", " ") if is_port else words.title(outline, key)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.setFont(used)
    painter.setPen(theme.colour("text.secondary" if is_port or muted else "text.primary"))
    painter.drawText(box.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)
    left = box.left() + metrics.horizontalAdvance(shown) + 10
    beside = words.note(outline, key)
    room = box.right() - left
    # A name of which three letters are left says nothing; what a port is linked to may be long.
    fits = room > 40 if is_port else small_metrics.horizontalAdvance(beside) <= room
    if beside and fits:
        painter.setFont(small)
        painter.setPen(theme.colour("text.secondary"))
        rest = small_metrics.elidedText(beside, Qt.TextElideMode.ElideRight, room)
        place = QRectF(left, box.top(), room + 2, box.height())
        end = Qt.AlignmentFlag.AlignLeft if is_port else Qt.AlignmentFlag.AlignRight
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | end, rest)
