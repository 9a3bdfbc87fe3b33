"""Weft's engine: workflows are planned, run and cached here; it knows no window and no torch."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph_engine.builder import Builder
    from graph_engine.catalog import Catalog
    from graph_engine.errors import Cancelled, InputError, NodeError, ProblemsError, WeftError
    from graph_engine.graph import Graph, GraphNode, Link
    from graph_engine.node import Node
    from graph_engine.run_result import RunResult
    from graph_engine.session import Session
    from graph_engine.workflow import Layout, Workflow
    from graph_engine.workflow_io import (
        format_workflow,
        load_workflow,
        parse_workflow,
        save_workflow,
    )

# Imported when they are first asked for: who uses a part shall not wait for the others.
_MODULES = {
    "builder": ("Builder",),
    "catalog": ("Catalog",),
    "errors": ("Cancelled", "InputError", "NodeError", "ProblemsError", "WeftError"),
    "graph": ("Graph", "GraphNode", "Link"),
    "node": ("Node",),
    "run_result": ("RunResult",),
    "session": ("Session",),
    "workflow": ("Layout", "Workflow"),
    "workflow_io": ("format_workflow", "load_workflow", "parse_workflow", "save_workflow"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

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
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"graph_engine.{_HOMES[name]}"), name)
