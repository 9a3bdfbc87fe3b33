"""Edits of what surrounds the graph: its layout, its name and description."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph_engine.catalog import Catalog
from graph_engine.edits.edit import Edit
from graph_engine.workflow import Layout, Workflow


@dataclass(frozen=True)
class SetLayout:
    """Move things on the canvas: places, frames and notes; no result depends on them."""

    layout: Layout

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        return replace(workflow, layout=self.layout), SetLayout(workflow.layout)


@dataclass(frozen=True)
class Describe:
    """Set the workflow's name and description."""

    name: str
    description: str = ""

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        changed = replace(workflow, name=self.name, description=self.description)
        return changed, Describe(workflow.name, workflow.description)
