"""AVIF: read through the decoder's own header (AV1 Image File Format)."""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

from PIL import features
from PIL.AvifImagePlugin import AvifImageFile

from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.formats.facts import Facts

_BRANDS = (b"avif", b"avis")


def matches(head: bytes) -> bool:
    """Whether the first bytes are a file type box that names an AVIF brand."""
    size = int.from_bytes(head[:4], "big")
    if head[4:8] != b"ftyp":
        return False
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head)), 4))]
    return any(brand in _BRANDS for brand in brands)


def describe(file: BinaryIO) -> Facts:
    """Return the facts of an AVIF file; no frame is decoded."""
    if not features.check("avif"):
        msg = "is an AVIF picture, which the installed Pillow cannot read; save it as JPEG or PNG"
        raise PictureError(msg)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about EXIF that is broken
            picture = AvifImageFile(file)
    except (SyntaxError, ValueError, OSError, RuntimeError):
        msg = "is truncated or damaged"
        raise PictureError(msg) from None
    exif, xmp = picture.info.get("exif", b""), picture.info.get("xmp", b"")
    return Facts(
        *picture.size,
        alpha="A" in picture.mode,
        animated=bool(getattr(picture, "is_animated", False)),
        exif=exif,
        xmp=xmp,
    )


def pixels(data: bytes) -> BinaryIO:
    """Return the file for a decoder, which looks at metadata without harm."""
    return io.BytesIO(data)


def strip(data: bytes, exif: bytes) -> bytes:
    """Refuse: an AVIF file's metadata cannot be taken out without writing it anew."""
    del data, exif
    msg = "is an AVIF picture, which cannot be published without its metadata; use JPEG or PNG"
    raise PictureError(msg)
