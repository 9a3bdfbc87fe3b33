"""Single files load to the weights, the configs and the numbers of the folders they come from."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers.loaders import single_file_utils as untyped_converters
from safetensors.torch import save_file

from graph_engine.context import Context
from graph_engine.device import Device
from graph_engine.errors import NodeError
from graph_engine.model_files import ModelSource
from nodes.diffusion.loading import load_controlnet, load_text_encoder, load_unet, load_vae
from nodes.recipes import (
    checkpoint_recipes,
    controlnet_recipe,
    find_source,
    scheduler_config,
    text_encoder_recipe,
    unet_recipe,
    vae_recipe,
)
from nodes.values import ModelRef

from .families import stock
from .original_layout import (
    State,
    original_adapter,
    original_checkpoint,
    original_clip,
    original_open_clip,
    original_unet,
    original_vae,
)
from .shareable import (
    projected_encoder,
    shareable_controlnet,
    shareable_model,
    shareable_unet,
    shareable_vae,
    text_encoder,
)

CPU = Device()
converters: Any = untyped_converters
MODELS = {
    "sd1": ("sd1", 4, "epsilon"),
    "sd1-inpaint": ("sd1", 9, "epsilon"),
    "sd2": ("sd2", 4, "epsilon"),
    "sd2-v": ("sd2", 4, "v_prediction"),
    "sdxl": ("sdxl", 4, "epsilon"),
    "sdxl-v": ("sdxl", 4, "v_prediction"),
    "sdxl-inpaint": ("sdxl", 9, "epsilon"),
    "sdxl_refiner": ("sdxl_refiner", 4, "epsilon"),
}


@pytest.fixture(scope="session", params=MODELS)
def pair(request: pytest.FixtureRequest, models_folder: Path) -> str:
    """A model of each family, saved as a folder and, with `.safetensors`, as a file."""
    name: str = request.param
    family, channels, prediction = MODELS[name]
    # In half precision, as most files are: weights that are used where they lie in a file are
    # aligned differently in another, and kernels may round by that.
    pipeline = shareable_model(family, channels=channels, prediction=prediction).to(torch.float16)
    state = original_checkpoint(pipeline, family)
    if name == "sd2-v":
        # What tells SD 2's velocity models: wide biases in the last attention's norm.
        torch.manual_seed(5)
        key = "up_blocks.3.attentions.2.transformer_blocks.0.norm1.bias"
        torch.nn.init.normal_(pipeline.unet.get_parameter(key), std=0.2)
        state = original_checkpoint(pipeline, family)
    if name == "sdxl-v":
        state["v_pred"] = torch.zeros(0)
    pipeline.save_pretrained(models_folder / f"pair-{name}")
    save_file(state, models_folder / f"pair-{name}.safetensors")
    return f"pair-{name}"


def sources(
    context: Context, name: str, kind: str = "checkpoint"
) -> tuple[ModelSource, ModelSource]:
    """The folder and the file of a pair."""
    single = find_source(context.places, f"{name}.safetensors", kind)
    assert single.layout == "file"
    folder = find_source(context.places, name, kind)
    assert folder.layout == "folder"
    return folder, single


def assert_same_module(one: Any, other: Any) -> None:
    """The same class with the same weights, in memory of its own or the file's."""
    assert type(one) is type(other)
    first, second = one.state_dict(), other.state_dict()
    assert first.keys() == second.keys()
    for name, tensor in first.items():
        assert tensor.dtype == second[name].dtype
        assert torch.equal(tensor, second[name]), name
    assert not other.training
    assert all(parameter.requires_grad for parameter in other.parameters())
    assert not any(tensor.is_meta for tensor in (*other.parameters(), *other.buffers()))


def test_both_have_the_same_recipes(pair: str, context: Context) -> None:
    folder: tuple[Any, ...] = checkpoint_recipes(context.places, pair)
    single: tuple[Any, ...] = checkpoint_recipes(context.places, f"{pair}.safetensors")
    for one, other in zip(folder, single, strict=True):
        facts, same = (
            {f.name: getattr(recipe, f.name) for f in fields(recipe)} for recipe in (one, other)
        )
        for recipe in (facts, same):
            model = recipe.pop("model")
            family = MODELS[pair.removeprefix("pair-")][0]
            is_borrowed = model.part == "vae" and family == "sdxl_refiner"
            assert model.family == ("sdxl" if is_borrowed else family)
        assert facts == same


