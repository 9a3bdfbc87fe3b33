"""A start for tiny autoencoders: nearly linear pooling and un-pooling.

A tiny autoencoder with group normalisation sits on the mean picture for thousands of steps when it
starts from the usual random weights (measured). Nearly silent residual branches, identity-like
convolutions and biases of plus and minus one on the trunk, which let group normalisation keep the
absolute colour, make it useful after a hundred.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import Conv2d

START_LOG_VARIANCE = -5.0
"""Nearly noise-free latents at first: noise too favours the mean picture."""

QUIET = 0.05
SMALL = 0.1


@torch.no_grad()
def start_near_linear(vae: Any) -> None:
    """Overwrite the random weights of a new autoencoder."""
    for module in vae.modules():
        _start_module(module)
    for part in (vae.encoder, vae.decoder):
        _add_tap(part.conv_in, _orthogonal(part.conv_in))
        _alternate(part.conv_in.bias)
    channels = vae.quant_conv.weight.shape[0] // 2
    vae.quant_conv.weight[channels:] = 0.0
    vae.quant_conv.bias[channels:] = START_LOG_VARIANCE


def _start_module(module: Any) -> None:
    kind = type(module).__name__
    if kind == "ResnetBlock2D":
        module.conv2.weight.mul_(QUIET)
        module.conv2.bias.zero_()
        if module.conv_shortcut is not None:
            module.conv_shortcut.weight[:, :, 0, 0] = _orthogonal(module.conv_shortcut)
            _alternate(module.conv_shortcut.bias)
    elif kind == "Attention":
        module.to_out[0].weight.mul_(QUIET)
        module.to_out[0].bias.zero_()
    elif kind == "Downsample2D":
        # The kernel sees one pixel beyond the lower right: its first 2 x 2 taps are the pool.
        module.conv.weight.mul_(SMALL)
        module.conv.weight[:, :, :2, :2] += torch.eye(module.conv.out_channels)[..., None, None] / 4
        module.conv.bias.zero_()
    elif kind == "Upsample2D":
        _add_tap(module.conv, torch.eye(module.conv.out_channels))
        module.conv.bias.zero_()


def _orthogonal(convolution: Conv2d) -> Tensor:
    shape = (convolution.out_channels, convolution.in_channels)
    return torch.nn.init.orthogonal_(torch.empty(shape))


def _add_tap(convolution: Conv2d, matrix: Tensor) -> None:
    """Make the convolution nearly the matrix at every pixel."""
    convolution.weight.mul_(SMALL)
    middle = convolution.kernel_size[0] // 2
    convolution.weight[:, :, middle, middle] += matrix


def _alternate(bias: Tensor) -> None:
    bias.copy_(torch.tensor([1.0, -1.0]).repeat(len(bias) // 2))
