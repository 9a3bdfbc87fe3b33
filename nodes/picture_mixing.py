"""Picture mixing: nodes that put one picture over another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from graph_engine.hints import Number, Slider
from graph_engine.node import Node
from nodes.values import Image, Mask

if TYPE_CHECKING:
    from graph_engine.context import Context

BlendMode = Literal[
    "normal",
    "multiply",
    "screen",
    "overlay",
    "hard_light",
    "soft_light",
    "darken",
    "lighten",
    "add",
    "subtract",
    "difference",
]
Offset = Annotated[int, Number(-16384, 16384)]


class BlendImages(Node, version=1, category="Pictures"):
    """Blend two pictures of one size.

    A batch of one goes with every picture of the other batch.

    Inputs:
        first: The picture below, or a batch of them.
        second: The picture above; where it is transparent the one below shows.
        weight: How much of the blend is seen: 0 gives the first picture, 1 the full blend.
        mode: How the colours mix. "normal" covers; "multiply" and "darken" darken, "screen",
            "lighten" and "add" brighten; "overlay", "hard_light" and "soft_light" raise the
            contrast; "subtract" takes the second away, "difference" shows where they differ.

    Outputs:
        image: The blend. It has transparency only if the first picture has.
    """

    first: Image
    second: Image
    weight: Annotated[float, Slider(0, 1, step=0.01)] = 0.5
    mode: BlendMode = "normal"

    class Outputs(NamedTuple):
        """The blend."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Blend the second picture over the first."""
        from nodes.blending import blend
        from nodes.matching import one_count, one_size, repeated

        one_size({"first": self.first, "second": self.second})
        first, second = self.first.pixels, self.second.pixels
        count = one_count({"first": len(first), "second": len(second)})
        pixels = blend(repeated(first, count), repeated(second, count), self.weight, self.mode)
        return self.Outputs(Image(pixels))


class CompositeImage(Node, version=1, category="Pictures"):
    """Put a picture on another one, at a place and through a mask.

    A batch of one goes with every picture of the other batch. To put a repainted part back into
    the untouched picture, give the mask that it was repainted with.

    Inputs:
        base: The picture below, or a batch of them.
        layer: The picture put on it, of any size; what lies beyond the base is cut off.
        mask: Where the layer is seen: 1 is fully, 0 not at all. One of another size than the
            layer is resized. Without a mask the whole layer is seen.
        x: Where the layer begins, in pixels from the left; it may be negative.
        y: Where the layer begins, in pixels from the top; it may be negative.

    Outputs:
        image: The base with the layer on it. It has transparency only if the base has.
    """

    base: Image
    layer: Image
    mask: Mask | None = None
    x: Offset = 0
    y: Offset = 0

    class Outputs(NamedTuple):
        """The base with the layer on it."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Put the layer on the base."""
        import numpy as np

        from nodes.blending import composite
        from nodes.matching import fitted_mask, one_count, repeated

        base, layer = self.base.pixels, self.layer.pixels
        height, width = layer.shape[1:3]
        cover = np.ones((1, height, width), np.float32)
        if self.mask is not None:
            cover = fitted_mask(self.mask, (width, height), context, to="the layer")
        count = one_count({"base": len(base), "layer": len(layer), "mask": len(cover)})
        if (
            self.x >= base.shape[2]
            or self.y >= base.shape[1]
            or self.x <= -width
            or self.y <= -height
        ):
            context.warn("The layer lies beside the base, which therefore stays as it is.")
        parts = (repeated(base, count), repeated(layer, count), repeated(cover, count))
        return self.Outputs(Image(composite(*parts, self.x, self.y)))
