"""Picture edits: nodes that resize pictures and put several together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from graph_engine.hints import Number, Size
from graph_engine.node import Node
from nodes.values import Image

if TYPE_CHECKING:
    from graph_engine.context import Context

Method = Literal["lanczos", "bicubic", "bilinear", "box", "nearest"]
Fit = Literal["crop", "contain", "stretch"]


class ResizeImage(Node, version=1, category="Pictures"):
    """Make pictures larger or smaller.

    Inputs:
        image: The picture, or a batch of them.
        width: New width in pixels.
        height: New height in pixels.
        method: How pixels are computed. "lanczos" is sharpest, "bicubic" and "bilinear" are
            softer, "box" averages when making smaller, "nearest" keeps hard edges.
        fit: What happens if the proportions differ. "crop" fills the new size and cuts what is
            beyond it on both sides, "contain" makes the whole picture fit within the new size
            (one side may come out shorter), "stretch" distorts.

    Outputs:
        image: The resized picture.
    """

    image: Image
    width: Annotated[int, Size(minimum=1, multiple=1)] = 512
    height: Annotated[int, Size(minimum=1, multiple=1)] = 512
    method: Method = "lanczos"
    fit: Fit = "crop"

    class Outputs(NamedTuple):
        """The resized picture."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Resize each picture."""
        from nodes.resizing import resize

        size = (self.width, self.height)
        return self.Outputs(Image(resize(self.image.pixels, size, self.method, self.fit)))


class ImageBatch(Node, version=1, category="Pictures"):
    """Put pictures of one size together into a batch.

    Inputs:
        first: The first picture, or a batch of them.
        second: The pictures that come after them, of the same size.

    Outputs:
        image: All of them as one batch. If only some have transparency, the others become opaque.
    """

    first: Image
    second: Image

    class Outputs(NamedTuple):
        """The batch."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Join the batches."""
        from nodes.arranging import join

        return self.Outputs(Image(join({"first": self.first, "second": self.second})))


class ImageGrid(Node, version=1, category="Pictures"):
    """Lay out pictures of one size in a grid, row by row, as one picture.

    Inputs:
        first: The first picture, or a batch of them.
        second: The next picture, or a batch of them, of the same size.
        third: The next picture, or a batch of them, of the same size.
        fourth: The next picture, or a batch of them, of the same size.
        columns: Pictures in a row; 0 makes the grid about as wide as high.
        gap: Space between the pictures in pixels.
        shade: How bright the space is: 0 is black, 1 is white.

    Outputs:
        image: The grid.
    """

    first: Image
    second: Image | None = None
    third: Image | None = None
    fourth: Image | None = None
    columns: Annotated[int, Number(0, 64)] = 0
    gap: Annotated[int, Number(0, 256)] = 8
    shade: Annotated[float, Number(0, 1, step=0.05)] = 1.0

    class Outputs(NamedTuple):
        """The grid."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Join the batches and lay them out."""
        from nodes.arranging import grid, join

        linked = {
            "first": self.first,
            "second": self.second,
            "third": self.third,
            "fourth": self.fourth,
        }
        pixels = join({port: image for port, image in linked.items() if image is not None})
        return self.Outputs(Image(grid(pixels, self.columns, self.gap, self.shade)))
