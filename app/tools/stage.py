"""Stage: what gestures and commands act on: a canvas, its scene, its document, and the window."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import QPointF, QRectF

from app.actions.key_map import KeyMap
from app.canvas.node_shape import measure_node
from app.canvas.node_view import view_node
from app.canvas.pointer import PortRef
from app.canvas.scene import WorkflowScene
from app.canvas.view import Canvas
from app.document.document import Document
from app.document.draft import Draft
from app.look.theme import Theme, size
from app.look.words import tr
from app.search.rows import Row
from app.tools.fitting import Fits
from app.tools.room import nearest_room
from graph_engine.edits import AddNode, Batch, Edit, MoveNodes
from graph_engine.errors import EditError
from graph_engine.graph import GraphNode
from graph_engine.positions import Point, position
from graph_engine.workflow import Workflow

Json = Any
CLOSE = 16.0
IN_VIEW = 24


class Surroundings(Protocol):
    """What gestures ask of the window around the canvas."""

    def say(self, sentence: str) -> None:
        """Tell the user something, in the status bar."""
        ...

    def search(
        self,
        at: QPointF,
        wire: PortRef | None,
        chosen: Callable[[str, str], None],
        dots: Sequence[QPointF] = (),
    ) -> None:
        """Open the node search at a point of the canvas.

        With a `wire`, only types that its other end fits are offered, and it hangs there through
        its dots meanwhile. `chosen` is called with the type and the port to wire, never if the
        search is left.
        """
        ...

    def edit_value(self, node: str, param: str) -> None:
        """Open the floating editor over a field."""
        ...

    def edit_values(self, node: str) -> None:
        """Open the floating editor over the first field of a node; Tab leads to the others."""
        ...

    def pick_wire(
        self,
        around: QRectF,
        ports: Sequence[Row],
        targets: Callable[[object], Sequence[Row]],
        chosen: Callable[[object, object], object],
    ) -> None:
        """Let the user choose a port and then where its wire goes, by the `data` of the rows.

        The list opens beside a part of the canvas, which it does not cover if there is room.
        """
        ...

    def rename(self, node: str) -> None:
        """Open the editor over a node's title."""
        ...

    def edit_frame(self, index: int) -> None:
        """Open the editor over a frame's title."""
        ...

    def edit_note(self, index: int) -> None:
        """Open the editor over a note."""
        ...

    def menu(self, at: QPointF | None) -> None:
        """Open the context menu for what lies at a point of the canvas, or for the selection."""
        ...

    def fits(self, port: PortRef, then: Callable[[Fits], None]) -> None:
        """Ask the engine where a wire from this port may end, and why not elsewhere."""
        ...


@dataclass
class Stage:
    """One open workflow as gestures see it; `keys` are those that count during a gesture."""

    canvas: Canvas
    scene: WorkflowScene
    document: Document
    around: Surroundings
    theme: Theme
    snaps: bool = True
    keys: KeyMap = field(default_factory=KeyMap)
    _gesture: int = field(default=0, init=False)

    def apply(self, edit: Edit, text: str, merge: str = "", *, whole: bool = False) -> bool:
        """Do an edit; a refusal is told in the status bar, and nothing is changed."""
        try:
            self.document.apply(
                edit if whole else self._with_places(edit), text, merge, whole=whole
            )
        except EditError as error:
            return self.refuse(error)
        return True

    def refuse(self, error: EditError) -> bool:
        """Tell why something can't be done; false, for the one who wanted it."""
        self.around.say(f"{error.message} {error.hint}".strip())
        return False

    def draft(self) -> Draft:
        """The level shown, to try edits on."""
        return Draft(self.document.shown, self.document.catalog)

    def _with_places(self, edit: Edit) -> Edit:
        """The edit; if it moves nodes, those without a place get the one at which they are shown.

        Otherwise they would stand elsewhere the next time that the file is opened.
        """
        unplaced = self.scene.following.unplaced()
        if not unplaced:
            return edit
        shown = self.document.shown
        after, _ = edit.apply(shown, self.document.catalog)
        if _points(after) == _points(shown):
            return edit
        return Batch((MoveNodes(unplaced), edit))

    def clear_place(self, draft: Draft, name: str, at: QPointF) -> QPointF:
        """A point for a new node, or the nearest one at which it covers no other."""
        shape = measure_node(view_node(draft.workflow, draft.catalog, name))
        taken = self.scene.bodies(self.scene.nodes).values()
        return nearest_room(QRectF(at, shape.body.size()), taken)

    def new_gesture(self, name: str) -> str:
        """A key under which the edits of one gesture become one undo entry."""
        self._gesture += 1
        return f"{name}-{self._gesture}"

    def draft_with_node(self, type_id: str, at: QPointF) -> tuple[Draft, str]:
        """The workflow with one more node at a point, and the new node's id."""
        draft = self.draft()
        name = draft.workflow.graph.new_id(id_word(type_id))
        draft.do(AddNode(name, GraphNode(type_id), place={"at": [at.x(), at.y()]}))
        return draft, name

    def add_node_at(self, at: QPointF) -> Callable[[str, str], None]:
        """What adds a node of a type with its title at a point, and selects it."""
        grid = size("snap") if self.snaps else 1.0
        corner = QPointF(round(at.x() / grid) * grid, round(at.y() / grid) * grid)

        def add(type_id: str, _port: str = "") -> None:
            draft, name = self.draft_with_node(type_id, corner)
            place = self.clear_place(draft, name, corner)
            draft.do(MoveNodes({name: (place.x(), place.y())}))
            if self.apply(draft.edit, tr("Add {type}", type=type_id)):
                self.show_new(name)

        return add

    def show_new(self, name: str) -> None:
        """Select a node that has been added, and bring it into view if it stands at the edge."""
        self.scene.select((name,))
        self.canvas.ensureVisible(self.scene.nodes[name].sceneBody(), IN_VIEW, IN_VIEW)


def _points(workflow: Workflow) -> dict[str, Point | None]:
    return {name: position(place) for name, place in workflow.layout.nodes.items()}


def id_word(type_id: str) -> str:
    """The word that ids of new nodes begin with: `EncodeText` makes `encode_text`."""
    word = type_id.rsplit(":", 1)[-1].rsplit(".", 1)[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", word).lower()
