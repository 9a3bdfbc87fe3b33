"""Picture filters: nodes that change the pixels of a picture, and nothing of its frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.errors import NodeError
from graph_engine.hints import Number, Slider
from graph_engine.node import Node
from nodes.values import Image

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context

Threshold = Annotated[float, Slider(0, 1, step=0.01)]


class InvertImage(Node, version=1, category="Pictures"):
    """Turn the colours of pictures into their opposites; transparency stays as it is.

    Inputs:
        image: The picture, or a batch of them.

    Outputs:
        image: The negative.
    """

    image: Image

    class Outputs(NamedTuple):
        """The negative."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Take each colour from 1."""
        import numpy as np

        from nodes.matching import has_opacity

        pixels = self.image.pixels
        inverted = np.float32(1) - pixels
        if has_opacity(pixels):
            inverted[..., -1] = pixels[..., -1]
        return self.Outputs(Image(inverted))


class BlurImage(Node, version=1, category="Pictures"):
    """Blur pictures with a Gaussian.

    Inputs:
        image: The picture, or a batch of them.
        radius: How far colours spread: the Gaussian's standard deviation in pixels; 0 leaves the
            picture as it is.

    Outputs:
        image: The blurred picture.
    """

    image: Image
    radius: Annotated[float, Number(0, 512, step=0.5)] = 4.0

    class Outputs(NamedTuple):
        """The blurred picture."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Blur each picture."""
        from nodes.filtering import blur

        return self.Outputs(Image(blur(self.image.pixels, self.radius)))


class SharpenImage(Node, version=1, category="Pictures"):
    """Sharpen pictures (unsharp masking): what a blur would take away is added.

    Inputs:
        image: The picture, or a batch of them.
        radius: How wide the details are that get stronger: the blur's standard deviation in
            pixels.
        amount: How much is added; 0 leaves the picture as it is.

    Outputs:
        image: The sharpened picture.
    """

    image: Image
    radius: Annotated[float, Number(0, 512, step=0.5)] = 1.0
    amount: Annotated[float, Slider(0, 5, step=0.05)] = 1.0

    class Outputs(NamedTuple):
        """The sharpened picture."""

        image: Image

    def run(self, context: Context) -> Outputs:
        """Sharpen each picture."""
        from nodes.filtering import sharpen

        return self.Outputs(Image(sharpen(self.image.pixels, self.radius, self.amount)))


class CannyEdges(Node, version=1, category="Pictures"):
    """Find the outlines of what is in a picture, for a ControlNet that was trained on edges.

    The strongest colour channel counts, so that also two colours of the same brightness have an
    outline between them. Transparency is ignored.

    Inputs:
        image: The picture, or a batch of them.
        low: Down to which contrast an outline that has begun goes on. Contrast is that of a sharp
            edge: 1 is black against white.
        high: From which contrast on an outline begins; more gives fewer outlines.

    Outputs:
        image: White lines, one pixel wide, on black.
    """

    image: Image
    low: Threshold = 0.1
    high: Threshold = 0.2

    class Outputs(NamedTuple):
        """The outlines."""

        image: Image

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse thresholds the wrong way round, unless one comes over a link."""
        if not known.inputs.keys() & {"low", "high"}:
            self._check_thresholds()
        return {}

    def run(self, context: Context) -> Outputs:
        """Find the edges."""
        from nodes.canny import canny_edges

        self._check_thresholds()
        return self.Outputs(Image(canny_edges(self.image.pixels, self.low, self.high)))

    def _check_thresholds(self) -> None:
        if self.low > self.high:
            raise NodeError(
                f'"low" is {self.low:g}, above "high", which is {self.high:g}.',
                port="low",
                hint="Outlines begin at the high contrast and go on down to the low one.",
            )
