"""ProblemList: the list of problems; what a click and a key ask for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QListView

from app.docks.findings import Finding
from app.docks.problem_rows import FindingModel, ProblemRows
from app.look.menu import PaintedMenu
from app.look.words import tr

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN = (*_ENTER, Qt.Key.Key_Space)


class ProblemList(QListView):
    """The list; a click or Enter jumps, a click on the button or Space repairs."""

    jumped = Signal(object)
    fixed = Signal(object, QPoint)

    def __init__(self, model: FindingModel) -> None:
        super().__init__()
        self._findings = model
        self.setModel(model)
        self.setObjectName("dockList")
        self.setAccessibleName(tr("Problems"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.rows = ProblemRows(self)
        self.setItemDelegate(self.rows)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """List other findings; what was selected stays so if it is still there."""
        before = self._current()
        self._findings.show_findings(findings)
        if before is not None and before in findings:
            self.setCurrentIndex(self._findings.index(list(findings).index(before)))

    def _current(self) -> Finding | None:
        at = self.currentIndex().row()
        return self._findings.findings[at] if 0 <= at < len(self._findings.findings) else None

    def _fix_at(self, index: QModelIndex) -> None:
        fix = self._findings.fix(index.row())
        if fix is not None:
            button = self.rows.parts(index, self.visualRect(index)).button
            self.fixed.emit(fix, button.bottomLeft().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        finding = self._current()
        if finding is not None and event.key() in _ENTER:
            self.jumped.emit(finding)
        elif finding is not None and event.key() == Qt.Key.Key_Space:
            self._fix_at(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        overrides = event.type() == QEvent.Type.ShortcutOverride
        own = isinstance(event, QKeyEvent) and event.key() in _OWN and not event.modifiers()
        if overrides and own:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._on_button(index, event.position()):
            self.rows.pressed_button = index.row()
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        at = event.position()
        on_place = index.isValid() and self.rows.parts(
            index, self.visualRect(index)
        ).place.contains(at)
        pointing = on_place or self._on_button(index, at)
        shape = Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self.rows.pressed_button = self.rows.pressed_button, -1
        index = self.indexAt(event.position().toPoint())
        self.viewport().update()
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if pressed == index.row() and self._on_button(index, event.position()):
            self._fix_at(index)
        elif pressed < 0:
            self.jumped.emit(self._findings.findings[index.row()])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index, finding = self.currentIndex(), self._current()
        if finding is None:
            return
        menu = PaintedMenu("", self)
        if finding.node:
            menu.addAction(tr("Show the node")).triggered.connect(lambda: self.jumped.emit(finding))
        if (fix := self._findings.fix(index.row())) is not None:
            menu.addAction(fix.label).triggered.connect(lambda: self._fix_at(index))
        menu.addAction(tr("Copy the sentence")).triggered.connect(
            lambda: QGuiApplication.clipboard().setText(str(finding.problem))
        )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _on_button(self, index: QModelIndex, at: QPointF) -> bool:
        if not index.isValid() or self._findings.fix(index.row()) is None:
            return False
        return self.rows.parts(index, self.visualRect(index)).button.contains(at)
