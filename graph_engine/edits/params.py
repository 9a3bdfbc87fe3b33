"""Edits of params."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.check import param_problem
from graph_engine.edits.edit import Edit, drop, node_of, position_of, put, with_node
from graph_engine.errors import EditError
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.workflow import Workflow

Json = Any


@dataclass(frozen=True)
class SetParam:
    """Give a param a value; refuses one that the node's declaration does not allow."""

    node: str
    name: str
    value: Json

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = node_of(workflow.graph, self.node)
        spec = catalog_of(workflow, catalog).get(node.type)
        if spec and (problem := param_problem(spec, self.node, self.name, self.value)):
            raise EditError(
                problem.message, node=self.node, type=node.type, port=self.name, hint=problem.hint
            )
        return PutParam(self.node, self.name, self.value).apply(workflow, catalog)


@dataclass(frozen=True)
class PutParam:
    """Put a param back as it was, at its position and unchecked."""

    node: str
    name: str
    value: Json
    position: int | None = None

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = node_of(workflow.graph, self.node)
        back: Edit = ResetParam(self.node, self.name)
        if self.name in node.params:
            back = PutParam(self.node, self.name, node.params[self.name])
        params = put(node.params, self.name, self.value, self.position)
        return with_node(workflow, self.node, replace(node, params=params)), back


@dataclass(frozen=True)
class ResetParam:
    """Take a param's value away, so that its default holds."""

    node: str
    name: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = node_of(workflow.graph, self.node)
        if self.name not in node.params:
            raise EditError(
                f'"{self.node}.{self.name}" is at its default already.',
                node=self.node,
                port=self.name,
            )
        position = position_of(node.params, self.name)
        back = PutParam(self.node, self.name, node.params[self.name], position)
        changed = replace(node, params=drop(node.params, self.name))
        return with_node(workflow, self.node, changed), back
