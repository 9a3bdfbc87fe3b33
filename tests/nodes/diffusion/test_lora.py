"""LoRAs equal the stock pipelines' `load_lora_weights` and `set_adapters`, and leave no trace."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from graph_engine.beforehand import Beforehand, Outline
from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import EmptyLatent, EncodeText, LoadCheckpoint, Sample
from nodes.adapters import LoadLoRA
from nodes.diffusion.store import ModelStore
from tests.nodes.conftest import MakeContext

from .families import stock
from .learnt import (
    CONVOLUTIONS,
    TEXT_LAYERS,
    UNET_LAYERS,
    Pairs,
    low_rank,
    save_in_diffusers_layout,
    save_in_kohyas_layout,
)

PROMPT = "a red circle on a blue background"
# diffusers' own, of numpy and of old configs.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


def sd1_pipeline(models_folder: Path, name: str) -> Any:
    pipeline = stock.StableDiffusionPipeline.from_pretrained(
        models_folder / name, safety_checker=None
    )
    pipeline.scheduler = stock.EulerDiscreteScheduler.from_config(pipeline.scheduler.config)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def changes(pipeline: Any, *, rank: int, seed: int, layers: Any = UNET_LAYERS) -> dict[str, Pairs]:
    """Random changes of a pipeline's U-Net and text encoders."""
    parts = {"unet": low_rank(pipeline.unet, layers, rank=rank, seed=seed)}
    for part in ("text_encoder", "text_encoder_2"):
        if getattr(pipeline, part, None) is not None:
            encoder = getattr(pipeline, part)
            parts[part] = low_rank(encoder, TEXT_LAYERS, rank=rank, seed=seed + 1)
    return parts


@pytest.fixture(scope="session")
def loras(models_folder: Path, sd1_model: str) -> Path:
    """A folder of LoRAs for the small SD 1."""
    folder = models_folder / "loras"
    pipeline = sd1_pipeline(models_folder, sd1_model)
    first = changes(pipeline, rank=4, seed=1)
    save_in_diffusers_layout(folder / "first.safetensors", first)
    save_in_kohyas_layout(folder / "kohya.safetensors", first, alphas=2)
    second = changes(pipeline, rank=2, seed=5, layers=(*UNET_LAYERS[:3], *CONVOLUTIONS))
    save_in_kohyas_layout(folder / "locon.safetensors", second, alphas=1)
    only_text = {"text_encoder": second["text_encoder"]}
    save_in_kohyas_layout(folder / "words.safetensors", only_text)
    return folder


def stock_latents(pipeline: Any, **options: Any) -> np.ndarray:
    latents: torch.Tensor = pipeline(
        PROMPT,
        generator=torch.Generator().manual_seed(7),
        num_inference_steps=3,
        guidance_scale=5.0,
        width=64,
        height=64,
        output_type="latent",
        **options,
    ).images
    return latents.numpy()


def made_latents(context: Context, model: str, *loras: tuple[str, float, float]) -> np.ndarray:
    """The same with the nodes: LoRAs by name, U-Net's and text encoder's strength."""
    parts = LoadCheckpoint(model=model).run(context)
    unet: Any = parts.unet
    encoder: Any = parts.text_encoder
    for name, unet_strength, text_strength in loras:
        unet, encoder = LoadLoRA(
            unet=unet,
            text_encoder=encoder,
            model=name,
            unet_strength=unet_strength,
            text_strength=text_strength,
        ).run(context)
    positive = EncodeText(text_encoder=encoder, text=PROMPT).run(context).conditioning
    empty = EncodeText(text_encoder=encoder).run(context).conditioning
    latent = EmptyLatent(width=64, height=64).run(context).latent
    sampler: dict[str, Any] = {"sampler": "euler", "schedule": "default", "guidance": 5.0}
    node = Sample(
        unet=unet, positive=positive, negative=empty, latent=latent, seed=7, steps=3, **sampler
    )
    samples: np.ndarray = node.run(context).latent.samples
    return samples


