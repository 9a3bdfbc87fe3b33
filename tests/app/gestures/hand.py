"""Hand: a user's mouse and keys on a studio, and what there is to compare afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.canvas.links_layer import Mark
from app.canvas.pointer import PortRef
from app.canvas.scene import WorkflowScene
from app.canvas.view import Canvas
from app.document.document import Document
from app.page.page import WorkflowPage
from app.search.node_search import NodeSearch
from app.window import StudioWindow
from graph_engine.workflow_io import format_workflow

LEFT, RIGHT, MIDDLE = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key
Held = Qt.KeyboardModifier
MARKS: tuple[Mark, ...] = ("selected", "cut", "insert", "hidden")


@dataclass(frozen=True)
class Moment:
    """All that a gesture might leave behind, as it is at one moment."""

    workflow: object
    undo: tuple[int, int]
    items: frozenset[object]
    widgets: frozenset[object]
    selection: object
    marks: tuple[frozenset[tuple[str, str]], ...]
    nodes: dict[str, object]
    boxes: list[object]
    wires: dict[tuple[str, str], object]


class Hand:
    """Real events to the canvas of the page that is shown; points are on the canvas."""

    def __init__(self, studio: StudioWindow) -> None:
        self.studio = studio
        self.held = NONE
        self._down: Qt.MouseButton = Qt.MouseButton.NoButton

    @property
    def page(self) -> WorkflowPage:
        assert self.studio.page is not None
        return self.studio.page

    @property
    def canvas(self) -> Canvas:
        return self.page.canvas

    @property
    def scene(self) -> WorkflowScene:
        return self.page.scene

    @property
    def document(self) -> Document:
        return self.page.document

    @property
    def text(self) -> str:
        """The workflow as its file would be."""
        return format_workflow(self.document.workflow)

    @property
    def links(self) -> dict[str, str]:
        """The links at the level shown: `consumer.input` to `source.output`."""
        nodes = self.document.graph.nodes
        return {f"{n}.{p}": str(x) for n, node in nodes.items() for p, x in node.inputs.items()}

    @property
    def said(self) -> str:
        """The sentence in the status bar."""
        return self.studio.status.text()

    # --- places

    def port(self, port: str, *, output: bool = False) -> QPointF:
        """The middle of a port, given as `node.port`."""
        node, _, name = port.partition(".")
        return self.scene.port_position(PortRef(node, name, output))

    def out(self, port: str) -> QPointF:
        return self.port(port, output=True)

    def header(self, node: str) -> QPointF:
        """A spot of a node that is neither port nor field."""
        return self.body(node).topLeft() + QPointF(70, 14)

    def body(self, node: str) -> QRectF:
        return self.scene.nodes[node].sceneBody()

    def field(self, node: str, param: str) -> QPointF:
        item = self.scene.nodes[node]
        return item.mapToScene(item.shape_of.fields[param].center())

    def wire(self, key: str, along: float = 0.5) -> QPointF:
        """A point of the wire to an input."""
        node, _, name = key.partition(".")
        wire = self.scene.links.wire((node, name))
        assert wire is not None
        return wire.path.pointAtPercent(along)

    def view(self, at: QPointF) -> QPointF:
        return QPointF(self.canvas.viewportTransform().map(at))

    # --- mouse

    def press(self, at: QPointF, button: Qt.MouseButton = LEFT, held: Held = NONE) -> None:
        self.held, self._down = held, button
        self._mouse(QEvent.Type.MouseButtonPress, self.view(at), button)

    def move(self, to: QPointF, held: Held | None = None) -> None:
        self.held = self.held if held is None else held
        self._mouse(QEvent.Type.MouseMove, self.view(to), Qt.MouseButton.NoButton)

    def release(self, at: QPointF) -> None:
        button, self._down = self._down, Qt.MouseButton.NoButton
        self._mouse(QEvent.Type.MouseButtonRelease, self.view(at), button)
        self.held = NONE
        QApplication.processEvents()

    def pull(
        self,
        start: QPointF,
        *to: QPointF,
        button: Qt.MouseButton = LEFT,
        held: Held = NONE,
        steps: int = 4,
    ) -> None:
        """Press and drag through points, without letting go."""
        self.press(start, button, held)
        self.glide(start, *to, steps=steps)

    def glide(self, start: QPointF, *to: QPointF, steps: int = 4) -> None:
        for target in to:
            for step in range(1, steps + 1):
                self.move(start + (target - start) * (step / steps))
            start = target

    def drag(
        self,
        start: QPointF,
        *to: QPointF,
        button: Qt.MouseButton = LEFT,
        held: Held = NONE,
        steps: int = 4,
    ) -> None:
        self.pull(start, *to, button=button, held=held, steps=steps)
        self.release(to[-1])

    def click(self, at: QPointF, button: Qt.MouseButton = LEFT, held: Held = NONE) -> None:
        self.press(at, button, held)
        self.release(at)

    def double_click(self, at: QPointF) -> None:
        self.click(at)
        self._down = LEFT
        self._mouse(QEvent.Type.MouseButtonDblClick, self.view(at), LEFT)
        self.release(at)

    def wheel(self, at: QPointF, notches: int, widget: QWidget | None = None) -> None:
        target = widget if widget is not None else self.canvas.viewport()
        place = QPointF(target.rect().center()) if widget is not None else self.view(at)
        event = QWheelEvent(
            place,
            QPointF(target.mapToGlobal(place.toPoint())),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)

    def _mouse(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
        viewport = self.canvas.viewport()
        everywhere = QPointF(viewport.mapToGlobal(at.toPoint()))
        buttons = self._down
        event = QMouseEvent(kind, at, everywhere, button, buttons, self.held)
        QApplication.sendEvent(viewport, event)

    # --- keys

    def key(self, key: Qt.Key, held: Held = NONE) -> None:
        """Press a key wherever the focus is."""
        QTest.keyClick(self.focus, key, held)
        QApplication.processEvents()

    def hold(self, key: Qt.Key) -> None:
        QTest.keyPress(self.focus, key)

    def let_go(self, key: Qt.Key, held: Held = NONE) -> None:
        QTest.keyRelease(self.focus, key, held)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    @property
    def focus(self) -> QWidget:
        if QApplication.activeWindow() is None:
            # Offscreen nobody gives the window its turn back when a list has closed.
            self.studio.activateWindow()
            assert QTest.qWaitForWindowActive(self.studio)
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    @property
    def search(self) -> NodeSearch | None:
        """The node search, if it is open."""
        found = [one for one in self.studio.findChildren(NodeSearch) if one.isVisible()]
        return found[-1] if found else None

    def add(self, words: str, at: QPointF) -> str:
        """Add a node by a double click and a search; its id."""
        before = set(self.scene.nodes)
        self.double_click(at)
        self.type(words)
        self.key(Key.Key_Return)
        (name,) = set(self.scene.nodes) - before
        return name

    def select(self, *names: str) -> None:
        """Select nodes by clicks on their headers."""
        for at, name in enumerate(names):
            self.click(self.header(name), held=SHIFT if at else NONE)

    # --- what is left

    def moment(self) -> Moment:
        scene, document = self.scene, self.document
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return Moment(
            workflow=document.workflow,
            undo=(document.undo.index(), document.undo.count()),
            items=frozenset(scene.items()),
            widgets=frozenset(
                child for child in self.canvas.viewport().findChildren(QWidget) if child.isVisible()
            ),
            selection=(
                scene.selected,
                scene.selected_wire,
                [box.isSelected() for box in scene.boxes],
            ),
            marks=tuple(scene.links.marked(mark) for mark in MARKS),
            nodes={
                name: (item.pos().toTuple(), item.view, item.marks, item.drop_target, _ports(item))
                for name, item in scene.nodes.items()
            },
            boxes=[box.sceneBody().getRect() for box in scene.boxes],
            wires={
                key: (wire.start.toTuple(), wire.end.toTuple(), [p.toTuple() for p in wire.points])
                for key, wire in scene.links.wires.items()
            },
        )

    def expect_no_residue(self, before: Moment) -> None:
        """Nothing that a cancelled gesture did is left."""
        now = self.moment()
        assert self.canvas.tool is None
        assert now.workflow is before.workflow
        for name in ("undo", "selection", "marks", "items", "widgets", "nodes", "boxes", "wires"):
            assert getattr(now, name) == getattr(before, name), name

    def expect_one_entry(self, before_text: str, entries: int) -> None:
        """What was done is one undo entry; taking it back gives the same file, redo the new one."""
        undo, after = self.document.undo, self.text
        assert after != before_text
        assert undo.index() == entries + 1
        self.key(Key.Key_Z, CTRL)
        assert self.text == before_text
        assert undo.index() == entries
        self.key(Key.Key_Z, CTRL | SHIFT)
        assert self.text == after


def _ports(item: Any) -> object:
    rows = (*item.shape_of.inputs, *item.shape_of.outputs)
    return tuple((row.port.name, row.at.toTuple()) for row in rows)
