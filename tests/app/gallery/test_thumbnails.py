"""Thumbnails: squares that are kept on disk, made anew when the picture is another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app.gallery import thumbnails
from app.gallery.picture import Picture
from app.gallery.reading import look_at
from app.gallery.thumbnails import ThumbnailFolder, Thumbnails, square


@pytest.fixture
def owner(application: QApplication) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()


def picture_of(file: Path) -> Picture:
    found = look_at(str(file))
    assert found is not None
    return Picture(
        1, found.path, 0.0, found.bytes, found.mtime_ns, 9, 9, "", "", "", "", False, 0, False, ""
    )


def read(shown: Thumbnails, picture: Picture) -> QImage | None:
    if shown.get(picture, 64, 4.0) is None:
        shown.wait()
        QApplication.processEvents()
    return shown.get(picture, 64, 4.0)


def test_a_square_is_the_middle_with_round_corners(owner: QObject, tmp_path: Path) -> None:
    image = Image.new("RGB", (90, 30), "red")
    image.paste("blue", (30, 0, 60, 30))
    image.save(tmp_path / "a.png")
    made = read(Thumbnails(owner, tmp_path / "cache"), picture_of(tmp_path / "a.png"))
    assert made is not None
    assert (made.width(), made.height()) == (64, 64)
    assert made.pixelColor(32, 32).blue() > 200
    assert made.pixelColor(2, 32).blue() > 200
    assert made.pixelColor(0, 0).alpha() < 80


def test_a_kept_copy_is_read_instead_of_the_picture(owner: QObject, tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    Image.new("RGB", (700, 600), "red").save(file)
    picture = picture_of(file)
    assert read(Thumbnails(owner, tmp_path / "cache"), picture) is not None
    (copy,) = (tmp_path / "cache").rglob("*.thumb")
    assert copy.stat().st_size < 8000
    file.unlink()
    assert read(Thumbnails(owner, tmp_path / "cache"), picture) is not None


def test_another_picture_in_its_place_is_read_anew(owner: QObject, tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    shown = Thumbnails(owner, tmp_path / "cache")
    colours = []
    for moment, colour in ((1, "red"), (2, "blue")):
        Image.new("RGB", (40, 40), colour).save(file)
        os.utime(file, (moment, moment))
        made = read(shown, picture_of(file))
        assert made is not None
        colours.append(made.pixelColor(30, 30))
    assert colours[0].red() > 200
    assert colours[1].blue() > 200


def test_transparency_is_kept(owner: QObject, tmp_path: Path) -> None:
    Image.new("RGBA", (300, 300), (255, 0, 0, 0)).save(tmp_path / "a.png")
    picture = picture_of(tmp_path / "a.png")
    for _ in range(2):
        made = read(Thumbnails(owner, tmp_path / "cache"), picture)
        assert made is not None
        assert made.pixelColor(30, 30).alpha() == 0


def test_what_cannot_be_read_is_tried_once(owner: QObject, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    shown, picture = Thumbnails(owner, tmp_path / "cache"), picture_of(tmp_path / "a.png")
    assert read(shown, picture) is None
    assert shown.is_unreadable(picture, 64, 4.0)
    assert shown.reads == 1
    assert not list((tmp_path / "cache").rglob("*.thumb"))


def test_without_room_for_copies_pictures_are_shown_all_the_same(
    owner: QObject, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    Image.new("RGB", (40, 40), "red").save(tmp_path / "a.png")
    assert read(Thumbnails(owner, tmp_path / "cache"), picture_of(tmp_path / "a.png")) is not None


def test_the_oldest_copies_make_room(
    owner: QObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ThumbnailFolder(tmp_path / "cache")
    for number in range(12):
        file = tmp_path / f"{number}.png"
        Image.new("RGB", (300, 300), (number * 20, 0, 0)).save(file)
        assert not cache.read(picture_of(file).stamp).isNull()
    copies = sorted((tmp_path / "cache").rglob("*.thumb"))
    for age, copy in enumerate(copies):
        os.utime(copy, (1000 - age, 1000 - age))
    monkeypatch.setattr(thumbnails, "DISK_BYTES", sum(one.stat().st_size for one in copies) // 2)
    cache.prune()
    kept = sorted((tmp_path / "cache").rglob("*.thumb"))
    assert 0 < len(kept) < 6
    assert kept == copies[: len(kept)]


def test_nothing_is_cut_from_nothing() -> None:
    assert square(QImage(), 10, 2.0).isNull()
    whole = QImage(4, 4, QImage.Format.Format_RGB32)
    whole.fill(QColor("red"))
    assert square(whole, 10, 0.0).pixelColor(0, 0) == QColor("red")
