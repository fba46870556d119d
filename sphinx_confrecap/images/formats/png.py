"""PNG and animated PNG: chunks (W3C PNG, third edition)."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.metadata import EXIF_PREFIX, Facts

_MAGIC = b"\x89PNG\r\n\x1a\n"

_XMP_KEYWORD = b"XML:com.adobe.xmp"
_XMP_LIMIT = 1_000_000  # bytes after decompression
_GREY, _PALETTE = 0, 3
_COLOUR_TYPES_WITH_ALPHA = (4, 6)
_FRAMES = 12  # bytes a pixel of the frames before, which the next one is drawn on
_DESCRIBING = frozenset((b"IHDR", b"tRNS", b"acTL", b"eXIf", b"iTXt", b"IEND"))

# Chunks that change what is seen. Text, time, EXIF and everything private are left out.
_SHOWN = frozenset(
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP"),
        *(b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT"),
    )
)

matches = re.compile(_MAGIC).match
"""Tells a PNG file by its first bytes."""


def _chunks(
    file: BinaryIO, *, wanted: frozenset[bytes] | None = None
) -> Iterator[tuple[bytes, bytes]]:
    """Yield (type, data) of every chunk; the data of others than ``wanted`` is passed over."""
    if file.read(8) != _MAGIC:
        raise PictureError("is not a picture (no PNG start)")
    kind = b""
    while kind != b"IEND":
        head = file.read(8)
        if len(head) < 8:
            raise PictureError("is truncated")
        size, kind = struct.unpack(">I4s", head)
        if wanted is not None and kind not in wanted:
            file.seek(size + 4, io.SEEK_CUR)
            yield kind, b""
            continue
        data = file.read(size) if size < 1 << 31 else b""
        if len(data) < size or len(file.read(4)) < 4:
            raise PictureError("is truncated")
        yield kind, data


def describe(file: BinaryIO) -> Facts:
    """Return the facts of a PNG file; pixel data is passed over."""
    width = height = 0
    alpha = animated = False
    exif = xmp = b""
    deep = 4
    for kind, data in _chunks(file, wanted=_DESCRIBING):
        if kind == b"IHDR" and len(data) >= 13:
            width, height = struct.unpack_from(">II", data)
            alpha = data[9] in _COLOUR_TYPES_WITH_ALPHA
            deep = {_GREY: 1 + (data[8] == 16), _PALETTE: 1}.get(data[9], 4)
        elif kind == b"tRNS":
            alpha = True
        elif kind == b"acTL" and len(data) >= 4:
            animated = int.from_bytes(data[:4], "big") > 1
        elif kind == b"eXIf":
            exif = data
        elif kind == b"iTXt" and data.startswith(_XMP_KEYWORD + b"\0"):
            xmp = _xmp(data)
        elif kind == b"IDAT":
            break  # what follows the pixels is not worth a walk over all of them
    held = _FRAMES if animated else 0
    return Facts(width, height, alpha, animated, exif, xmp, deep, held)


def _xmp(data: bytes) -> bytes:
    """Return the text of an iTXt chunk: keyword, flags, language and translation come first."""
    parts = data[len(_XMP_KEYWORD) + 3 :].split(b"\0", 2)
    if len(parts) < 3:
        return b""
    if not data[len(_XMP_KEYWORD) + 1]:
        return parts[2]
    try:
        return zlib.decompressobj().decompress(parts[2], _XMP_LIMIT)
    except zlib.error:
        return b""


def pixels(data: bytes) -> BinaryIO:
    """Return the file without metadata, for a decoder."""
    return io.BytesIO(strip(data, b""))


def strip(data: bytes, exif: bytes) -> bytes:
    """Return the file without metadata, with ``exif`` in its place, and its pixels untouched."""
    out = io.BytesIO()
    out.write(_MAGIC)
    for kind, payload in _chunks(io.BytesIO(data)):
        if kind in _SHOWN:
            out.write(_chunk(kind, payload))
        if kind == b"IHDR" and exif:
            out.write(_chunk(b"eXIf", exif.removeprefix(EXIF_PREFIX)))
    return out.getvalue()


def _chunk(kind: bytes, payload: bytes) -> bytes:
    return (
        struct.pack(">I", len(payload))
        + kind
        + payload
        + zlib.crc32(kind + payload).to_bytes(4, "big")
    )
