"""Measures a logo: where its ink is, and whether it can be seen on a light and on a dark page.

*Ink* is what differs from nothing: the pixels that are not transparent, or, in a picture without
transparency, those that differ from the colour of its border.
"""

from __future__ import annotations

import functools
import io
import math
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageStat

from sphinx_confrecap.images import decode, rasterise, svg_size
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.formats import svg
from sphinx_confrecap.images.header import Header
from sphinx_confrecap.images.ink import Ink, Part
from sphinx_confrecap.images.limits import BUDGET, LIMITS, PictureLimits
from sphinx_confrecap.images.parts import parts
from sphinx_confrecap.images.plates import GROUNDS
from sphinx_confrecap.images.svg_process import CrashedError, largest, too_large
from sphinx_confrecap.images.svg_size import View

_VISIBLE = 16  # of 255; alpha below this is a halo nobody sees
_TOLERANCE = {"JPEG": 32, "WEBP": 20, "AVIF": 20}  # of 255 a channel: noise of a lossy border
_EXACT = 8  # the same for formats without loss
_UNIFORM = 0.6  # of a border's pixels have its colour, or it is no border
_PAPER = 216  # of 255 that each channel has at least where a border is the page's own white
_MARGIN = 1 / 8  # of the ink's shorter side stays around ink on a coloured ground
_ENOUGH = 171  # pixels of the shorter side that are wanted: a JPEG is decoded to half more


def measure(path: Path, header: Header, limits: PictureLimits = LIMITS) -> Ink:
    """Measures the logo in a file.

    Args:
        path: The file.
        header: What is known of it.
        limits: How much it may cost.

    Raises:
        PictureError: It cannot be read, costs too much, or an SVG has no size.
    """
    if header.format == "SVG":
        return _measure_svg(path, limits)
    return _measure_raster(path, header, limits)


def _measure_svg(path: Path, limits: PictureLimits) -> Ink:
    data = _read(path, limits)
    try:
        view, certain, adapts, lettered, picture = rasterise.sketch(data, limits)
    except CrashedError:  # a browser may show it all the same
        return _whole(svg_size.view(svg.root(io.BytesIO(data))))
    whole = _whole(view)._replace(adapts=adapts, lettered=lettered)
    if picture is None:
        return whole
    across, down = picture.size
    alpha = picture.getchannel("A")
    box = alpha.point(_AT_LEAST_VISIBLE).getbbox()
    if box is None:
        return whole
    shown, ground = parts(picture, box)
    found = whole._replace(parts=shown, opaque=ground, share=_cover(alpha, (0, 0, across, down)))
    if not certain:
        return found
    paper = _on_paper(picture, box, _EXACT)
    left, top, right, bottom = paper.box if paper else _edges(alpha, box)
    return found._replace(
        share=paper.share if paper else _cover(alpha, (left, top, right, bottom)),
        opaque=ground or paper is not None,
        paper=paper is not None,
        left=view.x + left * view.width / across,
        top=view.y + top * view.height / down,
        right=view.x + right * view.width / across,
        bottom=view.y + bottom * view.height / down,
    )


def _read(path: Path, limits: PictureLimits) -> bytes:
    most = largest(limits)
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise PictureError(f"cannot be opened ({error.strerror or error})") from error
    if len(data) > most:
        raise PictureError(f"is {too_large(limits)}")
    return data


def _whole(view: View) -> Ink:
    """The ink of a drawing that is all ink, as far as we know."""
    return Ink(
        view.width,
        view.height,
        view.x,
        view.y,
        view.x + view.width,
        view.y + view.height,
        opaque=False,
    )


def _edges(alpha: Image.Image, box: tuple[int, int, int, int]) -> tuple[float, ...]:
    """The box of a drawing finer than its pixels: an edge pixel covered by a third adds a third."""
    left, top, right, bottom = box

    def cover(strip: tuple[int, int, int, int]) -> float:
        return float(alpha.crop(strip).getextrema()[1]) / 255  # type: ignore[arg-type] # one band

    first = left + 1 - cover((left, top, left + 1, bottom))
    upper = top + 1 - cover((left, top, right, top + 1))
    last = right - 1 + cover((right - 1, top, right, bottom))
    lower = bottom - 1 + cover((left, bottom - 1, right, bottom))
    if last - first < 0.5 or lower - upper < 0.5:  # a hairline
        return left, top, right, bottom
    return first, upper, last, lower


def _cover(inked: Image.Image, box: tuple[float, float, float, float]) -> float:
    """Return how much of a box is covered, 0 to 1, by a picture of one band: 255 is ink."""
    left, top, right, bottom = box
    outer = math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
    total = ImageStat.Stat(inked.crop(outer)).sum[0]
    return float(min(1.0, total / 255 / max(1e-6, (right - left) * (bottom - top))))


def _measure_raster(path: Path, header: Header, limits: PictureLimits) -> Ink:
    shrink = max(1.0, min(header.stored) / _ENOUGH)
    size = round(header.stored[0] / shrink), round(header.stored[1] / shrink)
    with BUDGET.hold(decode.cost(header, size, limits.room), limits.room):
        return _ink(_pixels(path, header, size, limits), header)


