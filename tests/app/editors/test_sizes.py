"""Sizes, ranges and colours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.editors.aspects import presets
from app.editors.colour import ColourPopup
from app.editors.context import EditorContext
from app.editors.editor import Editor
from app.editors.making import make_pair_editor
from app.editors.range import RangeEditor
from app.editors.size_panel import SizePanel
from app.editors.sizes import SizeEditor
from graph_engine.hints import Hint, Size, Slider
from graph_engine.spec import InputSpec
from graph_engine.types import PortType
from tests.app.editors.conftest import Heard, Stage, drag, press, type_text

LEFT = Qt.MouseButton.LeftButton


def pair(first: str, second: str, type: str, hint: Hint) -> tuple[InputSpec, InputSpec]:
    start, end = (InputSpec(n, PortType((type,)), False, 0, hint) for n in (first, second))
    return start, end


def make(stage: Stage, specs: tuple[InputSpec, InputSpec], values: dict[str, Any]) -> Editor:
    editor = make_pair_editor(specs, values, stage.context, stage.window)
    assert editor is not None
    return stage.show(editor)


@pytest.fixture
def size(stage: Stage, heard: Heard) -> SizeEditor:
    specs = pair("width", "height", "int", Size())
    editor = make(stage, specs, {"width": 1024, "height": 768})
    assert isinstance(editor, SizeEditor)
    heard.to(editor)
    return editor


def open_panel(size: SizeEditor) -> SizePanel:
    QTest.mouseClick(size, LEFT)
    assert size.panel is not None
    return size.panel


@pytest.mark.parametrize(
    ("pixels", "sizes"),
    [
        (
            1024**2,
            [(1024, 1024), (1152, 896), (1216, 832), (1344, 768), (896, 1152), (768, 1344)],
        ),
        (512**2, [(512, 512), (576, 448)]),
    ],
)
def test_presets_keep_the_familys_pixels(pixels: int, sizes: list[tuple[int, int]]) -> None:
    found = presets(pixels)
    assert [(p.width, p.height) for p in found][: len(sizes)] == sizes
    assert all(p.width * p.height <= pixels for p in found)


def test_a_preset_sets_both(size: SizeEditor, heard: Heard) -> None:
    panel = open_panel(size)
    QTest.mouseClick(panel.presets[3], LEFT)
    assert heard.values == [{"width": 1344, "height": 768}]
    assert heard.ends == ["finished"]
    assert size.shown_text == "1344 × 768"
    assert size.popup is None


def test_swapping_and_typing(size: SizeEditor, heard: Heard) -> None:
    panel = open_panel(size)
    QTest.mouseClick(panel.swap, LEFT)
    assert size.value == {"width": 768, "height": 1024}
    QTest.mouseClick(panel.numbers[0], LEFT)
    type_text("512*1.5+8")
    press(Qt.Key.Key_Return)
    assert size.value == {"width": 776, "height": 1024}
    assert not any(button.isChecked() for button in panel.presets)


def test_other_pairs_stay_apart(context: EditorContext) -> None:
    values = {"x": 0, "y": 0}
    assert make_pair_editor(pair("x", "y", "int", Size()), values, context) is None
    sliders = pair("width", "height", "float", Slider(0, 1))
    assert make_pair_editor(sliders, {"width": 0, "height": 0}, context) is None


def test_a_range_is_dragged_at_either_end(stage: Stage, heard: Heard) -> None:
    specs = pair("start", "end", "float", Slider(0, 1, 0.01))
    editor = make(stage, specs, {"start": 0.0, "end": 0.5})
    assert isinstance(editor, RangeEditor)
    heard.to(editor)
    drag(editor, 44)  # pressed in the middle, at the end of the range
    assert editor.value["end"] == pytest.approx(0.7, abs=0.02)
    QTest.mousePress(editor, LEFT, pos=QPoint(2, 10))
    QTest.mouseRelease(editor, LEFT, pos=QPoint(2, 10))
    assert editor.end == 0
    editor.setFocus()
    press(Qt.Key.Key_Up)
    assert editor.value["start"] == 0.01
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    assert editor.value["end"] == pytest.approx(0.69, abs=0.02)
    assert heard.values[-1] == editor.value
    assert editor.accessibleName() == "start to end"


def test_the_ends_of_a_range_stop_each_other(stage: Stage) -> None:
    specs = pair("start", "end", "float", Slider(0, 1, 0.01))
    editor = make(stage, specs, {"start": 0.2, "end": 0.5})
    drag(editor, -200)
    assert editor.value == {"start": 0.2, "end": 0.2}


def test_colours(stage: Stage) -> None:
    stage.window.show()
    popup = ColourPopup("Latent", stage.context.theme, stage.window)
    heard: list[str] = []
    popup.changed.connect(heard.append)
    popup.cancelled.connect(lambda: heard.append("cancelled"))
    popup.finished.connect(lambda: heard.append("finished"))
    popup.open_at(stage.neighbour)
    QTest.mouseClick(popup.swatches[0], LEFT)
    assert popup.hex.text() == stage.context.theme.type_colour("UNet").name()
    popup.hex.selectAll()
    QTest.keyClicks(popup.hex, "#336699")
    assert popup.value == "#336699"
    QTest.mouseClick(popup.field, LEFT, pos=QPoint(popup.field.width() - 1, 1))
    QTest.keyClick(popup.hue, Qt.Key.Key_Right)
    assert heard[:2] == ["UNet", "#336699"]
    assert popup.value == heard[-1] == popup.hex.text()
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert heard[-1] == "cancelled"
    popup.deleteLater()


def test_editors_look_the_same_at_any_zoom(stage: Stage, context: EditorContext) -> None:
    specs = pair("width", "height", "int", Size())
    twice = replace(context, home="node", zoom=2.0)
    editor = SizeEditor(specs, {"width": 8, "height": 8}, twice, stage.window)
    assert editor.sizeHint().height() == 44
