"""The built-in node pack: Stable Diffusion from a prompt to a saved picture.

Importing it imports no torch: declarations are thin, and the work is imported when a node runs.
"""

from nodes.adapters import LoadEmbedding, LoadLoRA
from nodes.conditioning import (
    AverageConditioning,
    CombineConditioning,
    ConcatConditioning,
    ZeroConditioning,
)
from nodes.conditioning_settings import (
    AestheticScore,
    GuidanceConditioning,
    RegionConditioning,
    ScheduleConditioning,
    SizeConditioning,
)
from nodes.control import ApplyControlNet
from nodes.inversion import InvertLatent
from nodes.k_sampling import KSampler
from nodes.latent_edits import (
    CompositeLatent,
    LatentBatch,
    LatentFromBatch,
    LatentMask,
    ResizeLatent,
)
from nodes.latent_storage import LoadLatent, SaveLatent
from nodes.latents import DecodeLatent, EmptyLatent, EncodeImage
from nodes.loaders import LoadCheckpoint, LoadControlNet, LoadTextEncoder, LoadUNet, LoadVAE
from nodes.mask_edits import CombineMasks, FeatherMask, GrowMask, InvertMask
from nodes.masks import ImageFromMask, MaskFromImage, PaintMask
from nodes.picture_comparison import CompareImages
from nodes.picture_edits import ImageBatch, ImageGrid, ResizeImage
from nodes.picture_filters import BlurImage, CannyEdges, InvertImage, SharpenImage
from nodes.picture_frames import CropImage, PadImage
from nodes.picture_latents import DepthLatent, EditLatent, InpaintLatent, UpscaleLatent
from nodes.picture_mixing import BlendImages, CompositeImage
from nodes.pictures import LoadImage, PreviewImage, SaveImage
from nodes.pixels import SamplePixels
from nodes.refining import Refine
from nodes.sampling import Sample
from nodes.text import ClipSkip, EncodeText

__all__ = [
    "AestheticScore",
    "ApplyControlNet",
    "AverageConditioning",
    "BlendImages",
    "BlurImage",
    "CannyEdges",
    "ClipSkip",
    "CombineConditioning",
    "CombineMasks",
    "CompareImages",
    "CompositeImage",
    "CompositeLatent",
    "ConcatConditioning",
    "CropImage",
    "DecodeLatent",
    "DepthLatent",
    "EditLatent",
    "EmptyLatent",
    "EncodeImage",
    "EncodeText",
    "FeatherMask",
    "GrowMask",
    "GuidanceConditioning",
    "ImageBatch",
    "ImageFromMask",
    "ImageGrid",
    "InpaintLatent",
    "InvertImage",
    "InvertLatent",
    "InvertMask",
    "KSampler",
    "LatentBatch",
    "LatentFromBatch",
    "LatentMask",
    "LoadCheckpoint",
    "LoadControlNet",
    "LoadEmbedding",
    "LoadImage",
    "LoadLatent",
    "LoadLoRA",
    "LoadTextEncoder",
    "LoadUNet",
    "LoadVAE",
    "MaskFromImage",
    "PadImage",
    "PaintMask",
    "PreviewImage",
    "Refine",
    "RegionConditioning",
    "ResizeImage",
    "ResizeLatent",
    "Sample",
    "SamplePixels",
    "SaveImage",
    "SaveLatent",
    "ScheduleConditioning",
    "SharpenImage",
    "SizeConditioning",
    "UpscaleLatent",
    "ZeroConditioning",
]
