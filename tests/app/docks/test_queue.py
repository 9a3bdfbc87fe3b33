"""The dock Queue: rows, keys, drags, menus, the pause button, what a screen reader hears."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.docks.queue import QueueDock
from app.docks.queue_menu import make_queue_menu
from app.docks.queue_words import moment_text, seconds_text
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.style import apply_style
from app.look.theme import Theme
from graph_engine.events import NodePreview, NodeProgress, NodeStarted, RunStarted
from tests.app.jobs.conftest import ScriptedEngine, add, titles, wait_until

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def engine(application: QApplication) -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def queue(engine: ScriptedEngine) -> JobQueue:
    """One job runs and three wait; one is done, one failed, one is offered."""
    made = JobQueue(engine)
    add(made, "Done", note="4 nodes")
    engine.end(seconds=12.4)
    add(made, "Failed")
    engine.end("failed", error={"message": "There is no model."})
    add(made, "Poison")
    for _ in range(2):
        engine.die()
        engine.come_back()
    for name in ("Runs", "A", "B", "C"):
        add(made, name, note="7 nodes, 30 steps", estimate=14.0)
    return made


@pytest.fixture
def dock(application: QApplication, queue: JobQueue) -> Iterator[QueueDock]:
    apply_style(application, Theme.load("dark"), 100)
    made = QueueDock(queue)
    made.resize(333, 480)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    made.list.setFocus()
    yield made
    made.close()
    for old in (made, queue):
        old.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def shown(dock: QueueDock) -> list[str]:
    return [job.title for job in dock.model.jobs]


def choose(dock: QueueDock, title: str) -> Job:
    job = next(job for job in dock.model.jobs if job.title == title)
    dock.list.setCurrentIndex(dock.model.index(dock.model.row_of(job.id)))
    return job


def press(dock: QueueDock, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(dock.list, key, held or Qt.KeyboardModifier.NoModifier)


def middle(dock: QueueDock, title: str) -> QPoint:
    return dock.list.row_rect(choose(dock, title).id).center()


def heard(dock: QueueDock, title: str) -> object:
    index = dock.model.index(shown(dock).index(title))
    return index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_runs_is_first_then_what_was_interrupted_what_waits_and_what_is_over(
    dock: QueueDock,
) -> None:
    assert shown(dock) == ["Runs", "Poison", "A", "B", "C", "Failed", "Done"]


def test_a_job_moves_to_its_place_when_it_begins_and_ends(
    dock: QueueDock, engine: ScriptedEngine
) -> None:
    choose(dock, "A")
    engine.end()
    assert shown(dock) == ["A", "Poison", "B", "C", "Runs", "Failed", "Done"]
    current = dock.list.current_job()
    assert current is not None
    assert (current.title, current.state) == ("A", "running")


def test_rows_say_how_far_the_job_is(dock: QueueDock, engine: ScriptedEngine) -> None:
    engine.tell(RunStarted(("s",)), NodeStarted("s", "Sample"), NodeProgress("s", 14, 25))
    wait_until(lambda: dock.model.jobs[0].step == 14)
    assert heard(dock, "Runs") == "Runs, Running, Sample, step 14 of 25, about 14 s left"
    assert heard(dock, "A") == "A, Waits, 7 nodes, 30 steps, ~14 s"
    assert str(heard(dock, "Failed")).startswith("Failed, Failed, Failed: There is no model., ")
    assert str(heard(dock, "Done")).startswith("Done, Done, Done in 12 s, 4 nodes, ")
    assert "run again" in str(heard(dock, "Poison"))


def test_keys_move_end_repeat_and_discard(dock: QueueDock, queue: JobQueue) -> None:
    choose(dock, "C")
    press(dock, Key.Key_Up, Alt)
    assert titles(queue, "waiting") == ["A", "C", "B"]
    press(dock, Key.Key_Up, Alt)
    press(dock, Key.Key_Up, Alt)
    press(dock, Key.Key_Down, Alt)
    assert titles(queue, "waiting") == ["A", "C", "B"]
    press(dock, Key.Key_Delete)
    assert titles(queue, "stopped") == ["C"]
    choose(dock, "Failed")
    press(dock, Key.Key_Space)
    assert titles(queue, "waiting") == ["A", "B", "Failed"]
    choose(dock, "Done")
    press(dock, Key.Key_Delete)
    choose(dock, "Poison")
    press(dock, Key.Key_Delete)
    assert titles(queue, "done", "offered") == []


def test_delete_stops_the_job_that_runs(dock: QueueDock, engine: ScriptedEngine) -> None:
    job = choose(dock, "Runs")
    press(dock, Key.Key_Delete)
    assert engine.stopped == [job.id]
    assert "Stops after this step" in str(heard(dock, "Runs"))


def test_enter_opens_the_workflow_and_escape_leaves(dock: QueueDock) -> None:
    opened: list[Job] = []
    left: list[None] = []
    dock.open_wanted.connect(opened.append)
    dock.left.connect(lambda: left.append(None))
    job = choose(dock, "A")
    press(dock, Key.Key_Return)
    assert opened == [job]
    press(dock, Key.Key_Escape)
    assert left == [None]


def drag(dock: QueueDock, start: QPoint, end: QPoint, *, drop: bool = True) -> None:
    port, button = dock.list.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, button, Qt.KeyboardModifier.NoModifier, start)
    for part in (0.3, 0.6, 1.0):
        QTest.mouseMove(port, start + (end - start) * part)
    if drop:
        QTest.mouseRelease(port, button, Qt.KeyboardModifier.NoModifier, end)


def test_a_drag_moves_a_job_among_those_that_wait(dock: QueueDock, queue: JobQueue) -> None:
    drag(dock, middle(dock, "A"), middle(dock, "C") + QPoint(0, 8))
    assert titles(queue, "waiting") == ["B", "C", "A"]
    drag(dock, middle(dock, "A"), middle(dock, "Runs"))
    assert titles(queue, "waiting") == ["A", "B", "C"]
    drag(dock, middle(dock, "Done"), middle(dock, "A"))
    assert titles(queue, "waiting") == ["A", "B", "C"]


def test_escape_ends_a_drag_without_a_trace(dock: QueueDock, queue: JobQueue) -> None:
    start, end = middle(dock, "A"), middle(dock, "C") + QPoint(0, 8)
    drag(dock, start, end, drop=False)
    assert dock.list.rows.drop_before >= 0
    press(dock, Key.Key_Escape)
    assert dock.list.rows.drop_before == -1
    QTest.mouseRelease(
        dock.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end
    )
    assert titles(queue, "waiting") == ["A", "B", "C"]


def test_the_button_of_a_row_ends_or_repeats(dock: QueueDock, queue: JobQueue) -> None:
    def click_button(title: str) -> None:
        job = choose(dock, title)
        button = dock.list.rows.parts(job, dock.list.row_rect(job.id)).button.center().toPoint()
        QTest.mouseClick(
            dock.list.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            button,
        )

    click_button("B")
    assert titles(queue, "waiting") == ["A", "C"]
    click_button("Poison")
    assert titles(queue, "waiting") == ["Poison", "A", "C"]
    click_button("Runs")
    assert queue.running is not None
    assert queue.running.is_stopping


def test_the_pause_button_shows_and_sets_the_pause(
    dock: QueueDock, queue: JobQueue, engine: ScriptedEngine
) -> None:
    dock.pause_button.click()
    assert queue.is_paused
    assert dock.paused.isVisible()
    assert dock.pause_button.accessibleName() == "Go on with the queue"
    engine.end()
    assert titles(queue, "running") == []
    queue.resume()
    assert not dock.pause_button.isChecked()
    assert titles(queue, "running") == ["A"]


def test_a_queue_without_jobs_says_what_to_do(
    dock: QueueDock, queue: JobQueue, engine: ScriptedEngine
) -> None:
    counts: list[int] = []
    dock.counted.connect(counts.append)
    for job in queue.jobs:
        queue.discard(job.id)
    engine.end()
    queue.clear_history()
    assert counts[-1] == 0
    assert dock.nothing.isVisible()
    assert "Run" in dock.nothing.text()


def test_menus_offer_what_the_state_allows(dock: QueueDock, queue: JobQueue) -> None:
    def entries(title: str) -> dict[str, QAction]:
        menu = make_queue_menu(queue, choose(dock, title), dock._do, dock)
        return {action.text(): action for action in menu.actions() if action.text()}

    assert list(entries("B")) == [
        "Run next",
        "Move up",
        "Move down",
        "Cancel",
        "Open its workflow",
        "Pause the queue after this job",
        "Clear the history",
    ]
    entries("C")["Run next"].trigger()
    assert titles(queue, "waiting") == ["C", "A", "B"]
    assert "Stop after this step" in entries("Runs")
    entries("Failed")["Copy the error"].trigger()
    assert QApplication.clipboard().text() == "There is no model."
    entries("Poison")["Run again from the last step"].trigger()
    assert titles(queue, "waiting")[0] == "Poison"
    entries("Done")["Clear the history"].trigger()
    assert titles(queue, "done", "failed") == []


def test_the_picture_that_forms_and_the_one_that_was_made_are_in_their_rows(
    dock: QueueDock, engine: ScriptedEngine, tmp_path: Path
) -> None:
    image = QImage(96, 96, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    file = tmp_path / "red.png"
    assert image.save(str(file))
    engine.tell(NodePreview("s", 1, 4, file.read_bytes()))
    job = choose(dock, "Runs")
    wait_until(lambda: dock._preview is not None)
    sign = dock.list.rows.parts(job, dock.list.row_rect(job.id)).sign.center().toPoint()
    assert dock.list.viewport().grab().toImage().pixelColor(sign) == Qt.GlobalColor.red
    wanted: list[Job] = []
    dock.show_wanted.connect(wanted.append)
    engine.end(outputs={"save": {"images": [str(file)]}})
    done = choose(dock, "Runs")
    dock.list.viewport().grab()
    dock.list.rows.thumbnails.wait()
    QApplication.processEvents()
    sign = dock.list.rows.parts(done, dock.list.row_rect(done.id)).sign.center().toPoint()
    assert dock.list.viewport().grab().toImage().pixelColor(sign) == Qt.GlobalColor.red
    press(dock, Key.Key_Return)
    assert wanted == [done]


def test_times_are_as_exact_as_they_deserve() -> None:
    said = [seconds_text(seconds) for seconds in (0.44, 12.4, 200, 7500)]
    assert said == ["0.4 s", "12 s", "3 min 20 s", "2 h 5 min"]
    now = 1_700_000_000.0
    assert ":" in moment_text(now - 60, now)
    assert ":" not in moment_text(now - 200_000, now)
