"""The gallery's index: what becomes of pictures, and of everything that can go wrong with it."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from app.gallery import schema
from app.gallery.picture import Picture
from app.gallery.query import Search
from app.gallery.store import GalleryStore
from app.gallery.trash import Trashed
from graph_engine.picture_settings import PictureSettings
from tests.app.gallery.conftest import MakePicture, MakeStore, Shown


def entry(shown: Shown, name: str) -> Picture:
    """The picture of a name."""
    assert name in shown.names
    assert shown.listing is not None
    return next(one for one in shown.listing.pictures if one.file.name == name)


def mark_all(shown: Shown, name: str) -> None:
    """Star, rate and tag a picture."""
    paths = [entry(shown, name).path]
    shown.store.star(paths, starred=True)
    shown.store.rate(paths, 5)
    shown.store.tag(paths, add=["best of"])


def marks(shown: Shown, name: str) -> tuple[bool, int, tuple[str, ...]]:
    one = entry(shown, name)
    return bool(one.starred), one.rating, one.tag_list


ALL = (True, 5, ("best of",))
NONE = (False, 0, ())


# --- files


def test_pictures_made_headless_appear_newest_first(shown: Shown, picture: MakePicture) -> None:
    picture("a_0001.png", made=1)
    picture("b_0001.png", made=3)
    picture("c_0001.png", made=2)
    shown.until(["b_0001.png", "c_0001.png", "a_0001.png"])
    one = entry(shown, "b_0001.png")
    assert (one.workflow, one.prompt, one.seed, one.can_open) == ("Hills", "a hill", "1", 1)
    assert (one.width, one.height, one.program) == (24, 16, "Weft")


def test_a_folder_that_comes_later_and_folders_inside_it(
    make_store: MakeStore, picture: MakePicture, tmp_path: Path
) -> None:
    shown = make_store()
    later = tmp_path / "later"
    shown.store.watch(later)
    assert shown.names == []
    picture("a.png", made=1, folder=later)
    shown.until(["a.png"])
    picture("b.png", made=2, folder=later / "deep" / "deeper")
    shown.until(["b.png", "a.png"])
    picture("c.png", made=3, folder=later / "deep" / "deeper")
    shown.until(["c.png", "b.png", "a.png"])
    (later / "deep").rename(tmp_path / "elsewhere")
    shown.until(["a.png"])


def test_what_is_hidden_or_no_picture_is_not_shown(shown: Shown, output: Path) -> None:
    (output / "notes.png").write_text("no picture")
    (output / "notes.txt").write_text("text")
    (output / ".half.png.part").write_bytes(b"\x89PNG")
    (output / "folder.png").mkdir()
    shown.store.rescan()
    assert shown.names == []


def test_a_half_written_picture_appears_when_it_is_whole(
    shown: Shown, picture: MakePicture, output: Path
) -> None:
    whole = picture("whole.png", folder=output.parent / "aside").read_bytes()
    with (output / "slow.png").open("wb") as stream:
        stream.write(whole[:10])
        stream.flush()
        shown.store.rescan()
        assert shown.names == []
        stream.write(whole[10:])
    shown.until(["slow.png"])


def test_notice_shows_at_once_and_remembers_pictures_elsewhere(
    shown: Shown, make_store: MakeStore, picture: MakePicture, tmp_path: Path
) -> None:
    file = picture("far.png", folder=tmp_path / "far")
    shown.store.notice([file, tmp_path / "not_there.png", tmp_path / "far"])
    assert shown.names == ["far.png"]
    shown.store.close()
    again = make_store()
    assert again.names == ["far.png"]
    file.unlink()
    again.store.rescan()
    assert again.names == []


def test_marks_stay_with_a_picture_that_is_moved(
    shown: Shown, picture: MakePicture, output: Path
) -> None:
    file = picture("a.png")
    shown.until(["a.png"])
    mark_all(shown, "a.png")
    (output / "kept").mkdir()
    file.rename(output / "kept" / "b.png")
    shown.until(["b.png"])
    assert marks(shown, "b.png") == ALL


def test_marks_stay_with_a_picture_that_is_edited_in_its_place(
    shown: Shown, picture: MakePicture
) -> None:
    picture("a.png", colour="blue")
    shown.until(["a.png"])
    mark_all(shown, "a.png")
    picture("a.png", colour="red", made=5, seed=9)
    shown.store.rescan()
    assert marks(shown, "a.png") == ALL
    assert entry(shown, "a.png").seed == "9"


def test_another_picture_of_the_same_name_has_no_marks(shown: Shown, picture: MakePicture) -> None:
    file = picture("a.png", colour="blue")
    shown.until(["a.png"])
    mark_all(shown, "a.png")
    file.unlink()
    shown.until([])
    picture("a.png", colour="red", seed=2)
    shown.until(["a.png"])
    assert marks(shown, "a.png") == NONE


def test_a_folder_can_be_taken_out_of_the_gallery(
    shown: Shown, make_store: MakeStore, picture: MakePicture, output: Path, tmp_path: Path
) -> None:
    files = [picture("a.png"), picture("b.png", made=1), picture("c.png", folder=tmp_path / "c")]
    shown.until(["b.png", "a.png"])
    shown.store.notice(files)
    shown.store.forget(str(files[0]))
    assert shown.names == ["c.png"]
    shown.store.forget(str(files[2]))
    assert shown.names == []
    assert all(file.exists() for file in files)
    picture("d.png")
    QTest.qWait(300)
    assert shown.names == []
    assert shown.said[0] == f"{output} is no longer shown here. Its files stay."
    shown.store.close()
    again = make_store()
    assert again.names == []
    again.store.watch(output)
    again.until(["b.png", "d.png", "a.png"])


def test_tags_are_cleaned_and_taken_back(shown: Shown, picture: MakePicture) -> None:
    picture("a.png")
    shown.until(["a.png"])
    path = entry(shown, "a.png").path
    shown.store.tag([path], add=["one", "two"])
    shown.store.tag([path], add=["two", "three"], remove=["one"])
    assert marks(shown, "a.png") == (False, 0, ("two", "three"))
    found: list[list[str]] = []
    shown.store.tags_found.connect(found.append)
    shown.store.find_tags()
    shown.settle()
    assert found == [["three", "two"]]


def test_how_a_picture_was_made_is_told(shown: Shown, picture: MakePicture) -> None:
    file = picture("a.png", seed=42, prompt="a lake")
    told: list[tuple[str, PictureSettings]] = []
    shown.store.told.connect(lambda path, settings: told.append((path, settings)))
    shown.store.read_settings(str(file))
    shown.settle()
    assert [(path, one.seed, one.prompt) for path, one in told] == [(str(file), 42, "a lake")]


# --- the trash


def test_trash_and_back(shown: Shown, picture: MakePicture, tmp_path: Path) -> None:
    file, other = picture("a.png", made=2), picture("b.png", made=1)
    shown.until(["a.png", "b.png"])
    mark_all(shown, "a.png")
    trashed: list[Trashed] = []
    shown.store.trashed.connect(trashed.append)
    shown.store.trash([str(file), str(other)])
    assert shown.names == []
    assert not file.exists()
    assert all(Path(lies).is_file() for _, lies in trashed[0].moved)
    shown.store.bring_back(trashed[0])
    assert shown.names == ["a.png", "b.png"]
    assert marks(shown, "a.png") == ALL
    assert not list((tmp_path / "xdg_data_home" / "Trash").rglob("*.png*"))


def test_nothing_is_brought_back_over_another_picture(shown: Shown, picture: MakePicture) -> None:
    file = picture("a.png", colour="blue")
    shown.until(["a.png"])
    trashed: list[Trashed] = []
    shown.store.trashed.connect(trashed.append)
    shown.store.trash([str(file)])
    shown.settle()
    picture("a.png", colour="red")
    before = file.read_bytes()
    shown.store.bring_back(trashed[0])
    shown.settle()
    assert file.read_bytes() == before
    assert shown.said == ["Could not be brought back: a.png. Look into the trash."]


def test_without_a_trash_nothing_is_deleted(
    shown: Shown, picture: MakePicture, tmp_path: Path
) -> None:
    (tmp_path / "xdg_data_home").write_text("a file in the way")
    file = picture("a.png")
    shown.until(["a.png"])
    shown.store.trash([str(file)])
    assert shown.names == ["a.png"]
    assert file.is_file()
    assert shown.said[0].startswith("There is no trash where this picture lies")


# --- the index


def test_an_index_that_is_gone_is_made_anew_with_all_marks(
    shown: Shown, make_store: MakeStore, picture: MakePicture, tmp_path: Path
) -> None:
    picture("a.png")
    shown.until(["a.png"])
    mark_all(shown, "a.png")
    shown.store.wait()
    shown.store.close()
    for file in (tmp_path / "data").glob("gallery.sqlite*"):
        file.unlink()
    again = make_store()
    assert marks(again, "a.png") == ALL
    assert again.said == []


@pytest.mark.parametrize("damage", [b"no database at all", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_index_is_set_aside(
    shown: Shown, make_store: MakeStore, picture: MakePicture, tmp_path: Path, damage: bytes
) -> None:
    picture("a.png")
    shown.until(["a.png"])
    mark_all(shown, "a.png")
    shown.store.wait()
    shown.store.close()
    (tmp_path / "data" / "gallery.sqlite").write_bytes(damage)
    again = make_store()
    assert marks(again, "a.png") == ALL
    assert "was damaged and is made anew" in again.said[0]
    (kept,) = (tmp_path / "data").glob("gallery.damaged-*.sqlite")
    assert kept.read_bytes() == damage


def test_an_index_that_is_damaged_while_it_is_open(
    shown: Shown, picture: MakePicture, tmp_path: Path
) -> None:
    for number in range(60):
        picture(f"{number:02}.png", made=number, seed=number, prompt="a hill " * 40)
    shown.store.rescan()
    mark_all(shown, "07.png")
    shown.settle()
    file = tmp_path / "data" / "gallery.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    length = file.stat().st_size
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xa5" * (length - 4096))
    shown.store.search(Search("hill"))
    shown.store.search(Search())
    assert len(shown.names) == 60
    assert marks(shown, "07.png") == ALL
    assert any("was damaged" in sentence for sentence in shown.said)


def test_damaged_lines_of_the_marks_cost_only_themselves(
    shown: Shown, make_store: MakeStore, picture: MakePicture, tmp_path: Path
) -> None:
    for name in ("a.png", "b.png"):
        picture(name, colour={"a.png": "red", "b.png": "blue"}[name])
    shown.store.rescan()
    mark_all(shown, "a.png")
    shown.store.wait()
    journal = tmp_path / "data" / "gallery.jsonl"
    with journal.open("ab") as stream:
        stream.write(b'{"content": "12\n\xff\xfe\n[]\n7\n{"content": "x", "rating": "9"')
    shown.store.star([entry(shown, "b.png").path], starred=True)
    shown.store.wait()
    shown.store.close()
    (tmp_path / "data" / "gallery.sqlite").unlink()
    again = make_store()
    assert marks(again, "a.png") == ALL
    assert marks(again, "b.png") == (True, 0, ())


def test_two_studios_see_each_others_marks_and_lose_none(
    shown: Shown, make_store: MakeStore, picture: MakePicture, tmp_path: Path
) -> None:
    names = [f"{number:02}.png" for number in range(12)]
    for number, name in enumerate(names):
        picture(name, seed=number, made=number)
    shown.store.rescan()
    other = make_store()
    paths = {name: entry(shown, name).path for name in names}
    assert sorted(other.names) == names
    for name in names[:6]:
        shown.store.rate([paths[name]], 3)
        other.store.star([paths[name]], starred=True)
    for name in names[6:]:
        other.store.tag([paths[name]], add=["mine"])
    other.settle()
    shown.settle()
    shown.store.search(Search())
    assert all(marks(shown, name) == (True, 3, ()) for name in names[:6])
    assert all(marks(shown, name) == (False, 0, ("mine",)) for name in names[6:])
    for store in (shown.store, other.store):
        store.close()
    (tmp_path / "data" / "gallery.sqlite").unlink()
    again = make_store()
    assert all(marks(again, name) == (True, 3, ()) for name in names[:6])


def test_a_locked_index_is_one_sentence_and_works_afterwards(
    shown: Shown,
    make_store: MakeStore,
    picture: MakePicture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    shown.store.close()
    picture("a.png")
    other = make_store()
    other.until(["a.png"])
    with closing(sqlite3.connect(tmp_path / "data" / "gallery.sqlite")) as connection:
        connection.execute("BEGIN IMMEDIATE")
        other.store.star([entry(other, "a.png").path], starred=True)
        assert marks(other, "a.png") == NONE
    assert other.said == ["Another program has locked the gallery's index. Try again in a moment."]
    other.store.star([entry(other, "a.png").path], starred=True)
    assert marks(other, "a.png") == (True, 0, ())


def test_an_index_of_a_newer_version_is_left_alone(
    shown: Shown, make_store: MakeStore, picture: MakePicture, tmp_path: Path
) -> None:
    picture("a.png")
    shown.until(["a.png"])
    mark_all(shown, "a.png")
    shown.store.wait()
    shown.store.close()
    file = tmp_path / "data" / "gallery.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = file.read_bytes()
    again = make_store()
    assert marks(again, "a.png") == ALL
    again.store.star([entry(again, "a.png").path], starred=False)
    assert marks(again, "a.png") == ALL
    assert file.read_bytes() == before
    assert ["A newer version" in again.said[0], "nothing was changed" in again.said[1]] == [
        True
    ] * 2


def test_without_a_place_for_the_index_pictures_are_shown_all_the_same(
    make_store: MakeStore, picture: MakePicture, output: Path, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file in the way")
    shown = make_store()
    picture("a.png")
    shown.store.watch(output)
    shown.until(["a.png"])
    assert "can't be kept in" in shown.said[0]


def test_a_full_disk_is_one_sentence_and_damages_nothing(
    shown: Shown, make_store: MakeStore, picture: MakePicture, tmp_path: Path
) -> None:
    picture("a.png")
    shown.until(["a.png"])
    shown.store.star([entry(shown, "a.png").path], starred=True)
    shown.settle()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))  # fails a write as a full disk does
    try:
        for rating in (1, 2, 3):
            shown.store.rate([entry(shown, "a.png").path], rating)
        shown.settle()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert len(shown.said) == 1
    assert "can't be written" in shown.said[0]
    assert marks(shown, "a.png") == (True, 0, ())
    shown.store.rate([entry(shown, "a.png").path], 4)
    assert marks(shown, "a.png") == (True, 4, ())
    shown.store.close()
    with closing(sqlite3.connect(tmp_path / "data" / "gallery.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert marks(make_store(), "a.png") == (True, 4, ())


_STARRING = """
import sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from app.gallery.store import GalleryStore
app = QGuiApplication([])
store = GalleryStore(Path(sys.argv[1]))
store.open()
names = sys.argv[2:]
for number in range(10_000):
    store.rate([names[number % len(names)]], 1 + number % 5)
    store.tag([names[number % len(names)]], add=[str(number)])
    store.wait()
    print(number, flush=True)
