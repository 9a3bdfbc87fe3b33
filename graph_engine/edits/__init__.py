"""Edits: every change that a workflow can undergo; applying one returns its inverse."""

from graph_engine.edits.edit import Batch, Edit
from graph_engine.edits.exposing import Expose, RenameExposed, Unexpose
from graph_engine.edits.folding import Fold, Unfold
from graph_engine.edits.layout import MoveNodes, SetFrames, SetNodeLayout, SetNotes, SetReroutes
from graph_engine.edits.links import Connect, Disconnect, PutLink
from graph_engine.edits.many import AddNodes, RemoveNodes
from graph_engine.edits.nodes import AddNode, RemoveNode, RenameNode, SetState
from graph_engine.edits.params import PutParam, ResetParam, SetParam
from graph_engine.edits.subgraphs import (
    EditSubgraph,
    InsertSubgraph,
    OwnCopy,
    RemoveSubgraph,
    RenameSubgraph,
    Restore,
)
from graph_engine.edits.surroundings import Describe, SetLayout

__all__ = [
    "AddNode",
    "AddNodes",
    "Batch",
    "Connect",
    "Describe",
    "Disconnect",
    "Edit",
    "EditSubgraph",
    "Expose",
    "Fold",
    "InsertSubgraph",
    "MoveNodes",
    "OwnCopy",
    "PutLink",
    "PutParam",
    "RemoveNode",
    "RemoveNodes",
    "RemoveSubgraph",
    "RenameExposed",
    "RenameNode",
    "RenameSubgraph",
    "ResetParam",
    "Restore",
    "SetFrames",
    "SetLayout",
    "SetNodeLayout",
    "SetNotes",
    "SetParam",
    "SetReroutes",
    "SetState",
    "Unexpose",
    "Unfold",
]
