"""The gallery in a window: it follows jobs, opens workflows, and sets settings on the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.gallery.live_gallery import LiveGallery
from app.jobs.queue import JobQueue
from app.window import StudioWindow
from graph_engine.events import NodePreview, NodeProgress
from tests.app.gallery.conftest import MakePicture
from tests.app.jobs.conftest import ScriptedEngine


@pytest.fixture
def engine(application: QApplication) -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def gallery(studio: StudioWindow, engine: ScriptedEngine) -> Iterator[LiveGallery]:
    """The gallery of a window that keeps nothing, with an engine in the test's hands."""
    made = LiveGallery(studio, JobQueue(engine, None, studio))
    settle(made)
    yield made
    settle(made)
    made.store.close()


@pytest.fixture
def jobs(gallery: LiveGallery, studio: StudioWindow) -> JobQueue:
    (queue,) = studio.findChildren(JobQueue)
    return queue


def settle(gallery: LiveGallery) -> None:
    for _ in range(3):
        gallery.store.wait()
        gallery.dock.list.thumbnails.wait()
        QApplication.processEvents()


def names(gallery: LiveGallery) -> list[str]:
    settle(gallery)
    return [one.file.name for one in gallery.dock.model.pictures]


def preview() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "orange").save(stream, "JPEG")
    return stream.getvalue()


def test_a_job_stands_in_front_until_its_pictures_do(
    gallery: LiveGallery, jobs: JobQueue, engine: ScriptedEngine, picture: MakePicture
) -> None:
    jobs.add("{}", folder="", title="Hills", document="1")
    engine.tell(NodeProgress("sampler", 13, 25), NodePreview("sampler", 14, 25, preview()))
    for _ in range(100):
        if _caption(gallery) == "Step 14 / 25":
            break
        QTest.qWait(10)
    running = gallery.dock.model.running
    assert running is not None
    assert running.picture is not None
    assert running.fraction == 14 / 25
    file = picture("new.png")
    engine.end(outputs={"save": {"images": [str(file)]}})
    assert names(gallery) == ["new.png"]
    assert gallery.dock.model.running is None


def _caption(gallery: LiveGallery) -> str:
    running = gallery.dock.model.running
    return running.caption if running is not None else ""


def test_a_double_click_opens_the_workflow_inside(
    gallery: LiveGallery, studio: StudioWindow, picture: MakePicture
) -> None:
    gallery.store.notice([picture("a.png", seed=42, workflow="Far hills")])
    settle(gallery)
    gallery.dock.list.choose(gallery.dock.model.pictures[0].path)
    gallery.dock.list.opened.emit(gallery.dock.model.pictures[0])
    assert studio.page is not None
    assert studio.page.document.workflow.name == "Far hills"
    assert studio.page.document.graph.nodes["sampler"].params["seed"] == 42


def test_this_workflow_follows_the_page(
    gallery: LiveGallery, studio: StudioWindow, picture: MakePicture
) -> None:
    files = [picture("a.png", workflow="Hills"), picture("b.png", made=1, workflow="Lakes")]
    gallery.store.notice(files)
    settle(gallery)
    studio.open(files[0])
    gallery.dock.head.scopes.step(2)
    assert names(gallery) == ["a.png"]
    studio.open(files[1])
    assert names(gallery) == ["b.png"]


@pytest.mark.parametrize(("what", "steps"), [("settings", 9), ("seed", None)])
def test_settings_are_set_on_the_page_as_one_entry(
    gallery: LiveGallery, studio: StudioWindow, picture: MakePicture, what: str, steps: int | None
) -> None:
    page = studio.page
    assert page is not None
    page.commands.paste_text(
        '{"format": "weft", "version": 1, "nodes": {"s": {"type": "Sample"}}}', QPointF()
    )
    before = page.document.undo.count()
    gallery.dock.settings_wanted.emit(picture("a.png", seed=42), what)
    settle(gallery)
    (node,) = page.document.graph.nodes.values()
    assert (node.params.get("seed"), node.params.get("steps")) == (42, steps)
    assert page.document.undo.count() == before + 1
    assert studio.status.text().startswith("Set from a.png: seed")


def test_a_window_that_keeps_nothing_marks_for_itself_only(
    gallery: LiveGallery, picture: MakePicture, tmp_path: Path
) -> None:
    file = picture("a.png")
    gallery.store.notice([file])
    gallery.store.star([str(file)], starred=True)
    settle(gallery)
    assert gallery.dock.model.pictures[0].starred
    assert not list(tmp_path.rglob("gallery.*"))


def test_a_foreign_picture_on_the_canvas_shows_its_settings(
    gallery: LiveGallery, studio: StudioWindow, tmp_path: Path
) -> None:
    plain, foreign = tmp_path / "plain.png", tmp_path / "foreign.png"
    texts = PngImagePlugin.PngInfo()
    texts.add_text("parameters", "a barn\nSteps: 20, Sampler: Euler a, Seed: 5")
    Image.new("RGB", (8, 8)).save(plain)
    Image.new("RGB", (8, 8)).save(foreign, pnginfo=texts)
    gallery.welcome(plain)
    assert names(gallery) == []
    gallery.welcome(foreign)
    assert names(gallery) == ["foreign.png"]
    settle(gallery)
    assert gallery.dock.details.prompt.text() == "a barn"
    assert studio.status.text() == "A1111 made this picture; the gallery shows how."
