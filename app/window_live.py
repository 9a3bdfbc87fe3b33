"""Live: what runs workflows in a window, and the panels that show it; made after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.window import StudioWindow


class Live:
    """Fills the panels of runs and connects them to each other."""

    def __init__(self, window: StudioWindow) -> None:
        self._window = window
