"""Mask edits: nodes that change masks and combine them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from graph_engine.hints import Number
from graph_engine.node import Node
from nodes.values import Mask

if TYPE_CHECKING:
    from graph_engine.context import Context

Combination = Literal["union", "intersection", "difference", "exclusive"]


class GrowMask(Node, version=1, category="Masks"):
    """Make a mask larger or smaller on all sides.

    Inputs:
        mask: The mask, or a batch of them.
        pixels: By how many pixels; a negative number makes the mask smaller. The border of the
            picture takes nothing away.
        rounded: Corners come out round. Otherwise corners stay corners.

    Outputs:
        mask: The larger or smaller mask.
    """

    mask: Mask
    pixels: Annotated[int, Number(-1024, 1024)] = 8
    rounded: bool = True

    class Outputs(NamedTuple):
        """The larger or smaller mask."""

        mask: Mask

    def run(self, context: Context) -> Outputs:
        """Grow each mask."""
        from nodes.mask_shapes import grow

        return self.Outputs(Mask(grow(self.mask.values, self.pixels, rounded=self.rounded)))


class FeatherMask(Node, version=1, category="Masks"):
    """Soften the edges of a mask, so that what is repainted blends into the rest.

    The edge is softened to both sides; to keep all that the mask covers, grow it by twice the
    radius first.

    Inputs:
        mask: The mask, or a batch of them.
        radius: How soft the edge becomes: a Gaussian's standard deviation in pixels; 0 leaves the
            mask as it is.

    Outputs:
        mask: The softened mask.
    """

    mask: Mask
    radius: Annotated[float, Number(0, 512, step=0.5)] = 8.0

    class Outputs(NamedTuple):
        """The softened mask."""

        mask: Mask

    def run(self, context: Context) -> Outputs:
        """Blur each mask."""
        from nodes.filtering import gaussian

        return self.Outputs(Mask(gaussian(self.mask.values, self.radius).clip(0, 1)))


class InvertMask(Node, version=1, category="Masks"):
    """Turn a mask round: what was kept is repainted, and what was repainted is kept.

    Inputs:
        mask: The mask, or a batch of them.

    Outputs:
        mask: The opposite mask.
    """

    mask: Mask

    class Outputs(NamedTuple):
        """The opposite mask."""

        mask: Mask

    def run(self, context: Context) -> Outputs:
        """Take each value from 1."""
        return self.Outputs(Mask(1 - self.mask.values))


class CombineMasks(Node, version=1, category="Masks"):
    """Make one mask of two.

    A batch of one goes with every mask of the other batch.

    Inputs:
        first: The first mask, or a batch of them.
        second: The second mask, or a batch of them; one of another size than the first is
            resized.
        how: "union" is what either covers, "intersection" what both cover, "difference" what only
            the first covers, "exclusive" what one of them covers but not both.

    Outputs:
        mask: The combined mask.
    """

    first: Mask
    second: Mask
    how: Combination = "union"

    class Outputs(NamedTuple):
        """The combined mask."""

        mask: Mask

    def run(self, context: Context) -> Outputs:
        """Combine the masks pixel by pixel."""
        from nodes.mask_shapes import combine
        from nodes.matching import fitted_mask, one_count, repeated

        first = self.first.values
        size = (first.shape[2], first.shape[1])
        second = fitted_mask(self.second, size, context, port="second", to="the first mask")
        count = one_count({"first": len(first), "second": len(second)})
        return self.Outputs(
            Mask(combine(repeated(first, count), repeated(second, count), self.how))
        )
