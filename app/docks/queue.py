"""Queue: the dock with the job that runs, those that wait, and the history."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.docks.palette import make_nothing
from app.docks.queue_list import QueueList
from app.docks.queue_menu import make_queue_menu
from app.docks.queue_model import QueueModel
from app.docks.queue_rows import SIDE, first_picture
from app.docks.signs import IconButton
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.words import tr
from graph_engine.events import Event, NodePreview


class QueueDock(QWidget):
    """The dock *Queue*.

    `counted` carries how many jobs wait, run or are offered; `open_wanted` a job whose workflow is
    to be opened, `show_wanted` one whose pictures are to be shown; `said` a sentence; `left` that
    Esc was pressed.
    """

    counted = Signal(int)
    open_wanted = Signal(object)
    show_wanted = Signal(object)
    said = Signal(str)
    left = Signal()

    def __init__(self, queue: JobQueue) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(200)
        self._queue = queue
        self._preview: QPixmap | None = None
        self._pictured = ""
        self.model = QueueModel(queue, self)
        self.list = QueueList(self.model, lambda: self._preview)
        self.nothing = make_nothing("")
        self.nothing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.paused = QLabel(tr("Paused: what waits is not started."))
        self.paused.setObjectName("prose")
        self.paused.setContentsMargins(12, 6, 12, 6)
        self.paused.setWordWrap(True)
        self.pause_button = IconButton("pause", "", side=22)
        self.pause_button.setCheckable(True)
        self.head_buttons = (self.pause_button,)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, stretch in ((self.paused, 0), (self.list, 1), (self.nothing, 1)):
            column.addWidget(part, stretch)
        self._connect()
        self._show_pause(queue.is_paused)
        self._count()

    def _connect(self) -> None:
        queue = self._queue
        self.pause_button.clicked.connect(
            lambda on: self._queue.pause() if on else self._queue.resume()
        )
        self.list.wished.connect(self._do)
        self.list.moved.connect(lambda job, index: self._queue.move(job.id, index))
        self.list.menu_wanted.connect(self._open_menu)
        self.list.left.connect(self.left)
        queue.paused_changed.connect(self._show_pause)
        queue.told.connect(self._take_event)
        queue.changed.connect(self._follow)
        for changed in (self.model.rowsInserted, self.model.rowsRemoved, self.model.rowsMoved):
            changed.connect(self._count)

    def _follow(self, job: Job) -> None:
        if (job.id == self._pictured) != (job.state == "running"):
            self._pictured = job.id if job.state == "running" else ""
            self._preview = None
        if job.state != "running" or not job.node:
            self._count()

    def _take_event(self, job: Job, event: Event) -> None:
        """Show the picture that forms; nobody looks at a hidden one."""
        if isinstance(event, NodePreview) and self.isVisible():
            self._pictured = job.id
            self._preview = _small(event.picture)
            self.list.viewport().update(self.list.row_rect(job.id))

    def _count(self) -> None:
        jobs = self.model.jobs
        self.list.setVisible(bool(jobs))
        self.nothing.setVisible(not jobs)
        self.nothing.setText(
            tr("Nothing runs and nothing waits. Run (Ctrl+Enter) puts a job here.")
        )
        self.setFocusProxy(self.list if jobs else self.nothing)
        self.counted.emit(sum(not job.is_over for job in jobs))

    def _show_pause(self, paused: bool) -> None:
        self.pause_button.setChecked(paused)
        self.pause_button.set_icon("play" if paused else "pause")
        words = tr("Go on with the queue") if paused else tr("Pause the queue after this job")
        self.pause_button.set_tip(words)
        self.paused.setVisible(paused)

    def _open_menu(self, job: Job | None, at: QPoint) -> None:
        menu = make_queue_menu(self._queue, job, self._do, self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _do(self, job: Job, what: str) -> None:
        if what == "open":
            self.open_wanted.emit(job)
        elif what == "show" and first_picture(job).name:
            self.show_wanted.emit(job)
        elif what == "end":
            self._queue.cancel(job.id)
        elif what == "discard":
            self._queue.discard(job.id)
        elif what == "repeat":
            self._queue.retry(job.id)


def _small(picture: bytes) -> QPixmap:
    """The picture no larger than the row shows it."""
    image, side = QImage.fromData(picture), 2 * SIDE
    if min(image.width(), image.height()) > side:
        fills = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(QSize(side, side), fills, smooth)
    return QPixmap.fromImage(image)