def test_both_have_the_same_unet(pair: str, context: Context) -> None:
    recipe = unet_recipe(context.places, pair)
    folder, single = (load_unet(s, "unet", CPU) for s in sources(context, pair))
    assert_same_module(folder, single)
    torch.manual_seed(0)
    latent = torch.randn(2, recipe.channels, 8, 8)
    text = torch.randn(2, 7, recipe.context_width)
    added = None
    if recipe.pooled_width:
        sizes = torch.arange(5 if recipe.aesthetic else 6).repeat(2, 1)
        added = {"text_embeds": torch.randn(2, recipe.pooled_width), "time_ids": sizes}
    with torch.inference_mode():
        one, other = (
            unet(latent, 500, text, added_cond_kwargs=added).sample for unet in (folder, single)
        )
    assert torch.equal(one, other)


def test_both_have_the_same_vae(pair: str, context: Context) -> None:
    folder, single = (load_vae(s, "vae", CPU) for s in sources(context, pair))
    assert_same_module(folder, single)
    assert folder.config["scaling_factor"] == single.config["scaling_factor"]
    torch.manual_seed(0)
    latent = torch.randn(1, 4, 8, 8)
    with torch.inference_mode():
        assert torch.equal(folder.decode(latent).sample, single.decode(latent).sample)


def test_both_have_the_same_text_encoders(pair: str, context: Context) -> None:
    recipe = text_encoder_recipe(context.places, pair)
    folder, single = sources(context, pair)
    text = "A red circle, 8k! naïve"
    for part in recipe.encoders:
        one, other = load_text_encoder(folder, part, CPU), load_text_encoder(single, part, CPU)
        assert_same_module(one.model, other.model)
        ids = [
            e.tokenizer(text, padding="max_length", return_tensors="pt").input_ids
            for e in (one, other)
        ]
        assert torch.equal(*ids)
        with torch.inference_mode():
            outputs = [e.model(ids[0], output_hidden_states=True) for e in (one, other)]
        for first, second in zip(*(output.to_tuple() for output in outputs), strict=True):
            assert all(map(torch.equal, first, second))


def test_both_have_the_same_noise_schedule(pair: str, context: Context) -> None:
    wanted = ("beta_start", "beta_end", "beta_schedule", "steps_offset", "prediction_type")
    folder, single = (
        scheduler_config(context.places, ModelRef(name, "checkpoint", "unet"))
        for name in (pair, f"{pair}.safetensors")
    )
    assert {word: folder[word] for word in wanted} == {word: single[word] for word in wanted}
    assert folder["_class_name"] == single["_class_name"]


# --- Parts by themselves ---


@pytest.mark.parametrize("naming", ["original", "prefixed", "diffusers"])
@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl", "sdxl_refiner"])
def test_a_unet_alone(naming: str, family: str, models_folder: Path, context: Context) -> None:
    torch.manual_seed(1)
    context_width = {"sd1": 768, "sd2": 1024, "sdxl": 2048, "sdxl_refiner": 1280}[family]
    kind = unet_of_full_context(family, context_width)
    state = kind.state_dict() if naming == "diffusers" else original_unet(kind.state_dict(), 2)
    prefix = "model.diffusion_model." if naming == "prefixed" else ""
    name = f"unet-{family}-{naming}.safetensors"
    save_file({prefix + n: t.contiguous() for n, t in state.items()}, models_folder / name)
    recipe = unet_recipe(context.places, name)
    assert (recipe.model.family, recipe.model.kind) == (family, "unet")
    source = find_source(context.places, name, "unet")
    assert_same_module(kind.eval(), load_unet(source, "unet", CPU))


def unet_of_full_context(family: str, context_width: int) -> Any:
    """A narrow U-Net that reads embeddings as wide as the real ones."""
    small = shareable_unet(family, context_width)
    if not family.startswith("sdxl"):
        return small
    sizes = 5 if family == "sdxl_refiner" else 6
    return stock.UNet2DConditionModel.from_config(
        small.config,
        projection_class_embeddings_input_dim=1280 + sizes * 256,
        addition_time_embed_dim=256,
    )


