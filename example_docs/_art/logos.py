"""Draws the logos of companies that do not exist into `../logos`; the files are in git.

Run it after a change, in `example_docs`: `python -m _art.logos`. The lettering is a small geometric
alphabet of strokes, so that a logo needs no font and stays under two kilobytes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from .paint import Colour, Mask, Point

_RING = "M7 6.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 1 1 7 0"
# Letter: its width and its strokes; each starts at an absolute point and goes on in relative
# commands. The cap height is 10, the x-height 7, the base line at 10.
_LETTERS: Mapping[str, tuple[float, str]] = {
    "a": (7, f"{_RING}M7 3v7"),
    "b": (7, f"M0 0v10{_RING}"),
    "c": (6.2, "M6.2 4.3a3.5 3.5 0 1 0 0 4.4"),
    "d": (7, f"{_RING}M7 0v10"),
    "e": (7, "M0 6.5h7a3.5 3.5 0 1 0-.8 2.2"),
    "f": (4, "M4 .2a2.3 2.3 0 0 0-2.6 2.4v7.4M0 3.4h3.8"),
    "g": (7, f"{_RING}M7 3v7a3.4 3.4 0 0 1-6.4 1.5"),
    "h": (6, "M0 0v10M0 6a3 3 0 0 1 6 0v4"),
    "i": (0, "M0 3.2v6.8M0 .3v.01"),
    "j": (2, "M2 3.2v7.3a2 2 0 0 1-2 2.1M2 .3v.01"),
    "k": (5, "M0 0v10M4.8 3l-4.8 4.2M1.8 5.8l3.4 4.2"),
    "l": (0, "M0 0v10"),
    "m": (10.4, "M0 3v7M0 5.6a2.6 2.6 0 0 1 5.2 0v4.4M5.2 5.6a2.6 2.6 0 0 1 5.2 0v4.4"),
    "n": (6, "M0 3v7M0 6a3 3 0 0 1 6 0v4"),
    "o": (7, _RING),
    "p": (7, f"M0 3v10{_RING}"),
    "q": (7, f"{_RING}M7 3v10"),
    "r": (3.6, "M0 3v7M0 6a3 3 0 0 1 3.6-2.9"),
    "s": (
        4.8,
        "M4.8 4.2c-.6-.8-1.5-1.2-2.5-1.2-3 0-3 3.2 0 3.5 3.4.4 3.2 3.5.2 3.5-1.1 0-2-.5-2.6-1.4",
    ),
    "t": (4.2, "M1.6 .8v6.8c0 1.8 1 2.7 2.6 2.2M0 3.4h4"),
    "u": (6, "M0 3v4a3 3 0 0 0 6 0v-4M6 3v7"),
    "v": (6, "M0 3l3 7 3-7"),
    "w": (9.6, "M0 3l2.4 7 2.4-7 2.4 7 2.4-7"),
    "x": (5, "M0 3l5 7M5 3l-5 7"),
    "y": (6, "M0 3l3 7M6 3l-4 9.6"),
    "z": (5, "M0 3h5l-5 7h5"),
    "A": (8, "M0 10l4-10 4 10M1.4 6.7h5.2"),
    "B": (6, "M0 0v10h3.4a2.6 2.6 0 0 0 0-5.2h-3.4M3 4.8a2.4 2.4 0 0 0 0-4.8h-3"),
    "C": (9, "M9 2a5 5 0 1 0 0 6"),
    "D": (7.5, "M0 0v10h2.5a5 5 0 0 0 0-10z"),
    "E": (5.4, "M5.4 0h-5.4v10h5.4M0 4.9h4.6"),
    "F": (5.2, "M5.2 0h-5.2v10M0 4.9h4.4"),
    "G": (10, "M9 2a5 5 0 1 0 1 3h-4"),
    "H": (7, "M0 0v10M7 0v10M0 4.9h7"),
    "I": (0, "M0 0v10"),
    "K": (6.2, "M0 0v10M6 0l-6 6M2.2 3.9l4 6.1"),
    "L": (5, "M0 0v10h5"),
    "M": (9, "M0 10v-10l4.5 7 4.5-7v10"),
    "N": (7, "M0 10v-10l7 10v-10"),
    "O": (10, "M10 5a5 5 0 1 1-10 0 5 5 0 1 1 10 0"),
    "P": (6.2, "M0 10v-10h3.3a2.9 2.9 0 0 1 0 5.8h-3.3"),
    "R": (6.2, "M0 10v-10h3.3a2.9 2.9 0 0 1 0 5.8h-3.3M3 5.8l3.2 4.2"),
    "S": (6, "M6 1.8c-.7-1.2-1.8-1.8-3-1.8-4 0-3.8 4.4 0 5 4.2.6 4 5 0 5-1.4 0-2.6-.7-3.2-2"),
    "T": (7, "M0 0h7M3.5 0v10"),
    "U": (7, "M0 0v6.5a3.5 3.5 0 0 0 7 0v-6.5"),
    "V": (8, "M0 0l4 10 4-10"),
    "X": (6, "M0 0l6 10M6 0l-6 10"),
    "W": (12, "M0 0l3 10 3-10 3 10 3-10"),
    "Y": (8, "M0 0l4 5 4-5M4 5v5"),
}
_START = re.compile(r"M(-?[\d.]+) ")


def _number(value: float) -> str:
    return f"{value:.4g}"


def measure(text: str, track: float = 2.4) -> float:
    """The width of `text` in tenths of a capital's height."""
    widths = [5.0 if letter == " " else _LETTERS[letter][0] for letter in text]
    return sum(widths) + track * (len(text) - 1)


