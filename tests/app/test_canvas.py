"""The canvas under real events: wheel, drags and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.canvas.view import LARGEST_ZOOM, SMALLEST_ZOOM, Canvas
from app.window import StudioWindow

MIDDLE, LEFT = Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(window: StudioWindow) -> Canvas:
    window.open_starter()
    window.canvas.setFocus()
    return window.canvas


def turn_wheel(canvas: Canvas, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(canvas.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def drag(canvas: Canvas, button: Qt.MouseButton, by: QPoint) -> None:
    viewport, start = canvas.viewport(), QPoint(300, 600)
    QTest.mousePress(viewport, button, pos=start)
    QTest.mouseMove(viewport, start + by)
    QTest.mouseRelease(viewport, button, pos=start + by)


@pytest.mark.parametrize("notches", [3, -3])
def test_the_wheel_zooms_at_the_cursor(canvas: Canvas, notches: int) -> None:
    at = QPoint(420, 310)
    zoom, before = canvas.zoom, canvas.mapToScene(at)
    turn_wheel(canvas, at, notches)
    assert (canvas.zoom > zoom) == (notches > 0)
    moved = canvas.mapFromScene(before) - at
    assert moved.manhattanLength() <= 2


def test_zoom_has_limits(canvas: Canvas) -> None:
    turn_wheel(canvas, QPoint(400, 300), 60)
    assert canvas.zoom == pytest.approx(LARGEST_ZOOM)
    turn_wheel(canvas, QPoint(400, 300), -90)
    assert canvas.zoom == pytest.approx(SMALLEST_ZOOM)
    canvas.grab()


def test_a_middle_drag_pans(canvas: Canvas) -> None:
    before = canvas.mapToScene(QPoint(300, 600))
    drag(canvas, MIDDLE, QPoint(120, -70))
    assert canvas.mapFromScene(before) == QPoint(420, 530)


def test_a_space_drag_pans_and_selects_nothing(canvas: Canvas, window: StudioWindow) -> None:
    before = canvas.mapToScene(QPoint(300, 600))
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, LEFT, QPoint(-40, 25))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.mapFromScene(before) == QPoint(260, 625)
    assert window.scene.selected_node() is None
    drag(canvas, LEFT, QPoint(50, 50))
    assert canvas.mapFromScene(before) == QPoint(260, 625)


def test_escape_takes_a_pan_back(canvas: Canvas) -> None:
    before = canvas.mapToScene(QPoint(300, 600))
    QTest.mousePress(canvas.viewport(), MIDDLE, pos=QPoint(300, 600))
    QTest.mouseMove(canvas.viewport(), QPoint(400, 700))
    assert canvas.mapFromScene(before) == QPoint(400, 700)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.mapFromScene(before) == QPoint(300, 600)


def test_home_frames_all(canvas: Canvas, window: StudioWindow) -> None:
    turn_wheel(canvas, QPoint(10, 10), 8)
    drag(canvas, MIDDLE, QPoint(700, 400))
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(window.scene.content())


def test_f_frames_the_selection(canvas: Canvas, window: StudioWindow) -> None:
    window.scene.select("save")
    QTest.keyClick(canvas, Qt.Key.Key_F)
    middle = canvas.mapFromScene(window.scene.nodes["save"].sceneBoundingRect().center())
    offset = middle - canvas.viewport().rect().center()
    assert offset.manhattanLength() <= 3


@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.55, 0.4, 0.2])
def test_every_level_of_detail_paints(canvas: Canvas, window: StudioWindow, zoom: float) -> None:
    window.scene.select("sampler")
    canvas.zoom_by(zoom / canvas.zoom)
    picture = canvas.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, 1000, 3) for y in range(0, 800, 3)}
    assert len(colours) > 3
