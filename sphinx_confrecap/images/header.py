"""The facts of a picture, from its header alone."""

from __future__ import annotations

import math
import os
import stat
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, NamedTuple

from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.formats import avif, gif, jpeg, png, svg, webp
from sphinx_confrecap.images.limits import LIMITS, PLAIN, PictureLimits, way_out
from sphinx_confrecap.images.metadata import Exif, Facts, alt_text, read_exif

_SMALLEST_DRAFT = 8
_DRAFT_MARGIN = 1.5
_SNIFF = 512  # bytes; an XML text may start with white space
_AHEAD = 4096  # bytes that are read at once; most headers are shorter


class Header(NamedTuple):
    """What is known about a picture without its pixels.

    Attributes:
        width: Pixels from left to right, after the EXIF orientation; CSS pixels of an SVG, or 0.
        height: Pixels from top to bottom, likewise.
        orientation: EXIF orientation, 1 to 8.
        format: "JPEG", "PNG", "GIF", "WEBP", "AVIF" or "SVG", from the content.
        mime: The media type that goes with the format.
        alpha: Whether pixels may be transparent.
        animated: Whether there is more than one frame.
        alt: Embedded IPTC alternative text, "" if none.
        date: When the picture was taken, ISO 8601 in the camera's local time, "" if unknown.
        artist: EXIF Artist, "" if none.
        copyright: EXIF Copyright, "" if none.
        deep: Bytes of a pixel while a raster is decoded.
        held: Bytes a pixel that decoding takes beside that, at any scale.
    """

    width: int
    height: int
    orientation: int
    format: str
    mime: str
    alpha: bool
    animated: bool
    alt: str
    date: str
    artist: str
    copyright: str
    deep: float
    held: float

    @property
    def stored(self) -> tuple[int, int]:
        """Width and height before the orientation."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)

    def cost(self, draft: int) -> int:
        """Return the bytes that decoding takes if the sides are divided by ``draft``."""
        return round(self.width * self.height * (self.held + self.deep / draft**2))

    def draft(self, size: tuple[int, int] | None, room: int) -> int:
        """Return what the sides of a JPEG are divided by while it is decoded; 1 for all else.

        It keeps 1.5 times the stored ``size``, if that is given, and no more bytes than ``room``.
        """
        scale, most = 1, 1
        if size is not None:
            least = [math.ceil(_DRAFT_MARGIN * side) for side in size]
            most = min(self.stored[0] // least[0], self.stored[1] // least[1])
        while self.format == "JPEG" and scale < _SMALLEST_DRAFT:
            if 2 * scale > most and self.cost(scale) <= room:
                break
            scale *= 2
        return scale


MODULES: dict[str, ModuleType] = {
    "JPEG": jpeg,
    "PNG": png,
    "GIF": gif,
    "WEBP": webp,
    "AVIF": avif,
    "SVG": svg,
}
"""What knows each format; a text may be an SVG, so that is asked last."""

# What people have instead of a picture, and what to do about it.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"II*\0", "is a TIFF or raw picture; save it as JPEG or PNG"),
    (b"MM\0*", "is a TIFF or raw picture; save it as JPEG or PNG"),
    (b"BM", "is a BMP picture; save it as PNG"),
    (b"\0\0\1\0", "is an icon file (ICO); save it as SVG or PNG"),
    (b"%PDF-", "is a PDF; save the picture in it as SVG, PNG or JPEG"),
    (b"%!PS", "is PostScript; save it as SVG or PNG"),
    (b"8BPS", "is a Photoshop file; save it as JPEG or PNG"),
    (b"\xff\x0a", "is a JPEG XL picture; save it as JPEG or PNG"),
    (b"\0\0\0\x0cJXL ", "is a JPEG XL picture; save it as JPEG or PNG"),
    (b"\0\0\0\x0cjP  ", "is a JPEG 2000 picture; save it as JPEG or PNG"),
    (b"\x1f\x8b", "is compressed with gzip; unpack it (an .svgz becomes an .svg)"),
    (b"version https://git-lfs", "is a Git LFS pointer, not the picture; run 'git lfs pull'"),
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def read(path: Path, limits: PictureLimits = LIMITS, about: os.stat_result | None = None) -> Header:
    """Return the facts of the picture at ``path``; its content decides, not its extension.

    ``about`` spares a look at it.

    Raises:
        PictureError: It is missing, a folder, no regular file, empty, too large, not a picture.
    """
    try:
        status = regular(path, about)
        check_bytes(status.st_size, limits)
        stamp = status.st_size, status.st_mtime_ns, status.st_ctime_ns
        return _read(os.fspath(path), limits, stamp)
    except OSError as error:
        msg = f"cannot be opened ({error.strerror})"
    raise PictureError(msg)


@lru_cache(maxsize=256)
def _read(path: str, limits: PictureLimits, _stamp: tuple[int, int, int]) -> Header:
    """Read a header once for all the pages and sections of a process that show the picture."""
    with open(path, "rb", _AHEAD) as file:  # noqa: PTH123 (thousands)
        return parse(file, limits)


def regular(path: Path, about: os.stat_result | None = None) -> os.stat_result:
    """Return the status of a file that can be a picture; a pipe or device is never opened.

    ``about`` is what a look at it has just told.

    Raises:
        PictureError: It is missing, a folder, no regular file, or empty.
    """
    try:
        status = about or os.stat(path)  # noqa: PTH116 (half the time of Path.stat)
    except (FileNotFoundError, NotADirectoryError):
        msg = "does not exist"
    except OSError as error:
        msg = f"cannot be opened ({error.strerror})"
    except ValueError:  # a NUL in the name
        msg = "does not exist"
    else:
        if stat.S_ISREG(status.st_mode) and status.st_size:
            return status
        if stat.S_ISDIR(status.st_mode):
            msg = "is a folder"
        else:
            msg = "is empty" if stat.S_ISREG(status.st_mode) else "is not a regular file"
    raise PictureError(msg)


def check_bytes(size: int, limits: PictureLimits) -> None:
    """Raise PictureError if a file is so long that reading it would take too much memory."""
    if size > (most := limits.pixels):
        raise PictureError(f"is {size:,} bytes long, more than {most:,}{way_out('pixels')}")


def check(header: Header, limits: PictureLimits) -> None:
    """Raise PictureError if a picture is too large to be decoded."""
    if header.format == "SVG":  # which has units instead of pixels, and may have no size
        return
    wide, high = header.width, header.height
    size = f"has {wide} × {high} pixels"
    if max(wide, high) > limits.side:
        msg = f"{size}, and no side may be longer than {limits.side:,}{way_out('side')}"
        raise PictureError(msg)
    if wide * high > limits.pixels:
        raise PictureError(f"{size}, more than {limits.pixels:,}{way_out('pixels')}")
    cost = header.cost(_SMALLEST_DRAFT if header.format == "JPEG" else 1)
    if cost > PLAIN * limits.pixels:
        plain = f"as much memory as {cost // PLAIN:,} plain ones"
        msg = f"{size}, which take {plain}, more than {limits.pixels:,}{way_out('pixels')}"
        raise PictureError(msg)


def parse(file: BinaryIO, limits: PictureLimits = LIMITS) -> Header:
    """Return the facts of an open picture, read from its start.

    Raises:
        PictureError: It is truncated, too large, or not a picture.
    """
    head = file.read(_SNIFF)
    name = _sniff(head)
    file.seek(0)
    facts: Facts = MODULES[name].describe(file)
    if name != "SVG" and not (facts.width and facts.height):
        raise PictureError("is damaged (it has no size)")
    exif = read_exif(facts.exif) if facts.exif else Exif()
    width, height = facts.width, facts.height
    if exif.orientation >= 5:
        width, height = height, width
    found = Header(
        width=width,
        height=height,
        orientation=exif.orientation,
        format=name,
        mime="image/svg+xml" if name == "SVG" else f"image/{name.lower()}",
        alpha=facts.alpha,
        animated=facts.animated,
        alt=alt_text(facts.xmp) if facts.xmp else "",
        date=exif.date,
        artist=exif.artist,
        copyright=exif.copyright,
        deep=float(facts.deep),
        held=float(facts.held),
    )
    check(found, limits)
    return found


def _sniff(head: bytes) -> str:
    """Return the name of the format that a file begins as."""
    for name, module in MODULES.items():
        if module.matches(head):
            return name
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        raise PictureError("is a HEIC picture; save it as JPEG (a phone can be set to take JPEG)")
    for magic, advice in _OTHERS:
        if head.startswith(magic):
            raise PictureError(advice)
    if len(head) < 16:
        raise PictureError(f"is not a picture ({len(head)} bytes)")
    raise PictureError("is not a picture (JPEG, PNG, GIF, WebP, AVIF or SVG)")
