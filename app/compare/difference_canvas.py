"""DifferenceCanvas: the union of two workflows to look at, each difference marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.table import TABLE
from app.canvas.pointer import Pointer, PortRef
from app.canvas.scene import WorkflowScene
from app.canvas.tool import Hold, Tool
from app.canvas.view import Canvas
from app.canvas.wire import Wire
from app.canvas.zoom_bar import ZoomBar
from app.compare.node_mark import NodeMark
from app.compare.union import TOP, Union, UnitedLevel
from app.compare.wire_marks import MarkedWire, WireMarks
from app.document.document import Document, subgraphs_on
from app.look.theme import Theme
from app.look.words import tr
from app.page.breadcrumb import Breadcrumb
from app.tools.pan import Pan
from graph_engine.catalog import Catalog
from graph_engine.subgraphs import subgraph_id_of

APART = 48.0
FARTHEST, ASIDE = 600.0, 28.0
BEHIND = -0.25
FRAMED = 60.0


class DifferenceCanvas(QWidget):
    """Emits `pointed` with the node under the mouse, and `chosen` with one that was clicked."""

    pointed = Signal(str)
    chosen = Signal(str)
    level_changed = Signal()

    def __init__(self, union: Union, catalog: Catalog, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._with_moved = False
        self.union = union
        self.document = Document(union.workflow, catalog, read_only=True, parent=self)
        self.canvas = Canvas(theme, self)
        self.canvas.setAccessibleName(tr("The two workflows as one"))
        self.scene = WorkflowScene(self.document, theme, self)
        self.canvas.show_scene(self.scene, theme)
        self.canvas.gestures = LookingGestures(self)
        self.breadcrumb = Breadcrumb(self.document, self.canvas)
        self.breadcrumb.move(12, 12)
        self.zoom_bar = ZoomBar(self.canvas, theme)
        self.marks: dict[str, NodeMark] = {}
        self.wire_marks: WireMarks | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        self.document.level_changed.connect(self._show_level)
        self._part_ghosts()
        self._mark()

    @property
    def level(self) -> str:
        """The id of the subgraph that is shown; empty at the top."""
        ids = subgraphs_on(self.document.workflow, self.document.level)
        return ids[-1] if ids else TOP

    def show_moved(self, on: bool) -> None:
        """Mark the nodes that lie elsewhere, too."""
        if on != self._with_moved:
            self._with_moved = on
            self._mark()

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in another theme."""
        self._theme = theme
        self.canvas.set_theme(theme)
        self.scene.set_theme(theme)
        self.zoom_bar.set_theme(theme)
        for mark in (*self.marks.values(), self.wire_marks):
            if mark is not None:
                mark.set_theme(theme)

    def light(self, level: str, node: str) -> None:
        """Let one node stand out, or none."""
        for name, mark in self.marks.items():
            mark.light(name == node and level == self.level)

    def go_to(self, level: str, node: str) -> None:
        """Show a node, inside its subgraph if it lies in one."""
        if level != self.level and (path := self._path_to(level)) is not None:
            self.document.go_to_level(path)
        item = self.scene.nodes.get(node)
        if item is None or level != self.level:
            return
        self.scene.select((node,))
        self.canvas.ensureVisible(item.sceneBody().adjusted(0, -24, 0, 0), 40, 40)

    def frame_all(self) -> None:
        """Bring everything into view."""
        self.canvas.frame(self._content())

    def frame_selection(self) -> None:
        """Bring what is selected into view, or everything."""
        bodies = self.scene.bodies(self.scene.selected)
        rect = QRectF()
        for body in bodies.values():
            rect |= body
        self.canvas.frame(rect.adjusted(-20, -40, 20, 20) if bodies else self._content())

    def _content(self) -> QRectF:
        return self.scene.content().adjusted(0, -FRAMED / 2, 0, 0)

    def _show_level(self) -> None:
        # The scene has heard of it first: it was made before this was connected.
        self._part_ghosts()
        self._mark()
        self.frame_all()
        self.level_changed.emit()

    def _path_to(self, level: str) -> tuple[str, ...] | None:
        """The instances that lead to a subgraph; None if no node stands for it."""
        workflow = self.document.workflow
        open_paths: list[tuple[tuple[str, ...], str]] = [((), TOP)]
        seen = {TOP}
        while open_paths:
            path, here = open_paths.pop(0)
            if here == level:
                return path
            graph = workflow.subgraphs[here].graph if here else workflow.graph
            for name, node in graph.nodes.items():
                inner = subgraph_id_of(node.type)
                if inner is not None and inner in workflow.subgraphs and inner not in seen:
                    seen.add(inner)
                    open_paths.append(((*path, name), inner))
        return None

    # --- marks

    def _mark(self) -> None:
        for item in (*self.marks.values(), self.wire_marks):
            if item is not None and item.scene() is not None:
                self.scene.removeItem(item)
        self.marks, self.wire_marks = {}, None
        self.scene.links.mark("hidden", ())
        united = self.union.levels.get(self.level)
        if united is None:
            return
        for name, kind in united.kinds(self.document.graph, moved=self._with_moved).items():
            self.marks[name] = NodeMark(self.scene.nodes[name], kind, self._theme)
            self.scene.addItem(self.marks[name])
        self._mark_wires(united)

    def _mark_wires(self, united: UnitedLevel) -> None:
        layer = self.scene.links
        wires = [
            MarkedWire("added", wire.path)
            for key in united.new
            if (wire := layer.wire(key)) is not None
        ]
        hidden = []
        for lost in united.lost:
            if lost.target[0] in united.ghosts:
                hidden.append(lost.target)
            source = PortRef(lost.source.node, lost.source.port, is_output=True)
            target = PortRef(*lost.target, is_output=False)
            if source.node in self.scene.nodes:
                start, end = self.scene.port_position(source), self.scene.port_position(target)
                wire = Wire(source.node, target.node, "any", start, end)
                wires.append(MarkedWire("removed", wire.path))
        layer.mark("hidden", hidden)
        self.wire_marks = WireMarks(wires, self._theme)
        self.scene.addItem(self.wire_marks)

    def _part_ghosts(self) -> None:
        """Where what is gone lies over what is there, put it aside, so that both are seen."""
        united = self.union.levels.get(self.level)
        ghosts = united.ghosts if united is not None else frozenset()
        bodies = {name: item.sceneBody() for name, item in self.scene.nodes.items()}
        moved = {}
        for ghost in sorted(ghosts, key=lambda name: (bodies[name].top(), name)):
            body = bodies.pop(ghost)
            bodies[ghost] = place = _cleared(body, bodies.values())
            self.scene.nodes[ghost].setZValue(BEHIND)
            if place != body:
                moved[ghost] = place.topLeft()
        if moved:
            self.scene.show_nodes_at(moved, settled=True)
            self.scene.setSceneRect(self.scene.sceneRect() | self.scene.content())


