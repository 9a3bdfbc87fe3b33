"""Text fits: at every text scale no label, button or field of a dialog or popup is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.actions.registry import Command, Registry
from app.actions.table import TABLE
from app.dialogs.about import AboutDialog
from app.dialogs.crash_guard import Crash
from app.dialogs.crash_report import CrashDialog
from app.dialogs.file_bar import FileBar
from app.dialogs.keys import KeysDialog
from app.dialogs.settings import CacheUse, SettingsDialog
from app.dialogs.templates import TemplatesDialog, read_templates
from app.dialogs.unsaved import UnsavedDialog
from app.dialogs.welcome import WelcomeCard
from app.look.eliding_label import ElidingLabel
from app.look.key_caps import KeyHints
from app.look.style import apply_style
from app.look.theme import Theme
from app.search.candidates import Wanted
from app.search.command_palette import CommandPalette
from app.search.node_search import NodeSearch
from app.search.results import Results
from app.search.row_painter import row_height
from app.settings.store import SettingsStore
from graph_engine.catalog import Catalog
from graph_engine.shipped import templates
from graph_engine.types import PortType

Make = Callable[[QWidget, Catalog, Path], QWidget]


def registry(host: QWidget) -> Registry:
    made = Registry(host, Theme.load("dark"))
    made.bind({name: Command(lambda: None) for name in TABLE})
    return made


def settings(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    store = SettingsStore(folder / "studio.json")
    return SettingsDialog(host, store, [CacheUse("On the disk", 3, 4, folder)])


def keys(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    dialog = KeysDialog(host, registry(host))
    dialog.field.line.setText("mute")
    dialog.ask()
    return dialog


def choice(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    return TemplatesDialog(host, read_templates(templates()))


def unsaved(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    return UnsavedDialog(host, ["Sunset peaks", "a name of a workflow " * 6])


def crash(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    dialog = CrashDialog(host, Crash("Weft could not finish (KeyError: 'x').", "Traceback\n" * 9))
    dialog.details.show()
    return dialog


def file_bar(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    bar = FileBar(host)
    bar.tell("sunset_peaks.weft.json", unsaved=True)
    bar.resize(host.width(), bar.sizeHint().height())
    bar.resize(host.width(), bar.heightForWidth(host.width()))
    return bar


def about(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    return AboutDialog(host)


def welcome(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    return WelcomeCard(host, registry(host))


def node_search(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    search = NodeSearch(host, catalog, Wanted("takes", PortType(("Latent",))))
    search.open_at(QPoint(20, 20))
    search.field.line.setText("decode")
    return search.panel


def palette(host: QWidget, catalog: Catalog, folder: Path) -> QWidget:
    made = CommandPalette(host, registry(host), catalog)
    made.open_centred()
    return made.panel


@pytest.fixture(params=[80, 100, 150])
def scale(request: pytest.FixtureRequest, application: QApplication) -> Iterator[int]:
    apply_style(application, Theme.load("dark"), request.param)
    yield request.param
    apply_style(application, Theme.load("dark"), 100)


MAKERS = (
    settings, keys, choice, unsaved, crash, file_bar, about, welcome, node_search, palette,
)  # fmt: skip


@pytest.mark.parametrize("make", MAKERS)
def test_nothing_is_cut_off(
    host: QWidget,
    application: QApplication,
    catalog: Catalog,
    tmp_path: Path,
    make: Make,
    scale: int,
) -> None:
    apply_style(application, Theme.load("dark"), scale)
    shown = make(host, catalog, tmp_path)
    shown.show()
    application.processEvents()
    cut = [
        f"{type(each).__name__} “{each.text()}” {each.size().toTuple()}"
        for each in shown.findChildren(QWidget)
        if isinstance(each, QLabel | QPushButton | QLineEdit)
        and each.isVisible()
        and not isinstance(each, ElidingLabel)
        and is_cut(each)
    ]
    assert not cut, "\n".join(cut)
    for hints in shown.findChildren(KeyHints):
        assert hints.height() >= hints.fontMetrics().height()
    for results in shown.findChildren(Results):
        assert results.sizeHintForRow(0) in (row_height(tall=False), row_height(tall=True))
    shown.close()


def is_cut(each: QLabel | QPushButton | QLineEdit) -> bool:
    metrics = each.fontMetrics()
    if isinstance(each, QLabel) and each.wordWrap():
        return each.height() < each.heightForWidth(each.width())
    if isinstance(each, QLineEdit):
        return each.height() < metrics.height()
    wanted = each.sizeHint() if isinstance(each, QPushButton) else each.minimumSizeHint()
    return each.width() < wanted.width() or each.height() < wanted.height()