@pytest.mark.parametrize(
    ("name", "prefix", "original", "family"),
    [
        ("vae-ft.safetensors", "", True, "sd1"),
        ("vae-in-checkpoint.safetensors", "first_stage_model.", True, "sd1"),
        ("sdxl_vae.safetensors", "", True, "sdxl"),
        ("vae-diffusers.safetensors", "", False, "sd1"),
    ],
)
def test_a_vae_alone(
    name: str, prefix: str, original: bool, family: str, models_folder: Path, context: Context
) -> None:
    torch.manual_seed(2)
    vae = shareable_vae()
    state = original_vae(vae.state_dict()) if original else vae.state_dict()
    save_file({prefix + n: t.contiguous() for n, t in state.items()}, models_folder / name)
    recipe = vae_recipe(context.places, name)
    assert recipe.model.family == family
    assert recipe.scaling_factor == (0.13025 if family == "sdxl" else 0.18215)
    source = find_source(context.places, name, "vae")
    assert_same_module(vae.eval(), load_vae(source, "vae", CPU))


@pytest.mark.parametrize("naming", ["original", "prefixed", "diffusers", "folder"])
@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl"])
def test_a_controlnet(naming: str, family: str, models_folder: Path, context: Context) -> None:
    torch.manual_seed(4)
    width = {"sd1": 768, "sd2": 1024, "sdxl": 2048}[family]
    made = shareable_controlnet(family, width)
    if family == "sdxl":
        made = shareable_controlnet_of_full_context(made)
    state: State = made.state_dict()
    name = f"control-{family}-{naming}"
    if naming == "folder":
        made.save_pretrained(models_folder / name)
    else:
        prefix = "control_model." if naming == "prefixed" else ""
        state = state if naming == "diffusers" else original_unet(state, 2)
        name += ".safetensors"
        save_file({prefix + n: t.contiguous() for n, t in state.items()}, models_folder / name)
    recipe = controlnet_recipe(context.places, name)
    assert (recipe.architecture, recipe.model.family) == ("controlnet", family)
    assert recipe.context_width == width
    source = find_source(context.places, name, "controlnet")
    assert_same_module(made.eval(), load_controlnet(source, "controlnet", CPU))


def shareable_controlnet_of_full_context(small: Any) -> Any:
    """A narrow ControlNet that is told sizes and a pooled prompt as wide as the real ones."""
    made = stock.ControlNetModel.from_config(
        small.config, projection_class_embeddings_input_dim=2816, addition_time_embed_dim=256
    )
    for parameter in made.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.1)
    return made


@pytest.mark.parametrize("naming", ["original", "diffusers", "folder"])
@pytest.mark.parametrize("kind", ["full_adapter", "full_adapter_xl", "light_adapter"])
def test_a_t2i_adapter(naming: str, kind: str, models_folder: Path, context: Context) -> None:
    torch.manual_seed(6)
    factor = 16 if kind.endswith("xl") else 8
    widths = [32, 64, 128] if kind == "light_adapter" else [32, 64, 128, 128]
    made = stock.T2IAdapter(3, widths, 2, factor, kind)
    name = f"adapter-{kind}-{naming}"
    if naming == "folder":
        made.save_pretrained(models_folder / name)
    else:
        name += ".safetensors"
        state = made.state_dict()
        state = state if naming == "diffusers" else original_adapter(state, 2)
        save_file(state, models_folder / name)
    recipe = controlnet_recipe(context.places, name)
    assert recipe.architecture == "adapter"
    assert recipe.model.family == ("sdxl" if kind.endswith("xl") else "sd1")
    source = find_source(context.places, name, "controlnet")
    assert_same_module(made.eval(), load_controlnet(source, "controlnet", CPU))