def _cleared(body: QRectF, others: Iterable[QRectF]) -> QRectF:
    """A rectangle moved down until it lies over no other; a little aside if that is too far."""
    place = QRectF(body)
    left, right = body.left(), body.right()
    # Only moved down: what lies beside it never comes into its way.
    below = [other for other in others if other.left() < right and other.right() > left]
    while met := [other for other in below if other.intersects(place)]:
        place.moveTop(max(other.bottom() for other in met) + APART)
        if place.top() - body.top() > FARTHEST:
            return body.translated(ASIDE, ASIDE)
    return place


class LookingGestures(QObject):
    """What the mouse does where nothing can be edited: pan, point, select, dive."""

    holds: Sequence[Hold] = (
        Hold("canvas.pan", TABLE["canvas.pan"].keys, Qt.CursorShape.OpenHandCursor),
    )
    cancel_keys: Sequence[str] = TABLE["gesture.cancel"].keys

    def __init__(self, shown: DifferenceCanvas) -> None:
        super().__init__(shown)
        self._shown = shown
        self._pointed = ""

    def press(self, pointer: Pointer) -> Tool | None:
        shown = self._shown
        item = shown.scene.pick.node(pointer.scene)
        left = pointer.button == Qt.MouseButton.LeftButton
        if left and item is not None and not shown.canvas.is_held("canvas.pan"):
            shown.scene.select((item.view.id,))
            shown.chosen.emit(item.view.id)
            return None
        if left:
            shown.scene.select(())
        return Pan(shown.canvas, pointer)

    def hover(self, pointer: Pointer) -> None:
        item = self._shown.scene.pick.node(pointer.scene)
        self._point(item.view.id if item is not None else "")

    def leave(self) -> None:
        self._point("")

    def double_click(self, pointer: Pointer) -> bool:
        item = self._shown.scene.pick.node(pointer.scene)
        if item is not None and item.view.is_subgraph:
            self._shown.document.dive(item.view.id)
            return True
        return False

    def menu(self, pointer: Pointer | None) -> None:
        return None

    def cancelled(self) -> None:
        return None

    def escape(self) -> None:
        self._shown.scene.select(())

    def key(self, event: QKeyEvent) -> bool:
        shown, level = self._shown, self._shown.document.level
        selected = shown.scene.selected
        if event.key() == Qt.Key.Key_Home:
            shown.frame_all()
        elif event.key() == Qt.Key.Key_F:
            shown.frame_selection()
        elif event.key() == Qt.Key.Key_Backspace and level:
            shown.document.go_to_level(level[:-1])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and selected:
            shown.document.dive(selected[-1])
        else:
            return False
        return True

    def _point(self, node: str) -> None:
        if node != self._pointed:
            self._pointed = node
            self._shown.pointed.emit(node)
