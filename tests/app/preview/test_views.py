"""Zoom, pan and the comparison of two pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.preview.compare_view import CompareView
from app.preview.dock import PreviewDock
from app.preview.picture import make_picture, make_pictures
from app.preview.zoom_pan import ZoomPan
from tests.app.preview.conftest import wait_until


def filled(width: int, height: int, *colours: str) -> QImage:
    """A picture of stripes side by side."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    for at, colour in enumerate(colours):
        part = width // len(colours)
        for x in range(at * part, (at + 1) * part):
            for y in range(height):
                image.setPixelColor(x, y, QColor(colour))
    return image


def wheel(view: ZoomPan, at: QPointF, turned: int) -> None:
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


@pytest.fixture
def shown(dock: PreviewDock) -> PreviewDock:
    """A picture of 400 × 200 pixels."""
    dock.show_image(filled(400, 200, "red", "blue"), "stripes")
    QApplication.processEvents()
    return dock


def test_a_picture_is_fitted_until_somebody_zooms(shown: PreviewDock) -> None:
    view = shown.view
    assert view.is_fitted
    assert view.percent == pytest.approx(100 * (view.width() - 12) / 400, abs=1)
    shown.resize(420, 430)
    QApplication.processEvents()
    assert view.percent == pytest.approx(100 * (view.width() - 12) / 400, abs=1)
    at = QPointF(view.width() * 0.25, view.height() / 2)
    before = view.to_content(at)
    wheel(view, at, 240)
    assert [view.is_fitted] == [False]
    assert (view.to_content(at) - before).manhattanLength() < 1
    QTest.keyClick(view, Qt.Key.Key_1)
    assert view.percent == 100
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.is_fitted


def test_dragging_moves_what_is_larger_than_the_view(shown: PreviewDock) -> None:
    view = shown.view
    QTest.mouseClick(shown.pixels_button, Qt.MouseButton.LeftButton)
    before = view.offset.x()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(150, 100))
    QTest.mouseMove(view, QPoint(110, 100))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(110, 100))
    assert view.offset.x() == pytest.approx(max(before - 40, view.width() - 400))


def test_a_sharper_frame_of_the_same_picture_keeps_the_place(shown: PreviewDock) -> None:
    view = shown.view
    wheel(view, QPointF(60, 60), 360)
    before = view.to_content(QPointF(0, 0)), view.percent
    small = make_picture(filled(50, 25, "red", "blue"), 400, 200)
    view.show_pictures((small,), "sketch")
    assert small.is_sketch
    assert (view.to_content(QPointF(0, 0)), view.percent) == before


def test_every_picture_of_a_batch_is_shown(dock: PreviewDock) -> None:
    sheet = filled(17, 8, *(["red"] * 8 + ["gray"] + ["blue"] * 8))
    pictures = make_pictures(sheet, 64, 64, 2)
    assert [(one.width, one.height) for one in pictures] == [(64, 64), (64, 64)]
    dock.view.show_pictures(pictures, "batch")
    assert len(dock.view.places()) == 2
    assert dock.view.size_words.startswith("2 · 64 × 64")
    second = dock.view.shown(dock.view.places()[1][1]).center().toPoint()
    QTest.mouseDClick(dock.view, Qt.MouseButton.LeftButton, pos=second)
    assert dock.view.chosen == 1
    assert dock.view.size_words.startswith("2 of 2 · 64 × 64")
    QTest.mouseDClick(dock.view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert dock.view.chosen is None


# --- comparing


def pixel(view: ZoomPan, at: QPointF) -> QColor:
    return view.grab().toImage().pixelColor(at.toPoint())


def test_a_slider_between_two_pictures(shown: PreviewDock) -> None:
    QTest.keyClick(shown.view, Qt.Key.Key_C)
    assert shown.compare_button.isChecked()
    shown.show_image(filled(400, 200, "lime", "lime"), "green")
    view = shown.stage.comparing
    QApplication.processEvents()
    middle = view.height() / 2 + 30
    assert pixel(view, QPointF(view.divider - 20, middle)) == QColor("red")
    assert pixel(view, QPointF(view.divider + 20, middle)) == QColor("lime")
    start = QPoint(round(view.divider), round(middle))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start - QPoint(60, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start - QPoint(60, 0))
    assert view.share < 0.4
    assert pixel(view, QPointF(start.x() - 20, middle)) == QColor("lime")
    QTest.keyClick(view, Qt.Key.Key_X)
    assert view.names == ("green", "stripes")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert [shown.stage.is_comparing, shown.compare_button.isChecked()] == [False, False]


def test_side_by_side_shows_the_same_part_of_both(shown: PreviewDock) -> None:
    shown.stage.toggle_comparison()
    shown.show_image(filled(400, 200, "lime", "black"), "green")
    view = shown.stage.comparing
    sides = shown.stage.bar.modes.findChildren(QPushButton)[1]
    QTest.mouseClick(sides, Qt.MouseButton.LeftButton)
    assert view.mode == "sides"
    half, middle = view.width() / 2, view.height() / 2
    assert pixel(view, QPointF(half * 0.3, middle)) == QColor("red")
    assert pixel(view, QPointF(half * 1.3, middle)) == QColor("lime")
    assert pixel(view, QPointF(half * 0.7, middle)) == QColor("blue")
    assert pixel(view, QPointF(half * 1.7, middle)) == QColor("black")


def wait_for_difference(view: CompareView, expected: tuple[int, int, int]) -> None:
    def is_there() -> bool:
        if view.difference is None:
            return False
        colour = view.difference.levels[0].pixelColor(4, 4)
        return (colour.red(), colour.green(), colour.blue()) == expected

    wait_until(is_there)


def test_the_difference_is_brightened(shown: PreviewDock) -> None:
    shown.show_image(filled(8, 8, "#404040"), "one")
    shown.stage.toggle_comparison()
    shown.show_image(filled(8, 8, "#484440"), "other")
    view = shown.stage.comparing
    view.set_mode("difference")
    for gain, expected in ((4, (32, 16, 0)), (8, (64, 32, 0))):
        view.set_gain(gain)
        wait_for_difference(view, expected)


def test_two_files_are_compared(dock: PreviewDock, tmp_path: Path) -> None:
    for name, colour in (("a", "red"), ("b", "blue")):
        filled(32, 32, colour).save(str(tmp_path / f"{name}.png"))
    dock.compare(tmp_path / "a.png", tmp_path / "b.png")
    view = dock.stage.comparing
    wait_until(lambda: view.names == ("a.png", "b.png"))
    assert view.first is not None
    assert view.second is not None
    assert view.first.levels[0].pixelColor(3, 3) == QColor("red")
    assert view.second.levels[0].pixelColor(3, 3) == QColor("blue")
