"""GalleryStore: the gallery's pictures and marks; files and index are touched in a thread only."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QImageReader

from app.gallery.folder_scan import FolderScan
from app.gallery.guarded_index import GuardedIndex
from app.gallery.index import Index
from app.gallery.marks import Mark
from app.gallery.picture import Picture, is_picture_name
from app.gallery.query import QueryError, Search
from app.gallery.scanning import is_below
from app.gallery.trash import Trashed, bring_back, move_to_trash
from app.gallery.watching import FolderWatch
from app.look.words import tr, tr_count
from graph_engine.picture_settings import PictureSettings
from graph_engine.settings_reading import read_picture_settings

PUBLISH_SECONDS = 0.4
# While a folder is read, listing what there is by now may take one part in this many.
SHARE = 20
_LARGEST_MB = 1024


@dataclass(frozen=True)
class Listing:
    """What a search has found, of how many; `problem` is why it can't be done."""

    search: Search
    pictures: Sequence[Picture] = ()
    total: int = 0
    problem: str = ""


class GalleryStore(QObject):
    """All pictures of the watched folders, and those noticed elsewhere.

    `listed` brings what the last search finds, again after each change of it; `told` how a picture
    was made; `trashed` what can be brought back; `brought` the last picture that came back or was
    noticed with `reveal`; `said` a sentence for the user. Nothing here
    waits for a disk: all signals come later. Without a folder nothing is kept.
    """

    listed = Signal(object)
    told = Signal(str, object)
    loaded = Signal(str, QImage)
    trashed = Signal(object)
    tags_found = Signal(list)
    brought = Signal(str)
    said = Signal(str)
    _came = Signal(object)

    def __init__(self, folder: Path | None) -> None:
        super().__init__()
        self._guarded = GuardedIndex(folder, self._say, self._begin_anew)
        self._scan = FolderScan(
            self._guarded,
            self._publish_soon,
            lambda folder: self._tell(partial(self._watch_folder, folder)),
            lambda folders: self._tell(partial(self._look_again, folders)),
        )
        self._search = Search()
        self._listed = 0.0
        self._pause = PUBLISH_SECONDS
        self._is_stale = False
        self._came.connect(self._take)
        self._watch: FolderWatch | None = None

    # --- what to show

    def open(self) -> None:
        """Open the index and look through all folders; the window should be there by then."""
        self._guarded.now(self._publish)
        self.rescan()

    def search(self, search: Search) -> None:
        """Show what a search finds from now on."""
        self._search = search
        self._guarded.now(partial(self._publish_search, search))

    def read_settings(self, path: str) -> None:
        """Read how a picture was made; `told` brings it."""
        self._guarded.now(partial(self._read_settings, path))

    def load(self, path: str) -> None:
        """Read a picture itself; `loaded` brings it."""
        self._guarded.now(partial(self._load, path))

    def find_tags(self) -> None:
        """Gather the tags in use; `tags_found` brings them."""
        self._guarded.now(lambda index: self._tell(partial(self.tags_found.emit, index.tags())))

    # --- where pictures come from

    def watch(self, folder: Path) -> None:
        """Show the pictures of a folder, now and in every later session."""
        self._guarded.now(partial(self._add_folder, folder.absolute()))

    def forget(self, path: str) -> None:
        """Show a picture's folder no longer, or a picture that was brought alone.

        The files and their marks stay as they are.
        """
        self._guarded.now(partial(self._forget, path))

    def rescan(self) -> None:
        """Look through all folders for what has changed."""
        self._guarded.later(self._scan.scan_all)

    def notice(self, paths: Iterable[Path | str], *, reveal: bool = False) -> None:
        """Show files that were made this moment, or that the user has brought."""
        files = [Path(path).absolute() for path in paths]
        pictures = [file for file in files if is_picture_name(file.name)]
        if pictures:
            self._guarded.now(partial(self._notice, pictures, reveal))

    # --- what the user does

    def star(self, paths: Sequence[str], *, starred: bool) -> None:
        """Star pictures, or take their stars."""
        self._guarded.now(
            partial(self._change_marks, paths, lambda mark: replace(mark, starred=starred))
        )

    def rate(self, paths: Sequence[str], rating: int) -> None:
        """Rate pictures from 1 to 5; 0 takes the rating back."""
        self._guarded.now(
            partial(self._change_marks, paths, lambda mark: replace(mark, rating=rating))
        )

    def tag(
        self, paths: Sequence[str], *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> None:
        """Give tags to pictures, and take some from them."""

        def change(mark: Mark) -> Mark:
            kept = [tag for tag in mark.tags if tag not in remove]
            return replace(mark, tags=tuple(dict.fromkeys([*kept, *add])))

        self._guarded.now(partial(self._change_marks, paths, change))

    def trash(self, paths: Sequence[str]) -> None:
        """Move pictures to the trash; `trashed` tells what became of them."""
        self._guarded.now(partial(self._trash, tuple(paths)))

    def bring_back(self, trashed: Trashed) -> None:
        """Bring pictures back from the trash."""
        self._guarded.now(partial(self._bring_back, trashed))

    def wait(self, seconds: float = 30.0) -> bool:
        """Wait until all that was asked for is done; for tests and benchmarks."""
        return self._guarded.wait(seconds)

    def close(self) -> None:
        """Stop reading and close the index."""
        self._guarded.close()

    # --- between the threads

    def _tell(self, call: Callable[[], object]) -> None:
        """Have something done by the thread of the window."""
        with suppress(RuntimeError):  # the store was destroyed meanwhile
            self._came.emit(call)

    def _take(self, call: Callable[[], object]) -> None:
        if not self._guarded.is_closing:
            call()

    def _say(self, sentence: str) -> None:
        self._tell(partial(self.said.emit, sentence))

    def _watch_folder(self, folder: str) -> None:
        if self._watch is None:
            self._watch = FolderWatch(self)
            self._watch.changed.connect(self._folders_changed)
        self._watch.watch([folder])

    def _look_again(self, folders: set[str]) -> None:
        if self._watch is not None:
            self._watch.look_again(folders)

    def _folders_changed(self, folders: list[str]) -> None:
        for folder in folders:
            self._guarded.later(partial(self._scan.scan, folder, False))

    # --- all below runs in the index's thread

    def _begin_anew(self) -> None:
        self._guarded.later(self._scan.scan_all)
        self._guarded.now(self._publish)

    def _publish_search(self, search: Search, index: Index) -> None:
        if search == self._search:
            self._publish(index)

    def _publish(self, index: Index) -> None:
        search, begun = self._search, time.monotonic()
        try:
            listing = Listing(search, index.search(search), index.count())
        except QueryError as error:
            listing = Listing(search, (), index.count(), str(error))
        self._is_stale, self._listed = False, time.monotonic()
        self._pause = max(PUBLISH_SECONDS, SHARE * (self._listed - begun))
        self._tell(partial(self.listed.emit, listing))

    def _publish_soon(self, index: Index) -> None:
        """Publish, unless that was done a moment ago: then when nothing else is waiting."""
        if time.monotonic() - self._listed >= self._pause:
            self._publish(index)
        elif not self._is_stale:
            self._is_stale = True
            self._guarded.later(lambda index: self._publish(index) if self._is_stale else None)

    def _read_settings(self, path: str, index: Index) -> None:
        try:
            settings = read_picture_settings(Path(path))
        except OSError:
            settings = PictureSettings()
        self._tell(partial(self.told.emit, path, settings))

    def _load(self, path: str, index: Index) -> None:
        reader = QImageReader(path)
        reader.setAutoTransform(True)
        reader.setAllocationLimit(_LARGEST_MB)
        image = reader.read()
        if image.isNull():
            self._guarded.say(tr("“{name}” can't be read.").format(name=Path(path).name))
        else:
            self._tell(partial(self.loaded.emit, path, image))

    def _add_folder(self, path: Path, index: Index) -> None:
        folder = os.path.realpath(path)
        try:
            index.add_folder(folder)
        finally:
            self._guarded.later(partial(self._scan.scan, folder, True))

    def _forget(self, path: str, index: Index) -> None:
        gone = path
        if not index.forget_single(path):
            gone = next((one for one in index.folders() if is_below(path, one)), "")
            index.forget_folder(gone)
        self._guarded.say(tr("{path} is no longer shown here. Its files stay.").format(path=gone))
        self._publish(index)

    def _notice(self, files: Sequence[Path], reveal: bool, index: Index) -> None:
        pictures = self._scan.notice(files, index)
        if reveal and pictures:
            self._tell(partial(self.brought.emit, pictures[-1]))
        self._publish(index)

    def _change_marks(
        self, paths: Sequence[str], change: Callable[[Mark], Mark], index: Index
    ) -> None:
        if index.change_marks(paths, change):
            self._guarded.forget_said()
        self._publish(index)

    def _trash(self, paths: tuple[str, ...], index: Index) -> None:
        done = move_to_trash(paths)
        gone = [path for path in paths if path not in done.kept]
        index.drop(gone)
        self._publish(index)
        if done.kept:
            number = len(done.kept)
            self._guarded.forget_said()
            self._guarded.say(
                tr_count(
                    number,
                    "There is no trash where this picture lies, so it was not deleted. Show it in"
                    " its folder to delete it there for good.",
                    "There is no trash where {number} pictures lie, so they were not deleted. Show"
                    " them in their folder to delete them there for good.",
                )
            )
        if done.moved:
            self._tell(partial(self.trashed.emit, done))

    def _bring_back(self, trashed: Trashed, index: Index) -> None:
        back = bring_back(trashed)
        self._notice([Path(path) for path, _ in back.moved], True, index)
        if back.kept:
            text = tr("Could not be brought back: {names}. Look into the trash.")
            self._guarded.forget_said()
            self._guarded.say(text.format(names=", ".join(Path(path).name for path in back.kept)))
