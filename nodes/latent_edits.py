"""Latent edits: nodes that mask, resize and combine latents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from graph_engine.hints import Number, Size
from graph_engine.node import Node
from nodes.values import Latent, Mask

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context

LatentMethod = Literal["bilinear", "bicubic", "nearest", "area"]
LatentFit = Literal["crop", "stretch"]
LatentOffset = Annotated[int, Number(-16384, 16384, multiple=8)]


class LatentMask(Node, version=1, category="Latents"):
    """Say where a sampler repaints a latent: the rest of the picture is kept.

    For models that were not trained to inpaint; those read InpaintLatent.

    Inputs:
        latent: The latent of the picture to repaint.
        mask: Where to repaint: 1 is repainted, 0 is kept. It takes the place of a mask that the
            latent has already. One of another size than the picture is resized, or cut around its
            centre as EncodeImage cuts a picture whose sides are no multiples of 8.

    Outputs:
        latent: The latent with the mask.
    """

    latent: Latent
    mask: Mask

    class Outputs(NamedTuple):
        """The latent with the mask."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """A mask changes nothing of what is known of a latent."""
        return {"latent": known.inputs["latent"].facts}

    def run(self, context: Context) -> Outputs:
        """Fit the mask to the picture and put it on."""
        from nodes.latent_masking import mask_for

        return self.Outputs(
            replace(self.latent, noise_mask=mask_for(self.latent, self.mask, context))
        )


class ResizeLatent(Node, version=1, category="Latents"):
    """Make a latent larger or smaller, to sample it again at another size.

    A resized latent is not clean: sample it again at a strength from about 0.5. A larger picture
    of better quality to begin with comes from DecodeLatent, ResizeImage and EncodeImage.

    Inputs:
        latent: The latent, or a batch of them; a mask is resized with it.
        width: New width in pixels.
        height: New height in pixels.
        method: How values are computed. "bilinear" and "bicubic" are smooth, "nearest" repeats
            values and keeps them crisp, "area" averages, for making smaller.
        fit: What happens if the proportions differ. "crop" cuts what is beyond the new ones on
            both sides, "stretch" distorts.

    Outputs:
        latent: The resized latent.
    """

    latent: Latent
    width: Annotated[int, Size()] = 1024
    height: Annotated[int, Size()] = 1024
    method: LatentMethod = "bilinear"
    fit: LatentFit = "crop"

    class Outputs(NamedTuple):
        """The resized latent."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse a latent that can't be resized; the family stays."""
        from nodes.facts import LatentFacts
        from nodes.latent_checks import check_resizable

        facts = known.inputs["latent"].facts
        check_resizable(facts.extra if isinstance(facts, LatentFacts) else "")
        return {"latent": facts}

    def run(self, context: Context) -> Outputs:
        """Resize each latent."""
        from nodes.latent_resizing import resize_latent

        size = (self.width, self.height)
        return self.Outputs(resize_latent(self.latent, *size, self.method, self.fit))


class CompositeLatent(Node, version=1, category="Latents"):
    """Put a latent on another one, at a place.

    A batch of one goes with every latent of the other batch.

    Inputs:
        base: The latent below, or a batch of them; its mask is kept.
        layer: The latent put on it, of any size; what lies beyond the base is cut off.
        x: Where the layer begins, in pixels from the left, a multiple of 8; it may be negative.
        y: Where the layer begins, in pixels from the top, a multiple of 8; it may be negative.
        feather: Over how many pixels the layer fades in at its sides, where they lie within the
            base; a multiple of 8.

    Outputs:
        latent: The base with the layer on it.
    """

    base: Latent
    layer: Latent
    x: LatentOffset = 0
    y: LatentOffset = 0
    feather: Annotated[int, Number(0, 4096, multiple=8)] = 0

    class Outputs(NamedTuple):
        """The base with the layer on it."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse latents of two families."""
        from nodes.latent_checks import facts_of_two

        return {"latent": facts_of_two(known, "base", "layer")}

    def run(self, context: Context) -> Outputs:
        """Put the layer on the base."""
        from nodes.latent_mixing import composite

        base, layer = self.base, self.layer
        beyond = self.x >= base.width or self.y >= base.height
        if beyond or self.x <= -layer.width or self.y <= -layer.height:
            context.warn("The layer lies beside the base, which therefore stays as it is.")
        return self.Outputs(composite(base, layer, self.x, self.y, self.feather))


class LatentBatch(Node, version=1, category="Latents"):
    """Put latents of one size together into a batch, to sample or decode them at once.

    Inputs:
        first: The first latent, or a batch of them.
        second: The latents that come after them, of the same size and model family.

    Outputs:
        latent: All of them as one batch. If only some have a mask, the others are repainted
            everywhere. If only some come from EncodeImage, Sample takes the mean of all.
    """

    first: Latent
    second: Latent

    class Outputs(NamedTuple):
        """The batch."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse latents of two families."""
        from nodes.latent_checks import facts_of_two

        return {"latent": facts_of_two(known, "first", "second")}

    def run(self, context: Context) -> Outputs:
        """Join the batches."""
        from nodes.latent_mixing import join

        return self.Outputs(join(self.first, self.second))


class LatentFromBatch(Node, version=1, category="Latents"):
    """Take latents out of a batch, to go on with some of them only.

    Inputs:
        latent: The batch.
        index: The first latent to take; they are counted from 0.
        count: How many to take.

    Outputs:
        latent: Those latents with what belongs to them, such as their masks. They are fewer than
            asked for, with a warning, where the batch ends before.
    """

    latent: Latent
    index: Annotated[int, Number(0, 4095)] = 0
    count: Annotated[int, Number(1, 4096)] = 1

    class Outputs(NamedTuple):
        """The latents taken."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """All of a batch belong to one family."""
        return {"latent": known.inputs["latent"].facts}

    def run(self, context: Context) -> Outputs:
        """Take the latents, and tell if they are fewer than asked for."""
        from nodes.latent_mixing import take

        taken = take(self.latent, self.index, self.count)
        if len(taken.samples) < self.count:
            context.warn(
                f"The batch ends after latent {len(self.latent.samples) - 1}: there are"
                f" {len(taken.samples)} instead of {self.count}."
            )
        return self.Outputs(taken)
