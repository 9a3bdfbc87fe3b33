"""Sweep plan: in which order the cells of a sweep run, and how much of it is known or shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.errors import InputError
from graph_engine.foresight import foreseen_chain
from graph_engine.graph import Graph
from graph_engine.plan import Plan
from graph_engine.session import Session
from graph_engine.subgraphs.expansion import expand
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.sweep import Cell
from graph_engine.workflow import Workflow


@dataclass(frozen=True)
class SweepPlan:
    """What a sweep would do: its cells in the order in which they run.

    A picture is known or shared if nothing needs to be computed for it but what earlier cells
    compute; so is a step. Of a sampler that has never run with these settings, all `steps` are
    counted. `refused` tells why some cells can't run.
    """

    order: tuple[Cell, ...]
    pictures: int
    pictures_known: int
    steps: int
    steps_known: int
    refused: Mapping[tuple[int, ...], InputError]

    def sentence(self) -> str:
        """How much is saved, in words."""
        steps = f", {self.steps_known:,} of {self.steps:,} steps" if self.steps else ""
        return f"{self.pictures_known:,} of {self.pictures:,} pictures{steps} are known or shared."

    def as_data(self) -> dict[str, Any]:
        """The plan as the command line's JSON shows it."""
        return {
            "pictures": self.pictures,
            "pictures_known": self.pictures_known,
            "steps": self.steps,
            "steps_known": self.steps_known,
        }


def plan_sweep(session: Session, cells: Sequence[Cell], targets: Iterable[str] = ()) -> SweepPlan:
    """Plan all cells, without loading weights; raises InputError if none of them can run.

    The order puts cells side by side that share the most: what lies first in the workflow changes
    last, so that a model is loaded once and a prompt encoded once.
    """
    chosen = tuple(targets)
    plans: dict[tuple[int, ...], Plan] = {}
    refused: dict[tuple[int, ...], InputError] = {}
    for cell in cells:
        try:
            plans[cell.at] = session.plan(cell.workflow, chosen)
        except InputError as error:
            refused[cell.at] = error
    if not plans:
        raise next(iter(refused.values()))
    order = _order([cell for cell in cells if cell.at in plans], plans)
    tally = _Tally(session)
    for cell in order:
        tally.add(cell.workflow, plans[cell.at])
    return SweepPlan(
        order, len(order), tally.pictures_known, tally.steps, tally.steps_known, refused
    )


def _order(cells: Sequence[Cell], plans: Mapping[tuple[int, ...], Plan]) -> tuple[Cell, ...]:
    """The cells by the keys of their nodes, sources first, each key ranked by where it is first."""
    ranks: dict[str, int] = {}

    def rank(cell: Cell) -> list[int]:
        keys = (node.key for node in plans[cell.at].nodes.values())
        return [ranks.setdefault(key, len(ranks)) for key in keys]

    ranked = [(rank(cell), cell) for cell in cells]
    return tuple(cell for _, cell in sorted(ranked, key=lambda pair: pair[0]))


class _Tally:
    """Counts cell by cell what earlier cells and earlier runs leave to be done."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._made: set[str] = set()
        self._passed: set[str] = set()
        self.pictures_known = 0
        self.steps = 0
        self.steps_known = 0

    def add(self, workflow: Workflow, plan: Plan) -> None:
        """Count a cell's pictures and steps, and take them for done."""
        graph, catalog = expand(workflow).graph, catalog_of(workflow, self._session.catalog)
        anew = False
        for name, node in plan.nodes.items():
            if node.status == "skipped" and not node.key:
                continue
            at_hand = node.status != "will_run" or node.key in self._made
            effects = catalog[node.type].effects
            anew = anew or not (at_hand or effects)
            if not effects:
                self._add_steps(graph, catalog, plan, name, at_hand=at_hand)
                self._made.add(node.key)
        self.pictures_known += not anew

    def _add_steps(
        self, graph: Graph, catalog: Catalog, plan: Plan, name: str, *, at_hand: bool
    ) -> None:
        chain = foreseen_chain(graph, catalog, plan.wiring, name, plan.known.get(name))
        if chain is None:
            steps = plan.ingredients[name].params.get("steps")
            if catalog[plan.nodes[name].type].has_steps and isinstance(steps, int):
                self.steps += steps
                self.steps_known += steps if at_hand else 0
            return
        self.steps += chain.steps
        done = chain.iterations if at_hand else self._session.checkpoints.last_known(chain)
        shared = (i for i in range(chain.iterations, done, -1) if chain.keys[i] in self._passed)
        self.steps_known += chain.steps_after(next(shared, done))
        self._passed.update(chain.keys[1:])
