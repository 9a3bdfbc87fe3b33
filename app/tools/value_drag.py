"""ValueDrag: a sideways drag on a painted number changes it; a click opens its editor."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.editors.number_drag import NumberDrag
from app.look.words import tr
from app.tools.stage import Stage
from graph_engine.edits import SetParam

THRESHOLD = 3.0


class ValueDrag(Tool):
    """Shift is fine, Ctrl coarse. The node shows the value; the document gets it on release."""

    def __init__(self, stage: Stage, start: Pointer, node: str, param: str) -> None:
        self._stage = stage
        self._node, self._param = node, param
        spec = stage.document.catalog[stage.document.graph.nodes[node].type].inputs[param]
        given = stage.document.graph.nodes[node].params.get(param, spec.default)
        field = stage.scene.nodes[node].shape_of.fields[param]
        self._drag = NumberDrag(spec, given, field.width())
        self._x = start.view.x()
        self._dragging = False

    def move(self, pointer: Pointer) -> None:
        dx = pointer.view.x() - self._x
        if not self._dragging and abs(dx) < THRESHOLD:
            return
        self._dragging = True
        self.cursor = Qt.CursorShape.SizeHorCursor
        self._x = pointer.view.x()
        value = self._drag.moved(dx / self._stage.canvas.zoom, pointer.modifiers)
        self._stage.scene.show_value(self._node, self._param, value)

    def release(self, pointer: Pointer) -> None:
        self._stage.scene.show_value(self._node, self._param, None)
        if not self._dragging:
            self._stage.around.edit_value(self._node, self._param)
        elif self._drag.value != self._drag.start_value:
            edit = SetParam(self._node, self._param, self._drag.value)
            self._stage.apply(edit, tr("Set {param}", param=self._param))

    def cancel(self) -> None:
        self._stage.scene.show_value(self._node, self._param, None)
