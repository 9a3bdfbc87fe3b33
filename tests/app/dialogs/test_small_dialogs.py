"""Templates, unsaved changes, the file bar and the welcome card, by mouse and by keys."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QPushButton, QWidget

from app.actions.key_map import KeyMap
from app.actions.registry import Registry
from app.dialogs.about import AboutDialog
from app.dialogs.file_bar import FileBar
from app.dialogs.templates import TemplatesDialog, read_templates
from app.dialogs.unsaved import UnsavedDialog
from app.dialogs.welcome import WelcomeCard
from app.look.style import apply_style
from app.look.theme import Theme
from graph_engine.shipped import templates

LEFT = Qt.MouseButton.LeftButton


def test_every_shipped_workflow_has_a_picture_and_words() -> None:
    found = read_templates(templates())
    assert {each.path for each in found} == set(templates().values())
    for each in found:
        assert each.about
        assert each.picture is not None, f"run scripts/template_pictures.py for {each.path.name}"
    pictures = [each.picture.stat().st_size for each in found if each.picture is not None]
    assert sum(pictures) < 200_000


def test_a_template_that_can_not_be_read_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "broken.weft.json"
    file.write_text("{", encoding="utf-8")
    assert read_templates({"broken": file}) == []


def test_a_template_is_found_and_chosen_by_keys(host: QWidget) -> None:
    dialog = TemplatesDialog(host, read_templates(templates()))
    chosen: list[Path] = []
    dialog.chosen.connect(chosen.append)
    dialog.show()
    QTest.keyClicks(dialog.field.line, "inpaint")
    assert dialog.titles()[0] == "Inpainting"
    QTest.keyClick(dialog.field.line, Qt.Key.Key_Return)
    assert chosen == [templates()["inpainting"]]
    assert dialog.isHidden()


def test_a_template_is_chosen_by_a_double_click(host: QWidget) -> None:
    dialog = TemplatesDialog(host, read_templates(templates()))
    chosen: list[Path] = []
    dialog.chosen.connect(chosen.append)
    dialog.show()
    at = dialog.cards.visualRect(dialog.cards.model().index(1, 0)).center()
    QTest.mouseClick(dialog.cards.viewport(), LEFT, pos=at)
    QTest.mouseDClick(dialog.cards.viewport(), LEFT, pos=at)
    assert chosen == [list(templates().values())[1]]


@pytest.mark.parametrize("scale", [80, 100, 150])
def test_cards_fill_the_width(host: QWidget, application: QApplication, scale: int) -> None:
    apply_style(application, Theme.load("dark"), scale)
    dialog = TemplatesDialog(host, read_templates(templates()))
    dialog.show()
    QApplication.processEvents()
    rects = [
        dialog.cards.visualRect(dialog.cards.model().index(row, 0))
        for row in range(len(dialog.titles()))
    ]
    first_row = [rect for rect in rects if rect.top() == rects[0].top()]
    assert len(first_row) > 1
    left = dialog.cards.viewport().width() - first_row[-1].right()
    bar = dialog.cards.verticalScrollBar().sizeHint().width()
    assert 0 <= left <= bar + len(first_row) + 1
    dialog.close()
    apply_style(application, Theme.load("dark"), 100)


def test_no_template_is_said(host: QWidget) -> None:
    dialog = TemplatesDialog(host, read_templates(templates()))
    dialog.show()
    QTest.keyClicks(dialog.field.line, "xyzzy")
    assert dialog.titles() == []
    assert not dialog.create_button.isEnabled()
    QTest.keyClick(dialog.field.line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.close()


def press(dialog: QWidget, text: str) -> None:
    (button,) = [each for each in dialog.findChildren(QPushButton) if each.text() == text]
    QTest.mouseClick(button, LEFT)


@pytest.mark.parametrize(
    ("text", "answer"), [("Save", "save"), ("Don't save", "discard"), ("Cancel", "cancel")]
)
def test_the_question_about_one_workflow(host: QWidget, text: str, answer: str) -> None:
    dialog = UnsavedDialog(host, ["Sunset peaks"])
    answers: list[str] = []
    dialog.answered.connect(answers.append)
    dialog.show()
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Save “Sunset peaks” before it closes?" in words
    press(dialog, text)
    assert answers == [answer]


def test_the_question_about_several_names_them(host: QWidget) -> None:
    dialog = UnsavedDialog(host, ["one", "two"])
    dialog.show()
    (shown,) = dialog.findChildren(QListWidget)
    assert [shown.item(at).text() for at in range(shown.count())] == ["one", "two"]
    dialog.close()


@pytest.mark.parametrize(
    ("key", "answer"), [(Qt.Key.Key_Return, "save"), (Qt.Key.Key_Escape, "cancel")]
)
def test_the_question_waits_and_answers_to_keys(host: QWidget, key: Qt.Key, answer: str) -> None:
    dialog = UnsavedDialog(host, ["one"])
    QTimer.singleShot(0, lambda: QTest.keyClick(dialog, key))
    assert dialog.ask() == answer


def test_the_file_bar_decides_once(host: QWidget) -> None:
    bar = FileBar(host)
    told: list[str] = []
    bar.reload_wanted.connect(lambda: told.append("reload"))
    bar.kept.connect(lambda: told.append("keep"))
    bar.compare_wanted.connect(lambda: told.append("compare"))
    assert bar.isHidden()
    bar.tell("a.weft.json", unsaved=False)
    assert bar.text.text() == "“a.weft.json” was changed by another program."
    for button in (bar.reload, bar.keep, bar.compare):
        bar.tell("a.weft.json", unsaved=True)
        QTest.mouseClick(button, LEFT)
        assert bar.isHidden()
    bar.tell("a.weft.json", unsaved=True)
    QTest.keyClick(bar.keep, Qt.Key.Key_Escape)
    assert told == ["reload", "keep", "compare", "keep"]


def test_the_file_bar_of_a_file_that_is_gone(host: QWidget) -> None:
    bar = FileBar(host)
    bar.tell("a.weft.json", unsaved=False, gone=True)
    assert not bar.reload.isVisible()
    assert bar.keep.isVisible()
    assert "no longer there" in bar.text.text()


def test_the_welcome_card_shows_the_keys_that_hold(
    host: QWidget, application: QApplication
) -> None:
    key_map = KeyMap().with_keys("node.add", ("Shift+Space",)).with_keys("view.commands", ())
    registry = Registry(host, Theme.load("dark"), key_map)
    registry.bind({name: lambda: None for name in ("run.run", "node.add", "view.commands")})
    card = WelcomeCard(host, registry)
    told: list[str] = []
    card.dismissed.connect(lambda: told.append("dismissed"))
    card.keys_wanted.connect(lambda: told.append("keys"))
    card.show()
    names = {each.accessibleName() for each in card.findChildren(QWidget)}
    assert {"Ctrl+Enter", "Shift+Space"} <= names
    assert card.geometry().bottom() < host.height()
    host.resize(700, 500)
    application.processEvents()
    assert host.rect().contains(card.geometry())
    QTest.mouseClick(card.all_keys, LEFT)
    QTest.mouseClick(card.done, LEFT)
    assert told == ["keys", "dismissed"]
    assert card.isHidden()


def test_about_names_the_versions_and_copies_them(host: QWidget) -> None:
    dialog = AboutDialog(host)
    dialog.show()
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"Weft {version('weft')}" in words
    press(dialog, "Copy versions")
    assert QGuiApplication.clipboard().text().startswith(f"Weft {version('weft')} · Python ")
    press(dialog, "Close")
    assert dialog.isHidden()


def test_the_welcome_card_speaks_only_of_what_can_be_done(host: QWidget) -> None:
    registry = Registry(host, Theme.load("dark"))
    registry.bind({name: lambda: None for name in ("node.add", "view.commands", "view.frame_all")})
    card = WelcomeCard(host, registry)
    words = " ".join(label.text() for label in card.findChildren(QLabel))
    assert "run" not in words
    assert "shows the whole workflow" in words
