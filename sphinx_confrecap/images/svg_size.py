"""The numbers of an SVG's root: how large it is, and which part of the plane it shows."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from sphinx_confrecap.images.errors import PictureError

# CSS pixels; em and ex of the initial font (16 px).
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
}
# Possessive: nothing is tried twice, however long a number is.
_NUMBER = r"[-+]?+(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][-+]?\d++)?+"
_LENGTH = rf"\s*+({_NUMBER})\s*+([a-zA-Z]*+)\s*+"
_GAP = r"(?:\s++(?:,\s*+)?+|,\s*+)?+"
_VIEW_BOX = rf"\s*+({_GAP.join([f'({_NUMBER})'] * 4)})\s*+"
_SMALLEST = 16  # a view box alone has no natural size; below this, rounding would bend it
_LARGEST = 65_500
_LENGTHS = (1e-3, 1e6)  # CSS pixels that can be shown
_SIDES = (1e-6, 1e9)  # user units
_FAR = 1e5  # times its side that a view may be from the origin: browsers reckon with 24 bits
_QUOTED = 40  # characters of a wrong value


class View(NamedTuple):
    """A rectangle in the user units of a drawing."""

    x: float
    y: float
    width: float
    height: float


def natural(root: Mapping[str, str]) -> tuple[int, int]:
    """Return width and height in CSS pixels, 0 × 0 if the attributes of the root tell none.

    Raises:
        PictureError: The numbers are none that can be shown.
    """
    width, height = _length(root, "width"), _length(root, "height")
    box = _view_box(root)
    if not (width and height) and box is not None:
        if width:
            height = width * box.height / box.width
        elif height:
            width = height * box.width / box.height
        else:
            scale = max(1.0, _SMALLEST / min(box.width, box.height))
            scale = min(scale, _LARGEST / max(box.width, box.height))
            width, height = box.width * scale, box.height * scale
    if not (width and height):
        return 0, 0
    across, down = (max(1, round(min(side, _LENGTHS[1]))) for side in (width, height))
    return across, down


def view(root: Mapping[str, str]) -> View:
    """Return the view box, else the origin with width and height in CSS pixels.

    Raises:
        PictureError: There is neither, or the numbers are none that can be shown.
    """
    if box := _view_box(root):
        return box
    width, height = _length(root, "width"), _length(root, "height")
    if not (width and height):
        raise PictureError("has neither a viewBox nor a width and a height")
    return View(0.0, 0.0, width, height)


def _length(root: Mapping[str, str], name: str) -> float:
    """Return a length in CSS pixels, 0 if it is missing, relative, or not a length."""
    text = root.get(name, "")
    match = re.fullmatch(_LENGTH, text)
    value = float(match[1]) * _UNITS.get(match[2].lower(), 0.0) if match else 0.0
    if not value > 0:  # written as nothing, or not
        return 0.0
    if _LENGTHS[0] <= value <= _LENGTHS[1]:
        return value
    if "viewBox" in root:
        return 0.0
    raise PictureError(f"has a {name} that cannot be shown ({text[:_QUOTED].strip()})")


def _view_box(root: Mapping[str, str]) -> View | None:
    """Return the view box, None if it is missing, empty, or not one."""
    text = root.get("viewBox", "")
    if not (match := re.fullmatch(_VIEW_BOX, text)):
        return None
    box = View(*map(float, match.groups()[1:]))
    if box.width <= 0 or box.height <= 0:
        return None
    low, high = _SIDES
    if all(map(math.isfinite, box)) and all(
        low <= side <= high and abs(start) <= _FAR * side
        for start, side in ((box.x, box.width), (box.y, box.height))
    ):
        return box
    raise PictureError(f"has a viewBox that cannot be shown ({' '.join(text[:_QUOTED].split())})")
