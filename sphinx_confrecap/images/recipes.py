"""What can be made of a picture. Recipes are values: equal recipes give equal files."""

from __future__ import annotations

from typing import NamedTuple


class Responsive(NamedTuple):
    """A photo for the web, in several widths and formats, never wider than it is.

    Attributes:
        widths: Pixels, in any order.
        formats: Of "avif", "webp", "jpeg" and "png", the preferred first; where a picture has
            transparency "jpeg" means PNG, and where AVIF cannot be written "avif" means WebP.
        quality: Pairs of format and 0 to 100.
        credit: Written as EXIF Artist.
        license: Written as EXIF Copyright.
    """

    widths: tuple[int, ...]
    formats: tuple[str, ...] = ("avif", "jpeg")
    quality: tuple[tuple[str, int], ...] = (("avif", 65), ("jpeg", 80), ("webp", 80))
    credit: str = ""
    license: str = ""


class Single(NamedTuple):
    """One JPEG (PNG with transparency) for a book, within a number of bytes where possible."""

    width: int = 1280
    quality: int = 80
    max_bytes: int = 300_000
    credit: str = ""
    license: str = ""


class Trimmed(NamedTuple):
    """A part of a picture, scaled down to a size: PNG, or JPEG of a JPEG.

    Attributes:
        box: Left, top, right, bottom in pixels of the upright picture, or in an SVG's user space.
        width: Pixels wanted; a picture that has fewer keeps what it has.
        height: Likewise.
        ground: The colour of a plate to set the part on; none by default.
        margin: How far the plate reaches beyond the part, in pixels of the size wanted.
    """

    box: tuple[float, float, float, float]
    width: int
    height: int
    ground: tuple[int, int, int] | None = None
    margin: int = 0


class Original(NamedTuple):
    """The picture itself, its pixels untouched, without metadata but these."""

    credit: str = ""
    license: str = ""


Recipe = Responsive | Single | Trimmed | Original
