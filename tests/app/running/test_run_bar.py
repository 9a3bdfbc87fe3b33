"""The parts of the top bar: they fit, fold in their order, and can be used by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.look.style import apply_style
from app.look.theme import Theme
from app.options import read_options
from app.running.batch_count import BatchCount
from app.running.gauge import DeviceState, Gauge
from app.running.run_plan import Cost
from app.running.words import cost_text, time_text, took_text
from app.top_bar import TopBar
from app.window import StudioWindow

GIBI = 2**30


@pytest.fixture
def bar(application: QApplication) -> Iterator[TopBar]:
    apply_style(application, Theme.load("dark"), 100)
    made = TopBar()
    for name in ("File", "Edit", "View", "Node", "Run", "Help"):
        made.menus.addMenu(name)
    made.command.show_keys(("Ctrl", "Shift", "P"))
    made.run_bar.run.show_cost(Cost(4, 11, 5.2))
    made.gauge.show_state(DeviceState("cuda:0", "float16", 10 * GIBI, 24 * GIBI))
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def right_edges(bar: TopBar) -> list[tuple[str, int, int]]:
    """The visible parts from left to right, with where they begin and end."""
    parts = {
        "menus": bar.menus,
        "seeds": bar.run_bar.seeds,
        "batch": bar.run_bar.batch,
        "run": bar.run_bar.run,
        "stop": bar.run_bar.stop,
        "gauge": bar.gauge,
        "command": bar.command,
    }
    found = []
    for name, part in parts.items():
        if part.isVisible():
            left = part.mapTo(bar, QPoint(0, 0)).x()
            found.append((name, left, left + part.width()))
    return found


@pytest.mark.parametrize("scale", [80, 100, 150])
@pytest.mark.parametrize("width", [1900, 1600, 1300, 1000, 800, 700])
def test_nothing_overlaps_at_any_width_and_text_scale(
    application: QApplication, bar: TopBar, width: int, scale: int
) -> None:
    apply_style(application, Theme.load("dark"), scale)
    bar.resize(width, bar.height())
    bar.show()
    application.processEvents()
    parts = right_edges(bar)
    assert {"run", "stop", "command"} <= {name for name, _, _ in parts}
    for (_, _, end), (_, start, _) in pairwise(parts):
        assert end <= start
    assert parts[-1][2] <= width
    hint = bar.run_bar.run.main
    assert hint.width() >= hint.sizeHint().width()
    apply_style(application, Theme.load("dark"), 100)


def test_the_cost_folds_before_the_controls(application: QApplication, bar: TopBar) -> None:
    seen = []
    for width in range(1700, 500, -20):
        bar.resize(width, bar.height())
        bar.show()
        application.processEvents()
        state = (bar.run_bar.run.main.text_shown, bar.run_bar.seeds.isVisible())
        if state not in seen:
            seen.append(state)
    assert seen[0] == ("4 nodes · 11 steps · ~5 s", True)
    assert ("4 nodes · ~5 s", True) in seen
    assert ("~5 s", True) in seen
    assert seen[-1][1] is False


def test_up_to_date_and_costs_in_words() -> None:
    assert cost_text(Cost()) == "Up to date"
    assert cost_text(Cost(1, 0, 0.01)) == "1 node"
    assert cost_text(Cost(2, 1, 75)) == "2 nodes · 1 step · ~1 min 10 s"
    assert (time_text(0.3), time_text(7400)) == ("0.3 s", "2 h 3 min")
    assert (took_text(0.01), took_text(2.94), took_text(41.2)) == ("", "2.9 s", "41 s")


def test_a_batch_is_typed_and_stepped(application: QApplication) -> None:
    batch = BatchCount()
    counts: list[int] = []
    batch.changed.connect(counts.append)
    batch.show()
    batch.line.selectAll()
    QTest.keyClicks(batch.line, "12")
    QTest.keyClick(batch.line, Qt.Key.Key_Return)
    QTest.keyClick(batch.line, Qt.Key.Key_Up)
    QTest.keyClick(batch.line, Qt.Key.Key_PageDown)
    batch.less.click()
    assert counts == [12, 13, 3, 2]
    batch.line.setText("many")
    QTest.keyClick(batch.line, Qt.Key.Key_Return)
    assert (batch.count, batch.line.text()) == (2, "2")
    batch.set_count(0)
    assert batch.count == 1
    assert not batch.less.isEnabled()
    batch.close()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            DeviceState("cpu", "float32", 3 * GIBI, 16 * GIBI, GIBI),
            ("CPU · float32", "3.0 of 16 GB"),
        ),
        (DeviceState("cuda:1", "float16", 0, 0), ("GPU 1 · float16", "")),
        (DeviceState("mps", "float16", GIBI, 8 * GIBI), ("GPU · float16", "1.0 of 8 GB")),
    ],
)
def test_the_gauge_says_what_is_known(
    application: QApplication, state: DeviceState, words: tuple[str, str]
) -> None:
    gauge = Gauge()
    assert gauge.isHidden()
    gauge.show_state(state)
    assert gauge.words == words
    assert not gauge.grab().isNull()


def test_the_bar_waits_until_something_can_run(window: StudioWindow) -> None:
    assert window.top.run_bar.run.main.text_shown == ""
    assert not window.top.run_bar.stop.isEnabled()
    window.actions_of.run("run.run")


def test_a_run_before_the_picture_is_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert read_options(["a.weft.json", "--screenshot", "b.png", "--run"]).run
    with pytest.raises(SystemExit):
        read_options(["a.weft.json", "--run"])
    assert "weft run FILE" in capsys.readouterr().err
