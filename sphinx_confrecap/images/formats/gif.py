"""GIF: blocks (GIF89a specification)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.metadata import Facts

_EXTENSION, _IMAGE, _TRAILER = b"!", b",", b";"
_GRAPHIC_CONTROL, _APPLICATION = 0xF9, 0xFF
_FRAMES = 12  # bytes a pixel of the frames before, which the next one is drawn on
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")

matches = re.compile(rb"GIF8[79]a").match
"""Tells a GIF file by its first bytes."""


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise PictureError("is truncated")
    return data


def _sub_blocks(file: BinaryIO) -> bytes:
    """Return a chain of sub-blocks with their sizes and the closing zero."""
    parts = []
    size = b""
    while size != b"\0":
        size = _exactly(file, 1)
        parts.append(size + _exactly(file, size[0]))
    return b"".join(parts)


def _colours(flags: int) -> int:
    """Return the size in bytes of the colour table that the packed flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _screen(file: BinaryIO) -> bytes:
    head = _exactly(file, 13)
    return head + _exactly(file, _colours(head[10]))


def _blocks(file: BinaryIO) -> Iterator[tuple[bytes, int, bytes]]:
    """Yield (introducer, label, whole block) after the screen descriptor.

    A missing trailer is forgiven, as by every browser, if at least one image came before.
    """
    images = 0
    while True:
        lead = file.read(1)
        if lead == _TRAILER or (not lead and images):
            return
        if lead == _EXTENSION:
            label = _exactly(file, 1)
            yield lead, label[0], lead + label + _sub_blocks(file)
        elif lead == _IMAGE:
            images += 1
            head = _exactly(file, 9)
            head += _exactly(file, _colours(head[8])) + _exactly(file, 1)
            yield lead, 0, lead + head + _sub_blocks(file)
        elif lead != b"\0":  # a stray zero between blocks is common
            raise PictureError("is damaged (a GIF block is missing)" if lead else "is truncated")


def _refuse_outside(block: bytes, width: int, height: int) -> None:
    """Refuse a frame that would make the picture larger than its header says."""
    left, top, across, down = struct.unpack_from("<HHHH", block, 1)
    if left + across > width or top + down > height:
        raise PictureError("is damaged (a frame is larger than the picture)")


def describe(file: BinaryIO) -> Facts:
    """Return the facts of a GIF file; reads up to its second frame."""
    width, height = struct.unpack_from("<HH", _screen(file), 6)
    frames = 0
    alpha = False
    for lead, label, block in _blocks(file):
        if lead == _IMAGE:
            frames += 1
            _refuse_outside(block, width, height)
        elif label == _GRAPHIC_CONTROL and len(block) > 3:
            alpha = alpha or bool(block[3] & 1)
        if frames > 1:
            break
    animated = frames > 1
    held = _FRAMES if animated else 0
    return Facts(width, height, alpha=alpha, animated=animated, deep=1 + 3 * animated, held=held)


def pixels(data: bytes) -> BinaryIO:
    """Return the file without metadata, for a decoder."""
    return io.BytesIO(strip(data, b""))


def strip(data: bytes, exif: bytes) -> bytes:
    """Return the file without comments and application data other than the number of loops.

    GIF has no place for EXIF, so ``exif`` is left out. What follows the trailer goes as well.
    """
    del exif
    file = io.BytesIO(data)
    parts = [_screen(file)]
    width, height = struct.unpack_from("<HH", parts[0], 6)
    for lead, label, block in _blocks(file):
        if lead == _IMAGE:
            _refuse_outside(block, width, height)
        loops = label == _APPLICATION and block[3:14] in _LOOPS
        if lead == _IMAGE or label == _GRAPHIC_CONTROL or loops:
            parts.append(block)
    return b"".join(parts) + _TRAILER
