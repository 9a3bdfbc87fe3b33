"""StudioWindow: the main window, which shows one workflow."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QStackedWidget,
)

from app.actions import add_choices, add_menu, add_templates
from app.canvas.scene import WorkflowScene
from app.canvas.view import ZOOM_PER_NOTCH, Canvas
from app.canvas.zoom_bar import ZoomBar
from app.dialogs.about import make_about
from app.docks.inspector import Inspector
from app.docks.problems import ProblemList
from app.docks.side_panel import SidePanel
from app.document.document import Document, open_document
from app.look.eliding_label import ElidingLabel
from app.look.icons import logo
from app.look.style import apply_style
from app.look.theme import Theme, size
from app.message_page import MessagePage
from app.options import ThemeName
from app.top_bar import TopBar
from graph_engine.catalog import Catalog

STARTER = "text_to_image"
NOTE = "This first studio shows workflows; editing and running here come next."
FILES = "Workflows and pictures with one inside (*.weft.json *.json *.png *.jpg *.jpeg *.webp)"


class StudioWindow(QMainWindow):
    """The window; `document` is what it shows, `scene` the picture of it."""

    def __init__(self, catalog: Catalog, templates: dict[str, Path], theme: Theme) -> None:
        super().__init__()
        self.catalog = catalog
        self.templates = templates
        self.theme = theme
        self.document = Document(Path())
        self.scene = WorkflowScene(self.document, theme, self)
        self.canvas = Canvas(theme)
        self.message = MessagePage()
        self.inspector = Inspector(theme)
        self.problems = ProblemList(theme)
        self.zoom_bar = ZoomBar(self.canvas, theme)
        self.centre = QStackedWidget()
        self.top = TopBar()
        self._arrange()
        self._add_menus()
        self._connect()

    def _arrange(self) -> None:
        self.setWindowIcon(QIcon(logo(64)))
        self.setAcceptDrops(True)
        self.setMenuWidget(self.top)
        self.centre.addWidget(self.canvas)
        self.centre.addWidget(self.message)
        self.setCentralWidget(self.centre)
        self.inspector_panel = SidePanel("Inspector", self.inspector, self)
        self.problem_panel = SidePanel("Problems", self.problems, self)
        panels = [self.inspector_panel, self.problem_panel]
        width = round(size("rightDock"))
        self.resizeDocks(panels, [width, width], Qt.Orientation.Horizontal)
        self.inspector.setMinimumWidth(260)
        self.status, self.note = ElidingLabel(), ElidingLabel(NOTE)
        self.note.setObjectName("note")
        self.status.setContentsMargins(10, 0, 0, 0)
        self.note.setContentsMargins(10, 0, 10, 0)
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setMinimumHeight(round(size("statusBar")))
        bar.addWidget(self.status, 1)
        bar.addPermanentWidget(self.note)

    def _add_menus(self) -> None:
        bar = self.top.menus
        file_menu = add_menu(
            self, bar, "&File", (("&Open…", "Ctrl+O", self.choose_file), None,
                            ("&Quit", "Ctrl+Q", self.close)),
        )  # fmt: skip
        add_templates(file_menu, self.templates, self.open)
        canvas = self.canvas
        view_menu = add_menu(
            self,
            bar,
            "&View",
            (
                ("Frame &all", "Home", canvas.frame_all),
                ("Frame &selection", "F", canvas.frame_selection),
                None,
                ("Zoom &in", "Ctrl++ Ctrl+=", lambda: canvas.zoom_by(ZOOM_PER_NOTCH)),
                ("Zoom &out", "Ctrl+-", lambda: canvas.zoom_by(1 / ZOOM_PER_NOTCH)),
                ("&100 %", "Ctrl+0", canvas.zoom_to_life),
                None,
            ),
        )
        themes: list[ThemeName] = ["dark", "light"]
        themes.sort(key=lambda name: name != self.theme.name)
        add_choices(
            view_menu, tuple((f"{n.title()} theme", partial(self.set_theme, n)) for n in themes)
        )
        view_menu.addAction(self.inspector_panel.toggleViewAction())
        view_menu.addAction(self.problem_panel.toggleViewAction())
        add_menu(self, bar, "&Help", (("&About Weft", "", lambda: make_about(self).exec()),))

    def _connect(self) -> None:
        self.inspector.node_wanted.connect(self.go_to)
        self.problems.node_wanted.connect(self.go_to)
        self.message.open_wanted.connect(self.choose_file)
        self.message.starter_wanted.connect(self.open_starter)
        self.scene.selectionChanged.connect(self._inspect)

    def open_starter(self) -> None:
        """Show the workflow that everyone starts with."""
        first = next(iter(self.templates.values()), Path())
        self.open(self.templates.get(STARTER, first))

    def open(self, path: Path) -> None:
        """Show a file, or the sentence that says why it can't be shown."""
        self.show_document(open_document(path, self.catalog))

    def show_document(self, document: Document) -> None:
        """Show a document in place of the one before."""
        self.document = document
        self.setWindowTitle(f"{document.title} — Weft")
        parts = dict.fromkeys((document.title, document.path.name))
        self.top.name.setText("" if document.error else " · ".join(parts))
        self.status.setText(document.summary)
        if document.error:
            self.message.say("This file can't be opened", f"{document.error} {document.hint}")
        self.centre.setCurrentWidget(self.message if document.error else self.canvas)
        self.problems.show_problems(document.problems)
        self.problem_panel.count(len(document.problems))
        self.problem_panel.setVisible(bool(document.problems))
        panels = [self.inspector_panel, self.problem_panel]
        self.resizeDocks(
            panels,
            [round(0.68 * self.height()), round(0.32 * self.height())],
            Qt.Orientation.Vertical,
        )
        self._draw()
        self.canvas.frame_all()

    def set_theme(self, name: ThemeName) -> None:
        """Dress the window anew; what is selected and in view stays."""
        chosen = self.scene.selected_node()
        self.theme = Theme.load(name)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_style(application, self.theme)
        self.inspector.theme = self.problems.theme = self.theme
        self.zoom_bar.set_theme(self.theme)
        self.problems.show_problems(self.document.problems)
        self._draw()
        if chosen is not None:
            self.scene.select(chosen.view.id)

    def go_to(self, node: str) -> None:
        """Select a node and bring it into view."""
        if item := self.scene.select(node):
            self.canvas.ensureVisible(item, 40, 40)

    def choose_file(self) -> None:
        """Ask for a file and show it."""
        folder = self.document.path.parent
        name, _ = QFileDialog.getOpenFileName(self, "Open a workflow", str(folder), FILES)
        if name:
            self.open(Path(name))

    def _draw(self) -> None:
        before = self.scene
        self.scene = WorkflowScene(self.document, self.theme, self)
        self.scene.selectionChanged.connect(self._inspect)
        self.canvas.show_scene(self.scene, self.theme)
        before.deleteLater()
        self._inspect()

    def _inspect(self) -> None:
        item = self.scene.selected_node()
        if item is None:
            views = [node.view for node in self.scene.nodes.values()]
            self.inspector.show_document(self.document, views)
        else:
            self.inspector.show_node(item.view)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.open(Path(files[0]))
