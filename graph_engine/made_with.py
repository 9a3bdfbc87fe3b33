"""Made with: which Weft and which node versions a workflow ran with."""

from __future__ import annotations

from dataclasses import replace

from graph_engine.catalog import Catalog
from graph_engine.device import distribution_version
from graph_engine.workflow import Workflow


def stamped(workflow: Workflow, catalog: Catalog) -> Workflow:
    """The workflow with `made_with` telling this Weft and the versions of its node types."""
    graphs = (workflow.graph, *(one.graph for one in workflow.subgraphs.values()))
    types = sorted({node.type for graph in graphs for node in graph.nodes.values()})
    versions = {type_id: catalog[type_id].version for type_id in types if type_id in catalog}
    made_with = {**workflow.made_with, "weft": distribution_version("weft"), "nodes": versions}
    return replace(workflow, made_with=made_with)
