"""Controls: ControlNets and T2I-Adapters, loaded with their pictures, beside a U-Net."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch

from graph_engine.errors import NodeError
from nodes.brightness import brightness
from nodes.diffusion.arrays import to_tensor
from nodes.diffusion.store import ModelStore
from nodes.diffusion.vae import as_rgb
from nodes.resizing import resize
from nodes.sample_steps import is_control_active

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.values import Control, ControlEntry, Latent


@dataclass(eq=False)
class LoadedControl:
    """A control entry on the device: `picture` is (1 or batch, channels, height, width), in 0..1."""

    entry: ControlEntry
    model: Any
    picture: torch.Tensor
    batch: int
    _features: dict[int, list[torch.Tensor]] = field(default_factory=dict)

    def is_active(self, begins: float, ends: float) -> bool:
        """Whether it takes part in a step, given how far the step begins and ends."""
        return is_control_active(self.entry.start, self.entry.end, begins, ends)

    def add_residuals(
        self,
        latents: torch.Tensor,
        timestep: torch.Tensor,
        inputs: Mapping[str, Any],
        options: dict[str, Any],
        negative: Sequence[bool],
    ) -> None:
        """Add what the picture contributes to the U-Net's options, for several passes at once.

        `negative` tells for each pass whether it is one to guide away from.
        """
        passes = len(negative)
        if self.entry.controlnet.architecture == "adapter":
            _add(options, "down_intrablock_additional_residuals", self._adapter_features(passes))
            return
        # A ControlNet that sees the picture as a whole steers the positive passes only.
        steered = [not (each and self.model.config.global_pool_conditions) for each in negative]
        residuals = [
            _spread(residual, steered)
            for residual in self._residuals(
                _of_passes(latents, steered), timestep, _of_passes(inputs, steered), sum(steered)
            )
        ]
        *down, middle = residuals
        _add(options, "down_block_additional_residuals", down)
        before = options.get("mid_block_additional_residual")
        options["mid_block_additional_residual"] = middle if before is None else before + middle

    def _residuals(
        self, latents: torch.Tensor, timestep: torch.Tensor, inputs: Mapping[str, Any], passes: int
    ) -> list[torch.Tensor]:
        """What a ControlNet makes of its picture, from the outermost block to the middle one."""
        down, middle = self.model(
            latents,
            timestep,
            controlnet_cond=torch.cat([self.picture] * passes) if passes > 1 else self.picture,
            conditioning_scale=self.entry.strength,
            guess_mode=False,
            return_dict=False,
            **inputs,
        )
        return [*down, middle]

    def _adapter_features(self, passes: int) -> list[torch.Tensor]:
        """An adapter reads the picture only; its features serve every step."""
        if passes not in self._features:
            features = [feature * self.entry.strength for feature in self.model(self.picture)]
            times = self.batch // len(self.picture)
            repeated = [feature.repeat(times, 1, 1, 1) for feature in features]
            self._features[passes] = [torch.cat([feature] * passes) for feature in repeated]
        # The U-Net takes them out of the list and adds into them.
        return [feature.clone() for feature in self._features[passes]]


def load_controls(control: Control | None, latent: Latent, context: Context) -> list[LoadedControl]:
    """All entries of a control, their pictures brought to the latent's size in pixels.

    Raises NodeError for pictures that are neither one nor one for each of the batch.
    """
    store = ModelStore.of(context)
    loaded = []
    for entry in control.entries if control is not None else ():
        model = store.controlnet(entry.controlnet, context)
        picture = _picture(entry, model, latent, context)
        loaded.append(LoadedControl(entry, model, picture, len(latent.samples)))
    return loaded


def _picture(entry: ControlEntry, model: Any, latent: Latent, context: Context) -> torch.Tensor:
    pixels = entry.image.pixels
    batch, height, width = latent.samples.shape[0], latent.height, latent.width
    if len(pixels) not in (1, batch):
        raise NodeError(
            f"There are {len(pixels)} control pictures for a batch of {batch}.",
            port="control",
            hint="Give one picture, or one for each of the batch.",
        )
    if pixels.shape[1:3] != (height, width):
        context.warn(
            f"The control picture is {pixels.shape[2]} × {pixels.shape[1]} pixels; it was resized"
            f" to {width} × {height} like the latent."
        )
        pixels = resize(pixels, (width, height), "lanczos", "stretch")
    is_adapter = entry.controlnet.architecture == "adapter"
    reads_grey = is_adapter and model.config.in_channels == 1
    colours = brightness(pixels) if reads_grey else as_rgb(pixels)
    tensor = to_tensor(colours, context.device).permute(0, 3, 1, 2)
    if is_adapter:
        return tensor  # read once for a batch, in the layout that it has in the pipelines
    return tensor.repeat_interleave(batch if len(tensor) == 1 else 1, dim=0).contiguous()


def _of_passes(value: Any, wanted: Sequence[bool]) -> Any:
    """The rows of some passes, of a tensor or of all tensors in dicts."""
    if all(wanted):
        return value
    if isinstance(value, Mapping):
        return {name: _of_passes(item, wanted) for name, item in value.items()}
    parts = zip(value.chunk(len(wanted)), wanted, strict=True)
    return torch.cat([part for part, is_wanted in parts if is_wanted])


def _spread(residual: torch.Tensor, steered: Sequence[bool]) -> torch.Tensor:
    """A residual of the steered passes as one of all passes, zero for the others."""
    if all(steered):
        return residual
    parts = iter(residual.chunk(sum(steered)))
    zeros = torch.zeros_like(residual[: len(residual) // sum(steered)])
    return torch.cat([next(parts) if each else zeros for each in steered])


def _add(options: dict[str, Any], name: str, residuals: list[torch.Tensor]) -> None:
    before = options.get(name)
    options[name] = (
        residuals
        if before is None
        else [old + new for old, new in zip(before, residuals, strict=True)]
    )