@dataclass(frozen=True)
class Type:
    """How a word is set: the height of a capital, the stroke, the colour and the letter space."""

    size: float
    stroke: float
    colour: str
    track: float = 2.4
    square: bool = False


def word(text: str, at: Point, style: Type) -> str:
    """`text` as one stroked path, its top left at `at`."""
    left, path = 0.0, ""
    for letter in text:
        if letter == " ":
            left += 5 + style.track
            continue
        width, strokes = _LETTERS[letter]

        def move(match: re.Match[str], offset: float = left) -> str:
            return f"M{_number(offset + float(match[1]))} "

        path += _START.sub(move, strokes)
        left += width + style.track
    ends = "" if style.square else ' stroke-linecap="round" stroke-linejoin="round"'
    scale = style.size / 10
    return (
        f'<path transform="translate({_number(at[0])} {_number(at[1])})scale({_number(scale)})"'
        f' fill="none" stroke="{style.colour}" stroke-width="{_number(style.stroke / scale)}"'
        f'{ends} d="{path}"/>'
    )


def centred(text: str, at: Point, style: Type) -> str:
    """As `word`, its top middle at `at`."""
    width = measure(text, style.track) * style.size / 10
    return word(text, (at[0] - width / 2, at[1]), style)


def svg(width: float, height: float, body: str, attributes: str = "") -> str:
    """A whole file; `attributes` replaces the usual size and view box."""
    w, h = _number(width), _number(height)
    usual = f'width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes or usual}>{body}</svg>\n'


def turned(count: int, shape: str, centre: Point, tones: tuple[str, ...]) -> str:
    """The path `shape`, `count` times around `centre`."""
    x, y = (_number(part) for part in centre)
    return "".join(
        f'<path fill="{tones[index % len(tones)]}"'
        f' transform="rotate({_number(360 / count * index)} {x} {y})" d="{shape}"/>'
        for index in range(count)
    )


