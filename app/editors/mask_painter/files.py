"""Mask files: a painted mask as a grey PNG, or kept as the transparency of a picture.

LoadImage gives what is transparent in a picture as its mask. So the mask painted over a picture
is stored as a PNG beside it, with the same colours and the mask as transparency. Its name has a
digest of its content: an older mask is never written over, and undo finds it again.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from app.editors.mask_painter.mask import FULL, Mask
from app.look.words import tr

_OWN_NAME: Final = re.compile(r"\.mask-[0-9a-f]{8}$")
_LARGEST_MB = 2048


class PictureError(OSError):
    """Why a picture can't be read or written, in a sentence."""


def read_picture(file: Path) -> QImage:
    """A picture, turned as its camera held it; raises PictureError."""
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    reader.setAllocationLimit(_LARGEST_MB)
    image = reader.read()
    if image.isNull():
        reason = reader.errorString()
        raise PictureError(tr("{name} can't be read: {reason}", name=file.name, reason=reason))
    return image


def mask_of_picture(picture: QImage) -> Mask:
    """The mask that a picture's transparency is; empty for an opaque one."""
    mask = Mask(picture.width(), picture.height())
    if picture.hasAlphaChannel():
        mask.values[:] = FULL - _pixels(picture.convertToFormat(_RGBA))[..., 3]
    return mask


def picture_with_mask(picture: QImage, mask: Mask) -> QImage:
    """The picture's colours with the mask as its transparency."""
    image = picture.convertToFormat(_RGBA)
    pixels = _pixels(image)
    pixels[..., 3] = FULL - mask.values
    width, height = image.width(), image.height()
    return QImage(pixels.tobytes(), width, height, 4 * width, _RGBA).copy()


def write_masked_picture(file: Path, picture: QImage, mask: Mask) -> Path:
    """Write a picture with its mask beside the file it came from; raises PictureError."""
    content = png_bytes(picture_with_mask(picture, mask))
    digest = hashlib.sha256(content).hexdigest()[:8]
    stem = _OWN_NAME.sub("", file.stem)
    target = file.with_name(f"{stem}.mask-{digest}.png")
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        message = tr("{name} can't be written: {reason}", name=target.name, reason=reason)
        raise PictureError(message) from error
    return target


def mask_png(mask: Mask) -> bytes:
    """A mask as an 8-bit grey PNG: white is repainted."""
    return png_bytes(mask.image())


def png_bytes(image: QImage) -> bytes:
    """An image as the content of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


_RGBA = QImage.Format.Format_RGBA8888


def _pixels(image: QImage) -> npt.NDArray[np.uint8]:
    """A copy of an image's pixels (height, width, 4)."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    used = rows[:, : 4 * image.width()]
    return used.reshape(image.height(), image.width(), 4).copy()