"""


def test_a_studio_that_is_killed_loses_nothing(
    shown: Shown, make_store: MakeStore, picture: MakePicture, tmp_path: Path
) -> None:
    files = [str(picture(f"{number}.png", seed=number)) for number in range(3)]
    shown.store.rescan()
    shown.store.wait()
    shown.store.close()
    command = [sys.executable, "-c", _STARRING, str(tmp_path / "data"), *files]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    assert process.stdout is not None
    last = -1
    for line in process.stdout:
        last = int(line)
        if last >= 20:
            process.send_signal(signal.SIGKILL)
            break
    process.stdout.close()
    process.wait()
    again = make_store()
    assert len(again.names) == 3
    assert str(last) in marks(again, f"{last % 3}.png")[2]
    journal = (tmp_path / "data" / "gallery.jsonl").read_text().split("\n")
    assert all(json.loads(line) for line in journal if line)


def test_ten_thousand_changes_of_marks_are_kept_in_few_lines(
    shown: Shown, make_store: MakeStore, picture: MakePicture, tmp_path: Path
) -> None:
    picture("a.png")
    shown.until(["a.png"])
    mark_all(shown, "a.png")
    shown.store.wait()
    shown.store.close()
    journal = tmp_path / "data" / "gallery.jsonl"
    journal.write_bytes(journal.read_bytes() * 3000)
    (tmp_path / "data" / "gallery.sqlite").unlink()
    again = make_store()
    assert marks(again, "a.png") == ALL
    assert len(journal.read_text().splitlines()) < 10


def test_what_was_asked_for_last_is_done_before_the_end(
    shown: Shown, make_store: MakeStore, picture: MakePicture
) -> None:
    picture("a.png")
    shown.until(["a.png"])
    path = entry(shown, "a.png").path
    for rating in range(1, 6):
        shown.store.rate([path], rating)
    shown.store.close()
    assert marks(make_store(), "a.png") == (False, 5, ())


def test_closing_is_quick_while_a_large_folder_is_read(
    make_store: MakeStore, picture: MakePicture, output: Path
) -> None:
    data = picture("0.png").read_bytes()
    for number in range(400):
        (output / f"{number}.png").write_bytes(data)
    shown = make_store()
    shown.store.watch(output)
    QTest.qWait(20)
    start = time.monotonic()
    shown.store.close()
    assert time.monotonic() - start < 3
    assert isinstance(shown.store, GalleryStore)
