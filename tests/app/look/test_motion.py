"""Motion: what moves ends where it would stand at once, and nothing moves where it must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.canvas.view import Canvas
from app.look.motion import Motion, allow_motion, duration
from app.look.popup import Popup
from app.window import StudioWindow


@pytest.fixture
def moving(application: QApplication) -> Iterator[None]:
    allow_motion(True)
    yield
    allow_motion(False)


@pytest.fixture
def canvas(window: StudioWindow, write: Callable[..., Path]) -> Canvas:
    nodes = {f"n{at}": {"type": "EmptyLatent"} for at in range(3)}
    places = {f"n{at}": {"at": [at * 900, at * 500]} for at in range(3)}
    window.open(write(nodes, layout={"nodes": places}))
    assert window.page is not None
    QApplication.processEvents()
    return window.page.canvas


def place(canvas: Canvas) -> tuple[float, QPointF]:
    return canvas.zoom, canvas.mapToScene(canvas.viewport().rect().center())


def test_nothing_moves_by_itself(application: QApplication) -> None:
    assert duration("frameView") == duration("popupIn") == 0


def test_the_durations_are_those_of_the_tokens(moving: None) -> None:
    assert (duration("popupIn"), duration("snapBack"), duration("frameView")) == (90, 120, 180)


def test_without_motion_the_last_step_comes_at_once(application: QApplication) -> None:
    shares: list[float] = []
    motion = Motion("popupIn", application)
    motion.start(shares.append)
    assert shares == [1.0]
    assert not motion.is_moving


def test_it_eases_out_and_ends_at_one(application: QApplication, moving: None) -> None:
    shares: list[float] = []
    motion = Motion("popupIn", application)
    motion.start(shares.append)
    motion.animation.setCurrentTime(45)
    assert shares[-1] == pytest.approx(1 - 0.5**3)
    motion.animation.setCurrentTime(90)
    assert shares[-1] == 1.0
    assert not motion.is_moving


def test_the_canvas_glides_to_where_it_would_be_at_once(canvas: Canvas, moving: None) -> None:
    there = QRectF(850, 450, 200, 150)
    canvas.frame(there)
    wanted = place(canvas)
    canvas.frame(QRectF(0, 0, 3000, 2000))
    before = place(canvas)
    canvas.frame(there, glides=True)
    canvas.glide.animation.setCurrentTime(60)
    assert before[0] < canvas.zoom < wanted[0]
    canvas.glide.animation.setCurrentTime(180)
    assert place(canvas) == wanted


@pytest.mark.parametrize("end", ["press", "zoom", "scroll"])
def test_the_hand_ends_a_glide(canvas: Canvas, moving: None, end: str) -> None:
    canvas.frame(QRectF(0, 0, 3000, 2000))
    canvas.frame(QRectF(850, 450, 200, 150), glides=True)
    canvas.glide.animation.setCurrentTime(60)
    if end == "press":
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(9, 200))
    elif end == "zoom":
        canvas.zoom_by(1.1)
    else:
        canvas.scroll(QPoint(5, 5))
    assert not canvas.glide.is_moving


def test_a_popup_fades_in(studio: StudioWindow, moving: None) -> None:
    studio.popups.command_palette()
    popup = studio.findChild(Popup)
    assert isinstance(popup, Popup)
    fade = next(child for child in popup.children() if isinstance(child, Motion))
    fade.animation.setCurrentTime(45)
    effect = popup.graphicsEffect()
    assert effect is not None
    assert effect.isEnabled()
    studio.grab()
    fade.animation.setCurrentTime(90)
    assert not fade.is_moving
    assert not effect.isEnabled()
