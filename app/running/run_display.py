"""RunDisplay: what runs, in the top bar, the status bar, the tabs and the window's title."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from app.actions.menus import RUN_MENU
from app.canvas.node_view import title_of_type
from app.editors.context import SeedBehaviour
from app.engine.client import EngineClient
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.words import tr, tr_count
from app.running.document_run import DocumentRun
from app.running.gauge import DeviceState
from app.running.running import Running
from app.running.words import time_text
from graph_engine.hosts.engine_process.messages import DeviceTold

if TYPE_CHECKING:
    from app.window import StudioWindow


DEVICE_EVERY_SECONDS = 1.0


class RunDisplay(QObject):
    """Follows the running of a window, and lends its run bar the hands."""

    def __init__(
        self, window: StudioWindow, running: Running, jobs: JobQueue, engine: EngineClient
    ) -> None:
        super().__init__(window)
        self._window = window
        self._running = running
        self._engine = engine
        self._bar = window.top.run_bar
        bar, registry = self._bar, window.actions_of
        bar.run.run_wanted.connect(lambda: registry.run("run.run"))
        bar.run.menu_wanted.connect(self._open_menu)
        bar.stop.clicked.connect(lambda: registry.run("run.stop"))
        bar.seeds_chosen.connect(running.choose_seeds)
        bar.batch.changed.connect(self._count_batch)
        running.changed.connect(self._show)
        running.shown_anew.connect(self._tell_inspector)
        self._told: tuple[object, ...] = ()
        self._begun = ""
        jobs.changed.connect(self._show_job)
        jobs.ended.connect(self._tell_end)
        registry.keys_changed.connect(self._tell_keys)
        window.workspace.current_named.connect(self._show_title)
        window.workspace.current_changed.connect(self._show_title)
        engine.ready.connect(self._ask_device)
        jobs.ended.connect(self._ask_device)
        self._asked_at = 0.0
        self._of_selected: SeedBehaviour = "fixed"
        if engine.is_ready:
            self._ask_device()
        self._tell_keys()
        self._show()

    def _count_batch(self, count: int) -> None:
        self._running.batch = count
        self._show()

    def _tell_keys(self) -> None:
        registry = self._window.actions_of
        self._bar.run.set_tips(registry.tip("run.run"), tr("More ways to run"))
        self._bar.stop.setToolTip(registry.tip("run.stop"))

    def _open_menu(self) -> None:
        menu = self._window.actions_of.make_menu(RUN_MENU, self._window)
        button = self._bar.run
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    # --- the device

    def _ask_device(self, *_: object) -> None:
        """Ask how full the memory is: when something has happened, not by the clock."""
        self._asked_at = time.monotonic()
        self._engine.device(self._show_device)

    def _show_device(self, told: DeviceTold) -> None:
        state = DeviceState(told.name, told.dtype, told.used, told.total, told.own)
        self._window.top.gauge.show_state(state)

    # --- what would run

    def _show(self) -> None:
        run = self._running.shown
        self._bar.setEnabled(run is not None)
        self._bar.stop.setEnabled(self._running.job is not None)
        if run is None:
            self._bar.run.show_cost(None)
        elif run.plan.problems:
            count = len(run.plan.problems)
            words = tr_count(count, "{number} problem", "{number} problems")
            self._bar.run.show_cost(None, words)
        else:
            self._bar.run.show_cost(run.cost)
        if run is not None:
            self._show_seeds(run)

    def _show_seeds(self, run: DocumentRun) -> None:
        """Show what becomes of seeds: of all, and of that of the node in the inspector."""
        self._bar.show_seeds(run.behaviour)
        selected = run.page.scene.selected
        if selected:
            behaviour = run.behaviour_of(selected[0])
            if behaviour != self._of_selected:
                self._window.docks.inspector.set_seed_behaviour(behaviour)
            self._of_selected = behaviour

    def _tell_inspector(self) -> None:
        """Have the inspector show what the selected nodes say now, if that is something else."""
        page = self._window.page
        if page is None:
            return
        nodes = page.scene.nodes
        told = tuple((one, nodes[one].view.status) for one in page.scene.selected if one in nodes)
        if told != self._told:
            self._told = told
            self._window.docks.inspector.show_statuses()

    # --- what runs

    def _show_job(self, job: Job) -> None:
        if time.monotonic() - self._asked_at > DEVICE_EVERY_SECONDS:
            self._ask_device()
        running = job if job.state == "running" else None
        if running is not None and job.id != self._begun:
            # What was said before belongs to what was before.
            self._begun = job.id
            self._window.status.take_back()
        self._window.status.show_run(*(self._sentences(running) if running else ("", "")))
        self._window.workspace.show_progress(
            self._running.page_of(job), job.fraction if running else None
        )
        self._show_title()

    def _sentences(self, job: Job) -> tuple[str, str]:
        """What a job is at, and what it did not have to do."""
        if job.is_stopping:
            return tr("Stopping after this step."), ""
        if not job.node_type:
            return tr("The run begins."), ""
        title = self._running.title_of(job) or title_of_type(job.node_type)
        left = tr("about {time} left", time=time_text(job.left)) if job.left is not None else ""
        if job.steps:
            at = tr("{node}: step {step} of {steps}", node=title, step=job.step, steps=job.steps)
        else:
            at = title
        sentence = tr("{what}, {left}.", what=at, left=left) if left else f"{at}."
        return sentence, self._running.known_of(job)

    def _tell_end(self, job: Job) -> None:
        self._window.status.show_run("")
        if job.state == "done":
            self._window.say(tr("Done in {time}.", time=time_text(job.seconds)))
        elif job.state == "stopped":
            self._window.say(tr("Stopped; what was done is kept, and the next run goes on there."))
        elif job.state == "offered":
            self._window.say(tr("The engine ended during the run, which waits in the queue."))
        elif job.state == "failed":
            self._window.say(f"{job.error.get('message', '')} {job.error.get('hint', '')}".strip())

    def _show_title(self, *_: object) -> None:
        """The title tells how far a run is, where a window is no more than its name."""
        page, job = self._window.page, self._running.job
        title = f"{page.document.title} — Weft" if page is not None else "Weft"
        if job is not None:
            percent = round(100 * job.fraction)
            title = tr("{percent} % · {title}", percent=percent, title=title)
        if title != self._window.windowTitle():
            self._window.setWindowTitle(title)
