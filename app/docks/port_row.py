"""PortRow: a port of the node in the inspector, with the links that lead to the other ends."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.canvas.node_view import PortView
from app.docks.form_parts import INSET, LinkButton, caption, line_height
from app.docks.signs import SIGN, PortSign
from app.look.doc_text import rich_text
from app.look.eliding_label import ElidingLabel
from app.look.fonts import set_font
from app.look.theme import current_theme
from app.look.words import tr

MOST_LINKS = 6
Go = Callable[[str], object]


class PortRow(QWidget):
    """`ends` are the (node, text) pairs at the other ends; a click on one calls `go`.

    `labels` is the width of the column of names, which all ports of a node share.
    """

    def __init__(
        self, port: PortView, ends: Sequence[tuple[str, str]], go: Go, labels: int
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(INSET, 0, INSET, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        sign = PortSign(port.kind, linked=bool(ends))
        holder = QVBoxLayout()
        holder.setContentsMargins(0, (line_height() - SIGN) // 2, 0, 0)
        holder.addWidget(sign)
        holder.addStretch(1)
        row.addLayout(holder)
        name = ElidingLabel(port.label)
        name.setObjectName("label")
        name.setFixedWidth(labels)
        name.setMinimumHeight(line_height())
        set_font(name, "body")
        row.addWidget(name, 0, top)
        row.addWidget(_ends(port, ends, go), 1, top)
        self.setToolTip(
            f"<div style='width: 260px'>{rich_text(port.doc)}</div>" if port.doc else ""
        )


def _ends(port: PortView, ends: Sequence[tuple[str, str]], go: Go) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for node, text in ends[:MOST_LINKS]:
        link = LinkButton(text, tr("{port}: {other}", port=port.name, other=text))
        link.clicked.connect(lambda _checked=False, node=node: go(node))
        column.addWidget(link)
    if len(ends) > MOST_LINKS:
        column.addWidget(caption(tr("and {number} more", number=len(ends) - MOST_LINKS)))
    if not ends:
        column.addWidget(_free(port))
    return holder


def _free(port: PortView) -> QLabel:
    if not port.required:
        label = caption(port.kind)
    else:
        words = html.escape(tr("must be linked"))
        colour = current_theme().colour("state.failed").name()
        label = QLabel(f"<span style='color: {colour}'>{words}</span>")
        label.setWordWrap(True)
        set_font(label, "caption")
    label.setMinimumHeight(line_height())
    return label
