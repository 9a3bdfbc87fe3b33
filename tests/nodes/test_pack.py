"""The pack as a whole: it is found, its contract holds, and importing it imports no torch."""

import subprocess
import sys
from typing import Any

import pytest

import nodes
from graph_engine.catalog import BUILT_IN_PACK, Catalog, read_pack
from graph_engine.spec import NodeSpec

SPECS = {spec.type: spec for spec in read_pack(BUILT_IN_PACK, nodes)}

# The contract of the node catalogue: params with their defaults, and outputs.
PARAMS: dict[str, dict[str, Any]] = {
    "LoadCheckpoint": {"model": None},
    "LoadUNet": {"model": None},
    "LoadTextEncoder": {"model": None},
    "LoadVAE": {"model": None},
    "LoadLoRA": {"model": None, "unet_strength": 1.0, "text_strength": 1.0},
    "LoadEmbedding": {"model": None, "token": ""},
    "ClipSkip": {"layers": 1},
    "EncodeText": {"text": "", "weighting": "none"},
    "SizeConditioning": {
        "original_width": 1024,
        "original_height": 1024,
        "crop_x": 0,
        "crop_y": 0,
        "target_width": 1024,
        "target_height": 1024,
    },
    "AestheticScore": {"score": 6.0},
    "CombineConditioning": {},
    "ConcatConditioning": {},
    "AverageConditioning": {"weight": 0.5},
    "ZeroConditioning": {},
    "GuidanceConditioning": {"guidance": 7.5},
    "ScheduleConditioning": {"start": 0.0, "end": 1.0},
    "RegionConditioning": {"strength": 1.0, "x": 0, "y": 0, "width": 0, "height": 0},
    "EmptyLatent": {"width": 512, "height": 512, "batch": 1},
    "EncodeImage": {"tiled": False},
    "DecodeLatent": {"tiled": False},
    "Sample": {
        "seed": 0,
        "steps": 25,
        "guidance": 7.5,
        "sampler": "dpmpp_2m",
        "schedule": "karras",
        "strength": 1.0,
        "start": 0.0,
        "end": 1.0,
        "guidance_rescale": 0.0,
        "image_guidance": 1.5,
    },
    "Refine": {
        "seed": 0,
        "steps": 25,
        "guidance": 7.5,
        "sampler": "dpmpp_2m",
        "schedule": "karras",
        "switch": 0.8,
    },
    "InvertLatent": {"steps": 50, "guidance": 1.0, "schedule": "default", "strength": 1.0},
    "SamplePixels": {"seed": 0, "steps": 50, "sampler": "ddim", "batch": 1},
    "LoadControlNet": {"model": None},
    "ApplyControlNet": {"strength": 1.0, "start": 0.0, "end": 1.0},
    "InpaintLatent": {},
    "EditLatent": {},
    "DepthLatent": {},
    "UpscaleLatent": {"noise_level": 20},
    "KSampler": {
        "seed": 0,
        "steps": 20,
        "guidance": 8.0,
        "sampler": "euler",
        "schedule": "normal",
        "denoise": 1.0,
        "start_step": 0,
        "end_step": 10000,
        "add_noise": True,
        "leftover_noise": False,
        "step_noise": "same_seed",
    },
    "LoadImage": {"image": None},
    "SaveImage": {"name": "weft", "folder": "", "format": "png", "embed_workflow": True},
    "PreviewImage": {},
    "CropImage": {"x": 0, "y": 0, "width": 512, "height": 512},
    "PadImage": {"left": 0, "top": 0, "right": 0, "bottom": 0, "feathering": 40},
    "BlendImages": {"weight": 0.5, "mode": "normal"},
    "CompositeImage": {"x": 0, "y": 0},
    "InvertImage": {},
    "BlurImage": {"radius": 4.0},
    "SharpenImage": {"radius": 1.0, "amount": 1.0},
    "CannyEdges": {"low": 0.1, "high": 0.2},
    "CompareImages": {},
    "MaskFromImage": {"channel": "luminance"},
    "ImageFromMask": {},
    "PaintMask": {"width": 512, "height": 512, "strokes": ""},
    "GrowMask": {"pixels": 8, "rounded": True},
    "FeatherMask": {"radius": 8.0},
    "InvertMask": {},
    "CombineMasks": {"how": "union"},
    "LatentMask": {},
    "ResizeLatent": {"width": 1024, "height": 1024, "method": "bilinear", "fit": "crop"},
    "CompositeLatent": {"x": 0, "y": 0, "feather": 0},
    "LatentBatch": {},
    "LatentFromBatch": {"index": 0, "count": 1},
    "SaveLatent": {"name": "latent", "folder": ""},
    "LoadLatent": {"file": None},
}
OUTPUTS = {
    "LoadCheckpoint": ["unet", "text_encoder", "vae"],
    "LoadUNet": ["unet"],
    "LoadTextEncoder": ["text_encoder"],
    "LoadVAE": ["vae"],
    "LoadLoRA": ["unet", "text_encoder"],
    "LoadEmbedding": ["text_encoder"],
    "ClipSkip": ["text_encoder"],
    "EncodeText": ["conditioning"],
    "SizeConditioning": ["conditioning"],
    "AestheticScore": ["conditioning"],
    "CombineConditioning": ["conditioning"],
    "ConcatConditioning": ["conditioning"],
    "AverageConditioning": ["conditioning"],
    "ZeroConditioning": ["conditioning"],
    "GuidanceConditioning": ["conditioning"],
    "ScheduleConditioning": ["conditioning"],
    "RegionConditioning": ["conditioning"],
    "EmptyLatent": ["latent"],
    "EncodeImage": ["latent"],
    "DecodeLatent": ["image"],
    "Sample": ["latent"],
    "Refine": ["latent"],
    "InvertLatent": ["latent"],
    "SamplePixels": ["image"],
    "LoadControlNet": ["controlnet"],
    "ApplyControlNet": ["control"],
    "InpaintLatent": ["latent"],
    "EditLatent": ["latent"],
    "DepthLatent": ["latent"],
    "UpscaleLatent": ["latent"],
    "KSampler": ["latent"],
    "LoadImage": ["image", "mask"],
    "SaveImage": [],
    "PreviewImage": [],
    "ResizeImage": ["image"],
    "ImageBatch": ["image"],
    "ImageGrid": ["image"],
    "CropImage": ["image"],
    "PadImage": ["image", "mask"],
    "BlendImages": ["image"],
    "CompositeImage": ["image"],
    "InvertImage": ["image"],
    "BlurImage": ["image"],
    "SharpenImage": ["image"],
    "CannyEdges": ["image"],
    "CompareImages": [],
    "MaskFromImage": ["mask"],
    "ImageFromMask": ["image"],
    "PaintMask": ["mask"],
    "GrowMask": ["mask"],
    "FeatherMask": ["mask"],
    "InvertMask": ["mask"],
    "CombineMasks": ["mask"],
    "LatentMask": ["latent"],
    "ResizeLatent": ["latent"],
    "CompositeLatent": ["latent"],
    "LatentBatch": ["latent"],
    "LatentFromBatch": ["latent"],
    "SaveLatent": [],
    "LoadLatent": ["latent"],
}


def test_the_pack_is_found_whole() -> None:
    assert Catalog.load().broken == ()
    assert set(SPECS) == set(nodes.__all__) == set(OUTPUTS)


@pytest.mark.parametrize("name", PARAMS)
def test_params_and_defaults(name: str) -> None:
    assert {spec.name: spec.default for spec in SPECS[name].scalars} == PARAMS[name]


@pytest.mark.parametrize("name", OUTPUTS)
def test_outputs(name: str) -> None:
    assert list(SPECS[name].outputs) == OUTPUTS[name]
    assert SPECS[name].effects == (not OUTPUTS[name])


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_everything_is_documented(spec: NodeSpec) -> None:
    assert spec.summary.endswith(".")
    docs = {port.name: port.doc for port in spec.inputs.values()}
    docs |= {port.name: port.doc for port in spec.outputs.values()}
    assert [name for name, doc in docs.items() if not doc.endswith(".")] == []


def test_importing_the_pack_imports_no_torch() -> None:
    code = (
        "import sys, nodes; print([n for n in ('torch', 'diffusers', 'PIL') if n in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
