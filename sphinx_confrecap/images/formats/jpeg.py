"""JPEG: segments before the scan (ITU-T T.81, annex B; JFIF, EXIF, XMP and ICC conventions)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.metadata import EXIF_PREFIX, Facts

if TYPE_CHECKING:
    from typing_extensions import Buffer


_SOI = b"\xff\xd8"
_SOS = 0xDA
_EOI = 0xD9
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_COMMENT = 0xFE
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD8)))
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
_XMP_PREFIX = b"http://ns.adobe.com/xap/1.0/\0"
_ICC_PREFIX = b"ICC_PROFILE\0"

# Codes of many lengths and values, none of them a marker.
_NOISE = bytes(number * 89 % 251 for number in range(4096))

# Inside a scan 0xFF is followed by 0x00 (stuffing), a restart marker or fill bytes.
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")

matches = re.compile(rb"\xff\xd8\xff").match
"""Tells a JPEG file by its first bytes."""


def _segments(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, payload) up to and including the first start of scan.

    Raises PictureError at an early end or at bytes that are no marker.
    """
    if file.read(2) != _SOI:
        raise PictureError("is not a picture (no JPEG start)")
    marker = 0
    while marker != _SOS:
        lead = file.read(1)
        code = file.read(1)
        while code == b"\xff":
            code = file.read(1)
        if not lead or not code:
            raise PictureError("is truncated")
        if lead != b"\xff" or code[0] in (0, _EOI):
            raise PictureError("is damaged (a JPEG segment is missing)")
        marker = code[0]
        if marker in _STANDALONE:
            continue
        length = file.read(2)
        size = int.from_bytes(length, "big") - 2
        payload = file.read(max(size, 0))
        if len(length) < 2 or len(payload) < size:
            raise PictureError("is truncated")
        yield marker, payload


def describe(file: BinaryIO) -> Facts:
    """Return the facts of a JPEG file; reads no further than the first scan."""
    width = height = 0
    exif = xmp = frame = b""
    progressive = False
    for marker, payload in _segments(file):
        if marker in _FRAMES and len(payload) >= 6:
            height, width = struct.unpack_from(">HH", payload, 1)
            frame, progressive = payload[6:], marker in _PROGRESSIVE
        elif marker == _SOS and payload:
            progressive = progressive or payload[0] < len(frame) // 3
        elif marker == _APP1 and payload.startswith(EXIF_PREFIX) and not exif:
            exif = payload
        elif marker == _APP1 and payload.startswith(_XMP_PREFIX) and not xmp:
            xmp = payload[len(_XMP_PREFIX) :]
    # A decoder reads the file twice where it must, to see whether it is whole.
    deep = 2 * (1 if len(frame) == 3 else 4)
    held = _coefficients(frame) if progressive else 0
    return Facts(width, height, exif=exif, xmp=xmp, deep=deep, held=held)


def _coefficients(frame: bytes) -> float:
    """Return the bytes a pixel that are kept of a picture in several scans, at any scale."""
    factors = [(byte >> 4) * (byte & 15) for byte in frame[1::3]]
    return 2 * sum(factors) / max(1, *factors) if factors else 0


def _kept(marker: int, payload: bytes) -> bool:
    """Whether a segment is needed to show the picture: JFIF, ICC, Adobe colour, and tables."""
    if marker == _APP2:
        return payload.startswith(_ICC_PREFIX)
    if _APP0 <= marker <= _APP15:
        return (marker == _APP0 and payload.startswith(b"JFIF\0")) or (
            marker == _APP14 and payload.startswith(b"Adobe")
        )
    return marker != _COMMENT


def pixels(data: bytes) -> BinaryIO:
    """Return the file without metadata, for a decoder: nothing after the first scan is checked."""
    head, scan = _head(data, b"")
    return io.BufferedReader(_Spliced(head, memoryview(data)[scan:]))


def strip(data: bytes, exif: bytes) -> bytes:
    """Return the file without metadata, with ``exif`` in its place, and its pixels untouched.

    What follows the end of the picture (second pictures, films, maker's notes) goes as well.
    Raises PictureError if the end of the picture is missing.
    """
    head, at = _head(data, exif)
    kept = [head]
    for marker, start, end in _after_scan(data, at):
        kept.append(data[at : end if _kept(marker, data[start + 4 : end]) else start])
        at = end
    return b"".join(kept)


def lengthened(data: bytes) -> bytes:
    """Return the file with noise before its end: only a decoder that lacks data will see it.

    Raises PictureError if the end of the picture is missing.
    """
    _, at = _head(data, b"")
    *_, (_, end, _) = _after_scan(data, at)
    return data[:end] + _NOISE + data[end:]


def _after_scan(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield (marker, start, end) of what interrupts the pixels that begin at ``at``.

    The last one is the end of the picture. Raises PictureError if that is missing.
    """
    while True:
        match = _MARKER_IN_SCAN.search(data, at)
        if match is None:
            raise PictureError("is truncated")
        start, marker = match.start(), data[match.start() + 1]
        if marker == _EOI:
            yield marker, start, start + 2
            return
        # A table or scan header between two scans of a progressive picture.
        at = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
        yield marker, start, at


def _head(data: bytes, exif: bytes) -> tuple[bytes, int]:
    """Return the needed segments up to the first scan, and where the scan's data begins."""
    file = io.BytesIO(data)
    parts = [_SOI]
    waiting = _segment(_APP1, exif) if exif else b""
    for marker, payload in _segments(file):
        if marker != _APP0:
            parts.append(waiting)  # EXIF follows JFIF, which must stand first
            waiting = b""
        if _kept(marker, payload):
            parts.append(_segment(marker, payload))
    return b"".join(parts), file.tell()


class _Spliced(io.RawIOBase):
    """Two parts read as one file, as a copy of a large photo would double its memory."""

    def __init__(self, head: bytes, tail: memoryview) -> None:
        self._parts = (memoryview(head), tail)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        size = sum(map(len, self._parts))
        self._at = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: size}[whence] + offset
        return self._at

    def readinto(self, buffer: Buffer) -> int:
        head, tail = self._parts
        start = self._at - len(head)
        source = head[self._at :] if start < 0 else tail[start:]
        target = memoryview(buffer)
        count = min(len(source), len(target))
        target[:count] = source[:count]
        self._at += count
        return count


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload
