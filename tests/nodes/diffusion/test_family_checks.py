"""What belongs to another family or task is refused: by a check of the workflow, and by the run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph_engine import GraphNode, Session
from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import (
    ApplyControlNet,
    DecodeLatent,
    DepthLatent,
    EditLatent,
    InpaintLatent,
    LatentMask,
    LoadControlNet,
    UpscaleLatent,
)
from nodes.values import Image, Mask
from tests.graph_engine.graphs import node, workflow_of

from .both_sides import Weft, as_image, as_mask, components, half_mask, random_picture
from .families import small_controlnet, small_sd1

Nodes = dict[str, GraphNode]
SCALE_1, SCALE_XL = "Stable Diffusion 1 and 2 (scale 0.18215)", "SDXL (scale 0.13025)"


@pytest.fixture(scope="session")
def models(models_folder: Path, sd1_model: str, sdxl_model: str, refiner_model: str) -> Path:
    """Small models of several families and tasks, called sd1, xl, refiner, hole, net-1, net-xl."""
    for name, model in (("sd1", sd1_model), ("xl", sdxl_model), ("refiner", refiner_model)):
        (models_folder / name).symlink_to(models_folder / model)
    small_sd1(models_folder / "predicts-picture", predicts="sample")
    small_sd1(models_folder / "hole", seed=5, in_channels=9, out_channels=4)
    small_controlnet(models_folder / "net-1", components(models_folder / sd1_model)["unet"])
    small_controlnet(models_folder / "net-xl", components(models_folder / sdxl_model)["unet"])
    return models_folder


@pytest.fixture
def session(models: Path, tmp_path: Path) -> Iterator[Session]:
    """A session that knows the small models and a picture."""
    random_picture(64, 64, 3).save(tmp_path / "picture.png")
    folders: dict[str, Any] = {"cache": tmp_path / "cache", "output": tmp_path}
    with Session(models=[models], inputs=[tmp_path], **folders) as opened:
        yield opened


def text_to_image(
    unet: str = "sd1", encoder: str = "sd1", vae: str = "sd1", **more: GraphNode
) -> Nodes:
    """Nodes that make a picture with parts of several models."""
    sampler = {"unet": "unet.unet", "positive": "prompt.conditioning", "latent": "empty.latent"}
    return {
        "unet": node("LoadUNet", model=unet),
        "encoder": node("LoadTextEncoder", model=encoder),
        "vae": node("LoadVAE", model=vae),
        "picture": node("LoadImage", image="picture.png"),
        "prompt": node("EncodeText", {"text_encoder": "encoder.text_encoder"}),
        "empty": node("EmptyLatent"),
        "sample": node("Sample", sampler),
        "decode": node("DecodeLatent", {"vae": "vae.vae", "latent": "sample.latent"}),
        "save": node("SaveImage", {"image": "decode.image"}),
    } | more


def controlled(unet: str, net: str) -> Nodes:
    """The same with a ControlNet."""
    nodes = text_to_image(unet, unet, unet)
    nodes["net"] = node("LoadControlNet", model=net)
    nodes["apply"] = node(
        "ApplyControlNet", {"controlnet": "net.controlnet", "image": "picture.image"}
    )
    return nodes | {"sample": sampling("empty.latent", control="apply.control")}


def sampling(latent: str, *, sampler: str = "dpmpp_2m", **inputs: str) -> GraphNode:
    """A Sample of another latent than the empty one."""
    links = {"unet": "unet.unet", "positive": "prompt.conditioning", "latent": latent}
    return node("Sample", links | inputs, sampler=sampler, schedule="default")


def repainting(unet: str, type: str, vae: str = "", **inputs: str) -> Nodes:
    """A Sample of a picture that a node prepares, called `prepared`."""
    given = {"image": "picture.image", **({"vae": "vae.vae"} if vae else {}), **inputs}
    return text_to_image(
        unet, unet, vae or unet, prepared=node(type, given), sample=sampling("prepared.latent"),
        mask=node("MaskFromImage", {"image": "picture.image"}),
    )  # fmt: skip


WRONG: dict[str, tuple[Nodes, str, str, str]] = {
    "a text encoder of SD 1 on SDXL": (
        text_to_image("xl", "sd1", "xl"), "sample", "positive",
        'The prompt was encoded by "sd1" for Stable Diffusion 1 (32 wide), but the U-Net of "xl" is'
        " SDXL and reads 80.",
    ),
    "a text encoder of SDXL on SD 1": (
        text_to_image("sd1", "xl", "sd1"), "sample", "positive",
        'The prompt was encoded by "xl" for SDXL (80 wide), but the U-Net of "sd1" is'
        " Stable Diffusion 1 and reads 32.",
    ),
    "the text encoder of the base on the refiner": (
        text_to_image("refiner", "xl", "xl"), "sample", "positive",
        'The prompt was encoded by "xl" for SDXL (80 wide), but the U-Net of "refiner" is the SDXL'
        " refiner and reads 48.",
    ),
    "a negative prompt of another family": (
        text_to_image("sd1", "sd1", "sd1")
        | {
            "other": node("LoadTextEncoder", model="xl"),
            "negative": node("EncodeText", {"text_encoder": "other.text_encoder"}),
            "sample": sampling("empty.latent", negative="negative.conditioning"),
        },
        "sample", "negative",
        'The prompt was encoded by "xl" for SDXL (80 wide), but the U-Net of "sd1" is'
        " Stable Diffusion 1 and reads 32.",
    ),
    "a ControlNet of SD 1 on SDXL": (
        controlled("xl", "net-1"), "sample", "control",
        'The ControlNet "net-1" is for Stable Diffusion 1; the U-Net of "xl" is SDXL.',
    ),
    "a ControlNet of SDXL on SD 1": (
        controlled("sd1", "net-xl"), "sample", "control",
        'The ControlNet "net-xl" is for SDXL; the U-Net of "sd1" is Stable Diffusion 1.',
    ),
    "a VAE of SD 1 for a latent of SDXL": (
        text_to_image("xl", "xl", "sd1"), "decode", "latent",
        f'The latent belongs to {SCALE_XL}, but the VAE of "sd1" works on latents of {SCALE_1}.',
    ),
    "a picture encoded by SD 1 on SDXL": (
        repainting("xl", "EncodeImage", "sd1"), "sample", "latent",
        f'The latent belongs to {SCALE_1}, but the U-Net of "xl" works on latents of {SCALE_XL}.',
    ),
    "a plain latent on a model for inpainting": (
        text_to_image("hole", "hole", "hole"), "sample", "latent",
        'The U-Net of "hole" takes 9 channels: it is made for inpainting and reads more than a'
        " latent.",
    ),
    "a latent for inpainting on a usual model": (
        repainting("sd1", "InpaintLatent", "sd1", mask="mask.mask"), "sample", "latent",
        'The latent is made for a U-Net for inpainting, but that of "sd1" takes 4 channels.',
    ),
    "a latent for editing on a model for inpainting": (
        repainting("hole", "EditLatent", "hole"), "sample", "latent",
        'The U-Net of "hole" takes 9 channels: it is made for inpainting and reads more than a'
        " latent.",
    ),
    "a small picture for a ×4 upscaler on a usual model": (
        repainting("sd1", "UpscaleLatent"), "sample", "latent",
        'The latent is made for a U-Net for upscaling, but that of "sd1" takes 4 channels.',
    ),
    "a sampler that does not know what the U-Net predicts": (
        text_to_image("predicts-picture", "predicts-picture") | {"sample": sampling("empty.latent", sampler="pndm")},
        "sample", "sampler",
        'The U-Net of "predicts-picture" predicts the picture itself, which the sampler "pndm" does'
        " not know.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_check_names_what_does_not_belong(session: Session, what: str) -> None:
    nodes, where, port, message = WRONG[what]
    (problem,) = session.check(workflow_of(**nodes))
    assert (problem.node, problem.port) == (where, port)
    assert problem.message.endswith(message)
    assert problem.hint


def test_what_belongs_together_passes(session: Session) -> None:
    fitting = [
        text_to_image(),
        text_to_image("xl", "xl", "xl"),
        controlled("xl", "net-xl"),
        repainting("hole", "InpaintLatent", "hole", mask="mask.mask"),
        repainting("sd1", "EncodeImage", "sd1"),
        repainting("refiner", "EncodeImage", "xl"),
    ]
    for nodes in fitting:
        assert session.check(workflow_of(**nodes)) == ()


def refused(make: Any) -> NodeError:
    with pytest.raises(NodeError) as caught:
        make()
    return caught.value


PICTURE = as_image(random_picture(64, 64, 3))


def test_a_run_refuses_it_too(models: Path, context: Context) -> None:
    sd1, xl, hole = (Weft.of(name, context) for name in ("sd1", "xl", "hole"))
    net = LoadControlNet(model="net-1").run(context).controlnet
    control = ApplyControlNet(controlnet=net, image=PICTURE).run(context).control
    encoded = sd1.encoded(random_picture(64, 64, 3))
    with_hole = InpaintLatent(vae=sd1.vae, image=PICTURE, mask=as_mask(half_mask()))
    cases: list[tuple[Any, str, str]] = [
        (lambda: xl.sample(positive=sd1.prompt()), "positive", "reads 80"),
        (lambda: xl.sample(negative=sd1.prompt()), "negative", "reads 80"),
        (lambda: xl.sample(control=control), "control", 'The ControlNet "net-1" is for'),
        (lambda: xl.sample(latent=encoded), "latent", "belongs to Stable Diffusion 1 and 2"),
        (hole.sample, "latent", "made for inpainting"),
        (lambda: hole.sample(latent=encoded), "latent", "made for inpainting"),
        (lambda: sd1.sample(latent=with_hole.run(context).latent), "latent", "takes 4 channels"),
        (lambda: DecodeLatent(vae=xl.vae, latent=encoded).run(context), "latent", "belongs to"),
    ]
    for make, port, words in cases:
        error = refused(make)
        assert error.port == port
        assert words in error.message
        assert error.hint
    assert context.counts == {}


def test_masks_that_are_empty_or_of_another_number(models: Path, context: Context) -> None:
    weft = Weft.of("hole", context)
    nothing = Mask(np.full((1, 64, 64), 0.4, np.float32))
    node_of = InpaintLatent(vae=weft.vae, image=PICTURE, mask=nothing)
    error = refused(lambda: node_of.run(context))
    assert (error.port, error.message) == (
        "mask",
        "The mask is empty: nothing would be repainted.",
    )
    three = Mask(np.ones((3, 64, 64), np.float32))
    two = Image(np.repeat(PICTURE.pixels, 2, axis=0))
    error = refused(lambda: InpaintLatent(vae=weft.vae, image=two, mask=three).run(context))
    assert error.message == "There are 3 masks for 2 pictures."
    encoded = weft.encoded(random_picture(64, 64, 3))
    black = Mask(np.zeros((1, 64, 64), np.float32))
    error = refused(lambda: LatentMask(latent=encoded, mask=black).run(context))
    assert error.port == "mask"


def test_a_mask_of_another_size_is_resized_and_told(models: Path, context: Context) -> None:
    weft = Weft.of("hole", context)
    small = Mask(as_mask(half_mask()).values[:, ::2, ::2])
    made = InpaintLatent(vae=weft.vae, image=PICTURE, mask=small).run(context).latent
    exact = InpaintLatent(vae=weft.vae, image=PICTURE, mask=as_mask(half_mask())).run(context)
    assert context.warnings == [
        "The mask is 32 × 32 pixels; it was resized to 64 × 64 like the picture."
    ]
    assert made.extra is not None
    assert exact.latent.extra is not None
    assert np.array_equal(made.extra.values, exact.latent.extra.values)


def test_pictures_that_say_nothing(models: Path, context: Context) -> None:
    weft = Weft.of("sd1", context)
    flat = Image(np.full((1, 64, 64, 1), 0.5, np.float32))
    error = refused(lambda: DepthLatent(vae=weft.vae, image=PICTURE, depth=flat).run(context))
    assert (error.port, error.message) == (
        "depth",
        "The depth is the same everywhere, so it says nothing.",
    )
    three = Image(np.repeat(PICTURE.pixels, 3, axis=0))
    error = refused(lambda: DepthLatent(vae=weft.vae, image=PICTURE, depth=three).run(context))
    assert error.message == "There are 3 depth pictures for 1 pictures."
    tiny = Image(np.zeros((1, 4, 64, 3), np.float32))
    for make in (
        lambda: EditLatent(vae=weft.vae, image=tiny).run(context),
        lambda: UpscaleLatent(image=tiny).run(context),
    ):
        error = refused(make)
        assert error.port == "image"
        assert "64 × 4 pixels" in error.message


def test_numbers_of_pictures_that_do_not_fit_the_batch(models: Path, context: Context) -> None:
    weft = Weft.of("sd1", context)
    net = LoadControlNet(model="net-1").run(context).controlnet
    two = Image(np.repeat(PICTURE.pixels, 2, axis=0))
    control = ApplyControlNet(controlnet=net, image=two).run(context).control
    made = weft.samples(control=control, latent=weft.empty(batch=2))
    assert len(made) == 2
    error = refused(lambda: weft.sample(control=control, latent=weft.empty(batch=3)))
    assert error.port == "control"
    assert error.message == "There are 2 control pictures for a batch of 3."
