"""Gallery: the dock of all pictures that were made: find, mark, compare, and open them again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.docks.gallery_actions import GalleryActions
from app.docks.gallery_details import GalleryDetails
from app.docks.gallery_head import GalleryHead
from app.docks.gallery_list import GalleryList
from app.docks.gallery_menu import gallery_menu
from app.docks.gallery_undo import UndoBar
from app.docks.palette import make_nothing
from app.gallery.model import GalleryModel, Running
from app.gallery.picture import Picture, is_picture_name
from app.gallery.query import Search
from app.gallery.store import GalleryStore, Listing
from app.gallery.trash import Trashed
from app.look.words import tr, tr_count
from app.page.page import WorkflowPage
from graph_engine.picture_settings import PictureSettings


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
        self.head = GalleryHead(self.list)
        self.head_buttons = self.head.buttons
        self.actions_of = GalleryActions(store, self.list)
        self.details = GalleryDetails()
        self.nothing = make_nothing("")
        self.undo_bar = UndoBar(self)
        self._workflow = ""
        self._listing = Listing(Search())
        self._settings: tuple[str, PictureSettings] | None = None
        self._reveal = ""
        self._lay_out()
        self._connect()
        self._show_what_there_is()

    # --- what others tell

    def show_page(self, page: WorkflowPage | None) -> None:
        """Know which workflow "This workflow" means."""
        name = page.document.workflow.name if page is not None else ""
        if name != self._workflow:
            self._workflow = name
            if self.head.scope == "workflow":
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
        self.head.search_button.setChecked(True)
        self.head.field.line.setText(text)

    def bring(self, paths: Iterable[Path]) -> None:
        """Take pictures in from where they lie, and show how the last one was made."""
        self.head.scopes.show_choice(0)
        self.head.field.line.clear()
        self._search()
        self.head.details_button.setChecked(True)
        self.store.notice(paths, reveal=True)

    # --- what the store tells

    def _show_listing(self, listing: Listing) -> None:
        self._listing = listing
        self.head.field.show_problem(listing.problem)
        if not listing.problem:
            self.list.show_pictures(listing.pictures)
            self.counted.emit(len(listing.pictures))
        if self._reveal and self.list.choose(self._reveal):
            self._reveal = ""
        self._show_what_there_is()
        self._show_chosen()

    def _show_what_there_is(self) -> None:
        if self._listing.problem:
            words = self._listing.problem
        elif not self._listing.total:
            words = tr("No pictures yet. What a workflow saves appears here.")
        elif self.head.field.text:
            words = tr("No picture is found by that.")
        elif self.head.scope == "starred":
            words = tr("No picture is starred. Press S on one to star it.")
        else:
            words = tr("This workflow has saved no pictures yet.")
        self.nothing.setText(words)
        shows_list = self.model.rowCount() > 0 and not self._listing.problem
        self.list.setVisible(shows_list)
        self.nothing.setVisible(not shows_list)

    def _told(self, path: str, settings: PictureSettings) -> None:
        self._settings = (path, settings)
        chosen = self.list.chosen
        if len(chosen) == 1 and chosen[0].path == path and self.details.isVisible():
            self.details.show_settings(settings)

    def _tell_trashed(self, trashed: Trashed) -> None:
        number = len(trashed.moved)
        self.undo_bar.say(
            tr_count(number, "Moved to the trash", "{number} pictures moved to the trash")
        )

    def _reveal_soon(self, path: str) -> None:
        """Select a picture with the listing that will have it."""
        self._reveal = path

    # --- what the user asks for

    def _search(self) -> None:
        head = self.head
        self.store.search(Search(head.field.text, head.scope, self._workflow))

    def _ask(self, name: str) -> None:
        """Do what a key, a button or the menu names."""
        if name == "undo":
            self.undo_bar.hide()
        if self.actions_of.do(name):
            return
        if name == "search":
            self.head.edit_search()
        elif name == "details":
            self.head.details_button.toggle()
        elif name == "tag":
            self.head.details_button.setChecked(True)
            self.details.edit_tags()
        elif name == "leave":
            self._leave()

    def _leave(self) -> None:
        """Esc: first ends the search, then leaves."""
        if self.head.search_button.isChecked():
            self.head.search_button.setChecked(False)
            self.list.setFocus()
        else:
            self.left.emit()

    def _pick(self, picture: Picture) -> None:
        self.undo_bar.hide()
        self.chosen.emit(picture.file)

    def _show_chosen(self) -> None:
        chosen = self.list.chosen
        self.head.compare_button.setEnabled(len(chosen) == 2)
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
        self.store.find_tags()
        self._show_chosen()

    def _show_field(self, shown: bool) -> None:
        self.head.show_field(shown)
        self.head.fit(self.width())

    def _show_menu(self, at: QPoint) -> None:
        chosen, actions = self.list.chosen, self.actions_of
        menu = gallery_menu(self, chosen, self._ask, actions.rate, can_undo=actions.can_undo)
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
        if paths := _dropped(event):
            event.acceptProposedAction()
            self.bring(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.fit(self.width())
        self.undo_bar.place()

    def sizeHint(self) -> QSize:
        return QSize(640, 144)

    def _lay_out(self) -> None:
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
        store, tiles, head, actions = self.store, self.list, self.head, self.actions_of
        store.listed.connect(self._show_listing)
        store.told.connect(self._told)
        store.trashed.connect(self._tell_trashed)
        store.brought.connect(self._reveal_soon)
        store.tags_found.connect(self.details.show_known_tags)
        store.said.connect(self.said)
        actions.said.connect(self.said)
        actions.compare_wanted.connect(self.compare_wanted)
        actions.open_wanted.connect(self.open_wanted)
        actions.settings_wanted.connect(self.settings_wanted)
        actions.details_wanted.connect(lambda: head.details_button.setChecked(True))
        tiles.picked.connect(self._pick)
        tiles.opened.connect(lambda _picture: actions.open())
        tiles.chosen_changed.connect(self._show_chosen)
        tiles.asked.connect(self._ask)
        tiles.rated.connect(actions.rate)
        tiles.menu_wanted.connect(self._show_menu)
        tiles.running_picked.connect(self.running_chosen)
        head.field.changed.connect(lambda _text: self._search())
        head.field.left.connect(self._leave)
        head.scopes.chosen.connect(lambda _at: self._search())
        head.search_button.toggled.connect(self._show_field)
        head.compare_button.clicked.connect(actions.compare)
        head.details_button.toggled.connect(self._show_details)
        self.details.asked.connect(self._ask)
        self.details.starred.connect(lambda _on: actions.star())
        self.details.rated.connect(actions.rate)
        self.details.tagged.connect(actions.tag)
        self.details.left.connect(self.list.setFocus)
        self.undo_bar.wanted.connect(lambda: self._ask("undo"))


def _dropped(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [file for file in files if is_picture_name(file.name)]
