"""ShelfView: a shelf as a tree whose rows are painted here; drag, Enter or double-click takes."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QBrush,
    QDrag,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from app.actions.pressed_keys import is_function_key
from app.docks.shelf import GROUP_ROLE, ITEM_ROLE, MARKS_ROLE, Group, Index, Item, ShelfModel
from app.docks.signs import badge_width, paint_badge
from app.editors.thumbnails import Thumbnails
from app.look.icons import paint_icon
from app.look.port_shapes import paint_port
from app.look.theme import Theme, current_theme, font, size

INSET = 12.0
SIGN_AT, TEXT_AT = 33.0, 48.0
GROUP_TEXT_AT = 26.0
THUMBNAIL = 22
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ShelfView(QTreeView):
    """Emits `taken` with an item that is to be added, and `left` with Esc; headings fold."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, model: ShelfModel, name: str) -> None:
        super().__init__()
        self._shelf = model
        self._open: set[str] = set()
        self._thumbnails = Thumbnails(THUMBNAIL, self)
        self._thumbnails.loaded.connect(self.viewport().update)
        self.setModel(model)
        self.setObjectName("dockList")
        self.setAccessibleName(name)
        self.setItemDelegate(_Rows(self._thumbnails, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        model.modelReset.connect(self._restore)
        self.expanded.connect(self._note_open)
        self.collapsed.connect(self._note_open)

    def open_groups(self, keys: set[str]) -> None:
        """Unfold these groups and fold the others."""
        self._open = set(keys)
        self._restore()

    @property
    def opened(self) -> set[str]:
        """The groups that are unfolded while nothing is searched."""
        return set(self._open)

    def take_current(self) -> None:
        """Take the item that is selected, if it can be."""
        self._take(self.currentIndex())

    def _restore(self) -> None:
        searching = bool(self._shelf.query)
        for row, group in enumerate(self._shelf.groups):
            self.setExpanded(self._shelf.index(row, 0), searching or group.key in self._open)
        if searching and self._shelf.groups:
            self.setCurrentIndex(self._shelf.index(0, 0, self._shelf.index(0, 0)))

    def _note_open(self, index: QModelIndex) -> None:
        group = index.data(GROUP_ROLE)
        if isinstance(group, Group) and not self._shelf.query:
            (self._open.add if self.isExpanded(index) else self._open.discard)(group.key)

    def _take(self, index: QModelIndex) -> None:
        item = self._shelf.item(index)
        if item is None:
            self.setExpanded(index, not self.isExpanded(index))
        elif not item.problem:
            self.taken.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._take(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if (
            overrides
            and isinstance(event, QKeyEvent)
            and not event.modifiers() & _HELD
            and not is_function_key(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and index.isValid() and self._shelf.item(index) is None:
            self.setExpanded(index, not self.isExpanded(index))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._take(index)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803 - Qt's own name
        item = self._shelf.item(self.currentIndex())
        if item is None or item.problem:
            return
        drag = QDrag(self)
        drag.setMimeData(self._shelf.mimeData([self.currentIndex()]))
        picture = drag_picture(item, self.devicePixelRatioF())
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(16, 14))
        drag.exec(Qt.DropAction.CopyAction)

    def drawBranches(self, painter: QPainter, rect: object, index: Index) -> None:
        """Nothing: the rows paint their own arrows."""


def row_height() -> int:
    """How high a row is at the text scale of now."""
    return max(round(size("listRow")), round(QFontMetricsF(font("body")).height()) + 8)


def drag_picture(item: Item, ratio: float) -> QPixmap:
    """What hangs at the mouse while an item is dragged: its shape and name."""
    theme, used = current_theme(), font("body")
    width = min(260, round(QFontMetricsF(used).horizontalAdvance(item.title)) + 44)
    pixmap = QPixmap(QSize(width, 28) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    surface = theme.colour("bg.popup")
    painter.setPen(QPen(theme.colour("user.base"), 1))
    painter.setBrush(surface)
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, 27), 6, 6)
    colour = theme.type_colour(item.kind)
    paint_port(painter, QPointF(16, 14), item.kind, colour, surface, linked=True)
    painter.setFont(used)
    painter.setPen(theme.colour("text.primary"))
    painter.drawText(QRectF(30, 0, width - 38, 28), Qt.AlignmentFlag.AlignVCenter, item.title)
    painter.end()
    return pixmap


class _Rows(QStyledItemDelegate):
    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, row_height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        surface = paint_row(painter, row, option)
        group, item = index.data(GROUP_ROLE), index.data(ITEM_ROLE)
        if isinstance(group, Group):
            is_open = bool(option.state & QStyle.StateFlag.State_Open)
            _paint_heading(painter, theme, row, group, is_open)
        elif isinstance(item, Item):
            self._paint_item(painter, theme, row, item, index, surface, hovered or chosen)
        painter.restore()

    def _paint_item(
        self,
        painter: QPainter,
        theme: Theme,
        row: QRectF,
        item: Item,
        index: Index,
        surface: str,
        lit: bool,
    ) -> None:
        middle, right = row.center().y(), row.right() - INSET
        sign = QPointF(row.left() + SIGN_AT, middle)
        if item.thumbnail is not None:
            frame = QRectF(sign.x() - THUMBNAIL / 2, middle - THUMBNAIL / 2, THUMBNAIL, THUMBNAIL)
            self._thumbnails.paint(painter, frame, item.thumbnail, theme)
        elif item.problem:
            target = QRectF(sign.x() - 7, middle - 7, 14, 14)
            paint_icon(
                painter, "warn", theme.colour("state.warning"), theme.colour(surface), target
            )
        else:
            colour = theme.type_colour(item.kind)
            paint_port(painter, sign, item.kind, colour, theme.colour(surface), linked=item.filled)
        if item.badge and badge_width(item.badge) < row.width() / 3:
            right = paint_badge(painter, right, middle, item.badge) - 6
        elif lit and not item.problem:
            target = QRectF(right - 12, middle - 7, 14, 14)
            paint_icon(
                painter, "grip", theme.colour("text.tertiary"), theme.colour(surface), target
            )
            right -= 18
        box = QRectF(row.left() + TEXT_AT, row.top(), right - row.left() - TEXT_AT, row.height())
        ink = "text.secondary" if item.problem else "text.primary"
        paint_marked(
            painter,
            box,
            item.title,
            index.data(MARKS_ROLE) or (),
            ink,
            middle_elided=bool(item.badge),
        )


def paint_row(painter: QPainter, row: QRectF, option: QStyleOptionViewItem) -> str:
    """Paint the ground of a row as its state asks; returns the token of its colour."""
    theme = current_theme()
    surface = "bg.panel"
    if option.state & QStyle.StateFlag.State_Selected:
        surface = "user.soft"
    elif option.state & QStyle.StateFlag.State_MouseOver:
        surface = "bg.hover"
    if surface != "bg.panel":
        painter.fillRect(row, theme.colour(surface))
    if option.state & QStyle.StateFlag.State_HasFocus and surface == "user.soft":
        painter.fillRect(QRectF(row.left(), row.top(), 2, row.height()), theme.colour("user.base"))
    return surface


def paint_arrow(painter: QPainter, at: QPointF, surface: str, *, is_open: bool) -> None:
    """Paint the arrow that shows whether a row is unfolded."""
    theme = current_theme()
    target = QRectF(at.x() - 6, at.y() - 6, 12, 12)
    colours = (theme.colour("text.tertiary"), theme.colour(surface))
    paint_icon(painter, "down" if is_open else "right", *colours, target)


def _paint_heading(
    painter: QPainter, theme: Theme, row: QRectF, group: Group, is_open: bool
) -> None:
    middle = row.center().y()
    paint_arrow(painter, QPointF(row.left() + 15, middle), "bg.panel", is_open=is_open)
    used = font("body", QFont.Weight.DemiBold)
    count, small = str(len(group.items)), font("body")
    width = QFontMetricsF(small).horizontalAdvance(count)
    painter.setFont(small)
    painter.setPen(theme.colour("text.secondary"))
    end = QRectF(row.right() - INSET - width - 1, row.top(), width + 2, row.height())
    painter.drawText(end, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
    box = QRectF(row.left() + GROUP_TEXT_AT, row.top(), end.left() - row.left() - 34, row.height())
    painter.setFont(used)
    text = QFontMetricsF(used).elidedText(group.title, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


def paint_marked(
    painter: QPainter,
    box: QRectF,
    text: str,
    marks: tuple[int, ...],
    ink: str,
    *,
    middle_elided: bool = False,
) -> float:
    """Paint a line with the letters that were found marked; returns its width."""
    theme, used = current_theme(), font("body")
    metrics = QFontMetricsF(used)
    elide = Qt.TextElideMode.ElideMiddle if middle_elided else Qt.TextElideMode.ElideRight
    shown = metrics.elidedText(text, elide, box.width())
    layout = QTextLayout(shown, used)
    mark = QTextCharFormat()
    mark.setForeground(QBrush(theme.colour("user.link")))
    mark.setFontWeight(QFont.Weight.DemiBold)
    ranges = []
    for at in marks if shown == text else ():
        piece = QTextLayout.FormatRange()
        piece.start, piece.length, piece.format = at, 1, mark
        ranges.append(piece)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    painter.setPen(theme.colour(ink))
    layout.draw(painter, QPointF(box.left(), box.center().y() - metrics.height() / 2))
    return line.naturalTextWidth()
