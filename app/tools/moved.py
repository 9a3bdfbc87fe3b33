"""Moved: what a drag takes along, and the edits that put it down elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF

from app.canvas.boxes import moved_box
from app.canvas.scene import WorkflowScene
from app.canvas.wire import Key
from graph_engine.edits import Edit, MoveNodes, SetFrames, SetNotes, SetReroutes
from graph_engine.workflow import Layout


@dataclass(frozen=True)
class Moved:
    """Nodes with their places, frames and notes by their index, and the dots that move with them.

    `dots` has all dots of a wire, of which those in `moving` move.
    """

    nodes: Mapping[str, QPointF]
    frames: Mapping[int, QPointF]
    notes: Mapping[int, QPointF]
    dots: Mapping[Key, tuple[QPointF, ...]]
    moving: Mapping[Key, frozenset[int]]
    bounds: QRectF = field(default_factory=QRectF)

    @classmethod
    def of_selection(cls, scene: WorkflowScene) -> Moved:
        """All that is selected, and what lies in the selected frames."""
        chosen = scene.selection
        areas = {at: scene.frames[at].sceneBody() for at in chosen.frames}
        for at, frame in enumerate(scene.frames):
            if any(area.contains(frame.sceneBody()) for area in areas.values()):
                areas[at] = frame.sceneBody()
        inside = [*areas.values()]
        nodes = {name: scene.nodes[name].pos() for name in chosen.nodes}
        nodes |= {
            name: i.pos() for name, i in scene.nodes.items() if _lies_in(i.sceneBody(), inside)
        }
        notes = {
            at: note.pos()
            for at, note in enumerate(scene.notes)
            if at in chosen.notes or _lies_in(note.sceneBody(), inside)
        }
        moving = {
            key: _moving_dots(scene, key, dots, nodes, inside) for key, dots in scene.dots().items()
        }
        moving = {key: which for key, which in moving.items() if which}
        dots = {key: tuple(scene.dots()[key]) for key in moving}
        frames = {at: area.topLeft() for at, area in areas.items()}
        bounds = QRectF()
        for body in _bodies(scene, nodes, frames, notes):
            bounds |= body
        return cls(nodes, frames, notes, dots, moving, bounds)

    @property
    def count(self) -> int:
        """How many things move."""
        return len(self.nodes) + len(self.frames) + len(self.notes)

    def bodies(self, scene: WorkflowScene) -> Iterator[QRectF]:
        """Where all of it is now."""
        return _bodies(scene, self.nodes, self.frames, self.notes)

    def show_at(self, scene: WorkflowScene, offset: QPointF, *, settled: bool = False) -> None:
        """Show all of it at an offset from where it began, without touching the document."""
        for at, place in self.frames.items():
            scene.frames[at].setPos(place + offset)
        for at, place in self.notes.items():
            scene.notes[at].setPos(place + offset)
        scene.show_dots(self._dots_at(offset))
        places = {name: place + offset for name, place in self.nodes.items()}
        scene.show_nodes_at(places, settled=settled)

    def edits(self, layout: Layout, offset: QPointF) -> Iterator[Edit]:
        """The edits that move all of it by an offset."""
        if self.nodes:
            yield MoveNodes(
                {name: (place + offset).toTuple() for name, place in self.nodes.items()}
            )
        for moved, boxes, edit in (
            (self.frames, layout.frames, SetFrames),
            (self.notes, layout.notes, SetNotes),
        ):
            if moved:
                yield edit(
                    [moved_box(b, offset) if at in moved else b for at, b in enumerate(boxes)]
                )
        for (node, name), dots in self._dots_at(offset).items():
            yield SetReroutes(node, name, [dot.toTuple() for dot in dots])

    def _dots_at(self, offset: QPointF) -> dict[Key, list[QPointF]]:
        return {
            key: [dot + offset if at in self.moving[key] else dot for at, dot in enumerate(dots)]
            for key, dots in self.dots.items()
        }


def _lies_in(body: QRectF, areas: list[QRectF]) -> bool:
    return any(area.contains(body) for area in areas)


def _moving_dots(
    scene: WorkflowScene,
    key: Key,
    dots: list[QPointF],
    nodes: Mapping[str, QPointF],
    areas: list[QRectF],
) -> frozenset[int]:
    """Dots move with both ends of their wire, or with the frame in which they lie."""
    if key[0] in nodes and scene.source_of(key) in nodes:
        return frozenset(range(len(dots)))
    return frozenset(at for at, dot in enumerate(dots) if any(area.contains(dot) for area in areas))


def _bodies(
    scene: WorkflowScene,
    nodes: Mapping[str, QPointF],
    frames: Mapping[int, QPointF],
    notes: Mapping[int, QPointF],
) -> Iterator[QRectF]:
    yield from (scene.nodes[name].sceneBody() for name in nodes)
    yield from (scene.frames[at].sceneBody() for at in frames)
    yield from (scene.notes[at].sceneBody() for at in notes)
