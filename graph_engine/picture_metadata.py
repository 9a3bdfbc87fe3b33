"""Picture metadata: the workflow that a saved picture carries, read without decoding the picture.

A PNG carries it in the text chunk `weft`; JPEG and WebP carry it in EXIF, in the description
(tag 0x010E) after the prefix `weft:`.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from graph_engine.errors import WorkflowFileError

WORKFLOW_KEY = "weft"
SETTINGS_KEY = "parameters"
EXIF_WORKFLOW_TAG = 0x010E  # ImageDescription
EXIF_WORKFLOW_PREFIX = "weft:"
EXIF_IFD_TAG = 0x8769
EXIF_SETTINGS_TAG = 0x9286  # UserComment, where other programs look for readable settings

_MAX_TEXT = 64 * 2**20
_COMFYUI_PREFIXES = ("workflow:", "prompt:")
_COMFYUI_TAGS = (0x010F, 0x0110)


def read_workflow_text(path: Path) -> str:
    """The workflow inside a PNG, JPEG or WebP file, as JSON text.

    Raises WorkflowFileError for a file that is no picture, carries no workflow, or carries one of
    another program.
    """
    try:
        with path.open("rb") as stream:
            return _find_workflow(stream)
    except FileNotFoundError:
        raise WorkflowFileError("There is no such file.") from None
    except IsADirectoryError:
        raise WorkflowFileError("This is a folder; a workflow is a file.") from None
    except OSError as error:
        raise WorkflowFileError(f"The file can't be read: {error.strerror}.") from error


def _find_workflow(stream: BinaryIO) -> str:
    start = stream.read(12)
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        stream.seek(8)
        texts = dict(_png_texts(stream))
        foreign = "prompt" in texts or "workflow" in texts
        workflow = texts.get(WORKFLOW_KEY)
    elif start.startswith(b"\xff\xd8\xff") or (start[:4] == b"RIFF" and start[8:] == b"WEBP"):
        stream.seek(2 if start[0] == 0xFF else 12)
        exif = _jpeg_exif(stream) if start[0] == 0xFF else _webp_exif(stream)
        tags = _exif_texts(exif)
        foreign = any(tags.get(tag, "").startswith(_COMFYUI_PREFIXES) for tag in _COMFYUI_TAGS)
        text = tags.get(EXIF_WORKFLOW_TAG, "")
        prefixed = text.startswith(EXIF_WORKFLOW_PREFIX)
        workflow = text.removeprefix(EXIF_WORKFLOW_PREFIX) if prefixed else None
    else:
        raise WorkflowFileError("This is neither a workflow nor a picture in PNG, JPEG or WebP.")
    if workflow is not None:
        return workflow
    if foreign:
        raise WorkflowFileError(
            "The picture carries a ComfyUI workflow, which this version does not open yet."
        )
    raise WorkflowFileError(
        "The picture carries no workflow.",
        hint="SaveImage puts it in unless embed_workflow is off; many websites take it out again.",
    )


def _png_texts(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    """The text chunks of a PNG by keyword (PNG specification, section 11.3.3)."""
    while len(head := stream.read(8)) == 8:
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"IEND":
            return
        if kind not in (b"tEXt", b"zTXt", b"iTXt") or length > _MAX_TEXT:
            stream.seek(length + 4, 1)
            continue
        data = stream.read(length)
        stream.seek(4, 1)
        keyword, _, rest = data.partition(b"\0")
        text = _png_text(kind, rest)
        if text is not None:
            yield keyword.decode("latin-1"), text


def _png_text(kind: bytes, rest: bytes) -> str | None:
    """The text of a chunk after its keyword; None if it is damaged."""
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        return _inflated(rest[1:], "latin-1")
    compressed, rest = rest[:1] == b"\1", rest[2:]
    data = rest.split(b"\0", 2)[-1]  # after the language and the translated keyword
    return _inflated(data, "utf-8") if compressed else _decoded(data)


def _inflated(data: bytes, encoding: str) -> str | None:
    try:
        return zlib.decompressobj().decompress(data, _MAX_TEXT).decode(encoding)
    except (zlib.error, UnicodeDecodeError):
        return None


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _jpeg_exif(stream: BinaryIO) -> bytes:
    """The EXIF block of a JPEG, without its marker; empty if it has none."""
    while len(head := stream.read(4)) == 4 and head[0] == 0xFF:
        marker, length = head[1], int.from_bytes(head[2:], "big")
        if marker == 0xDA or length < 2:  # the compressed picture begins
            break
        data = stream.read(length - 2)
        if marker == 0xE1 and data.startswith(b"Exif\0\0"):
            return data[6:]
    return b""


def _webp_exif(stream: BinaryIO) -> bytes:
    """The EXIF chunk of a WebP; empty if it has none."""
    while len(head := stream.read(8)) == 8:
        length = int.from_bytes(head[4:], "little")
        if head[:4] == b"EXIF" and length <= _MAX_TEXT:
            return stream.read(length).removeprefix(b"Exif\0\0")
        stream.seek(length + length % 2, 1)
    return b""


def _exif_texts(exif: bytes) -> dict[int, str]:
    """The text tags of the first directory of an EXIF block (TIFF 6.0, section 2)."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    texts: dict[int, str] = {}
    if order is None:
        return texts
    try:
        (offset,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, offset)
        for i in range(count):
            entry = offset + 2 + 12 * i
            tag, kind, length, where = struct.unpack_from(f"{order}HHII", exif, entry)
            if kind == 2:
                begin = entry + 8 if length <= 4 else where
                text = _decoded(exif[begin : begin + length].rstrip(b"\0"))
                if text is not None:
                    texts[tag] = text
    except struct.error:
        pass  # the block breaks off; what was read so far counts
    return texts
