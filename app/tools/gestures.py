"""CanvasGestures: which gesture a press begins, and what hovering and double clicks mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.canvas.pointer import Pointer, PortRef
from app.canvas.selection import Selection
from app.canvas.tool import Hold, Tool
from app.document import rewiring
from app.look.words import tr
from app.tools.click import MenuClick
from app.tools.cut import Cut
from app.tools.dot import DotDrag, add_dot
from app.tools.move import Move
from app.tools.pan import Pan
from app.tools.resize import Resize
from app.tools.select_box import SelectBox
from app.tools.stage import Stage
from app.tools.value_drag import ValueDrag
from app.tools.wire import WireDrag
from graph_engine.edits import SetNodeLayout, SetParam
from graph_engine.graph import Link

Left, Right, Middle = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
_HOLDS = {
    "canvas.pan": Qt.CursorShape.OpenHandCursor,
    "canvas.cut": Qt.CursorShape.CrossCursor,
}


class CanvasGestures:
    """What the mouse does on a canvas, by what lies under it and which keys are held."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._selected_before = Selection()

    @property
    def holds(self) -> Sequence[Hold]:
        keys = self._stage.keys
        return [Hold(action, keys.keys(action), cursor) for action, cursor in _HOLDS.items()]

    @property
    def cancel_keys(self) -> Sequence[str]:
        return self._stage.keys.keys("gesture.cancel")

    def press(self, pointer: Pointer) -> Tool | None:
        self._selected_before = self._stage.scene.selection
        canvas = self._stage.canvas
        if pointer.button == Middle or (pointer.button == Left and canvas.is_held("canvas.pan")):
            return Pan(canvas, pointer)
        if pointer.button == Right:
            return Cut(self._stage, pointer) if pointer.ctrl else MenuClick(self._stage, pointer)
        if pointer.button != Left:
            return None
        if canvas.is_held("canvas.cut"):
            return Cut(self._stage, pointer)
        return self._press_left(pointer)

    def cancelled(self) -> None:
        self._stage.scene.show_selection(self._selected_before)

    def hover(self, pointer: Pointer) -> None:
        self._stage.scene.pick.hover(pointer.scene)

    def leave(self) -> None:
        self._stage.scene.pick.hover(None)

    def escape(self) -> None:
        self._stage.scene.select(())

    def menu(self, pointer: Pointer | None) -> None:
        self._stage.around.menu(pointer.scene if pointer else None)

    def key(self, event: QKeyEvent) -> bool:
        return False

    def double_click(self, pointer: Pointer) -> bool:
        if pointer.button != Left:
            return False
        stage, scene = self._stage, self._stage.scene
        if scene.pick.port(pointer.scene) is not None:
            return False
        item = scene.pick.node(pointer.scene)
        if item is not None:
            return self._double_click_node(item.view.id, pointer)
        if (key := scene.pick.wire(pointer.scene)) is not None:
            add_dot(stage, key, pointer.scene)
        elif (note := scene.pick.note(pointer.scene)) is not None:
            stage.around.edit_note(note)
        elif (frame := scene.pick.frame_title(pointer.scene)) is not None:
            stage.around.edit_frame(frame)
        else:
            stage.around.search(pointer.scene, None, stage.add_node_at(pointer.scene))
        return True

    def _double_click_node(self, name: str, pointer: Pointer) -> bool:
        item = self._stage.scene.nodes[name]
        at = item.mapFromScene(pointer.scene)
        if item.shape_of.title.contains(at):
            self._stage.around.rename(name)
            return True
        if item.view.is_subgraph and not item.field_at(at):
            self._stage.document.dive(name)
            return True
        return False

    def _press_left(self, pointer: Pointer) -> Tool | None:
        scene = self._stage.scene
        port = scene.pick.port(pointer.scene)
        if port is not None:
            return self._press_port(port, pointer)
        item = scene.pick.node(pointer.scene)
        if item is not None:
            return self._press_node(item.view.id, pointer)
        if (dot := scene.pick.dot(pointer.scene)) is not None:
            return DotDrag(self._stage, *dot, pointer)
        for kind, grip in (("note", scene.pick.note_grip), ("frame", scene.pick.frame_grip)):
            if (index := grip(pointer.scene)) is not None:
                return Resize(self._stage, pointer, "note" if kind == "note" else "frame", index)
        note, frame = scene.pick.note(pointer.scene), scene.pick.frame_title(pointer.scene)
        if note is not None or frame is not None:
            notes = frozenset(() if note is None else (note,))
            frames = frozenset(() if note is not None or frame is None else (frame,))
            return self._press_box(Selection(frames=frames, notes=notes), pointer)
        if (wire := scene.pick.wire(pointer.scene)) is not None:
            scene.select_wire(wire)
            return None
        return SelectBox(self._stage, pointer)

    def _press_box(self, box: Selection, pointer: Pointer) -> Tool | None:
        """A frame or a note is pressed: selected, and moved with what is selected."""
        scene, before = self._stage.scene, self._selected_before
        if pointer.ctrl:
            scene.show_selection(before.toggled(box))
            return None
        if not before.holds(box):
            scene.show_selection(before.added(box) if pointer.shift else box)
        return Move(self._stage, pointer)

    def _press_port(self, port: PortRef, pointer: Pointer) -> Tool | None:
        document = self._stage.document
        if pointer.alt:
            edit = rewiring.break_port(
                document.shown, document.catalog, port.node, port.port, is_output=port.is_output
            )
            self._stage.apply(edit, tr("Break links of {port}", port=port))
            return None
        if port.is_output:
            return WireDrag(self._stage, port, moves_all=pointer.ctrl)
        link: Link | None = document.graph.nodes[port.node].inputs.get(port.port)
        if link is None or link.node not in document.graph.nodes:
            return WireDrag(self._stage, port)
        source = PortRef(link.node, link.port, is_output=True)
        return WireDrag(self._stage, source, detached=port)

    def _press_node(self, name: str, pointer: Pointer) -> Tool | None:
        scene, item = self._stage.scene, self._stage.scene.nodes[name]
        at = item.mapFromScene(pointer.scene)
        if not (pointer.shift or pointer.ctrl or pointer.alt):
            if item.shape_of.fold is not None and item.shape_of.fold.contains(at):
                edit = SetNodeLayout(name, "unfolded", None if item.view.unfolded else True)
                self._stage.apply(edit, tr("Fold") if item.view.unfolded else tr("Unfold"))
                return None
            param = item.field_at(at)
            if param:
                scene.select((name,))
                return self._press_field(name, param, pointer)
        if pointer.ctrl:
            item.setSelected(not item.isSelected())
            return None
        clicked = name if item.isSelected() and not pointer.shift else ""
        if not item.isSelected():
            scene.select((name,), adds=pointer.shift)
        return Move(self._stage, pointer, clicked=clicked)

    def _press_field(self, name: str, param: str, pointer: Pointer) -> Tool | None:
        shown = next(p for p in self._stage.scene.nodes[name].view.params if p.name == param)
        if shown.kind == "switch":
            edit = SetParam(name, param, not shown.value)
            self._stage.apply(edit, tr("Set {param}", param=param))
            return None
        if shown.kind == "number" and not shown.wrong:
            return ValueDrag(self._stage, pointer, name, param)
        self._stage.around.edit_value(name, param)
        return None
