"""Timings: a trace as a flame, its totals, walking it by keys, and its file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.style import apply_style
from app.look.theme import Theme
from app.timings.flame import read_flame
from app.timings.page import TimingsPage
from app.timings.recorder import TimingsRecorder
from graph_engine.events import (
    CellStarted,
    NodeFinished,
    NodeProgress,
    NodeStarted,
    NodeStatus,
    Profiled,
    RunFinished,
    RunStarted,
)
from graph_engine.memory_watch import MemoryWatch
from graph_engine.profile import Profile
from graph_engine.spans import Span, measured
from tests.app.jobs.conftest import ScriptedEngine

Json = Any


def trace_of_a_run(cells: int = 1) -> Json:
    """A real profile: a node with a load, three steps and a write, and a cached one."""
    with MemoryWatch() as memory:
        profile = Profile(memory)
        for cell in range(cells):
            if cells > 1:
                profile.on_event(CellStarted((cell,), cell + 1, cells))
            profile.on_event(RunStarted(("sampler",), ("prompt",)))
            profile.on_event(NodeFinished("prompt", "cached"))
            profile.on_event(NodeStarted("sampler", "Sample"))
            with measured(profile.on_span, "load", "the unet", "sampler") as facts:
                facts["bytes"] = 1_500_000
            for step in (1, 2, 3):
                with measured(profile.on_span, "write", "step", "sampler"):
                    pass
                profile.on_event(NodeProgress("sampler", step, 3))
            counts = {"unet_evaluations": 6}
            grown = {"memory_growth_bytes": 2_000_000, "peak_memory_bytes": 9_000_000}
            profile.on_event(NodeFinished("sampler", "ran", 0.1, counts, "", grown))
            profile.on_event(RunFinished("ok", 0.1))
    return json.loads(json.dumps(profile.trace()))


def test_spans_stand_on_levels() -> None:
    flame = read_flame(trace_of_a_run())
    levels = {bar.name: bar.level for bar in flame.bars}
    assert levels["run"] == 0
    assert levels["sampler"] == 1
    assert levels["load the unet"] == levels["step 2 of 3"] == 2
    assert levels["write step"] == 3
    parents = {bar.name: bar.parent for bar in flame.bars}
    sampler = parents["step 1 of 3"]
    assert sampler is not None
    assert flame.bars[sampler].name == "sampler"
    assert flame.memory


def test_totals_add_up_over_the_cells_of_a_sweep() -> None:
    flame = read_flame(trace_of_a_run(cells=2))
    assert [bar.name for bar in flame.bars if bar.level == 0 and bar.name != "plan"] == [
        "cell 1 of 2",
        "cell 2 of 2",
    ]
    sampler, prompt = flame.totals
    assert (sampler.node, sampler.evaluations, sampler.growth) == ("sampler", 12, 2_000_000)
    assert 0 < sampler.loads + sampler.cache < sampler.seconds
    assert (prompt.node, prompt.status, prompt.seconds) == ("prompt", "cached", 0)


def test_a_node_that_ran_in_one_cell_and_was_cached_in_the_next_counts_once() -> None:
    with MemoryWatch() as memory:
        profile = Profile(memory)
        ways: tuple[tuple[int, NodeStatus], ...] = ((1, "ran"), (2, "cached"))
        for number, status in ways:
            profile.on_event(CellStarted((number,), number, 2))
            profile.on_event(RunStarted(("a",)))
            if status == "ran":
                profile.on_event(NodeStarted("a", "A"))
            profile.on_event(NodeFinished("a", status))
            profile.on_event(RunFinished("ok", 0.1))
    assert [bar.name for bar in read_flame(profile.trace()).bars if bar.kind == "node"] == ["a"]


def test_of_too_many_spans_the_shortest_are_left_out() -> None:
    with MemoryWatch() as memory:
        profile = Profile(memory)
        profile.on_event(RunStarted(("a",)))
        for number in range(20):
            profile.on_span(Span("read", f"{number}", "a", 0.0, 0.1 * number))
        profile.on_event(RunFinished("ok", 3.0))
    flame = read_flame(json.loads(json.dumps(profile.trace(most=5))))
    assert {bar.name for bar in flame.bars} == {"plan", "run", "read 19", "read 18", "read 17"}
    assert flame.left_out == 17


def test_a_span_outside_of_all_is_on_the_first_level() -> None:
    with MemoryWatch() as memory:
        profile = Profile(memory)
        profile.on_span(Span("read", "result", "a", 0.0, 0.5))
    (bar,) = read_flame(profile.trace()).bars
    assert (bar.level, bar.parent, bar.kind) == (0, None, "cache")


@pytest.fixture
def jobs(application: QApplication) -> Iterator[JobQueue]:
    apply_style(application, Theme.load("dark"), 100)
    made = JobQueue(ScriptedEngine())
    yield made
    made.deleteLater()


@pytest.fixture
def page(jobs: JobQueue) -> Iterator[TimingsPage]:
    recorder = TimingsRecorder(jobs, jobs)
    made = TimingsPage(recorder)
    made.resize(900, 500)
    made.show()
    QApplication.processEvents()
    jobs.told.emit(Job("one", "A run", "{}"), Profiled(trace_of_a_run()))
    yield made
    made.close()
    made.deleteLater()


def test_the_last_run_is_shown_with_its_totals(page: TimingsPage) -> None:
    assert page.heading.text() == "Timings of A run"
    model = page.table.model()
    rows = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert rows == ["sampler", "prompt"]
    page.table.setCurrentIndex(model.index(0, 0))
    chosen = page.flame.flame.bars[page.flame.at]
    assert chosen.name == "sampler"
    assert "6 U-Net evaluations" in page.words.text()
    assert "2 MB more memory" in page.words.text()


def test_the_keys_walk_and_zoom(page: TimingsPage) -> None:
    flame = page.flame
    flame.setFocus()
    names = []
    flame.light_node("sampler")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(flame, key)
        names.append(flame.flame.bars[flame.at].name)
    assert names == ["load the unet", "step 1 of 3", "sampler"]
    QTest.keyClick(flame, Qt.Key.Key_Return)
    begin, end = flame.shown
    assert end - begin < flame.flame.seconds
    QTest.keyClick(flame, Qt.Key.Key_Home)
    assert flame.shown == (0.0, flame.flame.seconds)
    QTest.keyClick(flame, Qt.Key.Key_Plus)
    assert flame.shown[1] - flame.shown[0] < flame.flame.seconds


def test_a_click_chooses_and_a_drag_moves(page: TimingsPage) -> None:
    flame = page.flame
    at = next(at for at, bar in enumerate(flame.flame.bars) if bar.name == "sampler")
    middle = flame.bar_rect(at).center()
    QTest.mouseClick(flame, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert flame.at == at
    flame.zoom(4)
    before = flame.shown
    QTest.mousePress(flame, Qt.MouseButton.LeftButton, pos=QPoint(400, 200))
    QTest.mouseMove(flame, QPoint(300, 200))
    QTest.mouseRelease(flame, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert flame.shown[0] > before[0]
    assert flame.bar_at(QPointF(400, 450)) == -1


def test_the_file_is_the_trace(page: TimingsPage, tmp_path: Path) -> None:
    said: list[str] = []
    page.said.connect(said.append)
    page.export(tmp_path / "trace.json")
    written = json.loads((tmp_path / "trace.json").read_text())
    assert {one["name"] for one in written["traceEvents"]} >= {"run", "sampler", "step 3 of 3"}
    assert "trace.json" in said[0]
    refused: list[str] = []
    page.refused.connect(lambda heading, _why: refused.append(heading))
    page.export(tmp_path / "trace.json" / "in_a_file.json")
    assert refused == ["in_a_file.json is not saved"]


def test_a_chosen_run_stays_while_others_end(page: TimingsPage, jobs: JobQueue) -> None:
    jobs.told.emit(Job("two", "Another", "{}"), Profiled(trace_of_a_run()))
    assert page.heading.text() == "Timings of Another"
    page.show_job("one")
    jobs.told.emit(Job("three", "A third", "{}"), Profiled(trace_of_a_run()))
    assert page.heading.text() == "Timings of A run"
