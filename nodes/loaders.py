"""Loaders: nodes that name a model and hand out its parts as recipes, loading no weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.hints import ModelFile
from graph_engine.node import Node
from nodes.values import VAE, ControlNet, TextEncoder, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context


class LoadCheckpoint(Node, version=1, category="Models"):
    """Name a Stable Diffusion model and hand out its three parts.

    Weights are loaded when a node needs them, each part once, and shared by all nodes.

    Inputs:
        model: A checkpoint file or a folder in diffusers layout below a model folder, or a hub
            id such as `owner/name`, which is fetched once. Stable Diffusion 1.x, 2.x and XL.

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

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The recipes themselves."""
        from nodes.recipes import checkpoint_recipes

        if not _is_here(known, self.model, "checkpoint"):
            return {}
        recipes = checkpoint_recipes(known.places, self.model)
        return dict(zip(self.Outputs._fields, recipes, strict=True))

    def run(self, context: Context) -> Outputs:
        """Read the model's configs."""
        from nodes.recipes import checkpoint_recipes

        return self.Outputs(*checkpoint_recipes(context.places, self.model))


class LoadUNet(Node, version=1, category="Models"):
    """Name a model and hand out its U-Net alone, to go with parts of another model.

    Inputs:
        model: A U-Net's file or folder, or a whole model, of which only the U-Net is used. One
            that does not tell what it predicts is taken to predict noise (epsilon) on Stable
            Diffusion's usual schedule.

    Outputs:
        unet: The U-Net, for Sample.
    """

    model: Annotated[str, ModelFile(kind="unet")]

    class Outputs(NamedTuple):
        """The U-Net."""

        unet: UNet

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The recipe itself."""
        from nodes.recipes import unet_recipe

        if not _is_here(known, self.model, "unet"):
            return {}
        return {"unet": unet_recipe(known.places, self.model)}

    def run(self, context: Context) -> Outputs:
        """Read the U-Net's configs."""
        from nodes.recipes import unet_recipe

        return self.Outputs(unet_recipe(context.places, self.model))


class LoadTextEncoder(Node, version=1, category="Models"):
    """Name a model and hand out what encodes its prompts.

    Inputs:
        model: A text encoder's file, its folder (its tokenizer in it, or in a folder `tokenizer`
            beside it), or a whole model, of which only the text encoder is used; XL has two.

    Outputs:
        text_encoder: The text encoder with its tokenizer, for EncodeText.
    """

    model: Annotated[str, ModelFile(kind="text_encoder")]

    class Outputs(NamedTuple):
        """The text encoder."""

        text_encoder: TextEncoder

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The recipe itself."""
        from nodes.recipes import text_encoder_recipe

        if not _is_here(known, self.model, "text_encoder"):
            return {}
        return {"text_encoder": text_encoder_recipe(known.places, self.model)}

    def run(self, context: Context) -> Outputs:
        """Read the text encoder's config."""
        from nodes.recipes import text_encoder_recipe

        return self.Outputs(text_encoder_recipe(context.places, self.model))


class LoadVAE(Node, version=1, category="Models"):
    """Name a model and hand out its VAE alone, such as one with finer details or other colours.

    Inputs:
        model: A VAE's file or folder, or a whole model, of which only the VAE is used.

    Outputs:
        vae: The VAE, for DecodeLatent and EncodeImage.
    """

    model: Annotated[str, ModelFile(kind="vae")]

    class Outputs(NamedTuple):
        """The VAE."""

        vae: VAE

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The recipe itself."""
        from nodes.recipes import vae_recipe

        if not _is_here(known, self.model, "vae"):
            return {}
        return {"vae": vae_recipe(known.places, self.model)}

    def run(self, context: Context) -> Outputs:
        """Read the VAE's config."""
        from nodes.recipes import vae_recipe

        return self.Outputs(vae_recipe(context.places, self.model))


class LoadControlNet(Node, version=1, category="Models"):
    """Name a ControlNet or a T2I-Adapter, to steer sampling by a picture.

    Inputs:
        model: A ControlNet or T2I-Adapter below a model folder: a file, or a folder in diffusers
            layout.

    Outputs:
        controlnet: The ControlNet, for ApplyControlNet.
    """

    model: Annotated[str, ModelFile(kind="controlnet")]

    class Outputs(NamedTuple):
        """The ControlNet."""

        controlnet: ControlNet

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The recipe itself."""
        from nodes.recipes import controlnet_recipe

        if not _is_here(known, self.model, "controlnet"):
            return {}
        return {"controlnet": controlnet_recipe(known.places, self.model)}

    def run(self, context: Context) -> Outputs:
        """Read its config."""
        from nodes.recipes import controlnet_recipe

        return self.Outputs(controlnet_recipe(context.places, self.model))


def _is_here(known: Beforehand, model: str | None, kind: str) -> bool:
    """Whether a model is on this machine; a linked name is None, a hub's model comes later."""
    return model is not None and known.places.find(ModelFile(kind=kind), model) is not None
