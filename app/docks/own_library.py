"""Own library: the user's subgraphs as node types that the palette offers and drags carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF

from app.page.page import WorkflowPage
from app.tools.stage import id_word
from graph_engine.catalog import Catalog
from graph_engine.edits import Edit, InsertSubgraph
from graph_engine.places import subgraph_folder
from graph_engine.spec import NodeSpec
from graph_engine.subgraphs import LibrarySubgraph, catalog_of, instance_type, load_library
from graph_engine.workflow import Workflow

PREFIX = "library:"


@dataclass(frozen=True)
class OwnSubgraph:
    """A subgraph of the library; its `key` stands for it where type ids stand for nodes."""

    found: LibrarySubgraph

    @property
    def key(self) -> str:
        return f"{PREFIX}{self.found.path.name}:{self.found.id}"

    @property
    def title(self) -> str:
        """What it is called."""
        return self.found.subgraph.name or self.found.id

    def spec(self, catalog: Catalog) -> NodeSpec | None:
        """It as a node type; None if it can't be used with the nodes that are there."""
        alone = Workflow(subgraphs=self.found.definitions)
        spec = catalog_of(alone, catalog).get(instance_type(self.found.id))
        return replace(spec, type=self.key) if spec is not None else None

    def insertion(self, at: QPointF) -> Edit:
        """The edit that brings it into a workflow, with a node that stands for it."""
        place = {"at": [at.x(), at.y()]}
        return InsertSubgraph(self.found.definitions, self.found.id, id_word(self.found.id), place)


def own_subgraphs() -> Iterator[OwnSubgraph]:
    """What is in the user's library now; files that can't be read are left out."""
    return map(OwnSubgraph, load_library((subgraph_folder(),)).subgraphs)


def library_state() -> tuple[tuple[str, int], ...]:
    """What changes whenever the library does."""
    folder = subgraph_folder()
    files = folder.glob("*.json") if folder.is_dir() else ()
    return tuple(sorted((file.name, file.stat().st_mtime_ns) for file in files))


def find_own(key: str) -> OwnSubgraph | None:
    """The subgraph that a key stands for, if it is still there."""
    return next((own for own in own_subgraphs() if own.key == key), None)


def is_own(key: str) -> bool:
    """Whether a key stands for a subgraph of the library rather than for a node type."""
    return key.startswith(PREFIX)


def add_own(page: WorkflowPage, own: OwnSubgraph, at: QPointF, text: str) -> str:
    """Add a node that stands for a subgraph; its id, or "" if that was refused."""
    before = set(page.document.graph.nodes)
    if not page.stage.apply(own.insertion(at), text):
        return ""
    return next(name for name in page.document.graph.nodes if name not in before)
