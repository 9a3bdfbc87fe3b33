"""Snapshot: a workflow as the engine is asked about it, after every edit."""

from __future__ import annotations

import json
from dataclasses import replace

from graph_engine.graph import Graph, GraphNode
from graph_engine.workflow import Layout, Workflow
from graph_engine.workflow_io import node_data, workflow_data


def snapshot(workflow: Workflow) -> str:
    """The workflow as JSON text in one line, without its layout.

    Ten times faster than the text of its file, which is laid out for people; and a node that is as
    it was in the last snapshot is not written again: 1,000 of them take longer than an edit may.
    """
    nodes = workflow.graph.nodes
    bare = replace(workflow, graph=Graph(), layout=Layout())
    around = json.dumps(workflow_data(bare), separators=(",", ":"))
    texts = ",".join([f"{json.dumps(name)}:{_node_text(node)}" for name, node in nodes.items()])
    return around.replace(_NO_NODES, f'"nodes":{{{texts}}}', 1)


_NO_NODES = '"nodes":{}'
_MOST = 20_000
# By their identity: an edit makes new nodes and leaves the others as they are. Each text is kept
# with its node, so that no other object can come to have the same identity.
_written: dict[int, tuple[GraphNode, str]] = {}


def _node_text(node: GraphNode) -> str:
    found = _written.get(id(node))
    if found is None:
        if len(_written) >= _MOST:
            _written.clear()
        found = _written[id(node)] = (node, json.dumps(node_data(node), separators=(",", ":")))
    return found[1]
