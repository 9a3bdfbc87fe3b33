"""Copying: a part of the canvas as text, and what such text becomes elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from app.canvas.selection import Selection
from app.document.clipboard import copy_text
from app.tools.moved import Moved
from app.tools.stage import Stage
from graph_engine.errors import EditError
from graph_engine.fragment import paste_edits


def text_of(stage: Stage, part: Moved) -> str:
    """A part of the canvas as workflow text."""
    return copy_text(
        stage.document.shown,
        stage.document.catalog,
        part.nodes,
        part.frames,
        part.notes,
        stage.scene.following.unplaced(),
    )


def duplicate(stage: Stage, part: Moved, offset: QPointF, label: str) -> bool:
    """Put a copy of a part, linked to the same sources, at an offset, and select it."""
    points = [*part.nodes.values(), *part.frames.values(), *part.notes.values()]
    if not points:
        return False
    corner = QPointF(min(point.x() for point in points), min(point.y() for point in points))
    return paste(stage, text_of(stage, part), corner + offset, label, keep_inputs=True)


def paste(stage: Stage, text: str, at: QPointF, label: str, *, keep_inputs: bool = False) -> bool:
    """Add what a text holds, with its upper left corner at a point, and select it.

    Text that holds no workflow, or one that is too large, is refused with a sentence.
    """
    document, layout = stage.document, stage.document.layout
    try:
        edit, names = paste_edits(
            document.shown,
            document.catalog,
            text,
            (at.x(), at.y()),
            keep_inputs=keep_inputs,
        )
    except EditError as error:
        return stage.refuse(error)
    if not stage.apply(edit, label):
        return False
    frames = range(len(layout.frames), len(document.layout.frames))
    notes = range(len(layout.notes), len(document.layout.notes))
    stage.scene.show_selection(Selection(names, frozenset(frames), frozenset(notes)))
    return True
