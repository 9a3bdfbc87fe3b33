"""Gallery: the dock of all pictures that were made: find, mark, compare, and open them again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.docks.filter_field import FilterField
from app.docks.gallery_details import GalleryDetails
from app.docks.gallery_list import GalleryList
from app.docks.gallery_menu import gallery_menu
from app.docks.gallery_undo import UndoBar
from app.docks.palette import make_nothing
from app.docks.signs import IconButton
from app.gallery.desktop import show_in_folder
from app.gallery.model import GalleryModel, Running, files_data
from app.gallery.picture import Picture, is_picture_name
from app.gallery.query import Scope, Search
from app.gallery.store import GalleryStore, Listing
from app.gallery.trash import Trashed
from app.gallery.words import settings_as_text
from app.look.segments import Segments
from app.look.words import tr, tr_count
from app.page.page import WorkflowPage
from graph_engine.picture_settings import PictureSettings

SCOPES: tuple[Scope, ...] = ("all", "starred", "workflow")
NARROW = 520
FIELD_WIDTH = 220


class GalleryDock(QWidget):
    """The dock *Gallery*.

    `chosen` brings the picture that is looked at, `compare_wanted` two of them, `open_wanted` one
    whose workflow is to be opened; `settings_wanted` one whose "settings" or "seed" are to be
    used. `running_chosen` says that the job in front was clicked.
    """

    chosen = Signal(Path)
    compare_wanted = Signal(Path, Path)
    open_wanted = Signal(Path)
    settings_wanted = Signal(Path, str)
    running_chosen = Signal()
    counted = Signal(int)
    said = Signal(str)
    left = Signal()

    def __init__(self, store: GalleryStore) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.store = store
        self.model = GalleryModel(self)
        self.list = GalleryList(self.model)
        self.details = GalleryDetails()
        self.nothing = make_nothing("")
        self.undo_bar = UndoBar(self)
        self.scopes = Segments((tr("All"), tr("Starred"), tr("This workflow")), what=tr("Show"))
        self.field = HeaderField(tr("Find pictures"), self.list)
        self.search_button = _toggle("search", tr("Find pictures (Ctrl+F)"))
        self.compare_button = IconButton("compare", tr("Compare two pictures (C)"))
        self.details_button = _toggle("info", tr("How it was made (I)"))
        self.head_buttons = (
            self.field,
            self.scopes,
            self.search_button,
            self.compare_button,
            self.details_button,
        )
        self._workflow = ""
        self._listing = Listing(Search())
        self._settings: tuple[str, PictureSettings] | None = None
        self._trashed: list[Trashed] = []
        self._reveal = ""
        self._copying = ""
        self._lay_out()
        self._connect()
        self._show_what_there_is()

    # --- what others tell

    def show_page(self, page: WorkflowPage | None) -> None:
        """Know which workflow "This workflow" means."""
        name = page.document.workflow.name if page is not None else ""
        if name != self._workflow:
            self._workflow = name
            if SCOPES[self.scopes.at] == "workflow":
                self._search()

    def show_running(self, picture: QImage | None, caption: str, fraction: float) -> None:
        """Show a job in front, with its preview, such as "Step 14 / 25"."""
        self.list.show_running(Running(picture, caption, fraction))
        self._show_what_there_is()

    def clear_running(self) -> None:
        """No job runs any longer."""
        if self.model.running is not None:
            self.list.show_running(None)
            self._show_what_there_is()

    def search_for(self, text: str) -> None:
        """Search for a text, as if it had been typed."""
        self.search_button.setChecked(True)
        self.field.line.setText(text)

    # --- what the store tells

    def _show_listing(self, listing: Listing) -> None:
        self._listing = listing
        self.field.show_problem(listing.problem)
        if not listing.problem:
            self.list.show_pictures(listing.pictures)
            self.counted.emit(len(listing.pictures))
        if self._reveal and self.list.choose(self._reveal):
            self._reveal = ""
        self._show_what_there_is()
        self._show_chosen()

    def _show_what_there_is(self) -> None:
        is_empty = self.model.rowCount() == 0
        at = SCOPES[self.scopes.at]
        if self._listing.problem:
            words = self._listing.problem
        elif not self._listing.total:
            words = tr("No pictures yet. What a workflow saves appears here.")
        elif self.field.text:
            words = tr("No picture is found by that.")
        elif at == "starred":
            words = tr("No picture is starred. Press S on one to star it.")
        else:
            words = tr("This workflow has saved no pictures yet.")
        self.nothing.setText(words)
        shows_list = not is_empty and not self._listing.problem
        self.list.setVisible(shows_list)
        self.nothing.setVisible(not shows_list)

    def _told(self, path: str, settings: PictureSettings) -> None:
        self._settings = (path, settings)
        if self._copying:
            self._copy_settings(path, settings)
        chosen = self.list.chosen
        if len(chosen) == 1 and chosen[0].path == path and self.details.isVisible():
            self.details.show_settings(settings)

    def _reveal_soon(self, path: str) -> None:
        """Select a picture with the listing that will have it."""
        self._reveal = path

    def _keep_trashed(self, trashed: Trashed) -> None:
        self._trashed.append(trashed)
        number = len(trashed.moved)
        self.undo_bar.say(
            tr_count(number, "Moved to the trash", "{number} pictures moved to the trash")
        )

    # --- what the user asks for

    def _search(self) -> None:
        self.store.search(Search(self.field.text, SCOPES[self.scopes.at], self._workflow))

    def _ask(self, name: str) -> None:
        """Do what a key, a button or the menu names."""
        if name in ("star", "trash", "copy", "compare", "open", "show_in_folder"):
            {
                "star": self._star,
                "trash": self._trash,
                "copy": self._copy,
                "compare": self._compare,
                "open": self._open,
                "show_in_folder": self._show_in_folder,
            }[name]()
        elif name == "search":
            self.search_button.setChecked(True)
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.line.selectAll()
        elif name == "details":
            self.details_button.toggle()
        elif name == "tag":
            self.details_button.setChecked(True)
            self.details.edit_tags()
        elif name == "undo":
            self._undo()
        elif name == "leave":
            self._leave()
        else:
            self._ask_settings(name)

    def _paths(self) -> list[str]:
        return [picture.path for picture in self.list.chosen]

    def _star(self) -> None:
        chosen = self.list.chosen
        if chosen:
            starred = not all(picture.starred for picture in chosen)
            self.store.star([picture.path for picture in chosen], starred=starred)

    def _rate(self, rating: int) -> None:
        if paths := self._paths():
            self.store.rate(paths, rating)

    def _tag(self, added: list[str], removed: list[str]) -> None:
        if paths := self._paths():
            self.store.tag(paths, add=added, remove=removed)

    def _trash(self) -> None:
        paths = self._paths()
        if not paths:
            return
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        after = self.model.picture(self.model.index(rows[-1] + 1))
        before = self.model.picture(self.model.index(rows[0] - 1))
        following = after or before
        self.store.trash(paths)
        if following is not None:
            self.list.choose(following.path)

    def _undo(self) -> None:
        self.undo_bar.hide()
        if self._trashed:
            self.store.bring_back(self._trashed.pop())

    def _compare(self) -> None:
        chosen = self.list.chosen
        if len(chosen) == 2:
            self.compare_wanted.emit(chosen[0].file, chosen[1].file)
        else:
            self.said.emit(tr("Select two pictures to compare: one, and another with Ctrl."))

    def _open(self) -> None:
        picture = self.list.current
        if picture is None:
            return
        if picture.can_open:
            self.open_wanted.emit(picture.file)
        elif picture.program:
            self.details_button.setChecked(True)
            text = tr("{program} made this picture; its settings can be used, but not opened.")
            self.said.emit(text.format(program=picture.program))
        else:
            self.said.emit(tr("This picture does not tell how it was made."))

    def _copy(self) -> None:
        paths = self._paths()
        if len(paths) == 1:
            self.store.load(paths[0])
        elif paths:
            QGuiApplication.clipboard().setMimeData(files_data(paths))

    def _loaded(self, path: str, image: QImage) -> None:
        data = files_data([path])
        data.setImageData(image)
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit(tr("The picture is copied."))

    def _show_in_folder(self) -> None:
        picture = self.list.current
        if picture is not None and not show_in_folder(picture.file):
            text = tr("No file manager could be opened for {folder}.")
            self.said.emit(text.format(folder=picture.file.parent))

    def _ask_settings(self, name: str) -> None:
        picture = next(iter(self.list.chosen), None)
        if picture is None:
            return
        if name == "copy_seed":
            QGuiApplication.clipboard().setText(picture.seed)
            self.said.emit(tr("The seed is copied."))
        elif name == "copy_settings":
            self._copying = picture.path
            self.store.read_settings(picture.path)
        elif name in ("use_settings", "use_seed"):
            self.settings_wanted.emit(picture.file, name.removeprefix("use_"))

    def _copy_settings(self, path: str, settings: PictureSettings) -> None:
        picture = self.model.picture(self.model.index_of(path))
        if path == self._copying and picture is not None:
            QGuiApplication.clipboard().setText(settings_as_text(settings, picture))
            self.said.emit(tr("The settings are copied."))
        self._copying = ""

    def _leave(self) -> None:
        """Esc: first ends the search, then leaves."""
        if self.search_button.isChecked():
            self.search_button.setChecked(False)
            self.list.setFocus()
        else:
            self.left.emit()

    def _pick(self, picture: Picture) -> None:
        self.chosen.emit(picture.file)

    def _show_chosen(self) -> None:
        chosen = self.list.chosen
        self.compare_button.setEnabled(len(chosen) == 2)
        if not self.details.isVisible():
            return
        self.details.show_pictures(chosen)
        if len(chosen) == 1:
            path = chosen[0].path
            if self._settings is not None and self._settings[0] == path:
                self.details.show_settings(self._settings[1])
            self.store.read_settings(path)

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self._show_chosen()

    def _show_field(self, shown: bool) -> None:
        self.field.setVisible(shown)
        self._fit_header()
        if shown:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.field.line.text():
            self.field.line.clear()

    def _fit_header(self) -> None:
        self.scopes.setVisible(self.width() >= NARROW or self.field.isHidden())

    def _show_menu(self, at: QPoint) -> None:
        chosen = self.list.chosen
        menu = gallery_menu(self, chosen, self._ask, self._rate, can_undo=bool(self._trashed))
        if menu.actions():
            menu.popup(at)
        else:
            menu.deleteLater()

    # --- Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is not self.list and any(_dropped(event)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Pictures that are dropped show how they were made, whatever program made them."""
        paths = list(_dropped(event))
        if paths:
            event.acceptProposedAction()
            self.bring(paths)

    def bring(self, paths: Iterable[Path]) -> None:
        """Take pictures in from where they lie, and show how the last one was made."""
        found = list(paths)
        self.scopes.show_choice(0)
        self.field.line.clear()
        self._search()
        self.details_button.setChecked(True)
        self.store.notice(found, reveal=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_header()
        self.undo_bar.place()

    def sizeHint(self) -> QSize:
        return QSize(640, 144)

    def _lay_out(self) -> None:
        self.field.hide()
        self.details.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        row.addLayout(column, 1)
        row.addWidget(self.details)
        self.nothing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        store, tiles = self.store, self.list
        store.listed.connect(self._show_listing)
        store.told.connect(self._told)
        store.loaded.connect(self._loaded)
        store.trashed.connect(self._keep_trashed)
        store.brought.connect(self._reveal_soon)
        store.said.connect(self.said)
        tiles.picked.connect(self._pick)
        tiles.opened.connect(lambda _picture: self._open())
        tiles.chosen_changed.connect(self._show_chosen)
        tiles.asked.connect(self._ask)
        tiles.rated.connect(self._rate)
        tiles.menu_wanted.connect(self._show_menu)
        tiles.running_picked.connect(self.running_chosen)
        self.field.changed.connect(lambda _text: self._search())
        self.field.left.connect(self._leave)
        self.scopes.chosen.connect(lambda _at: self._search())
        self.search_button.toggled.connect(self._show_field)
        self.compare_button.clicked.connect(self._compare)
        self.details_button.toggled.connect(self._show_details)
        self.details.asked.connect(self._ask)
        self.details.starred.connect(lambda _on: self._star())
        self.details.rated.connect(self._rate)
        self.details.tagged.connect(self._tag)
        self.details.left.connect(self.list.setFocus)
        self.undo_bar.wanted.connect(self._undo)


class HeaderField(FilterField):
    """The search, as low as the header of a dock; a filter that can't be read is said in it."""

    def sizeHint(self) -> QSize:
        return QSize(FIELD_WIDTH, super().sizeHint().height() - 2)

    def show_problem(self, problem: str) -> None:
        """Say what is wrong with the text; nothing if all is well."""
        self.line.setToolTip(problem or _how_to_search())
        self.line.setAccessibleDescription(problem)


def _how_to_search() -> str:
    return tr(
        "Words, and filters such as model:sdxl node:Refine after:2026-11 rating:>=4 tag:cover"
        " is:starred -blurry"
    )


def _toggle(icon: str, tip: str) -> IconButton:
    button = IconButton(icon, tip)
    button.setCheckable(True)
    return button


def _dropped(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [file for file in files if is_picture_name(file.name)]
