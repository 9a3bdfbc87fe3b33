"""BoxForm: a frame or a note in the inspector: its title or text, and its colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.canvas.tints import COLOURS, is_own
from app.docks.editing import Editing
from app.docks.form_parts import INSET, caption, field_label
from app.docks.signs import IconButton
from app.docks.text_fields import TextBox, TitleField
from app.look.theme import current_theme
from app.look.words import tr
from app.page.colour_choice import choose_colour
from app.page.page import WorkflowPage
from graph_engine.edits import Edit, SetFrames, SetNotes

Json = Any
BoxKind = Literal["frame", "note"]


class BoxForm(QWidget):
    """The frame or note at an index of the layout."""

    def __init__(self, page: WorkflowPage, kind: BoxKind, index: int) -> None:
        super().__init__()
        self._page = page
        self.kind: BoxKind = kind
        self.index = index
        self._level = page.document.level
        self._editing = Editing(page, f"{kind} {index}")
        column = QVBoxLayout(self)
        column.setContentsMargins(INSET, 14, INSET, 16)
        column.setSpacing(6)
        self.title = TitleField(tr("Title"))
        self.title.setPlaceholderText(tr("Untitled"))
        self.title.renamed.connect(self._rename)
        self.text = TextBox(tr("Text"), tr("Markdown"), lines=8)
        self.text.changed.connect(self._write)
        self.text.finished.connect(self._editing.finish)
        if kind == "frame":
            self.title.setTextMargins(0, 0, 3, 0)
            column.addWidget(self.title)
            column.addWidget(caption(tr("Frame")))
        else:
            column.addWidget(caption(tr("Note")))
            column.addWidget(self.text)
        self.swatches = {name: Swatch(name) for name in ("", *COLOURS)}
        row = QHBoxLayout()
        row.setSpacing(2)
        for name, swatch in self.swatches.items():
            swatch.clicked.connect(lambda _=False, name=name: self._colour(name))
            row.addWidget(swatch)
        self.other = IconButton("plus", tr("Other colour…"))
        self.other.setCheckable(True)
        self.other.clicked.connect(self._choose)
        row.addWidget(self.other)
        row.addStretch(1)
        column.addSpacing(4)
        column.addWidget(field_label(tr("Colour")))
        column.addLayout(row)
        column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Show what the document holds now."""
        box = self._box()
        if self.kind == "frame":
            self.title.show_text(str(box.get("title") or ""))
        else:
            self.text.show_text(str(box.get("text") or ""))
        colour = str(box.get("colour") or "")
        self.other.setChecked(is_own(colour))
        for name, swatch in self.swatches.items():
            none = not self.other.isChecked() and colour not in COLOURS
            swatch.setChecked(name == colour or (none and not name))

    def _boxes(self) -> list[Json]:
        layout = self._page.document.layout
        return list(layout.frames if self.kind == "frame" else layout.notes)

    def _box(self) -> Mapping[str, Json]:
        boxes = self._boxes()
        box = boxes[self.index] if self.index < len(boxes) else {}
        return box if isinstance(box, Mapping) else {}

    def _edit(self, box: Mapping[str, Json]) -> Edit:
        boxes = self._boxes()
        boxes[self.index] = dict(box)
        return SetFrames(boxes) if self.kind == "frame" else SetNotes(boxes)

    @property
    def _is_there(self) -> bool:
        return self._page.document.level == self._level and self.index < len(self._boxes())

    def _rename(self, title: str) -> None:
        if not self._is_there:
            return
        self._page.stage.apply(self._edit({**self._box(), "title": title}), tr("Rename frame"))

    def _write(self, text: str) -> None:
        if not self._is_there:
            return
        if not self._editing.apply(self._edit({**self._box(), "text": text}), tr("Write note")):
            self.refresh()

    def _colour(self, name: str, merge: str = "") -> None:
        if not self._is_there:
            return
        rest = {key: value for key, value in self._box().items() if key != "colour"}
        edit = self._edit({**rest, "colour": name} if name else rest)
        self._page.stage.apply(edit, tr("Colour"), merge)
        self.refresh()

    def _choose(self) -> None:
        now = str(self._box().get("colour") or "")
        choose_colour(self._page.stage, self.other, now, self._colour)
        self.refresh()


class Swatch(QAbstractButton):
    """One of the colours, or none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setCheckable(True)
        self.setAccessibleName(_colour_word(name))
        self.setToolTip(_colour_word(name))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(3, 5, 14, 14)
        if self._name:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.type_colour(self._name))
            painter.drawRoundedRect(body, 4, 4)
        else:
            painter.setPen(QPen(theme.colour("line.control"), 1.4))
            painter.drawRoundedRect(body.adjusted(0.7, 0.7, -0.7, -0.7), 4, 4)
            painter.drawLine(body.bottomLeft(), body.topRight())
        if self.isChecked() or self.hasFocus() or self.underMouse():
            name = "user.base" if self.isChecked() or self.hasFocus() else "line.control"
            painter.setPen(QPen(theme.colour(name), 2 if self.isChecked() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(-2, -2, 2, 2), 6, 6)


def _colour_word(name: str) -> str:
    return tr("Colour of {type}", type=name) if name else tr("No colour")
