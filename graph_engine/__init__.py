"""Weft's engine: workflows are planned, run and cached here; it knows no window and no torch."""

from graph_engine.builder import Builder
from graph_engine.catalog import Catalog
from graph_engine.errors import Cancelled, InputError, NodeError, ProblemsError, WeftError
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.node import Node
from graph_engine.run_result import RunResult
from graph_engine.session import Session
from graph_engine.workflow import Layout, Workflow
from graph_engine.workflow_io import format_workflow, load_workflow, parse_workflow, save_workflow

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
