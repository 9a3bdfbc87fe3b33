"""Loaders: nodes that name a model and hand out its parts as recipes, loading no weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from graph_engine.hints import ModelFile
from graph_engine.node import Node
from nodes.values import VAE, TextEncoder, UNet

if TYPE_CHECKING:
    from graph_engine.context import Context


class LoadCheckpoint(Node, version=1, category="Models"):
    """Name a Stable Diffusion model and hand out its three parts.

    Weights are loaded when a node needs them, each part once, and shared by all nodes.

    Inputs:
        model: A folder in diffusers layout below a model folder, or a hub id such as
            `owner/name`, which is fetched once. Stable Diffusion 1.x and 2.x, safetensors only.

    Outputs:
        unet: The U-Net, for Sample.
        text_encoder: The text encoder with its tokenizer, for EncodeText.
        vae: The VAE, for DecodeLatent and EncodeImage.
    """

    model: Annotated[str, ModelFile(kind="checkpoint")]

    class Outputs(NamedTuple):
        """The parts of the model."""

        unet: UNet
        text_encoder: TextEncoder
        vae: VAE

    def run(self, context: Context) -> Outputs:
        """Read the model's configs."""
        from nodes.recipes import checkpoint_recipes

        return self.Outputs(*checkpoint_recipes(context, self.model))


class LoadUNet(Node, version=1, category="Models"):
    """Name a model and hand out its U-Net alone, to go with parts of another model.

    Inputs:
        model: A U-Net's folder in diffusers layout, or a whole model, of which only the U-Net is
            used. A U-Net without a scheduler config beside it is taken to predict noise
            (epsilon) on Stable Diffusion's usual schedule.

    Outputs:
        unet: The U-Net, for Sample.
    """

    model: Annotated[str, ModelFile(kind="unet")]

    class Outputs(NamedTuple):
        """The U-Net."""

        unet: UNet

    def run(self, context: Context) -> Outputs:
        """Read the U-Net's configs."""
        from nodes.recipes import find_model_folder, part_reference, unet_recipe

        folder = find_model_folder(context, self.model, "unet")
        return self.Outputs(unet_recipe(folder, part_reference(folder, self.model, "unet")))


class LoadTextEncoder(Node, version=1, category="Models"):
    """Name a model and hand out its text encoder alone.

    Inputs:
        model: A text encoder's folder (its tokenizer in it, or in a folder `tokenizer` beside
            it), or a whole model, of which only the text encoder is used.

    Outputs:
        text_encoder: The text encoder with its tokenizer, for EncodeText.
    """

    model: Annotated[str, ModelFile(kind="text_encoder")]

    class Outputs(NamedTuple):
        """The text encoder."""

        text_encoder: TextEncoder

    def run(self, context: Context) -> Outputs:
        """Read the text encoder's config."""
        from nodes.recipes import find_model_folder, part_reference, text_encoder_recipe

        folder = find_model_folder(context, self.model, "text_encoder")
        model = part_reference(folder, self.model, "text_encoder")
        return self.Outputs(text_encoder_recipe(folder, model))


class LoadVAE(Node, version=1, category="Models"):
    """Name a model and hand out its VAE alone, such as one with finer details or other colours.

    Inputs:
        model: A VAE's folder in diffusers layout, or a whole model, of which only the VAE is used.

    Outputs:
        vae: The VAE, for DecodeLatent and EncodeImage.
    """

    model: Annotated[str, ModelFile(kind="vae")]

    class Outputs(NamedTuple):
        """The VAE."""

        vae: VAE

    def run(self, context: Context) -> Outputs:
        """Read the VAE's config."""
        from nodes.recipes import find_model_folder, part_reference, vae_recipe

        folder = find_model_folder(context, self.model, "vae")
        return self.Outputs(vae_recipe(folder, part_reference(folder, self.model, "vae")))