@pytest.mark.parametrize("name", ["first", "kohya", "locon"])
def test_one_lora_equals_the_stock_pipeline(
    context: Context, models_folder: Path, sd1_model: str, loras: Path, name: str
) -> None:
    pipeline = sd1_pipeline(models_folder, sd1_model)
    plain = stock_latents(pipeline)
    pipeline.load_lora_weights(loras / f"{name}.safetensors", adapter_name="one")
    whole = stock_latents(pipeline)
    assert np.array_equal(made_latents(context, sd1_model, (name, 1.0, 1.0)), whole)
    assert not np.allclose(whole, plain, atol=1e-2)
    pipeline.set_adapters("one", {"unet": 0.6, "text_encoder": 0.3})
    some = stock_latents(pipeline)
    assert np.array_equal(made_latents(context, sd1_model, (name, 0.6, 0.3)), some)
    assert not np.allclose(some, whole, atol=1e-2)


def test_two_loras_equal_the_stock_pipeline(
    context: Context, models_folder: Path, sd1_model: str, loras: Path
) -> None:
    pipeline = sd1_pipeline(models_folder, sd1_model)
    pipeline.load_lora_weights(loras / "first.safetensors", adapter_name="one")
    with pytest.warns(UserWarning, match="Already found"):
        pipeline.load_lora_weights(loras / "locon.safetensors", adapter_name="two")
    pipeline.set_adapters(["one", "two"], [0.8, -0.5])
    made = made_latents(context, sd1_model, ("first", 0.8, 0.8), ("locon", -0.5, -0.5))
    assert np.array_equal(made, stock_latents(pipeline))


def test_sdxl_with_both_text_encoders_equals_the_stock_pipeline(
    context: Context, models_folder: Path, sdxl_model: str
) -> None:
    pipeline = stock.StableDiffusionXLPipeline.from_pretrained(models_folder / sdxl_model)
    pipeline.set_progress_bar_config(disable=True)
    parts = changes(pipeline, rank=4, seed=3)
    plain = parts["unet"]
    # kohya's scripts train SDXL under the names of the original code.
    parts["unet"] = {
        "input_blocks.3.1.transformer_blocks.0.attn1.to_q": plain[UNET_LAYERS[0]],
        "input_blocks.3.1.transformer_blocks.0.attn2.to_k": plain[UNET_LAYERS[1]],
        "middle_block.1.transformer_blocks.0.attn2.to_v": plain[UNET_LAYERS[5]],
        "output_blocks.1.1.transformer_blocks.0.attn2.to_q": plain[UNET_LAYERS[6]],
    }
    file = models_folder / "loras" / "sdxl.safetensors"
    save_in_kohyas_layout(file, parts, alphas=1)
    pipeline.load_lora_weights(file, adapter_name="one")
    pipeline.set_adapters("one", {"unet": 0.7, "text_encoder": 0.4, "text_encoder_2": 0.4})
    made = made_latents(context, sdxl_model, ("sdxl", 0.7, 0.4))
    assert np.array_equal(made, stock_latents(pipeline, negative_prompt=""))


def test_without_loras_all_is_as_if_there_had_never_been_one(
    record: MakeContext, sd1_model: str, loras: Path
) -> None:
    untouched = made_latents(record(fresh=True).context, sd1_model)
    context = record(fresh=True).context
    first = made_latents(context, sd1_model, ("first", 1.0, 1.0))
    assert np.array_equal(made_latents(context, sd1_model), untouched)
    assert np.array_equal(made_latents(context, sd1_model, ("first", 0.0, 0.0)), untouched)
    assert np.array_equal(made_latents(context, sd1_model, ("first", 1.0, 1.0)), first)
    parts = LoadCheckpoint(model=sd1_model).run(context)
    store = ModelStore.of(context)
    for module in (
        store.unet(parts.unet, context),
        store.text_encoders(parts.text_encoder, context)[0].model,
    ):
        assert not any("lora" in name for name, _ in module.named_modules())
        assert all(parameter.requires_grad for parameter in module.parameters())


