"""Inversion checks: what can't be inverted is refused here, before any weights are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from nodes.sampling_checks import check_conditioning, check_values

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.inversion import InvertLatent


def check_params(node: InvertLatent) -> None:
    """Raise NodeError for params that make no run, whatever is linked; a linked one is None."""
    if None not in (node.steps, node.strength) and int(node.steps * node.strength) < 1:
        raise NodeError(
            f"A strength of {node.strength:g} leaves none of the {node.steps} steps to do.",
            port="strength",
        )


def check_inversion(node: InvertLatent, context: Context) -> None:
    """Raise NodeError for values of InvertLatent that can't go together."""
    check_params(node)
    check_values(node.unet, node.latent, node.positive, None)
    if node.negative is not None and node.guidance > 1:
        check_conditioning(node.unet, node.negative, "negative")
    elif node.negative is not None:
        context.warn("The negative prompt is not used, because guidance is not above 1.")
    if node.latent.blank:
        raise NodeError(
            "The latent is empty: there is no picture to find the noise of.",
            port="latent",
            hint="Link the latent of an EncodeImage.",
        )
    if node.latent.noised:
        raise NodeError(
            "The latent is noise already, of a picture that was inverted.", port="latent"
        )
    if node.latent.extra is not None:
        raise NodeError(
            "Only models that read nothing beside the latent can be inverted.",
            port="unet",
            hint="Use a usual model and EncodeImage.",
        )
