"""WorkflowPage: a document on its canvas, with the editors and menus that open over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.canvas.pointer import PortRef
from app.canvas.scene import WorkflowScene
from app.canvas.view import Canvas
from app.canvas.zoom_bar import ZoomBar
from app.document.checking import Checking
from app.document.document import Document
from app.editors.context import EditorContext
from app.editors.picture import PictureEditor
from app.editors.strokes import StrokesEditor
from app.engine.client import EngineClient
from app.look.theme import Theme
from app.look.words import tr
from app.page.breadcrumb import Breadcrumb
from app.page.empty_hint import EmptyHint
from app.page.floating import FloatingEditor
from app.page.node_pictures import NodePictures
from app.search.rows import Row
from app.search.wire_picker import WirePicker
from app.tools.commands import CanvasCommands
from app.tools.fitting import Fits
from app.tools.gestures import CanvasGestures
from app.tools.stage import Stage
from app.tools.subgraph_commands import SubgraphCommands
from graph_engine.edits import SetFrames, SetNodeLayout, SetNotes
from graph_engine.hints import ImageFile, Strokes

Chosen = Callable[[str, str], None]


class PageHost(Protocol):
    """What a page asks of the window."""

    def search_node(
        self,
        page: WorkflowPage,
        at: QPointF,
        wire: PortRef | None,
        chosen: Chosen,
        dots: Sequence[QPointF] = (),
    ) -> None:
        """Open the node search at a point of the page's canvas, where the wire then hangs."""
        ...

    def open_menu(self, page: WorkflowPage, at: QPointF | None) -> None:
        """Open the context menu for what lies at a point, or for the selection."""
        ...

    def ask_fits(self, page: WorkflowPage, port: PortRef, then: Callable[[Fits], None]) -> None:
        """Ask the engine where a wire may end."""
        ...

    def editor_context(self, page: WorkflowPage, node: str) -> EditorContext:
        """What editors need from outside."""
        ...


