"""The built-in node pack: Stable Diffusion from a prompt to a saved picture.

Importing it imports no torch: declarations are thin, and the work is imported when a node runs.
"""

from nodes.latent_storage import LoadLatent, SaveLatent
from nodes.latents import DecodeLatent, EmptyLatent, EncodeImage
from nodes.loaders import LoadCheckpoint, LoadTextEncoder, LoadUNet, LoadVAE
from nodes.picture_edits import ImageBatch, ImageGrid, ResizeImage
from nodes.pictures import LoadImage, PreviewImage, SaveImage
from nodes.sampling import Sample
from nodes.text import EncodeText

__all__ = [
    "DecodeLatent",
    "EmptyLatent",
    "EncodeImage",
    "EncodeText",
    "ImageBatch",
    "ImageGrid",
    "LoadCheckpoint",
    "LoadImage",
    "LoadLatent",
    "LoadTextEncoder",
    "LoadUNet",
    "LoadVAE",
    "PreviewImage",
    "ResizeImage",
    "Sample",
    "SaveImage",
    "SaveLatent",
]
