"""The dialogs for files, where the system has none: what they give back, and how they look."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QToolButton, QTreeView, QWidget

from app.look.file_dialog import CHANGED, KIND, ask_for_folder, ask_to_open, ask_to_save
from app.look.style import apply_style
from app.look.theme import Theme


@pytest.fixture
def host(application: QApplication) -> QWidget:
    apply_style(application, Theme.load("dark"), 100)
    made = QWidget()
    made.show()
    return made


def meanwhile(act: Callable[[QFileDialog], object]) -> None:
    """Do something with the dialog that will be open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        act(dialog)

    QTimer.singleShot(50, look)


def name_it(text: str) -> Callable[[QFileDialog], object]:
    def act(dialog: QFileDialog) -> None:
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setText(text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    return act


def test_a_name_to_save_under(host: QWidget, tmp_path: Path) -> None:
    meanwhile(name_it("peaks.weft.json"))
    found = ask_to_save(host, "Save", tmp_path / "a.weft.json", "Workflows (*.weft.json)")
    assert found == tmp_path / "peaks.weft.json"


def test_a_file_to_open(host: QWidget, tmp_path: Path) -> None:
    (tmp_path / "there.json").write_text("{}")
    meanwhile(name_it("there.json"))
    assert ask_to_open(host, "Open", tmp_path, "All (*.json)") == tmp_path / "there.json"


def test_leaving_it_gives_nothing(host: QWidget) -> None:
    meanwhile(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert ask_for_folder(host, "Folder") is None


def test_no_column_is_cut_and_no_icon_is_a_strangers(host: QWidget, tmp_path: Path) -> None:
    (tmp_path / "there.json").write_text("{}")
    seen: list[str] = []

    def look(dialog: QFileDialog) -> None:
        tree = dialog.findChild(QTreeView, "treeView")
        assert tree is not None
        assert tree.isColumnHidden(KIND)
        assert tree.sizeHintForColumn(CHANGED) <= tree.columnWidth(CHANGED)
        buttons = [one for one in dialog.findChildren(QToolButton) if one.isVisible()]
        seen.extend(one.objectName() for one in buttons)
        dialog.reject()

    meanwhile(look)
    ask_to_open(host, "Open", tmp_path, "All (*.json)")
    assert {"backButton", "toParentButton", "newFolderButton"} <= set(seen)
    assert "listModeButton" not in seen
