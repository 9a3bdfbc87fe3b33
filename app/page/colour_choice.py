"""Colour choice: any colour for a node, a frame or a note, tried out while the popup is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.editors.colour import ColourPopup
from app.tools.stage import Stage

Give = Callable[[str, str], object]


def choose_colour(stage: Stage, beside: QWidget, now: str, give: Give) -> ColourPopup:
    """Open the colours below a widget; one undo entry keeps the last, Esc the one from before.

    `give` is called with each colour, and with the key under which its edits merge.
    """
    popup = ColourPopup(now, stage.theme, beside)
    merge, index = stage.new_gesture("colour"), stage.document.undo.index()
    popup.changed.connect(lambda colour: give(colour, merge))
    popup.cancelled.connect(lambda: stage.document.revoke(index))
    popup.closed.connect(popup.deleteLater)
    popup.open_at(beside)
    return popup
