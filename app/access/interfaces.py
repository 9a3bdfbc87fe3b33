"""Interfaces: what assistive tools see of a canvas: a list of nodes with their ports and values."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleObject, QWindow
from PySide6.QtWidgets import QWidget

from app.access.entries import NodeEntry, PartEntry, entries_of, shown_scene
from app.access.node_words import describe_node
from app.canvas.node_item import NodeItem
from app.canvas.view import Canvas

_SCROLL_BARS = ("qt_scrollarea_hcontainer", "qt_scrollarea_vcontainer")
# Qt takes None for "there is none", which the stubs do not know.
NONE = cast(QAccessibleInterface, None)


def interface_of(thing: QObject | None) -> QAccessibleInterface:
    """The interface of an object, made by the factory the first time."""
    return QAccessible.queryAccessibleInterface(thing) if thing is not None else NONE


class CanvasInterface(QAccessibleObject):
    """A canvas: its nodes, then the widgets that float over it.

    Qt destroys an interface with its object. So none has anything of its own, and all asks the
    object; PySide keeps the Python half a little longer.
    """

    @property
    def canvas(self) -> Canvas:
        return cast(Canvas, self.object())

    def window(self) -> QWindow:
        return self.canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return interface_of(self.canvas.parentWidget())

    def childCount(self) -> int:
        return len(self._children())

    def child(self, index: int) -> QAccessibleInterface:
        children = self._children()
        return interface_of(children[index]) if 0 <= index < len(children) else NONE

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        thing = child.object()
        if isinstance(thing, NodeEntry):
            return entries_of(self.canvas).index(thing.name)
        children = self._children()
        return children.index(thing) if thing in children else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        at = self.canvas.viewport().mapFromGlobal(QPoint(x, y))
        over = self.canvas.childAt(self.canvas.viewport().mapTo(self.canvas, at))
        floating = next((one for one in self._widgets() if one is over), None)
        if floating is not None and floating is not self.canvas.viewport():
            return interface_of(floating)
        for item in self.canvas.items(at):
            if isinstance(item, NodeItem):
                entries = entries_of(self.canvas)
                return interface_of(entries.nodes[entries.index(item.view.id)])
        return NONE

    def focusChild(self) -> QAccessibleInterface:
        scene = shown_scene(self.canvas)
        selected = scene.selected if scene is not None else []
        at = entries_of(self.canvas).index(selected[-1]) if selected else -1
        return self.child(at) if at >= 0 and self.canvas.hasFocus() else NONE

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self.canvas.accessibleName()
        return self.canvas.accessibleDescription() if kind == QAccessible.Text.Description else ""

    def rect(self) -> QRect:
        canvas = self.canvas
        return QRect(canvas.mapToGlobal(QPoint(0, 0)), canvas.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.List

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        _set(
            state,
            "focusable multiSelectable extSelectable",
            focused=self.canvas.hasFocus(),
            invisible=not self.canvas.isVisible(),
        )
        return state

    def _children(self) -> list[QObject]:
        return [*entries_of(self.canvas).nodes, *self._widgets()]

    def _widgets(self) -> list[QWidget]:
        """What floats over the canvas; the viewport has the open editor."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        found = self.canvas.findChildren(QWidget, options=direct)
        return [one for one in found if one.objectName() not in _SCROLL_BARS]


class NodeInterface(QAccessibleObject):
    """A node: its title, what it is, and its ports and values as children."""

    @property
    def entry(self) -> NodeEntry:
        return cast(NodeEntry, self.object())

    def isValid(self) -> bool:
        return super().isValid() and self.entry.item is not None

    def window(self) -> QWindow:
        return self.entry.canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return interface_of(self.entry.canvas)

    def childCount(self) -> int:
        return len(self.entry.parts)

    def child(self, index: int) -> QAccessibleInterface:
        parts = self.entry.parts
        return interface_of(parts[index]) if 0 <= index < len(parts) else NONE

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        thing = child.object()
        parts: list[QObject] = [*self.entry.parts]
        return parts.index(thing) if thing in parts else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        at = QPoint(x, y)
        parts = (interface_of(part) for part in self.entry.parts)
        return next((part for part in parts if part.rect().contains(at)), NONE)

    def text(self, kind: QAccessible.Text) -> str:
        view = self.entry.view
        if view is None:
            return ""
        if kind == QAccessible.Text.Name:
            return view.title
        if kind == QAccessible.Text.Description:
            entries = entries_of(self.entry.canvas)
            return describe_node(view, entries.index(view.id), len(entries.nodes))
        return view.doc if kind == QAccessible.Text.Help else ""

    def rect(self) -> QRect:
        item = self.entry.item
        return _on_screen(self.entry.canvas, item.sceneBody()) if item is not None else QRect()

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state, canvas = QAccessible.State(), self.entry.canvas
        selected = self.entry.scene.selected
        _set(
            state,
            "selectable focusable multiSelectable",
            selected=self.entry.name in selected,
            focused=selected[-1:] == [self.entry.name] and canvas.hasFocus(),
            invisible=not canvas.isVisible() or self.entry.item is None,
            offscreen=not self.rect().intersects(interface_of(canvas).rect()),
        )
        return state


class PartInterface(QAccessibleObject):
    """A port or value of a node, as one line of words."""

    @property
    def entry(self) -> PartEntry:
        return cast(PartEntry, self.object())

    def isValid(self) -> bool:
        return super().isValid() and bool(self.entry.words)

    def window(self) -> QWindow:
        return self.entry.node.canvas.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return interface_of(self.entry.node)

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface:
        return NONE

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self.entry.words
        return self.entry.doc if kind == QAccessible.Text.Description else ""

    def rect(self) -> QRect:
        item, name = self.entry.node.item, self.entry.name
        if item is None:
            return QRect()
        if self.entry.kind == "value":
            place = item.shape_of.fields.get(name)
            place = item.mapRectToScene(place) if place is not None else None
        else:
            at = item.output_at(name) if self.entry.kind == "output" else item.input_at(name)
            place = QRectF(at.x() - 8, at.y() - 8, 16, 16) if at is not None else None
        return _on_screen(self.entry.node.canvas, place) if place is not None else QRect()

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.StaticText

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        _set(state, "readOnly", invisible=not self.entry.node.canvas.isVisible())
        return state


def _on_screen(canvas: Canvas, place: QRectF) -> QRect:
    view = canvas.mapFromScene(place).boundingRect()
    return QRect(canvas.viewport().mapToGlobal(view.topLeft()), view.size())


def _set(state: QAccessible.State, always: str, **sometimes: bool) -> None:
    for name in (*always.split(), *(name for name, on in sometimes.items() if on)):
        setattr(state, name, True)


def make_interface(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    """The factory: an interface for what Qt does not know itself.

    Qt asks once for an object, for a canvas before it shows anything.
    """
    if isinstance(thing, Canvas):
        return CanvasInterface(thing)
    if isinstance(thing, NodeEntry):
        return NodeInterface(thing)
    return PartInterface(thing) if isinstance(thing, PartEntry) else None
