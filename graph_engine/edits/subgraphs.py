"""Edits of subgraphs: their insides, what they show outside, and the definitions themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.edits.edit import Edit, drop
from graph_engine.edits.nodes import AddNode
from graph_engine.edits.surroundings import Describe
from graph_engine.errors import EditError, InputError, nearest
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.subgraphs.definitions import (
    inside,
    instance_type,
    subgraph_id_of,
    usable,
    with_definitions,
    with_inside,
)
from graph_engine.subgraphs.own_copy import with_own_copy
from graph_engine.subgraphs.ports import Ports, ports_of, without_lost_ports
from graph_engine.workflow import Layout, Subgraph, Workflow

Json = Any


@dataclass(frozen=True)
class Restore:
    """Put a graph, its layout and all definitions back as they were."""

    graph: Graph
    layout: Layout
    subgraphs: Mapping[str, Subgraph]
    inputs: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    outputs: Mapping[str, Link] = field(default_factory=dict)

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        restored = replace(
            workflow,
            graph=self.graph,
            layout=self.layout,
            subgraphs=self.subgraphs,
            inputs=self.inputs,
            outputs=self.outputs,
        )
        return restored, as_it_was(workflow)


def as_it_was(workflow: Workflow) -> Restore:
    """What puts a workflow back after its graph and its definitions changed."""
    return Restore(
        workflow.graph, workflow.layout, workflow.subgraphs, workflow.inputs, workflow.outputs
    )


@dataclass(frozen=True)
class EditSubgraph:
    """Apply an edit to the inside of a subgraph, for all nodes that stand for it.

    Inputs and outputs that it showed of nodes which are gone then go too, with what was linked or
    given to them. Refuses what would put a subgraph inside itself, with the path.
    """

    subgraph: str
    edit: Edit

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        subgraph_of(workflow, self.subgraph)
        within = inside(workflow, self.subgraph)
        after, _ = self.edit.apply(within, catalog)
        changed = with_inside(workflow, self.subgraph, _without_lost_ends(within, after))
        refused = usable(workflow).refused
        for subgraph_id, reason in usable(changed).refused.items():
            if subgraph_id not in refused:
                raise EditError(f'This can\'t be in the subgraph "{self.subgraph}": {reason}.')
        changed = without_lost_ports(changed, lost_ports(workflow, changed, self.subgraph))
        return changed, as_it_was(workflow)


@dataclass(frozen=True)
class RenameSubgraph:
    """Give a subgraph another name; its id stays."""

    subgraph: str
    name: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        description = subgraph_of(workflow, self.subgraph).description
        renaming = EditSubgraph(self.subgraph, Describe(self.name, description))
        return renaming.apply(workflow, catalog)


@dataclass(frozen=True)
class OwnCopy:
    """Give a node that stands for a subgraph a definition of its own, if others share it."""

    node: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        try:
            changed, _ = with_own_copy(workflow, [self.node])
        except InputError as error:
            raise EditError(error.message, node=self.node, hint=error.hint) from error
        return changed, as_it_was(workflow)


@dataclass(frozen=True)
class RemoveSubgraph:
    """Take a definition out of the workflow; refused while nodes stand for it."""

    subgraph: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        subgraph_of(workflow, self.subgraph)
        graphs = {"": workflow.graph} | {
            f' in the subgraph "{other}"': one.graph for other, one in workflow.subgraphs.items()
        }
        for where, graph in graphs.items():
            for name, node in graph.nodes.items():
                if subgraph_id_of(node.type) == self.subgraph:
                    raise EditError(
                        f'The node "{name}"{where} stands for the subgraph "{self.subgraph}".',
                        node=name,
                        type=node.type,
                        hint="Remove or unfold the nodes that stand for it first.",
                    )
        left = drop(workflow.subgraphs, self.subgraph)
        return replace(workflow, subgraphs=left), as_it_was(workflow)


@dataclass(frozen=True)
class InsertSubgraph:
    """Bring a definition, with those inside it, and optionally a node that stands for it.

    A definition that is there already is used as it is; another one of the same id is kept, and
    the new one gets a free id. `node` is the word that the new node's id is made from.
    """

    definitions: Mapping[str, Subgraph]
    subgraph: str
    node: str = ""
    place: Json = None

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        if self.subgraph not in self.definitions:
            raise EditError(
                f'There is no subgraph "{self.subgraph}".',
                hint=nearest(self.subgraph, self.definitions),
            )
        changed, ids = with_definitions(workflow, self.definitions)
        if self.node:
            new = GraphNode(instance_type(ids[self.subgraph]))
            adding = AddNode(changed.graph.new_id(self.node), new, self.place)
            changed, _ = adding.apply(changed, catalog)
        return changed, as_it_was(workflow)


def subgraph_of(workflow: Workflow, subgraph_id: str) -> Subgraph:
    """The definition with an id; raises EditError with the nearest id."""
    if subgraph_id not in workflow.subgraphs:
        raise EditError(
            f'There is no subgraph "{subgraph_id}".',
            hint=nearest(subgraph_id, workflow.subgraphs),
        )
    return workflow.subgraphs[subgraph_id]


def _without_lost_ends(before: Workflow, after: Workflow) -> Workflow:
    """The inside without inputs and outputs of nodes that went."""
    gone = before.graph.nodes.keys() - after.graph.nodes.keys()
    inputs = {
        name: kept
        for name, targets in after.inputs.items()
        if (kept := tuple(target for target in targets if target.node not in gone)) or not targets
    }
    outputs = {name: link for name, link in after.outputs.items() if link.node not in gone}
    return replace(after, inputs=inputs, outputs=outputs)


def lost_ports(before: Workflow, after: Workflow, subgraph_id: str) -> dict[str, Ports]:
    """The ports that a subgraph showed before and does not show any more."""
    shown = ports_of(before.subgraphs[subgraph_id])
    left = ports_of(after.subgraphs[subgraph_id])
    return {subgraph_id: Ports(shown.inputs - left.inputs, shown.outputs - left.outputs)}