def _pixels(
    path: Path, header: Header, size: tuple[int, int], limits: PictureLimits
) -> Image.Image:
    """Return the upright picture, RGB or RGBA, in a size that is enough to measure it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PictureError(f"cannot be opened ({error.strerror or error})") from error
    with decode.told():
        picture, _ = decode.decoded(data, header, size, limits.room)
        return decode.upright(_eight_bit(picture, transparent=header.alpha), header.orientation)


def _ink(picture: Image.Image, header: Header) -> Ink:
    width, height = header.width, header.height
    found: _Within | None = None
    shown: tuple[Part, ...] = ()
    opaque = True
    if picture.mode == "RGBA":
        alpha = picture.getchannel("A")
        if alpha.getextrema() == (255, 255):
            picture = picture.convert("RGB")
        elif inked := alpha.point(_AT_LEAST_VISIBLE).getbbox():
            found = _Within(inked, paper=False, share=_cover(alpha, inked))
            shown, opaque = parts(picture, inked)
            if sheet := _on_paper(picture, inked, _TOLERANCE.get(header.format, _EXACT)):
                found, opaque = sheet, True
        else:
            raise PictureError("is transparent all over: there is nothing to see")
    if found is None:
        found = _within_border(picture, _TOLERANCE.get(header.format, _EXACT))
    box = found.box
    across, down = width / picture.width, height / picture.height
    return Ink(
        width,
        height,
        box[0] * across,
        box[1] * down,
        box[2] * across,
        box[3] * down,
        opaque=opaque,
        share=found.share,
        paper=found.paper,
        raster=True,
        parts=shown,
    )


def _eight_bit(picture: Image.Image, *, transparent: bool) -> Image.Image:
    if picture.mode in {"I;16", "I;16B", "I;16L", "I"}:
        # Pillow clips on conversion; the upper byte is wanted.
        picture = picture.convert("F").point(lambda value: value * (1 / 257)).convert("L")
    wanted = "RGBA" if transparent or picture.has_transparency_data else "RGB"
    picture.load()
    return picture if picture.mode == wanted else picture.convert(wanted)


def _on_paper(
    picture: Image.Image, box: tuple[int, int, int, int], tolerance: int
) -> _Within | None:
    """Return what stands on a white sheet that fills a box, if there is one."""
    left, top, right, bottom = box
    inner = left + 1, top + 1, right - 1, bottom - 1  # the edges of a sheet may be soft
    if inner[0] >= inner[2] or inner[1] >= inner[3]:
        return None
    pixel = picture.getpixel(inner[:2])
    assert isinstance(pixel, tuple)  # noqa: S101 (for the type checker: it is RGBA)
    if min(pixel) < _PAPER:  # of most logos there is no more to ask
        return None
    sheet = picture.crop(inner)
    if sheet.getchannel("A").getextrema()[0] != 255:
        return None
    sheet = sheet.convert("RGB")
    if min(low for low, _ in _border(sheet).getextrema()) < _PAPER:  # type: ignore[misc] # bands
        return None
    inside = _within_border(sheet, tolerance)
    if not inside.paper:  # nothing stands on it
        return None
    x0, y0, x1, y1 = inside.box
    return inside._replace(box=(x0 + left + 1, y0 + top + 1, x1 + left + 1, y1 + top + 1))


class _Within(NamedTuple):
    """What stands within a border.

    Attributes:
        box: Where, in pixels.
        paper: The border is white paper.
        share: How much of the box is ink.
    """

    box: tuple[float, float, float, float]
    paper: bool
    share: float


def _within_border(picture: Image.Image, tolerance: int) -> _Within:
    """Return what stands in an opaque picture inside a border of one colour."""
    width, height = picture.size
    whole = _Within((0.0, 0.0, float(width), float(height)), paper=False, share=1.0)
    edge = _border(picture)
    counts = edge.histogram()
    middle = tuple(_median(counts[band * 256 : band * 256 + 256]) for band in range(3))
    row = edge.tobytes()
    corners = [row[3 * x : 3 * x + 3] for x in (0, width - 1, width, 2 * width - 1)]
    # A wide sign at the very edge can hold most of the border; then white has a second chance.
    for colour, least, known in ((middle, _UNIFORM, 3), (GROUNDS["light"], _UNIFORM / 2, 2)):
        far = _far(colour, tolerance)
        same = edge.point(far).convert("L").histogram()[0]
        alike = sum(_near(corner, colour, tolerance) for corner in corners)
        if same >= least * edge.width and alike >= known:
            break
    else:
        return whole
    apart = picture.point(far)
    box = apart.getbbox()
    if box is None:  # all of one colour
        return whole
    if min(colour) >= _PAPER:
        inked = functools.reduce(ImageChops.lighter, apart.split())
        return _Within(box, paper=True, share=_cover(inked, box))
    # The colour is part of what a reader sees: ink that touches its edge would look cut.
    margin = _MARGIN * min(box[2] - box[0], box[3] - box[1])
    around = (
        max(0.0, box[0] - margin),
        max(0.0, box[1] - margin),
        min(float(width), box[2] + margin),
        min(float(height), box[3] + margin),
    )
    return _Within(around, paper=False, share=1.0)


def _far(colour: tuple[int, ...], tolerance: int) -> list[int]:
    """A table for each channel: 0 near the colour's value, 255 away from it."""
    return [255 if abs(value - near) > tolerance else 0 for near in colour for value in range(256)]


def _near(pixel: bytes, colour: tuple[int, ...], tolerance: int) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=True))


def _border(picture: Image.Image) -> Image.Image:
    """The outermost pixels in one row."""
    width, height = picture.size
    row = Image.new("RGB", (2 * (width + height), 1))
    row.paste(picture.crop((0, 0, width, 1)), (0, 0))
    row.paste(picture.crop((0, height - 1, width, height)), (width, 0))
    for x, at in ((0, 2 * width), (width - 1, 2 * width + height)):
        column = picture.crop((x, 0, x + 1, height)).transpose(Image.Transpose.TRANSPOSE)
        row.paste(column, (at, 0))
    return row


def _median(counts: list[int]) -> int:
    half = sum(counts) / 2
    running = 0
    for value, count in enumerate(counts):
        running += count
        if running >= half:
            return value
    return 255


_AT_LEAST_VISIBLE = [255 if value >= _VISIBLE else 0 for value in range(256)]
