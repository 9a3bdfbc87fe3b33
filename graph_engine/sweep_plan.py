"""Sweep plan: in which order the cells of a sweep run, and how much of it is known or shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.errors import InputError
from graph_engine.foresight import foreseen_chain
from graph_engine.graph import Graph
from graph_engine.plan import Plan, PlannedNode
from graph_engine.session import Session
from graph_engine.subgraphs.expansion import expand
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.sweep import Cell, Place
from graph_engine.workflow import Workflow


@dataclass(frozen=True)
class Share:
    """What of one cell is known or shared: the whole picture, or some of its steps.

    Known or shared is what needs not be computed but by earlier cells. Of a sampler that has
    never run with these settings, all `steps` are counted. `seconds` is what the rest takes, as
    far as was measured; None if nothing is known of some of it.
    """

    is_known: bool
    steps: int
    steps_known: int
    seconds: float | None = None


@dataclass(frozen=True)
class SweepPlan:
    """What a sweep would do: its cells in the order in which they run, and what they share.

    `refused` tells why some cells can't run.
    """

    order: tuple[Cell, ...]
    shares: Mapping[Place, Share]
    refused: Mapping[Place, InputError]

    @property
    def pictures(self) -> int:
        """How many cells can run."""
        return len(self.order)

    @property
    def pictures_known(self) -> int:
        """How many of them need nothing computed but what earlier ones compute."""
        return sum(share.is_known for share in self.shares.values())

    @property
    def steps(self) -> int:
        """How many steps all cells have."""
        return sum(share.steps for share in self.shares.values())

    @property
    def steps_known(self) -> int:
        """How many of them are known or shared."""
        return sum(share.steps_known for share in self.shares.values())

    @property
    def estimated_seconds(self) -> float | None:
        """How long it will take by what was measured; None if that is not known of some work."""
        seconds = [share.seconds for share in self.shares.values()]
        known = [one for one in seconds if one is not None]
        return round(sum(known), 3) if len(known) == len(seconds) else None

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
    plans: dict[Place, Plan] = {}
    refused: dict[Place, InputError] = {}
    for cell in cells:
        try:
            plans[cell.at] = session.plan(cell.workflow, chosen)
        except InputError as error:
            refused[cell.at] = error
    if not plans:
        raise next(iter(refused.values()))
    order = _order([cell for cell in cells if cell.at in plans], plans)
    tally = _Tally(session)
    shares = {cell.at: tally.add(cell.workflow, plans[cell.at]) for cell in order}
    return SweepPlan(order, shares, refused)


def _order(cells: Sequence[Cell], plans: Mapping[Place, Plan]) -> tuple[Cell, ...]:
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

    def add(self, workflow: Workflow, plan: Plan) -> Share:
        """What is known or shared of a cell, which is then taken for done."""
        graph, catalog = expand(workflow).graph, catalog_of(workflow, self._session.catalog)
        is_known, steps, steps_known = True, 0, 0
        seconds: list[float | None] = []
        for name, node in plan.nodes.items():
            if node.status == "skipped" and not node.key:
                continue
            has_effects = catalog[node.type].effects
            at_hand = node.status != "will_run" or (node.key in self._made and not has_effects)
            of_node, known = self._steps(graph, catalog, plan, name, at_hand=at_hand)
            if not at_hand:
                seconds.append(_share_of(node, of_node - known))
            if not has_effects:
                is_known = is_known and at_hand
                steps, steps_known = steps + of_node, steps_known + known
                self._made.add(node.key)
        return Share(is_known, steps, steps_known, _total(seconds))

    def _steps(
        self, graph: Graph, catalog: Catalog, plan: Plan, name: str, *, at_hand: bool
    ) -> tuple[int, int]:
        """How many steps a node has, and how many of them are known or shared."""
        chain = foreseen_chain(graph, catalog, plan.wiring, name, plan.known.get(name))
        if chain is None:
            steps = plan.ingredients[name].params.get("steps")
            if catalog[plan.nodes[name].type].has_steps and isinstance(steps, int):
                return steps, steps if at_hand else 0
            return 0, 0
        done = chain.iterations if at_hand else self._session.checkpoints.last_known(chain)
        shared = (i for i in range(chain.iterations, done, -1) if chain.keys[i] in self._passed)
        known = next(shared, done)
        self._passed.update(chain.keys[1:])
        return chain.steps, chain.steps_after(known)


def _share_of(node: PlannedNode, steps: int) -> float | None:
    """The seconds of a node that has only so many steps to do."""
    planned = node.steps - (node.resumes.step if node.resumes is not None else 0)
    if node.seconds is None or planned <= 0 or steps >= planned:
        return node.seconds
    return node.seconds * steps / planned


def _total(seconds: Iterable[float | None]) -> float | None:
    total = 0.0
    for one in seconds:
        if one is None:
            return None
        total += one
    return total
