"""Planner: checks a workflow and decides what a run of it will do, without loading anything."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph_engine.cache import Cache
from graph_engine.catalog import Catalog
from graph_engine.check import Problem, find_cycle, find_problems
from graph_engine.checkpoints import Checkpoints
from graph_engine.device import Device
from graph_engine.digests import FileDigests
from graph_engine.errors import InputError, ProblemsError
from graph_engine.foresight import Foresight, foreseen_chain, look_ahead
from graph_engine.graph import Link
from graph_engine.history import History
from graph_engine.places import Places
from graph_engine.plan import Plan, Resumption, gather_ingredients, make_plan
from graph_engine.plan_memory import PlanMemory
from graph_engine.resolve import default_targets, needed_nodes, resolve
from graph_engine.subgraphs.expansion import expand, open_up
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.subgraphs.targets import nodes_meant
from graph_engine.timings import Stopwatch, Timings, Took, Works
from graph_engine.topology import CycleFound
from graph_engine.workflow import Workflow


@dataclass(frozen=True)
class Examination:
    """What a look at a workflow tells: its problems, and what is known by node and output."""

    problems: tuple[Problem, ...]
    facts: Mapping[str, Mapping[str, Any]]


class Planner:
    """Checks and plans for one catalogue, device and cache.

    Subgraphs are opened up first, so that plans and facts name nodes as `instance/inner`.
    """

    def __init__(
        self,
        catalog: Catalog,
        device: Device,
        cache: Cache,
        checkpoints: Checkpoints,
        digests: FileDigests,
        history: History,
        timings: Timings,
    ) -> None:
        self._catalog = catalog
        self._device = device
        self._cache = cache
        self._checkpoints = checkpoints
        self._digests = digests
        self._history = history
        self._timings = timings
        self._works = Works(catalog, device)
        self._memory = PlanMemory()
        # A plan is made while a run makes one.
        self._one_at_a_time = threading.RLock()

    def examine(self, workflow: Workflow, places: Places) -> Examination:
        """All problems of a workflow, and what is known of outputs before a run.

        An instance of a subgraph says what the inner nodes say that its outputs come from.
        """
        problems = find_problems(workflow, self._catalog, places)
        if cycle := find_cycle(expand(workflow).graph):
            return Examination((*problems, *cycle), {})
        ahead = self._look_ahead(workflow, places, problems)
        facts = dict(ahead.facts)
        opened = open_up(workflow)
        for name, subgraph in opened.instances.items():
            ends = {port: opened.follow(Link(name, port)) for port in subgraph.outputs}
            facts[name] = {
                port: facts[end.node][end.port]
                for port, end in ends.items()
                if end.port in facts.get(end.node, {})
            }
        return Examination((*problems, *ahead.problems), facts)

    def plan(self, workflow: Workflow, places: Places, targets: Iterable[str]) -> Plan:
        """What a run would do and why.

        Raises ProblemsError for a workflow that can't run, InputError for an unknown target.
        """
        with self._one_at_a_time:
            return self._plan(workflow, places, targets)

    def _plan(self, workflow: Workflow, places: Places, targets: Iterable[str]) -> Plan:
        graph, catalog = expand(workflow).graph, catalog_of(workflow, self._catalog)
        chosen = self.targets(workflow, targets)
        order = self.checked_order(workflow, places, chosen)
        wiring = resolve(graph, catalog, chosen, order)
        ingredients, keys = gather_ingredients(
            graph,
            catalog,
            wiring,
            places=places,
            digests=self._digests,
            device=self._device,
            memory=self._memory,
        )
        self._digests.save()
        self._cache.catch_up()
        self._checkpoints.catch_up()
        self._timings.catch_up()
        recall = self._checkpoints.recall
        ahead = look_ahead(
            graph,
            catalog,
            wiring,
            ingredients,
            places=places,
            recall=recall,
            memory=self._memory,
        )
        if ahead.problems:
            raise ProblemsError(ahead.problems)

        noted = self._checkpoints.noted

        def resumption(name: str) -> Resumption | None:
            before = self._memory.of(name, ingredients[name])
            if not catalog[graph.nodes[name].type].has_steps:
                return None
            if before is not None and before.no_chain_at == noted:
                return None
            chain = before.chain if before is not None else None
            if chain is None:
                chain = foreseen_chain(graph, catalog, wiring, name, ahead.known.get(name))
            if before is not None:
                before.chain = chain
                before.no_chain_at = noted if chain is None else None
            if chain is None:
                return None
            done = self._checkpoints.last_known(chain)
            return Resumption(chain.steps_after(done), chain.steps)

        self._works.take((keys[name], made_of) for name, made_of in ingredients.items())

        def seconds(name: str, steps: int) -> float | None:
            kind = self._works.kind(ingredients[name].type)
            took = self._timings.took(self._works.name(keys[name]), kind)
            return took.seconds(steps) if took is not None else None

        return make_plan(
            graph,
            catalog,
            wiring,
            ingredients,
            keys,
            is_known=self._cache.contains,
            known=ahead.known,
            resumption=resumption,
            last=self._history.last(workflow.name),
            seconds=seconds,
        )

    def stopwatch(self, plan: Plan) -> Stopwatch:
        """What is to hear the events of the plan's run, so that later plans know its times."""

        def remember(name: str, took: Took) -> None:
            node = plan.nodes[name]
            work, kind = self._works.name(node.key), self._works.kind(node.type)
            if work:
                self._timings.remember(work, kind, took)

        return Stopwatch(remember, lambda type_id: self._catalog[type_id].has_steps)

    def targets(self, workflow: Workflow, targets: Iterable[str]) -> tuple[str, ...]:
        """The nodes to run for, by default those with effects; raises InputError.

        An instance of a subgraph stands for the nodes with effects inside it or, if there are
        none, for those that its outputs come from.
        """
        graph, catalog = expand(workflow).graph, catalog_of(workflow, self._catalog)
        chosen = tuple(dict.fromkeys(targets))
        if chosen:
            chosen = nodes_meant(workflow, catalog, chosen)
        chosen = chosen or default_targets(graph, catalog)
        if not chosen:
            raise InputError("The workflow has no node to run.")
        return chosen

    def checked_order(
        self, workflow: Workflow, places: Places, targets: tuple[str, ...]
    ) -> list[str]:
        """What the targets need, sources first; raises ProblemsError unless it can run."""
        try:
            order = needed_nodes(expand(workflow).graph, targets)
        except CycleFound:
            raise ProblemsError(_errors(self.examine(workflow, places).problems)) from None
        graph, doubtful = workflow.graph, order
        if not workflow.subgraphs:
            doubtful = self._memory.doubtful(graph, self._catalog, order)
        problems = find_problems(workflow, self._catalog, places, doubtful)
        if errors := _errors(problems):
            raise ProblemsError(errors)
        if not workflow.subgraphs:
            self._memory.note_sound(graph, doubtful)
        return order

    def _look_ahead(
        self, workflow: Workflow, places: Places, problems: Iterable[Problem]
    ) -> Foresight:
        """What the nodes themselves know and object to, as far as what feeds them is in order."""
        opened, catalog = open_up(workflow), catalog_of(workflow, self._catalog)
        graph = expand(workflow).graph
        unsound = {
            end.node
            for problem in _errors(problems)
            for end in opened.inner_inputs(Link(problem.node, problem.port))
        }
        sound: list[str] = []
        for name in needed_nodes(graph, graph.nodes):
            if name in unsound or not unsound.isdisjoint(graph.sources(name)):
                unsound.add(name)
            else:
                sound.append(name)
        active = tuple(name for name in sound if graph.nodes[name].state == "active")
        wiring = resolve(graph, catalog, active, needed_nodes(graph, active))
        recall = self._checkpoints.recall
        return look_ahead(graph, catalog, wiring, {}, places=places, recall=recall)


def _errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.severity == "error")
