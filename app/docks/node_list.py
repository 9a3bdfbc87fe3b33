"""NodeList: nodes as rows that are only looked at when they are seen; one leads to its node."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.canvas.node_view import NodeView, view_node
from app.docks.form_parts import INSET
from app.docks.row_paint import paint_row, row_height
from app.docks.shelf import Index
from app.look.icons import paint_icon
from app.look.theme import current_theme, font
from app.look.words import tr
from app.page.page import WorkflowPage

VIEW_ROLE = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NodeModel(QAbstractListModel):
    """Node ids of the level shown."""

    def __init__(self, page: WorkflowPage, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self.names: tuple[str, ...] = ()

    def show_names(self, names: Sequence[str]) -> None:
        """List other nodes, or the same ones anew."""
        if tuple(names) != self.names:
            self.beginResetModel()
            self.names = tuple(names)
            self.endResetModel()
        elif names:
            self.dataChanged.emit(self.index(0), self.index(len(names) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name = self.names[index.row()]
        document = self._page.document
        if name not in document.graph.nodes:
            return None
        if role == VIEW_ROLE:
            return view_node(document.shown, document.catalog, name, used=())
        if role == Qt.ItemDataRole.DisplayRole:
            return view_node(document.shown, document.catalog, name, used=()).title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            view = view_node(document.shown, document.catalog, name, used=())
            return f"{view.title}, {view.id}, {view.type}"
        return None


class NodeList(QListView):
    """Emits `chosen` with a node's id on a click or Enter."""

    chosen = Signal(str)

    def __init__(self, page: WorkflowPage) -> None:
        super().__init__()
        self.rows = NodeModel(page, self)
        self.setModel(self.rows)
        self.setObjectName("dockList")
        self.setAccessibleName(tr("Nodes of the workflow"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Rows(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.rows.names[index.row()])


class _Rows(QStyledItemDelegate):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = index.data(VIEW_ROLE)
        if not isinstance(view, NodeView):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(option.rect)
        surface = paint_row(painter, row, option)
        paint_node(painter, row, view, surface, INSET)
        painter.restore()


def paint_node(painter: QPainter, row: QRectF, view: NodeView, surface: str, left: float) -> None:
    """Paint a node's icon and title into a row, with its id at the right if there is room."""
    theme = current_theme()
    at = QPointF(row.left() + left, row.center().y() - 8)
    colour = theme.type_colour(view.kind if view.known else "any")
    paint_icon(painter, view.icon, colour, theme.colour(surface), QRectF(at.x(), at.y(), 16, 16))
    used, small = QFont(font("body")), font("caption")
    used.setStrikeOut(view.state == "muted")
    metrics, small_metrics = QFontMetricsF(used), QFontMetricsF(small)
    box = QRectF(row.left() + left + 24, row.top(), 0, row.height())
    box.setRight(row.right() - INSET)
    width = metrics.horizontalAdvance(view.title)
    id_width = small_metrics.horizontalAdvance(view.id)
    if box.width() > width + id_width + 16:
        painter.setFont(small)
        painter.setPen(theme.colour("text.secondary"))
        end = QRectF(box.right() - id_width - 1, row.top(), id_width + 2, row.height())
        painter.drawText(end, Qt.AlignmentFlag.AlignVCenter, view.id)
    painter.setFont(used)
    painter.setPen(theme.colour("text.secondary" if view.state == "muted" else "text.primary"))
    shown = metrics.elidedText(view.title, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
