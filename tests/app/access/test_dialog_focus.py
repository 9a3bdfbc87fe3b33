"""Dialogs by keyboard: Tab goes through all of them as they are read, and the focus is seen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.compare.compare_dialog import CompareDialog
from app.compare.versions_dialog import VersionsDialog
from app.dialogs.keys import KeysDialog
from app.look.focus_ring import ring_rect, ringed
from app.look.theme import current_theme
from graph_engine.catalog import Catalog
from tests.app.access.test_focus import is_blue
from tests.app.access.test_text_scale import CHOICES
from tests.app.dialogs import test_text_fits as dialogs
from tests.app.dialogs.conftest import host as host

Make = Callable[[QWidget, Catalog, Path], QWidget]
# A line that is higher than another by less stands beside it.
SAME_LINE = 14


def keys(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    return KeysDialog(host, dialogs.registry(host))


def compare(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    return CompareDialog(host, "Sunset peaks", CHOICES)


def versions(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    return VersionsDialog(host, "Sunset peaks", CHOICES, read_only=False)


MAKERS: tuple[Make, ...] = (
    dialogs.settings, keys, dialogs.choice, dialogs.unsaved, dialogs.crash,
    dialogs.about, compare, versions,
)  # fmt: skip


@pytest.fixture(params=MAKERS, ids=lambda make: make.__name__)
def dialog(
    request: pytest.FixtureRequest, host: QWidget, catalog: Catalog, tmp_path: Path
) -> QDialog:
    made = request.param(host, catalog, tmp_path)
    assert isinstance(made, QDialog)
    made.open()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    QApplication.processEvents()
    return made


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def walked(dialog: QDialog) -> list[QWidget]:
    """What Tab leads to, each once, beginning with what has the focus at first."""
    found: list[QWidget] = []
    while focused() not in found:
        found.append(focused())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        QApplication.processEvents()
    return found


def test_tab_reaches_everything(dialog: QDialog) -> None:
    reached = walked(dialog)
    missing = [
        f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()}"
        for widget in dialog.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        and widget not in reached
    ]
    assert not missing, "\n".join(missing)
    dialog.close()


def test_the_order_is_that_of_reading(dialog: QDialog) -> None:
    places = [QRect(each.mapTo(dialog, QPoint(0, 0)), each.size()) for each in walked(dialog)]
    first = min(range(len(places)), key=lambda at: (places[at].top(), places[at].left()))
    places = places[first:] + places[:first]
    for before, after in pairwise(places):
        below = after.top() > before.top() - SAME_LINE
        beside = after.left() > before.left() or after.top() > before.bottom() - SAME_LINE
        assert below, f"{after} comes after {before}"
        assert beside, f"{after} comes after {before}"
    dialog.close()


def test_the_focus_is_seen(dialog: QDialog) -> None:
    blue = current_theme().colour("user.base")
    unseen = []
    for _ in walked(dialog):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        QApplication.processEvents()
        widget = focused()
        area = ring_rect(ringed(widget))
        image = dialog.grab(area).toImage()
        middle = area.height() // 2
        if not all(is_blue(image, x, middle, blue) for x in (0, 1, area.width() - 1)):
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")
    assert not unseen, "\n".join(unseen)
    dialog.close()


def test_escape_closes(dialog: QDialog) -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    if dialog.isVisible():
        # The first one was for a list or a question in the dialog.
        QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
