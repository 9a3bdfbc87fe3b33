"""What runs would do and what they do, on the canvas and in the bars, by real actions and plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from graph_engine.edits import Fold, SetNodeLayout, SetParam
from graph_engine.events import (
    NodeFailed,
    NodeFinished,
    NodePicture,
    NodePreview,
    NodeProgress,
    NodeStarted,
    RunStarted,
)
from tests.app.running.conftest import PICTURE, SAMPLED, Live, wait_until

Json = Any
Show = Callable[..., Live]
NODES = tuple(SAMPLED)


def small(colour: str) -> bytes:
    """A picture of one colour, as a preview comes."""
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide takes any QIODevice
    return bytes(data.data())


def begin(live: Live, *, at: str = "sampler") -> None:
    """Press Run, and let the job come to a node."""
    live.do("run.run")
    live.engine.tell(RunStarted(NODES))
    for name in NODES[: NODES.index(at)]:
        live.engine.tell(NodeStarted(name, SAMPLED[name]["type"]), NodeFinished(name, "ran", 0.3))
    live.engine.tell(NodeStarted(at, SAMPLED[at]["type"]))


# --- Before a run ---


def test_every_node_says_what_a_run_would_do(show: Show) -> None:
    live = show(SAMPLED)
    assert {live.state(name) for name in NODES} == {"will_run"}
    assert live.word("sampler") == "4 steps"
    assert live.cost == "6 nodes · 4 steps"


def test_an_edit_is_planned_anew_and_a_move_is_not(show: Show) -> None:
    live = show(SAMPLED)
    plans = len(live.engine.plans)
    live.page.document.apply(SetNodeLayout("sampler", "at", [3, 4]), "Move")
    live.settle()
    assert len(live.engine.plans) == plans
    live.page.document.apply(SetParam("sampler", "steps", 9), "Edit")
    live.settle()
    assert live.word("sampler") == "9 steps"
    assert live.cost == "6 nodes · 9 steps"


def test_edits_made_while_a_plan_is_awaited_are_planned_together(show: Show) -> None:
    live = show(SAMPLED)
    live.engine.is_held = True
    plans = len(live.engine.plans)
    for steps in (5, 6, 7, 8):
        live.page.document.apply(SetParam("sampler", "steps", steps), "Edit")
        wait_until(lambda: live.engine.held)
    assert len(live.engine.plans) == plans + 1
    live.engine.let_go()
    live.settle()
    assert len(live.engine.plans) == plans + 2
    assert live.word("sampler") == "8 steps"


def test_what_stands_in_the_way_is_told(show: Show) -> None:
    live = show({**SAMPLED, "sampler": {"type": "Sample", "params": {"seed": 7}}})
    assert "problems" in live.cost
    live.do("run.run")
    assert not live.jobs.jobs
    assert "can't run yet" in live.window.status.text()


def test_inner_nodes_count_on_their_instance(show: Show) -> None:
    live = show(SAMPLED)
    live.page.document.apply(Fold(("sampler", "decode"), "part", "Part"), "Fold")
    live.settle()
    (instance,) = live.page.scene.nodes.keys() - SAMPLED.keys()
    assert (live.state(instance), live.word(instance)) == ("will_run", "4 steps")
    live.page.document.dive(instance)
    live.settle()
    assert live.word("sampler") == "4 steps"


# --- Runs ---


def test_a_run_shows_its_steps_and_ends_up_to_date(show: Show) -> None:
    live = show(PICTURE)
    live.do("run.run")
    live.engine.run_now()
    live.settle()
    assert {live.state(name) for name in PICTURE} == {"done"}
    assert live.cost == "Up to date"
    assert len(live.jobs.jobs[0].files) == 1
    live.do("run.run")
    assert len(live.jobs.jobs) == 1
    assert "Up to date" in live.window.status.text()


def test_run_again_does_what_is_up_to_date(show: Show) -> None:
    live = show(PICTURE)
    live.do("run.run")
    live.engine.run_now()
    live.do("run.again")
    live.engine.run_now()
    assert [job.state for job in live.jobs.jobs] == ["done", "done"]


def test_an_edit_runs_what_follows_and_its_undo_nothing(show: Show) -> None:
    live = show(PICTURE)
    live.do("run.run")
    live.engine.run_now()
    live.settle()
    live.page.document.apply(SetParam("save", "name", "other"), "Edit")
    live.settle()
    assert [live.state(name) for name in PICTURE] == ["done", "done", "will_run"]
    assert live.cost.startswith("1 node")
    live.page.document.undo.undo()
    live.settle()
    assert live.cost == "Up to date"
    assert live.state("save") == "done"


def test_only_what_has_changed_is_saved_again(show: Show) -> None:
    second = {"type": "SaveImage", "params": {"name": "b"}, "inputs": {"image": "picture.image"}}
    live = show({**PICTURE, "second": second})
    live.do("run.run")
    live.engine.run_now()
    live.settle()
    live.page.document.apply(SetParam("second", "name", "c"), "Edit")
    live.settle()
    live.do("run.run")
    assert live.engine.job.targets == ("second",)


def test_a_running_node_counts_its_steps(show: Show) -> None:
    live = show(SAMPLED)
    begin(live)
    live.engine.tell(NodeProgress("sampler", 1, 4), NodeProgress("sampler", 2, 4))
    wait_until(lambda: live.word("sampler") == "2 / 4")
    assert live.state("sampler") == "running"
    assert (live.state("model"), live.state("decode")) == ("done", "waiting")
    assert live.word("model") == "0.3 s"
    wait_until(lambda: "step 2 of 4" in live.window.status.text())
    assert live.window.windowTitle().endswith("Weft")
    assert "%" in live.window.windowTitle()
    assert isinstance(live.window.workspace.tabBar().tabData(0), float)
    live.engine.end()
    assert live.window.workspace.tabBar().tabData(0) is None
    assert "%" not in live.window.windowTitle()


def test_a_failed_node_says_why_until_it_is_changed(show: Show) -> None:
    live = show(SAMPLED)
    begin(live)
    error = {"message": "There is not enough memory.", "hint": "Lower the width."}
    live.engine.tell(NodeFailed("sampler", error), NodeFinished("sampler", "failed"))
    live.engine.end("failed", error=error)
    live.settle()
    status = live.page.scene.nodes["sampler"].view.status
    assert (status.state, status.message, status.hint) == ("failed", *error.values())
    assert "not enough memory" in live.window.status.text()
    live.page.document.apply(SetParam("sampler", "steps", 3), "Edit")
    live.settle()
    assert live.state("sampler") == "will_run"


def test_what_runs_is_not_what_is_edited_meanwhile(show: Show) -> None:
    live = show(SAMPLED)
    begin(live)
    live.engine.tell(NodeProgress("sampler", 1, 4))
    live.page.document.apply(SetParam("sampler", "guidance", 3.0), "Edit")
    live.settle()
    assert live.state("sampler") == "will_run"
    live.page.document.undo.undo()
    live.settle()
    assert live.state("sampler") == "running"


def test_the_same_run_is_not_asked_for_twice(show: Show) -> None:
    live = show(SAMPLED)
    begin(live)
    live.do("run.run")
    assert len(live.jobs.jobs) == 1
    live.page.document.apply(SetParam("sampler", "guidance", 3.0), "Edit")
    live.do("run.run")
    assert [job.state for job in live.jobs.jobs] == ["waiting", "running"]


def test_a_run_to_the_selected_node(show: Show) -> None:
    live = show(SAMPLED)
    live.page.scene.select(("prompt",))
    live.page.canvas.setFocus()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(live.page.canvas, Qt.Key.Key_Return, modifiers)
    live.settle()
    assert live.engine.job.targets == ("prompt",)


def test_ctrl_enter_runs_and_ctrl_dot_stops(show: Show) -> None:
    live = show(SAMPLED)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(live.page.canvas, Qt.Key.Key_Return, control)
    live.settle()
    assert live.window.top.run_bar.stop.isEnabled()
    QTest.keyClick(live.page.canvas, Qt.Key.Key_Period, control)
    assert live.engine.stopped == [live.engine.job.job]
    live.engine.end("cancelled")
    assert not live.window.top.run_bar.stop.isEnabled()
    assert "Stopped" in live.window.status.text()


def test_the_buttons_of_the_bar(show: Show) -> None:
    live = show(SAMPLED)
    bar = live.window.top.run_bar
    bar.run.main.click()
    live.settle()
    assert live.jobs.running is not None
    bar.stop.click()
    assert live.engine.stopped


def test_a_job_goes_into_the_picture_with_its_layout(show: Show) -> None:
    live = show(PICTURE, layout={"nodes": {"mask": {"at": [5, 6]}}})
    live.do("run.run")
    assert '"at":[5,6]' in live.engine.job.text


# --- By itself ---


def test_edits_run_by_themselves_and_drop_what_is_stale(show: Show) -> None:
    live = show(SAMPLED)
    live.do("run.automatic")
    wait_until(lambda: live.jobs.running)
    first = live.engine.job.job
    live.page.document.apply(SetParam("sampler", "steps", 5), "Edit")
    wait_until(lambda: live.engine.stopped == [first])
    live.engine.end("cancelled")
    wait_until(lambda: live.engine.job.job != first)
    assert '"steps":5' in live.engine.job.text
    live.do("run.automatic")
    live.page.document.apply(SetParam("sampler", "steps", 6), "Edit")
    live.settle()
    assert len(live.engine.asked) == 2


def test_what_runs_by_itself_saves_nothing(show: Show) -> None:
    live = show(PICTURE)
    live.do("run.automatic")
    wait_until(lambda: live.jobs.running)
    assert live.engine.job.targets == ("picture",)
    live.engine.run_now()
    live.settle()
    assert not live.jobs.jobs[0].files
    assert live.cost.startswith("1 node")
    live.do("run.run")
    live.engine.run_now()
    assert len(live.jobs.jobs[0].files) == 1


# --- Pictures ---


def test_a_picture_forms_in_its_node_and_survives_undo(show: Show) -> None:
    live = show(SAMPLED)
    begin(live)
    live.engine.tell(NodeProgress("sampler", 2, 4), NodePreview("sampler", 2, 4, small("red")))
    wait_until(lambda: live.page.scene.nodes["sampler"].picture is not None)
    assert live.page.scene.nodes["sampler"].captions[1] == "Step 2 of 4"
    live.page.document.apply(SetParam("sampler", "guidance", 3.0), "Edit")
    live.page.scene.select(("sampler",))
    live.window.actions_of.run("edit.delete")
    live.page.document.undo.undo()
    live.page.document.undo.undo()
    picture = live.page.scene.nodes["sampler"].picture
    assert picture is not None
    assert picture.pixelColor(4, 4).name() == "#ff0000"


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_a_finished_picture_is_shown_small(show: Show, channels: int) -> None:
    live = show(SAMPLED)
    begin(live, at="decode")
    pixels = bytes([255] * channels) * (900 * 600)
    live.engine.tell(NodePicture("decode", 0, 1, 900, 600, channels, pixels))
    wait_until(lambda: live.page.scene.nodes["decode"].picture is not None)
    item = live.page.scene.nodes["decode"]
    assert item.picture is not None
    assert max(item.picture.width(), item.picture.height()) == 400
    assert item.captions[0] == "900 × 600"
    live.engine.end()
    live.page.document.apply(SetParam("latent", "width", 128), "Edit")
    live.settle()
    assert item.captions == ("900 × 600", "Last run")


# --- The gauge ---


def test_the_gauge_tells_device_and_memory(live: Live) -> None:
    assert live.window.top.gauge.words == ("CPU · float32", "3.0 of 16 GB")
