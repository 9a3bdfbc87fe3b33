"""Seeds: the one shown is the one used, drawn or counted as the document says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from app.running.seeds import next_seeds, seeds_of
from graph_engine.edits import Fold, SetParam
from tests.app.running.conftest import PICTURE, SAMPLED, Live

Json = Any
Show = Callable[..., Live]


def seed(live: Live) -> int:
    """The seed that the document shows."""
    value = live.page.document.workflow.graph.nodes["sampler"].params["seed"]
    assert isinstance(value, int)
    return value


def used(live: Live) -> int:
    """The seed of the job that runs."""
    value = json.loads(live.engine.job.text)["nodes"]["sampler"]["params"]["seed"]
    assert isinstance(value, int)
    return value


def choose(live: Live, at: int) -> None:
    live.window.top.run_bar.seeds.step(at - live.window.top.run_bar.seeds.at)
    live.settle()


FIXED, RANDOM, NEXT = range(3)


def test_a_fixed_seed_stays(show: Show) -> None:
    live = show(SAMPLED)
    live.do("run.run")
    assert (seed(live), used(live)) == (7, 7)
    assert not live.page.document.is_modified


def test_the_next_seed_is_written_as_one_edit(show: Show) -> None:
    live = show(SAMPLED)
    choose(live, NEXT)
    live.do("run.run")
    assert (seed(live), used(live)) == (8, 8)
    assert live.page.document.undo.count() == 1
    live.page.document.undo.undo()
    assert seed(live) == 7


def test_a_random_seed_is_drawn_anew_each_time(show: Show) -> None:
    live = show(SAMPLED)
    choose(live, RANDOM)
    seen = set()
    for _ in range(3):
        live.do("run.run")
        assert seed(live) == used(live)
        seen.add(seed(live))
        live.engine.end()
    assert len(seen) == 3


def test_what_is_planned_is_what_is_run(show: Show) -> None:
    live = show(SAMPLED)
    choose(live, RANDOM)
    planned = json.loads(live.engine.plans[-1].text)["nodes"]["sampler"]["params"]["seed"]
    live.do("run.run")
    assert used(live) == planned


def test_a_new_seed_for_one_run(show: Show) -> None:
    live = show(SAMPLED)
    live.do("run.new_seed")
    assert seed(live) == used(live) != 7


def test_a_batch_counts_on_and_shows_each_seed(show: Show) -> None:
    live = show(SAMPLED)
    choose(live, NEXT)
    live.window.top.run_bar.batch.set_count(3)
    live.do("run.run")
    shown = []
    for _ in range(3):
        shown.append((seed(live), used(live)))
        live.engine.end()
    assert shown == [(8, 8), (9, 9), (10, 10)]
    assert live.page.document.undo.count() == 1
    live.page.document.undo.undo()
    assert seed(live) == 7


def test_a_batch_with_a_fixed_seed_counts_from_it_and_keeps_it(show: Show) -> None:
    live = show(SAMPLED)
    live.window.top.run_bar.batch.set_count(2)
    live.do("run.run")
    seeds = []
    for _ in range(2):
        seeds.append(used(live))
        live.engine.end()
    assert (seeds, seed(live)) == ([7, 8], 7)


def test_an_edit_of_the_seed_ends_the_showing_of_a_batch(show: Show) -> None:
    live = show(SAMPLED)
    choose(live, NEXT)
    live.window.top.run_bar.batch.set_count(2)
    live.do("run.run")
    live.page.document.apply(SetParam("sampler", "seed", 500), "Edit")
    live.engine.end()
    assert (used(live), seed(live)) == (9, 500)


def test_stop_drops_the_rest_of_the_batch(show: Show) -> None:
    live = show(SAMPLED)
    choose(live, NEXT)
    live.window.top.run_bar.batch.set_count(4)
    live.do("run.run")
    live.do("run.stop")
    live.engine.end("cancelled")
    assert {job.state for job in live.jobs.jobs} == {"stopped"}


def test_a_locked_seed_stays_while_others_change(show: Show) -> None:
    live = show(SAMPLED)
    choose(live, RANDOM)
    context = live.window.editor_context(live.page, "sampler")
    assert context.seed_behaviour == "random"
    context.choose_seeds("fixed")
    live.settle()
    assert live.window.editor_context(live.page, "sampler").seed_behaviour == "fixed"
    live.do("run.run")
    assert (seed(live), used(live)) == (7, 7)
    live.window.editor_context(live.page, "sampler").choose_seeds("next")
    live.settle()
    live.engine.end()
    live.do("run.run")
    assert (seed(live), used(live)) == (8, 8)


def test_equal_seeds_stay_equal(show: Show) -> None:
    live = show({**SAMPLED, "second": SAMPLED["sampler"]})
    choose(live, RANDOM)
    live.do("run.run")
    nodes = live.page.document.workflow.graph.nodes
    assert nodes["second"].params["seed"] == nodes["sampler"].params["seed"] != 7


def test_seeds_inside_subgraphs_change_too(show: Show) -> None:
    live = show(SAMPLED)
    live.page.document.apply(Fold(("sampler", "decode"), "part", "Part"), "Fold")
    choose(live, NEXT)
    live.do("run.run")
    (subgraph,) = live.page.document.workflow.subgraphs.values()
    assert subgraph.graph.nodes["sampler"].params["seed"] == 8


def test_a_workflow_without_seeds_runs_as_it_is(show: Show) -> None:
    live = show(PICTURE)
    choose(live, RANDOM)
    live.do("run.run")
    live.engine.run_now()
    live.settle()
    assert live.cost == "Up to date"
    assert not live.page.document.is_modified


@pytest.mark.parametrize("behaviour", ["random", "next"])
def test_seeds_stay_in_their_range(show: Show, behaviour: Any) -> None:
    live = show(SAMPLED)
    live.page.document.apply(SetParam("sampler", "seed", 2**64 - 1), "Edit")
    seeds = seeds_of(live.page.document.workflow, live.page.document.catalog)
    for runs in (1, 2, 3):
        assert all(0 <= one < 2**64 for one in next_seeds(seeds, behaviour, "x", runs).values())