def _plain() -> dict[str, str]:
    """Logos of one dark ink: they vanish on a dark page."""
    navy, coal, pine = "#141b41", "#0c0e13", "#0f2f2a"
    ravens = "".join(
        f"M{8 + 50 * (i % 3)} {28 + 46 * (i // 3)}l14-4 8 6 16-14-2 16-10 8-8 10-8-12z"
        for i in range(9)
    )
    return {
        "quillwork.svg": svg(
            400,
            84,
            f'<path fill="{navy}" d="M6 80C10 40 32 12 72 4c2 32-14 54-40 56l24-36C34 40 22 56'
            f' 16 80z"/>' + word("quillwork", (94, 16), Type(40, 6, navy)),
        ),
        "nine-ravens.svg": svg(160, 160, f'<path fill="{coal}" d="{ravens}"/>'),
        "halyard.svg": svg(  # 8:1, light strokes, wide letter space
            480,
            60,
            f'<path fill="{navy}" d="M10 48L34 8v40zM40 14l20 34H40z"/>'
            + word("HALYARD", (92, 12), Type(36, 4, navy, 9, square=True)),
        ),
        "switchyard.svg": svg(  # 12:1
            720,
            60,
            f'<path fill="none" stroke="{coal}" stroke-width="5" d="M4 14h26l20 32h26M4'
            f' 46h26l20-32h26"/>'
            + word("brightwater switchyard", (98, 9), Type(34, 4.4, coal, 2.7)),
        ),
        "hollow-oak.svg": svg(  # 1:2
            120,
            240,
            f'<path fill="{pine}" d="M60 6c40 0 56 34 48 62 8 26-14 54-40'
            f" 52v48h18v12H34v-12h18v-48C26 122"
            " 4 94 12 68 4 40 20 6 60 6zm0 40c-10 0-16 8-16 18s6 20 16 20 16-10"
            ' 16-20-6-18-16-18z"/>'
            + centred("hollow", (60, 194), Type(17, 3, pine))
            + centred("oak", (60, 216), Type(17, 3, pine)),
        ),
        "oxbow.svg": svg(  # the border takes more than half of the file
            600,
            400,
            f'<path fill="none" stroke="{pine}" stroke-width="16" stroke-linecap="round"'
            ' d="M196 240c0-76 84-76 84-20s-60 40-46-8"/>'
            + word("oxbow", (306, 180), Type(44, 9, pine)),
        ),
        "saltmarsh.svg": svg(  # everything sits in the top left of the file
            520,
            260,
            f'<g fill="none" stroke="{navy}" stroke-width="6" stroke-linecap="round">'
            '<path d="M20 76c14-12 28-12 42 0s28 12 42 0M30 62V30M52 54V18M74 66V26M94 72V42"/></g>'
            + word("saltmarsh", (120, 30), Type(34, 5.5, navy)),
        ),
        "kettlebrook.svg": svg(  # no view box
            0,
            0,
            f'<path fill="{coal}" d="M16 44a26 26 0 0152 0l8 32H8zM36 10h12v8H36zM70 52l16-18'
            f' 6 4-18 32z"/>'
            f'<path fill="none" stroke="{coal}" stroke-width="6" d="M12 46C2 22 20 8 28 18"/>'
            + word("kettlebrook", (102, 34), Type(34, 5, coal)),
            'width="400" height="88"',
        ),
    }


