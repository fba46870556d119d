"""AVIF: boxes and items (ISO/IEC 14496-12; ISO/IEC 23008-12; AV1 Image File Format)."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import BinaryIO, NamedTuple

from PIL import features

from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.metadata import Facts

_BRANDS = (b"avif", b"avis")
_METADATA_ITEMS = (b"Exif", b"mime")  # "mime" is how XMP is stored
_METADATA_BOXES = (b"uuid", b"udta")
_CONTAINERS = (b"moov", b"trak", b"mdia")
_EMPTY_EXIF = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"  # where its TIFF starts; no entries
_HELD = 10  # bytes a pixel: three planes of up to 16 bits, a copy in RGB, and the decoder's own
_HELD_ALPHA = 3
_QUIET = Lock()
_TRUNCATED = "is truncated or damaged"


def matches(head: bytes) -> bool:
    """Whether the first bytes are a file type box that names an AVIF brand."""
    size = int.from_bytes(head[:4], "big")
    if head[4:8] != b"ftyp":
        return False
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head)), 4))]
    return any(brand in _BRANDS for brand in brands)


def describe(file: BinaryIO) -> Facts:
    """Return the facts of an AVIF file, from the decoder's own header; no frame is decoded."""
    if not features.check("avif"):
        msg = "is an AVIF picture, which the installed Pillow cannot read; save it as JPEG or PNG"
        raise PictureError(msg)
    # Loads the decoder, which few sites need.
    from PIL.AvifImagePlugin import AvifImageFile  # noqa: PLC0415 (as said)

    try:
        with quiet():
            picture = AvifImageFile(file)
    except (SyntaxError, ValueError, OSError, RuntimeError):
        raise PictureError(_TRUNCATED) from None
    exif, xmp = picture.info.get("exif", b""), picture.info.get("xmp", b"")
    alpha = "A" in picture.mode
    animated = bool(getattr(picture, "is_animated", False))
    held = _HELD + (_HELD_ALPHA if alpha else 0)
    return Facts(*picture.size, alpha, animated, exif, xmp, held=held)


@contextmanager
def quiet() -> Iterator[None]:
    """Say nothing about EXIF that is broken. Python has one list of filters for all threads."""
    with _QUIET, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def pixels(data: bytes) -> BinaryIO:
    """Return the file for a decoder, which looks at metadata without harm."""
    return io.BytesIO(data)


def strip(data: bytes, exif: bytes) -> bytes:
    """Return the file with its metadata overwritten by zeros, so that nothing else moves.

    There is no room for ``exif``: a credit is not written, and the orientation needs none, as
    AVIF stores it as a property of the picture.

    Raises PictureError if the boxes do not fit into each other.
    """
    del exif
    out = bytearray(data)
    try:
        for box in _boxes(data, 0, len(data)):
            _clear_box(data, out, box)
    except (struct.error, IndexError):
        raise PictureError(_TRUNCATED) from None
    return bytes(out)


class _Box(NamedTuple):
    kind: bytes
    start: int  # of the content
    end: int


def _boxes(data: bytes, at: int, end: int) -> Iterator[_Box]:
    while at < end:
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        elif not size:
            size = end - at
        if size < head or at + size > end:
            raise PictureError(_TRUNCATED)
        yield _Box(kind, at + head, at + size)
        at += size


def _clear_box(data: bytes, out: bytearray, box: _Box) -> None:
    """Overwrite the metadata in a box and in those within it."""
    if box.kind in _METADATA_BOXES:
        out[box.start : box.end] = bytes(box.end - box.start)
    elif box.kind in _CONTAINERS:
        for inner in _boxes(data, box.start, box.end):
            _clear_box(data, out, inner)
    elif box.kind == b"meta":
        parts = {part.kind: part for part in _boxes(data, box.start + 4, box.end)}
        wanted = _metadata_items(data, parts.get(b"iinf"))
        for item, start, end in _extents(data, parts.get(b"iloc"), parts.get(b"idat")):
            if item in wanted and 0 <= start <= end <= len(data):
                empty = _EMPTY_EXIF if wanted[item] == b"Exif" else b""
                out[start:end] = empty.ljust(end - start, b"\0")[: end - start]


def _metadata_items(data: bytes, box: _Box | None) -> dict[int, bytes]:
    """Return number → type of the items that are metadata (ItemInfoBox)."""
    found: dict[int, bytes] = {}
    if box is None:
        return found
    wide = data[box.start] > 0  # version
    for entry in _boxes(data, box.start + (8 if wide else 6), box.end):
        version = data[entry.start]
        form = ">I2x4s" if version > 2 else ">H2x4s"
        number, kind = struct.unpack_from(form, data, entry.start + 4)
        if kind in _METADATA_ITEMS:
            found[number] = kind
    return found


class _Reader:
    """Reads big-endian numbers of given widths, one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def number(self, size: int) -> int:
        part = self._data[self._at : self._at + size]
        if len(part) < size:
            raise PictureError(_TRUNCATED)
        self._at += size
        return int.from_bytes(part, "big")


def _extents(data: bytes, box: _Box | None, idat: _Box | None) -> Iterator[tuple[int, int, int]]:
    """Yield (item, start, end) of every piece of every item (ItemLocationBox)."""
    if box is None:
        return
    read = _Reader(data, box.start)
    version = read.number(1)
    read.number(3)
    sizes = read.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    wide = 4 if version == 2 else 2
    for _ in range(read.number(wide)):
        item = read.number(wide)
        method = read.number(2) & 15 if version else 0
        read.number(2)
        base = read.number(base_size)
        if method == 1 and idat is not None:  # within the idat box
            base += idat.start
        for _ in range(read.number(2)):
            read.number(index_size)
            start = base + read.number(offset_size)
            yield item, start, start + read.number(length_size)
