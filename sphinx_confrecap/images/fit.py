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
from typing import Literal, TypeAlias

from sphinx_confrecap.images.ink import Ink

Ground: TypeAlias = Literal["", "light", "dark"]

GROUNDS: dict[Ground, tuple[int, int, int]] = {"light": (255, 255, 255), "dark": (20, 24, 30)}
"""The colours of plates, and of the pages that logos are measured against."""

REACH = 10
"""How far a plate reaches beyond its logo, in CSS pixels."""

LEGIBLE = 17
"""Height in CSS pixels that a wide logo is raised to while its cell is wide enough."""

NEEDS_PLATE = 0.75
"""Share of readable ink below which a logo needs a plate: a coloured sign beside a name of half its
area is a logo without a name."""


GAIN = 0.25
"""More of the ink than on the page that a plate must make readable, where it mends not all."""


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


@dataclasses.dataclass(frozen=True, slots=True)
class Plates:
    """The ground to put behind a logo in each mode: "light", "dark" or "" for none."""

    on_light: Ground = ""
    on_dark: Ground = ""


def plate(
    ink: Ink,
    *,
    has_light_file: bool = False,
    has_dark_file: bool = False,
    wanted: str = "auto",
) -> Plates:
    """Decides where a logo needs a plate.

    A file that was given for a mode is trusted in that mode. Otherwise a plate of the other mode's
    colour is set where less than three quarters of the ink can be read and the plate mends that: a
    logo of many colours that is no better off on the plate stands on the page as it is. A
    picture with its own ground needs none; on white it gets one in dark mode all the same, that
    its tight edge gets the margin its neighbours have.

    Args:
        ink: The measured file; of a pair, the one shown in the mode without its own file.
        has_light_file: There is a file made for light pages.
        has_dark_file: There is a file made for dark pages.
        wanted: What the author asks for: auto, none, light or dark; the latter two set it in both
            modes, files or not.
    """
    if wanted == "none":
        return Plates()
    if wanted == "light":
        return Plates("light", "light")
    if wanted == "dark":
        return Plates("dark", "dark")
    light: Ground = ""
    dark: Ground = ""
    if ink.opaque:
        dark = "light" if ink.paper else ""
    else:
        if ink.on_light < NEEDS_PLATE and _mends(ink.on_dark, ink.on_light):
            light = "dark"
        if ink.on_dark < NEEDS_PLATE and _mends(ink.on_light, ink.on_dark):
            dark = "light"
    return Plates("" if has_light_file else light, "" if has_dark_file else dark)


def _mends(on_plate: float, on_page: float) -> bool:
    """True if enough ink is readable on a plate, or far more than on the page."""
    return on_plate > on_page and (on_plate >= NEEDS_PLATE or on_plate - on_page >= GAIN)