def _coloured() -> dict[str, str]:
    """Logos of one or several colours."""
    tide = "".join(
        f'<path fill="none" stroke="{tone}" stroke-width="9" stroke-linecap="round"'
        f' d="M10 {y}c14-14 28-14 42 0s28 14 42 0"/>'
        for y, tone in ((28, "#5cc8f2"), (54, "#2492d1"), (80, "#1560a8"))
    )
    hexagons = "".join(
        f"M{x} {y}l22 13v26l-22 13-22-13V{y + 13}z" for x, y in ((80, 12), (54, 60), (106, 60))
    )
    petals = turned(
        8, "M80 66C62 48 66 18 80 8c14 10 18 40 0 58z", (80, 66), ("#d1495b", "#edae49")
    )
    sails = turned(4, "M50 50V8l30 14z", (50, 50), ("#ff595e", "#ffca3a", "#1982c4", "#8ac926"))
    stripes = "".join(
        f'<path fill="none" stroke="#7a1f1f" stroke-width="3" d="M24 {y}q36 10 72 0"/>'
        for y in (62, 84, 106, 128)
    )
    cells = "".join(
        f'<path fill="{tone}" d="M{x} {y}h26v26h-26z"/>'
        for x, y, tone in (
            (10, 10, "#f94144"), (40, 10, "#f8961e"), (70, 10, "#f9c74f"), (10, 40, "#90be6d"),
            (40, 40, "#43aa8b"), (10, 70, "#577590"),
        )
    )  # fmt: skip
    return {
        "tidewater-compute.svg": svg(
            420,
            108,
            tide
            + word("tidewater", (120, 14), Type(40, 6.5, "#1560a8"))
            + word("COMPUTE", (121, 78), Type(18, 3, "#2492d1", 8)),
        ),
        "paper-lantern.svg": svg(  # 1:2, several colours
            120,
            240,
            '<path fill="#3d2b2b" d="M57 4h6v22h-6zM36 24h48v12H36zM36 154h48v12H36z"/>'
            '<path fill="#e5483c" d="M38 36h44c30 32 30 86 0 118H38C8 122 8 68 38 36z"/>'
            '<path fill="#f58b54" d="M50 36h20c14 36 14 82 0 118H50c-14-36-14-82 0-118z"/>'
            + stripes
            + '<path fill="none" stroke="#3d2b2b" stroke-width="3" d="M52 166v40M60 166v62M68'
            ' 166v40"/>',
        ),
        "orbitello.svg": svg(  # a roundel
            200,
            200,
            '<circle cx="100" cy="100" r="96" fill="#1f8a8a"/><g fill="none" stroke="#fff">'
            '<ellipse cx="100" cy="82" rx="66" ry="22" stroke-width="7" transform="rotate(-24'
            ' 100 82)"/></g>'
            '<circle cx="100" cy="82" r="25" fill="#ffd166"/>'
            + centred("orbitello", (100, 126), Type(24, 4, "#fff")),
        ),
        "marrowstone.svg": svg(  # a middle grey that is weak on either page
            360,
            116,
            '<path fill="#8a929b" d="M14 98l34-84 30 40 14-14 22 58zm34-22h22L54 46z"/>'
            + word("marrow", (134, 14), Type(38, 6, "#8a929b"))
            + word("stone", (134, 62), Type(38, 6, "#8a929b")),
        ),
        "whirligig.svg": svg(
            380, 100, sails + word("whirligig", (112, 26), Type(40, 7, "#3a3a5c"))
        ),
        "hexapod.svg": svg(
            160,
            160,
            '<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#7b2ff7"/>'
            '<stop offset="1" stop-color="#f107a3"/></linearGradient></defs>'
            f'<path fill="url(#g)" d="{hexagons}"/>'
            + centred("HEXAPOD", (80, 128), Type(17, 4, "#7b2ff7", 3.2)),
        ),
        "ferrous-bloom.svg": svg(  # stacked
            160,
            190,
            petals
            + '<circle cx="80" cy="66" r="13" fill="#5b2333"/>'
            + centred("ferrous", (80, 138), Type(20, 3.6, "#5b2333"))
            + centred("bloom", (80, 164), Type(20, 3.6, "#5b2333")),
        ),
        "larkspur.svg": svg(  # 2:1
            240,
            120,
            turned(
                5, "M120 36c-12-8-12-24 0-32 12 8 12 24 0 32z", (120, 38), ("#6d4fc4", "#9a7be8")
            )
            + centred("larkspur", (120, 72), Type(32, 6, "#6d4fc4")),
        ),
        "bramble.svg": svg(  # no width and height
            0,
            0,
            '<g fill="#9b2c6b"><circle cx="34" cy="40" r="11"/><circle cx="54" cy="40"'
            ' r="11"/><circle'
            ' cx="24" cy="57" r="11"/><circle cx="44" cy="57" r="11"/><circle cx="64" cy="57"'
            ' r="11"/>'
            '<circle cx="34" cy="74" r="11"/><circle cx="54" cy="74" r="11"/><circle cx="44"'
            ' cy="90" r="11"/></g>'
            '<path fill="#3f8f4f" d="M44 30C30 30 24 20 22 10c12 0 20 6 22 14 2-8 10-14'
            ' 22-14-2 10-8 20-22 20z"/>' + word("bramble", (96, 34), Type(42, 7, "#3f8f4f")),
            'viewBox="0 0 346 108"',
        ),
        "zeppelin-post.svg": svg(
            420,
            130,
            '<path fill="#27567b" d="M6 65C30 24 110 8 210 8s170 18 196 50v14c-26 32-96 50-196'
            ' 50S30 106 6 65z"/>'
            '<path fill="#e4b363" d="M330 8l70-4-14 46zM330 122l70 4-14-46zM180 116h70l-10'
            ' 12h-50z"/>' + centred("zeppelin post", (205, 46), Type(30, 5, "#fff")),
        ),
        "lowlight.svg": svg(  # a plate of its own
            320,
            120,
            '<rect width="320" height="120" rx="18" fill="#15151c"/><circle cx="60" cy="60"'
            ' r="26" fill="#f6c945"/>'
            '<circle cx="72" cy="52" r="22" fill="#15151c"/>'
            + word("lowlight", (106, 38), Type(36, 6, "#f6c945")),
        ),
        "driftglass.svg": svg(
            400,
            110,
            '<g fill-opacity=".72"><circle cx="42" cy="42" r="32" fill="#2ec4b6"/><circle'
            ' cx="74" cy="44" r="32"'
            ' fill="#ff9f1c"/><circle cx="58" cy="72" r="32" fill="#5f6bff"/></g>'
            + word("driftglass", (124, 34), Type(38, 5, "#2a6f7f")),
        ),
        "vesper.svg": svg(  # pale and thin: weak on a light page
            360,
            64,
            word("vesper", (70, 12), Type(38, 2.6, "#f2d47a", 5))
            + '<path fill="#f2d47a" d="M30 6l6 20 20 6-20 6-6 20-6-20-20-6 20-6z"/>',
        ),
        "tsukimi-denki.svg": svg(
            140,
            140,
            '<circle cx="70" cy="70" r="66" fill="#20304f"/><circle cx="78" cy="56" r="34"'
            ' fill="#f7e7b4"/>'
            '<path fill="none" stroke="#c9a34e" stroke-width="5" stroke-linecap="round"'
            ' d="M34 118c2-36 8-56 24-72M50 122c2-30 10-52 30-66M66 124c2-24 12-44 34-54"/>',
        ),
        "quiet-quarry.svg": svg(100, 100, cells),
        "teapot-union.svg": svg(
            300,
            100,
            '<path fill="#b5532a" d="M30 34h50c10 14 8 38-6 52H38C22 74 20 50 30 34zM48'
            ' 20h14v10H48z"/>'
            '<path fill="none" stroke="#b5532a" stroke-width="8" stroke-linecap="round" d="M28'
            " 66C12 62 14 46 8 40M84"
            ' 44c20-6 22 26-4 26"/>'
            + word("teapot", (126, 18), Type(28, 5, "#b5532a"))
            + word("union", (126, 56), Type(28, 5, "#7a8c3a")),
        ),
    }


