"""Text: nodes that turn prompts into what a sampler understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from graph_engine.hints import Number
from graph_engine.node import Node
from nodes.prompt_syntax import WeightedPrompt
from nodes.values import Conditioning, TextEncoder

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context

Weighting = Literal["none", "comfy"]


class EncodeText(Node, version=1, category="Conditioning", numerics=("torch", "transformers")):
    r"""Turn a prompt into a conditioning that steers a sampler.

    Inputs:
        text_encoder: The text encoder of the model that will sample.
        text: The prompt.
        weighting: How the prompt is read. "none": as plain text, the way diffusers' pipelines
            read it; 75 tokens (about 55 words) fit, and what is beyond is left out, with a
            warning that quotes it. "comfy": the way ComfyUI reads it. (words) count 1.1 times,
            (words:1.3) 1.3 times, \( and \) are plain brackets, `embedding:name` is a learnt
            word from a model folder, and a prompt may be of any length.

    Outputs:
        conditioning: The encoded prompt, for Sample's `positive` or `negative`.
    """

    text_encoder: TextEncoder
    text: Annotated[str, WeightedPrompt()] = ""
    weighting: Weighting = "none"

    class Outputs(NamedTuple):
        """The encoded prompt."""

        conditioning: Conditioning

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """One prompt, and the text encoder that makes it."""
        from nodes.text_facts import encoded

        return {"conditioning": encoded(known, self.text, self.weighting)}

    def run(self, context: Context) -> Outputs:
        """Tokenize and encode the prompt."""
        from nodes.text_facts import linked_encoder

        encoder = linked_encoder(self.text_encoder)
        from nodes.diffusion.text import encode_text

        return self.Outputs(encode_text(encoder, self.text, context, self.weighting))


class ClipSkip(Node, version=1, category="Models"):
    """Leave out the last layers of a text encoder, as some models were trained to be read.

    Inputs:
        text_encoder: The text encoder; layers that it already leaves out are replaced by this.
        layers: How many layers to leave out, as diffusers' `clip_skip` counts; 0 is as the model
            was made. For Stable Diffusion 1, 1 is AUTOMATIC1111's "Clip skip" 2 and ComfyUI's
            stop_at_clip_layer −2. Stable Diffusion 2 and SDXL leave one out anyway, so there 1 is
            ComfyUI's −3. The final norm is applied on Stable Diffusion 1 and 2, not on SDXL.

    Outputs:
        text_encoder: The text encoder, for EncodeText.
    """

    text_encoder: TextEncoder
    layers: Annotated[int, Number(0, 23)] = 1

    class Outputs(NamedTuple):
        """The text encoder."""

        text_encoder: TextEncoder

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The recipe, if that of the text encoder is known."""
        from nodes.text_facts import skipped

        return {"text_encoder": skipped(known, self.layers)}

    def run(self, context: Context) -> Outputs:
        """Note it in the recipe."""
        from nodes.text_facts import linked_encoder

        return self.Outputs(replace(linked_encoder(self.text_encoder), clip_skip=self.layers))
