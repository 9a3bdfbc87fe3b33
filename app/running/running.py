"""Running: runs the workflows of a window, and shows what runs would do and what they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.canvas.node_status import NodeStatus
from app.editors.context import EditorContext, SeedBehaviour
from app.engine.client import EngineClient
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.words import listed, tr, tr_count
from app.page.page import WorkflowPage
from app.running.document_run import DocumentRun
from app.running.run_plan import Cost, RunPlan
from app.running.seeds import Seeds, seeds_edit
from app.running.words import cost_parts
from graph_engine.errors import WeftError
from graph_engine.events import Event
from graph_engine.graph import Graph
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import workflow_data

if TYPE_CHECKING:
    from app.window import StudioWindow

AUTO_WAITS_MS = 350


@dataclass(frozen=True)
class Asked:
    """What a job was asked for with: the plan then, the graph, the seeds, and the batch it is of."""

    page: WorkflowPage
    plan: RunPlan
    graph: Graph
    seeds: Seeds
    batch: str = ""
    is_auto: bool = False


class Running(QObject):
    """Adds jobs to the queue and follows them.

    `changed` comes when the cost of the shown document's run, or whether one runs, may have
    changed; `shown_anew` when the statuses of its nodes have; `told` with a page, its job and an
    event, after the page shows it; `ended` with a page and its job.
    """

    changed = Signal()
    shown_anew = Signal()
    told = Signal(object, object, object)
    ended = Signal(object, object)

    def __init__(self, window: StudioWindow, jobs: JobQueue, engine: EngineClient) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._engine = engine
        self._runs: dict[str, DocumentRun] = {}
        self._asked: dict[str, Asked] = {}
        self._coming: Asked | None = None
        self._written: dict[str, Seeds] = {}
        self.batch = 1
        self.is_automatic = False
        self._auto = QTimer(self, singleShot=True, interval=AUTO_WAITS_MS)
        self._auto.timeout.connect(self._run_by_itself)
        jobs.changed.connect(self._job_changed)
        jobs.told.connect(self._take_event)
        jobs.ended.connect(self._job_ended)
        jobs.removed.connect(self._forget)
        window.workspace.opened.connect(self._follow)
        window.workspace.current_changed.connect(self._show_page)
        for page in window.workspace.pages:
            self._follow(page)
        self._show_page(window.page)

    # --- what is there

    @property
    def shown(self) -> DocumentRun | None:
        """The run of the document that is shown."""
        page = self._window.page
        return self._runs.get(page.document.key) if page is not None else None

    def of(self, page: WorkflowPage) -> DocumentRun | None:
        """The run of a page."""
        return self._runs.get(page.document.key)

    @property
    def job(self) -> Job | None:
        """The job that runs."""
        return self._jobs.running

    def page_of(self, job: Job) -> WorkflowPage | None:
        """The page that shows what a job runs."""
        run = self._runs.get(job.document)
        return run.page if run is not None else None

    # --- what can be done

    def run(self, *, again: bool = False) -> None:
        """Compute what is not known yet; `again` also what an earlier run has saved."""
        self._plan_and(lambda run, plan: self._start(run, plan, again=again))

    def run_with_new_seed(self) -> None:
        """Draw new seeds, then run once."""
        run = self.shown
        if run is None:
            return
        seeds = run.seeds(behaviour="random")
        run.draw_anew()
        self._write_seeds(run, seeds)
        self._plan_and(lambda run, plan: self._start(run, plan, as_is=True))

    def run_to_selected(self) -> None:
        """Compute what the selected nodes need, and nothing else."""
        run = self.shown
        if run is None or not run.page.scene.selected:
            return
        prefix = run.document.problem_prefix
        targets = tuple(f"{prefix}{name}" for name in run.page.scene.selected)
        self._plan_and(lambda run, plan: self._add_one(run, plan, targets))

    def stop(self) -> None:
        """Stop the job that runs, and take out what waits of the same batch."""
        job = self._jobs.running
        if job is None:
            return
        batch = self._asked[job.id].batch if job.id in self._asked else ""
        for other in self._jobs.waiting:
            if batch and other.id in self._asked and self._asked[other.id].batch == batch:
                self._jobs.cancel(other.id)
        self._jobs.stop()

    def set_automatic(self, on: bool) -> None:
        """Run by itself after each edit, or not."""
        self.is_automatic = on
        if on:
            self._auto.start()
        self.changed.emit()

    def choose_seeds(self, behaviour: SeedBehaviour) -> None:
        """Say what the next runs of the shown document do with seeds."""
        if self.shown is not None:
            self.shown.choose_seeds(behaviour)

    def with_seeds(self, context: EditorContext, page: WorkflowPage, node: str) -> EditorContext:
        """The context of a node's editors, with what becomes of its seed."""
        run = self.of(page)
        if run is None:
            return context

        def choose(behaviour: SeedBehaviour) -> None:
            """A lock holds where runs change seeds; without one the whole document changes over."""
            if behaviour != "fixed":
                run.lock_seeds((node,), on=False)
                run.choose_seeds(behaviour)
            elif run.behaviour != "fixed":
                run.lock_seeds((node,), on=True)

        return replace(context, seed_behaviour=run.behaviour_of(node), choose_seeds=choose)

    def tell_why(self) -> None:
        """Say why the selected node will run, or will not."""
        run = self.shown
        if run is None or not run.page.scene.selected:
            return
        name = run.page.scene.selected[0]
        planned = run.plan.nodes.get(f"{run.document.problem_prefix}{name}")
        title = run.page.scene.nodes[name].view.title
        if planned is None:
            self._window.say(tr("{node}: no run needs it.", node=title))
        elif planned.status == "cached":
            self._window.say(tr("{node} is cached: {why}.", node=title, why=planned.reason))
        else:
            self._window.say(tr("{node} will run: {why}.", node=title, why=planned.reason))

    # --- words

    def title_of(self, job: Job) -> str:
        """The title of the node that a job is at, if its page is open and has it."""
        run = self._runs.get(job.document)
        if run is None or not job.node:
            return ""
        return run.title_of(job.node)

    def known_of(self, job: Job) -> str:
        """What a job did not have to compute, in a sentence."""
        run = self._runs.get(job.document)
        course = run.course if run is not None else None
        if course is None or course.job != job.id:
            return ""
        status = course.statuses.get(job.node)
        known = status.steps.known - status.steps.first if status and status.steps else 0
        if known:
            return tr(
                "Steps 1–{last} came from the cache, so only what follows is computed.", last=known
            )
        if not course.cached:
            return ""
        return tr_count(
            course.cached,
            "{number} node came from the cache.",
            "{number} nodes came from the cache.",
        )

    # --- asking for jobs

    def _plan_and(self, then: Callable[[DocumentRun, RunPlan], object]) -> None:
        """Plan the shown document as it is now, and go on with what that says."""
        run = self.shown
        if run is None:
            return

        def planned(plan: RunPlan | None) -> None:
            # Without an answer the engine is not there: the job waits for it.
            then(run, plan if plan is not None else RunPlan())

        run.planning.ask(planned)

    def _start(
        self, run: DocumentRun, plan: RunPlan, *, again: bool = False, as_is: bool = False
    ) -> None:
        if self._refuses(run, plan):
            return
        count = 1 if as_is else self.batch
        if not again and count == 1:
            if plan.nodes and run.is_up_to_date(plan):
                self._window.say(tr("Up to date: nothing has changed since the last run."))
                return
            if self._is_asked(run, plan):
                self._window.say(tr("This is running already."))
                return
        behaviour: SeedBehaviour = "fixed" if as_is else run.behaviour
        seeds = [run.seeds(number, behaviour) for number in range(1, count + 1)]
        batch = f"{run.document.key} {run.document.revision}" if count > 1 else ""
        if behaviour != "fixed":
            run.draw_anew()
            self._write_seeds(run, seeds[0], batch)
            self._written[batch] = seeds[0]
        targets = () if again or batch else run.targets(plan)
        for number, one in enumerate(seeds):
            self._add(run, plan if not number else RunPlan(), targets, one, batch)

    def _add_one(self, run: DocumentRun, plan: RunPlan, targets: tuple[str, ...]) -> None:
        """Run the document as it is, for some of its nodes."""
        if not self._refuses(run, plan):
            self._add(run, plan, targets, run.seeds(1, "fixed"), "")

    def _refuses(self, run: DocumentRun, plan: RunPlan) -> bool:
        """Say what is wrong with a workflow that can't run."""
        if not run.document.graph.nodes:
            self._window.say(tr("There is no node to run."))
            return True
        if not plan.problems:
            return False
        first = plan.problems[0]
        sentence = f"{first.message} {first.hint}".strip()
        self._window.say(tr("This can't run yet: {problem}", problem=sentence))
        self._window.docks.panels["problems"].show()
        self._window.docks.panels["problems"].raise_()
        return True

    def _is_asked(self, run: DocumentRun, plan: RunPlan, *, by_itself: bool = False) -> bool:
        """Whether a job that runs or waits does just what this plan would."""
        if not plan.nodes or self.batch > 1:
            return False
        wanted = {name: plan.nodes[name].key for name in plan.nodes}
        running = (self._jobs.running,) if self._jobs.running is not None else ()
        for job in (*running, *self._jobs.waiting):
            asked = self._asked.get(job.id)
            if asked is None or asked.page is not run.page:
                continue
            # What runs by itself saves nothing, so that it stands for no run that was asked for.
            if asked.is_auto != by_itself or (job.targets and not by_itself):
                continue
            if {name: node.key for name, node in asked.plan.nodes.items()} == wanted:
                return True
        return False

    def _add(
        self,
        run: DocumentRun,
        plan: RunPlan,
        targets: tuple[str, ...],
        seeds: Seeds,
        batch: str,
        *,
        is_auto: bool = False,
    ) -> None:
        document = run.document
        workflow = run.with_seeds(document.workflow, seeds) if batch else document.workflow
        cost = plan.cost(run.saved if targets else ())
        asked = Asked(run.page, plan, document.workflow.graph, seeds, batch, is_auto)
        self._coming = asked
        job = self._jobs.add(
            job_text(workflow),
            folder=str(document.path.parent) if document.path is not None else "",
            title=document.title,
            document=document.key,
            targets=targets,
            note=_note(cost, seeds if batch else {}),
            estimate=cost.seconds,
            node_seconds=plan.seconds(),
        )
        self._coming = None
        self._asked[job.id] = asked
        self.changed.emit()

    def _write_seeds(self, run: DocumentRun, seeds: Seeds, batch: str = "") -> None:
        """Write the seeds that are used into the document, as one edit for a whole batch."""
        if not seeds:
            return
        try:
            run.document.apply(seeds_edit(seeds), tr("New seeds"), batch, whole=True)
        except WeftError as error:
            self._window.say(error.message)

    # --- by itself

    def _edited(self, page: WorkflowPage, before: Workflow, after: Workflow) -> None:
        same = before.graph is after.graph and before.subgraphs is after.subgraphs
        if self.is_automatic and page is self._window.page and not same:
            self._auto.start()

    def _run_by_itself(self) -> None:
        if self.is_automatic:
            self._plan_and(self._start_by_itself)

    def _start_by_itself(self, run: DocumentRun, plan: RunPlan) -> None:
        """Compute what an edit has changed, but save nothing: each edit would leave a file.

        A job for an older state is pointless now.
        """
        targets = run.targets_without_saving(plan) if not plan.problems else ()
        if not targets or self._is_asked(run, plan, by_itself=True):
            return
        running = (self._jobs.running,) if self._jobs.running is not None else ()
        for job in (*self._jobs.waiting, *running):
            asked = self._asked.get(job.id)
            if asked is not None and asked.is_auto and asked.page is run.page:
                self._jobs.cancel(job.id)
        self._add(run, plan, targets, run.seeds(1, "fixed"), "", is_auto=True)

    # --- following

    def _follow(self, page: WorkflowPage) -> None:
        run = DocumentRun(page, self._engine)
        key = page.document.key
        self._runs[key] = run
        run.changed.connect(self.changed)
        run.shown.connect(lambda: self._shown_anew(page))
        page.document.changed.connect(lambda before, after: self._edited(page, before, after))
        page.destroyed.connect(lambda: self._runs.pop(key, None))
        run.planning.follow(page is self._window.page)

    def _show_page(self, page: WorkflowPage | None) -> None:
        for run in self._runs.values():
            run.planning.follow(run.page is page)
        self.changed.emit()

    def _shown_anew(self, page: WorkflowPage) -> None:
        if page is self._window.page:
            self.shown_anew.emit()

    def _begin(self, job: Job) -> None:
        """A job runs now: the seeds of a batch are shown as they are used."""
        run = self._runs.get(job.document)
        if run is None or (run.course is not None and run.course.job == job.id):
            return
        # A job that is run at once tells so before the queue has said which it is.
        asked = self._asked.get(job.id) or self._coming
        if asked is None:
            run.begin(job.id, RunPlan())
            return
        graph = asked.graph
        if asked.batch in self._written and run.seeds(1, "fixed") == self._written[asked.batch]:
            self._write_seeds(run, asked.seeds, asked.batch)
            self._written[asked.batch] = asked.seeds
            graph = run.document.workflow.graph
        run.begin(job.id, asked.plan, graph)

    def _job_changed(self, job: Job) -> None:
        if job.state == "running":
            self._begin(job)
        self.changed.emit()

    def _take_event(self, job: Job, event: Event) -> None:
        run = self._runs.get(job.document)
        if run is None:
            return
        if run.course is None or run.course.job != job.id:
            self._begin(job)
        run.take(event)
        self.told.emit(run.page, job, event)

    def _job_ended(self, job: Job) -> None:
        run = self._runs.get(job.document)
        if run is not None and run.course is not None and run.course.job == job.id:
            run.end()
            self.ended.emit(run.page, job)
        self.changed.emit()

    def _forget(self, id: str) -> None:
        self._asked.pop(id, None)

    def statuses(self, page: WorkflowPage) -> dict[str, NodeStatus]:
        """What is known of a page's nodes, by their full ids."""
        run = self.of(page)
        return dict(run.statuses()) if run is not None else {}


def job_text(workflow: Workflow) -> str:
    """The whole workflow with its layout, which goes into the pictures that the job saves."""
    return json.dumps(workflow_data(workflow), ensure_ascii=False, separators=(",", ":"))


def _note(cost: Cost, seeds: Seeds) -> str:
    """What the queue says of a job: what it costs, and in a batch its seed."""
    parts = list(cost_parts(cost)[:2]) if cost.nodes else []
    if seeds:
        seed = next(iter(seeds.values()))
        parts.append(tr("seed {seed}", seed=f"{seed:,}".replace(",", "\N{NO-BREAK SPACE}")))
    return listed(parts)
