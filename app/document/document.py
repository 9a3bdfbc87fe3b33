"""Document: a workflow as the studio has opened it, with its problems, or why it can't."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph_engine.catalog import Catalog
from graph_engine.check import Problem, find_cycle, find_problems
from graph_engine.errors import WeftError
from graph_engine.places import Places
from graph_engine.spec import NodeSpec
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import load_workflow


@dataclass(frozen=True)
class Document:
    """What the window shows; `error` is the sentence that stands in place of a workflow."""

    path: Path
    workflow: Workflow = field(default_factory=Workflow)
    specs: Mapping[str, NodeSpec] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    error: str = ""
    hint: str = ""

    @property
    def title(self) -> str:
        """The workflow's name, or that of its file."""
        return self.workflow.name or self.path.name

    @property
    def summary(self) -> str:
        """What there is and how to run it, for the status bar."""
        if self.error:
            return "The file could not be opened; nothing was changed."
        graph = self.workflow.graph
        links = sum(len(node.inputs) for node in graph.nodes.values())
        counts = f"{_count(len(graph.nodes), 'node')}, {_count(links, 'link')}."
        return f"{counts} Run it with: weft run {shlex.quote(shown_path(self.path))}"


def open_document(path: Path, catalog: Catalog) -> Document:
    """Read and check a workflow; never raises for what is wrong with the file."""
    try:
        workflow = load_workflow(path)
    except WeftError as error:
        return Document(path, error=error.message, hint=error.hint)
    places = Places.default()
    places = replace(places, inputs=(path.parent, *places.inputs))
    problems = (*find_problems(workflow, catalog, places), *find_cycle(workflow.graph))
    types = {node.type for node in workflow.graph.nodes.values()}
    specs = {type_id: catalog[type_id] for type_id in types if type_id in catalog}
    return Document(path, workflow, specs, problems)


def shown_path(path: Path) -> str:
    """The path as a person would type it here: relative where that is shorter."""
    absolute = path.absolute()
    return os.path.relpath(absolute) if absolute.is_relative_to(Path.cwd()) else str(absolute)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