def test_base_weights_are_shared_by_all_strengths_and_files(
    record: MakeContext, sd1_model: str, loras: Path
) -> None:
    context = record(fresh=True).context
    store = ModelStore.of(context)
    plain = LoadCheckpoint(model=sd1_model).run(context)
    unet = store.unet(plain.unet, context)
    weight = unet.get_parameter("conv_in.weight")
    for name, strength in (("first", 1.0), ("first", 0.5), ("locon", 0.5), ("first", 0.5)):
        node = LoadLoRA(unet=plain.unet, model=name, unet_strength=strength)
        assert store.unet(node.run(context).unet, context) is unet
    assert store.unet(plain.unet, context) is unet
    assert unet.get_parameter("conv_in.weight") is weight


def test_a_lora_file_that_was_replaced_is_read_again(
    context: Context, models_folder: Path, sd1_model: str
) -> None:
    file = models_folder / "loras" / "edited.safetensors"
    pipeline = sd1_pipeline(models_folder, sd1_model)
    before, after = (changes(pipeline, rank=4, seed=seed) for seed in (20, 21))
    save_in_diffusers_layout(file, before)
    first = made_latents(context, sd1_model, ("edited", 1.0, 1.0))
    save_in_diffusers_layout(file, after)
    assert not np.allclose(made_latents(context, sd1_model, ("edited", 1.0, 1.0)), first, atol=0.01)


def test_each_layer_has_its_own_alpha_and_rank(
    context: Context, models_folder: Path, sd1_model: str
) -> None:
    """Where diffusers drops alphas (of attention layers, where they differ), merged weights tell."""
    pipeline = sd1_pipeline(models_folder, sd1_model)
    layers = UNET_LAYERS[:4]
    ranks = (2, 2, 4, 4)
    pairs = {
        layer: low_rank(pipeline.unet, [layer], rank=rank, seed=rank)[layer]
        for layer, rank in zip(layers, ranks, strict=True)
    }
    alphas = dict(zip(layers, (1.0, 2.0, 1.0, 8.0), strict=True))
    file = models_folder / "loras" / "uneven.safetensors"
    save_in_kohyas_layout(file, {"unet": pairs}, alphas=alphas)
    with torch.no_grad():
        for layer, (down, up) in pairs.items():
            weight = pipeline.unet.get_parameter(f"{layer}.weight")
            weight += up @ down * (alphas[layer] / down.shape[0])
    made = made_latents(context, sd1_model, ("uneven", 1.0, 1.0))
    assert np.allclose(made, stock_latents(pipeline), atol=1e-4)


def test_layers_that_fit_nothing_are_told(
    record: MakeContext, models_folder: Path, sd1_model: str
) -> None:
    pipeline = sd1_pipeline(models_folder, sd1_model)
    pairs = low_rank(pipeline.unet, UNET_LAYERS[:2], rank=2, seed=0)
    pairs["down_blocks.7.attentions.0.proj_in"] = (torch.ones(2, 3), torch.ones(3, 2))
    more = {
        "lora_unet_conv_in.lora_down.weight": torch.ones(2, 2),
        "lora_unet_strange.diff": torch.ones(2),
    }
    file = models_folder / "loras" / "partly.safetensors"
    save_in_kohyas_layout(file, {"unet": pairs}, more=more)
    recorder = record(fresh=True)
    made_latents(recorder.context, sd1_model, ("partly", 1.0, 1.0))
    assert recorder.context.warnings == [
        '4 tensors of the LoRA "loras/partly.safetensors" fit no layer of the U-Net of'
        ' "small-sd1" and are left out: lora_unet_conv_in.lora_down.weight,'
        " lora_unet_strange.diff, down_blocks.7.attentions.0.proj_in.lora_A.weight …."
    ]


