"""Picture files: arrays to PNG, JPEG and WebP bytes with the workflow inside, and files to arrays."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, PngImagePlugin, UnidentifiedImageError

from graph_engine.errors import NodeError
from graph_engine.picture_metadata import (
    EXIF_WORKFLOW_PREFIX,
    EXIF_WORKFLOW_TAG,
    SETTINGS_KEY,
    WORKFLOW_KEY,
)
from graph_engine.picture_texts import EXIF_IFD_TAG, EXIF_SETTINGS_TAG

if TYPE_CHECKING:
    from nodes.picture_formats import PictureFormat
    from nodes.values import FloatArray

MAX_PIXELS = 178_956_970
"""The largest picture that is decoded: 512 MiB of 8-bit RGB, Pillow's own bound of a bomb."""

_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "PPM")
_JPEG_QUALITY = 95
_WEBP_QUALITY = 95
_MAX_EXIF_IN_JPEG = 65_533 - len(b"Exif\0\0")
_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


@dataclass(frozen=True)
class Embedded:
    """What a saved picture tells of its making: the workflow as JSON, and readable settings."""

    workflow: str = ""
    settings: str = ""


def encode_picture(pixels: FloatArray, format: PictureFormat, embedded: Embedded) -> bytes:
    """A picture of `pixels` (height, width, 1 to 4 channels; 0..1) as the bytes of a file.

    The same picture and texts give the same bytes. JPEG has no transparency: white is behind it.
    """
    picture = to_pillow(pixels)
    stream = io.BytesIO()
    if format == "png":
        picture.save(stream, "PNG", pnginfo=_png_texts(embedded))
    elif format == "jpeg":
        picture = _on_white(picture)
        exif = _exif(embedded)
        picture.save(stream, "JPEG", quality=_JPEG_QUALITY, subsampling=0, exif=exif)
    else:
        # WebP knows only RGB and RGBA.
        picture = picture.convert("RGBA" if picture.mode in ("LA", "RGBA") else "RGB")
        picture.save(stream, "WEBP", quality=_WEBP_QUALITY, exif=_exif(embedded))
    return stream.getvalue()


def fits_jpeg(embedded: Embedded) -> bool:
    """Whether the texts fit the 64 KiB that a JPEG has for them."""
    return len(_exif(embedded)) <= _MAX_EXIF_IN_JPEG


def to_pillow(pixels: FloatArray) -> Pillow.Image:
    """One picture (height, width, channels) in 8 bits, rounded as diffusers rounds."""
    bytes_ = (np.clip(pixels, 0, 1) * 255).round().astype(np.uint8)
    channels = bytes_.shape[-1]
    return Pillow.fromarray(bytes_[..., 0] if channels == 1 else bytes_, _MODES[channels])


def decode_picture(file: Path) -> tuple[FloatArray, FloatArray]:
    """Read a picture file: colours (1, height, width, 3) and opacity (1, height, width), in 0..1.

    It is turned as its EXIF orientation says; of several frames the first is read. Raises
    NodeError for a file that is no picture, is damaged, or is too large to decode.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(file, formats=_FORMATS) as opened:
                _check_size(file, *opened.size)
                picture = ImageOps.exif_transpose(opened)
                colours, opacity = _channels(picture)
    except Pillow.DecompressionBombError as error:
        raise _too_large(file) from error
    except UnidentifiedImageError as error:
        raise NodeError(
            f'"{file}" is no picture that can be read.',
            port="image",
            hint="PNG, JPEG, WebP, BMP, GIF, TIFF and PPM are read.",
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error) as error:
        # Pillow's decoders raise all of these for broken data.
        raise NodeError(
            f'The picture "{file}" is damaged or cut off: {error}.',
            port="image",
            hint="Copy or save it again.",
        ) from error
    return colours[None], opacity[None]


def _channels(picture: Pillow.Image) -> tuple[FloatArray, FloatArray]:
    if picture.mode.startswith(("I", "F")):
        # Greys of 16 bits (modes I and I;16), or of floating point.
        top = 1.0 if picture.mode == "F" else 65535.0
        grey = np.clip(np.asarray(picture, np.float32) / np.float32(top), 0, 1)
        return np.repeat(grey[..., None], 3, axis=-1), np.ones_like(grey)
    if picture.has_transparency_data:
        pixels = _unit(picture.convert("RGBA"))
        return np.ascontiguousarray(pixels[..., :3]), np.ascontiguousarray(pixels[..., 3])
    pixels = _unit(picture.convert("RGB"))
    return pixels, np.ones(pixels.shape[:2], np.float32)


def _unit(picture: Pillow.Image) -> FloatArray:
    """8-bit channels as 0..1, divided in float32 as diffusers divides."""
    return np.asarray(picture).astype(np.float32) / np.float32(255.0)


def _check_size(file: Path, width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_large(file, f" of {width} × {height} pixels")


def _too_large(file: Path, size: str = "") -> NodeError:
    return NodeError(
        f'The picture "{file}"{size} is too large: at most {MAX_PIXELS // 10**6} million pixels'
        " are decoded.",
        port="image",
        hint="Make it smaller with another program first.",
    )


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode not in ("LA", "RGBA"):
        return picture
    white = Pillow.new("RGBA", picture.size, "white")
    white.alpha_composite(picture.convert("RGBA"))
    return white.convert("RGB")


def _png_texts(embedded: Embedded) -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    if embedded.workflow:
        texts.add_itxt(WORKFLOW_KEY, embedded.workflow)
    if embedded.settings:
        texts.add_itxt(SETTINGS_KEY, embedded.settings)
    return texts


def _exif(embedded: Embedded) -> bytes:
    exif = Pillow.Exif()
    if embedded.workflow:
        exif[EXIF_WORKFLOW_TAG] = f"{EXIF_WORKFLOW_PREFIX}{embedded.workflow}".encode()
    if embedded.settings:
        comment = b"UNICODE\0" + embedded.settings.encode("utf-16-be")
        exif.get_ifd(EXIF_IFD_TAG)[EXIF_SETTINGS_TAG] = comment
    return exif.tobytes() if embedded.workflow or embedded.settings else b""
