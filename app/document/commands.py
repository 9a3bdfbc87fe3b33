"""EditCommand: the one undo command, which wraps any edit of the engine."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from graph_engine.edits import Batch, Edit
from graph_engine.errors import WeftError

if TYPE_CHECKING:
    from app.document.document import Document


class EditCommand(QUndoCommand):
    """An edit that has been applied to a document, and the edit that takes it back.

    Commands with the same `merge` key that follow each other become one entry: the first edit and
    the last one count, so each must overwrite what those between have set.
    """

    def __init__(
        self, document: Document, edit: Edit, inverse: Edit, text: str, merge: str = ""
    ) -> None:
        super().__init__(text)
        self._document = document
        self._first = self._edit = edit
        self._inverse = inverse
        self._merge = merge
        self._level = document.level
        self._applied = True

    def redo(self) -> None:
        # The edit was applied, and checked, before it was pushed: an exception that leaves
        # redo() during push() would leave a dangling command behind.
        if not self._applied:
            self._do(self._edit)
        self._applied = True

    def undo(self) -> None:
        self._do(self._inverse)
        self._applied = False

    def id(self) -> int:
        return zlib.crc32(self._merge.encode()) & 0x7FFFFFFF if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, EditCommand) or other._merge != self._merge:
            return False
        self._edit = Batch((self._first, other._first))
        return True

    def _do(self, edit: Edit) -> None:
        try:
            self._document.put(edit, self._level)
        except WeftError as error:
            self.setObsolete(True)
            self._document.refused.emit(error.message)
