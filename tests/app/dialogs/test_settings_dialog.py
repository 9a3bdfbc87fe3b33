"""The settings dialog: every choice holds at once and is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.dialogs.settings import CacheUse, SettingsDialog, size_words
from app.look.segments import Segments
from app.look.style import apply_style
from app.look.theme import Theme
from app.settings.settings import Settings
from app.settings.store import SettingsStore
from graph_engine.model_folders import remembered_folders

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(
    host: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SettingsDialog]:
    monkeypatch.setenv("WEFT_CONFIG", str(tmp_path / "config"))
    store = SettingsStore(parent=host)
    made = SettingsDialog(host, store, [CacheUse("On the disk", 5 * 2**30, 20 * 2**30, tmp_path)])
    made.show()
    yield made
    made.close()


def choose(segments: Segments, text: str) -> None:
    (button,) = [each for each in segments.findChildren(QPushButton) if each.text() == text]
    QTest.mouseClick(button, LEFT)


def test_every_choice_is_kept(dialog: SettingsDialog) -> None:
    choose(dialog.theme, "Light")
    choose(dialog.text_scale, "125 %")
    choose(dialog.language, "简体中文")
    for box in (dialog.motion, dialog.snap, dialog.autosave):
        QTest.mouseClick(box, LEFT)
    wanted = Settings("light", 125, True, "zh_CN", autosave=False, snap=False)
    assert SettingsStore().settings == wanted


def test_the_dialog_itself_grows_with_its_text(
    dialog: SettingsDialog, host: QWidget, application: QApplication
) -> None:
    before = dialog.folders.list.height(), dialog.snap.height()
    (store,) = host.findChildren(SettingsStore)
    store.changed.connect(
        lambda _, after: apply_style(application, Theme.load("dark"), after.text_scale)
    )
    choose(dialog.text_scale, "150 %")
    application.processEvents()
    assert dialog.folders.list.height() > before[0]
    assert dialog.snap.height() > before[1]


def test_the_keyboard_is_enough(dialog: SettingsDialog) -> None:
    first = dialog.theme.findChildren(QPushButton)[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    dialog.snap.setFocus()
    QTest.keyClick(dialog.snap, Qt.Key.Key_Space)
    assert SettingsStore().settings == Settings(theme="light", snap=False)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()


def test_model_folders_come_and_go(dialog: SettingsDialog, tmp_path: Path) -> None:
    told: list[bool] = []
    dialog.folders_changed.connect(lambda: told.append(True))
    mine = tmp_path / "mine"
    mine.mkdir()
    dialog.folders.add_folder(mine)
    assert remembered_folders() == (mine,)
    for at in range(dialog.folders.list.count()):
        if dialog.folders.list.item(at).toolTip() == str(mine):
            dialog.folders.list.setCurrentRow(at)
    QTest.mouseClick(dialog.folders.remove_button, LEFT)
    assert remembered_folders() == ()
    assert told == [True, True]


def test_a_folder_that_is_not_there_is_a_sentence(dialog: SettingsDialog, tmp_path: Path) -> None:
    dialog.folders.add_folder(tmp_path / "nowhere")
    assert dialog.folders.problem.isVisible()
    assert "nowhere" in dialog.folders.problem.text()
    assert not dialog.folders.remove_button.isEnabled()


def test_caches_say_how_full_they_are(dialog: SettingsDialog, tmp_path: Path) -> None:
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert f"5.0 GB of 20.0 GB · {tmp_path}" in texts
    assert size_words(3 * 2**20) == "3 MB"


def test_every_control_has_a_name(dialog: SettingsDialog) -> None:
    controls = [each for each in dialog.findChildren(QPushButton) if each.isVisible()]
    assert all(each.accessibleName() or each.text() for each in controls)
