"""From the bytes of one picture and a recipe to the bytes of its variants.

What is decoded is at least 1.5 times the largest width wanted, so that a decoder's coarse scaling
stays invisible; everything after that works on small frames: Lanczos, colours, rotation, then each
width from the next larger one.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

from PIL import Image

from sphinx_confrecap.images import colour, decode
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.header import MODULES, Header, parse
from sphinx_confrecap.images.limits import BUDGET, LIMITS, PictureLimits
from sphinx_confrecap.images.metadata import write_exif
from sphinx_confrecap.images.naming import available
from sphinx_confrecap.images.recipes import Original, Recipe, Responsive, Single, Trimmed
from sphinx_confrecap.images.svg_size import View

_REDUCING_GAP = 2.0  # box averaging down to twice the size before Lanczos
_NEARLY = 0.9  # a picture's own width is no variant of its own if one is this close
_AVIF_SPEED = 9  # at the CPU time of WebP a sixth smaller
_ENCODING = 30  # bytes a pixel that a frame and its AVIF encoder take
_SIDES = {"webp": 16_383, "jpeg": 65_500, "avif": 65_500}
_NO_SIDE = 1 << 31
_TRIMMED_QUALITY = 90  # logos: sharp edges, few bytes


class Variant(NamedTuple):
    """One encoded file."""

    width: int
    height: int
    mime: str
    data: bytes


def encode(data: bytes, recipe: Recipe, limits: PictureLimits = LIMITS) -> tuple[Variant, ...]:
    """Return the variants of a picture, in the order of the recipe's formats, narrow to wide.

    Args:
        data: Its bytes.
        recipe: What to make.
        limits: How much it may cost.

    Raises:
        PictureError: The picture is truncated, damaged, too large or not a picture.
    """
    if isinstance(recipe, Responsive):
        recipe = recipe._replace(formats=tuple(map(available, recipe.formats)))
    header, room = parse(io.BytesIO(data), limits), limits.room
    with BUDGET.hold(_cost(header, recipe, room), room), decode.told():
        return tuple(_encode(data, header, recipe, limits))


def _cost(header: Header, recipe: Recipe, room: int) -> int:
    """Return about how many bytes a recipe takes; an SVG is drawn in a process of its own."""
    if header.format == "SVG" or isinstance(recipe, Original):
        return 0
    size, most = None, 0
    if isinstance(recipe, Trimmed):
        size = _around(header, recipe)
    elif not header.animated:
        width = _widths(recipe, header, room)[0]
        size = _stored(header, _scaled(header, width))
        most = size[0] * size[1]
    return max(decode.cost(header, size, room), _ENCODING * most)


def _encode(
    data: bytes, header: Header, recipe: Recipe, limits: PictureLimits
) -> Iterator[Variant]:
    match recipe:
        case Responsive():
            if header.format in ("GIF", "SVG") or header.animated:
                moving = _original(data, header, recipe, limits)
                if header.format != "SVG":
                    _look_through(moving.data, header, limits)
                yield moving
            else:
                yield from _responsive(data, header, recipe, limits)
        case Single():
            yield _single(data, header, recipe, limits)
        case Trimmed():
            yield _trimmed(data, header, recipe, limits)
        case Original():
            yield _original(data, header, recipe, limits)


def _original(
    data: bytes, header: Header, recipe: Original | Responsive, limits: PictureLimits = LIMITS
) -> Variant:
    if header.format == "SVG":
        stripped = _rasterise().clean(data, recipe.credit, recipe.license, limits)
    else:
        exif = write_exif(header.orientation, recipe.credit, recipe.license)
        stripped = MODULES[header.format].strip(data, exif)
    return Variant(header.width, header.height, header.mime, stripped)


def _responsive(
    data: bytes, header: Header, recipe: Responsive, limits: PictureLimits
) -> Iterator[Variant]:
    room = limits.room
    widths = _widths(recipe, header, room)
    frames = [frame_of(data, header, widths[0], room)]
    for width in widths[1:]:
        frames.append(frames[-1].resize(_scaled(header, width), Image.Resampling.LANCZOS))
    frames.reverse()
    exif = write_exif(artist=recipe.credit, licence=recipe.license)
    quality = dict(recipe.quality)
    alpha = frames[0].mode == "RGBA"
    opaque = {"jpeg": "png"} if alpha else {}
    formats = list(dict.fromkeys(opaque.get(name, name) for name in recipe.formats))
    for name in formats:
        variants = [_write(frame, name, quality.get(name, 80), exif) for frame in frames]
        if name == formats[-1]:  # the one that every reader can fall back on
            widest = _no_larger_than_source(variants[-1], data, header, recipe)
            yield from (one for one in variants[:-1] if len(one.data) <= len(data))
            yield widest
        else:
            yield from (one for one in variants if len(one.data) <= len(data))


def _widths(recipe: Responsive | Single, header: Header, room: int) -> list[int]:
    """Return the widths to make, wide to narrow: none above the natural one.

    Nor one with a side, or with more pixels, than the formats or the memory have room for: of a
    picture that is very tall.
    """
    wanted: tuple[int, ...] = (recipe.width,) if isinstance(recipe, Single) else recipe.widths
    formats: tuple[str, ...] = ("jpeg",) if isinstance(recipe, Single) else recipe.formats
    longest = min(_SIDES.get(name, _NO_SIDE) for name in formats)
    ratio = header.height / header.width
    widest = math.sqrt(room / _ENCODING / ratio)
    natural = max(1, int(min(header.width, longest, longest / ratio, widest)))
    widths = sorted({width for width in wanted if 0 < width <= natural}, reverse=True)
    if not widths or (natural < max(wanted, default=0) and widths[0] < _NEARLY * natural):
        widths.insert(0, natural)
    return widths


def _no_larger_than_source(
    variant: Variant, data: bytes, header: Header, recipe: Responsive
) -> Variant:
    """Return the source itself, without metadata, where encoding it again only adds bytes."""
    same = variant.mime == header.mime and variant.width == header.width
    if not same or len(variant.data) <= len(data) or header.orientation != 1:
        return variant
    original = _original(data, header, recipe)
    return original if len(original.data) < len(variant.data) else variant


def _single(data: bytes, header: Header, recipe: Single, limits: PictureLimits) -> Variant:
    exif = write_exif(artist=recipe.credit, licence=recipe.license)
    if header.format == "SVG":
        frame = _rasterise().draw(data, recipe.width, limits=limits)
    else:
        frame = frame_of(data, header, _widths(recipe, header, limits.room)[0], limits.room)
    quality = recipe.quality
    name = "png" if frame.mode == "RGBA" else "jpeg"
    variant = _write(frame, name, quality, exif, optimize=True)
    while len(variant.data) > recipe.max_bytes and frame.width > 160:
        if name == "jpeg" and quality > 60:
            quality -= 10
        else:
            smaller = _scaled(header, round(frame.width * 0.8))
            frame = frame.resize(smaller, Image.Resampling.LANCZOS)
        variant = _write(frame, name, quality, exif, optimize=True)
    return variant


def _trimmed(data: bytes, header: Header, recipe: Trimmed, limits: PictureLimits) -> Variant:
    left, top, right, bottom = recipe.box
    if header.format == "SVG":
        view = View(left, top, right - left, bottom - top)
        frame = _on_plate(_rasterise().draw(data, recipe.width, view, limits), recipe)
        return _write(frame, "png", 0, b"", optimize=True)
    stored = decode.decoded(data, header, _around(header, recipe), limits.room)
    picture = decode.upright(colour.to_srgb(*stored), header.orientation)
    across, down = picture.width / header.width, picture.height / header.height
    left, top = max(0.0, left * across), max(0.0, top * down)
    right, bottom = right * across, bottom * down
    right, bottom = min(right, picture.width), min(bottom, picture.height)
    # Cut first: what stands beside the box shall not be averaged into its edge.
    x, y = math.floor(left), math.floor(top)
    picture = picture.crop((x, y, math.ceil(right), math.ceil(bottom)))
    box = left - x, top - y, right - x, bottom - y
    # Never upscaled, and the proportions wanted are kept.
    fit = min(1.0, (right - left) / recipe.width, (bottom - top) / recipe.height)
    size = max(1, round(recipe.width * fit)), max(1, round(recipe.height * fit))
    frame = _on_plate(_resized(picture, size, box), recipe)
    if header.format == "JPEG":
        return _write(frame, "jpeg", _TRIMMED_QUALITY, b"", optimize=True, subsampling=0)
    return _write(frame, "png", 0, b"", optimize=True)


def _on_plate(frame: Image.Image, recipe: Trimmed) -> Image.Image:
    """Return a frame on the ground that the recipe asks for."""
    if recipe.ground is None:
        return frame
    scale = frame.width / recipe.width
    across, down = (
        round((side + 2 * recipe.margin) * scale) for side in (recipe.width, recipe.height)
    )
    plate = Image.new("RGB", (across, down), recipe.ground)
    corner = (across - frame.width) // 2, (down - frame.height) // 2
    plate.paste(frame, corner, frame if frame.mode == "RGBA" else None)
    return plate


def _around(header: Header, recipe: Trimmed) -> tuple[int, int]:
    """Return the stored size of the whole picture at which its part has the size wanted."""
    left, top, right, bottom = recipe.box
    scale = max(recipe.width / max(1, right - left), recipe.height / max(1, bottom - top))
    scale = min(1.0, scale)
    return _stored(header, (math.ceil(header.width * scale), math.ceil(header.height * scale)))


def _stored(header: Header, size: tuple[int, int]) -> tuple[int, int]:
    """Return a size as it is before the orientation."""
    return (size[1], size[0]) if header.orientation >= 5 else size


def _scaled(header: Header, width: int) -> tuple[int, int]:
    return width, max(1, round(width * header.height / header.width))


def frame_of(data: bytes, header: Header, width: int, room: int) -> Image.Image:
    """Return the upright sRGB picture (RGB, RGBA or L) at a width, without any metadata."""
    stored = _stored(header, _scaled(header, width))
    picture, profile = decode.decoded(data, header, stored, room)
    frame = colour.to_srgb(_resized(picture, stored), profile)
    return decode.upright(frame, header.orientation)


def _look_through(data: bytes, header: Header, limits: PictureLimits) -> None:
    """Decode what is published as it is, frame by frame; an error of the decoder passes through."""
    picture = decode.reader(header.format, io.BytesIO(data))
    frames = min(getattr(picture, "n_frames", 1), limits.pixels // (header.width * header.height))
    for number in range(max(1, frames)):
        picture.seek(number)
        picture.load()


def _resized(
    picture: Image.Image,
    size: tuple[int, int],
    box: tuple[float, float, float, float] | None = None,
) -> Image.Image:
    """Scale with Lanczos; Pillow sees to it that what is transparent does not bleed."""
    if picture.size == size and box in (None, (0, 0, *size)):
        return picture
    gap = None if picture.mode == "I;16" else _REDUCING_GAP
    return picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=gap)


def _rasterise() -> ModuleType:
    """Return what cleans and draws SVG: most pictures are none."""
    from sphinx_confrecap.images import rasterise  # noqa: PLC0415 (see above)

    return rasterise


def _write(  # noqa: PLR0913 (one call of an encoder)
    frame: Image.Image,
    name: str,
    quality: int,
    exif: bytes,
    *,
    optimize: bool = False,
    subsampling: int = 2,
) -> Variant:
    """Encode one frame; ``exif`` is all the metadata it gets."""
    out = io.BytesIO()
    match name:
        case "jpeg":
            picture = frame if frame.mode in ("RGB", "L") else _on_white(frame)
            picture.save(
                out, "JPEG", quality=quality, optimize=optimize, subsampling=subsampling, exif=exif
            )
        case "avif":
            frame.save(out, "AVIF", quality=quality, speed=_AVIF_SPEED, max_threads=1, exif=exif)
        case "webp":
            frame.save(out, "WEBP", quality=quality, method=4, exif=exif)
        case "png":
            frame.save(out, "PNG", optimize=optimize, exif=exif)
        case _:
            msg = f"cannot be written as {name!r} (avif, webp, jpeg and png are known)"
            raise PictureError(msg)
    return Variant(*frame.size, f"image/{name}", out.getvalue())


def _on_white(frame: Image.Image) -> Image.Image:
    paper = Image.new("RGB", frame.size, "white")
    paper.paste(frame, mask=frame.getchannel("A"))
    return paper
