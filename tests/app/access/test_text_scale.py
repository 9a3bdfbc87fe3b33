"""Text scale: docks, forms and pages have room for their words at every scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.compare.choices import Choice
from app.compare.compare_dialog import CompareDialog
from app.compare.versions_dialog import VersionsDialog
from app.docks.panel_header import PanelHeader
from app.editors.editor import Editor
from app.look.eliding_label import ElidingLabel
from app.look.tab_bar import TabBar
from app.window import StudioWindow
from graph_engine.edits import SetFrames, SetNotes
from tests.app.access.test_tree import NODES
from tests.app.dialogs.test_text_fits import is_cut

Json = Any
SCALES = (80, 100, 150)
CHOICES = [
    Choice("today 14:02", lambda: "2 nodes added, 1 value changed", "clock", "", at)
    for at in range(3)
]
# One of each editor: numbers, sliders, seeds, choices, prompts, models, pictures, masks, colours.
MORE: Json = {
    "picture": {"type": "LoadImage", "params": {"image": "a.png"}},
    "mask": {"type": "PaintMask", "inputs": {"image": "picture.image"}},
    "lora": {"type": "LoadLoRA", "params": {"lora": "a", "unet_strength": 0.5}},
    "unknown": {"type": "NotInstalled", "params": {"a_rather_long_name_of_a_param": 4}},
}


@pytest.fixture(params=SCALES)
def scaled(
    request: pytest.FixtureRequest, window: StudioWindow, write: Callable[..., Path]
) -> StudioWindow:
    window.open(write({**NODES, **MORE}))
    window.settings.change(text_scale=request.param)
    settle()
    return window


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def seen(root: QWidget) -> Iterable[QWidget]:
    widgets = root.findChildren(QWidget)
    return [one for one in widgets if one.isVisible() and not one.visibleRegion().isEmpty()]


def cut_off(root: QWidget) -> list[str]:
    """What has less room than its words need."""
    return [
        f"{type(one).__name__} “{one.accessibleName() or getattr(one, 'text', str)()}”"
        f" {one.size().toTuple()} in {type(one.parent()).__name__}"
        for one in seen(root)
        if _lacks_room(one)
    ]


def _lacks_room(one: QWidget) -> bool:
    if isinstance(one, ElidingLabel):
        return one.height() < one.fontMetrics().height()
    if isinstance(one, QLabel | QPushButton | QLineEdit):
        return is_cut(one)
    if isinstance(one, Editor | PanelHeader):
        return one.height() < QFontMetricsF(one.font()).height() + 2
    if isinstance(one, TabBar):
        return any(
            one.tabRect(at).height() < QFontMetricsF(one.font()).height() + 4
            for at in range(one.count())
        )
    if isinstance(one, QAbstractButton) and one.text():
        needed = one.sizeHint()
        return one.width() < needed.width() or one.height() < needed.height()
    return False


def test_the_window_and_the_form_of_each_node(scaled: StudioWindow) -> None:
    page = scaled.page
    assert page is not None
    scaled.docks.panels["outliner"].raise_()
    for name in page.scene.nodes:
        page.scene.select([name])
        settle()
        assert not cut_off(scaled), name
    page.scene.select([])
    settle()
    assert not cut_off(scaled)


def test_forms_of_frames_and_notes(scaled: StudioWindow) -> None:
    page = scaled.page
    assert page is not None
    box = {"at": [0, -400], "size": [200, 100]}
    page.document.apply(SetFrames([{**box, "title": "A frame"}]), "Frame")
    page.document.apply(SetNotes([{**box, "text": "A note"}]), "Note")
    page.scene.clearSelection()
    for item in (page.scene.frames[0], page.scene.notes[0]):
        page.scene.clearSelection()
        item.setSelected(True)
        settle()
        assert not cut_off(scaled)


def test_the_docks_grow_with_their_text(scaled: StudioWindow) -> None:
    scale = scaled.settings.settings.text_scale / 100
    assert scaled.docks.panels["inspector"].width() == pytest.approx(320 * scale, abs=8)


@pytest.mark.parametrize("scale", SCALES)
def test_dialogs_that_compare(studio: StudioWindow, scale: int) -> None:
    studio.settings.change(text_scale=scale)
    for dialog in (
        CompareDialog(studio, "Sunset peaks", CHOICES),
        CompareDialog(studio, "Sunset peaks", ()),
        VersionsDialog(studio, "Sunset peaks", CHOICES, read_only=True),
        VersionsDialog(studio, "Sunset peaks", (), read_only=False),
    ):
        dialog.open()
        settle()
        assert not cut_off(dialog)
        dialog.close()
