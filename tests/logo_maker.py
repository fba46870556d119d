"""Logos whose ink is known exactly: every shape, border and format that logos come in.

The same `count` makes the same files, byte for byte. A logo is a sign (a block with a round hole)
and a word of bars; together they touch the four sides of the ink box and nothing lies outside it.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

KINDS = (
    "png",  # transparent
    "png-white",  # opaque, on white
    "png-palette",  # transparent, indexed colours
    "jpeg",  # on white, with its noise
    "webp",  # transparent
    "svg",  # viewBox, width and height
    "svg-viewbox",  # viewBox alone, its origin elsewhere
    "svg-size",  # width and height alone
)
NARROWEST, WIDEST = 1 / 3, 12.0
BORDERS = (0.0, 0.1, 0.25, 0.45, 0.6)  # empty share of the file's width and of its height
SHIFTS = (0.5, 0.0, 1.0, 0.2, 0.8)  # where in the empty space the ink stands
# (sign, word); as among real logos most words are dark.
COLOURS = (
    ("#0b0b0b", "#0b0b0b"),
    ("#ee4c2c", "#1c1e21"),
    ("#002244", "#002244"),
    ("#0055a4", "#0055a4"),
    ("#e4002b", "#e4002b"),
    ("#222222", "#555555"),
    ("#76b900", "#000000"),
    ("#ffffff", "#ffffff"),
    ("#1a1f71", "#f7b600"),
    ("#3c0d5c", "#2b2b2b"),
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo to be written: file size and ink box in pixels or user units."""

    name: str
    kind: str
    width: int
    height: int
    ink: tuple[int, int, int, int]
    colours: tuple[str, str]
    origin: tuple[int, int] = (0, 0)

    @property
    def aspect(self) -> float:
        """Width of the ink divided by its height."""
        left, top, right, bottom = self.ink
        return (right - left) / (bottom - top)

    @property
    def transparent(self) -> bool:
        """Whether the page shows through."""
        return self.kind not in {"jpeg", "png-white"}


def logos(count: int = 120) -> list[Logo]:
    """Returns `count` logos, the kinds in turn, aspects from 1:3 to 12:1, most between 1 and 6."""
    dice = random.Random(20251022)  # noqa: S311 - shapes, no secrets
    made = []
    for index in range(count):
        kind = KINDS[index % len(KINDS)]
        aspect = min(max(math.exp(dice.gauss(math.log(2.7), 0.75)), NARROWEST), WIDEST)
        if index < 4:  # the extremes are always there
            aspect = (NARROWEST, WIDEST)[index % 2]
        area = dice.choice((20_000, 60_000, 180_000))
        across = max(24, round(math.sqrt(area * aspect)))
        down = max(24, round(across / aspect))
        border = dice.choice(BORDERS)
        width, height = round(across / (1 - border)), round(down / (1 - border))
        left = round((width - across) * dice.choice(SHIFTS))
        top = round((height - down) * dice.choice(SHIFTS))
        colours = dice.choice(COLOURS)
        if kind in {"jpeg", "png-white"} and colours[0] == "#ffffff":
            colours = COLOURS[0]
        origin = (-40, 25) if kind == "svg-viewbox" else (0, 0)
        left, top = left + origin[0], top + origin[1]
        made.append(
            Logo(
                f"logo-{index:04}.{_SUFFIX.get(kind.partition('-')[0], kind.partition('-')[0])}",
                kind,
                width,
                height,
                (left, top, left + across, top + down),
                colours,
                origin,
            )
        )
    return made


_SUFFIX = {"jpeg": "jpg"}


def write(logo: Logo, folder: Path) -> Path:
    """Writes one logo into a folder."""
    path = folder / logo.name
    if logo.kind.startswith("svg"):
        path.write_text(_svg(logo), encoding="utf-8")
    else:
        _raster(logo, path)
    return path


