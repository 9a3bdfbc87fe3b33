"""Findings: problems as the list shows them: a sentence in pieces, a place, and how bad it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from app.canvas.node_view import title_of_type
from app.document.document import Document, Level, subgraphs_on
from graph_engine.check import Problem
from graph_engine.subgraphs import inside
from graph_engine.workflow import Workflow

Severity = Literal["error", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")
ICONS: dict[str, tuple[str, str]] = {
    "error": ("errorf", "state.failed"),
    "warning": ("warn", "state.warning"),
    "hint": ("info", "state.muted"),
}
_NODE = re.compile(r'^Node "(?P<node>[^"]+)" \([^)]*\)(?P<mark>[:,]?) ?')
_NAME = re.compile(r'"([\w./:*-]{1,60})"')


@dataclass(frozen=True)
class Piece:
    """A part of a sentence; a name out of the file stands in the font of code."""

    text: str
    is_code: bool = False


@dataclass(frozen=True)
class Finding:
    """One problem; `place` is where it is, as a link says it."""

    problem: Problem
    severity: Severity
    pieces: tuple[Piece, ...]
    place: str

    @property
    def sentence(self) -> str:
        """The pieces as plain text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def node(self) -> str:
        """The node's id with the instances that it stands in; empty for the whole file."""
        return self.problem.node


def read_findings(document: Document, problems: Iterable[Problem]) -> list[Finding]:
    """The problems of a document, errors first, each kind in the order of the check."""
    made = [_finding(document, problem) for problem in problems]
    return sorted(made, key=lambda finding: SEVERITIES.index(finding.severity))


def level_of(node: str) -> tuple[Level, str]:
    """The instances that a node of a problem stands in, and its own id."""
    *level, name = node.split("/")
    return tuple(level), name


def workflow_on(workflow: Workflow, level: Level) -> Workflow | None:
    """What is inside a path of instances; None if the path leads nowhere."""
    ids = subgraphs_on(workflow, level)
    if len(ids) != len(level):
        return None
    return inside(workflow, ids[-1]) if ids else workflow


def node_title(workflow: Workflow, name: str) -> str:
    """What a node is called: its own title, or its type in words."""
    look = workflow.layout.nodes.get(name)
    given = look.get("title") if isinstance(look, dict) else None
    if isinstance(given, str) and given.strip():
        return given.strip()
    node = workflow.graph.nodes.get(name)
    if node is None:
        return name
    subgraph = workflow.subgraphs.get(node.type.removeprefix("subgraph:"))
    if node.type.startswith("subgraph:") and subgraph is not None and subgraph.name:
        return subgraph.name
    return title_of_type(node.type)


def _finding(document: Document, problem: Problem) -> Finding:
    place = f"{problem.node}.{problem.port}" if problem.port else problem.node
    return Finding(problem, problem.severity, tuple(_pieces(document, problem)), place)


def _pieces(document: Document, problem: Problem) -> Iterator[Piece]:
    text = problem.message
    if named := _NODE.match(text):
        level, name = level_of(problem.node or named["node"])
        workflow = workflow_on(document.workflow, level)
        title = node_title(workflow, name) if workflow is not None else name
        yield Piece(f"{title}{named['mark']} ")
        text = text[named.end() :]
    if problem.hint:
        text = f"{text} {problem.hint}"
    at = 0
    for found in _NAME.finditer(text):
        if found.start() > at:
            yield Piece(text[at : found.start()])
        yield Piece(found[1], is_code=True)
        at = found.end()
    if at < len(text):
        yield Piece(text[at:])
