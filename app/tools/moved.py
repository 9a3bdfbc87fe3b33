"""Moved: what a drag takes along, and the edits that put it down elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRectF

from app.canvas.boxes import moved_box
from app.canvas.scene import WorkflowScene
from graph_engine.edits import Edit, MoveNodes, SetFrames, SetNotes, SetReroutes
from graph_engine.workflow import Layout

Json = Any


@dataclass(frozen=True)
class Moved:
    """Nodes with their places, frames and notes by their index, and dots of the wires between."""

    nodes: dict[str, QPointF]
    frames: dict[int, QPointF]
    notes: dict[int, QPointF]
    dots: dict[tuple[str, str], list[Any]]
    bounds: QRectF = field(default_factory=QRectF)

    @classmethod
    def of_selection(cls, scene: WorkflowScene, layout: Layout) -> Moved:
        """All that is selected, and what lies in the selected frames."""
        frames = {at: item.pos() for at, item in enumerate(scene.frames) if item.isSelected()}
        notes = {at: item.pos() for at, item in enumerate(scene.notes) if item.isSelected()}
        nodes = {name: scene.nodes[name].pos() for name in scene.selected}
        for at in frames:
            rect = scene.frames[at].sceneBody()
            for name, item in scene.nodes.items():
                if rect.contains(item.sceneBody()):
                    nodes[name] = item.pos()
            for at_note, note in enumerate(scene.notes):
                if rect.contains(note.sceneBody()):
                    notes[at_note] = note.pos()
        dots = {
            key: dots
            for key, dots in scene.dots().items()
            if key[0] in nodes and scene.source_of(key) in nodes
        }
        moved = cls(nodes, frames, notes, dots)
        bounds = QRectF()
        for body in moved.bodies(scene):
            bounds |= body
        return cls(nodes, frames, notes, dots, bounds)

    @property
    def count(self) -> int:
        """How many things move."""
        return len(self.nodes) + len(self.frames) + len(self.notes)

    def bodies(self, scene: WorkflowScene) -> Iterator[QRectF]:
        """Where all of it is now."""
        yield from (scene.nodes[name].sceneBody() for name in self.nodes)
        yield from (scene.frames[at].sceneBody() for at in self.frames)
        yield from (scene.notes[at].sceneBody() for at in self.notes)

    def show_at(self, scene: WorkflowScene, offset: QPointF) -> None:
        """Show all of it at an offset from where it began, without touching the document."""
        for at, place in self.frames.items():
            scene.frames[at].setPos(place + offset)
        for at, place in self.notes.items():
            scene.notes[at].setPos(place + offset)
        places = {name: place + offset for name, place in self.nodes.items()}
        scene.show_nodes_at(places, settled=offset.isNull())

    def edits(self, layout: Layout, offset: QPointF) -> Iterator[Edit]:
        """The edits that move all of it by an offset."""
        if self.nodes:
            yield MoveNodes(
                {
                    name: ((place + offset).x(), (place + offset).y())
                    for name, place in self.nodes.items()
                }
            )
        if self.frames:
            yield SetFrames(
                [
                    moved_box(box, offset) if at in self.frames else box
                    for at, box in enumerate(layout.frames)
                ]
            )
        if self.notes:
            yield SetNotes(
                [
                    moved_box(box, offset) if at in self.notes else box
                    for at, box in enumerate(layout.notes)
                ]
            )
        for (node, name), dots in self.dots.items():
            points = [(dot.x() + offset.x(), dot.y() + offset.y()) for dot in dots]
            yield SetReroutes(node, name, points)
