"""Queue model: the jobs as rows: what runs, what was interrupted, what waits, and the history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from app.docks.queue_words import second_line, spoken
from app.docks.shelf import Index
from app.jobs.job import Job
from app.jobs.queue import JobQueue

JOB_ROLE = Qt.ItemDataRole.UserRole
_GROUPS = {"running": 0, "offered": 1, "waiting": 2}


class QueueModel(QAbstractListModel):
    """Follows a queue; a job that begins or ends moves to its place, and stays selected.

    `progressed` says that a row is to be painted anew, and nothing else: after `dataChanged` a list
    lays all of its rows out, which with a long history takes longer than a frame.
    """

    progressed = Signal(int)

    def __init__(self, queue: JobQueue, parent: QObject) -> None:
        super().__init__(parent)
        self._queue = queue
        self.jobs: list[Job] = _in_rows(queue.jobs)
        queue.added.connect(self._take)
        queue.changed.connect(self._take)
        queue.removed.connect(self._drop)
        queue.reordered.connect(self._reorder)

    def row_of(self, id: str) -> int:
        """The row of a job, or -1."""
        return next((row for row, job in enumerate(self.jobs) if job.id == id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.jobs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        job = self.jobs[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return job.title
        if role == JOB_ROLE:
            return job
        if role == Qt.ItemDataRole.ToolTipRole:
            return second_line(job) if job.state in ("failed", "offered") else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(job)
        return None

    def _take(self, job: Job) -> None:
        """A job is new, or another than it was."""
        old = self.row_of(job.id)
        if old >= 0 and self.jobs[old].state == job.state:
            self.jobs[old] = job
            self.progressed.emit(old)
            return
        wanted = _in_rows(self._queue.jobs)
        new = next((row for row, other in enumerate(wanted) if other.id == job.id), -1)
        if new < 0:
            self._drop(job.id)
        elif old < 0:
            new = min(new, len(self.jobs))
            self.beginInsertRows(QModelIndex(), new, new)
            self.jobs.insert(new, job)
            self.endInsertRows()
        else:
            self._move(old, min(new, len(self.jobs) - 1))
            self._show(min(new, len(self.jobs) - 1), job)

    def _show(self, row: int, job: Job) -> None:
        self.jobs[row] = job
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def _move(self, old: int, new: int) -> None:
        if old != new:
            self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), new + (new > old))
            self.jobs.insert(new, self.jobs.pop(old))
            self.endMoveRows()

    def _drop(self, id: str) -> None:
        row = self.row_of(id)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self.jobs[row]
            self.endRemoveRows()

    def _reorder(self) -> None:
        wanted = [job for job in _in_rows(self._queue.jobs) if self.row_of(job.id) >= 0]
        for new, job in enumerate(wanted):
            self._move(self.row_of(job.id), new)


def _in_rows(jobs: Sequence[Job]) -> list[Job]:
    return sorted(jobs, key=lambda job: _GROUPS.get(job.state, len(_GROUPS)))
