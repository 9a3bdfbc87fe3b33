"""Small values for tests that need no model."""

from typing import Any

import numpy as np

from nodes.values import Conditioning, ConditioningEntry, Image, Latent, ModelRef, UNet

SD1 = ModelRef("some-model", "checkpoint", "unet", "sd1")


def noise_image(*shape: int, seed: int = 0) -> Image:
    """A picture of random pixels: (batch, height, width, channels)."""
    return Image(np.random.default_rng(seed).random(shape, np.float32))


def latent(channels: int = 4, **rest: Any) -> Latent:
    """A latent of 64 × 64 pixels."""
    return Latent(np.zeros((1, channels, 8, 8), np.float32), 64, 64, **rest)


def conditioning(width: int = 768) -> Conditioning:
    """A conditioning of zeros."""
    entry = ConditioningEntry(np.zeros((1, 77, width), np.float32), None, None)
    return Conditioning((entry,))


def unet(**rest: Any) -> UNet:
    """A U-Net of Stable Diffusion 1's shape."""
    return UNet(SD1, **rest)
