"""Editing: what a field of the inspector writes, as one undo entry from focus to focus."""

from __future__ import annotations

from app.page.page import WorkflowPage
from graph_engine.edits import Edit


class Editing:
    """One field's edits: they merge until `finish`, and `cancel` takes them back."""

    def __init__(self, page: WorkflowPage, name: str) -> None:
        self._page = page
        self._name = name
        self._merge = ""
        self._index = 0

    def apply(self, edit: Edit, text: str) -> bool:
        """Do an edit; it must overwrite what the one before set. Tells whether it was done."""
        if not self._merge:
            self._merge = self._page.stage.new_gesture(f"inspector {self._name}")
            self._index = self._page.document.undo.index()
        return self._page.stage.apply(edit, text, self._merge)

    def finish(self) -> None:
        """What was written stays; the next edit is an entry of its own."""
        self._merge = ""

    def cancel(self) -> None:
        """Take back what was written since the field was entered."""
        if self._merge:
            self._merge = ""
            self._page.document.revoke(self._index)
