"""Ten thousand pictures: the work of showing, scrolling, searching and marking them, in counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.docks.gallery_list import GalleryList
from app.gallery import thumbnails
from app.gallery.model import GalleryModel, Running
from app.gallery.picture import Picture
from app.look.style import apply_style
from app.look.theme import Theme

NUMBER = 10_000


def one(number: int, starred: bool = False) -> Picture:
    return Picture(
        NUMBER - number,
        f"/nowhere/{number}.png",
        float(NUMBER - number),
        1000,
        number,
        512,
        512,
        "Weft",
        "Hills",
        "a hill",
        str(number),
        True,
        0,
        starred,
        "",
    )


@pytest.fixture(scope="module")
def many() -> list[Picture]:
    return [one(number) for number in range(NUMBER)]


@pytest.fixture
def tiles(application: QApplication, many: list[Picture]) -> Iterator[GalleryList]:
    """A grid as large as a screen."""
    apply_style(application, Theme.load("dark"), 100)
    made = GalleryList(GalleryModel(application))
    made.resize(1600, 900)
    made.show()
    assert QTest.qWaitForWindowExposed(made)
    made.show_pictures(many)
    QApplication.processEvents()
    made.thumbnails.wait()
    QApplication.processEvents()
    yield made
    made.thumbnails.wait()
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def seen(tiles: GalleryList) -> int:
    """How many tiles are in view, also those that are cut off."""
    cell, room = tiles.gridSize(), tiles.viewport().size()
    across = room.width() // cell.width()
    return across * (room.height() // cell.height() + 2)


def painted(tiles: GalleryList) -> int:
    """How many tiles were painted since the last call."""
    for _ in range(3):
        QApplication.processEvents()
    number, tiles.tiles.painted = tiles.tiles.painted, 0
    return number


def test_only_what_is_seen_is_painted_and_read(tiles: GalleryList) -> None:
    assert tiles.model().rowCount() == NUMBER
    assert 0 < painted(tiles) <= 3 * seen(tiles)
    assert tiles.thumbnails.reads <= seen(tiles)


def test_a_scroll_paints_the_rows_that_come_into_view(tiles: GalleryList) -> None:
    painted(tiles)
    across = tiles.viewport().width() // tiles.gridSize().width()
    bar = tiles.verticalScrollBar()
    for _ in range(20):
        bar.setValue(bar.value() + 40)
        # One row or two, and once more when their squares have been read.
        assert painted(tiles) <= 4 * across


def test_a_run_through_all_reads_no_more_than_was_stood_on(tiles: GalleryList) -> None:
    bar = tiles.verticalScrollBar()
    before = tiles.thumbnails.reads
    steps = 12
    for step in range(steps):
        bar.setValue(bar.maximum() * step // steps)
        painted(tiles)
    tiles.thumbnails.wait()
    assert tiles.thumbnails.reads - before <= steps * seen(tiles)
    assert tiles.thumbnails.bytes <= thumbnails.MEMORY_BYTES


def test_a_new_picture_in_front_moves_nothing_that_is_looked_at(
    tiles: GalleryList, many: list[Picture]
) -> None:
    changes = Changes(tiles.gallery)
    tiles.verticalScrollBar().setValue(20_000)
    QApplication.processEvents()
    looked_at = tiles.gallery.picture(tiles.indexAt(tiles.viewport().rect().center()))
    assert looked_at is not None
    before = tiles.visualRect(tiles.gallery.index_of(looked_at.path)).top()
    row = tiles.viewport().width() // tiles.gridSize().width()
    tiles.show_pictures([*(one(-number) for number in range(row, 0, -1)), *many])
    assert changes.seen == [("in", 0, row - 1)]
    assert tiles.visualRect(tiles.gallery.index_of(looked_at.path)).top() == before


def test_a_star_changes_one_row(tiles: GalleryList, many: list[Picture]) -> None:
    changes = Changes(tiles.gallery)
    painted(tiles)
    tiles.show_pictures([*many[:7], one(7, starred=True), *many[8:]])
    assert changes.seen == [("data", 7, 7)]
    assert painted(tiles) <= 1


def test_a_search_keeps_what_is_selected(tiles: GalleryList, many: list[Picture]) -> None:
    tiles.choose(many[5000].path)
    tiles.show_pictures(many[4990:5010])
    assert [picture.id for picture in tiles.chosen] == [many[5000].id]
    tiles.show_pictures([])
    assert tiles.chosen == []
    tiles.show_pictures(many)
    assert tiles.gallery.rowCount() == NUMBER


def test_all_can_be_selected(tiles: GalleryList) -> None:
    tiles.selectAll()
    assert len(tiles.chosen) == NUMBER
    tiles.selectionModel().select(
        tiles.gallery.index(3), QItemSelectionModel.SelectionFlag.Deselect
    )
    assert len(tiles.chosen) == NUMBER - 1


def test_progress_of_the_job_in_front_paints_one_tile(tiles: GalleryList) -> None:
    tiles.show_running(Running(None, "Step 1 / 25", 0.04))
    tiles.thumbnails.wait()
    painted(tiles)
    for step in range(2, 6):
        tiles.show_running(Running(None, f"Step {step} / 25", step / 25))
        assert painted(tiles) <= 1
    tiles.show_running(None)
    assert tiles.gallery.rowCount() == NUMBER


def test_squares_in_memory_keep_to_their_bound(
    tiles: GalleryList, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("pictures")
    monkeypatch.setattr(thumbnails, "MEMORY_BYTES", 10 * 108 * 108 * 4)
    for number in range(30):
        file = folder / f"{number}.png"
        Image.new("RGB", (40, 30), (number * 8, 90, 90)).save(file)
        found = one(number)._replace(path=str(file))
        tiles.thumbnails.get(found, 108, 4.0)
    tiles.thumbnails.wait()
    QApplication.processEvents()
    assert 0 < tiles.thumbnails.bytes <= 10 * 108 * 108 * 4


class Changes:
    """What a model tells its views."""

    def __init__(self, model: GalleryModel) -> None:
        self.seen: list[tuple[str, int, int]] = []
        model.rowsInserted.connect(lambda _p, first, last: self.seen.append(("in", first, last)))
        model.rowsRemoved.connect(lambda _p, first, last: self.seen.append(("out", first, last)))
        model.dataChanged.connect(
            lambda first, last, _roles: self.seen.append(("data", first.row(), last.row()))
        )
        model.modelReset.connect(lambda: self.seen.append(("reset", 0, 0)))
