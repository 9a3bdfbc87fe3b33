"""Soundness of definitions: why one can't be used, and which of the ports it shows lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph_engine.errors import nearest
from graph_engine.graph import Link
from graph_engine.spec import NodeSpec
from graph_engine.subgraphs.definitions import usable
from graph_engine.workflow import Subgraph, Workflow


def why_unusable(workflow: Workflow, subgraph_id: str) -> tuple[str, str]:
    """Why nodes can't stand for a subgraph, and the way out."""
    reason = usable(workflow).refused.get(subgraph_id)
    if reason is None:
        hint = nearest(subgraph_id, workflow.subgraphs) or "The node is kept."
        return f'there is no subgraph "{subgraph_id}" in this workflow', hint
    return reason, "Take one of these out of the other." if "→" in reason else ""


def ends_astray(
    subgraph: Subgraph, name: str, types: Mapping[str, NodeSpec]
) -> Iterator[tuple[str, str]]:
    """What is wrong with where a shown input or output leads, each with the nearest match."""
    ends = [("input", link) for link in subgraph.inputs.get(name, ())]
    ends += [("output", subgraph.outputs[name])] if name in subgraph.outputs else []
    for side, link in ends:
        if lacking := _lacking(subgraph, link, side, types):
            what, hint = lacking
            yield f'its {side} "{name}" leads to "{link}", but {what}', hint


def _lacking(
    subgraph: Subgraph, link: Link, side: str, types: Mapping[str, NodeSpec]
) -> tuple[str, str] | None:
    """What is not there of an inner port, and the nearest match."""
    node = subgraph.graph.nodes.get(link.node)
    if node is None:
        return f'there is no node "{link.node}" in it', nearest(link.node, subgraph.graph.nodes)
    spec = types.get(node.type)
    if spec is None:
        return None
    ports: Iterable[str] = spec.inputs if side == "input" else spec.outputs
    if link.port in ports:
        return None
    return f'{node.type} has no {side} "{link.port}"', nearest(link.port, ports)
