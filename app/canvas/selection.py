"""Selection: what is selected on a canvas, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from app.canvas.wire import Key


@dataclass(frozen=True)
class Selection:
    """Nodes in the order in which they were selected, frames and notes by index, or a wire."""

    nodes: tuple[str, ...] = ()
    frames: frozenset[int] = frozenset()
    notes: frozenset[int] = frozenset()
    wire: Key | None = None

    def holds(self, other: Selection) -> bool:
        """Whether all nodes, frames and notes of another one are selected."""
        nodes = set(self.nodes) >= set(other.nodes)
        return nodes and self.frames >= other.frames and self.notes >= other.notes

    def added(self, other: Selection) -> Selection:
        """With what the other one has."""
        nodes = tuple(dict.fromkeys((*self.nodes, *other.nodes)))
        return Selection(nodes, self.frames | other.frames, self.notes | other.notes)

    def toggled(self, other: Selection) -> Selection:
        """With what the other one has, but without what both have."""
        own, others = set(self.nodes), set(other.nodes)
        nodes = [name for name in self.nodes if name not in others]
        nodes += [name for name in other.nodes if name not in own]
        return Selection(tuple(nodes), self.frames ^ other.frames, self.notes ^ other.notes)
