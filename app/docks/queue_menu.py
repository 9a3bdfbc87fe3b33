"""Queue menu: what can be done with a job, and with the whole queue."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.docks.queue_rows import first_picture
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.menu import PaintedMenu
from app.look.words import tr

Wished = Callable[[Job, str], object]


def make_queue_menu(
    queue: JobQueue, job: Job | None, wished: Wished, parent: QWidget
) -> PaintedMenu:
    """The menu of a row, or of the empty place below the rows."""
    menu = PaintedMenu("", parent)
    if job is not None:
        _add_ways_of(menu, queue, job, wished)
        menu.addSeparator()
    if queue.is_paused:
        menu.addAction(tr("Go on with the queue"), queue.resume)
    else:
        menu.addAction(tr("Pause the queue after this job"), queue.pause)
    if any(one.is_over for one in queue.jobs):
        menu.addAction(tr("Clear the history"), queue.clear_history)
    menu.drop_idle_lines()
    return menu


def _add_ways_of(menu: PaintedMenu, queue: JobQueue, job: Job, wished: Wished) -> None:
    def wish(text: str, what: str) -> None:
        menu.addAction(text, lambda: wished(job, what))

    if job.state == "running":
        wish(tr("Stop after this step"), "end")
    elif job.state == "waiting":
        _add_moves(menu, queue, job)
        wish(tr("Cancel"), "end")
    elif job.state == "offered":
        wish(tr("Run again from the last step"), "repeat")
        wish(tr("Discard"), "discard")
    else:
        wish(tr("Run again"), "repeat")
    menu.addSeparator()
    if first_picture(job).name:
        wish(tr("Show its pictures"), "show")
    wish(tr("Open its workflow"), "open")
    if job.error:
        why = job.error.get("message", "")
        menu.addAction(tr("Copy the error"), lambda: QGuiApplication.clipboard().setText(why))
    if job.is_over:
        wish(tr("Remove from the history"), "discard")


def _add_moves(menu: PaintedMenu, queue: JobQueue, job: Job) -> None:
    places = [one.id for one in queue.waiting]
    at = places.index(job.id) if job.id in places else 0
    if at > 0:
        menu.addAction(tr("Run next"), lambda: queue.move(job.id, 0))
        menu.addAction(tr("Move up"), lambda: queue.move(job.id, at - 1))
    if at < len(places) - 1:
        menu.addAction(tr("Move down"), lambda: queue.move(job.id, at + 1))
    menu.addSeparator()
