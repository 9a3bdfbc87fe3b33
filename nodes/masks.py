"""Masks: nodes that make masks, from pictures or by painting, and show them as pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from graph_engine.errors import NodeError
from graph_engine.hints import Size, Strokes
from graph_engine.node import Node
from nodes.values import Image, Mask

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context

Channel = Literal["luminance", "red", "green", "blue", "alpha"]


class MaskFromImage(Node, version=1, category="Masks"):
    """Take a channel of a picture as a mask: white is repainted, black is kept.

    Inputs:
        image: The picture, or a batch of them.
        channel: "luminance" is how bright a pixel looks; "red", "green", "blue" are its colours,
            "alpha" is how opaque it is. LoadImage gives transparency as a mask already.

    Outputs:
        mask: The mask, of the picture's size.
    """

    image: Image
    channel: Channel = "luminance"

    class Outputs(NamedTuple):
        """The mask."""

        mask: Mask

    def run(self, context: Context) -> Outputs:
        """Pick the channel, or weigh the colours."""
        import numpy as np

        from nodes.matching import has_opacity, with_channels

        pixels = self.image.pixels
        if self.channel == "alpha" and not has_opacity(pixels):
            raise NodeError(
                "The picture has no alpha channel: it is opaque everywhere.",
                port="image",
                hint="LoadImage gives a file's transparency at its mask output.",
            )
        rgba = with_channels(pixels, 4)
        if self.channel == "luminance":
            values = rgba[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32)
        else:
            values = rgba[..., ["red", "green", "blue", "alpha"].index(self.channel)]
        return self.Outputs(Mask(np.ascontiguousarray(values.clip(0, 1))))


class ImageFromMask(Node, version=1, category="Masks"):
    """Show a mask as a picture: what is repainted is white, what is kept is black.

    Inputs:
        mask: The mask, or a batch of them.

    Outputs:
        image: The mask in grey, as an RGB picture.
    """

    mask: Mask

    class Outputs(NamedTuple):
        """The mask as a picture."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Give all three colours the mask's values."""
        import numpy as np

        return self.Outputs(Image(np.repeat(self.mask.values[..., None], 3, axis=-1)))


class PaintMask(Node, version=1, category="Masks"):
    """A mask painted by hand, kept as readable strokes.

    Each line of `strokes` is one stroke, in the order in which they were made. `paint` adds to
    the mask, `erase` takes away. Then comes the brush's radius in pixels, or `area` for the area
    within the points. The points are x,y in pixels from the top left corner; fractions are fine.
    For example, a dot, a line with a hole in it, and a rectangle:

        paint 20 64,64
        paint 8 10,100 60,120 110,100
        erase 4 60,120
        paint area 200,40 260,40 260,90 200,90

    Inputs:
        width: Width of the mask in pixels: that of the picture it is for.
        height: Height of the mask in pixels.
        strokes: The strokes, one a line; without any the mask is empty.

    Outputs:
        mask: The mask; edges are smoothed.
    """

    width: Annotated[int, Size(minimum=1, multiple=1)] = 512
    height: Annotated[int, Size(minimum=1, multiple=1)] = 512
    strokes: Annotated[str, Strokes()] = ""

    class Outputs(NamedTuple):
        """The mask."""

        mask: Mask

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse strokes that can't be read, unless they come over a link."""
        from nodes.painting import read_strokes

        if "strokes" not in known.inputs:
            read_strokes(self.strokes)
        return {}

    def run(self, context: Context) -> Outputs:
        """Read the strokes and draw them."""
        from nodes.painting import draw_strokes, read_strokes

        values = draw_strokes(read_strokes(self.strokes), self.width, self.height)
        return self.Outputs(Mask(values[None]))
