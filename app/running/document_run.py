"""DocumentRun: what one document's next run would do, and what its latest one has done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.canvas.node_status import NodeStatus
from app.canvas.node_view import title_of_type
from app.editors.context import SeedBehaviour
from app.engine.client import EngineClient
from app.look.words import tr
from app.page.page import WorkflowPage
from app.running.course import Course
from app.running.folding import on_level
from app.running.plan_statuses import Span, plan_status, span_of
from app.running.planning import Planning
from app.running.run_plan import Cost, NodePlan, RunPlan
from app.running.seeds import (
    LOCKED,
    Seeds,
    is_locked,
    new_draw,
    next_seeds,
    seeds_edit,
    seeds_of,
)
from graph_engine.edits import Batch, SetNodeLayout
from graph_engine.errors import WeftError
from graph_engine.events import Event
from graph_engine.graph import Graph, GraphNode
from graph_engine.hints import FileName, Seed
from graph_engine.subgraphs import subgraph_id_of
from graph_engine.workflow import Workflow

_NOTHING = RunPlan()


class DocumentRun(QObject):
    """Shows statuses on a page's nodes; `changed` comes when the cost may be another one.

    What will be planned and run is the workflow with the seeds that the next run gives it.
    """

    changed = Signal()
    shown = Signal()

    def __init__(self, page: WorkflowPage, engine: EngineClient) -> None:
        super().__init__(page)
        self.page = page
        self.document = page.document
        self.behaviour: SeedBehaviour = "fixed"
        self._draw = new_draw()
        self.course: Course | None = None
        self.saved: set[str] = set()
        """The keys of what was saved or shown by a run of this document, and need not be again."""
        self.planning = Planning(self.document, engine, self._prepared)
        self.planning.planned.connect(self._planned)
        self.document.level_changed.connect(self.show)
        self._asked_of: Graph | None = None
        self._measured: dict[str, str] = {}
        self._cost: tuple[RunPlan, int, Cost] | None = None
        self._of_plan: tuple[RunPlan, dict[str, NodeStatus]] = (_NOTHING, {})

    @property
    def plan(self) -> RunPlan:
        """What the next run would do, as far as it is known."""
        return self.planning.plan or _NOTHING

    @property
    def cost(self) -> Cost | None:
        """What the next run costs; None while that is not known."""
        if self.planning.plan is None or self.plan.problems:
            return None
        key = self.plan, len(self.saved)
        if self._cost is None or self._cost[0] is not key[0] or self._cost[1] != key[1]:
            cost = Cost() if self.is_up_to_date(self.plan) else self.plan.cost(self.saved)
            self._cost = *key, cost
        return self._cost[2]

    def is_up_to_date(self, plan: RunPlan) -> bool:
        """Whether all that a plan would do has been done by an earlier run of this document."""
        if plan.problems:
            return False
        ends = self._ends(plan)
        pending = ends or plan.to_run()
        return all(plan.nodes[name].key in self.saved for name in pending)

    def targets(self, plan: RunPlan) -> tuple[str, ...]:
        """What to run for: what has to be saved or shown anew; empty for all there is."""
        ends = self._ends(plan)
        pending = tuple(name for name in ends if plan.nodes[name].key not in self.saved)
        return pending if len(pending) < len(ends) else ()

    def targets_without_saving(self, plan: RunPlan) -> tuple[str, ...]:
        """What to run for by itself: what is shown, and what would be saved, but no file."""
        found: dict[str, None] = {}
        for name in self._ends(plan):
            if plan.nodes[name].key not in self.saved:
                found.update(dict.fromkeys(self._instead_of_saving(name)))
        runs = (name for name in found if name in plan.nodes)
        return tuple(name for name in runs if plan.nodes[name].status == "will_run")

    def _instead_of_saving(self, name: str) -> list[str]:
        """What feeds a node that writes files; any other node itself."""
        node = self._node(name)
        spec = self.document.catalog.get(node.type) if node is not None else None
        if node is None or spec is None:
            return [name]
        if not any(isinstance(scalar.hint, FileName) for scalar in spec.scalars):
            return [name]
        *level, _ = name.split("/")
        return ["/".join((*level, link.node)) for link in node.inputs.values()]

    def _ends(self, plan: RunPlan) -> tuple[str, ...]:
        catalog = self.document.catalog
        found = (catalog.get(plan.nodes[name].type) for name in plan.to_run())
        names = zip(plan.to_run(), found, strict=True)
        return tuple(name for name, spec in names if spec is not None and spec.effects)

    # --- seeds

    def choose_seeds(self, behaviour: SeedBehaviour) -> None:
        """Say what the next runs do with seeds."""
        if behaviour != self.behaviour:
            self.behaviour = behaviour
            self.planning.refresh()
            self.changed.emit()

    def lock_seeds(self, nodes: Iterable[str], *, on: bool) -> None:
        """Keep the seeds of nodes at the level shown out of what runs do, or let them in again."""
        layout, edits = self.document.layout, []
        for name in nodes:
            spec = self.document.catalog.get(self.document.graph.nodes[name].type)
            scalars = spec.scalars if spec is not None else ()
            seeds = [scalar.name for scalar in scalars if isinstance(scalar.hint, Seed)]
            if seeds and on != any(is_locked(layout, name, seed) for seed in seeds):
                edits.append(SetNodeLayout(name, LOCKED, seeds if on else None))
        if edits:
            text = tr("Keep the seed") if on else tr("Let the seed change")
            self.document.apply(Batch(tuple(edits)), text)
            self.planning.refresh()

    def behaviour_of(self, node: str) -> SeedBehaviour:
        """What the next runs do with the seed of a node at the level shown."""
        locked = (self.document.layout.nodes.get(node) or {}).get(LOCKED)
        return "fixed" if locked else self.behaviour

    def seeds(self, run: int = 1, behaviour: SeedBehaviour | None = None) -> Seeds:
        """The seeds of the next run, or of a later one of a batch."""
        now = seeds_of(self.document.workflow, self.document.catalog)
        return next_seeds(now, behaviour or self.behaviour, self._draw, run)

    def draw_anew(self) -> None:
        """The seeds drawn are used now: the next run gets others."""
        self._draw = new_draw()

    def _prepared(self, workflow: Workflow) -> Workflow:
        if self.behaviour == "fixed":
            return workflow
        return self.with_seeds(workflow, self.seeds())

    def with_seeds(self, workflow: Workflow, seeds: Seeds) -> Workflow:
        """The workflow with other seeds."""
        try:
            return seeds_edit(seeds).apply(workflow, self.document.catalog)[0]
        except WeftError:
            return workflow

    # --- a job

    def begin(self, job: str, plan: RunPlan, graph: Graph | None = None) -> None:
        """A job of this document runs, which was asked for with this plan, when it was so."""
        self._asked_of = graph
        spans = {name: self._span(name, one) for name, one in plan.nodes.items() if one.steps}
        known = {name: span for name, span in spans.items() if span is not None}
        self.course = Course(job, plan, known)

    def take(self, event: Event) -> None:
        """Follow an event of the job that runs."""
        if self.course is not None and self.course.take(event):
            self.show()

    def end(self) -> None:
        """The job is over: what it has done counts from now on."""
        if self.course is None:
            return
        self.course.end()
        self._measured.update(self.course.measured)
        plan, catalog = self.course.plan, self.document.catalog
        for node in plan.nodes.values():
            spec = catalog.get(node.type)
            if spec is not None and spec.effects and node.key in self.course.done:
                self.saved.add(node.key)
        self.planning.refresh()
        self.show()
        self.changed.emit()

    def _node(self, name: str) -> GraphNode | None:
        """A node at any level, as it stands in the workflow."""
        workflow = self.document.workflow
        graph = workflow.graph
        *instances, last = name.split("/")
        for instance in instances:
            node = graph.nodes.get(instance)
            subgraph = subgraph_id_of(node.type) if node is not None else None
            if subgraph is None or subgraph not in workflow.subgraphs:
                return None
            graph = workflow.subgraphs[subgraph].graph
        return graph.nodes.get(last)

    # --- showing

    def title_of(self, name: str) -> str:
        """The title of a node at any level, as far as it has one of its own or a known type."""
        node = self._node(name)
        if node is None:
            return ""
        given: Mapping[str, object] = {}
        if "/" not in name:
            given = self.document.workflow.layout.nodes.get(name) or {}
        return str(given.get("title") or title_of_type(node.type))

    def statuses(self) -> Mapping[str, NodeStatus]:
        """What is known of all nodes now, by their full ids."""
        found = self._plan_statuses()
        self._add_measured(found)
        if self.course is not None:
            told = self.course.statuses.items()
            found.update({name: said for name, said in told if self._holds(name, said)})
        return found

    def _holds(self, name: str, said: NodeStatus) -> bool:
        """Whether what a job has told of a node goes before the plan: it was not changed since."""
        course, planned = self.course, self.plan.nodes.get(name)
        if course is None or self._asked_of is self.document.workflow.graph:
            return True
        asked = course.plan.nodes.get(name)
        if asked is not None and planned is not None and asked.key != planned.key:
            return False
        if not course.is_over or said.state == "failed" or planned is None:
            return True
        return planned.status == "cached" or planned.key in self.saved

    def _plan_statuses(self) -> dict[str, NodeStatus]:
        plan, (of, known) = self.plan, self._of_plan
        if of is not plan:
            before = of.nodes
            known = {
                name: known[name] if before.get(name) == node else self._plan_status(name, node)
                for name, node in plan.nodes.items()
            }
            self._of_plan = plan, known
        if not self.saved:
            return dict(known)
        return {
            name: NodeStatus("done") if plan.nodes[name].key in self.saved else status
            for name, status in known.items()
        }

    def _add_measured(self, found: dict[str, NodeStatus]) -> None:
        """What runs of this document have measured of results that are still known."""
        if not self._measured:
            return
        for name, status in found.items():
            message = self._measured.get(self.plan.nodes[name].key, "")
            if message and status.state in ("cached", "done"):
                found[name] = replace(status, message=message)

    def _plan_status(self, name: str, node: NodePlan) -> NodeStatus:
        return plan_status(node, self._span(name, node) if node.steps else None)

    def _span(self, name: str, planned: NodePlan) -> Span | None:
        """Which of the steps that its params give a node does itself."""
        node, spec = self._node(name), self.document.catalog.get(planned.type)
        if node is None or spec is None:
            return None
        given = {scalar.name: scalar.default for scalar in spec.scalars}
        return span_of({**given, **node.params}, planned.steps)

    def show(self) -> None:
        """Show it on the canvas."""
        scene = self.page.scene
        scene.show_statuses(on_level(self.statuses(), self.document.problem_prefix))
        self.shown.emit()

    def _planned(self) -> None:
        self.show()
        self.changed.emit()
