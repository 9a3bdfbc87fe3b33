"""Model loading: which node loads a model of a kind, and what a dragged model carries."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPointF

from app.docks.placing import add_node
from app.look.words import tr
from app.page.page import WorkflowPage
from graph_engine.hints import ModelFile
from graph_engine.spec import NodeSpec

MODEL_MIME = "application/x-weft-model"


@dataclass(frozen=True)
class Loader:
    """A node type that loads models of a kind, and its param that names one."""

    type: str
    param: str


@dataclass(frozen=True)
class DraggedModel:
    """A model on its way to the canvas."""

    name: str
    kind: str

    def as_bytes(self) -> bytes:
        """What the drag carries."""
        return json.dumps({"name": self.name, "kind": self.kind}).encode()


def find_loader(catalog: Mapping[str, NodeSpec], kind: str) -> Loader | None:
    """The first node type with a param for models of this kind, if there is one."""
    for spec in catalog.values():
        for scalar in spec.files:
            if isinstance(scalar.hint, ModelFile) and scalar.hint.kind == kind:
                return Loader(spec.type, scalar.name)
    return None


def read_dragged_model(data: QMimeData) -> DraggedModel | None:
    """The model that a drag carries; None if it carries something else."""
    if not data.hasFormat(MODEL_MIME):
        return None
    try:
        read = json.loads(data.data(MODEL_MIME).toStdString())
        return DraggedModel(str(read["name"]), str(read["kind"]))
    except (ValueError, KeyError, TypeError):
        return None


def add_model(page: WorkflowPage, model: DraggedModel, at: QPointF | None = None) -> str:
    """Add the node that loads a model, at a point or in the middle; its id, "" if there is none."""
    loader = find_loader(page.document.catalog, model.kind)
    if loader is None:
        page.say(tr("No node loads models of the kind {kind}.", kind=model.kind))
        return ""
    return add_node(page, loader.type, {loader.param: model.name}, at)
