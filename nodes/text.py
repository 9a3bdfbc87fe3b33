"""Text: nodes that turn prompts into what a sampler understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from graph_engine.hints import Prompt
from graph_engine.node import Node
from nodes.values import Conditioning, TextEncoder

if TYPE_CHECKING:
    from graph_engine.context import Context


class EncodeText(Node, version=1, category="Conditioning", numerics=("torch", "transformers")):
    """Turn a prompt into a conditioning that steers a sampler.

    Inputs:
        text_encoder: The text encoder of the model that will sample.
        text: The prompt. The text encoder reads 75 tokens (about 55 words); what is beyond is
            left out, with a warning that quotes it.
        weighting: How brackets are read. "none": as plain text, the way diffusers' pipelines
            read a prompt.

    Outputs:
        conditioning: The encoded prompt, for Sample's `positive` or `negative`.
    """

    text_encoder: TextEncoder
    text: Annotated[str, Prompt()] = ""
    weighting: Literal["none"] = "none"

    class Outputs(NamedTuple):
        """The encoded prompt."""

        conditioning: Conditioning

    def run(self, context: Context) -> Outputs:
        """Tokenize and encode the prompt."""
        from nodes.diffusion.text import encode_text

        return self.Outputs(encode_text(self.text_encoder, self.text, context))
