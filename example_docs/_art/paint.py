"""A small painter on top of Pillow: smooth shapes, light that adds up, a photograph's finish."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeVar

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
Paint = Colour | tuple[Colour, Colour]
Stops = Sequence[tuple[float, Colour]]
T = TypeVar("T")

_SS = 2  # shapes are drawn this many times larger and reduced: that is the antialiasing


class Dice:
    """A stream of numbers that is the same on every machine."""

    def __init__(self, seed: int) -> None:
        self._state = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & (2**64 - 1)

    def __call__(self, low: float = 0.0, high: float = 1.0) -> float:
        """The next number between `low` and `high`."""
        # Knuth's MMIX linear congruential generator; the high bits are the good ones.
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        return low + (high - low) * (self._state >> 33) / 2**31

    def pick(self, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[min(int(self() * len(choices)), len(choices) - 1)]


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0 to 1) of `other`."""
    a, b, c = (round(p + (q - p) * share) for p, q in zip(one, other, strict=True))
    return (a, b, c)


def dim(colour: Colour, factor: float) -> Colour:
    """`colour` times `factor`."""
    return mix((0, 0, 0), colour, min(factor, 1)) if factor <= 1 else _gain(colour, factor)


def _gain(colour: Colour, factor: float) -> Colour:
    a, b, c = (min(255, round(part * factor)) for part in colour)
    return (a, b, c)


def ramp(length: int, stops: Stops) -> list[Colour]:
    """`length` colours that run through `stops`, given as (0 to 1, colour)."""
    colours: list[Colour] = []
    index = 0
    for step in range(length):
        at = step / max(length - 1, 1)
        while index < len(stops) - 2 and at > stops[index + 1][0]:
            index += 1
        (start, one), (end, other) = stops[index], stops[min(index + 1, len(stops) - 1)]
        share = (at - start) / (end - start) if end > start else 0.0
        colours.append(mix(one, other, min(max(share, 0.0), 1.0)))
    return colours


def vertical(size: tuple[int, int], stops: Stops) -> Image.Image:
    """A gradient from the top to the bottom."""
    strip = Image.new("RGB", (1, size[1]))
    strip.putdata(ramp(size[1], stops))
    return strip.resize(size, Image.Resampling.NEAREST)


def horizontal(size: tuple[int, int], stops: Stops) -> Image.Image:
    """A gradient from the left to the right."""
    strip = Image.new("RGB", (size[0], 1))
    strip.putdata(ramp(size[0], stops))
    return strip.resize(size, Image.Resampling.NEAREST)


def curve(points: Sequence[Point], *, closed: bool = True, steps: int = 10) -> list[Point]:
    """A smooth line through `points` (a Catmull-Rom spline)."""
    count = len(points)
    result: list[Point] = []
    for index in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(index + offset) % count] for offset in (-1, 0, 1, 2))
        else:
            p1, p2 = points[index], points[index + 1]
            p0 = points[index - 1] if index else p1
            p3 = points[index + 2] if index + 2 < count else p2
        for step in range(steps):
            t = step / steps
            a, b, c, d = -t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, 0.0, t**3 - t**2
            c = t + 4 * t**2 - 3 * t**3
            result.append(
                (
                    (a * p0[0] + b * p1[0] + c * p2[0] + d * p3[0]) / 2,
                    (a * p0[1] + b * p1[1] + c * p2[1] + d * p3[1]) / 2,
                ),
            )
    if not closed:
        result.append(points[-1])
    return result


def capsule(start: Point, end: Point, radii: Point) -> list[Point]:
    """The outline of a limb: two discs of different `radii` and their common hull."""
    (x0, y0), (x1, y1) = start, end
    r0, r1 = radii
    angle = math.atan2(y1 - y0, x1 - x0)
    length = math.hypot(x1 - x0, y1 - y0)
    lean = math.acos(max(-1.0, min(1.0, (r0 - r1) / length))) if length else math.pi / 2
    outline = []
    for (x, y), radius, first, last in (
        ((x1, y1), r1, -lean, lean),
        ((x0, y0), r0, lean, 2 * math.pi - lean),
    ):
        for step in range(13):
            turn = angle + first + (last - first) * step / 12
            outline.append((x + radius * math.cos(turn), y + radius * math.sin(turn)))
    return outline


