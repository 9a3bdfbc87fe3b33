"""Sweeps: axes as they are written, cells, what they share, and how they run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from graph_engine import InputError, Session, Workflow
from graph_engine.events import Event, NodeProgress
from graph_engine.sweep import Axis, Cell, Sweep, parse_axis, parse_sweep
from graph_engine.sweep_plan import SweepPlan, plan_sweep
from graph_engine.sweep_run import SweepResult, run_sweep
from tests.graph_engine.graphs import CATALOG, OpenSession, node, workflow_of
from tests.graph_engine.test_checkpoints import STEPPING

PLAIN = workflow_of(
    "Plain",
    const=node("Const", value=1),
    fraction=node("Fraction"),
    write=node("Write", text="a"),
    other=node("Write"),
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("const.value=3,1,2", ["3", "1", "2"]),
        ("const.value=-1", ["-1"]),
        ("const.value=1:9:4", ["1", "5", "9"]),
        ("const.value=1:8:4", ["1", "5"]),
        ("const.value=9:1:-4", ["9", "5", "1"]),
        ("const.value=10:40:x4", ["10", "20", "30", "40"]),
        ("const.value=7, 10:20:10", ["7", "10", "20"]),
        ("const.seed=18446744073709551614:18446744073709551615:1",
         ["18446744073709551614", "18446744073709551615"]),
        ("fraction.value=0:0.3:0.1", ["0", "0.1", "0.2", "0.3"]),
        ("fraction.value=0:1:x3", ["0", "0.5", "1"]),
        ("fraction.value=.5:1:x1", ["0.5"]),
        ('write.text="a cat, asleep",a dog', ["a cat, asleep", "a dog"]),
        ("write.text=1:9:4,x=y", ["1:9:4", "x=y"]),
        ("write.upper=yes,no", ["yes", "no"]),
    ],
)  # fmt: skip
def test_values_of_an_axis(text: str, values: list[str]) -> None:
    assert parse_axis(text, PLAIN, CATALOG).values == tuple(values)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("const.value", "is not of the form NODE.PARAM=V1,V2"),
        ("=1", "is not of the form"),
        ("const.value=", "has no values"),
        ("const.value=1,2,1", 'has the value "1" twice'),
        ("const.value=1:0.2:x3", "must be a whole number, not '0.6'"),
        ("const.value=1:9:-1", "never gets to its end"),
        ("const.value=1:9:0", "never gets to its end"),
        ("fraction.value=0:9:0.0001", "has 90,001 values"),
        ("const.value=5000", "must be from -1000 to 1000"),
        ("cnst.value=1", 'There is no node "cnst"'),
        ("const.valeu=1", 'has no param "valeu"'),
        ('write.text="a', "can't be read"),
    ],
)
def test_axes_that_are_none(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_axis(text, PLAIN, CATALOG)
    assert words in caught.value.message


def test_cells_are_every_combination() -> None:
    texts = ["const.value=1,2", "write.text&other.text=a,b,c"]
    sweep = parse_sweep(texts, PLAIN, CATALOG)
    assert [axis.name for axis in sweep.axes] == ["const.value", "write.text&other.text"]
    cells = sweep.cells(PLAIN, CATALOG)
    assert sweep.size == len(cells) == 6
    assert [cell.at for cell in cells] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    last = cells[-1]
    assert last.values == ("2", "c")
    params = {name: node.params for name, node in last.workflow.graph.nodes.items()}
    assert params["const"] == {"value": 2}
    assert params["write"]["text"] == params["other"]["text"] == "c"
    with pytest.raises(InputError, match="stands on two axes"):
        parse_sweep(["const.value=1", "const.value=2"], PLAIN, CATALOG)
    with pytest.raises(InputError, match="needs an axis"):
        Sweep(()).cells(PLAIN, CATALOG)
    many = Axis(("const.value",), tuple(map(str, range(200))))
    with pytest.raises(InputError, match="make 40,000 cells"):
        Sweep((many, many)).cells(PLAIN, CATALOG)


def steps(**params: Any) -> Workflow:
    return workflow_of(
        "Steps",
        source=node("Source", value=0.5),
        it=node("Iterate", {"start": "source.value"}, **params),
    )


def planned(session: Session, *axes: str) -> tuple[tuple[Cell, ...], SweepPlan]:
    cells = parse_sweep(axes, steps(), STEPPING).cells(steps(), STEPPING)
    return cells, plan_sweep(session, cells)


def swept(session: Session, *axes: str) -> tuple[SweepPlan, SweepResult, int]:
    """The plan, the result, and how many iterations were really done."""
    cells, plan = planned(session, *axes)
    result = run_sweep(session, plan, cells)
    runs = [cell.run for cell in result.cells.values() if cell.run is not None]
    counts = [node.counts for run in runs for node in run.nodes.values()]
    return plan, result, sum(count.get("iterations", 0) for count in counts)


def test_cells_share_steps_and_the_plan_says_how_many(open_session: OpenSession) -> None:
    session = open_session(catalog=STEPPING)
    session.run(steps(steps=2))  # from here on the node can tell its steps
    plan, result, iterations = swept(session, "it.late=1,2,3", "it.steps=4,8")
    assert (plan.pictures, plan.pictures_known) == (6, 0)
    assert plan.steps == 36
    assert plan.steps - plan.steps_known == iterations == 4 - 2 + 3 * 4
    assert result.status == "ok"
    again, _, iterations = swept(session, "it.late=1,2,3", "it.steps=4,8")
    assert (again.pictures_known, again.steps_known, iterations) == (6, 36, 0)
    assert again.sentence() == "6 of 6 pictures, 36 of 36 steps are known or shared."


def test_steps_of_what_never_ran_are_counted_whole(open_session: OpenSession) -> None:
    _, plan = planned(open_session(catalog=STEPPING), "it.steps=4,8")
    assert (plan.steps, plan.steps_known, plan.pictures_known) == (12, 0, 0)


def test_what_lies_first_in_the_workflow_changes_last(open_session: OpenSession) -> None:
    _, plan = planned(open_session(catalog=STEPPING), "it.late=1,2", "source.value=0.5,0.7")
    assert [cell.values[1] for cell in plan.order] == ["0.5", "0.5", "0.7", "0.7"]


def test_a_cell_that_fails_does_not_stop_the_others(open_session: OpenSession) -> None:
    session = open_session(catalog=STEPPING)
    plan, result, _ = swept(session, "it.fail_at=2,-1", "source.value=0.5,20")
    assert set(plan.refused) == {(0, 1), (1, 1)}
    assert result.status == "failed"
    how = {at: cell.status for at, cell in result.cells.items()}
    assert how == {(0, 0): "failed", (0, 1): "failed", (1, 0): "ok", (1, 1): "failed"}
    errors = {at: str(cell.error) for at, cell in result.cells.items()}
    assert "too large" in errors[0, 1]
    assert "Failed as it was told to" in errors[0, 0]
    with pytest.raises(InputError, match="too large"):
        planned(session, "source.value=20,30")


def test_a_stop_keeps_what_is_done(open_session: OpenSession) -> None:
    session = open_session(catalog=STEPPING)
    session.run(steps(steps=1))
    cells, plan = planned(session, "it.late=1,2,3")
    stop = threading.Event()

    @contextmanager
    def follow(cell: Cell) -> Iterator[Any]:
        def hear(event: Event) -> None:
            if isinstance(event, NodeProgress) and cell.values == ("2",) and event.done == 6:
                stop.set()

        yield hear

    result = run_sweep(session, plan, cells, follow=follow, stop=stop)
    assert result.status == "cancelled"
    assert set(result.cells) == {(0,)}
    _, again = planned(session, "it.late=1,2,3")
    assert again.steps_known == 8 + 6 + 4
    assert again.pictures_known == 1
