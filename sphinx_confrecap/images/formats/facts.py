"""What every format module tells about a file."""

from __future__ import annotations

from typing import NamedTuple


class Facts(NamedTuple):
    """The header of a picture: size in stored pixels, and its raw metadata blocks."""

    width: int
    height: int
    alpha: bool = False
    animated: bool = False
    exif: bytes = b""
    xmp: bytes = b""
