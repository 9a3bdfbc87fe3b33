"""Model files: recognised by their headers, found by their names, and never trusted."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine.errors import InputError
from graph_engine.hints import ModelFile
from graph_engine.model_files import (
    KnownModels,
    ModelSource,
    NotFound,
    find_model,
    list_models,
    read_model,
)
from graph_engine.model_folders import forget, remember, remembered_folders
from graph_engine.places import Missing, Places
from tests.graph_engine.weight_files import (
    CLIP,
    OPEN_CLIP,
    REFINER,
    SD1,
    SD2,
    SDXL,
    UNET_1,
    VAE,
    Shapes,
    changed,
    prefixed,
    write_header,
)


def recognised(path: Path) -> ModelSource:
    """What a file is."""
    model = read_model(path, path.name)
    assert model is not None
    return model


# --- Recognition ---


@pytest.mark.parametrize(
    ("shapes", "kind", "family", "task"),
    [
        (SD1, "checkpoint", "sd1", "text"),
        (SD2, "checkpoint", "sd2", "text"),
        (SDXL, "checkpoint", "sdxl", "text"),
        (REFINER, "checkpoint", "sdxl_refiner", "text"),
        (UNET_1, "unet", "sd1", "text"),
        (changed(UNET_1, channels=9), "unet", "sd1", "inpaint"),
        (changed(UNET_1, channels=8), "unet", "sd1", "edit"),
        (changed(UNET_1, channels=5, context=1024), "unet", "sd2", "depth"),
        (changed(UNET_1, channels=7, context=1024), "unet", "sd2", "upscale"),
        (prefixed("model.diffusion_model.", UNET_1), "unet", "sd1", "text"),
        (VAE, "vae", "sd1", "text"),
        (prefixed("first_stage_model.", VAE), "vae", "sd1", "text"),
        (CLIP, "text_encoder", "sd1", "text"),
        (OPEN_CLIP, "text_encoder", "sd2", "text"),
        ({**UNET_1, "input_hint_block.0.weight": (16, 3, 3, 3)}, "controlnet", "sd1", "text"),
        (
            {"conv_in.weight": (320, 192, 3, 3), "body.0.block1.weight": (320, 320, 3, 3)},
            "adapter",
            "sd1",
            "text",
        ),
        (
            {"conv_in.weight": (320, 768, 3, 3), "body.0.block1.weight": (320, 320, 3, 3)},
            "adapter",
            "sdxl",
            "text",
        ),
    ],
)
def test_kind_family_and_task(
    tmp_path: Path, shapes: Shapes, kind: str, family: str, task: str
) -> None:
    model = recognised(write_header(tmp_path / "model.safetensors", shapes))
    assert (model.problem, model.kind, model.family, model.task) == ("", kind, family, task)


def test_whose_latents_a_vae_makes_is_told_by_name_or_metadata(tmp_path: Path) -> None:
    assert recognised(write_header(tmp_path / "sdxl_vae.safetensors", VAE)).family == "sdxl"
    told = {"modelspec.architecture": "stable-diffusion-xl-v1-base/vae"}
    path = write_header(tmp_path / "fixed.safetensors", VAE, metadata=told)
    assert recognised(path).family == "sdxl"


NORM = "model.diffusion_model.output_blocks.11.1.transformer_blocks.0.norm1.bias"


@pytest.mark.parametrize(("spread", "prediction"), [(0.05, "epsilon"), (0.2, "v_prediction")])
@pytest.mark.parametrize("dtype", ["F32", "F16", "BF16"])
def test_what_sd2_predicts_is_told_by_one_norm(
    tmp_path: Path, spread: float, prediction: str, dtype: str
) -> None:
    numbers = np.random.default_rng(0).normal(0, spread, 320).astype(np.float32)
    raw: Any = {"F32": numbers, "F16": numbers.astype(np.float16)}.get(dtype)
    if raw is None:
        raw = (numbers.view(np.uint32) >> 16).astype(np.uint16)
    path = write_header(tmp_path / "m.safetensors", SD2, dtype=dtype, values={NORM: raw})
    assert recognised(path).prediction_type == prediction


def test_what_a_model_predicts_is_told_by_metadata_or_mark(tmp_path: Path) -> None:
    told = {"modelspec.prediction_type": "v"}
    path = write_header(tmp_path / "a.safetensors", SD1, metadata=told)
    assert recognised(path).prediction_type == "v_prediction"
    path = write_header(tmp_path / "b.safetensors", {**SDXL, "v_pred": (0,)})
    assert recognised(path).prediction_type == "v_prediction"
    assert recognised(write_header(tmp_path / "c.safetensors", SDXL)).prediction_type == "epsilon"


KOHYA = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight"
KOHYA_XL = "lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_down.weight"
DIFFUSERS = "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora.down.weight"
PROCESSOR = (
    "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.down.weight"
)
PEFT = "base_model.model.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight"
TEXT = "lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight"
SELF = "lora_unet_input_blocks_7_1_transformer_blocks_9_attn1_to_k.lora_down.weight"


@pytest.mark.parametrize(
    ("shapes", "family"),
    [
        ({KOHYA: (8, 768)}, "sd1"),
        ({KOHYA: (8, 1024)}, "sd2"),
        ({KOHYA_XL: (8, 2048)}, "sdxl"),
        ({KOHYA_XL: (8, 1280)}, "sdxl_refiner"),
        ({DIFFUSERS: (8, 768)}, "sd1"),
        ({PROCESSOR: (8, 768)}, "sd1"),
        ({PEFT: (8, 2048)}, "sdxl"),
        ({TEXT: (8, 768)}, "sd1"),
        ({TEXT.replace("te_", "te2_", 1): (8, 1280)}, "sdxl"),
        ({SELF: (8, 1280)}, "sdxl"),
        ({KOHYA.replace("attn2", "attn1"): (8, 640)}, ""),
    ],
)
def test_what_a_lora_is_for(tmp_path: Path, shapes: Shapes, family: str) -> None:
    model = recognised(write_header(tmp_path / "lora.safetensors", shapes))
    assert (model.problem, model.kind, model.family) == ("", "lora", family)


def test_a_lora_of_one_side_only_is_told_by_its_metadata(tmp_path: Path) -> None:
    shapes = {KOHYA.replace("attn2", "attn1"): (8, 640)}
    for told, family in (("sdxl_base_v1-0", "sdxl"), ("sd_v1", "sd1"), ("sd_v2_768_v", "sd2")):
        path = write_header(
            tmp_path / "lora.safetensors", shapes, metadata={"ss_base_model_version": told}
        )
        assert recognised(path).family == family


@pytest.mark.parametrize(
    ("shapes", "family"),
    [
        ({"emb_params": (4, 768)}, "sd1"),
        ({"emb_params": (4, 1024)}, "sd2"),
        ({"<word>": (768,)}, "sd1"),
        ({"clip_l": (4, 768), "clip_g": (4, 1280)}, "sdxl"),
    ],
)
def test_what_an_embedding_is_for(tmp_path: Path, shapes: Shapes, family: str) -> None:
    model = recognised(write_header(tmp_path / "word.safetensors", shapes))
    assert (model.problem, model.kind, model.family) == ("", "embedding", family)


@pytest.mark.parametrize(
    ("shapes", "words"),
    [
        ({"double_blocks.0.img_attn.qkv.weight": (8, 8)}, "is a model of Flux"),
        ({**prefixed("first_stage_model.", VAE), "joint_blocks.0.x": (8,)}, "Stable Diffusion 3"),
        ({**changed(UNET_1, context=1024), "label_emb.0.0.weight": (1280, 2048)}, "unCLIP"),
        ({"lora_unet_a.hada_w1_a": (8, 8)}, "is a LoHa"),
        ({"lora_unet_double_blocks_0_img.lora_down.weight": (8, 8)}, "LoRA for another kind"),
        ({f"layer.{i}.weight": (8, 8) for i in range(20)}, "is no model that is known here"),
        ({"conv_in.weight": (8, 3, 3, 3), "time_embedding.linear_1.weight": (8, 8)}, "no prompt"),
    ],
)
def test_what_is_for_other_programs_is_named(tmp_path: Path, shapes: Shapes, words: str) -> None:
    model = recognised(write_header(tmp_path / "other.safetensors", shapes))
    assert words in model.problem
    assert '"other.safetensors"' in model.problem


# --- Folders in diffusers' layout ---


def write_config(file: Path, **data: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize(
    ("pipeline", "index", "unet", "family", "task"),
    [
        ("StableDiffusionPipeline", {}, {"cross_attention_dim": 768}, "sd1", "text"),
        ("StableDiffusionPipeline", {}, {"cross_attention_dim": 1024}, "sd2", "text"),
        ("StableDiffusionInpaintPipeline", {}, {"in_channels": 9}, "sd1", "inpaint"),
        ("StableDiffusionInstructPix2PixPipeline", {}, {"in_channels": 8}, "sd1", "edit"),
        ("StableDiffusionDepth2ImgPipeline", {}, {"cross_attention_dim": 1024}, "sd2", "depth"),
        ("StableDiffusionUpscalePipeline", {}, {"cross_attention_dim": 1024}, "sd2", "upscale"),
        ("StableDiffusionXLPipeline", {"text_encoder": ["transformers", "C"]}, {}, "sdxl", "text"),
        (
            "StableDiffusionXLImg2ImgPipeline",
            {"text_encoder": [None, None], "requires_aesthetics_score": True},
            {"addition_embed_type": "text_time"},
            "sdxl_refiner",
            "text",
        ),
    ],
)
def test_pipelines(
    tmp_path: Path,
    pipeline: str,
    index: dict[str, Any],
    unet: dict[str, Any],
    family: str,
    task: str,
) -> None:
    write_config(tmp_path / "model_index.json", _class_name=pipeline, **index)
    write_config(tmp_path / "unet/config.json", _class_name="UNet2DConditionModel", **unet)
    model = recognised(tmp_path)
    assert (model.kind, model.family, model.task) == ("checkpoint", family, task)
    assert model.fits("unet")
    assert not model.fits("vae")


@pytest.mark.parametrize(
    ("config", "kind", "family"),
    [
        ({"_class_name": "ControlNetModel", "cross_attention_dim": 768}, "controlnet", "sd1"),
        ({"_class_name": "T2IAdapter", "adapter_type": "full_adapter_xl"}, "adapter", "sdxl"),
        ({"_class_name": "AutoencoderKL", "scaling_factor": 0.13025}, "vae", "sdxl"),
        ({"architectures": ["CLIPTextModel"], "hidden_size": 1024}, "text_encoder", "sd2"),
        ({"_class_name": "UNet2DModel"}, "unet", ""),
    ],
)
def test_lone_parts(tmp_path: Path, config: dict[str, Any], kind: str, family: str) -> None:
    write_config(tmp_path / "config.json", **config)
    model = recognised(tmp_path)
    assert (model.kind, model.family) == (kind, family)


def test_an_unconditional_pipeline_is_a_unet(tmp_path: Path) -> None:
    write_config(tmp_path / "model_index.json", _class_name="DDPMPipeline")
    write_config(tmp_path / "unet/config.json", _class_name="UNet2DModel")
    model = recognised(tmp_path)
    assert (model.kind, model.task) == ("unet", "unconditional")
    assert model.part_path("unet") == tmp_path / "unet"


# --- Damage ---


def small_file(path: Path) -> bytes:
    write_header(path, {"emb_params": (2, 4), "other": (3,)}, metadata={"a": "b"})
    return path.read_bytes()


def test_a_file_cut_off_at_any_byte_gets_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    whole = small_file(path)
    assert not recognised(path).problem
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        problem = recognised(path).problem
        assert str(path) in problem
        assert problem.endswith(".")


@given(st.data())
def test_a_changed_byte_never_gives_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.safetensors"
    raw = bytearray(small_file(path))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(raw)
    recognised(path)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (b"[]", "no readable header"),
        (b"{" * 2000, "no readable header"),
        (b'{"a": 1}', "no readable header"),
        (b'{"a": {"dtype": "F32", "shape": [1]}}', "no readable header"),
        (b'{"a": {"dtype": "F99", "shape": [1], "data_offsets": [0, 4]}}', "no readable header"),
        (b'{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}', "no readable header"),
        (b'{"a": {"dtype": "F32", "shape": [true], "data_offsets": [0, 4]}}', "no readable"),
        (b'{"a": {"dtype": "F32", "shape": [1e9], "data_offsets": [0, 4]}}', "no readable"),
        (b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}', "no readable header"),
        (b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}', "leave gaps"),
        (b'{"__metadata__": [], "a": 3}', "no readable header"),
    ],
)
def test_headers_that_lie(tmp_path: Path, header: bytes, words: str) -> None:
    path = tmp_path / "m.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(8))
    assert words in recognised(path).problem


def test_a_header_of_impossible_length_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    path.write_bytes((2**63).to_bytes(8, "little") + b"{}")
    assert "is cut off or no safetensors file" in recognised(path).problem


# --- Names and folders ---


@pytest.fixture
def comfy(tmp_path: Path) -> Path:
    """A program's folder as ComfyUI keeps it."""
    program = tmp_path / "ComfyUI"
    models = program / "models"
    write_header(models / "checkpoints/real/portrait.safetensors", SD1)
    write_header(models / "checkpoints/landscape.safetensors", SDXL)
    write_header(models / "vae/portrait.safetensors", VAE)
    write_header(models / "loras/style.safetensors", {KOHYA: (8, 768)})
    write_header(models / "embeddings/word.safetensors", {"emb_params": (4, 768)})
    write_header(models / "upscale_models/x4.safetensors", {"a": (1,), "b": (1,)})
    write_header(program / "custom_nodes/something.safetensors", SD1)
    (models / "checkpoints/put_checkpoints_here").touch()
    return program


