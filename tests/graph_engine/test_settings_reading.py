"""How pictures of Weft and of other programs were made, read from files with real chunks."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from graph_engine.picture_settings import PictureSettings
from graph_engine.settings_reading import read_picture_settings, settings_among

Json = Any
A1111 = """a lighthouse on a cliff, <lora:ink_wash:0.8>,
sunset
Negative prompt: blurry,
low contrast
Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 8214077, \
Size: 512x768, Model hash: abc, Model: dream_8, Denoising strength: 0.4, \
Lora hashes: "ink: 12, wash: 34", Version: v1.9"""
COMFY_RUN: Json = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 99,
            "steps": 12,
            "cfg": 7.5,
            "sampler_name": "euler",
            "scheduler": "normal",
            "denoise": 0.6,
            "model": ["10", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd15.safetensors"}},
    "10": {
        "class_type": "LoraLoader",
        "inputs": {"lora_name": "ink.safetensors", "model": ["4", 0], "clip": ["4", 1]},
    },
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["12", 0], "clip": ["10", 1]}},
    "12": {"class_type": "PrimitiveString", "inputs": {"value": "a red fox"}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["10", 1]}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}},
}
COMFY_DRAWN: Json = {
    "nodes": [
        {"id": 1, "type": "CheckpointLoaderSimple", "widgets_values": ["sdxl.safetensors"]},
        {"id": 2, "type": "CLIPTextEncode", "widgets_values": ["a boat"]},
        {"id": 3, "type": "CLIPTextEncode", "widgets_values": ["fog"]},
        {
            "id": 4,
            "type": "KSampler",
            "inputs": [
                {"name": "model", "link": 1},
                {"name": "positive", "link": 2},
                {"name": "negative", "link": 3},
                {"name": "latent_image", "link": None},
            ],
            "widgets_values": [5, "fixed", 30, 8, "dpmpp_2m", "karras", 1],
        },
    ],
    "links": [[1, 1, 0, 4, 0, "M"], [2, 2, 0, 4, 1, "C"], [3, 3, 0, 4, 2, "C"]],
}
INVOKE: Json = {
    "positive_prompt": "a garden",
    "negative_prompt": "people",
    "seed": 4242,
    "steps": 30,
    "cfg_scale": 7,
    "scheduler": "euler_a",
    "strength": 0.5,
    "model": {"model_name": "juggernaut", "base_model": "sdxl"},
    "loras": [{"lora": {"model_name": "detail"}, "weight": 0.5}],
}


def picture(file: Path, compressed: bool = False, **texts: str) -> Path:
    """A PNG with these texts."""
    chunks = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        chunks.add_text(name.replace("__", "-"), text, zip=compressed)
    Image.new("RGB", (8, 8)).save(file, pnginfo=chunks)
    return file


@pytest.mark.parametrize("compressed", [False, True])
def test_a1111_tells_prompts_and_the_last_line(tmp_path: Path, compressed: bool) -> None:
    found = read_picture_settings(picture(tmp_path / "a.png", compressed, parameters=A1111))
    assert found == PictureSettings(
        program="A1111",
        prompt="a lighthouse on a cliff, <lora:ink_wash:0.8>,\nsunset",
        negative="blurry,\nlow contrast",
        seed=8214077,
        steps=20,
        sampler="DPM++ 2M",
        schedule="Karras",
        guidance=6.5,
        strength=0.4,
        models=("dream_8", "ink_wash"),
    )


@pytest.mark.parametrize(("suffix", "kind"), [(".jpg", "JPEG"), (".webp", "WEBP")])
def test_a1111_in_the_comment_of_a_jpeg_or_webp(tmp_path: Path, suffix: str, kind: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + A1111.encode("utf-16-be")
    file = tmp_path / f"a{suffix}"
    Image.new("RGB", (8, 8)).save(file, kind, exif=exif)
    found = read_picture_settings(file)
    assert (found.seed, found.model, found.program) == (8214077, "dream_8", "A1111")


def test_a_prompt_alone_is_no_last_line() -> None:
    found = settings_among({"parameters": "portrait: a woman, hat: red"})
    assert (found.prompt, found.seed) == ("portrait: a woman, hat: red", None)


def test_comfyui_as_it_was_run(tmp_path: Path) -> None:
    found = read_picture_settings(picture(tmp_path / "c.png", prompt=json.dumps(COMFY_RUN)))
    assert found.program == "ComfyUI"
    assert (found.prompt, found.negative) == ("a red fox", "blurry")
    assert (found.seed, found.steps, found.guidance, found.strength) == (99, 12, 7.5, 0.6)
    assert (found.sampler, found.schedule) == ("euler", "normal")
    assert set(found.models) == {"sd15.safetensors", "ink.safetensors"}
    assert "KSampler" in found.nodes


def test_comfyui_as_it_was_drawn(tmp_path: Path) -> None:
    found = read_picture_settings(picture(tmp_path / "c.png", workflow=json.dumps(COMFY_DRAWN)))
    assert (found.prompt, found.negative, found.seed) == ("a boat", "fog", 5)
    assert (found.steps, found.guidance, found.sampler) == (30, 8.0, "dpmpp_2m")
    assert found.models == ("sdxl.safetensors",)


def test_comfyui_in_a_webp(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0110] = "prompt:" + json.dumps(COMFY_RUN)
    file = tmp_path / "c.webp"
    Image.new("RGB", (8, 8)).save(file, "WEBP", exif=exif)
    assert read_picture_settings(file).seed == 99


def test_invokeai_3_and_later(tmp_path: Path) -> None:
    found = read_picture_settings(picture(tmp_path / "i.png", invokeai_metadata=json.dumps(INVOKE)))
    assert found.program == "InvokeAI"
    assert (found.prompt, found.negative, found.seed) == ("a garden", "people", 4242)
    assert (found.guidance, found.sampler, found.strength) == (7.0, "euler_a", 0.5)
    assert found.models == ("juggernaut", "detail")


def test_invokeai_2(tmp_path: Path) -> None:
    data = {
        "model_weights": "stable-diffusion-1.5",
        "image": {
            "prompt": [{"prompt": "a cat [dog] on a mat", "weight": 1}],
            "steps": 50,
            "cfg_scale": 7.5,
            "sampler": "k_lms",
            "seed": 11,
        },
    }
    found = read_picture_settings(picture(tmp_path / "i.png", sd__metadata=json.dumps(data)))
    assert (found.prompt, found.negative) == ("a cat  on a mat", "dog")
    assert (found.seed, found.model) == (11, "stable-diffusion-1.5")


def test_invokeai_dream() -> None:
    dream = "\"a 'wild' sea [ships]\" -s 40 -S1234 -W512 -H512 -C7.5 -A k_euler_a"
    found = settings_among({"Dream": dream})
    assert (found.prompt, found.negative) == ("a 'wild' sea", "ships")
    assert (found.steps, found.seed, found.guidance) == (40, 1234, 7.5)
    assert found.sampler == "k_euler_a"


def test_weft_tells_its_workflow_and_what_sampled() -> None:
    workflow = {
        "format": "weft",
        "name": "Foxes",
        "nodes": {
            "model": {"type": "LoadCheckpoint", "params": {"model": "tiny"}},
            "lora": {"type": "LoadLoRA", "params": {"model": "ink"}},
            "prompt": {"type": "EncodeText", "params": {"text": "a fox"}},
            "sampler": {"type": "KSampler", "params": {"seed": 3, "steps": 9, "guidance": 4.5}},
        },
    }
    found = settings_among({"weft": json.dumps(workflow)})
    assert (found.program, found.workflow, found.can_open) == ("Weft", "Foxes", True)
    assert (found.prompt, found.seed, found.steps, found.guidance) == ("a fox", 3, 9, 4.5)
    assert found.models == ("tiny", "ink")
    assert found.nodes == ("EncodeText", "KSampler", "LoadCheckpoint", "LoadLoRA")


def test_nothing_is_told_by_a_plain_picture_or_a_text(tmp_path: Path) -> None:
    assert read_picture_settings(picture(tmp_path / "p.png")) == PictureSettings()
    text = tmp_path / "t.png"
    text.write_text("no picture")
    assert read_picture_settings(text) == PictureSettings()


KEYS = """nodes links inputs class_type type seed value text positive 1 2 id widgets_values image
prompt model subgraphs params"""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS.split()),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["weft", "prompt", "workflow", "invokeai_metadata", "sd-metadata"]), JSON)
def test_any_json_gives_settings(name: str, data: Json) -> None:
    found = settings_among({name: json.dumps(data)})
    assert found.seed is None or isinstance(found.seed, int)
    assert all(isinstance(model, str) for model in found.models)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["parameters", "Dream", "prompt", "weft"]), st.text(max_size=60))
def test_any_text_gives_settings(name: str, text: str) -> None:
    assert isinstance(settings_among({name: text}).prompt, str)


def test_graphs_that_turn_in_circles_end() -> None:
    loop = {
        "1": {"class_type": "KSampler", "inputs": {"seed": ["1", 0], "positive": ["2", 0]}},
        "2": {"class_type": "Text", "inputs": {"value": ["1", 0], "text": ["2", 0]}},
    }
    assert settings_among({"prompt": json.dumps(loop)}).seed is None
    assert settings_among({"prompt": "[" * 100_000}).program == ""


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_broken_files_give_what_can_be_read(tmp_path: Path, suffix: str) -> None:
    whole = tmp_path / f"whole{suffix}"
    if suffix == ".png":
        picture(whole, parameters=A1111, prompt=json.dumps(COMFY_RUN))
    else:
        exif = Image.Exif()
        exif[0x0110] = "prompt:" + json.dumps(COMFY_RUN)
        exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + A1111.encode("utf-16-be")
        kind = "JPEG" if suffix == ".jpg" else "WEBP"
        Image.new("RGB", (8, 8)).save(whole, kind, exif=exif)
    data = whole.read_bytes()
    chance = random.Random(5)
    broken = tmp_path / f"broken{suffix}"
    for _ in range(150):
        cut = bytearray(data[: chance.randrange(len(data))])
        for _ in range(chance.randrange(6)):
            if cut:
                cut[chance.randrange(len(cut))] = chance.randrange(256)
        broken.write_bytes(cut)
        assert isinstance(read_picture_settings(broken), PictureSettings)
