"""Sizes and colours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.editors.aspects import presets
from app.editors.colour import ColourPopup
from tests.app.editors.conftest import Stage

LEFT = Qt.MouseButton.LeftButton


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