def _paired() -> dict[str, str]:
    """Logos with a file for light and one for dark pages, and one for dark pages alone."""
    pages = {"light": ("#16324f", "#e4572e"), "dark": ("#f3f6fa", "#ff8a5c")}
    arms = "".join(
        f'<path transform="rotate({60 * i} 50 50)" d="M50 50V8M38 16l12 12 12-12M42 30l8 8 8-8"/>'
        for i in range(6)
    )
    files = {
        f"northwind-{page}.svg": svg(
            330,
            110,
            f'<path fill="{ink}" d="M55 8l9 38 38 9-38 9-9 38-9-38-38-9 38-9z"/>'
            f'<path fill="{needle}" d="M55 8l9 38-9 9z"/>'
            f'<circle cx="55" cy="55" r="36" fill="none" stroke="{ink}" stroke-width="4"/>'
            + word("north", (124, 14), Type(36, 6, ink))
            + word("wind", (124, 60), Type(36, 6, needle)),
        )
        for page, (ink, needle) in pages.items()
    }
    files["frostgarden.svg"] = svg(
        472,
        100,
        f'<g fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round">{arms}</g>'
        + word("frostgarden", (116, 26), Type(40, 5, "#fff")),
    )
    return files


def vectors() -> dict[str, str]:
    """Every SVG by its file name."""
    return {**_plain(), **_coloured(), **_paired()}


