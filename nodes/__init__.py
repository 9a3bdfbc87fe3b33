"""The built-in node pack: Stable Diffusion from a prompt to a saved picture.

Importing it imports no torch: declarations are thin, and the work is imported when a node runs.
"""

from nodes.latents import DecodeLatent, EmptyLatent, EncodeImage
from nodes.loaders import LoadCheckpoint, LoadTextEncoder, LoadUNet, LoadVAE
from nodes.pictures import LoadImage, PreviewImage, SaveImage
from nodes.sampling import Sample
from nodes.text import EncodeText

__all__ = [
    "DecodeLatent",
    "EmptyLatent",
    "EncodeImage",
    "EncodeText",
    "LoadCheckpoint",
    "LoadImage",
    "LoadTextEncoder",
    "LoadUNet",
    "LoadVAE",
    "PreviewImage",
    "Sample",
    "SaveImage",
]