def _shapes(logo: Logo) -> tuple[list[tuple[int, int, int, int]], tuple[int, int, int, int]]:
    """Bars as x0, y0, x1, y1 (the first is the sign) and the box of the hole in the sign."""
    left, top, right, bottom = logo.ink
    across, down = right - left, bottom - top
    if across >= down:  # the word beside the sign
        edge = left + min(down, across // 2)
        sign = (left, top, edge, bottom)
        gap = max(2, (right - edge) // 12)
        step = max(2 * gap, (right - edge) // 6)
        bars = [(x, top + down // 4, min(x + step - gap, right), bottom - down // 4)
                for x in range(edge + gap, right - gap, step)]  # fmt: skip
        bars.append((right - gap, top + down // 8, right, bottom - down // 8))
    else:  # below it
        edge = top + min(across, down // 2)
        sign = (left, top, right, edge)
        gap = max(2, (bottom - edge) // 12)
        step = max(2 * gap, (bottom - edge) // 6)
        bars = [(left + across // 4, y, right - across // 4, min(y + step - gap, bottom))
                for y in range(edge + gap, bottom - gap, step)]  # fmt: skip
        bars.append((left + across // 8, bottom - gap, right - across // 8, bottom))
    x0, y0, x1, y1 = sign
    inset_x, inset_y = (x1 - x0) // 4, (y1 - y0) // 4
    return [sign, *bars], (x0 + inset_x, y0 + inset_y, x1 - inset_x, y1 - inset_y)


def _svg(logo: Logo) -> str:
    (sign, *bars), hole = _shapes(logo)
    x, y = logo.origin
    view = f'viewBox="{x} {y} {logo.width} {logo.height}"'
    size = f'width="{logo.width}" height="{logo.height}"'
    root = {"svg": f"{size} {view}", "svg-viewbox": view, "svg-size": size}[logo.kind]
    radii = (hole[2] - hole[0]) / 2, (hole[3] - hole[1]) / 2
    centre = (hole[0] + hole[2]) / 2, (hole[1] + hole[3]) / 2
    drawn = [
        (
            f'<path fill="{logo.colours[0]}" fill-rule="evenodd" d="M{sign[0]} {sign[1]}H{sign[2]}'
            f"V{sign[3]}H{sign[0]}ZM{hole[0]} {centre[1]}a{radii[0]} {radii[1]} 0 1 0 "
            f'{2 * radii[0]} 0a{radii[0]} {radii[1]} 0 1 0 {-2 * radii[0]} 0Z"/>'
        )
    ]
    drawn += [
        f'<rect fill="{logo.colours[1]}" x="{x0}" y="{y0}" width="{x1 - x0}" height="{y1 - y0}"/>'
        for x0, y0, x1, y1 in bars
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" {root}>{"".join(drawn)}</svg>\n'


def _raster(logo: Logo, path: Path) -> None:
    (sign, *bars), hole = _shapes(logo)
    mask = Image.new("L", (logo.width, logo.height), 0)
    colour = Image.new("RGB", mask.size, logo.colours[1])
    # Pillow's boxes include their last pixel.
    for x0, y0, x1, y1 in (sign, *bars):
        ImageDraw.Draw(mask).rectangle((x0, y0, x1 - 1, y1 - 1), fill=255)
    ImageDraw.Draw(mask).ellipse((hole[0], hole[1], hole[2] - 1, hole[3] - 1), fill=0)
    ImageDraw.Draw(colour).rectangle((sign[0], sign[1], sign[2] - 1, sign[3] - 1), logo.colours[0])
    if not logo.transparent:
        picture = Image.new("RGB", mask.size, "#ffffff")
        picture.paste(colour, mask=mask)
        if logo.kind == "jpeg":
            picture.save(path, quality=80)
        else:
            picture.save(path, compress_level=1)
        return
    colour.putalpha(mask)
    if logo.kind == "webp":
        colour.save(path, lossless=True, method=0)
    elif logo.kind == "png-palette":
        colour.quantize(16, Image.Quantize.FASTOCTREE).save(path, compress_level=1)
    else:
        colour.save(path, compress_level=1)
