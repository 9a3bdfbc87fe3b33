"""The model editor: families, badges, reasons, and names that are in no list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.editors.context import EditorContext, ModelEntry
from app.editors.list_popup import ListPopup
from app.editors.model import ModelEditor
from app.editors.model_rows import find_models, model_rows, size_text
from graph_engine.hints import ModelFile
from tests.app.editors.conftest import Heard, MakeSpec, Stage

MODELS = (
    ModelEntry("tiny-sd15", "checkpoint", "sd1", 12_000_000),
    ModelEntry("sd_xl_base_1.0", "checkpoint", "sdxl", 6_500_000_000, loaded=True),
    ModelEntry("dream", "checkpoint", "sd1", 2_100_000_000),
    ModelEntry("depth_sd15", "controlnet", "sd1"),
)


def reason(model: ModelEntry) -> str:
    return "the LoRA is for SDXL" if model.name == "dream" else ""


@pytest.fixture
def editor(stage: Stage, make_spec: MakeSpec, context: EditorContext, heard: Heard) -> ModelEditor:
    full = replace(context, models=MODELS, reason=reason)
    made = stage.put(make_spec("str", "", ModelFile("checkpoint")), "sd_xl_base_1.0", full)
    assert isinstance(made, ModelEditor)
    heard.to(made)
    return made


def opened(editor: ModelEditor) -> ListPopup:
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton)
    assert editor.popup is not None
    return editor.popup


def test_models_stand_under_their_families() -> None:
    rows = model_rows(MODELS, "checkpoint", reason)
    assert [row.text for row in rows] == [
        "Stable Diffusion 1.5",
        "tiny-sd15",
        "dream",
        "SDXL",
        "sd_xl_base_1.0",
        "Other kinds",
        "depth_sd15",
    ]
    by_text = {row.text: row for row in rows}
    assert by_text["dream"].reason == "the LoRA is for SDXL"
    assert not by_text["dream"].can_be_chosen
    assert by_text["depth_sd15"].reason == "a ControlNet"
    assert by_text["sd_xl_base_1.0"].detail == "6.5 GB, loaded"
    assert by_text["tiny-sd15"].badge == "SD 1.5"


def test_other_kinds_show_when_they_are_asked_for() -> None:
    rows = model_rows(MODELS, "checkpoint", reason)
    assert "depth_sd15" not in [row.text for row in find_models(rows, "")]
    assert "depth_sd15" in [row.text for row in find_models(rows, "depth")]
    only_others = model_rows(MODELS, "vae", reason)
    assert "depth_sd15" in [row.text for row in find_models(only_others, "")]


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, ""), (900, "1 kB"), (12_000_000, "12 MB"), (6_500_000_000, "6.5 GB")],
)
def test_sizes(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_model_is_chosen_by_typing(editor: ModelEditor, heard: Heard) -> None:
    popup = opened(editor)
    QTest.keyClicks(popup.filter, "tiny")
    QTest.keyClick(popup.filter, Qt.Key.Key_Return)
    assert (editor.value, heard.ends) == ("tiny-sd15", ["finished"])


def test_what_does_not_fit_is_shown_and_cannot_be_chosen(editor: ModelEditor) -> None:
    popup = opened(editor)
    texts = [row.text for row in popup.model.rows]
    index = popup.model.index(texts.index("dream"))
    at = popup.list.visualRect(index).center()
    QTest.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert editor.value == "sd_xl_base_1.0"
    assert editor.popup is popup


def test_arrows_pass_over_what_does_not_fit(editor: ModelEditor) -> None:
    editor.set_value("tiny-sd15")
    popup = opened(editor)
    QTest.keyClick(popup.filter, Qt.Key.Key_Down)
    QTest.keyClick(popup.filter, Qt.Key.Key_Return)
    assert editor.value == "sd_xl_base_1.0"


def test_a_name_of_the_hub_can_be_given(editor: ModelEditor) -> None:
    popup = opened(editor)
    QTest.keyClicks(popup.filter, "someone/model")
    QTest.keyClick(popup.filter, Qt.Key.Key_Return)
    assert editor.value == "someone/model"


def test_rows_are_read_out(editor: ModelEditor) -> None:
    popup = opened(editor)
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [popup.model.data(popup.model.index(at), role) for at in range(popup.model.rowCount())]
    assert "dream, SD 1.5, 2.1 GB, the LoRA is for SDXL" in said
