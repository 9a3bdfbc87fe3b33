"""Writes a trained model as a float16 diffusers folder."""

import json
from pathlib import Path
from shutil import copytree, rmtree

import torch

from models.train.architecture import (
    load_autoencoder,
    load_tokenizer,
    new_pipeline,
    new_text_encoder,
    new_unet,
)
from models.train.checkpoint import Average
from models.train.denoiser import STATE


def export(out: Path, target: Path) -> None:
    """Replace ``target`` by the averaged weights in ``out``."""
    tokenizer = load_tokenizer(out / "tokenizer")
    unet, text_encoder = new_unet(), new_text_encoder(tokenizer)
    average = Average([*unet.parameters(), *text_encoder.parameters()], decay=0.0)
    average.load(torch.load(out / STATE)["average"])
    pipeline = new_pipeline(load_autoencoder(out / "vae"), text_encoder, tokenizer, unet)
    if target.exists():
        rmtree(target)
    with average.applied():
        pipeline.to(torch.float16).save_pretrained(target)
    # save_pretrained leaves out the slow tokenizer's files, which other programs read.
    copytree(out / "tokenizer", target / "tokenizer", dirs_exist_ok=True)
    for config in target.rglob("*.json"):
        _forget_origin(config)
    for weights in target.rglob("*.safetensors"):
        weights.chmod(0o644)  # safetensors writes files that only their owner can read


def _forget_origin(config: Path) -> None:
    """Drop the path that the weights were loaded from: it means nothing elsewhere."""
    values = json.loads(config.read_text(encoding="utf-8"))
    if values.pop("_name_or_path", None) is not None:
        config.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
