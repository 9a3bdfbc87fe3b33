"""GalleryActions: what is done with the pictures that are selected in the gallery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from app.docks.gallery_list import GalleryList
from app.gallery.desktop import show_in_folder
from app.gallery.model import files_data
from app.gallery.store import GalleryStore
from app.gallery.trash import Trashed
from app.gallery.words import settings_as_text
from app.look.words import tr
from graph_engine.picture_settings import PictureSettings


class GalleryActions(QObject):
    """Does by name what keys, buttons and the menu ask for; `said` is a sentence about it."""

    compare_wanted = Signal(Path, Path)
    open_wanted = Signal(Path)
    settings_wanted = Signal(Path, str)
    verify_wanted = Signal(Path)
    details_wanted = Signal()
    said = Signal(str)

    def __init__(self, store: GalleryStore, tiles: GalleryList) -> None:
        super().__init__(tiles)
        self._store = store
        self._tiles = tiles
        self._trashed: list[Trashed] = []
        self._copying = ""
        self._named: Mapping[str, Callable[[], object]] = {
            "star": self.star,
            "trash": self.trash,
            "undo": self.undo,
            "compare": self.compare,
            "open": self.open,
            "verify": self._verify,
            "copy": self.copy,
            "copy_seed": self._copy_seed,
            "copy_settings": self._copy_settings,
            "use_settings": lambda: self._use("settings"),
            "use_seed": lambda: self._use("seed"),
            "show_in_folder": self._show_in_folder,
            "forget": self._forget,
        }
        store.told.connect(self._told)
        store.loaded.connect(self._loaded)
        store.trashed.connect(self._trashed.append)

    @property
    def can_undo(self) -> bool:
        """Whether there is something to bring back from the trash."""
        return bool(self._trashed)

    def do(self, name: str) -> bool:
        """Do what a name stands for; False if it is none of these actions."""
        action = self._named.get(name)
        if action is not None:
            action()
        return action is not None

    def star(self) -> None:
        """Star the selected ones, or take their stars if all have one."""
        chosen = self._tiles.chosen
        if chosen:
            starred = not all(picture.starred for picture in chosen)
            self._store.star(self._paths(), starred=starred)

    def rate(self, rating: int) -> None:
        """Rate the selected ones."""
        if paths := self._paths():
            self._store.rate(paths, rating)

    def tag(self, added: list[str], removed: list[str]) -> None:
        """Change the tags of the selected ones."""
        if paths := self._paths():
            self._store.tag(paths, add=added, remove=removed)

    def trash(self) -> None:
        """Move the selected ones to the trash and select their neighbour."""
        paths = self._paths()
        if not paths:
            return
        rows = sorted(index.row() for index in self._tiles.selectedIndexes())
        model = self._tiles.gallery
        after = model.picture(model.index(rows[-1] + 1))
        following = after or model.picture(model.index(rows[0] - 1))
        self._store.trash(paths)
        if following is not None:
            self._tiles.choose(following.path)

    def undo(self) -> None:
        """Bring back what went to the trash last."""
        if self._trashed:
            self._store.bring_back(self._trashed.pop())

    def compare(self) -> None:
        """Compare the two that are selected."""
        chosen = self._tiles.chosen
        if len(chosen) == 2:
            self.compare_wanted.emit(chosen[0].file, chosen[1].file)
        else:
            self.said.emit(tr("Select two pictures to compare: one, and another with Ctrl."))

    def open(self) -> None:
        """Open the workflow of the current picture, or say why there is none."""
        picture = self._tiles.current
        if picture is None:
            return
        if picture.can_open:
            self.open_wanted.emit(picture.file)
        elif picture.program:
            self.details_wanted.emit()
            text = tr("{program} made this picture; its settings can be used, but not opened.")
            self.said.emit(text.format(program=picture.program))
        else:
            self.said.emit(tr("This picture does not tell how it was made."))

    def copy(self) -> None:
        """Copy the one picture that is selected, or several as files."""
        paths = self._paths()
        if len(paths) == 1:
            self._store.load(paths[0])
        elif paths:
            QGuiApplication.clipboard().setMimeData(files_data(paths))

    def _paths(self) -> list[str]:
        return [picture.path for picture in self._tiles.chosen]

    def _loaded(self, path: str, image: QImage) -> None:
        data = files_data([path])
        data.setImageData(image)
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(tr("The picture is copied."))

    def _copy_seed(self) -> None:
        if chosen := self._tiles.chosen:
            QGuiApplication.clipboard().setText(chosen[0].seed)
            self.said.emit(tr("The seed is copied."))

    def _copy_settings(self) -> None:
        if paths := self._paths():
            self._copying = paths[0]
            self._store.read_settings(self._copying)

    def _told(self, path: str, settings: PictureSettings) -> None:
        if path != self._copying:
            return
        self._copying = ""
        picture = self._tiles.gallery.find(path)
        if picture is not None:
            QGuiApplication.clipboard().setText(settings_as_text(settings, picture))
            self.said.emit(tr("The settings are copied."))

    def _verify(self) -> None:
        picture = self._tiles.current
        if picture is not None and picture.can_open:
            self.verify_wanted.emit(picture.file)

    def _use(self, what: str) -> None:
        if chosen := self._tiles.chosen:
            self.settings_wanted.emit(chosen[0].file, what)

    def _show_in_folder(self) -> None:
        picture = self._tiles.current
        if picture is not None and not show_in_folder(picture.file):
            text = tr("No file manager could be opened for {folder}.")
            self.said.emit(text.format(folder=picture.file.parent))

    def _forget(self) -> None:
        if paths := self._paths():
            self._store.forget(paths[0])
