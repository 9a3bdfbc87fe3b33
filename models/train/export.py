"""Writes trained models as float16 diffusers folders."""

import json
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

from torch.nn import Module

from models.train.architecture import (
    load_autoencoder,
    load_tokenizer,
    new_pipeline,
    new_text_encoder,
    new_unet,
)
from models.train.denoiser import STATE
from models.train.optimisation import Recipe, Training


def export(out: Path, target: Path) -> None:
    """Replace ``target`` by ``tiny-sd15`` with the averaged weights in ``out``."""
    tokenizer = load_tokenizer(out / "tokenizer")
    unet, text_encoder = new_unet(), new_text_encoder(tokenizer)
    training = Training([unet, text_encoder], Recipe(1))
    training.resume(out / STATE)
    pipeline = new_pipeline(load_autoencoder(out / "vae"), text_encoder, tokenizer, unet)
    with training.average.applied():
        save_folder(pipeline, target, {"tokenizer": out / "tokenizer"})


def save_folder(pipeline: Any, target: Path, tokenizers: Mapping[str, Path]) -> None:
    """Replace ``target`` by the pipeline (or model) in float16.

    Args:
        tokenizers: Folders to copy, by their name in ``target``: ``save_pretrained`` leaves out
            the slow tokenizer's files, which other programs read.
    """
    if target.exists():
        rmtree(target)
    for part in getattr(pipeline, "components", {"itself": pipeline}).values():
        if isinstance(part, Module):
            part.half()
    pipeline.save_pretrained(target)
    for name, folder in tokenizers.items():
        copytree(folder, target / name, dirs_exist_ok=True)
    for config in target.rglob("*.json"):
        _forget_origin(config)
    for weights in target.rglob("*.safetensors"):
        weights.chmod(0o644)  # safetensors writes files that only their owner can read


def _forget_origin(config: Path) -> None:
    """Drop the path that the weights were loaded from: it means nothing elsewhere."""
    values = json.loads(config.read_text(encoding="utf-8"))
    if isinstance(values, dict) and values.pop("_name_or_path", None) is not None:
        config.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
