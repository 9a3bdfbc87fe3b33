"""Folders: models in diffusers' layout, recognised by their configs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graph_engine.model_files.source import ModelSource, read_json
from graph_engine.model_files.tiny_decoders import tiny_family

TASK_OF_CHANNELS = {9: "inpaint", 8: "edit", 5: "depth", 7: "upscale"}
FAMILY_OF_WIDTH = {768: "sd1", 1024: "sd2", 2048: "sdxl", 1280: "sdxl_refiner"}
FAMILY_OF_SCALE = {0.18215: "sd1", 0.13025: "sdxl"}
_UNCONDITIONAL = ("DDPMPipeline", "DDIMPipeline")
_KINDS = {
    "UNet2DConditionModel": "unet",
    "UNet2DModel": "unet",
    "AutoencoderKL": "vae",
    "AutoencoderTiny": "tiny_decoder",
    "ControlNetModel": "controlnet",
    "T2IAdapter": "adapter",
    "CLIPTextModel": "text_encoder",
    "CLIPTextModelWithProjection": "text_encoder",
}
_CONFIGS = ("model_index.json", "config.json")
_CHECKPOINT_PARTS = ("unet", "text_encoder", "text_encoder_2", "vae")


def read_folder(path: Path, name: str) -> ModelSource | None:
    """Tell what a folder holds; None if it is no model."""
    file = next((file for word in _CONFIGS if (file := path / word).is_file()), None)
    if file is None:
        return None
    config = read_json(file)
    try:
        if config is None:
            raise ValueError("it is no JSON object")
        is_whole = file.name == "model_index.json"
        return _pipeline(path, name, config) if is_whole else _part(path, name, config)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return ModelSource(
            name,
            path,
            problem=f'The file "{file}" can\'t be understood: {error}.',
            hint="Copy or fetch it again.",
        )


def _part(path: Path, name: str, config: dict[str, Any]) -> ModelSource | None:
    """A part alone, recognised by the class that it was saved from."""
    names = [config.get("_class_name"), *(config.get("architectures") or [])]
    kind = next((_KINDS[word] for word in names if word in _KINDS), None)
    if kind is None:
        return None
    part, family, task, width = kind, "", "text", 0
    if kind == "unet":
        family, task, width = _unet_facts(config)
    elif kind == "controlnet":
        family, _, width = _unet_facts(config)
    elif kind == "adapter":
        part = "controlnet"
        family = "sdxl" if config.get("adapter_type") == "full_adapter_xl" else "sd1"
    elif kind == "tiny_decoder":
        family = tiny_family(path, name)
    elif kind == "vae":
        family = FAMILY_OF_SCALE.get(config.get("scaling_factor", 0.18215), "")
    else:
        width = _whole(config.get("hidden_size"))
        family = FAMILY_OF_WIDTH.get(width, "")
        part = "text_encoder_2" if family == "sdxl_refiner" else part
    return ModelSource(name, path, kind, family, task, "", width, (part,))


def _pipeline(path: Path, name: str, index: dict[str, Any]) -> ModelSource:
    """A whole model, recognised by the pipeline that it was saved from."""
    pipeline = str(index.get("_class_name"))
    parts = tuple(part for part in _CHECKPOINT_PARTS if (path / part / "config.json").is_file())
    unet = read_json(path / "unet" / "config.json") or {}
    schedule = path / "scheduler" / "scheduler_config.json"
    scheduler = read_json(schedule)
    if scheduler is None:
        if schedule.exists():  # another schedule in its place would make other pictures
            raise ValueError(f"{schedule.name} beside it is no JSON object")
        scheduler = {}
    prediction = str(scheduler.get("prediction_type", "epsilon"))
    if pipeline in _UNCONDITIONAL:
        return ModelSource(name, path, "unet", "", "unconditional", prediction, 0, ("unet",))
    family, task, width = _unet_facts(unet)
    if pipeline.startswith("StableDiffusionXL"):
        family = "sdxl_refiner" if _is_refiner(index) else "sdxl"
    elif not pipeline.startswith("StableDiffusion") or pipeline.startswith("StableDiffusion3"):
        return ModelSource(
            name,
            path,
            problem=f'The model "{name}" is a {pipeline}; this version runs Stable Diffusion 1.x,'
            " 2.x and XL.",
        )
    elif family not in ("sd1", "sd2"):
        family = "sd1"
    for word, meant in (("Pix2Pix", "edit"), ("Depth2Img", "depth"), ("Upscale", "upscale")):
        task = meant if word in pipeline else task
    return ModelSource(name, path, "checkpoint", family, task, prediction, width, parts)


def _is_refiner(index: dict[str, Any]) -> bool:
    first = index.get("text_encoder")
    return bool(index.get("requires_aesthetics_score")) or first in ([None, None], None)


def _unet_facts(config: dict[str, Any]) -> tuple[str, str, int]:
    """Family, task and context width of a U-Net or ControlNet, by its config."""
    if config.get("_class_name") == "UNet2DModel":
        return "", "unconditional", 0
    width = context_width(config)
    family = FAMILY_OF_WIDTH.get(width, "")
    if config.get("addition_embed_type") == "text_time":
        four_levels = len(config.get("block_out_channels") or ()) == 4
        is_controlnet = "ControlNet" in str(config.get("_class_name"))  # there is none for it
        family = "sdxl_refiner" if four_levels and not is_controlnet else "sdxl"
    elif family not in ("sd1", "sd2"):
        family = "sd2" if config.get("use_linear_projection") else "sd1"
    task = TASK_OF_CHANNELS.get(_whole(config.get("in_channels")), "text")
    return family, task, width


def context_width(config: dict[str, Any]) -> int:
    """The width of the embeddings that a U-Net's cross-attention reads."""
    width = config.get("cross_attention_dim", 1280)
    return _whole(width[0] if isinstance(width, list) and width else width)


def _whole(number: Any) -> int:
    return number if type(number) is int else 0
