"""WebP: RIFF chunks (RFC 9649)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.metadata import EXIF_PREFIX, Facts

_ICC, _ALPHA, _EXIF, _XMP, _ANIMATION = 0x20, 0x10, 0x08, 0x04, 0x02
_HELD = 14  # bytes a pixel: two frames and a copy, and what a picture without loss takes
_SHOWN = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))

matches = re.compile(rb"(?s)RIFF.{4}WEBP").match
"""Tells a WebP file by its first bytes."""


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise PictureError("is truncated")
    at = 12
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", data, at)
        if at + 8 + size > end:
            raise PictureError("is truncated")
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _extent(kind: bytes, data: bytes) -> tuple[int, int, bool]:
    """Return width, height and alpha of a VP8X, VP8 or VP8L chunk."""
    try:
        if kind == b"VP8X":
            low_w, high_w, low_h, high_h = struct.unpack_from("<HBHB", data, 4)
            width, height = 1 + low_w + (high_w << 16), 1 + low_h + (high_h << 16)
            return width, height, bool(data[0] & _ALPHA)
        if kind == b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 6)
            return width & 0x3FFF, height & 0x3FFF, False
        (bits,) = struct.unpack_from("<I", data, 1)
    except (struct.error, IndexError):
        raise PictureError("is truncated") from None
    return 1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF), bool(bits >> 28 & 1)


def describe(file: BinaryIO) -> Facts:
    """Return the facts of a WebP file."""
    width = height = 0
    alpha = animated = False
    exif = xmp = b""
    for kind, data in _chunks(file.read()):
        if kind in (b"VP8X", b"VP8 ", b"VP8L") and not width:
            width, height, alpha = _extent(kind, data)
            animated = kind == b"VP8X" and bool(data[0] & _ANIMATION)
        elif kind == b"EXIF":
            exif = data
        elif kind == b"XMP ":
            xmp = data
    return Facts(width, height, alpha, animated, exif, xmp, held=_HELD)


def pixels(data: bytes) -> BinaryIO:
    """Return the file without metadata, for a decoder."""
    return io.BytesIO(strip(data, b""))


def strip(data: bytes, exif: bytes) -> bytes:
    """Return the file without metadata, with ``exif`` in its place, and its pixels untouched."""
    chunks = [(kind, payload) for kind, payload in _chunks(data) if kind in _SHOWN]
    if not chunks:
        raise PictureError("is not a picture (a WebP file without an image)")
    kind, payload = chunks[0]
    if kind == b"VP8X":
        flags = payload[0] & ~(_EXIF | _XMP) | (_EXIF if exif else 0)
        chunks[0] = kind, bytes((flags,)) + payload[1:]
    elif exif:
        width, height, alpha = _extent(kind, payload)
        flags = _EXIF | (_ALPHA if alpha else 0)
        size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        chunks.insert(0, (b"VP8X", bytes((flags, 0, 0, 0)) + size))
    if exif:
        chunks.append((b"EXIF", exif.removeprefix(EXIF_PREFIX)))
    body = b"WEBP" + b"".join(
        struct.pack("<4sI", kind, len(payload)) + payload + b"\0" * (len(payload) % 2)
        for kind, payload in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body
