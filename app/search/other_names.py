"""Other names: what people who come from other programs call our nodes, so that search knows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OTHER_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ApplyControlNet": ("ControlNetApply", "T2I adapter"),
        "AverageConditioning": ("ConditioningAverage", "blend prompts"),
        "BlurImage": ("ImageBlur", "Gaussian blur"),
        "CannyEdges": ("Canny", "edge detection", "outline"),
        "ClipSkip": ("CLIPSetLastLayer",),
        "CombineConditioning": ("ConditioningCombine",),
        "CompareImages": ("difference", "A/B"),
        "CompositeImage": ("ImageCompositeMasked", "overlay", "merge"),
        "CompositeLatent": ("LatentComposite",),
        "ConcatConditioning": ("ConditioningConcat",),
        "CropImage": ("ImageCrop",),
        "DecodeLatent": ("VAEDecode", "latent to image"),
        "EmptyLatent": ("EmptyLatentImage", "new canvas", "size"),
        "EncodeImage": ("VAEEncode", "image to latent", "img2img"),
        "EncodeText": ("CLIPTextEncode", "prompt", "negative prompt"),
        "FeatherMask": ("blur mask", "soften"),
        "GrowMask": ("expand mask", "dilate", "shrink", "erode"),
        "GuidanceConditioning": ("cfg", "dynamic guidance", "guidance interval"),
        "ImageBatch": ("BatchImages",),
        "ImageGrid": ("contact sheet", "montage"),
        "InpaintLatent": ("InpaintModelConditioning", "VAEEncodeForInpaint"),
        "InvertLatent": ("DDIM inversion",),
        "KSampler": ("KSamplerAdvanced", "SamplerCustom", "denoise"),
        "LatentBatch": ("BatchLatents",),
        "LatentMask": ("SetLatentNoiseMask", "inpaint"),
        "LoadCheckpoint": ("CheckpointLoaderSimple", "model loader"),
        "LoadControlNet": ("ControlNetLoader",),
        "LoadEmbedding": ("textual inversion",),
        "LoadImage": ("picture", "photo", "open image"),
        "LoadLoRA": ("LoraLoader",),
        "LoadTextEncoder": ("CLIPLoader",),
        "LoadUNet": ("UNETLoader", "diffusion model"),
        "LoadVAE": ("VAELoader",),
        "PadImage": ("ImagePadForOutpaint", "outpaint", "extend"),
        "PaintMask": ("MaskEditor", "brush", "inpaint"),
        "PreviewImage": ("show", "view"),
        "Refine": ("refiner", "SDXL refiner"),
        "RegionConditioning": ("ConditioningSetMask", "ConditioningSetArea", "area"),
        "ResizeImage": ("ImageScale", "upscale", "scale"),
        "ResizeLatent": ("LatentUpscale", "upscale", "hires fix", "scale"),
        "Sample": ("KSampler", "denoise", "generate", "diffusers"),
        "SaveImage": ("export", "write", "output"),
        "ScheduleConditioning": ("ConditioningSetTimestepRange",),
        "SharpenImage": ("unsharp mask",),
        "SizeConditioning": ("CLIPTextEncodeSDXL",),
        "ZeroConditioning": ("ConditioningZeroOut",),
    }
)
