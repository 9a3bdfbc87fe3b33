"""QueueList: the list of jobs; what clicks, drags and keys on it ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QListView

from app.docks.queue_model import QueueModel
from app.docks.queue_rows import QueueRows, shows_picture
from app.jobs.job import Job
from app.look.words import tr

Wish = Literal["end", "repeat", "discard", "open", "show"]
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OUT = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_EDGE = 18


class QueueList(QListView):
    """Emits `wished` with a job and what is to become of it, and `moved` with its new place.

    The button of a row ends or repeats, a double-click or Enter shows the pictures or opens the
    workflow, a drag and Alt+Up and Alt+Down move what waits, Delete ends or discards.
    """

    wished = Signal(object, str)
    moved = Signal(object, int)
    menu_wanted = Signal(object, QPoint)
    left = Signal()

    def __init__(self, model: QueueModel, preview: Callable[[], QPixmap | None]) -> None:
        super().__init__()
        self._jobs = model
        self._pressed: tuple[Job, QPoint] | None = None
        self._is_dragging = False
        self.setModel(model)
        model.progressed.connect(lambda row: self.update(model.index(row)))
        self.setObjectName("dockList")
        self.setAccessibleName(tr("Queue"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.rows = QueueRows(self, model, preview)
        self.setItemDelegate(self.rows)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def current_job(self) -> Job | None:
        """The job that is selected."""
        return self._job(self.currentIndex())

    def row_rect(self, id: str) -> QRect:
        """Where a job's row is in the viewport."""
        return self.visualRect(self._jobs.index(self._jobs.row_of(id)))

    def _job(self, index: QModelIndex) -> Job | None:
        row = index.row()
        return self._jobs.jobs[row] if 0 <= row < len(self._jobs.jobs) else None

    def _waiting_rows(self) -> range:
        rows = [row for row, job in enumerate(self._jobs.jobs) if job.state == "waiting"]
        return range(rows[0], rows[-1] + 1) if rows else range(0)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        job, key = self.current_job(), Qt.Key(event.key())
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if self._is_dragging and key == Qt.Key.Key_Escape:
            self._end_drag()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif job is None:
            super().keyPressEvent(event)
        elif alt and key in _MOVES:
            self._move_by(job, _MOVES[key])
        elif event.modifiers():
            super().keyPressEvent(event)
        elif key in _ENTER:
            self.wished.emit(job, "show" if shows_picture(job) else "open")
        elif key in _OUT:
            self.wished.emit(job, _out(job))
        elif key == Qt.Key.Key_Space:
            self.wished.emit(job, _button_wish(job))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take the keys that are the list's own before the window's actions do."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key, held = Qt.Key(event.key()), event.modifiers()
            plain = (*_ENTER, *_OUT, Qt.Key.Key_Space, Qt.Key.Key_Escape)
            moves = held == Qt.KeyboardModifier.AltModifier and key in _MOVES
            if moves or (not held and key in plain):
                event.accept()
                return True
        return super().event(event)

    def _move_by(self, job: Job, by: int) -> None:
        rows, row = self._waiting_rows(), self._jobs.row_of(job.id)
        if row in rows and row + by in rows:
            self.moved.emit(job, row + by - rows.start)
            self.scrollTo(self.currentIndex())

    # --- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position()
        index = self.indexAt(at.toPoint())
        job = self._job(index)
        if event.button() != Qt.MouseButton.LeftButton or job is None:
            return
        if self._on_button(job, index, at):
            self.rows.pressed_button = index.row()
        elif job.state == "waiting":
            self._pressed = (job, at.toPoint())
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is not None:
            far = (at - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance()
            self._is_dragging = self._is_dragging or far
            if self._is_dragging:
                self._drag_to(at)
            return
        super().mouseMoveEvent(event)
        index = self.indexAt(at)
        job = self._job(index)
        shape = Qt.CursorShape.ArrowCursor
        if job is not None and self._on_button(job, index, event.position()):
            shape = Qt.CursorShape.PointingHandCursor
        elif job is not None and self._on_handle(job, index, event.position()):
            shape = Qt.CursorShape.OpenHandCursor
        self.viewport().setCursor(shape)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self.rows.pressed_button = self.rows.pressed_button, -1
        index = self.indexAt(event.position().toPoint())
        job = self._job(index)
        if self._is_dragging and self._pressed is not None:
            dragged, before = self._pressed[0], self.rows.drop_before
            self._end_drag()
            self._drop(dragged, before)
        elif (
            job is not None
            and pressed == index.row()
            and self._on_button(job, index, event.position())
        ):
            self.wished.emit(job, _button_wish(job))
        self._pressed = None
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        job = self._job(index)
        if event.button() != Qt.MouseButton.LeftButton or job is None:
            return
        if self._on_button(job, index, event.position()):
            self.mousePressEvent(event)
        else:
            self.wished.emit(job, "show" if shows_picture(job) else "open")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        job = self._job(index)
        if job is not None:
            self.setCurrentIndex(index)
        corner = self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_wanted.emit(job, corner if by_key and job is not None else event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _drag_to(self, at: QPoint) -> None:
        bar = self.verticalScrollBar()
        if at.y() < _EDGE:
            bar.setValue(bar.value() - _EDGE)
        elif at.y() > self.viewport().height() - _EDGE:
            bar.setValue(bar.value() + _EDGE)
        rows = self._waiting_rows()
        middles = [self.visualRect(self._jobs.index(row)).center().y() for row in rows]
        self.rows.drop_before = rows.start + sum(at.y() > middle for middle in middles)
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def _drop(self, job: Job, before: int) -> None:
        rows, row = self._waiting_rows(), self._jobs.row_of(job.id)
        if row in rows and before >= 0:
            self.moved.emit(job, before - rows.start - (before > row))

    def _end_drag(self) -> None:
        self._pressed, self._is_dragging = None, False
        self.rows.drop_before = -1
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def _on_button(self, job: Job, index: QModelIndex, at: QPointF) -> bool:
        return self.rows.parts(job, self.visualRect(index)).button.contains(at)

    def _on_handle(self, job: Job, index: QModelIndex, at: QPointF) -> bool:
        sign = self.rows.parts(job, self.visualRect(index)).sign.adjusted(-6, -6, 6, 6)
        return job.state == "waiting" and sign.contains(at)


def _button_wish(job: Job) -> Wish:
    return "end" if job.state in ("waiting", "running") else "repeat"


def _out(job: Job) -> Wish:
    return "end" if job.state in ("waiting", "running") else "discard"
