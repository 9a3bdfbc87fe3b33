"""The dock of the gallery: finding, marking, comparing and opening pictures by hand and by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.docks.gallery import GalleryDock
from app.drops import can_drop
from app.gallery.model import PICTURE_ROLE, RUNNING_ROLE
from app.gallery.picture import Picture
from app.look.menu import PaintedMenu
from tests.app.gallery.conftest import MakePicture, Shown

Told = list[tuple[str, ...]]


@pytest.fixture
def three(dock: GalleryDock, shown: Shown, picture: MakePicture) -> GalleryDock:
    """The dock with c, b and a, in this order."""
    picture("a.png", 8214074, 1, "a hill")
    picture("b.png", 8214075, 2, "a lake", "Lakes")
    picture("c.png", 8214076, 3, "a sea")
    shown.store.rescan()
    shown.settle()
    dock.list.setFocus()
    QApplication.processEvents()
    return dock


def names(dock: GalleryDock) -> list[str]:
    return [one.file.name for one in dock.model.pictures]


def click(dock: GalleryDock, row: int, *, with_control: bool = False, double: bool = False) -> None:
    at = dock.list.visualRect(dock.model.index(row)).center()
    held = Qt.KeyboardModifier.ControlModifier if with_control else Qt.KeyboardModifier.NoModifier
    how = QTest.mouseDClick if double else QTest.mouseClick
    how(dock.list.viewport(), Qt.MouseButton.LeftButton, held, at)


def press(dock: GalleryDock, shown: Shown, key: Qt.Key, *, with_control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if with_control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(dock.list, key, held)
    shown.settle()


def menu_of(dock: GalleryDock) -> PaintedMenu:
    at = dock.list.visualRect(dock.list.currentIndex()).center()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, at, dock.list.viewport().mapToGlobal(at))
    QApplication.sendEvent(dock.list.viewport(), event)
    (menu,) = (one for one in dock.findChildren(PaintedMenu) if one.isVisible())
    return menu


def choose(menu: PaintedMenu, words: str) -> None:
    (action,) = (one for one in menu.actions() if one.text() == words)
    action.trigger()
    menu.close()


def test_pictures_stand_newest_first_with_their_seeds(three: GalleryDock) -> None:
    assert names(three) == ["c.png", "b.png", "a.png"]
    said = three.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("8\u00a0214\u00a0076, Hills, a sea, 24 × 16")
    assert "a sea" in three.model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_click_shows_and_a_double_click_opens(three: GalleryDock) -> None:
    told: Told = []
    three.chosen.connect(lambda path: told.append(("chosen", path.name)))
    three.open_wanted.connect(lambda path: told.append(("open", path.name)))
    click(three, 1)
    click(three, 1)
    three.chosen.disconnect()
    click(three, 1, double=True)
    three.chosen.connect(lambda path: told.append(("chosen", path.name)))
    QTest.keyClick(three.list, Qt.Key.Key_Right)
    QTest.keyClick(three.list, Qt.Key.Key_Return)
    shown = [("chosen", "b.png")] * 2
    assert told == [*shown, ("open", "b.png"), ("chosen", "a.png"), ("open", "a.png")]


def test_two_selected_pictures_wear_a_and_b_and_are_compared(three: GalleryDock) -> None:
    told: Told = []
    three.compare_wanted.connect(lambda a, b: told.append((a.name, b.name)))
    click(three, 2)
    assert not three.head.compare_button.isEnabled()
    click(three, 0, with_control=True)
    assert [Path(path).name for path in three.list.tiles.compared] == ["a.png", "c.png"]
    assert three.head.compare_button.isEnabled()
    QTest.mouseClick(three.head.compare_button, Qt.MouseButton.LeftButton)
    QTest.keyClick(three.list, Qt.Key.Key_C)
    assert told == [("a.png", "c.png")] * 2
    click(three, 1, with_control=True)
    assert three.list.tiles.compared == ()


def test_stars_ratings_and_tags_by_keys(three: GalleryDock, shown: Shown) -> None:
    click(three, 0)
    click(three, 1, with_control=True)
    press(three, shown, Qt.Key.Key_S)
    press(three, shown, Qt.Key.Key_4)
    assert [(one.starred, one.rating) for one in three.model.pictures] == [(1, 4), (1, 4), (0, 0)]
    press(three, shown, Qt.Key.Key_T)
    assert three.details.tags.hasFocus()
    QTest.keyClicks(three.details.tags, "Cover,  Big  Sky")
    QTest.keyClick(three.details.tags, Qt.Key.Key_Return)
    shown.settle()
    assert three.model.pictures[1].tag_list == ("cover", "big sky")
    assert three.details.tags.text() == "cover, big sky"
    three.head.details_button.setChecked(False)
    three.head.details_button.setChecked(True)
    shown.settle()
    assert three.details.tags.toolTip() == "In use: big sky, cover"
    three.list.setFocus()
    press(three, shown, Qt.Key.Key_S)
    press(three, shown, Qt.Key.Key_0)
    assert [(one.starred, one.rating) for one in three.model.pictures] == [(0, 0)] * 3


def test_the_choices_and_the_field_filter(three: GalleryDock, shown: Shown) -> None:
    counted: list[int] = []
    three.counted.connect(counted.append)
    click(three, 1)
    press(three, shown, Qt.Key.Key_S)
    three.head.scopes.step(1)
    shown.settle()
    assert names(three) == ["b.png"]
    three.head.scopes.step(-1)
    press(three, shown, Qt.Key.Key_F, with_control=True)
    assert three.head.field.line.hasFocus()
    QTest.keyClicks(three.head.field.line, "prompt:hill")
    shown.settle()
    assert names(three) == ["a.png"]
    assert counted[-1] == 1
    QTest.keyClicks(three.head.field.line, " after:soon")
    shown.settle()
    assert three.nothing.isVisible()
    assert "A date reads" in three.nothing.text()
    QTest.keyClick(three.head.field.line, Qt.Key.Key_Escape)
    QTest.keyClick(three.head.field.line, Qt.Key.Key_Escape)
    shown.settle()
    assert names(three) == ["c.png", "b.png", "a.png"]
    assert not three.head.field.isVisible()
    assert three.list.hasFocus()


def test_del_moves_to_the_trash_and_undo_brings_back(three: GalleryDock, shown: Shown) -> None:
    click(three, 1)
    press(three, shown, Qt.Key.Key_Delete)
    assert names(three) == ["c.png", "a.png"]
    assert three.undo_bar.isVisible()
    assert [one.file.name for one in three.list.chosen] == ["a.png"]
    press(three, shown, Qt.Key.Key_Delete)
    assert names(three) == ["c.png"]
    press(three, shown, Qt.Key.Key_Z, with_control=True)
    press(three, shown, Qt.Key.Key_Z, with_control=True)
    assert names(three) == ["c.png", "b.png", "a.png"]
    assert not three.undo_bar.isVisible()
    assert [one.file.name for one in three.list.chosen] == ["b.png"]


def test_the_details_tell_how_a_picture_was_made(three: GalleryDock, shown: Shown) -> None:
    click(three, 1)
    press(three, shown, Qt.Key.Key_I)
    details = three.details
    assert details.isVisible()
    assert (details.title.text(), details.prompt.text()) == ("Lakes", "a lake")
    rows = [details.rows.itemAtPosition(at, 1).widget().text() for at in range(3)]  # type: ignore[union-attr]
    assert rows == ["8\u00a0214\u00a0075", "9", "tiny"]
    wanted: Told = []
    three.settings_wanted.connect(lambda path, what: wanted.append((path.name, what)))
    QTest.mouseClick(details.use_button, Qt.MouseButton.LeftButton)
    assert wanted == [("b.png", "settings")]
    QTest.mouseClick(details.star, Qt.MouseButton.LeftButton)
    shown.settle()
    assert three.model.pictures[1].starred
    assert details.star.isChecked()


def test_the_clipboard_takes_the_picture_its_seed_and_its_settings(
    three: GalleryDock,
    shown: Shown,
) -> None:
    clipboard = QGuiApplication.clipboard()
    click(three, 0)
    press(three, shown, Qt.Key.Key_C, with_control=True)
    assert clipboard.image().width() == 24
    assert [url.fileName() for url in clipboard.mimeData().urls()] == ["c.png"]
    choose(menu_of(three), "Copy seed")
    assert clipboard.text() == "8214076"
    choose(menu_of(three), "Copy settings")
    shown.settle()
    assert clipboard.text().splitlines()[0] == "a sea"
    assert "Steps: 9, Seed: 8214076, Size: 24x16, Model: tiny" in clipboard.text()
    three.list.selectAll()
    press(three, shown, Qt.Key.Key_C, with_control=True)
    assert len(clipboard.mimeData().urls()) == 3


def test_the_menu_offers_what_fits(three: GalleryDock) -> None:
    click(three, 0)
    menu = menu_of(three)
    offered = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert "Open its workflow" in offered
    assert "Compare A and B" not in offered
    assert "Bring back from the trash" not in offered
    menu.close()
    click(three, 1, with_control=True)
    menu = menu_of(three)
    offered = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert "Compare A and B" in offered
    assert "Copy seed" not in offered
    menu.close()


def test_a_drag_carries_files_that_the_canvas_takes(three: GalleryDock) -> None:
    three.list.selectAll()
    data = three.model.mimeData(three.list.selectedIndexes())
    assert [url.fileName() for url in data.urls()] == ["c.png", "b.png", "a.png"]
    assert can_drop(data)


def test_a_foreign_picture_dropped_in_shows_its_settings(
    three: GalleryDock,
    shown: Shown,
    tmp_path: Path,
) -> None:
    texts = PngImagePlugin.PngInfo()
    text = "a barn\nNegative prompt: rain\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5"
    texts.add_text("parameters", text)
    file = tmp_path / "old" / "00001.png"
    file.parent.mkdir()
    Image.new("RGB", (8, 8)).save(file, pnginfo=texts)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), actions, data, button, held)
    QApplication.sendEvent(three, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(three, QDropEvent(QPointF(5, 5), actions, data, button, held))
    shown.settle()
    shown.settle()
    assert names(three)[0] == "00001.png"
    assert [one.file.name for one in three.list.chosen] == ["00001.png"]
    assert three.details.isVisible()
    assert (three.details.prompt.text(), three.details.negative.text()) == ("a barn", "rain")
    assert "Made by A1111" in three.details.facts.text()
    said: list[str] = []
    three.said.connect(said.append)
    three.open_wanted.connect(lambda path: said.append(path.name))
    QTest.keyClick(three.list, Qt.Key.Key_Return)
    assert said == ["A1111 made this picture; its settings can be used, but not opened."]


def test_a_running_job_stands_in_front(three: GalleryDock) -> None:
    preview = QImage(64, 64, QImage.Format.Format_RGB32)
    preview.fill(Qt.GlobalColor.red)
    clicked: list[bool] = []
    three.running_chosen.connect(lambda: clicked.append(True))
    three.show_running(preview, "Step 14 / 25", 14 / 25)
    index = three.model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Running: Step 14 / 25"
    assert index.data(RUNNING_ROLE).fraction == 14 / 25
    assert index.data(PICTURE_ROLE) is None
    rect = three.list.visualRect(index)
    shown_pixel = three.list.viewport().grab().toImage().pixelColor(rect.center())
    assert shown_pixel.red() > 200
    click(three, 0)
    assert clicked == [True]
    assert three.list.chosen == []
    three.clear_running()
    assert isinstance(three.model.index(0).data(PICTURE_ROLE), Picture)


def test_a_running_job_stands_alone_in_an_empty_gallery(dock: GalleryDock) -> None:
    assert "No pictures yet." in dock.nothing.text()
    dock.show_running(None, "Step 1 / 25", 0.04)
    assert dock.list.isVisible()
    dock.clear_running()
    assert dock.nothing.isVisible()


def test_noticed_pictures_appear_in_front_and_keep_the_selection(
    three: GalleryDock,
    shown: Shown,
    picture: MakePicture,
) -> None:
    click(three, 1)
    shown.store.notice([picture("new.png", made=9)])
    shown.settle()
    assert names(three)[0] == "new.png"
    assert [one.file.name for one in three.list.chosen] == ["b.png"]


def test_the_wheel_scrolls_along_the_row_and_with_ctrl_sizes_the_tiles(
    three: GalleryDock,
    shown: Shown,
    picture: MakePicture,
) -> None:
    for number in range(15):
        picture(f"{number}.png", made=10 + number)
    shown.store.rescan()
    shown.settle()
    wheel(three, -120, Qt.KeyboardModifier.NoModifier)
    assert three.list.horizontalScrollBar().value() > 0
    wheel(three, -120, Qt.KeyboardModifier.ControlModifier)
    assert three.list.tiles.side == 72


def wheel(dock: GalleryDock, turned: int, held: Qt.KeyboardModifier) -> None:
    viewport = dock.list.viewport()
    at = QPoint(60, 60)
    event = QWheelEvent(
        QPointF(at),
        QPointF(viewport.mapToGlobal(at)),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)
    QApplication.processEvents()


def test_a_tall_dock_shows_rows(three: GalleryDock) -> None:
    row = three.parentWidget()
    assert row is not None
    assert not three.list.isWrapping()
    row.resize(1300, 600)
    QApplication.processEvents()
    assert three.list.isWrapping()


@pytest.mark.parametrize("key", [Qt.Key.Key_M, Qt.Key.Key_F, Qt.Key.Key_Delete, Qt.Key.Key_S])
def test_keys_do_not_reach_the_canvas(three: GalleryDock, key: Qt.Key) -> None:
    from PySide6.QtGui import QKeyEvent

    text = chr(key.value).lower() if key != Qt.Key.Key_Delete else ""
    kind = QEvent.Type.ShortcutOverride
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
    event.ignore()
    QApplication.sendEvent(three.list, event)
    assert event.isAccepted()


def test_all_that_takes_the_focus_has_a_name(three: GalleryDock) -> None:
    three.head.details_button.setChecked(True)
    three.head.search_button.setChecked(True)
    widgets: list[QWidget] = [*three.head_buttons, *three.findChildren(QWidget)]
    takes: Callable[[QWidget], bool] = lambda one: bool(  # noqa: E731
        one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and not one.focusProxy()
    )
    nameless = [one for one in widgets if takes(one) and not (one.accessibleName() or _text(one))]
    assert nameless == []


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return text() if callable(text) else ""
