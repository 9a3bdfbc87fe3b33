"""Subgraphs: nodes made of nodes; defined in the workflow, opened up for checks and runs."""

from graph_engine.subgraphs.definitions import (
    inside,
    instance_type,
    needed_definitions,
    subgraph_id_of,
    usable,
    with_definitions,
)
from graph_engine.subgraphs.expansion import expand, open_up
from graph_engine.subgraphs.library import Library, LibrarySubgraph, load_library, save_subgraph
from graph_engine.subgraphs.specs import catalog_of, subgraph_spec

__all__ = [
    "Library",
    "LibrarySubgraph",
    "catalog_of",
    "expand",
    "inside",
    "instance_type",
    "load_library",
    "needed_definitions",
    "open_up",
    "save_subgraph",
    "subgraph_id_of",
    "subgraph_spec",
    "usable",
    "with_definitions",
]
