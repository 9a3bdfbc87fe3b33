"""Breadcrumb: the path of subgraphs that the canvas has dived into; each part leads back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.document.document import Document, subgraphs_on
from app.look.words import tr


class Breadcrumb(QWidget):
    """Floats over the canvas, and hides at the top level."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.setObjectName("breadcrumb")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Where you are"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 3, 10, 3)
        self._row.setSpacing(2)
        document.level_changed.connect(self._show)
        document.changed.connect(lambda _before, _after: self._show())
        self._shown: tuple[str, ...] = ()
        self._show()

    def _show(self) -> None:
        names = self._names()
        self.setVisible(bool(self._document.level))
        if names == self._shown:
            return
        self._shown = names
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for at, name in enumerate(names[:-1]):
            part = QPushButton(name)
            part.setObjectName("crumb")
            part.setCursor(Qt.CursorShape.PointingHandCursor)
            part.setToolTip(tr("Back to {name}", name=name))
            part.clicked.connect(partial(self._go, at))
            self._add(part)
            self._add(_part("▸"))
        here = _part(names[-1])
        here.setObjectName("crumbHere")
        self._add(here)
        self.adjustSize()

    def _add(self, part: QWidget) -> None:
        self._row.addWidget(part)
        # Qt shows what joins a visible layout only later, and gives it no room until then.
        part.show()

    def _names(self) -> tuple[str, ...]:
        subgraphs = self._document.workflow.subgraphs
        ids = subgraphs_on(self._document.workflow, self._document.level)
        return (self._document.title, *(subgraphs[one].name or one for one in ids))

    def _go(self, depth: int) -> None:
        self._document.go_to_level(self._document.level[:depth])


def _part(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("crumbGap")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
