"""Picture frames: nodes that cut pictures to a part of them, or give them room around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from graph_engine.hints import Number, Size
from graph_engine.node import Node
from nodes.values import Image, Mask

if TYPE_CHECKING:
    from graph_engine.context import Context

Position = Annotated[int, Number(0, 16384)]
Margin = Annotated[int, Number(0, 8192, step=8)]


class CropImage(Node, version=1, category="Pictures"):
    """Cut a part out of pictures.

    Inputs:
        image: The picture, or a batch of them.
        x: Where the part begins, in pixels from the left.
        y: Where the part begins, in pixels from the top.
        width: Width of the part in pixels.
        height: Height of the part in pixels.

    Outputs:
        image: The part. It is smaller than asked for, with a warning, where the picture ends
            before it.
    """

    image: Image
    x: Position = 0
    y: Position = 0
    width: Annotated[int, Size(minimum=1, multiple=1)] = 512
    height: Annotated[int, Size(minimum=1, multiple=1)] = 512

    class Outputs(NamedTuple):
        """The part."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Cut out the part, and tell if it is smaller than asked for."""
        from nodes.framing import crop

        pixels = crop(self.image.pixels, self.x, self.y, self.width, self.height)
        height, width = pixels.shape[1:3]
        if (width, height) != (self.width, self.height):
            context.warn(
                f"The picture ends within the part: it is {width} × {height} pixels instead of"
                f" {self.width} × {self.height}."
            )
        return self.Outputs(Image(pixels))


class PadImage(Node, version=1, category="Pictures"):
    """Give pictures room around them, to be painted by a sampler (outpainting).

    In the new room the colours of the picture's border go on outwards, more and more blurred.
    Give picture and mask to InpaintLatent, or encode the picture and put the mask on with
    LatentMask.

    Inputs:
        image: The picture, or a batch of them.
        left: Pixels added on the left.
        top: Pixels added at the top.
        right: Pixels added on the right.
        bottom: Pixels added at the bottom.
        feathering: How far the mask reaches into the picture, falling off, so that no seam is
            left; in pixels.

    Outputs:
        image: The larger picture; the picture within it is unchanged.
        mask: 1 in the new room, falling to 0 within the picture.
    """

    image: Image
    left: Margin = 0
    top: Margin = 0
    right: Margin = 0
    bottom: Margin = 0
    feathering: Annotated[int, Number(0, 8192)] = 40

    class Outputs(NamedTuple):
        """The larger picture and where it is to be painted."""

        image: Image
        mask: Mask

    def run(self, context: Context) -> Outputs:
        """Extend the picture and draw the mask."""
        from nodes.framing import Margins, margin_mask, pad

        margins = Margins(self.left, self.top, self.right, self.bottom)
        height, width = self.image.pixels.shape[1:3]
        mask = margin_mask(width, height, margins, self.feathering)
        return self.Outputs(Image(pad(self.image.pixels, margins)), Mask(mask))
