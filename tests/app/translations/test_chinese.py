"""The studio in Chinese: the window, its docks, menus and dialogs, and the choice of the language."""

# Chinese has its own commas and stops.
# ruff: noqa: RUF001

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QMenu, QPushButton

from app.actions.key_map import key_caps, shown_key
from app.docks.panel_header import PanelHeader
from app.look.key_names import key_name
from app.look.words import listed, tr, tr_count
from app.search.command_palette import CommandPalette
from app.settings.settings import Language
from app.translations.languages import language_name, languages, speak
from app.window import StudioWindow


@pytest.fixture
def chinese(application: QApplication) -> Iterator[None]:
    before = QLocale()
    speak(application, "zh_CN")
    yield
    speak(application, "en")
    QLocale.setDefault(before)


def menu_texts(window: StudioWindow) -> dict[str, set[str]]:
    return {
        menu.title(): {action.text() for action in menu.actions()}
        for entry in window.top.menus.actions()
        if isinstance(menu := entry.menu(), QMenu)
    }


def test_the_menus(chinese: None, window: StudioWindow) -> None:
    menus = menu_texts(window)
    assert {"文件", "编辑", "视图", "帮助"} <= menus.keys()
    assert {"新建", "打开…", "保存", "另存为…", "设置…"} <= menus["文件"]
    assert {"撤销", "重做", "剪切", "复制", "粘贴"} <= menus["编辑"]


def test_the_docks_and_the_status_bar(chinese: None, window: StudioWindow) -> None:
    window.open_starter()
    headers = window.findChildren(PanelHeader)
    titles = {title for header in headers for title, _ in header.tabs.entries}
    assert titles == {
        "节点", "大纲", "模型", "检查器", "问题", "预览", "图库", "队列", "日志",
    }  # fmt: skip
    assert window.note.text() == "6 个节点，7 条连线"
    assert window.docks.palette.field.line.placeholderText() == "查找节点"


def test_a_dialog_opened_by_its_action(chinese: None, window: StudioWindow) -> None:
    window.actions_of.run("file.settings")
    dialog = next(one for one in QApplication.topLevelWidgets() if one.windowTitle() == "设置")
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"主题", "文字大小", "语言", "模型文件夹"} <= words
    assert "关闭" in {button.text() for button in dialog.findChildren(QPushButton)}
    dialog.close()


def test_undo_texts(chinese: None, window: StudioWindow) -> None:
    window.open_starter()
    page = window.page
    assert page is not None
    page.scene.select(("sampler",))
    window.actions_of.run("node.mute")
    assert page.document.undo.undoText() == "静音"


def test_actions_are_found_by_both_names(chinese: None, window: StudioWindow) -> None:
    window.open_starter()
    window.actions_of.run("view.commands")
    palette = window.findChild(CommandPalette)
    assert palette is not None
    for typed in ("另存为", "save as"):
        palette.field.line.setText(typed)
        row = palette.results.current()
        assert row is not None
        assert row.title == "另存为…"
    palette.close()


def test_qts_own_buttons(chinese: None, application: QApplication) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().startswith("取消")
    assert QCoreApplication.translate("QFileDialog", "Look in:") == "查找范围："


def test_counts_have_the_languages_forms(chinese: None, application: QApplication) -> None:
    texts = [tr_count(number, "{number} node", "{number} nodes") for number in (0, 1, 2)]
    assert texts == ["0 个节点", "1 个节点", "2 个节点"]
    speak(application, "en")
    texts = [tr_count(number, "{number} node", "{number} nodes") for number in (0, 1, 2)]
    assert texts == ["0 nodes", "1 node", "2 nodes"]


def test_dates_are_in_the_language(chinese: None, application: QApplication) -> None:
    assert QLocale().dayName(1) == "星期一"
    speak(application, "en")
    assert QLocale().dayName(1) == "Monday"


def test_lists_and_values(chinese: None) -> None:
    assert listed(("一", "二")) == "一，二"
    assert tr("Close {panel}", panel="节点") == "关闭“节点”"


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["zh-Hans-CN"], "zh_CN"),
        (["zh-Hans-SG"], "zh_CN"),
        (["zh-CN"], "zh_CN"),
        (["fr-FR", "zh-CN"], "zh_CN"),
        (["en-US", "zh-CN"], "en"),
        (["zh-Hant-TW"], "en"),
        (["fr-FR"], "en"),
        ([], "en"),
    ],
)
def test_the_systems_language(
    wanted: list[str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _locale: wanted)
    assert language_name("system") == language


def test_every_language_can_be_chosen() -> None:
    assert get_args(Language) == ("system", *languages())


def test_the_chosen_language() -> None:
    assert [language_name(name) for name in languages()] == ["en", "zh_CN"]
    assert language_name("xx") == "en"


def test_keys_have_the_names_that_keyboards_show(chinese: None, window: StudioWindow) -> None:
    assert key_caps("Ctrl+Return") == ("Ctrl", "Enter")
    assert shown_key("Backspace") == "Backspace"
    assert key_name(window.actions_of.action("subgraph.leave").shortcut()) == "Backspace"