def _patch(size: tuple[int, int], paper: Colour | None) -> Image.Image:
    if paper:
        return Image.new("RGB", size, paper)
    return Image.new("RGBA", size)


def _ink(image: Image.Image, colour: Colour, shapes: Sequence[tuple[str, Sequence[float]]]) -> None:
    """Add `shapes` of one colour; a ring is a disc with a hole."""
    mask = Mask((0, 0, *image.size))
    for kind, numbers in shapes:
        if kind == "disc":
            x, y, radius, value = numbers
            mask.oval((x, y), (radius, radius), round(value))
        elif kind == "bar":
            x0, y0, x1, y1 = numbers
            mask.rect((x0, y0, x1, y1), min(x1 - x0, y1 - y0) / 2)
        else:
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
            mask.polygon(points)
    image.paste(Image.new(image.mode, image.size, colour), (0, 0), mask.done())


def rasters() -> dict[str, bytes]:
    """Every raster logo by its file name."""
    moss = _patch((480, 200), None)
    arch = [(100 + 70 * math.cos(a * math.pi / 16), 110 - 70 * math.sin(a * math.pi / 16))
            for a in range(17)]  # fmt: skip
    outline = [30.0, 176.0, 170.0, 176.0]
    outline += [part for point in arch for part in point]
    _ink(moss, (74, 110, 62), [("poly", outline)])
    for row, (y, half) in enumerate(((78, 58), (110, 68), (142, 68))):
        cuts: list[tuple[str, Sequence[float]]] = [("bar", (100 - half, y, 100 + half, y + 5))]
        cuts += [("bar", (x, y, x + 5, y + 32)) for x in range(54 + 22 * (row % 2), 160, 44)]
        _ink(moss, (196, 214, 168), cuts)
    for index, (x, tall) in enumerate(((210, 92), (258, 64), (306, 110), (354, 78), (402, 96))):
        tone = ((74, 110, 62), (138, 90, 60))[index % 2]
        _ink(moss, tone, [("bar", (x, 176 - tall, x + 34, 176))])
    piper = _patch((300, 190), (255, 255, 255))
    _ink(piper, (176, 98, 48), [("disc", (96, 88, 46, 255)), ("disc", (142, 54, 25, 255)),
                                ("poly", (160, 46, 236, 62, 160, 66)),
                                ("poly", (60, 70, 14, 122, 84, 122))])  # fmt: skip
    _ink(piper, (60, 44, 40), [("bar", (84, 126, 91, 172)), ("bar", (110, 126, 117, 172)),
                               ("disc", (148, 50, 5, 255))])  # fmt: skip
    _ink(piper, (86, 140, 160), [("bar", (28, 170, 220, 178)), ("bar", (140, 154, 268, 162))])
    velvet = _patch((360, 240), None)
    _ink(velvet, (98, 38, 128), [("disc", (180, 120, 108, 255)), ("disc", (180, 120, 78, 0))])
    for index in range(9):
        middle = 100 + index * 20
        reach = 12 + 50 * abs(math.sin(index * 1.1)) * math.sin(math.pi * (index + 0.5) / 9)
        tone = (226, 92, 150) if index % 2 else (150, 76, 200)
        _ink(velvet, tone, [("bar", (middle - 6, 120 - reach, middle + 6, 120 + reach))])
    files = {}
    for name, image, options in (
        ("moss-and-mortar.png", moss, {"optimize": True}),
        ("sandpiper.jpg", piper, {"quality": 88}),
        ("velvet-static.webp", velvet, {"lossless": True}),
    ):
        stream = BytesIO()
        image.save(
            stream, {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}[name[-4:].strip(".")], **options
        )
        files[name] = stream.getvalue()
    return files


def main() -> None:
    """Write the files."""
    folder = Path(__file__).resolve().parent.parent / "logos"
    folder.mkdir(exist_ok=True)
    for name, text in vectors().items():
        (folder / name).write_text(text, "utf-8")
    for name, data in rasters().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
