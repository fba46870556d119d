"""Sizes of logos that look equal: the same visual weight inside a tier, smaller tier by tier.

Every tier size has an area and a cell. A logo of aspect r would have the width √(area·r) and the
height √(area/r). Both are multiplied by (0.35 / share)^⅕, where the share is that of its box which
its ink covers: a solid tile becomes smaller than a thin outline. So all have the same weight, box
× share^⅖. The exponent was chosen by eye, and by what the ink covers when it is grown by some
pixels. Then a logo is raised to a legible height, and lowered until it fits its cell. The numbers
are chosen together, so that

* areas and cells step by at least 1.4 from one size to the next,
* for every aspect from 1:3 to 12:1 the smallest a usual logo of one size becomes by its cell
  (`cell width²/12` or `cell height²/3`) is at least the largest of the next size,
* the widest cell, 308 px, is what a telephone of 360 px leaves in the narrowest of the themes we
  know: no screen squeezes a logo, and equal weights stay equal.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sphinx_confrecap.images.ink import USUAL

LEGIBLE = 17
"""Height in CSS pixels that a wide logo is raised to while its cell is wide enough."""


_EXPONENT = 1 / 5
_LEAST, _MOST = 0.8, 1.25  # factors of a side


class Size(NamedTuple):
    """A size of logos: the area of a usual one's box, and the cell that bounds all (CSS pixels)."""

    area: int
    width: int
    height: int


SIZES = {
    "xl": Size(11_300, 308, 214),
    "l": Size(7_600, 270, 172),
    "m": Size(5_400, 228, 144),
    "s": Size(3_720, 216, 108),
    "xs": Size(2_560, 204, 76),
}
"""The sizes of tiers by name, the largest first."""


def growth(share: float) -> float:
    """Return the factor of both sides that makes up for much or little ink."""
    return min(max(math.pow(USUAL / max(share, 1e-6), _EXPONENT), _LEAST), _MOST)


def fit(aspect: float, size: str, scale: float = 1.0, share: float = USUAL) -> tuple[int, int]:
    """The width and height to show a logo's ink with, in whole CSS pixels.

    Args:
        aspect: Width of the ink divided by its height.
        size: A key of `SIZES`.
        scale: Factor of width and height, applied last; the cell still bounds the result.
        share: How much of its box the ink covers, 0 to 1.
    """
    cell = SIZES[size]
    height = max(math.sqrt(cell.area / aspect) * growth(share), LEGIBLE)
    width = height * aspect
    room = min(cell.width / width, cell.height / height)
    factor = min(min(1.0, room) * scale, room)
    return max(1, round(width * factor)), max(1, round(height * factor))
