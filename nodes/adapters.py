"""Adapters: nodes that add what was learnt later, LoRAs and learnt words, to a model's recipes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.hints import ModelFile, Number
from graph_engine.node import Node
from nodes.values import TextEncoder, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context


class LoadLoRA(Node, version=1, category="Models"):
    """Change a model's style or subject by a LoRA; several may follow each other.

    The model's own weights stay as they are: other strengths, or none, cost no loading.

    Inputs:
        unet: The U-Net to change, from LoadCheckpoint or another LoadLoRA.
        text_encoder: The text encoder to change. Many LoRAs change it too; not linked means that
            it stays as it is.
        model: A LoRA for the model's family below a model folder: made by kohya's scripts
            (LoCon's convolutions included), or by diffusers and peft.
        unet_strength: How strongly it counts in the U-Net, -10 to 10; 1 is as trained, 0 off.
        text_strength: How strongly it counts in the text encoder.

    Outputs:
        unet: The changed U-Net, for Sample or another LoadLoRA.
        text_encoder: The changed text encoder, for EncodeText or another LoadLoRA; nothing if
            none is linked.
    """

    unet: UNet
    text_encoder: TextEncoder | None = None
    model: Annotated[str, ModelFile(kind="lora")]
    unet_strength: Annotated[float, Number(-10, 10, step=0.05)] = 1.0
    text_strength: Annotated[float, Number(-10, 10, step=0.05)] = 1.0

    class Outputs(NamedTuple):
        """The changed parts."""

        unet: UNet
        text_encoder: TextEncoder | None

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The recipes as far as they are known; refuses a LoRA for another family."""
        from nodes.adapter_facts import lora_outline

        return lora_outline(known, self.model, self.unet_strength, self.text_strength)

    def run(self, context: Context) -> Outputs:
        """Note it in the recipes."""
        from nodes.loras import lora_reference, with_lora

        lora = lora_reference(context.places, self.model, self.unet, self.text_encoder)
        encoder = self.text_encoder
        return self.Outputs(
            with_lora(self.unet, lora, self.unet_strength),
            encoder and with_lora(encoder, lora, self.text_strength),
        )


class LoadEmbedding(Node, version=1, category="Models"):
    """Teach a text encoder a word that was learnt from pictures (textual inversion).

    Inputs:
        text_encoder: The text encoder, from LoadCheckpoint or another LoadEmbedding.
        model: An embedding for the model's family below a model folder, as saved by diffusers,
            AUTOMATIC1111 or trainers for SDXL.
        token: The word that stands for it in prompts, such as <my-style>. Empty means the one
            that the file was saved under by diffusers, else the file's name without its ending.

    Outputs:
        text_encoder: The text encoder that knows the word, for EncodeText.
    """

    text_encoder: TextEncoder
    model: Annotated[str, ModelFile(kind="embedding")]
    token: str = ""

    class Outputs(NamedTuple):
        """The text encoder that knows the word."""

        text_encoder: TextEncoder

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The recipe as far as it is known; refuses an embedding for another family."""
        from nodes.adapter_facts import embedding_outline

        return embedding_outline(known, self.model, self.token)

    def run(self, context: Context) -> Outputs:
        """Note it in the recipe."""
        from nodes.embeddings import embedding_recipe, with_embedding
        from nodes.text_facts import linked_encoder

        encoder = linked_encoder(self.text_encoder)
        learnt = embedding_recipe(context.places, self.model, self.token, encoder)
        return self.Outputs(with_embedding(encoder, learnt))
