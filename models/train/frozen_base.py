"""``tiny-sd15`` as the frozen ground that other models are trained on."""

from pathlib import Path

import torch
from torch import Tensor

from models.train.architecture import (
    load_autoencoder,
    load_text_encoder,
    load_tokenizer,
    load_unet,
)


class FrozenBase:
    """A Stable Diffusion 1.x folder whose weights stay as they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tokenizer = load_tokenizer(folder / "tokenizer")
        self.text_encoder = load_text_encoder(folder / "text_encoder").requires_grad_(False)
        unet = load_unet(folder / "unet").requires_grad_(False)
        self.unet = unet.to(memory_format=torch.channels_last)

    @property
    def scaling(self) -> float:
        """Of its latents."""
        factor: float = load_autoencoder(self.folder / "vae").config.scaling_factor
        return factor

    @torch.no_grad()
    def text(self, ids: Tensor) -> Tensor:
        """What the U-Net's cross-attention reads."""
        states: Tensor = self.text_encoder(ids).last_hidden_state
        return states
