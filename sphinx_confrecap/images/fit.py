"""Sizes of logos that look equal: the same area of ink inside a tier, smaller tier by tier.

Every tier size has an area and a cell. A logo of aspect r gets the width √(area·r) and the height
√(area/r); it is raised to a legible height, and lowered until it fits its cell. The numbers are
chosen together, so that for every aspect from 1:3 to 12:1

* areas and cells step by at least 1.4 from one size to the next,
* the smallest a logo of one size becomes by its cell (`cell width²/12` or `cell height²/3`) is
  at least the largest of the next size, so no lower tier outgrows a higher one,
* the widest cell, 308 px, is what a telephone of 360 px leaves in the narrowest of the themes we
  know: no screen squeezes a logo, and equal areas stay equal.
"""

from __future__ import annotations

import dataclasses
import math

LEGIBLE = 17
"""Height in CSS pixels that a wide logo is raised to while its cell is wide enough."""


@dataclasses.dataclass(frozen=True, slots=True)
class Size:
    """A size of logos: the area of their ink and the cell that bounds them, in CSS pixels."""

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


def fit(aspect: float, size: str, scale: float = 1.0) -> tuple[int, int]:
    """The width and height to show a logo's ink with, in whole CSS pixels.

    Args:
        aspect: Width of the ink divided by its height.
        size: A key of `SIZES`.
        scale: Factor of width and height, applied last; the cell still bounds the result.

    Raises:
        KeyError: There is no such size.
        ValueError: The aspect or the scale is not a positive number.
    """
    cell = SIZES[size]
    if not (0 < aspect < math.inf and 0 < scale < math.inf):
        message = f"no size for aspect {aspect} and scale {scale}"
        raise ValueError(message)
    height = max(math.sqrt(cell.area / aspect), LEGIBLE)
    width = height * aspect
    room = min(cell.width / width, cell.height / height)
    factor = min(min(1.0, room) * scale, room)
    return max(1, round(width * factor)), max(1, round(height * factor))
