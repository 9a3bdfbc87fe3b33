"""Document: an open workflow with its undo stack; the only place where it changes."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.document.commands import EditCommand
from app.look.words import tr
from graph_engine.catalog import Catalog
from graph_engine.check import Problem
from graph_engine.edits import Edit, EditSubgraph
from graph_engine.errors import EditError
from graph_engine.graph import Graph
from graph_engine.subgraphs import catalog_of, inside, subgraph_id_of
from graph_engine.workflow import Layout, Workflow

Json = Any
Level = tuple[str, ...]
_numbers = itertools.count(1)
# Jobs outlive the studio and name the document that asked for them; no later one is that.
_STUDIO = secrets.token_hex(4)


class Document(QObject):
    """A workflow that is being edited.

    `level` is the path of subgraph instances that the canvas has dived into; `shown`, `graph` and
    `layout` are what is inside, and edits go there. `changed` carries the workflow before and
    after.
    """

    changed = Signal(object, object)
    level_changed = Signal()
    checked = Signal()
    path_changed = Signal()
    refused = Signal(str)

    def __init__(
        self,
        workflow: Workflow,
        catalog: Catalog,
        path: Path | None = None,
        *,
        problems: tuple[Problem, ...] = (),
        read_only: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.key = f"document-{_STUDIO}-{next(_numbers)}"
        self.workflow = workflow
        self.revision = 0
        self.read_only = read_only
        self.kept_problems = problems
        """What was wrong with the file; it stays listed until the document is closed."""
        self.problems: tuple[Problem, ...] = problems
        self.known: Mapping[str, Mapping[str, Json]] = {}
        self.level: Level = ()
        self.undo = QUndoStack(self)
        self._path = path
        self._plain_catalog = catalog
        self.catalog = catalog_of(workflow, catalog)

    @property
    def shown(self) -> Workflow:
        """The workflow, or the inside of the subgraph that is shown."""
        ids = subgraphs_on(self.workflow, self.level)
        return inside(self.workflow, ids[-1]) if ids else self.workflow

    @property
    def graph(self) -> Graph:
        """The graph of the level that is shown."""
        return self.shown.graph

    @property
    def layout(self) -> Layout:
        """The layout of the level that is shown."""
        return self.shown.layout

    @property
    def problem_prefix(self) -> str:
        """What the ids of the nodes shown begin with in problems and events."""
        return "".join(f"{name}/" for name in self.level)

    @property
    def path(self) -> Path | None:
        """The file; None for a document that has never been saved."""
        return self._path

    @property
    def title(self) -> str:
        """The workflow's name, or that of its file."""
        if self.workflow.name:
            return self.workflow.name
        return self._path.name.removesuffix(".weft.json") if self._path else tr("Untitled")

    @property
    def is_modified(self) -> bool:
        return not self.undo.isClean()

    def apply(self, edit: Edit, text: str, merge: str = "", *, whole: bool = False) -> None:
        """Do an edit at the level shown, or of the whole workflow, as one undo entry.

        Edits with the same `merge` key that follow each other become one entry. Raises EditError,
        nothing being changed, where the graph refuses the edit.
        """
        if self.read_only:
            raise EditError(tr("This file is open read-only; save it under another name to edit."))
        ids = subgraphs_on(self.workflow, self.level)
        if ids and not whole:
            edit = EditSubgraph(ids[-1], edit)
        before = self.workflow
        inverse = self.put(edit, self.level)
        if self.workflow != before:
            self.undo.push(EditCommand(self, edit, inverse, text, merge))

    def put(self, edit: Edit, level: Level) -> Edit:
        """Do an edit of the whole workflow without an undo entry; returns the inverse.

        Undo does this, and shows the level at which the edit was made.
        """
        before = self.workflow
        after, inverse = edit.apply(before, self._plain_catalog)
        if after == before:
            return inverse
        self.workflow = after
        self.revision += 1
        if after.subgraphs is not before.subgraphs:
            self.catalog = catalog_of(after, self._plain_catalog)
        self._follow(level)
        self.changed.emit(before, after)
        return inverse

    def revoke(self, index: int) -> None:
        """Take back what was done since the undo stack stood at an index, without leaving redos."""
        while self.undo.index() > index:
            command = self.undo.command(self.undo.index() - 1)
            # The stack deletes an obsolete command without undoing it.
            command.undo()
            command.setObsolete(True)
            self.undo.undo()

    def dive(self, instance: str) -> None:
        """Show what is inside a subgraph's instance at the level shown."""
        self.go_to_level((*self.level, instance))

    def go_to_level(self, level: Level) -> None:
        """Show another level, as far as it is there; no edit, so nothing to undo."""
        if level != self.level and _exists(self.workflow, level):
            self.level = level
            self.level_changed.emit()

    def set_problems(
        self, problems: tuple[Problem, ...], known: Mapping[str, Mapping[str, Json]] | None = None
    ) -> None:
        """Take over what a check has found, and what is known of outputs by node and port."""
        self.problems = (*self.kept_problems, *problems)
        self.known = known if known is not None else {}
        self.checked.emit()

    def set_catalog(self, catalog: Catalog) -> None:
        """Node packs have come or gone: everything is to be shown anew."""
        self._plain_catalog = catalog
        self.catalog = catalog_of(self.workflow, catalog)
        self.changed.emit(self.workflow, self.workflow)

    def saved_to(self, path: Path) -> None:
        """Remember that the file holds what the document shows."""
        self._path = path
        self.read_only = False
        self.kept_problems = ()
        self.undo.setClean()
        self.path_changed.emit()

    def _follow(self, level: Level) -> None:
        """Show the level that an edit or an undo touches, or the nearest that is still there."""
        wanted = level if self.level[: len(level)] != level else self.level
        while wanted and not _exists(self.workflow, wanted):
            wanted = wanted[:-1]
        if wanted != self.level:
            self.level = wanted
            self.level_changed.emit()


def subgraphs_on(workflow: Workflow, level: Level) -> tuple[str, ...]:
    """The ids of the subgraphs along a path of instances, as far as they are there."""
    ids: list[str] = []
    graph = workflow.graph
    for name in level:
        node = graph.nodes.get(name)
        found = subgraph_id_of(node.type) if node is not None else None
        if found is None or found not in workflow.subgraphs:
            break
        ids.append(found)
        graph = workflow.subgraphs[found].graph
    return tuple(ids)


def _exists(workflow: Workflow, level: Level) -> bool:
    return len(subgraphs_on(workflow, level)) == len(level)