def names_in(*folders: Path) -> set[str]:
    return {model.name for model in list_models(folders)}


def found(folder: Path, name: str, kind: str) -> ModelSource:
    model = find_model((folder,), name, kind)
    assert isinstance(model, ModelSource)
    return model


def not_found(folder: Path, name: str, kind: str) -> NotFound:
    answer = find_model((folder,), name, kind)
    assert isinstance(answer, NotFound)
    return answer


def test_comfyuis_folders(comfy: Path) -> None:
    names = {
        "checkpoints/real/portrait.safetensors",
        "checkpoints/landscape.safetensors",
        "vae/portrait.safetensors",
        "loras/style.safetensors",
        "embeddings/word.safetensors",
    }
    assert names_in(comfy) == names_in(comfy / "models") == names


def test_automatic1111s_folders(tmp_path: Path) -> None:
    program = tmp_path / "webui"
    write_header(program / "models/Stable-diffusion/a.safetensors", SD1)
    write_header(program / "models/VAE/b.safetensors", VAE)
    write_header(program / "models/Lora/c.safetensors", {KOHYA: (8, 768)})
    write_header(program / "models/ESRGAN/d.safetensors", {"a": (1,), "b": (1,)})
    write_header(program / "embeddings/e.safetensors", {"emb_params": (4, 768)})
    names = {
        "Stable-diffusion/a.safetensors",
        "VAE/b.safetensors",
        "Lora/c.safetensors",
        "embeddings/e.safetensors",
    }
    assert names_in(program) == names_in(program / "models") == names
    assert found(program, "embeddings/e.safetensors", "embedding").family == "sd1"
    assert found(program / "models", "e", "embedding").name == "embeddings/e.safetensors"