class Mask:
    """A coverage mask over `box`, in the picture's own coordinates."""

    def __init__(self, box: Box) -> None:
        self.left, self.top = math.floor(box[0]), math.floor(box[1])
        width = max(1, math.ceil(box[2]) - self.left)
        height = max(1, math.ceil(box[3]) - self.top)
        self._image = Image.new("L", (width * _SS, height * _SS))
        self._draw = ImageDraw.Draw(self._image)

    def _map(self, points: Iterable[Point]) -> list[Point]:
        return [((x - self.left) * _SS, (y - self.top) * _SS) for x, y in points]

    def polygon(self, points: Iterable[Point], value: int = 255) -> None:
        """Fill a polygon."""
        self._draw.polygon(self._map(points), fill=value)

    def blob(self, points: Sequence[Point], value: int = 255) -> None:
        """Fill the smooth closed curve through `points`."""
        self.polygon(curve(points), value)

    def oval(self, centre: Point, radii: Point, value: int = 255) -> None:
        """Fill an ellipse."""
        (x, y), (rx, ry) = centre, radii
        self._draw.ellipse(self._map([(x - rx, y - ry), (x + rx, y + ry)]), fill=value)

    def rect(self, box: Box, radius: float = 0, value: int = 255) -> None:
        """Fill a rectangle with rounded corners."""
        x0, y0, x1, y1 = box
        self._draw.rounded_rectangle(
            self._map([(x0, y0), (max(x0, x1 - 1 / _SS), max(y0, y1 - 1 / _SS))]),
            radius * _SS,
            fill=value,
        )

    def line(self, points: Iterable[Point], width: float, value: int = 255) -> None:
        """Stroke a line with rounded joints."""
        self._draw.line(
            self._map(points), fill=value, width=max(1, round(width * _SS)), joint="curve"
        )

    def done(self) -> Image.Image:
        """The mask at the picture's own scale."""
        return self._image.reduce(_SS)


@cache
def _falloff(power: float) -> Image.Image:
    """A round glow, white in its middle and black at its rim."""
    # Pillow's gradient is 255 in the corners, so 180 where it touches the sides.
    table = [round(255 * max(0.0, 1 - value / 180) ** power) for value in range(256)]
    return Image.radial_gradient("L").point(table)


def tint(mask: Image.Image, colour: Colour, strength: float = 1.0) -> Image.Image:
    """`mask` as light of one colour."""
    bands = [mask.point([round(v * part * strength / 255) for v in range(256)]) for part in colour]
    return Image.merge("RGB", bands)


