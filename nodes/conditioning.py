"""Conditioning: nodes that make one conditioning out of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.hints import Slider
from graph_engine.node import Node
from nodes.values import Conditioning

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context


class CombineConditioning(Node, version=1, category="Conditioning"):
    """Let two conditionings steer at once: what they predict is mixed at every step.

    Each prompt goes through the U-Net by itself, so every further one costs its time. With
    regions, each rules its own place; with ranges, its own part of the denoising.

    Inputs:
        first: A conditioning.
        second: Another one, for the same model family.

    Outputs:
        conditioning: All prompts of both.
    """

    first: Conditioning
    second: Conditioning

    class Outputs(NamedTuple):
        """Both."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The prompts of both, as far as they are known."""
        from nodes.conditioning_facts import combined

        return {"conditioning": combined(known)}

    def run(self, context: Context) -> Outputs:
        """Put the entries behind each other."""
        from nodes.conditioning_arithmetic import combine

        return self.Outputs(combine(self.first, self.second))


class ConcatConditioning(Node, version=1, category="Conditioning"):
    """Make one longer prompt of two that were encoded apart, so that they don't colour each other.

    Each prompt of `first` is followed by that of `second`; of several in `second`, the first one
    counts, with a warning. Everything else (pooled embedding, strength, range, region, sizes) is
    that of `first`. Both as in ComfyUI.

    Inputs:
        first: The conditioning that comes first.
        second: What to put behind it, for the same model family.

    Outputs:
        conditioning: The joined conditioning.
    """

    first: Conditioning
    second: Conditioning

    class Outputs(NamedTuple):
        """The joined conditioning."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The prompts of the first, changed by the second."""
        from nodes.conditioning_facts import mixed

        return {"conditioning": mixed(known)}

    def run(self, context: Context) -> Outputs:
        """Join the embeddings along their tokens."""
        from nodes.conditioning_arithmetic import concatenate

        return self.Outputs(concatenate(self.first, self.second, context))


class AverageConditioning(Node, version=1, category="Conditioning"):
    """Mix two prompts into one in between, token by token; costs no more than one of them.

    The second is cut, or filled up with zeros, to the length of the first. Of several prompts in
    `second`, the first one counts, with a warning. Strength, range, region and sizes are those of
    `first`. All as in ComfyUI.

    Inputs:
        first: The conditioning that `weight` is the share of.
        second: The other one, for the same model family.
        weight: The share of `first`, 0 to 1.

    Outputs:
        conditioning: The mixture, pooled embeddings included.
    """

    first: Conditioning
    second: Conditioning
    weight: Annotated[float, Slider(0, 1, step=0.01)] = 0.5

    class Outputs(NamedTuple):
        """The mixture."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The prompts of the first, changed by the second."""
        from nodes.conditioning_facts import mixed

        return {"conditioning": mixed(known, self.weight)}

    def run(self, context: Context) -> Outputs:
        """Mix the embeddings."""
        from nodes.conditioning_arithmetic import average

        return self.Outputs(average(self.first, self.second, self.weight, context))


class ZeroConditioning(Node, version=1, category="Conditioning"):
    """Replace a prompt by zeros: no prompt at all, which is not the same as an empty one.

    Useful as the negative of models that were trained to run without a prompt so, such as SDXL.

    Inputs:
        conditioning: Any conditioning of the model's family; only its shape and settings matter.

    Outputs:
        conditioning: The same, its embeddings and pooled embeddings all zeros.
    """

    conditioning: Conditioning

    class Outputs(NamedTuple):
        """Zeros."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The same prompts with other numbers."""
        from nodes.conditioning_facts import remade

        return {"conditioning": remade(known)}

    def run(self, context: Context) -> Outputs:
        """Set all to zero."""
        from nodes.conditioning_arithmetic import zeroed

        return self.Outputs(zeroed(self.conditioning))
