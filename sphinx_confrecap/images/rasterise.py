"""Draws an SVG into pixels, for measuring and for the builders that show no SVG.

The rasteriser is resvg (``resvg-py``): one wheel without further libraries, static SVG with style
sheets, and no font but those it is given. CairoSVG needs libcairo on the machine, PyMuPDF is AGPL,
and a browser is no dependency. Text is drawn in the face that Pillow carries: the same everywhere.
"""

from __future__ import annotations

import atexit
import functools
import io
import tempfile
from pathlib import Path

from PIL import Image, ImageFont

from sphinx_confrecap.images.drawing import SVG, Drawing, View, markup, read
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.resvg_process import Resvg

MAX_SIDE = 2_048
"""Pixels of a drawing's longer side."""

_RESVG = Resvg()
atexit.register(_RESVG.close)


def render(drawing: Drawing, width: int, height: int, view: View | None = None) -> Image.Image:
    """Draws a view of a drawing, stretched to ``width`` × ``height`` pixels, as RGBA.

    Raises:
        PictureError: It may not be rendered, or the rasteriser fails.
    """
    if drawing.body is None:
        message = "is too large or too deeply nested to be drawn"
        raise PictureError(message)
    box = view or drawing.view
    source = (
        f'<svg xmlns="{SVG}" width="{width}" height="{height}" preserveAspectRatio="none" '
        f'viewBox="{box.x!r} {box.y!r} {box.width!r} {box.height!r}"'
        f"{markup(dict(drawing.root))}>{drawing.body}</svg>"
    )
    png = _RESVG.png(source, _face() if "<text" in drawing.body else None)
    if not png:
        message = "cannot be drawn"
        raise PictureError(message)
    with Image.open(io.BytesIO(png)) as picture:
        picture.load()
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")


def svg_to_png(path: Path, width: int, view: View | None = None) -> Image.Image:
    """Draws an SVG, or a view of it, ``width`` pixels wide in its own proportions, as RGBA.

    The result is at most 2,048 pixels on a side.

    Raises:
        PictureError: It is not an SVG, may not be rendered, or the rasteriser fails.
    """
    drawing = read(path)
    box = view or drawing.view
    across, down = float(width), width * box.height / box.width
    shrink = min(1.0, MAX_SIDE / max(across, down))
    return render(drawing, max(1, round(across * shrink)), max(1, round(down * shrink)), view)


def close() -> None:
    """Ends the rasteriser's process until the next drawing."""
    _RESVG.close()


@functools.cache
def _face() -> str | None:
    """The file of Pillow's own face."""
    face = ImageFont.load_default(16)
    if not isinstance(face, ImageFont.FreeTypeFont) or not isinstance(face.path, io.BytesIO):
        return None
    with tempfile.NamedTemporaryFile(suffix=".ttf", delete=False) as file:
        file.write(face.path.getvalue())
    atexit.register(lambda: Path(file.name).unlink(missing_ok=True))
    return file.name
