"""Model files: what lies in the model folders, told from configs and headers alone.

No weights are read, and nothing that a file holds is run.
"""

from graph_engine.model_files.found import FoundModel, describe_model
from graph_engine.model_files.known import KnownModels
from graph_engine.model_files.lookup import (
    NotFound,
    find_model,
    find_tiny_decoder,
    kind_in_words,
    list_models,
    read_model,
)
from graph_engine.model_files.source import ModelSource, Place, read_json
from graph_engine.model_files.tensors import SUFFIXES, TensorFile, TensorInfo, read_tensor_file

__all__ = [
    "SUFFIXES",
    "FoundModel",
    "KnownModels",
    "ModelSource",
    "NotFound",
    "Place",
    "TensorFile",
    "TensorInfo",
    "describe_model",
    "find_model",
    "find_tiny_decoder",
    "kind_in_words",
    "list_models",
    "read_json",
    "read_model",
    "read_tensor_file",
]