@pytest.mark.parametrize(
    "name",
    [
        "checkpoints/real/portrait.safetensors",
        "real/portrait.safetensors",
        "real\\portrait.safetensors",
        "portrait.safetensors",
        "portrait",
        "real/portrait",
    ],
)
def test_the_end_of_a_name_will_do(comfy: Path, name: str) -> None:
    model = found(comfy, name, "checkpoint")
    assert model.path == comfy / "models/checkpoints/real/portrait.safetensors"


def test_the_kind_that_is_asked_for_decides(comfy: Path) -> None:
    assert found(comfy, "vae/portrait", "vae").name == "vae/portrait.safetensors"
    ambiguous = not_found(comfy, "portrait", "vae")
    assert ambiguous.exists
    assert '"vae/portrait.safetensors"' in ambiguous.message
    assert '"checkpoints/real/portrait.safetensors"' in ambiguous.message


def test_another_kind_is_told(comfy: Path) -> None:
    answer = not_found(comfy, "style", "checkpoint")
    assert answer.message == '"style" is a LoRA, not a checkpoint.'
    assert not_found(comfy, "landscap", "checkpoint").hint == (
        'Did you mean "checkpoints/landscape.safetensors"?'
    )


def test_a_damaged_model_is_found_and_told(comfy: Path, tmp_path: Path) -> None:
    path = comfy / "models/checkpoints/landscape.safetensors"
    os.truncate(path, path.stat().st_size - 5)
    places = Places((comfy,), (), tmp_path)
    missing = places.missing(ModelFile(kind="checkpoint"), "landscape")
    assert isinstance(missing, Missing)
    assert not missing.downloadable
    assert str(path) in missing.message
    assert "is cut off: it has" in missing.message
    assert places.find(ModelFile(kind="checkpoint"), "landscape") is None


