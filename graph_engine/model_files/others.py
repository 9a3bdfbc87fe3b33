"""Others: files of weights that other programs use and this version does not."""

from __future__ import annotations

from collections.abc import Mapping

from graph_engine.model_files.source import ModelSource
from graph_engine.model_files.tensors import TensorFile

# What other programs run, by a part of some tensor's name. The first hold parts that look like
# Stable Diffusion's.
OTHER_FAMILIES = {
    "joint_blocks.": "model of Stable Diffusion 3",
    "double_blocks.": "model of Flux",
    "lora_controlnet": "ControlLoRA",
    "control_add_embedding.": "union ControlNet",
    "edm_mean": "model of Playground 2.5",
    "edm_vpred": "model of CosXL",
}
OTHER_FILES = {
    "motion_modules.": "motion module of AnimateDiff",
    "image_proj.": "IP-Adapter",
    "vision_model.": "CLIP vision model",
    "visual.": "CLIP vision model",
    "params_ema.": "picture upscaler",
    "model.0.weight": "picture upscaler",
}


def read_other(file: TensorFile, name: str, marks: Mapping[str, str]) -> ModelSource | None:
    """A file that one of the marks tells; None if none does."""
    what = next((w for mark, w in marks.items() if any(mark in n for n in file.tensors)), None)
    return refused(file, name, f"is a {what}") if what is not None else None


def refused(file: TensorFile, name: str, why: str) -> ModelSource:
    """A file that can't be used; `why` goes on after its name."""
    return ModelSource(
        name,
        file.path,
        file=file,
        problem=f'The file "{name}" {why}; this version runs models of Stable Diffusion 1.x, 2.x'
        " and XL.",
    )
