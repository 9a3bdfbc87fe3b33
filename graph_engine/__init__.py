"""Weft's engine: workflows are planned, run and cached here; it knows no window and no torch."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from graph_engine.catalog import Catalog
from graph_engine.errors import Cancelled, InputError, NodeError, ProblemsError, WeftError
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.node import Node
from graph_engine.workflow import Layout, Workflow
from graph_engine.workflow_io import format_workflow, load_workflow, parse_workflow, save_workflow

if TYPE_CHECKING:
    from graph_engine.builder import Builder
    from graph_engine.run_result import RunResult
    from graph_engine.session import Session

# What runs workflows imports numpy. A window, which runs none itself, shall not wait for that.
_LATER = {
    "Builder": "graph_engine.builder",
    "RunResult": "graph_engine.run_result",
    "Session": "graph_engine.session",
}

__all__ = [
    "Builder",
    "Cancelled",
    "Catalog",
    "Graph",
    "GraphNode",
    "InputError",
    "Layout",
    "Link",
    "Node",
    "NodeError",
    "ProblemsError",
    "RunResult",
    "Session",
    "WeftError",
    "Workflow",
    "format_workflow",
    "load_workflow",
    "parse_workflow",
    "save_workflow",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
