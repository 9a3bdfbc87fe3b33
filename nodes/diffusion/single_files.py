"""Single files: parts of models built from configs that their tensors tell, and filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import torch

from graph_engine.errors import NodeError
from nodes.diffusion.arrays import DTYPES
from nodes.diffusion.weight_files import Tensors, open_tensors
from nodes.formats.configs import part_config
from nodes.formats.names import Piece, part_pieces

if TYPE_CHECKING:
    from transformers.models.clip.modeling_clip import CLIPTextModel
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    from graph_engine.device import Device
    from graph_engine.model_files import ModelSource

_CHANGES: Mapping[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "": lambda tensor: tensor,
    "flat": lambda tensor: tensor.reshape(tensor.shape[:2]),
    "transposed": lambda tensor: tensor.T.contiguous(),
    "first third": lambda tensor: tensor.chunk(3)[0],
    "second third": lambda tensor: tensor.chunk(3)[1],
    "last third": lambda tensor: tensor.chunk(3)[2],
}


def load_single(source: ModelSource, part: str, kind: Any, device: Device) -> Any:
    """A part of a single file as a diffusers module of class `kind`.

    Only the part's tensors are read. Raises NodeError unless they are all there and fit.
    """
    config = part_config(source, part)
    try:
        with torch.device("meta"):
            module = kind.from_config(config)
    except (ValueError, TypeError) as error:
        raise NodeError(
            f'The {part.replace("_", " ")} in the file "{source.name}" is built unlike those of its'
            f" family: {error}",
            port="model",
        ) from error
    return fill(module, part_pieces(source, part), source, part, device)


def load_single_text_encoder(source: ModelSource, part: str, device: Device) -> CLIPTextModel:
    """A text encoder of a single file."""
    config = part_config(source, part)
    pieces = part_pieces(source, part)
    layers = config["num_hidden_layers"]
    used = {
        name: piece
        for name, piece in pieces.items()
        if not name.startswith("encoder.layers.") or int(name.split(".")[2]) < layers
    }
    return fill_text_encoder(empty_text_encoder(config), used, source, part, device)


def empty_text_encoder(config: Mapping[str, Any]) -> Any:
    """A text encoder without weights, of the class that its config names."""
    from transformers.models.clip import modeling_clip
    from transformers.models.clip.configuration_clip import CLIPTextConfig

    projected = "CLIPTextModelWithProjection" in (config.get("architectures") or ())
    kind = modeling_clip.CLIPTextModelWithProjection if projected else modeling_clip.CLIPTextModel
    with torch.device("meta"):
        return kind(CLIPTextConfig(**config))


def fill_text_encoder(
    encoder: Any, pieces: Mapping[str, Piece], source: ModelSource, part: str, device: Device
) -> CLIPTextModel:
    """Fill a text encoder; pieces are named without `text_model.`, which only some classes have."""
    inner = getattr(encoder, "text_model", encoder)
    prefix = "" if inner is encoder else "text_model."
    own = {name.removeprefix(prefix): name for name in encoder.state_dict()}
    named = {own.get(name, name): piece for name, piece in pieces.items()}
    if "text_projection.weight" not in own:
        named.pop("text_projection.weight", None)
    positions = torch.arange(encoder.config.max_position_embeddings, device=device.name)
    inner.embeddings.register_buffer("position_ids", positions[None], persistent=False)
    filled: CLIPTextModel = fill(encoder, named, source, part, device)
    return filled


def fill(
    module: Any, pieces: Mapping[str, Piece], source: ModelSource, part: str, device: Device
) -> Any:
    """Give a module that was built without weights those of a file, in the device's dtype.

    Raises NodeError that names the first tensor that is missing, left over or of another shape.
    """
    assert source.file is not None
    wanted = {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}
    if problem := _mismatch(wanted, pieces):
        raise NodeError(
            f'The {part.replace("_", " ")} in the file "{source.name}" {problem}.',
            port="model",
            hint="The file is incomplete, or made for a model that this version doesn't know.",
        )
    with open_tensors(source.file, device.name) as tensors:
        weights = {name: _read(tensors, piece, device) for name, piece in pieces.items()}
    # Gradients stay switched on in the weights, though none is ever taken: without them torch's
    # CPU kernels for linear layers round differently from the pipelines'.
    module.load_state_dict(weights, assign=True)
    return module.eval()


def _read(tensors: Tensors, piece: Piece, device: Device) -> torch.Tensor:
    tensor = _CHANGES[piece.change](tensors.get_tensor(piece.name))
    return tensor.to(device=device.name, dtype=DTYPES[device.dtype])


def _mismatch(wanted: Mapping[str, tuple[int, ...]], pieces: Mapping[str, Piece]) -> str:
    """What keeps a file's tensors from filling a module; empty if nothing does."""
    for name, shape in wanted.items():
        if name not in pieces:
            missing = sum(name not in pieces for name in wanted)
            return f"lacks {missing} tensors, such as {name}"
        if pieces[name].shape != shape:
            return f"has {name} in the shape {pieces[name].shape} instead of {shape}"
    extra = next((name for name in pieces if name not in wanted), None)
    return f"has tensors for more layers than its family, such as {extra}" if extra else ""


def clip_tokenizer(pad: str) -> CLIPTokenizer:
    """CLIP's own tokenizer, from the vocabulary that travels with Weft."""
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    from nodes.formats.vocabulary import number_tokens, read_merges

    merges = read_merges()
    # Its annotation asks for text, what it builds on for pairs.
    pairs: Any = merges
    return CLIPTokenizer(number_tokens(merges), pairs, pad_token=pad, model_max_length=77)
