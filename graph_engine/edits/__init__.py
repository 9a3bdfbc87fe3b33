"""Edits: every change that a workflow can undergo; applying one returns its inverse."""

from graph_engine.edits.edit import Batch, Edit
from graph_engine.edits.layout import MoveNodes, SetFrames, SetNodeLayout, SetNotes, SetReroutes
from graph_engine.edits.links import Connect, Disconnect, PutLink
from graph_engine.edits.many import AddNodes, PutBack, RemoveNodes
from graph_engine.edits.nodes import AddNode, RemoveNode, RenameNode, SetState
from graph_engine.edits.params import PutParam, ResetParam, SetParam
from graph_engine.edits.surroundings import Describe, SetLayout

__all__ = [
    "AddNode",
    "AddNodes",
    "Batch",
    "Connect",
    "Describe",
    "Disconnect",
    "Edit",
    "MoveNodes",
    "PutBack",
    "PutLink",
    "PutParam",
    "RemoveNode",
    "RemoveNodes",
    "RenameNode",
    "ResetParam",
    "SetFrames",
    "SetLayout",
    "SetNodeLayout",
    "SetNotes",
    "SetParam",
    "SetReroutes",
    "SetState",
]
