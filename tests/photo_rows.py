"""Galleries of generated mixes, and what a browser makes rows of: for the tests of rows."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import picture_maker as make

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHAPES = {
    "landscape": (1.5, 1.5, 1.5, 1.33, 1.33, 1.78, 1.78, 1.25, 1.6, 1.5, 1.78, 1.33),
    "portrait": (0.67, 0.67, 0.75, 0.56, 0.8, 0.45),
    "square": (1.0, 1.0, 1.0, 0.95, 1.05, 1.0),
    "panorama": (2.0, 2.4, 2.7, 2.9, 3.0, 3.6, 4.5),
}
"""Widths by heights of the pictures of a site."""

MIXES = (
    ("landscape",),
    ("landscape", "landscape", "landscape", "portrait"),
    ("portrait",),
    ("landscape", "square", "portrait"),
    ("landscape", "landscape", "panorama"),
    ("panorama",),
    (*SHAPES,),
)

HEIGHTS = ("", "", "", ":height: 100\n", ":height: 160\n", ":height: 300\n", ":height: 480\n")

BOXES = """() => [...document.querySelectorAll('[data-layout=rows]')].map(gallery => {
    const box = e => {
        const found = e.getBoundingClientRect();
        return ['left', 'top', 'width', 'height'].map(name => found[name]);
    };
    return [
        +gallery.dataset.height,
        box(gallery.querySelector('ul')),
        [...gallery.querySelectorAll('img')].map(box),
    ];
})"""


@dataclass(frozen=True)
class Row:
    """One row as it is shown: its photos' widths and heights, and what the SPEC compares with."""

    photos: tuple[tuple[float, float], ...]
    aim: float
    is_last: bool
    fills: bool
    """True if it reaches from edge to edge."""

    @property
    def wrong(self) -> str:
        """Say what is not as it should be, or nothing."""
        heights = [height for _, height in self.photos]
        if max(heights) - min(heights) > 0.5:
            return f"heights {heights}"
        if not 0.7 * self.aim - 0.5 <= heights[0] <= 1.5 * self.aim + 0.5:
            return f"height {heights[0]} where {self.aim} is aimed at"
        if self.is_last:
            return ""
        if len(self.photos) == 1:
            return "one photo alone"
        return "" if self.fills else "a gap at an edge"


def pictures() -> dict[str, bytes]:
    """Return small pictures of all shapes by their names."""
    return {
        f"shapes/{kind}{number}.jpg": make.encoded(make.photo(round(120 * shape), 120))
        for kind, shapes in SHAPES.items()
        for number, shape in enumerate(shapes)
    }


def page(count: int, seed: int) -> str:
    """Return the Markdown of a page with so many galleries."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    parts = ["---\norphan: true\n---\n# Rows\n"]
    for place in range(count):
        mix = MIXES[place % len(MIXES)]
        names = [f"{kind}{number}" for kind in mix for number in range(len(SHAPES[kind]))]
        wanted = chance.randint(1, 20)
        chosen = dict.fromkeys(chance.choices(names, k=wanted))
        records = "\n".join(f"- {{src: shapes/{name}.jpg, alt: x}}" for name in chosen)
        height = chance.choice(HEIGHTS)
        parts.append(f"```{{gallery}}\n:no-index:\n{height}\n{records}\n```\n")
    return "\n".join(parts)


def rows(page: Page) -> list[Row]:
    """Return all rows of all galleries of a page as the browser shows them."""
    found = []
    for asked, (left, _top, width, _height), boxes in page.evaluate(BOXES):
        aim = min(asked, max(width / 4, min(width / 3, 140)))
        lines = [tuple(line) for _, line in groupby(boxes, key=lambda box: round(box[1]))]
        for line in lines:
            (start, *_), (end, _, wide, _) = line[0], line[-1]
            fills = abs(start - left) < 1 and abs(end + wide - left - width) < 1
            sizes = tuple((box[2], box[3]) for box in line)
            found.append(Row(sizes, aim, line is lines[-1], fills))
    return found
