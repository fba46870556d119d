"""From the bytes of a raster to pixels, in memory that is known before.

A JPEG is decoded at a fraction of its size (``draft``). What is far larger than it is wanted is
shrunk strip by strip, before its colours are changed: each step of that takes a copy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from PIL import Image, ImageChops
from PIL.AvifImagePlugin import AvifImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from sphinx_confrecap.images import colour
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.formats import avif, jpeg
from sphinx_confrecap.images.header import MODULES, Header

LARGE = 25_000_000
"""Pixels that a picture keeps at most once it is decoded; those of most cameras are fewer."""

# In pieces of Pillow's own 16 MB, the C library keeps what was freed, for each thread that decoded;
# pieces beyond its largest threshold (32 MB) always go back to the system.
Image.core.set_block_size(64 << 20)  # type: ignore[attr-defined]  # as PILLOW_BLOCK_SIZE

_WORK = 16  # bytes a pixel that changes of a decoded picture take, beside it
_STRIP = 2_000_000  # pixels
_GAP = 2.0  # times the size wanted that shrinking stops at
_FILLING = frozenset(
    (127, 128)
)  # what libjpeg takes for the pixels of missing data, in any colours
_READERS: dict[str, type[ImageFile]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "GIF": GifImageFile,
    "WEBP": WebPImageFile,
    "AVIF": AvifImageFile,
}

# Orientation → what makes the stored pixels upright (EXIF 2.32, 4.6.4 A).
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@contextmanager
def told() -> Iterator[None]:
    """Tell in our words what is wrong with a picture. Raises PictureError."""
    try:
        yield
    except PictureError:
        raise
    except MemoryError:
        msg = "needs more memory than there is"
    except Exception as error:  # noqa: BLE001 (decoders raise anything on broken files)
        # The text that Pillow gives a file that ends before its pixels do.
        short = "truncated" in str(error).lower()
        msg = "is truncated" if short else f"is damaged ({error or type(error).__name__})"
    else:
        return
    raise PictureError(msg)


def reader(name: str, file: BinaryIO) -> ImageFile:
    """Return a picture of a known format, not yet decoded: `Image.open` would try every other."""
    with avif.quiet():
        return _READERS[name](file)


def cost(header: Header, size: tuple[int, int] | None, room: int) -> int:
    """Return the bytes that decoding a picture takes, and changing it afterwards.

    Args:
        header: What is known of it.
        size: The stored size that it is wanted in at least, if not its own.
        room: How much it may be; a JPEG is decoded smaller for that.
    """
    draft = header.draft(size, room)
    drafted = header.width * header.height // draft**2
    return header.cost(draft) + _WORK * min(drafted, LARGE)


def decoded(
    data: bytes, header: Header, size: tuple[int, int] | None, room: int
) -> tuple[Image.Image, bytes]:
    """Return the stored pixels and their ICC profile, without any other metadata.

    They are at least 1.5 times ``size``, if that is given and the picture has so many; all of them
    without, but those of a picture that is too large for that. The mode is one of `colour.plain`.

    Raises:
        PictureError: It is truncated, or has colours that cannot be converted.
        Exception: Anything that a decoder raises on a broken file.
    """
    scale = header.draft(size, room)
    picture = _loaded(data, header, scale)
    if header.format == "JPEG":
        _refuse_filling(picture, data, header, scale)
    profile = picture.info.get("icc_profile") or b""
    factor = _factor(picture, size)
    result = _shrunk(picture, factor) if factor > 1 else colour.plain(picture)
    result.info = {}
    return result, profile


def upright(picture: Image.Image, orientation: int) -> Image.Image:
    """Return a picture as it is to be seen."""
    turn = _UPRIGHT.get(orientation)
    return picture.transpose(turn) if turn is not None else picture


def _loaded(data: bytes, header: Header, scale: int) -> ImageFile:
    picture = reader(header.format, MODULES[header.format].pixels(data))
    if scale > 1:
        picture.draft("RGB", (picture.width // scale, picture.height // scale))
    picture.load()
    return picture


def _refuse_filling(picture: Image.Image, data: bytes, header: Header, scale: int) -> None:
    """Refuse a JPEG that its decoder has silently filled up with grey, as data is missing in it."""
    corner = picture.crop((picture.width - 1, picture.height - 1, *picture.size)).tobytes()
    if set(corner) <= _FILLING:
        longer = _loaded(jpeg.lengthened(data), header, scale)
        rows = max(1, _STRIP // picture.width)
        for top in range(0, picture.height, rows):
            strip = (0, top, picture.width, min(top + rows, picture.height))
            unlike = ImageChops.difference(picture.crop(strip), longer.crop(strip))
            if unlike.getbbox(alpha_only=False):
                raise PictureError("is truncated")


def _factor(picture: Image.Image, size: tuple[int, int] | None) -> int:
    """Return what to divide the sides of a decoded picture by: 1 unless it is very large."""
    pixels = picture.width * picture.height
    if pixels <= LARGE:
        return 1
    least = math.ceil(math.sqrt(pixels / LARGE))
    if size is None:
        return least
    return max(least, int(min(picture.width / size[0], picture.height / size[1]) / _GAP))


def _shrunk(picture: Image.Image, factor: int) -> Image.Image:
    """Return a plain picture with each side divided, each pixel the average of a square."""
    width, height = picture.size
    result: Image.Image | None = None
    rows = max(1, _STRIP // (width * factor)) * factor
    for top in range(0, height, rows):
        strip = colour.plain(picture.crop((0, top, width, min(top + rows, height))))
        mode = strip.mode
        # What is transparent has a colour too, which must not bleed.
        away = {"RGBA": "RGBa", "LA": "La", "I;16": "I"}.get(mode, mode)
        small = (strip.convert(away) if away != mode else strip).reduce(factor)
        small = small.convert(mode) if mode in ("RGBA", "LA") else small
        if result is None:
            size = -(-width // factor), -(-height // factor)
            result = Image.new(small.mode, size)
        result.paste(small, (0, top // factor))
    assert result is not None  # noqa: S101 (no picture is without rows)
    return result
