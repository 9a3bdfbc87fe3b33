"""The mask painter under real mouse, tablet and key events."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QInputDevice,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.editors.context import EditorContext
from app.editors.mask_painter.mask import Mask
from app.editors.mask_painter.painter import MaskPainter
from app.editors.strokes import StrokesEditor
from tests.app.editors.conftest import Heard, MakeSpec, Stage, move, turn_wheel

Key, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
LEFT, RIGHT, MIDDLE = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
A, B = (30.0, 30.0), (70.0, 60.0)


@pytest.fixture
def painter(context: EditorContext) -> Iterator[MaskPainter]:
    picture = QImage(100, 80, QImage.Format.Format_RGB32)
    picture.fill(QColor("#445566"))
    made = MaskPainter(picture, Mask(100, 80), context)
    yield from shown(made)


def shown(made: MaskPainter) -> Iterator[MaskPainter]:
    made.show()
    assert QTest.qWaitForWindowExposed(made)
    made.canvas.set_radius(6)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def place(painter: MaskPainter, at: tuple[float, float]) -> QPoint:
    return painter.canvas.to_widget(QPointF(*at)).toPoint()


def draw(painter: MaskPainter, *points: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
    canvas = painter.canvas
    QTest.mousePress(canvas, button, NONE, place(painter, points[0]))
    for point in points[1:]:
        move(canvas, place(painter, point), NONE)
    QTest.mouseRelease(canvas, button, NONE, place(painter, points[-1]))


def at(painter: MaskPainter, x: int, y: int) -> int:
    return int(painter.painted.values[y, x])


def tool(painter: MaskPainter) -> str:
    return painter.canvas.tool


def test_painting_erasing_undo_redo(painter: MaskPainter) -> None:
    draw(painter, A, B)
    assert at(painter, 30, 30) == at(painter, 50, 45) == at(painter, 69, 59) == 255
    draw(painter, (50, 45), button=RIGHT)
    assert at(painter, 50, 45) == 0
    QTest.keyClick(painter, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert at(painter, 50, 45) == 255
    QTest.keyClick(painter, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not painter.painted.values.any()
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(painter, Key.Key_Z, held)
    assert at(painter, 50, 45) == 255


def test_undo_of_everything_restores_every_value(painter: MaskPainter) -> None:
    painter.painted.values[:] = np.arange(8000).reshape(80, 100) % 251
    before = painter.painted.values.copy()
    draw(painter, A, B)
    for key in (Key.Key_U, Key.Key_I, Key.Key_Delete):
        QTest.keyClick(painter, key)
    draw(painter, (10, 70), (20, 70))
    assert painter.canvas.undo.count() == 5
    while painter.canvas.undo.canUndo():
        painter.canvas.undo.undo()
    assert (painter.painted.values == before).all()


@pytest.mark.parametrize("key", [Key.Key_R, Key.Key_L])
def test_rectangle_and_lasso(painter: MaskPainter, key: Qt.Key) -> None:
    QTest.keyClick(painter, key)
    if key == Key.Key_R:
        draw(painter, A, B)
    else:
        draw(painter, A, (70, 30), B, (30, 60))
    assert at(painter, 40, 40) == at(painter, 67, 57) == 255
    assert at(painter, 25, 40) == 0


def test_fill_stops_at_the_outline(painter: MaskPainter) -> None:
    draw(painter, (20, 20), (80, 20), (80, 60), (20, 60), (20, 20))
    QTest.keyClick(painter, Key.Key_G)
    QTest.mouseClick(painter.canvas, LEFT, NONE, place(painter, (50, 40)))
    assert at(painter, 50, 40) == 255
    assert at(painter, 2, 2) == 0


def test_keys_of_the_brush(painter: MaskPainter) -> None:
    canvas = painter.canvas
    QTest.keyClick(canvas, Key.Key_BracketRight)
    assert canvas.brush.radius == pytest.approx(6.9)
    QTest.keyClick(canvas, Key.Key_BracketLeft)
    assert canvas.brush.radius == pytest.approx(6)
    assert painter.size_field.value == 12
    QTest.keyClick(canvas, Key.Key_X)
    assert tool(painter) == "eraser"
    assert painter.tools["eraser"].lit
    QTest.keyClick(canvas, Key.Key_X)
    assert tool(painter) == "brush"


def test_softness_and_opacity(painter: MaskPainter) -> None:
    for field, value in ((painter.softness, "1"), (painter.opacity, "0.5")):
        field.type_number()
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, value)
        QTest.keyClick(focus, Key.Key_Return)
    draw(painter, A)
    assert 90 < at(painter, 30, 30) <= 128
    assert 0 < at(painter, 34, 30) < at(painter, 31, 30)


def test_escape_takes_a_stroke_back_and_never_a_mask(painter: MaskPainter) -> None:
    canvas = painter.canvas
    QTest.mousePress(canvas, LEFT, NONE, place(painter, A))
    move(canvas, place(painter, B), NONE)
    assert painter.painted.values.any()
    QTest.keyClick(canvas, Key.Key_Escape)
    assert not painter.painted.values.any()
    QTest.mouseRelease(canvas, LEFT, NONE, place(painter, B))
    assert canvas.undo.count() == 0
    draw(painter, A)
    QTest.keyClick(canvas, Key.Key_Escape)
    assert painter.isVisible()


def test_shift_goes_on_straight(painter: MaskPainter) -> None:
    draw(painter, (20, 20))
    held = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(painter.canvas, LEFT, held, place(painter, (80, 20)))
    assert at(painter, 50, 20) == 255


def test_zoom_and_pan(painter: MaskPainter) -> None:
    canvas = painter.canvas
    fitted = canvas.zoom
    middle = QPointF(canvas.rect().center())
    inside = canvas.to_picture(middle)
    turn_wheel(canvas, 2)
    assert canvas.zoom == pytest.approx(fitted * 1.44)
    assert (canvas.to_picture(middle) - inside).manhattanLength() < 0.5
    start = canvas.rect().center()
    QTest.mousePress(canvas, MIDDLE, NONE, start)
    move(canvas, start + QPoint(30, 10), NONE)
    QTest.mouseRelease(canvas, MIDDLE, NONE, start)
    moved = canvas.to_widget(inside) - middle
    assert moved.toPoint() == QPoint(30, 10)
    QTest.keyClick(canvas, Key.Key_Home)
    assert canvas.zoom == pytest.approx(fitted)
    assert not painter.painted.values.any()


def test_space_pans(painter: MaskPainter) -> None:
    canvas, start = painter.canvas, painter.canvas.rect().center()
    before = canvas.to_widget(QPointF())
    QTest.keyPress(canvas, Key.Key_Space)
    QTest.mousePress(canvas, LEFT, NONE, start)
    move(canvas, start + QPoint(-20, 5), NONE)
    QTest.mouseRelease(canvas, LEFT, NONE, start)
    QTest.keyRelease(canvas, Key.Key_Space)
    assert (canvas.to_widget(QPointF()) - before).toPoint() == QPoint(-20, 5)
    assert not painter.painted.values.any()


def tablet(
    painter: MaskPainter,
    kind: QEvent.Type,
    at: tuple[float, float],
    pressure: float,
    pointer: QPointingDevice.PointerType,
) -> None:
    device = QPointingDevice(
        "pen",
        7,
        QInputDevice.DeviceType.Stylus,
        pointer,
        QInputDevice.Capability.Pressure,
        1,
        1,
        "",
        QPointingDeviceUniqueId(),
        painter,
    )
    spot = painter.canvas.to_widget(QPointF(*at))
    everywhere = painter.canvas.mapToGlobal(spot)
    event = QTabletEvent(kind, device, spot, everywhere, pressure, 0, 0, 0, 0, 0, NONE, LEFT, LEFT)
    QApplication.sendEvent(painter.canvas, event)
    assert event.isAccepted()


def test_a_pen_presses_and_its_other_end_erases(painter: MaskPainter) -> None:
    pen, eraser = QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser
    press, go, release = (
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletRelease,
    )
    tablet(painter, press, (20, 20), 0.3, pen)
    tablet(painter, go, (80, 20), 1.0, pen)
    tablet(painter, release, (80, 20), 0.0, pen)
    assert at(painter, 80, 24) == 255
    assert painter.canvas.undo.count() == 1
    tablet(painter, press, (50, 20), 1.0, eraser)
    tablet(painter, release, (50, 20), 0.0, eraser)
    assert at(painter, 50, 20) == 0


def test_the_result_is_a_grey_png(painter: MaskPainter) -> None:
    draw(painter, A)
    image = QImage.fromData(painter.png)
    assert image.format() == QImage.Format.Format_Grayscale8
    assert image.pixelColor(30, 30) == QColor("white")
    QTest.keyClick(painter, Key.Key_Return)
    assert painter.result() == MaskPainter.DialogCode.Accepted


def test_every_control_has_a_name(painter: MaskPainter) -> None:
    buttons = [*painter.tools.values(), *painter.action_buttons.values()]
    assert all(button.accessibleName() for button in buttons)
    painter.grab()


def test_strokes_are_kept_as_text(context: EditorContext) -> None:
    made = MaskPainter.for_strokes("paint 5 50,40", QSize(100, 80), QImage(), context)
    for painter in shown(made):
        assert at(painter, 50, 40) == 255
        assert not painter.softness.isEnabled()
        draw(painter, (20.0, 20.0), (40.0, 20.0))
        QTest.keyClick(painter, Key.Key_R)
        draw(painter, (60.0, 50.0), (80.0, 70.0), button=RIGHT)
        lines = painter.strokes.splitlines()
        assert lines[0] == "paint 5 50,40"
        assert lines[1].startswith("paint 6 ")
        assert lines[2].startswith("erase area ")
        painter.canvas.undo.undo()
        assert painter.strokes.splitlines() == lines[:2]
        QTest.keyClick(painter, Key.Key_Delete)
        assert painter.strokes == ""
        painter.canvas.undo.undo()
        assert painter.strokes.splitlines() == lines[:2]


def test_the_editor_of_strokes(
    stage: Stage, context: EditorContext, make_spec: MakeSpec, heard: Heard
) -> None:
    editor = StrokesEditor(make_spec("str", ""), "paint 5 50,40", context, stage.window)
    stage.show(editor)
    heard.to(editor)
    assert editor.shown_text == "1 stroke"
    QTest.mouseClick(editor, LEFT)
    painter = editor.painter
    assert painter is not None
    draw(painter, (200.0, 200.0))
    QTest.keyClick(painter, Key.Key_Return)
    assert editor.shown_text == "2 strokes"
    assert heard.values == [editor.value]
    assert heard.ends == ["finished"]
    editor.set_value("nonsense")
    QTest.mouseClick(editor, LEFT)
    assert "Line 1" in editor.note.text
