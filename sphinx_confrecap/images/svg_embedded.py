"""Pictures and faces inside an SVG, as ``data:`` addresses: without metadata, or not at all."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from sphinx_confrecap.images import header
from sphinx_confrecap.images.metadata import write_exif

_FACES = {
    b"wOF2": "font/woff2",
    b"wOFF": "font/woff",
    b"OTTO": "font/otf",
    b"true": "font/ttf",
    b"\0\1\0\0": "font/ttf",
}


def content(address: str) -> bytes | None:
    """Return what a ``data:`` address holds, None if it is none."""
    head, comma, body = address.strip().partition(",")
    if not comma or head[:5].lower() != "data:":
        return None
    data = unquote_to_bytes(body)
    if head.rpartition(";")[2].strip().lower() != "base64":
        return data
    data = data.translate(None, b" \t\r\n\f").rstrip(b"=")
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except binascii.Error:
        return None


def picture(data: bytes, drawing: Callable[[bytes], str]) -> str | None:
    """Return the address of a picture without its metadata but rights, None if it is no picture.

    Args:
        data: The picture.
        drawing: Cleans an SVG; may raise PictureError.
    """
    try:
        about = header.parse(io.BytesIO(data))
        if about.format == "SVG":
            clean = drawing(data).encode()
        else:
            exif = write_exif(about.orientation, about.artist, about.copyright)
            clean = header.MODULES[about.format].strip(data, exif)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (nothing that is wrong inside a picture costs the drawing)
        return None
    return _address(about.mime, clean)


def face(data: bytes) -> str | None:
    """Return the address of a face for text, None if it is none."""
    mime = _FACES.get(data[:4])
    return _address(mime, data) if mime else None


def _address(mime: str, data: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(data).decode()}"
