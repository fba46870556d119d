"""Cleans an SVG for publishing, and draws it: to be measured, and where nobody shows SVG.

The rasteriser is resvg (``resvg-py``): one wheel without further libraries, static SVG with style
sheets, and no font but those it is given. CairoSVG needs libcairo on the machine, PyMuPDF is AGPL,
and a browser is no dependency. Text is drawn in the face that Pillow carries: the same everywhere.
"""

from __future__ import annotations

import atexit
import base64
import functools
import io
from typing import Any, NamedTuple

from PIL import Image, ImageFont

from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.limits import LIMITS, PictureLimits
from sphinx_confrecap.images.svg_process import SvgProcess
from sphinx_confrecap.images.svg_size import View

SURFACE = 224 * 224
"""Pixels that a drawing is measured with."""

_PROCESS = SvgProcess()
atexit.register(_PROCESS.close)


class Sketch(NamedTuple):
    """A drawing to be measured: the part of the plane that it shows, and its pixels if known.

    The rest is as in `drawing.Drawing`.
    """

    view: View
    certain: bool
    adapts: bool
    lettered: bool
    picture: Image.Image | None


def clean(
    data: bytes, credit: str = "", licence: str = "", limits: PictureLimits = LIMITS
) -> bytes:
    """Return an SVG as it is published: its drawing, who holds the rights, and its licence.

    Args:
        data: The file.
        credit: The rights holder, in place of what the file says.
        licence: Likewise, in words or as an address.
        limits: How long that may take, and how much memory.

    Raises:
        PictureError: It is not an SVG, or takes more than its limits.
    """
    task = {"task": "clean", "credit": credit, "licence": licence}
    return _PROCESS.ask(task, data, limits)[1]


def sketch(data: bytes, limits: PictureLimits = LIMITS) -> Sketch:
    """Draw an SVG with the pixels of `SURFACE`, stretched where it is wider than 64:1.

    Raises:
        CrashedError: The rasteriser fails on it.
        PictureError: It is not an SVG, has no size, or takes more than its limits.
    """
    task = {"task": "measure", "surface": SURFACE, "face": _face(data)}
    about, png = _PROCESS.ask(task, data, limits)
    facts = about["certain"], about["adapts"], about["lettered"]
    return Sketch(View(*about["view"]), *facts, _opened(png))


def draw(
    data: bytes, width: int, view: View | None = None, limits: PictureLimits = LIMITS
) -> Image.Image:
    """Draw an SVG, or a view of it, ``width`` pixels wide in its own proportions, as RGBA.

    The result is at most 2,048 pixels on a side.

    Raises:
        PictureError: It is not an SVG, takes more than its limits, or the rasteriser fails.
    """
    task: dict[str, Any] = {"task": "draw", "width": width, "view": view, "face": _face(data)}
    _, png = _PROCESS.ask(task, data, limits)
    if picture := _opened(png):
        return picture
    raise PictureError("cannot be drawn")


def close() -> None:
    """End the process that draws, until the next drawing."""
    _PROCESS.close()


def _opened(png: bytes) -> Image.Image | None:
    if not png:
        return None
    with Image.open(io.BytesIO(png)) as picture:
        picture.load()
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")


def _face(data: bytes) -> str:
    """Return a face in base64, "" for a drawing that needs none."""
    # In an encoding of two bytes a letter has a zero beside it.
    return _own_face() if b"text" in data or b"t\0e\0x\0t" in data else ""


@functools.cache
def _own_face() -> str:
    """Pillow's own face."""
    face = ImageFont.load_default(16)
    if not isinstance(face, ImageFont.FreeTypeFont) or not isinstance(face.path, io.BytesIO):
        return ""
    return base64.b64encode(face.path.getvalue()).decode()
