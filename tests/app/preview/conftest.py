"""A Preview panel beside an engine that answers as it is told to."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.jobs.job import Job
from app.look.style import apply_style
from app.look.theme import Theme
from app.preview.dock import PreviewDock
from graph_engine.hosts.engine_process.film_messages import (
    Branched,
    BranchFilm,
    ExportFilm,
    FilmExported,
    FilmFrame,
    FilmListed,
    FilmPlace,
    FilmSection,
    FilmShown,
    FilmStep,
    ListFilm,
    ShowFrame,
    ShowSketches,
)
from graph_engine.hosts.engine_process.messages import Answer, Ask

SIZE = 64
PATIENCE_MS = 10_000
WORKFLOW = json.dumps(
    {
        "format": "weft",
        "version": 1,
        "name": "Two",
        "nodes": {
            "prompt": {"type": "EncodeText", "params": {"text": "a hill"}},
            "sampler": {
                "type": "Sample",
                "params": {"seed": 7},
                "inputs": {"positive": "prompt.conditioning"},
            },
            "refine": {"type": "Refine", "inputs": {"latent": "sampler.latent"}},
        },
    }
)
JOB = Job("job", "Two", WORKFLOW)


def shade_of(node: str, step: int) -> int:
    """The grey of a step's frame."""
    return 20 + 10 * step + (100 if node == "refine" else 0)


def picture_bytes(shade: int, side: int) -> bytes:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(shade, shade, shade))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


class ScriptedFilms:
    """Answers at once; `known` are the steps of each sampler that are at hand."""

    def __init__(self) -> None:
        self.asked: list[Ask] = []
        self.known = {"sampler": 0, "refine": 0}
        self.steps = {"sampler": 6, "refine": 2}
        self.draws = False

    def ask(
        self,
        ask: Ask,
        answer: type[Any],
        then: Callable[[Any], object],
        refused: Callable[[str], object] = lambda why: None,
    ) -> int:
        self.asked.append(ask)
        found = self._answer(ask)
        assert isinstance(found, answer)
        QTimer.singleShot(0, lambda: then(found))
        return len(self.asked)

    def of(self, kind: type[Ask]) -> list[Any]:
        return [ask for ask in self.asked if type(ask) is kind]

    def _answer(self, ask: Ask) -> Answer:
        match ask:
            case ListFilm(document=document):
                return FilmListed(document, tuple(map(self._section, self.steps)))
            case ShowSketches(document=document, places=places):
                return FilmShown(document, tuple(self._frame(place, 8) for place in places))
            case ShowFrame(document=document, place=place):
                return FilmShown(document, (self._frame(place, SIZE),))
            case ExportFilm(path=path, places=places):
                return FilmExported(path, len(places), 2048)
            case BranchFilm(text=text, place=place):
                return Branched(text, place.node, place.step)
        raise AssertionError(ask)

    def _section(self, node: str) -> FilmSection:
        count = self.steps[node]
        steps = tuple(
            FilmStep(
                14.0 / step,
                7.5,
                ("canny",) if step == 2 else (),
                0.1 * step if step < count else -1.0,
                self.draws,
                step <= self.known[node],
            )
            for step in range(1, count + 1)
        )
        return FilmSection(node, "Sample" if node == "sampler" else "Refine", steps)

    def _frame(self, place: FilmPlace, side: int) -> FilmFrame:
        if place.step > self.known[place.node]:
            return FilmFrame(place.node, place.step, "")
        data = picture_bytes(shade_of(place.node, place.step), side)
        return FilmFrame(place.node, place.step, base64.b64encode(data).decode(), SIZE, SIZE)


@pytest.fixture
def films() -> ScriptedFilms:
    return ScriptedFilms()


@pytest.fixture
def dock(application: QApplication, films: ScriptedFilms) -> Iterator[PreviewDock]:
    apply_style(application, Theme.load("dark"), 100)
    made = PreviewDock(films)
    made.resize(320, 430)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    yield made
    made.wait()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def wait_until(done: Callable[[], object]) -> None:
    """Let events come until it is done."""
    loop = QEventLoop()
    tick = QTimer(interval=2)
    tick.timeout.connect(lambda: loop.quit() if done() else None)
    tick.start()
    QTimer.singleShot(PATIENCE_MS, loop, loop.quit)
    if not done():
        loop.exec()
    assert done(), "nothing came"


def shown_shade(dock: PreviewDock) -> int:
    """The grey in the middle of the picture that is shown."""
    picture = dock.view.picture
    if picture is None:
        return -1
    image = picture.levels[0]
    return image.pixelColor(image.width() // 2, image.height() // 2).red()


def shows(dock: PreviewDock, node: str, step: int) -> bool:
    return abs(shown_shade(dock) - shade_of(node, step)) <= 1


def wait_for_step(dock: PreviewDock, node: str, step: int) -> None:
    """Let events come until a step is shown."""
    wait_until(lambda: shows(dock, node, step))
