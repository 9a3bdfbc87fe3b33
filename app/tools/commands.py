"""CanvasCommands: what keys and menus do with the selection; each is one undo entry."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QGuiApplication

from app.canvas.arranging import lay_out
from app.canvas.boxes import frame_around, make_box
from app.document import rewiring
from app.document.draft import Draft
from app.look.theme import size
from app.look.words import tr
from app.tools.adding import KeyedAdding
from app.tools.arrange import Places, Side, align, nudge, straighten
from app.tools.copying import duplicate, paste, text_of
from app.tools.moved import Moved
from app.tools.stage import Stage
from app.tools.walk import Way, neighbour
from app.tools.wiring_by_keys import wire_by_keys
from graph_engine.edits import MoveNodes, ResetParam, SetFrames, SetNodeLayout, SetNotes
from graph_engine.graph import NodeState
from graph_engine.topology import reached_from

DUPLICATE_OFFSET = QPointF(24, 24)


class CanvasCommands:
    """Acts on a stage; with nothing selected, a command that needs a selection does nothing."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._adding = KeyedAdding(stage)
        self._pasted = 0
        self._pasted_at: QPointF | None = None

    def delete(self) -> None:
        """Delete what is selected: a wire, else nodes, frames and notes."""
        scene, document = self._stage.scene, self._stage.document
        if (wire := scene.selected_wire) is not None:
            edit = rewiring.break_port(document.shown, document.catalog, *wire, is_output=False)
            self._stage.apply(edit, tr("Disconnect"))
            return
        draft = Draft(document.shown, document.catalog)
        nodes = [name for name in scene.selected if name in document.graph.nodes]
        if nodes:
            draft.do(rewiring.remove(nodes))
        self._drop_boxes(draft)
        if not draft.is_empty:
            self._stage.apply(draft.edit, tr("Delete"))

    def delete_and_heal(self) -> None:
        """Delete the selected nodes and link what they fed to what fed them."""
        self._rewire(rewiring.remove_and_heal, tr("Delete and reconnect"))

    def take_out(self) -> None:
        """Free the selected nodes of their wires, and heal those."""
        self._rewire(rewiring.take_out, tr("Take out of wires"))

    def toggle_state(self, state: NodeState) -> None:
        """Mute or bypass the selected nodes, or make them active again."""
        text = tr("Mute") if state == "muted" else tr("Bypass")
        document, chosen = self._stage.document, self._stage.scene.selected
        if chosen:
            edit = rewiring.toggle_state(document.shown, document.catalog, chosen, state)
            self._stage.apply(edit, text)

    def collapse(self) -> None:
        """Collapse the selected nodes, or open them if all are collapsed."""
        scene, document = self._stage.scene, self._stage.document
        chosen = scene.selected
        to = None if all(scene.nodes[name].view.collapsed for name in chosen) else True
        draft = Draft(document.shown, document.catalog)
        draft.do(*(SetNodeLayout(name, "collapsed", to) for name in chosen))
        if chosen:
            self._stage.apply(draft.edit, tr("Collapse") if to else tr("Expand"))

    def colour(self, name: str | None, merge: str = "") -> None:
        """Give the selected nodes and frames a colour, or none."""
        scene, document = self._stage.scene, self._stage.document
        draft = Draft(document.shown, document.catalog)
        draft.do(*(SetNodeLayout(node, "colour", name) for node in scene.selected))
        frames = list(document.layout.frames)
        for at, item in enumerate(scene.frames):
            if item.isSelected():
                rest = {key: value for key, value in frames[at].items() if key != "colour"}
                frames[at] = {**rest, "colour": name} if name else rest
        if frames != list(document.layout.frames):
            draft.do(SetFrames(frames))
        if not draft.is_empty:
            self._stage.apply(draft.edit, tr("Colour"), merge)

    def duplicate(self) -> None:
        """Put a copy of the selected nodes beside them, linked to the same sources."""
        part = Moved.of_selection(self._stage.scene)
        duplicate(self._stage, part, DUPLICATE_OFFSET, tr("Duplicate"))

    def copy(self) -> None:
        """Copy the selection as workflow text."""
        part = Moved.of_selection(self._stage.scene)
        if part.count:
            QGuiApplication.clipboard().setText(text_of(self._stage, part))
            self._pasted_at = None

    def cut(self) -> None:
        """Copy the selection and delete it."""
        self.copy()
        self.delete()

    def paste(self, *, keep_inputs: bool = False) -> None:
        """Paste workflow text at the mouse."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._stage.around.say(tr("There is nothing on the clipboard that could be pasted."))
            return
        at = self._stage.canvas.cursor_at
        if at == self._pasted_at:
            self._pasted += 1
        else:
            self._pasted_at, self._pasted = at, 0
        self.paste_text(text, at + DUPLICATE_OFFSET * self._pasted, keep_inputs=keep_inputs)

    def paste_text(self, text: str, at: QPointF, *, keep_inputs: bool = False) -> bool:
        """Paste workflow text with its upper left corner at a point."""
        return paste(self._stage, text, at, tr("Paste"), keep_inputs=keep_inputs)

    def select_all(self) -> None:
        """Select all nodes, frames and notes."""
        self._stage.scene.select_all()

    def select(self, names: Iterable[str]) -> None:
        """Select these nodes and nothing else."""
        self._stage.scene.select(names)

    def invert_selection(self) -> None:
        """Select the nodes that are not selected."""
        scene = self._stage.scene
        scene.select(set(scene.nodes) - set(scene.selected))

    def select_along(self, *, upstream: bool) -> None:
        """Add all that the selection reads from, or all that reads from it."""
        graph, scene = self._stage.document.graph, self._stage.scene

        def after(name: str) -> list[str]:
            return [consumer for consumer, _ in graph.consumers(name)]

        neighbours = graph.sources if upstream else after
        for name in scene.selected:
            scene.select(reached_from(name, neighbours), adds=True)

    def search(self) -> None:
        """Search for a node to add at the mouse, or beside the selected node."""
        self._adding.search()

    def open_menu(self) -> None:
        """Open the menu of the selection."""
        self._stage.around.menu(None)

    def reset_values(self) -> None:
        """Put all values of the selected nodes back to their defaults."""
        document = self._stage.document
        draft = Draft(document.shown, document.catalog)
        for name in self._stage.scene.selected:
            draft.do(*(ResetParam(name, param) for param in document.graph.nodes[name].params))
        if not draft.is_empty:
            self._stage.apply(draft.edit, tr("Reset values"))

    def rename(self) -> None:
        """Open the editor over the title of the selected node."""
        if chosen := self._stage.scene.selected:
            self._stage.around.rename(chosen[0])

    def edit_values(self) -> None:
        """Open the first value of the selected node; Tab leads to the next ones."""
        if chosen := self._stage.scene.selected:
            self._stage.around.edit_values(chosen[-1])

    def wire(self) -> None:
        """Draw a wire from the selected node, by keys."""
        if chosen := self._stage.scene.selected:
            wire_by_keys(self._stage, chosen[-1])

    def add_frame(self) -> None:
        """Put a frame around the selected nodes, and open its title."""
        scene, document = self._stage.scene, self._stage.document
        rect = QRectF()
        for body in scene.bodies(scene.selected).values():
            rect |= body
        if rect.isEmpty():
            return
        around = make_box(frame_around(rect, size("snap")), title=tr("Frame"))
        frames = [*document.layout.frames, around]
        if self._stage.apply(SetFrames(frames), tr("Frame the selection")):
            self._stage.around.edit_frame(len(frames) - 1)

    def add_note(self) -> None:
        """Put an empty note at the mouse, and open it."""
        document = self._stage.document
        at = self._stage.canvas.cursor_at
        note = make_box(QRectF(at.x(), at.y(), 200, 96), text="")
        notes = [*document.layout.notes, note]
        if self._stage.apply(SetNotes(notes), tr("Add note")):
            self._stage.around.edit_note(len(notes) - 1)

    def show_selection(self) -> None:
        """Bring what is selected into view."""
        scene = self._stage.scene
        rect = QRectF()
        for item in scene.selectedItems():
            rect |= item.sceneBoundingRect()
        self._stage.canvas.frame(rect, glides=True)

    def show_all(self) -> None:
        """Bring the whole workflow into view."""
        self._stage.canvas.frame(self._stage.scene.content(), glides=True)

    def lay_out_selection(self) -> None:
        """Lay the selected nodes out anew, where they are."""
        self._lay_out(self._stage.scene.selected)

    def lay_out_all(self) -> None:
        """Lay all nodes out anew."""
        self._lay_out(list(self._stage.document.graph.nodes))

    def straighten(self) -> None:
        """Level the wires between the selected nodes."""
        scene = self._stage.scene
        places = straighten(self._stage.document.graph, scene.bodies(scene.selected), scene.ends_of)
        self._move(places, tr("Straighten"))

    def align(self, side: Side) -> None:
        """Align one side of the selected nodes."""
        scene = self._stage.scene
        self._move(align(scene.bodies(scene.selected), side), tr("Align"))

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selected nodes a little; nudges that follow each other are one entry."""
        scene = self._stage.scene
        chosen = scene.selected
        self._move(
            nudge(scene.bodies(chosen), dx, dy), tr("Nudge"), merge="nudge " + " ".join(chosen)
        )

    def walk(self, way: Way) -> None:
        """Select the neighbour of the selected node, and keep it in view."""
        scene = self._stage.scene
        bodies = scene.bodies(scene.nodes)
        if not scene.selected:
            first = min(bodies, key=lambda name: (bodies[name].x(), bodies[name].y()), default=None)
        else:
            first = neighbour(self._stage.document.graph, bodies, scene.selected[-1], way)
        if first is not None:
            scene.select((first,))
            self._stage.canvas.ensureVisible(bodies[first], 40, 40)

    def _rewire(self, change: rewiring.Rewire, text: str) -> None:
        document, chosen = self._stage.document, self._stage.scene.selected
        if chosen:
            self._stage.apply(change(document.shown, document.catalog, chosen), text)

    def _move(self, places: Places, text: str, merge: str = "") -> None:
        if places:
            self._stage.apply(MoveNodes(places), text, merge)

    def _lay_out(self, chosen: list[str]) -> None:
        if not chosen:
            return
        edit = lay_out(self._stage.document.shown, self._stage.scene.nodes, chosen)
        self._stage.apply(edit, tr("Lay out"))

    def _drop_boxes(self, draft: Draft) -> None:
        scene, layout = self._stage.scene, draft.workflow.layout
        frames = [
            box
            for box, item in zip(layout.frames, scene.frames, strict=True)
            if not item.isSelected()
        ]
        notes = [
            box
            for box, item in zip(layout.notes, scene.notes, strict=True)
            if not item.isSelected()
        ]
        if len(frames) < len(layout.frames):
            draft.do(SetFrames(frames))
        if len(notes) < len(layout.notes):
            draft.do(SetNotes(notes))
