"""What is known of a logo's ink, without the means to measure it."""

from __future__ import annotations

import dataclasses
import math
from typing import Any


@dataclasses.dataclass(frozen=True, slots=True)
class Ink:
    """Where a logo's ink is and how it reads.

    Attributes:
        width: Natural width: pixels upright by EXIF, or user units of an SVG's view.
        height: Natural height, likewise.
        left: Left edge of the ink, in the same units; of an SVG in its user space, whose
            origin need not be the corner of the picture.
        top: Top edge.
        right: Right edge.
        bottom: Bottom edge.
        on_light: Share (0 to 1) of the ink, weighted by area and alpha, that is readable on a light
            page; if some is enclosed by readable ink, the share of the outline that is readable.
        on_dark: The same for a dark page.
        opaque: It brings its own ground, and is as readable on any page.
        paper: That ground is white.
    """

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    on_light: float
    on_dark: float
    opaque: bool
    paper: bool = False

    @property
    def aspect(self) -> float:
        """Width of the ink divided by its height."""
        return (self.right - self.left) / (self.bottom - self.top)

    def to_dict(self) -> dict[str, float | bool]:
        """The fields as JSON scalars."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Ink:
        """The inverse of `to_dict`.

        Raises:
            TypeError: The fields are not those of `to_dict`.
        """
        return cls(**fields)


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