def test_a_lora_for_other_prompts_is_refused_before_anything_loads(
    context: Context, models_folder: Path, sd1_model: str, sdxl_model: str
) -> None:
    unet = sd1_pipeline(models_folder, sd1_model).unet
    pairs = low_rank(unet, UNET_LAYERS[1:2], rank=2, seed=0)
    save_in_kohyas_layout(models_folder / "loras" / "other.safetensors", {"unet": pairs})
    parts = LoadCheckpoint(model=sdxl_model).run(context)
    with pytest.raises(NodeError, match=r"reads prompts 32 wide, but that of .* reads 80"):
        LoadLoRA(unet=parts.unet, model="other").run(context)


def test_a_lora_that_fits_nowhere_is_refused_and_leaves_no_trace(
    record: MakeContext, models_folder: Path, sd1_model: str, sdxl_model: str
) -> None:
    unet = sd1_pipeline(models_folder, sd1_model).unet
    (layer,) = UNET_LAYERS[1:2]
    pairs = low_rank(unet, [layer.replace("attn2", "attn1")], rank=2, seed=0)
    strange = {f"{name}_elsewhere": pair for name, pair in pairs.items()}
    save_in_kohyas_layout(models_folder / "loras" / "narrow.safetensors", {"unet": strange})
    context = record(fresh=True).context
    plain = made_latents(context, sdxl_model)
    parts = LoadCheckpoint(model=sdxl_model).run(context)
    node = LoadLoRA(unet=parts.unet, model="narrow")
    with pytest.raises(NodeError) as caught:
        ModelStore.of(context).unet(node.run(context).unet, context)
    assert '"loras/narrow.safetensors"' in caught.value.message
    assert 'fits no layer of the U-Net of "small-sdxl" (SDXL)' in caught.value.message
    assert np.array_equal(made_latents(context, sdxl_model), plain)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("lora_unet_conv_in.dora_scale", "DoRA"),
        ("lora_unet_conv_in.lora_mid.weight", "Tucker"),
    ],
)
def test_relatives_of_lora_are_refused_by_name(
    context: Context, models_folder: Path, sd1_model: str, more: str, words: str
) -> None:
    pairs = {"conv_in": (torch.ones(2, 4, 3, 3), torch.ones(16, 2, 1, 1))}
    file = models_folder / "loras" / f"{words}.safetensors"
    save_in_kohyas_layout(file, {"unet": pairs}, more={more: torch.ones(2)})
    unet = LoadCheckpoint(model=sd1_model).run(context).unet
    with pytest.raises(NodeError, match=words) as caught:
        LoadLoRA(unet=unet, model=words).run(context)
    assert caught.value.port == "model"


def test_a_loha_is_refused_by_name(context: Context, models_folder: Path, sd1_model: str) -> None:
    file = models_folder / "loras" / "other.safetensors"
    save_file({"lora_unet_conv_in.hada_w1_a": torch.ones(4, 2)}, file)
    unet = LoadCheckpoint(model=sd1_model).run(context).unet
    with pytest.raises(NodeError, match="is a LoHa"):
        LoadLoRA(unet=unet, model="other").run(context)


@pytest.mark.parametrize(
    "metadata", ['{"unet.r": 77, "unet.lora_alpha": 4}', '{"unet.nonsense": 1}', "[1]"]
)
def test_a_lora_that_contradicts_itself_is_refused_and_leaves_no_trace(
    record: MakeContext, models_folder: Path, sd1_model: str, metadata: str
) -> None:
    pipeline = sd1_pipeline(models_folder, sd1_model)
    pairs = low_rank(pipeline.unet, UNET_LAYERS[:2], rank=2, seed=0)
    file = models_folder / "loras" / "odd.safetensors"
    save_in_diffusers_layout(file, {"unet": pairs}, lora_adapter_metadata=metadata)
    context = record(fresh=True).context
    plain = made_latents(context, sd1_model)
    with pytest.raises(NodeError, match="can't be put on the U-Net"):
        made_latents(context, sd1_model, ("odd", 1.0, 1.0))
    assert np.array_equal(made_latents(context, sd1_model), plain)


