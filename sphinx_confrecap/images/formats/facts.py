"""What every format module tells about a file."""

from __future__ import annotations

from typing import NamedTuple


class Facts(NamedTuple):
    """The header of a picture: size in stored pixels, raw metadata blocks, and what it costs."""

    width: int
    height: int
    alpha: bool = False
    animated: bool = False
    exif: bytes = b""
    xmp: bytes = b""
    deep: float = 4
    """Bytes of a pixel as Pillow returns it."""
    held: float = 0
    """Bytes a pixel that decoding takes beside it."""
