"""Conditioning settings: nodes that say where, when and of what size a prompt counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.hints import Number, Slider
from graph_engine.node import Node
from nodes.values import Conditioning, Mask

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context

Pixels = Annotated[int, Number(0, 16384, step=8)]
Side = Annotated[int, Number(1, 16384, step=8)]


class SizeConditioning(Node, version=1, category="Conditioning"):
    """Tell SDXL the sizes that its training pictures had; without this node, the latent's own.

    A small original size makes pictures that look enlarged, a large one adds detail; a crop makes
    things run out of the picture. Other families don't read it.

    Inputs:
        conditioning: A prompt for SDXL, or for its refiner, which reads all but the target size.
        original_width: Width of the picture before it was made into training data, in pixels.
        original_height: Its height.
        crop_x: How many pixels were cut off at its left.
        crop_y: How many pixels were cut off at its top.
        target_width: Width at which it was shown to the model.
        target_height: Height at which it was shown.

    Outputs:
        conditioning: The prompt with the sizes.
    """

    conditioning: Conditioning
    original_width: Side = 1024
    original_height: Side = 1024
    crop_x: Pixels = 0
    crop_y: Pixels = 0
    target_width: Side = 1024
    target_height: Side = 1024

    class Outputs(NamedTuple):
        """The prompt with the sizes."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The same prompts with other sizes."""
        from nodes.conditioning_facts import remade

        return {"conditioning": remade(known, *self._sizes())}

    def run(self, context: Context) -> Outputs:
        """Note the sizes in every entry."""
        from nodes.conditioning_arithmetic import with_sizes

        return self.Outputs(with_sizes(self.conditioning, *self._sizes()))

    def _sizes(self) -> tuple[int, int, int, int, int, int]:
        return (
            self.original_width,
            self.original_height,
            self.crop_x,
            self.crop_y,
            self.target_width,
            self.target_height,
        )


class AestheticScore(Node, version=1, category="Conditioning"):
    """Tell the SDXL refiner how well a picture was rated; without this node 6, in a negative 2.5.

    Inputs:
        conditioning: A prompt for the refiner; nothing else reads the score.
        score: The rating, 0 to 10. Higher is prettier and more alike.

    Outputs:
        conditioning: The prompt with the score.
    """

    conditioning: Conditioning
    score: Annotated[float, Slider(0, 10, step=0.1)] = 6.0

    class Outputs(NamedTuple):
        """The prompt with the score."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The same prompts with another score."""
        from nodes.conditioning_facts import remade

        return {"conditioning": remade(known, self.score)}

    def run(self, context: Context) -> Outputs:
        """Note the score in every entry."""
        from nodes.conditioning_arithmetic import with_score

        return self.Outputs(with_score(self.conditioning, self.score))


class ScheduleConditioning(Node, version=1, category="Conditioning"):
    """Let a prompt count only in a part of the denoising.

    What has a range already counts in what both ranges have in common. Combine two conditionings
    of neighbouring ranges to change the prompt on the way; only the steps after the change are
    sampled anew when the second prompt is edited.

    Inputs:
        conditioning: The prompt.
        start: Where it begins to count, 0 (pure noise) to 1 (the finished picture).
        end: Where it ceases to count.

    Outputs:
        conditioning: The prompt with its range.
    """

    conditioning: Conditioning
    start: Annotated[float, Slider(0, 1, step=0.01)] = 0.0
    end: Annotated[float, Slider(0, 1, step=0.01)] = 1.0

    class Outputs(NamedTuple):
        """The prompt with its range."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The same prompts, in their new ranges."""
        from nodes.conditioning_facts import scheduled

        return {"conditioning": scheduled(known, self.start, self.end)}

    def run(self, context: Context) -> Outputs:
        """Narrow the range of every entry."""
        from nodes.conditioning_arithmetic import scheduled

        return self.Outputs(scheduled(self.conditioning, self.start, self.end))


class GuidanceConditioning(Node, version=1, category="Conditioning"):
    """Give a prompt a guidance of its own, in place of the sampler's.

    With ScheduleConditioning the guidance changes on the way: let two copies of a prompt count in
    neighbouring ranges, one of them with another guidance, and combine them. Of several prompts
    that count at once, the first with a guidance of its own decides. In a negative it means
    nothing.

    Inputs:
        conditioning: The prompt.
        guidance: How strictly it is followed where it counts, 0 to 100.

    Outputs:
        conditioning: The prompt with its guidance.
    """

    conditioning: Conditioning
    guidance: Annotated[float, Number(0, 100, step=0.5)] = 7.5

    class Outputs(NamedTuple):
        """The prompt with its guidance."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The same prompts, followed otherwise."""
        from nodes.conditioning_facts import guided

        return {"conditioning": guided(known, self.guidance)}

    def run(self, context: Context) -> Outputs:
        """Note the guidance in every entry."""
        from nodes.conditioning_arithmetic import with_guidance

        return self.Outputs(with_guidance(self.conditioning, self.guidance))


class RegionConditioning(Node, version=1, category="Conditioning"):
    """Let a prompt count only in a part of the picture: where a mask is white, or in a rectangle.

    Combine several to place things side by side. A region replaces one that is already there.

    Inputs:
        conditioning: The prompt.
        mask: Where it counts; not linked means the rectangle. A mask of another size than the
            picture is stretched over it.
        strength: How strongly it counts against other prompts at the same place, 0 to 10.
        x: Left edge of the rectangle, in pixels.
        y: Its top edge.
        width: Its width; 0 with a mask.
        height: Its height; 0 with a mask.

    Outputs:
        conditioning: The prompt with its region.
    """

    conditioning: Conditioning
    mask: Mask | None = None
    strength: Annotated[float, Number(0, 10, step=0.05)] = 1.0
    x: Pixels = 0
    y: Pixels = 0
    width: Pixels = 0
    height: Pixels = 0

    class Outputs(NamedTuple):
        """The prompt with its region."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The same prompts in another region."""
        from nodes.conditioning_facts import placed

        settings = (self.strength, self.x, self.y, self.width, self.height)
        return {"conditioning": placed(known, *settings)}

    def run(self, context: Context) -> Outputs:
        """Note region and strength in every entry."""
        from nodes.conditioning_arithmetic import in_region, region_of

        region = region_of(self.mask, self.x, self.y, self.width, self.height)
        return self.Outputs(in_region(self.conditioning, region, self.strength))
