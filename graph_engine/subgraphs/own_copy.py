"""Own copies: one instance of a subgraph changed inside, without those that share its definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_engine.errors import InputError, nearest
from graph_engine.graph import Graph, free_id
from graph_engine.subgraphs.definitions import instance_type, subgraph_id_of, used_in
from graph_engine.subgraphs.ports import Ports, ports_of, without_lost_ports
from graph_engine.workflow import Workflow


def with_own_copy(workflow: Workflow, path: Sequence[str]) -> tuple[Workflow, str]:
    """The workflow with a definition for the last instance of a path alone, and its id.

    The path leads from the workflow's own nodes inwards; definitions that only this path uses stay
    as they are. Raises InputError for a node that is not there or is no subgraph.
    """
    holder = ""
    for depth, name in enumerate(path):
        shown = "/".join(path[: depth + 1])
        graph = workflow.subgraphs[holder].graph if holder else workflow.graph
        subgraph_id = _subgraph_at(workflow, graph, name, shown)
        if _uses(workflow, subgraph_id) > 1:
            copy = free_id(subgraph_id, workflow.subgraphs)
            definitions = {**workflow.subgraphs, copy: workflow.subgraphs[subgraph_id]}
            instance = replace(graph.nodes[name], type=instance_type(copy))
            changed = Graph({**graph.nodes, name: instance})
            workflow = replace(workflow, subgraphs=definitions)
            if holder:
                definitions[holder] = replace(definitions[holder], graph=changed)
            else:
                workflow = replace(workflow, graph=changed)
            subgraph_id = copy
        holder = subgraph_id
    return workflow, holder


def without_exposure(workflow: Workflow, subgraph_id: str, node: str, port: str) -> Workflow:
    """The workflow with an inner input of a subgraph that nothing outside feeds any more."""
    subgraph = workflow.subgraphs[subgraph_id]
    inputs = {}
    for name, targets in subgraph.inputs.items():
        kept = tuple(x for x in targets if (x.node, x.port) != (node, port))
        if kept or not targets:
            inputs[name] = kept
    changed = replace(subgraph, inputs=inputs)
    lost = Ports(ports_of(subgraph).inputs - ports_of(changed).inputs)
    workflow = replace(workflow, subgraphs={**workflow.subgraphs, subgraph_id: changed})
    return without_lost_ports(workflow, {subgraph_id: lost})


def _subgraph_at(workflow: Workflow, graph: Graph, name: str, shown: str) -> str:
    node = graph.nodes.get(name)
    if node is None:
        hint = nearest(name, graph.nodes)
        raise InputError(f'There is no node "{shown}".', node=shown, hint=hint)
    subgraph_id = subgraph_id_of(node.type)
    if subgraph_id is None or subgraph_id not in workflow.subgraphs:
        raise InputError(
            f'Node "{shown}" ({node.type}) is no subgraph of this workflow, so nothing is inside.',
            node=shown,
            type=node.type,
        )
    return subgraph_id


def _uses(workflow: Workflow, subgraph_id: str) -> int:
    graphs = (workflow.graph, *(one.graph for one in workflow.subgraphs.values()))
    return sum(used_in(graph).count(subgraph_id) for graph in graphs)