def test_what_diffusers_writes_beside_the_weights_counts(
    context: Context, models_folder: Path, sd1_model: str
) -> None:
    pipeline = sd1_pipeline(models_folder, sd1_model)
    parts = changes(pipeline, rank=4, seed=9)
    config = {
        f"{part}.{key}": value
        for part, pairs in parts.items()
        for key, value in {
            "r": 4,
            "lora_alpha": 3,
            "target_modules": [layer.removeprefix("text_model.") for layer in pairs],
        }.items()
    }
    file = models_folder / "loras" / "told.safetensors"
    save_in_diffusers_layout(file, parts, lora_adapter_metadata=json.dumps(config))
    pipeline.load_lora_weights(file)
    made = made_latents(context, sd1_model, ("told", 1.0, 1.0))
    assert np.array_equal(made, stock_latents(pipeline))


def test_a_lora_of_words_alone_needs_the_text_encoder(
    context: Context, sd1_model: str, loras: Path
) -> None:
    parts = LoadCheckpoint(model=sd1_model).run(context)
    with pytest.raises(NodeError, match="none of the U-Net, but the text encoder"):
        LoadLoRA(unet=parts.unet, model="words").run(context)
    made = LoadLoRA(unet=parts.unet, text_encoder=parts.text_encoder, model="words").run(context)
    assert made.text_encoder is not None
    assert not np.array_equal(
        made_latents(context, sd1_model, ("words", 1.0, 1.0)), made_latents(context, sd1_model)
    )


def test_another_family_is_refused_before_anything_is_loaded(
    context: Context, models_folder: Path, sd1_model: str
) -> None:
    pairs = {UNET_LAYERS[1]: (torch.ones(2, 2048), torch.ones(640, 2))}
    save_in_diffusers_layout(models_folder / "loras/wide.safetensors", {"unet": pairs})
    parts = LoadCheckpoint(model=sd1_model).run(context)
    known = Beforehand(context.places, {"unet": Outline("key", parts.unet)}, "identity")
    words = 'is for SDXL, but "small-sd1" is Stable Diffusion 1'
    with pytest.raises(NodeError, match=words):
        LoadLoRA(unet=parts.unet, model="wide").outline(known)
    with pytest.raises(NodeError, match=words):
        LoadLoRA(unet=parts.unet, model="wide").run(context)


def test_beforehand_the_recipes_are_those_of_the_run(
    context: Context, sd1_model: str, loras: Path
) -> None:
    parts = LoadCheckpoint(model=sd1_model).run(context)
    outlines = {
        "unet": Outline("unet", parts.unet),
        "text_encoder": Outline("text", parts.text_encoder),
    }
    node = LoadLoRA(
        unet=parts.unet, text_encoder=parts.text_encoder, model="first", text_strength=0.5
    )
    foreseen = node.outline(Beforehand(context.places, outlines, "identity"))
    made: Any = node.run(context)
    assert asdict(foreseen["unet"]) == asdict(made.unet)
    assert asdict(foreseen["text_encoder"]) == asdict(made.text_encoder)


def test_nothing_is_handed_on_where_nothing_is_linked(
    context: Context, sd1_model: str, loras: Path
) -> None:
    unet = LoadCheckpoint(model=sd1_model).run(context).unet
    made = LoadLoRA(unet=unet, model="first").run(context)
    nobody: Any = made.text_encoder
    with pytest.raises(NodeError, match="no text encoder at the other end") as caught:
        EncodeText(text_encoder=nobody, text=PROMPT).run(context)
    assert caught.value.port == "text_encoder"
