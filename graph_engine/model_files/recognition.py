"""Recognition: what a single file of weights is, told by the names and shapes of its tensors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graph_engine.errors import NodeError
from graph_engine.model_files.folders import FAMILY_OF_WIDTH, TASK_OF_CHANNELS
from graph_engine.model_files.learnt import read_embedding, read_lora
from graph_engine.model_files.prediction import prediction_type
from graph_engine.model_files.source import ModelSource, Place
from graph_engine.model_files.tensors import TensorFile, read_tensor_file

_UNETS = {
    "original": ("input_blocks.0.0.weight", "time_embed.0.weight"),
    "diffusers": ("conv_in.weight", "time_embedding.linear_1.weight"),
}
_VAES = {
    "original": ("decoder.mid.block_1.norm1.weight",),
    "diffusers": ("decoder.mid_block.resnets.0.norm1.weight",),
}
_CLIP = ("embeddings.token_embedding.weight", "final_layer_norm.weight")
_OPEN_CLIP = ("token_embedding.weight", "ln_final.weight")
_CONTROLS = {
    "original": ("input_hint_block.0.weight", "time_embed.0.weight"),
    "diffusers": ("controlnet_cond_embedding.conv_in.weight", "time_embedding.linear_1.weight"),
}
_ADAPTERS = {
    "original": ("body.0.block1.weight", "conv_in.weight"),
    "diffusers": ("body.0.resnets.0.block1.weight", "body.0.resnets.0.block2.weight"),
}
_LIGHT_ADAPTERS = {
    "original": ("body.0.in_conv.weight", "body.0.body.0.block1.weight"),
    "diffusers": _ADAPTERS["diffusers"],
}
# The prefixes under which files hold each part, the longest first.
_UNET_PREFIXES = ("model.diffusion_model.", "unet.", "")
_VAE_PREFIXES = ("first_stage_model.", "vae.", "")
_CONTROL_PREFIXES = ("control_model.", "controlnet.", "")
_ADAPTER_PREFIXES = ("adapter.", "")
_CLIP_PREFIXES = (
    "conditioner.embedders.0.transformer.text_model.",
    "conditioner.embedders.0.transformer.",
    "cond_stage_model.transformer.text_model.",
    "cond_stage_model.transformer.",
    "text_encoders.clip_l.transformer.text_model.",
    "text_model.",
    "",
)
_OPEN_CLIP_PREFIXES = (
    "conditioner.embedders.1.model.",
    "conditioner.embedders.0.model.",
    "cond_stage_model.model.",
    "",
)
# What other programs run, by a part of some tensor's name. The first hold parts that look like
# Stable Diffusion's.
_OTHER_FAMILIES = {
    "joint_blocks.": "model of Stable Diffusion 3",
    "double_blocks.": "model of Flux",
    "lora_controlnet": "ControlLoRA",
    "control_add_embedding.": "union ControlNet",
    "edm_mean": "model of Playground 2.5",
}
_UNCLIP_WIDTHS = (768, 1024)
_OTHER_FILES = {
    "motion_modules.": "motion module of AnimateDiff",
    "image_proj.": "IP-Adapter",
    "vision_model.": "CLIP vision model",
    "visual.": "CLIP vision model",
    "params_ema.": "picture upscaler",
    "model.0.weight": "picture upscaler",
}


def read_file(path: Path, name: str) -> ModelSource:
    """Tell what a file holds; one that is damaged or unknown has a `problem`."""
    try:
        file = read_tensor_file(path)
    except NodeError as error:
        return ModelSource(name, path, problem=error.message, hint=error.hint)
    return recognise(file, name)


def recognise(file: TensorFile, name: str) -> ModelSource:
    """Tell what a file holds by the names and shapes of its tensors."""
    found = read_lora(file, name) or _other(file, name, _OTHER_FAMILIES)
    found = found or read_embedding(file, name) or _steering(file, name)
    found = found or _with_unet(file, name) or _lone_part(file, name)
    found = found or _other(file, name, _OTHER_FILES)
    return found or ModelSource(
        name,
        file.path,
        file=file,
        problem=f'The file "{name}" is no model that this version knows: its tensors, such as'
        f' "{next(iter(file.tensors), "none")}", are not named as in Stable Diffusion.',
    )


def _other(file: TensorFile, name: str, marks: Mapping[str, str]) -> ModelSource | None:
    """A file that other programs use and this version does not."""
    what = next((w for mark, w in marks.items() if any(mark in n for n in file.tensors)), None)
    if what is None:
        return None
    return ModelSource(
        name,
        file.path,
        file=file,
        problem=f'The file "{name}" is a {what}; this version runs models of Stable Diffusion 1.x,'
        " 2.x and XL.",
    )


def _steering(file: TensorFile, name: str) -> ModelSource | None:
    """A ControlNet or T2I-Adapter."""
    place = _place(file, _CONTROL_PREFIXES, _CONTROLS)
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
    place = _place(file, _ADAPTER_PREFIXES, _ADAPTERS)
    place = place or _place(file, _ADAPTER_PREFIXES, _LIGHT_ADAPTERS)
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
    place = _place(file, _UNET_PREFIXES, _UNETS)
    if place is None:
        return None
    family, task, width = unet_facts(file, place)
    if not width:
        return ModelSource(
            name,
            file.path,
            file=file,
            problem=f'The file "{name}" is a U-Net that reads no prompt; this version loads those'
            " from a folder with a config.json.",
        )
    if family.startswith("sdxl") and width in _UNCLIP_WIDTHS:
        return ModelSource(
            name,
            file.path,
            file=file,
            problem=f'The file "{name}" is an unCLIP model, which is steered by pictures; this'
            " version runs models of Stable Diffusion 1.x, 2.x and XL.",
        )
    places = {"unet": place}
    encoders, told = _text_encoders(file)
    places.update(encoders)
    vae = _place(file, _VAE_PREFIXES, _VAES)
    if vae is not None:
        places["vae"] = vae
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
    vae = _place(file, _VAE_PREFIXES, _VAES)
    if vae is not None:
        family = _vae_family(file, name)
        return ModelSource(
            name, file.path, "vae", family, parts=("vae",), places={"vae": vae}, file=file
        )
    encoders, family = _text_encoders(file)
    if not encoders:
        return None
    widths = [_text_width(file, place) for place in encoders.values()]
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


def _text_encoders(file: TensorFile) -> tuple[dict[str, Place], str]:
    """The text encoders of a file by part, and the family that their names tell."""
    clip = _prefix(file, _CLIP_PREFIXES, _CLIP)
    opened = _prefix(file, _OPEN_CLIP_PREFIXES, _OPEN_CLIP)
    if opened is not None and opened.startswith("conditioner."):
        second = {"text_encoder_2": Place(opened, "original")}
        if clip is None:
            return second, "sdxl_refiner"
        return {"text_encoder": Place(clip, "diffusers"), **second}, "sdxl"
    if opened is not None:
        return _lone_encoder(file, Place(opened, "original"), "sd2")
    if clip is not None:
        return _lone_encoder(file, Place(clip, "diffusers"), "sd1")
    return {}, ""


def _lone_encoder(file: TensorFile, place: Place, family: str) -> tuple[dict[str, Place], str]:
    """One text encoder, its family by its width, else by whose names its tensors have."""
    found = FAMILY_OF_WIDTH.get(_text_width(file, place), family)
    return {"text_encoder_2" if found == "sdxl_refiner" else "text_encoder": place}, found


def _text_width(file: TensorFile, place: Place) -> int:
    table = _CLIP[0] if place.names == "diffusers" else _OPEN_CLIP[0]
    return (*file.shape(f"{place.prefix}{table}"), 0, 0)[1]


def _vae_family(file: TensorFile, name: str) -> str:
    """Whose latents a VAE makes: SD 1's and SDXL's differ in nothing but their weights."""
    told = file.metadata.get("modelspec.architecture", "") or name
    return "sdxl" if "xl" in told.lower() else "sd1"


def _place(
    file: TensorFile, prefixes: tuple[str, ...], marks: Mapping[str, tuple[str, ...]]
) -> Place | None:
    for names in ("original", "diffusers"):
        prefix = _prefix(file, prefixes, marks[names])
        if prefix is not None:
            return Place(prefix, "original" if names == "original" else "diffusers")
    return None


def _prefix(file: TensorFile, prefixes: tuple[str, ...], marks: tuple[str, ...]) -> str | None:
    """The first prefix under which the file has all the marks; None if there is none."""
    for prefix in prefixes:
        if all(f"{prefix}{mark}" in file.tensors for mark in marks):
            return prefix
    return None