def test_links_are_followed_and_circles_end(tmp_path: Path, comfy: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "theirs").symlink_to(comfy / "models/checkpoints", target_is_directory=True)
    (mine / "round").symlink_to(mine, target_is_directory=True)
    (mine / "style.safetensors").symlink_to(comfy / "models/loras/style.safetensors")
    (mine / "gone.safetensors").symlink_to(mine / "nowhere")
    names = names_in(mine)
    assert {"style.safetensors", "theirs/real/portrait.safetensors"} <= names
    assert "gone.safetensors" not in names
    assert len(names) < 10


def test_a_model_may_be_given_as_the_folder_of_models(tmp_path: Path) -> None:
    write_config(tmp_path / "mine/model_index.json", _class_name="StableDiffusionPipeline")
    write_config(tmp_path / "mine/unet/config.json", _class_name="UNet2DConditionModel")
    assert names_in(tmp_path / "mine") == {"mine"}
    assert found(tmp_path / "mine", "mine", "unet").path == tmp_path / "mine"


def test_a_file_name_is_no_hub_id(comfy: Path, tmp_path: Path) -> None:
    places = Places((comfy,), (), tmp_path)
    for name in ("real/unknown.safetensors", "models/x.ckpt"):
        missing = places.missing(ModelFile(kind="checkpoint"), name)
        assert missing is not None
        assert not missing.downloadable


