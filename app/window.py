"""StudioWindow: the main window: tabs, docks, menus and the status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QFontMetricsF, QIcon
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from app.access.speaking import Speaker
from app.actions.key_map import key_caps
from app.actions.registry import Registry
from app.canvas.pointer import PortRef
from app.context_menus import ContextMenus
from app.dialogs.unsaved import UnsavedDialog
from app.document.session import Session
from app.drops import can_drop, drop
from app.editors.context import EditorContext
from app.engine.client import EngineClient
from app.engine.snapshot import snapshot
from app.files import FileCommands
from app.look.eliding_label import ElidingLabel
from app.look.icons import logo
from app.look.style import apply_style
from app.look.theme import Theme, font, size
from app.look.words import listed, tr_count
from app.message_page import MessagePage
from app.options import ThemeName
from app.page.editing_context import editing_context
from app.page.page import Chosen, WorkflowPage
from app.popups import Popups
from app.settings.settings import Settings
from app.settings.store import SettingsStore
from app.settings.theme_choice import theme_name
from app.status_line import StatusLine
from app.tools.fitting import Fits, read_fits
from app.top_bar import TopBar
from app.window_commands import window_commands
from app.window_docks import WindowDocks
from app.workspace import Workspace
from graph_engine.catalog import Catalog
from graph_engine.fitting import WireEnd
from graph_engine.hosts.engine_process.messages import Models, PlacesTold
from graph_engine.model_files import FoundModel
from graph_engine.shipped import templates
from graph_engine.workflow import Workflow

if TYPE_CHECKING:
    from app.window_live import Live

STARTER = "text_to_image"


class StudioWindow(QMainWindow):
    """The window; `workspace` holds the tabs, `page` is the one that is shown."""

    said = Signal(str)

    def __init__(
        self,
        catalog: Catalog,
        settings: SettingsStore,
        theme: Theme,
        *,
        engine: EngineClient | None = None,
        session: Session | None = None,
    ) -> None:
        super().__init__()
        self.catalog = catalog
        self.settings = settings
        self.theme = theme
        self.engine = engine
        self.models: tuple[FoundModel, ...] = ()
        self.picture_folders: tuple[Path, ...] = ()
        self.session = session or Session(None)
        self.session.setParent(self)
        self.session.keeps_changes = settings.settings.autosave
        self.speaker = Speaker(self)
        self.actions_of = Registry(self, theme, settings.settings.keys)
        self.workspace = Workspace(catalog, theme, self, engine, self.session)
        self.popups = Popups(self)
        self.files = FileCommands(self, self.workspace, lambda: self.settings.settings.recent_files)
        self.message = MessagePage()
        self.centre = QStackedWidget()
        self.top = TopBar()
        self.status, self.note = StatusLine(), ElidingLabel()
        self._arrange()
        self.docks = WindowDocks(self)
        self.docks.restore(settings.settings.window_layout)
        self.actions_of.bind({**window_commands(self), **self.docks.commands()})
        self.context_menus = ContextMenus(self)
        self.live: Live | None = None
        self.actions_of.fill_menu_bar(self.top.menus)
        self._connect()

    @property
    def page(self) -> WorkflowPage | None:
        """The page that is shown."""
        return self.workspace.page

    def _arrange(self) -> None:
        self.setWindowIcon(QIcon(logo(64)))
        self.setAcceptDrops(True)
        self.setMenuWidget(self.top)
        self.centre.addWidget(self.workspace)
        self.centre.addWidget(self.message)
        self.setCentralWidget(self.centre)
        self.note.setObjectName("note")
        self.note.setContentsMargins(10, 0, 10, 0)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self._fit_status_bar()
        bar.addWidget(self.status, 1)
        bar.addPermanentWidget(self.note)

    def _fit_status_bar(self) -> None:
        height = round(QFontMetricsF(font("body")).height()) + 7
        self.statusBar().setFixedHeight(max(round(size("statusBar")), height))

    def _connect(self) -> None:
        self.workspace.current_changed.connect(self._show_page)
        self.workspace.current_named.connect(self._show_title)
        self.workspace.opened.connect(self._welcome)
        self.workspace.said.connect(self.say)
        self.workspace.refused.connect(self.refuse)
        self.workspace.add_button.clicked.connect(self.files.new)
        self.message.open_wanted.connect(self.files.choose)
        self.message.starter_wanted.connect(self.open_starter)
        self.workspace.close_wanted.connect(self.files.close)
        self.workspace.file_used.connect(self._remember_file)
        self.settings.changed.connect(self._settings_changed)
        self.actions_of.keys_changed.connect(self._show_keys)
        self._show_keys()
        if self.engine is None:
            self.docks.models.stop_looking()
        else:
            self.engine.gone.connect(self.docks.models.stop_looking)
        self.top.command.clicked.connect(self.popups.command_palette)
        self.actions_of.fill_slot("recent", self.files.fill_recent)

    def _show_keys(self) -> None:
        for page in self.workspace.pages:
            page.stage.keys = self.actions_of.key_map
        keys = self.actions_of.key_map.keys("view.commands")
        self.top.command.show_keys(key_caps(keys[0]) if keys else ())

    def go_live(self) -> None:
        """Bring in what runs workflows and shows their pictures; the window is shown by then."""
        from app.window_live import Live

        self.live = Live(self)

    # --- opening

    def open_starter(self) -> None:
        """Show the workflow that everyone starts with."""
        self.centre.setCurrentWidget(self.workspace)
        self.files.open_template(templates()[STARTER])

    def open(self, path: Path) -> None:
        """Show a file, or the sentence that says why it can't be shown."""
        self.centre.setCurrentWidget(self.workspace)
        self.workspace.open(path)

    def start(self, file: Path | None) -> None:
        """What the first moment shows: what was open last, a file, or the starter workflow."""
        self.workspace.restore(self.session.left())
        if file is not None:
            self.open(file)
        elif not self.workspace.pages:
            self.open_starter()

    # --- saying

    def say(self, sentence: str) -> None:
        """Tell something in the status bar."""
        self.status.say(sentence)
        self.speaker.say(sentence)
        self.said.emit(sentence)

    def refuse(self, heading: str, sentence: str) -> None:
        """Tell what could not be done: over the whole centre while nothing else is open."""
        self.say(f"{heading}: {sentence}")
        if not self.workspace.pages:
            self.message.say(heading, sentence)
            self.centre.setCurrentWidget(self.message)

    def set_theme(self, name: ThemeName) -> None:
        """Dress the window anew; what is selected and in view stays."""
        self.theme = Theme.load(name)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_style(application, self.theme, self.settings.settings.text_scale)
        self._fit_status_bar()
        self.actions_of.set_theme(self.theme)
        self.workspace.set_theme(self.theme)

    def _settings_changed(self, before: Settings, after: Settings) -> None:
        if after.keys != before.keys:
            self.actions_of.set_key_map(after.keys)
        if (after.theme, after.text_scale) != (before.theme, before.text_scale):
            self.set_theme(theme_name(after.theme))
            self.docks.rescale(after.text_scale / before.text_scale)
        self.session.keeps_changes = after.autosave
        for page in self.workspace.pages:
            self._apply_settings(page)

    def _apply_settings(self, page: WorkflowPage) -> None:
        page.stage.snaps = self.settings.settings.snap
        page.stage.keys = self.actions_of.key_map
        page.zoom_bar.show_map(self.settings.settings.minimap)

    def _remember_file(self, path: Path) -> None:
        self.settings.put(self.settings.settings.with_file(str(path.absolute())))

    def set_catalog(self, catalog: Catalog) -> None:
        """Show everything with other node types."""
        self.catalog = catalog
        self.docks.palette.show_catalog(catalog)
        self.workspace.set_catalog(catalog)

    # --- what pages ask

    def search_node(
        self,
        page: WorkflowPage,
        at: QPointF,
        wire: PortRef | None,
        chosen: Chosen,
        dots: Sequence[QPointF] = (),
    ) -> None:
        self.popups.search_node(page, at, wire, chosen, dots)

    def open_menu(self, page: WorkflowPage, at: QPointF | None) -> None:
        self.context_menus.open(page, at)

    def ask_fits(self, page: WorkflowPage, port: PortRef, then: Callable[[Fits], None]) -> None:
        if self.engine is None or not self.engine.is_ready:
            return
        document = page.document
        folder = str(document.path.parent) if document.path is not None else ""
        end = WireEnd(port.node, port.port, port.is_output)
        self.engine.fits(
            snapshot(document.shown),
            folder,
            end,
            lambda fitting: then(read_fits(fitting.reasons, port)),
        )

    def editor_context(self, page: WorkflowPage, node: str) -> EditorContext:
        made = editing_context(page.document, node, self.theme, self.models, self.picture_folders)
        running = self.live.running if self.live is not None else None
        return running.with_seeds(made, page, node) if running is not None else made

    def find_models(self) -> None:
        """Ask the engine which models and folders there are; pickers show them from then on."""
        if self.engine is None:
            self.docks.models.stop_looking()
            return

        def take_models(found: Models) -> None:
            self.models = found.models
            self.docks.show_models(found.models)

        def take_places(told: PlacesTold) -> None:
            self.picture_folders = tuple(Path(folder) for folder in told.inputs)
            for page in self.workspace.pages:
                page.pictures.show_folders(self.picture_folders)

        self.engine.models(take_models, lambda _why: self.docks.models.stop_looking())
        self.engine.places(take_places)

    # --- following the page

    def _show_page(self, page: WorkflowPage | None) -> None:
        self._show_title(page.document.title if page is not None else "")
        self.docks.show_page(page)
        self.status.take_back()
        if page is None:
            self.note.setText("")
            return
        self._count(page)

    def _show_title(self, title: str) -> None:
        self.setWindowTitle(f"{title} — Weft" if title else "Weft")

    def _welcome(self, page: WorkflowPage) -> None:
        """A page has been opened: its canvas has the keys, and the settings hold on it."""
        self.actions_of.attach(page.canvas)
        self.speaker.follow(page.canvas, page.scene, page.document)
        self._apply_settings(page)
        page.pictures.show_folders(self.picture_folders)
        self.docks.welcome(page)
        page.document.changed.connect(lambda before, after: self._edited(page, before, after))
        page.document.level_changed.connect(lambda: self._count(page))

    def _edited(self, page: WorkflowPage, before: Workflow, after: Workflow) -> None:
        self._count(page)
        if before is not after and page is self.page:
            self.status.take_back()

    def _count(self, page: WorkflowPage) -> None:
        if page is not self.page:
            return
        graph = page.document.graph
        links = sum(len(node.inputs) for node in graph.nodes.values())
        nodes = tr_count(len(graph.nodes), "{number} node", "{number} nodes")
        wires = tr_count(links, "{number} link", "{number} links")
        self.note.setText(listed((nodes, wires)))

    # --- events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if can_drop(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        at = QPointF()
        if self.page is not None:
            canvas = self.page.canvas
            at = canvas.mapToScene(canvas.viewport().mapFrom(self, event.position().toPoint()))
        drop(self, event.mimeData(), at)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self.settings.change(window_layout=self.docks.layout())
        self.session.close()
        if self.live is not None and self.live.jobs is not None:
            self.live.jobs.close()
        if self.engine is not None:
            self.engine.stop()
        event.accept()

    def _may_close(self) -> bool:
        """Whether nothing would be lost; without autosave that is asked."""
        if self.session.keeps_changes:
            return True
        changed = [page for page in self.workspace.pages if page.document.is_modified]
        if not changed:
            return True
        answer = UnsavedDialog(self, [page.document.title for page in changed]).ask()
        if answer == "save":
            self.files.save_all()
            return not any(page.document.is_modified for page in changed)
        return answer == "discard"
