"""Workspace: the tabs of the window, from opening a file to closing it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QTabWidget, QWidget

from app.document.document import Document
from app.document.opening import open_document, restore_document
from app.document.saving import save_document
from app.document.session import LeftTab, Session
from app.document.watching import FileWatch
from app.engine.client import EngineClient
from app.look.tab_bar import UNSAVED, TabBar
from app.look.theme import Theme
from app.look.words import tr
from app.page.page import PageHost, WorkflowPage
from graph_engine.catalog import Catalog
from graph_engine.errors import WeftError
from graph_engine.workflow import Workflow


class Workspace(QTabWidget):
    """Open workflows as tabs; `current_changed` carries the page that is shown, or None.

    What is not saved is written to the session after each change, and comes back at the next
    start.
    """

    current_changed = Signal(object)
    current_named = Signal(str)
    opened = Signal(object)
    file_used = Signal(object)
    said = Signal(str)
    refused = Signal(str, str)
    file_changed = Signal(object)
    close_wanted = Signal(object)

    def __init__(
        self,
        catalog: Catalog,
        theme: Theme,
        host: PageHost,
        engine: EngineClient | None,
        session: Session,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._theme = theme
        self._host = host
        self._engine = engine
        self.session = session
        self._closed: list[LeftTab] = []
        tabs = TabBar()
        self.setTabBar(tabs)
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setTabsClosable(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setObjectName("tabs")
        self.tabBar().setAccessibleName(tr("Open workflows"))
        self.add_button = tabs.add_button
        self.add_button.setToolTip(
            tr("New workflow ({key})", key=QKeySequence("Ctrl+N").toString())
        )
        self.currentChanged.connect(self._current_changed)
        self.tabCloseRequested.connect(self._close_wanted)
        self.tabBar().tabMoved.connect(lambda _from, _to: self._keep_session())

    # --- pages

    @property
    def page(self) -> WorkflowPage | None:
        """The page that is shown."""
        shown = self.currentWidget()
        return shown if isinstance(shown, WorkflowPage) else None

    @property
    def pages(self) -> list[WorkflowPage]:
        """All pages, in the order of their tabs."""
        widgets = (self.widget(at) for at in range(self.count()))
        return [widget for widget in widgets if isinstance(widget, WorkflowPage)]

    @property
    def catalog(self) -> Catalog:
        """The node types that all pages show."""
        return self._catalog

    def page_of(self, path: Path) -> WorkflowPage | None:
        """The page that shows a file, if one does."""
        wanted = path.resolve()
        found = (page for page in self.pages if page.document.path is not None)
        return next(
            (page for page in found if (page.document.path or Path()).resolve() == wanted), None
        )

    # --- opening

    def new(self, workflow: Workflow | None = None) -> WorkflowPage:
        """Open a workflow that has no file yet, by itself empty."""
        return self._add(Document(workflow or Workflow(), self._catalog))

    def open(self, path: Path) -> WorkflowPage | None:
        """Open a file, or show the tab that has it; tells why if it can't be opened at all."""
        if (page := self.page_of(path)) is not None:
            self.setCurrentWidget(page)
            return page
        opened = open_document(path, self._catalog)
        if isinstance(opened, str):
            self.refused.emit(tr("{file} can't be opened", file=path.name), opened)
            return None
        self._replace_untouched()
        page = self._add(opened.document)
        self.file_used.emit(path)
        if opened.sentence:
            self.said.emit(opened.sentence)
        return page

    def restore(self, tabs: list[LeftTab]) -> None:
        """Open again what earlier studios left."""
        active: WorkflowPage | None = None
        for tab in tabs:
            page = self._restore_tab(tab)
            active = page if tab.active and page is not None else active
        if active is not None:
            self.setCurrentWidget(active)

    def reopen(self) -> None:
        """Bring back the tab that was closed last."""
        if self._closed:
            self._restore_tab(self._closed.pop())

    def _restore_tab(self, tab: LeftTab) -> WorkflowPage | None:
        if tab.text is None:
            return self.open(tab.path) if tab.path is not None and tab.path.exists() else None
        document = restore_document(tab.text, tab.path, self._catalog)
        if document is None:
            return None
        if not tab.changed:
            document.undo.setClean()
        return self._add(document)

    # --- saving

    def save(self, page: WorkflowPage, path: Path) -> bool:
        """Save a page's document to a file; tells why if it can't be written."""
        try:
            save_document(page.document, path)
        except WeftError as error:
            self.refused.emit(
                tr("{file} is not saved", file=path.name), f"{error.message} {error.hint}"
            )
            return False
        self.said.emit(tr("Saved {file}.", file=path.name))
        self.file_used.emit(path)
        self._name(page)
        return True

    # --- closing

    def close_page(self, page: WorkflowPage) -> None:
        """Close a tab; `reopen` brings it back, with what was not saved."""
        self._closed.append(self.session.as_left(page.document))
        self.removeTab(self.indexOf(page))
        page.deleteLater()
        self._keep_session()

    def show_progress(self, page: WorkflowPage | None, share: float | None) -> None:
        """Show on a page's tab how much of its run is done; None when none runs."""
        at = self.indexOf(page) if page is not None else -1
        if at >= 0 and self.tabBar().tabData(at) != share:
            self.tabBar().setTabData(at, share)
            self.tabBar().update(self.tabBar().tabRect(at))

    def set_theme(self, theme: Theme) -> None:
        """Dress all pages anew."""
        self._theme = theme
        for page in self.pages:
            page.set_theme(theme)

    def set_catalog(self, catalog: Catalog) -> None:
        """Show all documents with other node types."""
        self._catalog = catalog
        for page in self.pages:
            page.document.set_catalog(catalog)

    def _add(self, document: Document) -> WorkflowPage:
        page = WorkflowPage(document, self._theme, self._host, self._engine)
        page.said.connect(self.said)
        watch = FileWatch(document)
        watch.changed.connect(lambda: self.file_changed.emit(page))
        page.renamed.connect(lambda: self._name(page))
        self.opened.emit(page)
        self.setCurrentIndex(self.addTab(page, ""))
        self._name(page)
        page.canvas.frame(page.scene.content())
        page.setFocus()
        self._keep_session()
        return page

    def _replace_untouched(self) -> None:
        """An empty tab that was never touched gives way to a file."""
        page = self.page
        if page is not None and page.document.path is None:
            document = page.document
            if not document.graph.nodes and not document.undo.count() and not document.revision:
                self.removeTab(self.indexOf(page))
                page.deleteLater()

    def _name(self, page: WorkflowPage) -> None:
        document = page.document
        at = self.indexOf(page)
        dot = UNSAVED if document.is_modified else ""
        if at >= 0 and self.tabText(at) != (text := f"{document.title}{dot}".replace("&", "&&")):
            self.setTabText(at, text)
            self.setTabToolTip(at, str(document.path) if document.path else tr("Never saved"))
            if page is self.page:
                self.current_named.emit(document.title)

    def _close_wanted(self, at: int) -> None:
        widget = self.widget(at)
        if isinstance(widget, WorkflowPage):
            self.close_wanted.emit(widget)
        elif widget is not None:
            self.removeTab(at)
            widget.deleteLater()

    def close_shown(self) -> None:
        """Close the tab that is shown, a workflow or a comparison."""
        self._close_wanted(self.currentIndex())

    def _current_changed(self, _at: int) -> None:
        self._keep_session()
        self.current_changed.emit(self.page)

    def _keep_session(self) -> None:
        page = self.page
        active = page.document if page is not None else None
        self.session.show([one.document for one in self.pages], active)
