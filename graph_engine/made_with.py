"""Made with: which Weft and node versions a workflow ran with, and in a picture, how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph_engine.catalog import Catalog
from graph_engine.device import Device, distribution_version
from graph_engine.workflow import Workflow

if TYPE_CHECKING:
    from graph_engine.keys import Ingredients

Json = Any
RUN_KEY = "run"


def stamped(
    workflow: Workflow, catalog: Catalog, run: Mapping[str, Json] | None = None
) -> Workflow:
    """The workflow with `made_with` telling this Weft and the versions of its node types.

    `run` is what `run_facts` tells of the run that saves it; what an earlier run told is left out.
    """
    graphs = (workflow.graph, *(one.graph for one in workflow.subgraphs.values()))
    types = sorted({node.type for graph in graphs for node in graph.nodes.values()})
    versions = {type_id: catalog[type_id].version for type_id in types if type_id in catalog}
    kept = {key: value for key, value in workflow.made_with.items() if key != RUN_KEY}
    made_with = {**kept, "weft": distribution_version("weft"), "nodes": versions}
    if run is not None:
        made_with[RUN_KEY] = dict(run)
    return replace(workflow, made_with=made_with)


def run_facts(
    node: str, upstream: Iterable[str], catalog: Catalog, made_of: Mapping[str, Ingredients],
    device: Device,
) -> dict[str, Json]:  # fmt: skip
    """What decides the result of a node beyond the workflow, as JSON data.

    The content of the files that it depends on, by `node.param`; and where numbers depend on
    them, the class of device, the dtype and the versions of libraries.
    """
    names = list(upstream)
    facts: dict[str, Json] = {"node": node}
    libraries = {one for name in names for one in catalog[made_of[name].type].numerics}
    if libraries:
        facts |= {"device": device.kind, "dtype": device.dtype}
        facts["libraries"] = {one: distribution_version(one) for one in sorted(libraries)}
    files = {
        f"{name}.{param}": digest for name in names for param, digest in made_of[name].files.items()
    }
    return {**facts, "files": files} if files else facts
