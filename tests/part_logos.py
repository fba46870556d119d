"""Logos of many parts, each of a known colour: what a reader would miss is known by construction.

The same `count` makes the same files, byte for byte.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter

from sphinx_confrecap.images import rasterise

if TYPE_CHECKING:
    from pathlib import Path

KINDS = (
    "sign and name",
    "claim",
    "translucent",
    "outline",
    "gradient",
    "cut-out photo",
    "photo",
    "tile",
    "glow",
    "letters",
    "badge",
    "fringe",
)
COLOURS = (
    "#000000", "#0b1420", "#22262a", "#38385d", "#555555", "#8c8c8c", "#bbbbbb", "#e6e6e6",
    "#ffffff", "#74cfd8", "#b4dd1e", "#f7b600", "#ff7f00", "#ee4c2c", "#a00020", "#0055a4",
    "#001d4a", "#5a2d82", "#00838f", "#2e7d32",
)  # fmt: skip
_HEIGHT = 100
_LETTERS = "OTLEIH"


@dataclass(frozen=True)
class Known:
    """A part of which a reader would say that it is there or is missing: its colours and alpha.

    `word` is true of names and claims, `apart` of what touches nothing else.
    """

    colours: tuple[str, ...]
    alpha: float = 1.0
    word: bool = False
    apart: bool = True


@dataclass
class Logo:
    """A logo, its file, and what is known of it; `ground` is true if it brings its own."""

    name: str
    kind: str
    parts: list[Known] = field(default_factory=list)
    ground: bool = False
    body: str = ""
    width: float = 0

    def draw(self, markup: str, known: Known | None = None, width: float = 0) -> None:
        """Add a shape."""
        self.body += markup
        self.width = max(self.width, width)
        if known:
            self.parts.append(known)


def _letter(kind: str, x: float, y: float, height: float, stroke: float) -> tuple[str, float]:
    """Return the path of a letter, drawn with a stroke, and its width."""
    left, right = x + stroke / 2, x + 0.6 * height
    top, bottom, middle = y + stroke / 2, y + height - stroke / 2, y + height / 2
    if kind == "O":
        return (
            f"M{left} {middle}A{(right - left) / 2} {(bottom - top) / 2} 0 1 0 {right} {middle}"
            f"A{(right - left) / 2} {(bottom - top) / 2} 0 1 0 {left} {middle}Z"
        ), 0.6 * height
    lines = {
        "T": f"M{left} {top}H{right}M{(left + right) / 2} {top}V{bottom}",
        "L": f"M{left} {y}V{bottom}H{right}",
        "E": f"M{right} {top}H{left}V{bottom}H{right}M{left} {middle}H{right}",
        "I": f"M{left} {y}V{bottom + stroke / 2}",
        "H": f"M{left} {y}V{y + height}M{right} {y}V{y + height}M{left} {middle}H{right}",
    }
    return lines[kind], stroke if kind == "I" else 0.6 * height


def word(
    dice: random.Random,
    x: float,
    y: float,
    height: float,
    colours: tuple[str, ...],
    count: int,
    *,
    weight: float = 0.2,
) -> tuple[str, float]:
    """Return a line of letters, in the colours in turn, and where it ends."""
    stroke = weight * height
    found = ""
    for place in range(count):
        path, across = _letter(dice.choice(_LETTERS), x, y, height, stroke)
        colour = colours[place % len(colours)]
        found += f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{stroke}"/>'
        x += across + 0.3 * height + stroke / 2
    return found, x


def logos(count: int) -> list[Logo]:
    """Return `count` logos, the kinds in turn."""
    dice = random.Random(20251122)  # noqa: S311 (shapes, no secrets)
    made = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        logo = Logo(f"parts-{number:03}", kind)
        _MAKERS[kind](logo, dice)
        made.append(logo)
    return made


def _sign(logo: Logo, dice: random.Random, colour: str, known: Known | None = None) -> None:
    shape = dice.choice(
        (
            '<circle cx="50" cy="50" r="48"',
            '<rect x="2" y="2" width="96" height="96" rx="18"',
            '<path d="M50 2L98 98H2Z"',
        )
    )
    logo.draw(f'{shape} fill="{colour}"/>', known or Known((colour,)), 100)


def _name(logo: Logo, dice: random.Random, colours: tuple[str, ...], weight: float = 0.2) -> None:
    found, end = word(dice, 118, 28, 44, colours, dice.randint(4, 8), weight=weight)
    logo.draw(found, None, end)


def _sign_and_name(logo: Logo, dice: random.Random) -> None:
    _sign(logo, dice, dice.choice(COLOURS))
    colour = dice.choice(COLOURS)
    _name(logo, dice, (colour,))
    logo.parts.append(Known((colour,), word=True))


def _claim(logo: Logo, dice: random.Random) -> None:
    _sign_and_name(logo, dice)
    colour = dice.choice(("#555555", "#8c8c8c", "#bbbbbb", "#e6e6e6"))
    found, end = word(dice, 118, 82, 12, (colour,), 14, weight=0.12)
    logo.draw(found, Known((colour,), word=True), end)


def _translucent(logo: Logo, dice: random.Random) -> None:
    alpha = dice.choice((0.2, 0.35, 0.5, 0.7))
    colour = dice.choice(COLOURS)
    logo.draw(f'<g opacity="{alpha}">')
    _sign(logo, dice, colour, Known((colour,), alpha))
    logo.draw("</g>")
    colour = dice.choice(COLOURS)
    _name(logo, dice, (colour,))
    logo.parts.append(Known((colour,), word=True))


def _outline(logo: Logo, dice: random.Random) -> None:
    """Letters with a line around them: the line is read against the page, the rest against it."""
    line, fill = dice.sample(COLOURS, 2)
    paths, start = "", 12.0
    for _ in range(dice.randint(4, 7)):
        path, across = _letter(dice.choice(_LETTERS), start, 20, 60, 12)
        paths += f'<path d="{path}"/>'
        start += across + 34
    for colour, width in ((line, 20), (fill, 11)):
        style = f'fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="square"'
        logo.draw(f"<g {style}>{paths}</g>", None, start)
    # What is enclosed is read against the line, if it can be.
    apart = contrast(Known((fill,)), line) >= 3
    logo.parts = [Known((line, fill) if apart else (line,), word=True)]


def _gradient(logo: Logo, dice: random.Random) -> None:
    first, last = dice.sample(COLOURS, 2)
    logo.draw(
        f'<linearGradient id="g"><stop stop-color="{first}"/><stop offset="1" stop-color="{last}"/>'
        "</linearGradient>"
    )
    middle = _mean(first, last)
    _sign(logo, dice, "url(#g)", Known((middle,)))
    colour = dice.choice(COLOURS)
    _name(logo, dice, (colour,))
    logo.parts.append(Known((colour,), word=True))


def _letters(logo: Logo, dice: random.Random) -> None:
    """A name of many colours."""
    colours = tuple(dice.sample([one for one in COLOURS if 0.05 < _light(one) < 0.6], 3))
    _name(logo, dice, colours, weight=0.3)
    logo.parts += [Known((colour,), word=True) for colour in colours]


def _badge(logo: Logo, dice: random.Random) -> None:
    """A sign with a letter inside, and a name beside it: the letter is read against the sign."""
    colour = dice.choice(COLOURS)
    _sign(logo, dice, colour)
    letter = "#ffffff" if _light(colour) < 0.4 else "#101418"
    path, _ = _letter("E", 32, 26, 48, 12)
    logo.draw(f'<path d="{path}" fill="none" stroke="{letter}" stroke-width="12"/>')
    colour = dice.choice(COLOURS)
    _name(logo, dice, (colour,))
    logo.parts.append(Known((colour,), word=True))


def _own_ground(logo: Logo, _dice: random.Random) -> None:
    logo.ground = True


def _nothing(_logo: Logo, _dice: random.Random) -> None:
    pass


_MAKERS = {
    "sign and name": _sign_and_name,
    "claim": _claim,
    "translucent": _translucent,
    "outline": _outline,
    "gradient": _gradient,
    "cut-out photo": _own_ground,
    "photo": _own_ground,
    "tile": _own_ground,
    "glow": _sign_and_name,
    "letters": _letters,
    "badge": _badge,
    "fringe": _sign_and_name,
}


def write(logo: Logo, folder: Path) -> str:
    """Write a logo into a folder; return the name of its file."""
    dice = random.Random(logo.name)  # noqa: S311 (shapes, no secrets)
    raster = _RASTERS.get(logo.kind)
    if raster:
        picture, ending = raster(logo, dice)
        picture.save(folder / f"{logo.name}.{ending}", quality=88)
        return f"{logo.name}.{ending}"
    data = _svg(logo)
    kind = dice.choice(("svg", "svg", "png", "webp"))
    if kind == "svg":
        (folder / f"{logo.name}.svg").write_bytes(data)
    else:
        picture = rasterise.draw(data, dice.choice((300, 600, 1000)))
        picture.save(folder / f"{logo.name}.{kind}", lossless=True)
    return f"{logo.name}.{kind}"


def _svg(logo: Logo) -> bytes:
    box = f'viewBox="0 0 {math.ceil(logo.width)} {_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{logo.body}</svg>'.encode()


def scene(dice: random.Random, size: tuple[int, int]) -> Image.Image:
    """A picture with soft shapes of many colours, as a photo has."""
    picture = Image.new("RGB", size, dice.choice([one for one in COLOURS if _light(one) < 0.5]))
    pen = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y, r = dice.randrange(size[0]), dice.randrange(size[1]), dice.randrange(10, 60)
        pen.ellipse((x - r, y - r, x + r, y + r), fill=dice.choice(COLOURS))
    return picture.filter(ImageFilter.GaussianBlur(6))


def _photo(_logo: Logo, dice: random.Random) -> tuple[Image.Image, str]:
    return scene(dice, (400, 300)), "jpg"


def _cut_out(_logo: Logo, dice: random.Random) -> tuple[Image.Image, str]:
    picture = scene(dice, (320, 320))
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).ellipse((2, 2, 317, 317), fill=255)
    picture.putalpha(mask)
    return picture, "png"


def _tile(_logo: Logo, dice: random.Random) -> tuple[Image.Image, str]:
    """A tile with round corners, whose corners became white in a JPEG."""
    picture = Image.new("RGB", (400, 200), "#ffffff")
    colour = dice.choice([one for one in COLOURS if _light(one) < 0.6])
    ImageDraw.Draw(picture).rounded_rectangle((0, 0, 399, 199), 24, fill=colour)
    letter = "#ffffff" if _light(colour) < 0.4 else "#101418"
    for x in range(80, 300, 60):
        ImageDraw.Draw(picture).rectangle((x, 70, x + 30, 130), fill=letter)
    return picture, "jpg"


def _glow(logo: Logo, dice: random.Random) -> tuple[Image.Image, str]:
    """A logo with a soft light around it."""
    picture = rasterise.draw(_svg(logo), 600)
    space = Image.new("RGBA", (picture.width + 40, picture.height + 40))
    space.paste(picture, (20, 20))
    halo = space.getchannel("A").filter(ImageFilter.GaussianBlur(6))
    light = Image.new("RGBA", space.size, "#ffffff")
    light.putalpha(halo.point([value // dice.choice((3, 6)) for value in range(256)]))
    return Image.alpha_composite(light, space), "png"


def _fringe(logo: Logo, _dice: random.Random) -> tuple[Image.Image, str]:
    """A logo cut out of white paper, with what is left of the paper at its edges."""
    picture = rasterise.draw(_svg(logo), 500)
    paper = Image.new("RGBA", picture.size, "#ffffff")
    paper.alpha_composite(picture)
    paper.putalpha(picture.getchannel("A").point([255 * (value > 20) for value in range(256)]))
    return paper, "png"


_RASTERS = {
    "photo": _photo,
    "cut-out photo": _cut_out,
    "tile": _tile,
    "glow": _glow,
    "fringe": _fringe,
}


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _mean(one: str, other: str) -> str:
    return "#" + "".join(
        f"{round((a + b) / 2):02x}" for a, b in zip(_rgb(one), _rgb(other), strict=True)
    )


def _light(colour: str | tuple[float, ...]) -> float:
    """Return the relative luminance of WCAG 2."""
    channels = _rgb(colour) if isinstance(colour, str) else colour
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(part: Known, ground: str) -> float:
    """Return the contrast of a part with a ground; of an outline, of what is seen best."""
    found = []
    for colour in part.colours:
        mixed = tuple(
            a * part.alpha + b * (1 - part.alpha)
            for a, b in zip(_rgb(colour), _rgb(ground), strict=True)
        )
        low, high = sorted((_light(mixed), _light(ground)))
        found.append((high + 0.05) / (low + 0.05))
    return max(found)
