"""MixedField: what stands in place of an editor where the selected nodes differ."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.editors.context import EditorContext
from app.editors.field import LEFT, FieldLook
from app.look.words import tr


class MixedField(QAbstractButton):
    """Stands for values that differ; a click, Enter or Space edits them together."""

    def __init__(self, name: str, context: EditorContext) -> None:
        super().__init__()
        self._look = FieldLook(context)
        self.setText(tr("mixed"))
        self.setAccessibleName(tr("{param}, mixed values", param=name))
        self.setToolTip(tr("The nodes have different values; edit to give all the same."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(120, round(self._look.height))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place = QPainter(self), QRectF(self.rect())
        self._look.paint(painter, place, hovered=self.underMouse(), focused=self.hasFocus())
        used = self._look.font()
        used.setItalic(True)
        painter.setFont(used)
        painter.setPen(self._look.theme.colour("text.tertiary"))
        painter.drawText(self._look.inner(place), LEFT, self.text())
