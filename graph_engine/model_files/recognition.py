"""Recognition: what a single file of weights is, told by the names and shapes of its tensors."""

from __future__ import annotations

from pathlib import Path

from graph_engine.errors import NodeError
from graph_engine.model_files.folders import FAMILY_OF_WIDTH, TASK_OF_CHANNELS
from graph_engine.model_files.learnt import read_embedding, read_lora
from graph_engine.model_files.naming import (
    adapter_place,
    controlnet_place,
    text_encoder_places,
    text_width,
    unet_place,
    vae_place,
)
from graph_engine.model_files.others import OTHER_FAMILIES, OTHER_FILES, read_other, refused
from graph_engine.model_files.prediction import prediction_type
from graph_engine.model_files.source import ModelSource, Place
from graph_engine.model_files.tensors import TensorFile, read_tensor_file
from graph_engine.model_files.tiny_decoders import read_tiny_decoder

_UNCLIP_WIDTHS = (768, 1024)


def read_file(path: Path, name: str) -> ModelSource:
    """Tell what a file holds; one that is damaged or unknown has a `problem`."""
    try:
        file = read_tensor_file(path)
    except NodeError as error:
        return ModelSource(name, path, problem=error.message, hint=error.hint)
    return recognise(file, name)


def recognise(file: TensorFile, name: str) -> ModelSource:
    """Tell what a file holds by the names and shapes of its tensors."""
    found = read_lora(file, name) or read_other(file, name, OTHER_FAMILIES)
    found = found or read_embedding(file, name) or _steering(file, name)
    found = found or _with_unet(file, name) or _lone_part(file, name)
    found = found or read_tiny_decoder(file, name)
    found = found or read_other(file, name, OTHER_FILES)
    example = next(iter(file.tensors), "none")
    return found or refused(
        file, name, f'is no model that is known here (it holds tensors such as "{example}")'
    )


def _steering(file: TensorFile, name: str) -> ModelSource | None:
    """A ControlNet or T2I-Adapter."""
    place = controlnet_place(file)
    if place is not None:
        family, _, width = unet_facts(file, place)
        return ModelSource(
            name,
            file.path,
            "controlnet",
            family,
            context_width=width,
            parts=("controlnet",),
            places={"controlnet": place},
            file=file,
        )
    place = adapter_place(file)
    if place is None:
        return None
    # Adapters see the picture in cells of 8 pixels, those of SDXL in cells of 16.
    cells = file.shape(f"{place.prefix}conv_in.weight")[1:2]
    return ModelSource(
        name,
        file.path,
        "adapter",
        "sdxl" if cells in ((256,), (768,)) else "sd1",
        parts=("controlnet",),
        places={"controlnet": place},
        file=file,
    )


def _with_unet(file: TensorFile, name: str) -> ModelSource | None:
    """A whole checkpoint, or a U-Net alone."""
    place = unet_place(file)
    if place is None:
        return None
    family, task, width = unet_facts(file, place)
    if not width:
        return refused(file, name, "is a U-Net that reads no prompt, loaded only from a folder")
    if family.startswith("sdxl") and width in _UNCLIP_WIDTHS:
        return refused(file, name, "is an unCLIP model, which is steered by pictures")
    places = {"unet": place}
    encoders, told = text_encoder_places(file)
    places.update(encoders)
    vae = vae_place(file)
    if vae is not None:
        places["vae"] = vae
    if told.startswith("sdxl") == family.startswith("sdxl"):
        family = told or family
    return ModelSource(
        name,
        file.path,
        "checkpoint" if len(places) > 1 else "unet",
        family,
        task,
        prediction_type(file, place, family, task),
        width,
        tuple(places),
        places,
        file,
    )


def _lone_part(file: TensorFile, name: str) -> ModelSource | None:
    """A VAE or a text encoder alone."""
    vae = vae_place(file)
    if vae is not None:
        family = _vae_family(file, name)
        return ModelSource(
            name, file.path, "vae", family, parts=("vae",), places={"vae": vae}, file=file
        )
    encoders, family = text_encoder_places(file)
    if not encoders:
        return None
    widths = [text_width(file, place) for place in encoders.values()]
    return ModelSource(
        name,
        file.path,
        "text_encoder",
        family,
        context_width=sum(widths),
        parts=tuple(encoders),
        places=encoders,
        file=file,
    )


def unet_facts(file: TensorFile, place: Place) -> tuple[str, str, int]:
    """Family, task and context width of a U-Net or ControlNet, by its tensors' shapes."""
    below = [name for name in file.tensors if name.startswith(place.prefix)]
    attention = next((n for n in below if n.endswith("attn2.to_k.weight")), "")
    projection = next((n for n in below if n.endswith(".proj_in.weight")), "")
    width = (*file.shape(attention), 0, 0)[1]
    label = "label_emb.0.0.weight" if place.names == "original" else "add_embedding.linear_1.weight"
    first = "input_blocks.0.0.weight" if place.names == "original" else "conv_in.weight"
    if f"{place.prefix}{label}" in file.tensors:
        family = "sdxl_refiner" if _levels(below, place) == 4 else "sdxl"
    else:
        family = FAMILY_OF_WIDTH.get(width, "")
        if family not in ("sd1", "sd2"):
            family = "sd2" if len(file.shape(projection)) == 2 else "sd1"
    channels = (*file.shape(f"{place.prefix}{first}"), 0, 0)[1]
    return family, TASK_OF_CHANNELS.get(channels, "text"), width


def _levels(names: list[str], place: Place) -> int:
    """How many resolutions a U-Net works at."""
    if place.names == "diffusers":
        blocks = {
            n.split("down_blocks.")[1].split(".")[0] for n in names if ".down_blocks." in f".{n}"
        }
        return len(blocks)
    return 1 + sum(name.endswith(".0.op.weight") for name in names)


def _vae_family(file: TensorFile, name: str) -> str:
    """Whose latents a VAE makes: SD 1's and SDXL's differ in nothing but their weights."""
    below = file.path.name if Path(name).is_absolute() else name
    told = file.metadata.get("modelspec.architecture", "") or below
    return "sdxl" if "xl" in told.lower() else "sd1"
