"""The panels Queue and Log in a window: workflows are opened, pictures shown, sentences heard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.docks.queue_panel import LogPanel, QueuePanel
from app.engine.snapshot import snapshot
from app.jobs.queue import JobQueue
from app.window import StudioWindow
from graph_engine.edits import Describe, SetParam
from tests.app.jobs.conftest import ScriptedEngine, add, wait_until


@pytest.fixture
def engine(window: StudioWindow) -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def panel(window: StudioWindow, engine: ScriptedEngine) -> Iterator[QueuePanel]:
    made = QueuePanel(window, JobQueue(engine, parent=window))
    window.open_starter()
    yield made
    made.dock.list.rows.thumbnails.wait()


def test_a_job_opens_its_workflow_in_its_page_or_in_a_tab(
    panel: QueuePanel, window: StudioWindow
) -> None:
    page = window.page
    assert page is not None
    document = page.document
    queue = panel.dock._queue
    job = queue.add(
        snapshot(document.workflow), folder="", title=document.title, document=document.key
    )
    window.workspace.new()
    panel.open_workflow(job)
    assert window.page is page
    document.apply(SetParam("sampler", "seed", 8), "Seed")
    panel.open_workflow(job)
    assert window.page is not page
    assert window.page is not None
    assert window.page.document.title == document.title
    assert window.page.document.graph.nodes["sampler"].params["seed"] == 7
    assert window.page.document.graph.nodes.keys() == document.graph.nodes.keys()


def test_a_workflow_that_cannot_be_read_is_told(panel: QueuePanel, window: StudioWindow) -> None:
    said: list[str] = []
    window.said.connect(said.append)
    panel.open_workflow(panel.dock._queue.add("no JSON", folder="", title="", document=""))
    assert len(said) == 1


def test_the_panel_counts_what_is_not_over(
    panel: QueuePanel, window: StudioWindow, engine: ScriptedEngine
) -> None:
    for name in ("First", "Second"):
        add(panel.dock._queue, name)
    assert window.docks.panels["queue"].count.number == 2
    engine.end()
    assert window.docks.panels["queue"].count.number == 1


def test_a_picture_that_is_gone_is_told(
    panel: QueuePanel, window: StudioWindow, engine: ScriptedEngine
) -> None:
    said: list[str] = []
    window.said.connect(said.append)
    job = add(panel.dock._queue)
    engine.end(outputs={"save": {"images": ["gone.png"]}})
    done = panel.dock._queue.find(job.id)
    assert done is not None
    panel.dock.show_wanted.emit(done)
    assert said == ["The picture gone.png is not there any more."]


def test_the_log_hears_what_the_window_says(window: StudioWindow) -> None:
    log = LogPanel(window)
    window.say("The queue is paused.")
    assert log.dock.view.toPlainText().endswith("  The queue is paused.")
    log.dock.copy_all()
    wait_until(lambda: "on the clipboard" in log.dock.view.toPlainText())


def test_a_named_workflow_keeps_its_name(panel: QueuePanel, window: StudioWindow) -> None:
    page = window.page
    assert page is not None
    page.document.apply(Describe("Hills"), "Describe")
    text = snapshot(page.document.workflow)
    window.workspace.close_page(page)
    panel.open_workflow(panel.dock._queue.add(text, folder="", title="Other", document=""))
    assert window.page is not None
    assert window.page.document.title == "Hills"
