"""Library: subgraphs kept in files of their own, for use in other workflows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph_engine.errors import InputError, WorkflowFileError, nearest
from graph_engine.file_names import file_name_problem
from graph_engine.graph import Graph, GraphNode
from graph_engine.subgraphs.definitions import instance_type, needed_definitions, used_in
from graph_engine.workflow import Subgraph, Workflow
from graph_engine.workflow_io import SUFFIX, load_workflow, save_workflow


@dataclass(frozen=True)
class LibrarySubgraph:
    """A subgraph in the library, with the definitions inside it; `InsertSubgraph` takes both."""

    path: Path
    id: str
    definitions: Mapping[str, Subgraph]

    @property
    def subgraph(self) -> Subgraph:
        """The definition itself."""
        return self.definitions[self.id]


@dataclass(frozen=True)
class BrokenFile:
    """A file of the library that can't be read, and why."""

    path: Path
    message: str


@dataclass(frozen=True)
class Library:
    """The subgraphs found in folders, by file name, and the files that could not be read."""

    subgraphs: tuple[LibrarySubgraph, ...]
    broken: tuple[BrokenFile, ...]


def save_subgraph(
    workflow: Workflow, subgraph_id: str, folder: Path, *, overwrite: bool = False
) -> Path:
    """Write a subgraph and those inside it to a file of its own: a workflow with one node.

    Raises InputError for a subgraph that is not there, and for a file that is there already
    unless it is to be replaced.
    """
    if subgraph_id not in workflow.subgraphs:
        raise InputError(
            f'There is no subgraph "{subgraph_id}".',
            hint=nearest(subgraph_id, workflow.subgraphs),
        )
    if problem := file_name_problem(subgraph_id):
        raise InputError(f'The subgraph "{subgraph_id}" can\'t be kept under its id: {problem}.')
    file = folder / f"{subgraph_id}{SUFFIX}"
    if file.exists() and not overwrite:
        raise InputError(f'There is already a subgraph "{subgraph_id}" in the library: {file}.')
    subgraph = workflow.subgraphs[subgraph_id]
    alone = Workflow(
        graph=Graph({subgraph_id: GraphNode(instance_type(subgraph_id))}),
        name=subgraph.name,
        description=subgraph.description,
        subgraphs=needed_definitions(workflow.subgraphs, [subgraph_id]),
    )
    folder.mkdir(parents=True, exist_ok=True)
    save_workflow(alone, file)
    return file


def load_library(folders: Iterable[Path]) -> Library:
    """Read the subgraphs that lie in folders: those that the nodes of their workflows stand for."""
    found: list[LibrarySubgraph] = []
    broken: list[BrokenFile] = []
    for folder in folders:
        for path in sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ():
            try:
                workflow = load_workflow(path)
            except WorkflowFileError as error:
                broken.append(BrokenFile(path, str(error)))
                continue
            for one in dict.fromkeys(used_in(workflow.graph)):
                if one in workflow.subgraphs:
                    definitions = needed_definitions(workflow.subgraphs, [one])
                    found.append(LibrarySubgraph(path, one, definitions))
    return Library(tuple(found), tuple(broken))
