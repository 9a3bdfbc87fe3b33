"""Picture texts: what PNG, JPEG and WebP files carry as text, read without decoding the picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO

EXIF_IFD_TAG = 0x8769
EXIF_SETTINGS_TAG = 0x9286  # UserComment, where other programs look for readable settings

_MAX_TEXT = 64 * 2**20
_TEXT = 2
_BYTES = (1, _TEXT, 7)  # what writers declare a comment as


def read_texts(stream: BinaryIO) -> Mapping[str, str] | None:
    """The texts of a picture: by keyword in a PNG, by number ("0x010E") of an EXIF tag elsewhere.

    None for a file that is no PNG, JPEG or WebP. What is damaged is left out.
    """
    start = stream.read(12)
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        stream.seek(8)
        return dict(_png_texts(stream))
    if start.startswith(b"\xff\xd8\xff"):
        stream.seek(2)
        return _exif_texts(_jpeg_exif(stream))
    if start[:4] == b"RIFF" and start[8:] == b"WEBP":
        return _exif_texts(_webp_exif(stream))
    return None


def exif_key(tag: int) -> str:
    """How `read_texts` names a tag of EXIF."""
    return f"0x{tag:04X}"


def _png_texts(stream: BinaryIO) -> Iterator[tuple[str, str]]:
    """The text chunks of a PNG by keyword (PNG specification, section 11.3.3)."""
    room = _MAX_TEXT
    while len(head := stream.read(8)) == 8:
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"IEND":
            return
        if kind not in (b"tEXt", b"zTXt", b"iTXt") or length > room:
            stream.seek(length + 4, 1)
            continue
        data = stream.read(length)
        stream.seek(4, 1)
        keyword, _, rest = data.partition(b"\0")
        text = _png_text(kind, rest, room)
        if text is not None:
            room -= len(text)
            yield keyword.decode("latin-1"), text


def _png_text(kind: bytes, rest: bytes, room: int) -> str | None:
    """The text of a chunk after its keyword, cut at `room`; None if it is damaged."""
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        return _inflated(rest[1:], "latin-1", room)
    compressed, rest = rest[:1] == b"\1", rest[2:]
    data = rest.split(b"\0", 2)[-1]  # after the language and the translated keyword
    return _inflated(data, "utf-8", room) if compressed else _decoded(data)


def _inflated(data: bytes, encoding: str, room: int) -> str | None:
    try:
        return zlib.decompressobj().decompress(data, max(1, room)).decode(encoding)
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


def _exif_texts(exif: bytes) -> dict[str, str]:
    """The text tags of the first directory of an EXIF block, and the user's comment."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    texts: dict[str, str] = {}
    if order is None:
        return texts
    inner = 0
    try:
        (offset,) = struct.unpack_from(f"{order}I", exif, 4)
        for tag, kind, value in _entries(exif, order, offset):
            if tag == EXIF_IFD_TAG and len(value) >= 4:
                (inner,) = struct.unpack_from(f"{order}I", value)
            elif kind == _TEXT and (text := _decoded(value.rstrip(b"\0"))) is not None:
                texts[exif_key(tag)] = text
        for tag, kind, value in _entries(exif, order, inner) if inner else ():
            if tag == EXIF_SETTINGS_TAG and kind in _BYTES:
                texts[exif_key(tag)] = _comment(value)
    except struct.error:
        pass  # the block breaks off; what was read so far counts
    return texts


def _entries(exif: bytes, order: str, offset: int) -> Iterator[tuple[int, int, bytes]]:
    """The tags of one directory that are texts, bytes or single numbers (TIFF 6.0, section 2)."""
    (count,) = struct.unpack_from(f"{order}H", exif, offset)
    for i in range(count):
        entry = offset + 2 + 12 * i
        tag, kind, length, where = struct.unpack_from(f"{order}HHII", exif, entry)
        if kind in _BYTES:
            begin = entry + 8 if length <= 4 else where
            yield tag, kind, exif[begin : begin + length]
        else:
            yield tag, kind, exif[entry + 8 : entry + 12]


def _comment(value: bytes) -> str:
    """The user's comment after the eight bytes that name its characters (EXIF 2.3, 4.6.5)."""
    if not value.startswith(b"UNICODE\0"):
        return value[8:].rstrip(b"\0 ").decode("utf-8", "replace")
    # Big-endian is what writers mean, whatever the block's own order; Latin text tells.
    data = value[8:]
    zeros = (data[0::2].count(0), data[1::2].count(0))
    encoding = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    return data.decode(encoding, "replace").rstrip("\0")
