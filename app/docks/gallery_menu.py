"""GalleryMenu: what can be done with the selected pictures, with its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.gallery.picture import HIGHEST_RATING, Picture
from app.look.icons import make_icon
from app.look.menu import PaintedMenu
from app.look.theme import current_theme
from app.look.words import marked, tr

# Name, words, icon and key, and whether it needs one picture alone; "" is a line.
_ENTRIES: tuple[tuple[str, str, str, str, bool], ...] = (
    ("open", marked("Open its workflow"), "open", "Return", True),
    ("compare", marked("Compare A and B"), "compare", "C", False),
    ("details", marked("Details"), "info", "I", False),
    ("verify", marked("Verify"), "check", "", True),
    ("", "", "", "", False),
    ("use_settings", marked("Use its settings"), "settings", "", True),
    ("use_seed", marked("Use its seed"), "dice", "", True),
    ("", "", "", "", False),
    ("copy", marked("Copy picture"), "copy", "Ctrl+C", False),
    ("copy_seed", marked("Copy seed"), "", "", True),
    ("copy_settings", marked("Copy settings"), "", "", True),
    ("", "", "", "", False),
    ("star", marked("Star"), "star", "S", False),
    ("rate", marked("Rating"), "", "", False),
    ("tag", marked("Tags…"), "note", "T", False),
    ("", "", "", "", False),
    ("show_in_folder", marked("Show in folder"), "", "", True),
    ("forget", marked("Take its folder out of the gallery"), "", "", True),
    ("trash", marked("Move to trash"), "trash", "Del", False),
    ("undo", marked("Bring back from the trash"), "undo", "Ctrl+Z", False),
)


def gallery_menu(
    parent: QWidget,
    chosen: Sequence[Picture],
    ask: Callable[[str], object],
    rate: Callable[[int], object],
    *,
    can_undo: bool,
) -> PaintedMenu:
    """The menu for pictures; it is destroyed when it closes."""
    menu = PaintedMenu("", parent)
    for name, words, icon, key, is_for_one in _ENTRIES:
        if not name:
            menu.addSeparator()
        elif name == "rate":
            if chosen:
                menu.addMenu(_rating_menu(menu, chosen, rate))
        elif _is_offered(name, chosen, is_for_one, can_undo):
            _add(menu, name, tr(words), icon, key, ask, chosen)
    menu.drop_idle_lines()
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _is_offered(name: str, chosen: Sequence[Picture], is_for_one: bool, can_undo: bool) -> bool:
    if name == "undo":
        return can_undo
    if name == "compare":
        return len(chosen) == 2
    if is_for_one and len(chosen) != 1:
        return False
    if name in ("open", "verify"):
        return chosen[0].can_open
    if name in ("copy_seed", "use_seed"):
        return bool(chosen[0].seed)
    if name in ("use_settings", "copy_settings"):
        return bool(chosen[0].program)
    return bool(chosen)


def _add(
    menu: PaintedMenu,
    name: str,
    words: str,
    icon: str,
    key: str,
    ask: Callable[[str], object],
    chosen: Sequence[Picture],
) -> None:
    action = menu.addAction(words)
    if name == "star":
        action.setCheckable(True)
        action.setChecked(all(picture.starred for picture in chosen))
    if icon:
        theme = current_theme()
        action.setIcon(make_icon(icon, theme.colour("text.secondary"), theme.colour("bg.popup")))
    if key:
        # The list handles the keys; here they are only shown.
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda: ask(name))


def _rating_menu(
    parent: PaintedMenu, chosen: Sequence[Picture], rate: Callable[[int], object]
) -> PaintedMenu:
    menu = PaintedMenu(tr("Rating"), parent)
    ratings = {picture.rating for picture in chosen}
    for number in range(HIGHEST_RATING, -1, -1):
        words = tr("{number} of 5", number=number) if number else tr("None")
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(ratings == {number})
        action.setShortcut(QKeySequence(str(number)))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(_rate, rate, number))
    return menu


def _rate(rate: Callable[[int], object], number: int, checked: bool = False) -> None:
    rate(number)