class Light:
    """A layer of light at a fraction of the size: glows, beams and lines add up."""

    def __init__(self, size: tuple[int, int], scale: int = 4) -> None:
        self.scale = scale
        self.image = Image.new("RGB", (-(-size[0] // scale), -(-size[1] // scale)))

    def _add(self, patch: Image.Image, at: tuple[int, int]) -> None:
        box = (at[0], at[1], at[0] + patch.width, at[1] + patch.height)
        self.image.paste(ImageChops.add(self.image.crop(box), patch), at)

    def glow(
        self, centre: Point, radii: Point, colour: Colour, strength: float = 1.0, power: float = 2.0
    ) -> None:
        """A soft round glow."""
        rx, ry = (max(1, round(radius / self.scale)) for radius in radii)
        sprite = _falloff(power).resize((2 * rx, 2 * ry), Image.Resampling.BILINEAR)
        at = (round(centre[0] / self.scale) - rx, round(centre[1] / self.scale) - ry)
        self._add(tint(sprite, colour, strength), at)

    def beam(
        self,
        start: Point,
        end: Point,
        widths: Point,
        colour: Colour,
        strength: float = 0.5,
    ) -> None:
        """A shaft of light that widens and fades from `start` to `end`."""
        (x0, y0), (x1, y1) = ((x / self.scale, y / self.scale) for x, y in (start, end))
        length = max(1.0, math.hypot(x1 - x0, y1 - y0))
        across = (-(y1 - y0) / length, (x1 - x0) / length)
        mask = Image.new("L", self.image.size)
        draw = ImageDraw.Draw(mask)
        for share, value in ((1.0, 90), (0.66, 165), (0.34, 255)):
            w0, w1 = (width * share / self.scale / 2 for width in widths)
            draw.polygon(
                [
                    (x0 + across[0] * w0, y0 + across[1] * w0),
                    (x1 + across[0] * w1, y1 + across[1] * w1),
                    (x1 - across[0] * w1, y1 - across[1] * w1),
                    (x0 - across[0] * w0, y0 - across[1] * w0),
                ],
                fill=value,
            )
        mask = mask.filter(ImageFilter.GaussianBlur(max(1.2, widths[1] / self.scale / 11)))
        fade = Image.new("L", mask.size)
        reach = round(length)
        fade.paste(
            _falloff(1.35).resize((2 * reach, 2 * reach), Image.Resampling.BILINEAR),
            (round(x0) - reach, round(y0) - reach),
        )
        self._add(tint(ImageChops.multiply(mask, fade), colour, strength), (0, 0))

    def strokes(
        self, lines: Sequence[Sequence[Point]], width: float, colour: Colour, strength: float = 1.0
    ) -> None:
        """Thin lines of light; where they cross it gets brighter."""
        for line in lines:
            box = _bounds(line, width + 2 * self.scale)
            left, top = int(box[0] / self.scale), int(box[1] / self.scale)
            size = (
                max(1, math.ceil(box[2] / self.scale) - left),
                max(1, math.ceil(box[3] / self.scale) - top),
            )
            mask = Image.new("L", (size[0] * 2, size[1] * 2))
            mapped = [((x / self.scale - left) * 2, (y / self.scale - top) * 2) for x, y in line]
            ImageDraw.Draw(mask).line(
                mapped, fill=255, width=max(1, round(width * 2 / self.scale)), joint="curve"
            )
            self._add(tint(mask.reduce(2), colour, strength), (left, top))

    def blur(self, radius: float) -> None:
        """Soften what has been drawn so far."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(radius / self.scale))

    def full(self, size: tuple[int, int]) -> Image.Image:
        """The layer at the picture's size."""
        if self.scale == 1:
            return self.image
        return self.image.resize(size, Image.Resampling.BICUBIC)


def _bounds(points: Iterable[Point], margin: float = 0.0) -> Box:
    xs, ys = zip(*points, strict=True)
    return (min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)


@cache
def _grain() -> Image.Image:
    """Film grain around middle grey, made of hash bytes (so it is always the same)."""
    raw = hashlib.shake_128(b"grain").digest(1024 * 1024)
    noise = Image.frombytes("L", (1024, 1024), raw)
    soft = noise.filter(ImageFilter.GaussianBlur(0.7))
    return soft.point([min(255, max(0, round(128 + (v - 128) * 0.05))) for v in range(256)])


class Picture:
    """An RGB picture that is painted from back to front."""

    def __init__(self, size: tuple[int, int], stops: Stops) -> None:
        self.size = size
        self.image = vertical(size, stops)

    @property
    def box(self) -> Box:
        """The whole area."""
        return (0, 0, *self.size)

    def fill(self, mask: Mask, paint: Paint, alpha: float = 1.0) -> None:
        """Lay `paint` (one colour, or top and bottom) over the picture through `mask`."""
        self.lay(mask.done(), (mask.left, mask.top), paint, alpha)

    def lay(
        self, cover: Image.Image, at: tuple[int, int], paint: Paint, alpha: float = 1.0
    ) -> None:
        """As `fill`, for a finished mask image at `at`."""
        if alpha < 1:
            cover = cover.point([round(value * alpha) for value in range(256)])
        if isinstance(paint[0], tuple):
            top, bottom = paint
            colour = vertical(cover.size, [(0, top), (1, bottom)])
        else:
            colour = Image.new("RGB", cover.size, paint)
        self.image.paste(colour, at, cover)

    def polygon(self, points: Sequence[Point], paint: Paint, alpha: float = 1.0) -> None:
        """Fill a polygon."""
        mask = Mask(_bounds(points, 1))
        mask.polygon(points)
        self.fill(mask, paint, alpha)

    def blob(self, points: Sequence[Point], paint: Paint, alpha: float = 1.0) -> None:
        """Fill the smooth closed curve through `points`."""
        self.polygon(curve(points), paint, alpha)

    def oval(self, centre: Point, radii: Point, paint: Paint, alpha: float = 1.0) -> None:
        """Fill an ellipse."""
        (x, y), (rx, ry) = centre, radii
        mask = Mask((x - rx - 1, y - ry - 1, x + rx + 1, y + ry + 1))
        mask.oval(centre, radii)
        self.fill(mask, paint, alpha)

    def rect(self, box: Box, paint: Paint, alpha: float = 1.0, radius: float = 0) -> None:
        """Fill a rectangle."""
        mask = Mask(box)
        mask.rect(box, radius)
        self.fill(mask, paint, alpha)

    def line(self, points: Sequence[Point], width: float, paint: Paint, alpha: float = 1.0) -> None:
        """Stroke a line."""
        mask = Mask(_bounds(points, width))
        mask.line(points, width)
        self.fill(mask, paint, alpha)

    def soft(self, centre: Point, radii: Point, colour: Colour, alpha: float = 0.5) -> None:
        """A soft shadow (or haze) with no edge."""
        rx, ry = (max(1, round(radius)) for radius in radii)
        sprite = _falloff(1.5).resize((2 * rx, 2 * ry), Image.Resampling.BILINEAR)
        self.lay(sprite, (round(centre[0]) - rx, round(centre[1]) - ry), colour, alpha)

    def haze(self, box: Box, colour: Colour, alphas: Point) -> None:
        """A veil whose opacity runs from the top to the bottom of `box`."""
        left, top, right, bottom = (round(edge) for edge in box)
        first, last = (round(alpha * 255) for alpha in alphas)
        cover = vertical((right - left, bottom - top), [(0, (first,) * 3), (1, (last,) * 3)])
        self.lay(cover.getchannel(0), (left, top), colour)

    def light(self, layer: Light) -> None:
        """Add a layer of light."""
        self.image = ImageChops.screen(self.image, layer.full(self.size))

    def sprite(self, image: Image.Image, at: Point) -> None:
        """Paste a picture with an alpha channel, its top left corner at `at`."""
        self.image.paste(image, (round(at[0]), round(at[1])), image)

    def blur(self, radius: float, box: Box | None = None) -> None:
        """Put everything painted so far (in `box`) out of focus."""
        left, top, right, bottom = (round(edge) for edge in (box or self.box))
        part = self.image.crop((left, top, right, bottom))
        factor = 4 if radius > 6 else 2 if radius > 2 else 1
        small = part.reduce(factor).filter(ImageFilter.GaussianBlur(radius / factor))
        self.image.paste(small.resize(part.size, Image.Resampling.BICUBIC), (left, top))

    def bloom(self, threshold: int = 150, radius: float = 60, strength: float = 0.5) -> None:
        """Let the bright parts shine over their edges, as a lens does."""
        small = self.image.reduce(8)
        span = max(1, 255 - threshold)
        table = [round(max(0, v - threshold) * 255 / span * strength) for v in range(256)]
        bright = small.point(table * 3).filter(ImageFilter.GaussianBlur(radius / 8))
        shine = bright.resize(self.size, Image.Resampling.BICUBIC)
        self.image = ImageChops.screen(self.image, shine)

    def reflect(self, horizon: int, depth: int, wave: float, shade: Colour) -> None:
        """Mirror what stands above `horizon` in rippled water `depth` pixels deep."""
        width = self.size[0]
        mirror = self.image.crop((0, horizon - depth, width, horizon))
        mirror = mirror.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        mirror = mirror.reduce((1, 4)).resize((width, depth), Image.Resampling.BILINEAR)
        y = 0
        while y < depth:
            near = y / depth
            band = max(1, round(1 + near * 5))
            shift = (
                wave
                * (0.1 + near)
                * math.sin(y * 0.24 / (0.35 + near))
                * (0.6 + 0.4 * math.sin(y * 0.053))
            )
            strip = mirror.crop((0, y, width, min(depth, y + band)))
            self.image.paste(strip, (round(shift), horizon + y))
            if shift > 0:
                self.image.paste(strip.crop((0, 0, round(shift) + 1, band)), (0, horizon + y))
            elif shift < 0:
                edge = strip.crop((width + round(shift) - 1, 0, width, band))
                self.image.paste(edge, (width + round(shift) - 1, horizon + y))
            y += band
        self.haze((0, horizon, width, horizon + depth), shade, (0.18, 0.72))

    def finish(self, vignette: float = 0.35, warmth: float = 0.0) -> Image.Image:
        """The picture with a vignette, a gentle grade and grain, as a camera would leave it."""
        if vignette:
            table = [round(255 * (1 - vignette * (v / 255) ** 2.6)) for v in range(256)]
            shade = Image.radial_gradient("L").point(table)
            shade = shade.resize(self.size, Image.Resampling.BICUBIC)
            self.image = ImageChops.multiply(self.image, Image.merge("RGB", [shade] * 3))
        if warmth:
            red = [min(255, round(v * (1 + warmth * 0.08))) for v in range(256)]
            blue = [min(255, round(v * (1 - warmth * 0.08))) for v in range(256)]
            self.image = self.image.point(red + list(range(256)) + blue)
        tile = _grain()
        grain = Image.new("L", self.size)
        for x in range(0, self.size[0], tile.width):
            for y in range(0, self.size[1], tile.height):
                grain.paste(tile, (x, y))
        return ImageChops.add(self.image, Image.merge("RGB", [grain] * 3), 1, -128)


Painter = Callable[[], Image.Image]