# --- What is remembered ---


def test_known_files_are_not_read_again_until_they_change(comfy: Path, tmp_path: Path) -> None:
    memory = tmp_path / "known.json"
    first = list_models((comfy,), KnownModels(memory))
    again = list_models((comfy,), KnownModels(memory))
    assert all(model.file is None for model in again)
    facts = [(m.name, m.kind, m.family, m.parts, m.layout, m.bytes) for m in first]
    assert [(m.name, m.kind, m.family, m.parts, m.layout, m.bytes) for m in again] == facts
    write_header(comfy / "models/vae/portrait.safetensors", {KOHYA: (8, 768)})
    changed_now = {m.name: m for m in list_models((comfy,), KnownModels(memory))}
    assert changed_now["vae/portrait.safetensors"].kind == "lora"


@pytest.mark.parametrize("text", ["", "[]", '{"rules": 1, "models": []}', '{"models": {}}'])
def test_a_damaged_memory_is_made_anew(comfy: Path, tmp_path: Path, text: str) -> None:
    memory = tmp_path / "known.json"
    memory.write_text(text)
    assert {model.name for model in list_models((comfy,), KnownModels(memory))} == names_in(comfy)


def test_folders_are_remembered_and_forgotten(
    comfy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEFT_CONFIG", str(tmp_path / "settings"))
    assert remembered_folders() == ()
    monkeypatch.chdir(tmp_path)
    remember(Path("ComfyUI"))
    remember(comfy)
    assert remembered_folders() == (comfy,)
    assert comfy in Places.default().models
    forget(comfy)
    assert remembered_folders() == ()
    with pytest.raises(InputError, match="is not one of the remembered"):
        forget(comfy)
    with pytest.raises(InputError, match="no model folder"):
        remember(tmp_path / "nowhere")


def test_a_damaged_list_of_folders_is_not_overwritten(
    comfy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEFT_CONFIG", str(tmp_path))
    (tmp_path / "models.json").write_text("{ mine", encoding="utf-8")
    assert remembered_folders() == ()
    with pytest.raises(InputError, match="can't be read"):
        remember(comfy)
    assert (tmp_path / "models.json").read_text(encoding="utf-8") == "{ mine"
