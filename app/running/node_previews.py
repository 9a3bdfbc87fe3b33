"""NodePreviews: pictures in nodes while they run and when they are done."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage

from app.canvas.node_status import NodeStatus
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.words import tr
from app.page.node_pictures import Made
from app.page.page import WorkflowPage
from app.page.picture_finder import SIDE
from app.running.running import Running
from app.running.words import time_text
from graph_engine.events import Event, NodePicture, NodePreview

_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGBA8888,
}
_STALE = frozenset({"will_run", "resumes", "waiting"})


class NodePreviews(QObject):
    """Puts what runs show into the nodes of their pages."""

    def __init__(self, running: Running, jobs: JobQueue) -> None:
        super().__init__(running)
        self._running = running
        jobs.changed.connect(self._tell_left)
        running.told.connect(self._take)
        running.ended.connect(self._end)
        running.shown_anew.connect(self._mark_stale)

    def _take(self, page: WorkflowPage, job: Job, event: Event) -> None:
        if isinstance(event, NodePreview):
            picture = QImage.fromData(event.picture)
            if not picture.isNull():
                at = tr("Step {step} of {steps}", step=event.step, steps=event.total)
                page.pictures.show_made(event.node, Made(picture, (_left(job), at)))
        elif isinstance(event, NodePicture) and event.index == 0:
            made = small_picture(event)
            if made is not None:
                page.pictures.show_made(event.node, Made(made, (_size_text(event), "")))

    def _tell_left(self, job: Job) -> None:
        """Say how much time is left on the picture of the node that runs."""
        page = self._running.page_of(job)
        made = page.pictures.made(job.node) if page is not None else None
        if page is None or made is None or job.state != "running" or not job.steps:
            return
        captions = (_left(job), made.captions[1])
        if captions != made.captions and made.captions[1]:
            page.pictures.show_made(job.node, Made(made.picture, captions))

    def _end(self, page: WorkflowPage, job: Job) -> None:
        """No time is left any more, and a picture that was not finished says so."""
        for node in job.nodes:
            made = page.pictures.made(node)
            if made is not None and made.captions[1]:
                done = job.nodes[node].get("status") in ("ran", "resumed")
                captions = ("", "" if done else made.captions[1])
                page.pictures.show_made(node, Made(made.picture, captions))

    def _mark_stale(self) -> None:
        """What the next run would make anew is of the last one."""
        run = self._running.shown
        if run is None:
            return
        pictures, word = run.page.pictures, tr("Last run")
        statuses = run.statuses() if pictures.has_made else {}
        for node, status in statuses.items():
            made = pictures.made(node)
            if made is None:
                continue
            captions = (made.captions[0], _left_caption(made.captions[1], status, word))
            if captions != made.captions:
                pictures.show_made(node, Made(made.picture, captions))


def _left(job: Job) -> str:
    return tr("{time} left", time=time_text(job.left)) if job.left is not None else ""


def _left_caption(before: str, status: NodeStatus, word: str) -> str:
    if status.state in _STALE:
        return before or word
    return "" if before == word else before


def small_picture(event: NodePicture) -> QImage | None:
    """A finished picture as small as nodes show it."""
    pixels: bytes | memoryview = event.pixels
    channels = event.channels
    if channels == 2:
        pixels, channels = bytes(pixels)[::2], 1
    if channels not in _FORMATS or len(pixels) < event.width * event.height * channels:
        return None
    whole = QImage(pixels, event.width, event.height, event.width * channels, _FORMATS[channels])
    keep, fast = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.FastTransformation
    if max(event.width, event.height) > 3 * SIDE:
        # First roughly: smoothing all pixels of a large picture would miss a frame.
        whole = whole.scaled(3 * SIDE, 3 * SIDE, keep, fast)
    if max(whole.width(), whole.height()) > SIDE:
        return whole.scaled(SIDE, SIDE, keep, Qt.TransformationMode.SmoothTransformation)
    return whole.copy()


def _size_text(event: NodePicture) -> str:
    size = f"{event.width} × {event.height}"
    return f"1/{event.total} · {size}" if event.total > 1 else size
