"""Session: the one way to plan, check and run workflows; it keeps what runs may share."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from graph_engine.cache import RUNS_IN_MEMORY, Cache, MemoryCache
from graph_engine.catalog import Catalog
from graph_engine.check import Problem
from graph_engine.checkpoints import STEPS_FOLDER, Checkpoints, StepFiles
from graph_engine.context import Context, Resources, UpstreamNode
from graph_engine.crash_log import write_crash
from graph_engine.device import Device, choose_device
from graph_engine.digests import FileDigests
from graph_engine.disk_cache import DiskCache
from graph_engine.errors import Cancelled
from graph_engine.events import Event, RunFinished, RunStarted, RunStatus
from graph_engine.fitting import WireEnd, fitting_ports
from graph_engine.graph import Graph
from graph_engine.hints import ModelFile
from graph_engine.history import History
from graph_engine.hub import download, is_hub_id
from graph_engine.made_with import run_facts, stamped
from graph_engine.memory_watch import MemoryWatch
from graph_engine.node_memory import NodeMemory
from graph_engine.places import Places, SettledPlaces, default_cache, node_folders
from graph_engine.plan import Plan
from graph_engine.planner import Examination, Planner
from graph_engine.run_result import RunResult
from graph_engine.runner import Runner
from graph_engine.spans import MeasuredCache, TakeSpan
from graph_engine.subgraphs.expansion import expand
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.timings import Timings
from graph_engine.topology import upstream_order
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import format_workflow

GIBIBYTE = 2**30
MEMORY_LIMIT = 2 * GIBIBYTE
DISK_LIMIT = 20 * GIBIBYTE
STEPS_MEMORY_LIMIT = GIBIBYTE // 2
STEPS_DISK_LIMIT = 10 * GIBIBYTE


class Session:
    """Plans, checks and runs workflows with one catalogue, one cache and one device.

    `models` and `inputs` are folders searched before the usual ones, and `output` is where files
    are written. `cache` is the folder of the disk cache (None for the user's), and
    `keep_results=False` does without it. `keep_steps=False` keeps no steps inside nodes, so that
    a node that has to run begins at its start. Limits are in bytes; steps have their own. Raises
    InputError for a device or dtype that is not there.
    """

    def __init__(
        self,
        *,
        catalog: Catalog | None = None,
        models: Iterable[str | os.PathLike[str]] = (),
        inputs: Iterable[str | os.PathLike[str]] = (),
        output: str | os.PathLike[str] = "output",
        cache: str | os.PathLike[str] | None = None,
        keep_results: bool = True,
        keep_steps: bool = True,
        device: str = "auto",
        dtype: str = "auto",
        memory_limit: int = MEMORY_LIMIT,
        disk_limit: int = DISK_LIMIT,
        steps_memory_limit: int = STEPS_MEMORY_LIMIT,
        steps_disk_limit: int = STEPS_DISK_LIMIT,
    ) -> None:
        self.catalog = catalog if catalog is not None else Catalog.load(node_folders())
        self.device: Device = choose_device(device, dtype)
        self.places = Places.default(
            models=map(Path, models), inputs=map(Path, inputs), output=Path(output)
        )
        self._folder = Path(cache) if cache is not None else default_cache()
        runs = RUNS_IN_MEMORY if keep_results else None
        self.cache = Cache(
            MemoryCache(memory_limit, runs),
            DiskCache(self._folder, self.catalog.value_types, disk_limit) if keep_results else None,
        )
        self.checkpoints = Checkpoints()
        if keep_steps:
            self.checkpoints = Checkpoints(
                MemoryCache(steps_memory_limit, runs),
                StepFiles(self._folder / STEPS_FOLDER, steps_disk_limit) if keep_results else None,
            )
        self._history = History(self._folder / "history" if keep_results else None)
        self._planner = Planner(
            self.catalog,
            self.device,
            self.cache,
            self.checkpoints,
            FileDigests(self._folder / "digests.json" if keep_results else None),
            self._history,
            Timings(self._folder / "timings.jsonl" if keep_results else None),
        )
        self._resources = Resources()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of models and results in memory; what is on disk stays."""
        self.cache.close()
        self.checkpoints.close()
        self._resources = Resources()

    def check(self, workflow: Workflow) -> tuple[Problem, ...]:
        """All problems of a workflow."""
        return self.examine(workflow).problems

    def examine(self, workflow: Workflow) -> Examination:
        """All problems of a workflow, and what is known of outputs before a run.

        The facts are by node and port, such as a model's family.
        """
        return self._planner.examine(workflow, self._settled_places(workflow))

    def fits(self, workflow: Workflow, end: WireEnd) -> Mapping[str, str]:
        """The ports that a wire from this end may go to, with why some of them refuse it.

        Raises InputError for a port that is not there.
        """
        return fitting_ports(workflow, self.catalog, end, self._settled_places(workflow))

    def plan(self, workflow: Workflow, targets: Iterable[str] = ()) -> Plan:
        """What a run would do and why, without loading weights.

        Raises ProblemsError for a workflow that can't run, InputError for an unknown target.
        """
        return self._planner.plan(workflow, self._settled_places(workflow), targets)

    def run(
        self,
        workflow: Workflow,
        targets: Iterable[str] = (),
        *,
        on_event: Callable[[Event], None] = lambda event: None,
        on_span: TakeSpan | None = None,
        previews: bool = False,
        stop: threading.Event | None = None,
        memory: MemoryWatch | None = None,
    ) -> RunResult:
        """Run what the targets need; by default the nodes with effects.

        A node that fails doesn't stop the others: the result tells. Setting `stop` ends the run
        within one step, keeping what is done. `on_span` hears of each load of a model and each
        read and write of the cache. With `previews` samplers show what they are making, as
        NodePreview events; the results are the same. `memory` is a watch that goes on already.
        Raises what `plan` raises, before anything runs.
        """
        started = time.perf_counter()
        self.cache.begin_run()
        self.checkpoints.begin_run()
        chosen = self._planner.targets(workflow, targets)
        self._fetch_models(workflow, chosen)
        plan = self.plan(workflow, chosen)
        stopwatch = self._planner.stopwatch(plan)

        def emit(event: Event) -> None:
            stopwatch.hear(event)
            on_event(event)

        emit(RunStarted(plan.with_status("will_run"), plan.with_status("cached")))
        graph, catalog = expand(workflow).graph, catalog_of(workflow, self.catalog)
        watch = memory or MemoryWatch()
        runner = Runner(
            graph,
            catalog,
            plan,
            self.cache if on_span is None else MeasuredCache(self.cache, plan.makers, on_span),
            self._context_maker(
                workflow,
                plan,
                emit=emit,
                take_span=on_span,
                wants_previews=previews,
                stop=stop or threading.Event(),
            ),
            emit,
            lambda error, node: write_crash(self._folder, error, node),
            lambda: NodeMemory(watch, self.device),
        )
        status: RunStatus = "ok"
        try:
            with nullcontext() if memory is not None else watch:
                runner.run()
        except Cancelled:
            status = "cancelled"
        finally:
            done = {name for name, result in runner.results.items() if result.has_value}
            made_of = {name: plan.ingredients[name] for name in plan.ingredients if name in done}
            self._history.remember(workflow.name, made_of)
        if any(result.status == "failed" for result in runner.results.values()):
            status = "failed" if status == "ok" else status
        result = RunResult(
            status=status,
            seconds=time.perf_counter() - started,
            outputs=runner.effects,
            nodes=runner.results,
            values=_values(graph, catalog, plan, runner),
        )
        emit(RunFinished(status, result.seconds))
        return result

    def made_with(self, workflow: Workflow, targets: Iterable[str] = ()) -> Mapping[str, Any]:
        """What a picture that the first target saves would tell of its making.

        Raises what `plan` raises.
        """
        plan = self.plan(workflow, targets)
        first = next(name for name in plan.wiring.targets if name in plan.ingredients)
        return self._stamped(workflow, plan, first).made_with

    def quiet_context(self, workflow: Workflow, node: str) -> Context:
        """A context for a node's work outside a run: it tells nobody, and keeps no steps."""
        return Context(
            node=node,
            places=self._places(workflow),
            device=self.device,
            resources=self._resources,
            emit=lambda event: None,
            stop=threading.Event(),
        )

    def _places(self, workflow: Workflow) -> Places:
        if workflow.folder is None:
            return self.places
        return replace(self.places, inputs=(workflow.folder, *self.places.inputs))

    def _settled_places(self, workflow: Workflow) -> Places:
        return SettledPlaces(**vars(self._places(workflow)))

    def _fetch_models(self, workflow: Workflow, targets: tuple[str, ...]) -> None:
        """Download the hub models that the targets need, because keys hold their content."""
        absent: dict[str, str] = {}
        for name, node in expand(workflow).graph.nodes.items():
            spec = self.catalog.get(node.type)
            for port in spec.files if spec is not None and node.state == "active" else ():
                value = node.params.get(port.name)
                if (
                    isinstance(port.hint, ModelFile)
                    and isinstance(value, str)
                    and is_hub_id(value)
                    and self.places.find(port.hint, value) is None
                ):
                    absent[name] = value
        order = self._planner.checked_order
        needed = order(workflow, self._places(workflow), targets) if absent else ()
        for name in needed:
            if name in absent:
                download(absent[name])

    def _context_maker(
        self,
        workflow: Workflow,
        plan: Plan,
        *,
        emit: Callable[[Event], None],
        take_span: TakeSpan | None,
        wants_previews: bool,
        stop: threading.Event,
    ) -> Callable[[str], Context]:
        places, graph = self._places(workflow), expand(workflow).graph

        def make(name: str) -> Context:
            return Context(
                node=name,
                places=places,
                device=self.device,
                resources=self._resources,
                emit=emit,
                stop=stop,
                workflow_text=lambda: format_workflow(self._stamped(workflow, plan, name)),
                upstream=lambda: _upstream(graph, plan, name),
                beforehand=plan.known.get(name),
                checkpoints=self.checkpoints,
                take_span=take_span,
                wants_previews=wants_previews,
            )

        return make

    def _stamped(self, workflow: Workflow, plan: Plan, name: str) -> Workflow:
        """The workflow with how a node that saves something comes by it."""
        catalog, sources = catalog_of(workflow, self.catalog), _order_up_to(plan, name)
        facts = run_facts(name, sources, catalog, plan.ingredients, self.device)
        return stamped(workflow, self.catalog, facts)


def _values(
    graph: Graph, catalog: Catalog, plan: Plan, runner: Runner
) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for name in plan.wiring.targets:
        spec = catalog[graph.nodes[name].type]
        result = runner.results.get(name)
        if spec.effects or result is None or not result.has_value:
            continue
        value = runner.value(name)
        if value is not None:
            found[name] = dict(zip(spec.outputs, value, strict=True))
    return found


def _upstream(graph: Graph, plan: Plan, name: str) -> tuple[UpstreamNode, ...]:
    links = plan.wiring.inputs
    return tuple(
        UpstreamNode(
            id=node,
            type=graph.nodes[node].type,
            params=plan.ingredients[node].params,
            inputs={port: str(link) for port, link in links[node].items()},
        )
        for node in _order_up_to(plan, name)[:-1]
    )


def _order_up_to(plan: Plan, name: str) -> list[str]:
    """What a node depends on, sources first, and the node itself."""
    links = plan.wiring.inputs
    return upstream_order([name], lambda node: [link.node for link in links[node].values()])
