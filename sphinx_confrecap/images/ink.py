"""What is known of a logo's ink, without the means to measure it."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

USUAL = 0.35
"""Share of its box that the ink of a usual logo covers."""


class Part(NamedTuple):
    """A part of a logo that a reader would miss.

    Attributes:
        edge: What its edge with the page looks like: red, green, blue and alpha from 0 to 255, and
            how many pixels of the edge look so.
        word: It is a row of shapes of like height, such as letters.
        apart: It does not touch the rest.
        inside: Contrast, from 1, of what it encloses with itself.
    """

    edge: tuple[tuple[int, int, int, int, int], ...]
    word: bool = False
    apart: bool = True
    inside: float = 1.0


class Ink(NamedTuple):
    """Where a logo's ink is and what of it can be seen.

    Attributes:
        width: Natural width: pixels upright by EXIF, or user units of an SVG's view.
        height: Natural height, likewise.
        left: Left edge of the ink, in the same units; of an SVG in its user space, whose
            origin need not be the corner of the picture.
        top: Top edge.
        right: Right edge.
        bottom: Bottom edge.
        opaque: It brings its own ground, and is as readable on any page.
        share: How much of its box the ink covers (0 to 1); what is translucent counts in part.
        paper: That ground is white.
        adapts: It has a look of its own for dark pages.
        lettered: It has words in fonts that it does not bring along.
        raster: Its units are pixels of the file.
        parts: What it consists of; empty where that does not matter, or is not known.
    """

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    opaque: bool
    share: float = USUAL
    paper: bool = False
    adapts: bool = False
    lettered: bool = False
    raster: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def aspect(self) -> float:
        """Width of the ink divided by its height."""
        return (self.right - self.left) / (self.bottom - self.top)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return {**self._asdict(), "parts": [part._asdict() for part in self.parts]}

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Ink:
        """Return the inverse of `to_dict`."""
        parts = [
            Part(**{**part, "edge": tuple(map(tuple, part["edge"]))}) for part in fields["parts"]
        ]
        return cls(**{**fields, "parts": tuple(parts)})


def svg_view(ink: Ink) -> str:
    """The URL fragment that makes an `<img>` of an SVG show the ink alone.

    It overrides the root's viewBox and works as well on a root that has none. With `width` and
    `height` of the ink's proportions the root's `preserveAspectRatio` changes nothing.
    """
    box = (ink.left, ink.top, ink.right - ink.left, ink.bottom - ink.top)
    # A millionth of the box is enough; exponents are not sure to be read in a fragment.
    digits = max(0, 5 - math.floor(math.log10(max(box[2:]))))
    return f"svgView(viewBox({','.join(_number(value, digits) for value in box)}))"


def _number(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if digits else text) or "0"