class WorkflowPage(QWidget):
    """One tab of the window; `sweep_wanted` carries a param as axes name it."""

    said = Signal(str)
    renamed = Signal()
    sweep_wanted = Signal(str)

    def __init__(
        self,
        document: Document,
        theme: Theme,
        host: PageHost,
        engine: EngineClient | None = None,
    ) -> None:
        super().__init__()
        self.document = document
        document.setParent(self)
        self._host = host
        self.checking = Checking(document, engine)
        self.canvas = Canvas(theme, self)
        self.scene = WorkflowScene(document, theme, self)
        self.canvas.show_scene(self.scene, theme)
        self.pictures = NodePictures(self.scene)
        self.stage = Stage(self.canvas, self.scene, document, self, theme)
        self.canvas.gestures = CanvasGestures(self.stage)
        self.commands = CanvasCommands(self.stage)
        self.subgraphs = SubgraphCommands(self.stage)
        self.hint = EmptyHint(self.stage)
        self.breadcrumb = Breadcrumb(document, self.canvas)
        self.breadcrumb.move(12, 12)
        self.zoom_bar = ZoomBar(self.canvas, theme)
        self.floating = FloatingEditor(self.stage, lambda node: host.editor_context(self, node))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        document.refused.connect(self.said)
        # By a method of the page's own: Qt forgets it before the undo stack says its last words.
        document.undo.cleanChanged.connect(self._tell_name)
        document.changed.connect(self._tell_name)
        document.path_changed.connect(self._tell_name)
        document.level_changed.connect(self._level_changed)

    def set_theme(self, theme: Theme) -> None:
        """Dress canvas and scene anew."""
        self.stage.theme = theme
        self.scene.set_theme(theme)
        self.canvas.set_theme(theme)
        self.zoom_bar.set_theme(theme)

    def go_to(self, node: str) -> None:
        """Select a node, diving to where it is, and bring it into view."""
        *level, name = node.split("/")
        self.document.go_to_level(tuple(level))
        self.go_to_here(name)

    def go_to_here(self, node: str) -> None:
        """Select a node at the level shown and bring it into view."""
        if item := self.scene.nodes.get(node):
            self.scene.select((node,))
            self.canvas.ensureVisible(item.sceneBody(), 40, 40)

    @property
    def painted_param(self) -> tuple[str, str] | None:
        """The selected node and its param that is painted on, if it has one."""
        if len(self.scene.selected) != 1:
            return None
        (name,) = self.scene.selected
        spec = self.document.catalog.get(self.document.graph.nodes[name].type)
        for scalar in spec.scalars if spec is not None else ():
            if isinstance(scalar.hint, Strokes | ImageFile):
                return name, scalar.name
        return None

    def paint_mask(self) -> None:
        """Open the mask painter for the selected node."""
        if self.painted_param is not None:
            # Without its list, whose end would be that of the editor and of its painter.
            self.floating.edit_value(*self.painted_param, by_keys=True)
            if isinstance(self.floating.widget, PictureEditor | StrokesEditor):
                self.floating.widget.paint_mask()

    # --- Surroundings of the stage

    def say(self, sentence: str) -> None:
        self.said.emit(sentence)

    def search(
        self, at: QPointF, wire: PortRef | None, chosen: Chosen, dots: Sequence[QPointF] = ()
    ) -> None:
        self._host.search_node(self, at, wire, chosen, dots)

    def menu(self, at: QPointF | None) -> None:
        self._host.open_menu(self, at)

    def fits(self, port: PortRef, then: Callable[[Fits], None]) -> None:
        self._host.ask_fits(self, port, then)

    def edit_value(self, node: str, param: str) -> None:
        self.floating.edit_value(node, param)

    def edit_values(self, node: str) -> None:
        self.floating.edit_first(node)

    def pick_wire(
        self,
        around: QRectF,
        ports: Sequence[Row],
        targets: Callable[[object], Sequence[Row]],
        chosen: Callable[[object, object], object],
    ) -> None:
        window = self.window()
        picker = WirePicker(window, ports, targets)
        picker.chosen.connect(chosen)
        place = self.canvas.mapFromScene(around).boundingRect()
        place.moveTopLeft(self.canvas.viewport().mapTo(window, place.topLeft()))
        picker.open_beside(place)

    def rename(self, node: str) -> None:
        view = self.scene.nodes[node].view

        def place() -> QRectF | None:
            item = self.scene.nodes.get(node)
            return item.mapRectToScene(item.shape_of.title) if item is not None else None

        def done(text: str) -> None:
            title = text.strip()
            if title != view.title:
                edit = SetNodeLayout(node, "title", title or None)
                self.stage.apply(edit, tr("Rename"))

        self.floating.edit_line(view.title, place, done)

    def edit_frame(self, index: int) -> None:
        def place() -> QRectF | None:
            if index >= len(self.scene.frames):
                return None
            item = self.scene.frames[index]
            return item.mapRectToScene(item.title_rect)

        def done(text: str) -> None:
            frames = list(self.document.layout.frames)
            if index < len(frames) and frames[index].get("title", "") != text.strip():
                frames[index] = {**frames[index], "title": text.strip()}
                self.stage.apply(SetFrames(frames), tr("Rename frame"))

        title = self.document.layout.frames[index].get("title", "")
        self.floating.edit_line(str(title), place, done)

    def edit_note(self, index: int) -> None:
        def place() -> QRectF | None:
            notes = self.scene.notes
            return notes[index].sceneBody() if index < len(notes) else None

        def done(text: str) -> None:
            notes = list(self.document.layout.notes)
            if index < len(notes) and notes[index].get("text", "") != text:
                notes[index] = {**notes[index], "text": text}
                self.stage.apply(SetNotes(notes), tr("Write note"))

        self.floating.edit_text(str(self.document.layout.notes[index].get("text", "")), place, done)

    def _tell_name(self, *_: object) -> None:
        self.renamed.emit()

    def _level_changed(self) -> None:
        self.floating.close()
        self.canvas.cancel()
        self.canvas.frame(self.scene.content())