@pytest.mark.parametrize(
    ("name", "encoder", "change", "family"),
    [
        ("clip_l", lambda: text_encoder(768, tokens=60), original_clip, "sd1"),
        ("clip_g", lambda: projected_encoder(1280, tokens=60), original_clip, "sdxl_refiner"),
        ("open_g", lambda: projected_encoder(1280, tokens=60), original_open_clip, "sdxl_refiner"),
    ],
)
def test_a_text_encoder_alone(
    name: str,
    encoder: Callable[[], Any],
    change: Callable[[State], State],
    family: str,
    models_folder: Path,
    context: Context,
) -> None:
    torch.manual_seed(7)
    made = encoder()
    file = f"{name}.safetensors"
    save_file(
        {n: t.contiguous() for n, t in change(made.state_dict()).items()}, models_folder / file
    )
    recipe = text_encoder_recipe(context.places, file)
    assert recipe.model.family == family
    source = find_source(context.places, file, "text_encoder")
    loaded = load_text_encoder(source, recipe.encoders[0], CPU)
    assert_same_module(made.eval(), loaded.model)
    assert loaded.tokenizer.pad_token_id == (49407 if family == "sd1" else 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"time_embed.cond_proj.weight": (8, 8)},
            "more layers than its family, such as time_embed",
        ),
        ({"output_blocks.3.2.weight": (8, 8)}, "such as output_blocks.3.2.weight"),
        ({"out.2.bias": None}, "lacks 1 tensors, such as conv_out.bias"),
        ({"out.2.bias": (5,)}, r"conv_out.bias in the shape \(5,\) instead of \(4,\)"),
        ({"input_blocks.2.0.in_layers.2.weight": None}, "lacks"),
        ({"out.2.weight": None}, "of unknown shape"),
        ({"v_pred": (0,), "ztsnr": (0,)}, ""),
    ],
)
def test_a_unet_with_too_much_or_too_little(
    change: dict[str, tuple[int, ...] | None], words: str, tmp_path: Path, context: Context
) -> None:
    state = original_unet(shareable_unet("sd1", 32).state_dict(), 2)
    for name, shape in change.items():
        state.pop(name, None)
        if shape is not None:
            state[name] = torch.zeros(shape)
    file = tmp_path / "odd.safetensors"
    save_file(state, file)
    source = find_source(context.places, str(file), "unet")
    if not words:
        assert_same_module(load_unet(source, "unet", CPU), load_unet(source, "unet", CPU))
        return
    with pytest.raises(NodeError, match=words):
        load_unet(source, "unet", CPU)


def test_half_precision_files_load_in_the_devices_dtype(
    models_folder: Path, context: Context
) -> None:
    torch.manual_seed(8)
    vae = shareable_vae().half()
    save_file(original_vae(vae.state_dict()), models_folder / "half-vae.safetensors")
    source = find_source(context.places, "half-vae.safetensors", "vae")
    full = load_vae(source, "vae", CPU)
    half = load_vae(source, "vae", replace(CPU, dtype="float16"))
    assert (full.dtype, half.dtype) == (torch.float32, torch.float16)
    key = "quant_conv.weight"
    assert torch.equal(full.state_dict()[key].half(), half.state_dict()[key])


# --- The same as diffusers' own reader ---


@pytest.fixture(scope="module", params=["sd1", "sd2", "sdxl", "sdxl_refiner"])
def family_and_pipeline(request: pytest.FixtureRequest) -> tuple[str, Any]:
    return request.param, shareable_model(request.param)


def test_the_originals_are_those_that_diffusers_reads(family_and_pipeline: tuple[str, Any]) -> None:
    """What the tests write is what diffusers' converters take for the original layout."""
    family, pipeline = family_and_pipeline
    state = original_checkpoint(pipeline, family)
    unet = converters.convert_ldm_unet_checkpoint(dict(state), dict(pipeline.unet.config))
    assert_same_state(unet, pipeline.unet.state_dict())
    vae = converters.convert_ldm_vae_checkpoint(dict(state), dict(pipeline.vae.config))
    assert_same_state(vae, pipeline.vae.state_dict())
    if family == "sd1":
        return
    part = "text_encoder" if family == "sd2" else "text_encoder_2"
    prefix = {"sd2": "cond_stage_model.", "sdxl": "conditioner.embedders.1."}
    encoder = getattr(pipeline, part)
    text = converters.convert_open_clip_checkpoint(
        encoder, dict(state), prefix.get(family, "conditioner.embedders.0.") + "model."
    )
    wanted = {
        f"text_model.{name.removeprefix('text_model.')}": name for name in encoder.state_dict()
    }
    wanted = {n: o for n, o in wanted.items() if "text_projection" not in n}
    for name, own in wanted.items():
        assert torch.equal(text[name], encoder.state_dict()[own]), name


def assert_same_state(one: State, other: State) -> None:
    assert one.keys() == other.keys()
    for name, tensor in one.items():
        assert torch.equal(tensor, other[name]), name
