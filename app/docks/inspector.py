"""Inspector: what the selected node does, its values and its links; read-only for now."""

from __future__ import annotations

import html
from collections.abc import Iterable

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.canvas.node_view import NodeView, ParamView, PortView
from app.document.document import Document
from app.look.doc_text import breakable, rich_text
from app.look.eliding_label import ElidingLabel
from app.look.icons import icon_pixmap
from app.look.port_shapes import paint_port
from app.look.theme import Theme, font, size

LABEL_WIDTH = 122
PORT_WIDTH = 92
LINK_WIDTH = 150
# As many wide letters as fit a value's field.
LONGEST_WORD = 11


class Inspector(QScrollArea):
    """A column of labels, made anew for each node; a link's name leads to the node behind it."""

    node_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._page = QWidget()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Inspector")

    def show_document(self, document: Document, nodes: Iterable[NodeView]) -> None:
        """Nothing is selected: say what the workflow is and which nodes it has."""
        column = self._start(document.title, "Not opened" if document.error else "Workflow", "")
        if document.workflow.description:
            column.addWidget(_prose(rich_text(document.workflow.description)))
        if nodes:
            _add_section(column, "Nodes")
            column.addWidget(_caption("Choose one to read what it does and how it is set."))
        for view in nodes:
            column.addWidget(self._node(view))
        self._finish(column)

    def show_node(self, view: NodeView) -> None:
        """Show one node."""
        where = f"{view.type} · {view.category}" if view.category else view.type
        column = self._start(view.title, f"{view.id} · {where}", view.icon, view)
        doc = view.doc or "This node type is not installed. The node is kept as the file has it."
        column.addWidget(_prose(rich_text(doc)))
        if view.params:
            _add_section(column, "Params")
            for param in view.params:
                column.addWidget(_param(param))
        for title, ports in (("Inputs", view.inputs), ("Outputs", view.outputs)):
            if ports:
                _add_section(column, title)
                for port in ports:
                    column.addWidget(self._port(port))
        self._finish(column)

    def _start(
        self, title: str, caption: str, icon: str, view: NodeView | None = None
    ) -> QVBoxLayout:
        self._page = page = QWidget()
        page.setObjectName("panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 14, 14, 16)
        column.setSpacing(8)
        heading = QLabel(breakable(title))
        heading.setObjectName("heading")
        heading.setFont(font("inspectorTitle", QFont.Weight.DemiBold))
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        top = QGridLayout()
        top.setHorizontalSpacing(10)
        top.setVerticalSpacing(1)
        if view is not None:
            top.addWidget(self._icon(icon, view), 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        top.addWidget(heading, 0, 1)
        top.addWidget(_caption(breakable(caption)), 1, 1)
        top.setColumnStretch(1, 1)
        column.addLayout(top)
        return column

    def _finish(self, column: QVBoxLayout) -> None:
        # Only a page that has all its labels tells the scroll area how high it must be.
        column.addStretch(1)
        self.setWidget(self._page)

    def _icon(self, name: str, view: NodeView, side: int = 18) -> QLabel:
        kind = view.kind if view.known else "any"
        ratio = self.devicePixelRatio()
        pixels = round(side * ratio)
        pixmap = QPixmap(icon_pixmap(name, self.theme.type_colour(kind).name(), "#000000", pixels))
        pixmap.setDevicePixelRatio(ratio)
        label = QLabel()
        label.setPixmap(pixmap)
        label.setContentsMargins(0, 2, 0, 0)
        return label

    def _node(self, view: NodeView) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._icon(view.icon, view, 16))
        name = self._link(view.id, view.id, LABEL_WIDTH)
        name.setFixedWidth(LABEL_WIDTH + 4)
        line.addWidget(name)
        line.addWidget(_caption(breakable(view.type)), 1)
        return row

    def _port(self, port: PortView) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.addWidget(self._port_shape(port), 0, 0, Qt.AlignmentFlag.AlignTop)
        name = ElidingLabel(port.name)
        name.setObjectName("label")
        name.setFixedWidth(PORT_WIDTH)
        grid.addWidget(name, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._other_end(port), 0, 2)
        if port.doc:
            grid.addWidget(_caption(rich_text(port.doc)), 1, 1, 1, 2)
        grid.setColumnStretch(2, 1)
        return row

    def _other_end(self, port: PortView) -> QLabel:
        if port.link is None:
            label = QLabel(port.kind)
            label.setObjectName("caption")
            return label
        return self._link(port.link.node, str(port.link), LINK_WIDTH)

    def _link(self, node: str, text: str, room: int) -> QLabel:
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        words = html.escape(shown)
        label = QLabel(f'<a href="{node}" style="text-decoration: none">{words}</a>')
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.setToolTip(text if shown != text else "")
        label.linkActivated.connect(self.node_wanted)
        return label

    def _port_shape(self, port: PortView) -> QLabel:
        side, ratio = 16, self.devicePixelRatio()
        pixmap = QPixmap(QSize(side, side) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, surface = self.theme.type_colour(port.kind), self.theme.colour("bg.panel")
        middle = QPointF(side / 2, side / 2)
        paint_port(painter, middle, port.kind, colour, surface, linked=port.linked)
        painter.end()
        label = QLabel()
        label.setPixmap(pixmap)
        label.setFixedSize(side, side)
        return label


def _add_section(column: QVBoxLayout, title: str) -> None:
    rule = QFrame()
    rule.setObjectName("rule")
    rule.setFixedHeight(1)
    column.addSpacing(4)
    column.addWidget(rule)
    label = QLabel(title)
    label.setObjectName("section")
    label.setIndent(0)
    column.addWidget(label)


def _param(param: ParamView) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(3)
    name = ElidingLabel(param.name)
    name.setObjectName("label")
    name.setFixedWidth(LABEL_WIDTH)
    value = QLabel(breakable(param.text, LONGEST_WORD) or "empty")
    value.setObjectName("value")
    value.setTextFormat(Qt.TextFormat.PlainText)
    value.setMinimumHeight(round(size("field")))
    value.setProperty("default", param.is_default)
    value.setProperty("wrong", param.wrong)
    value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    value.setFont(font("body", QFont.Weight.Normal if param.is_default else QFont.Weight.DemiBold))
    value.setWordWrap(True)
    if param.kind == "number":
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if param.kind == "prompt":
        value.setFont(font("body"))
        grid.addWidget(name, 0, 0, 1, 2)
        grid.addWidget(value, 1, 0, 1, 2)
    else:
        grid.addWidget(name, 0, 0)
        grid.addWidget(value, 0, 1)
    if param.doc:
        grid.addWidget(_caption(rich_text(param.doc)), 2, 0, 1, 2)
    grid.setColumnStretch(1, 1)
    return row


def _prose(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("prose")
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    return label


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("caption")
    label.setFont(font("caption"))
    label.setWordWrap(True)
    return label
