"""Whether a logo can be seen on a ground, and where a plate behind it helps.

A logo is judged by its parts (`parts`), each by the contrast of its edge with the ground. Any
colour can be the ground: the page's, a card's, a plate's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from sphinx_confrecap.images.ink import Ink, Part

Plate: TypeAlias = Literal["", "light", "dark"]
Colour: TypeAlias = tuple[int, int, int]

GROUNDS: dict[Plate, Colour] = {"light": (255, 255, 255), "dark": (20, 24, 30)}
"""The colours of plates, and of the pages that logos are measured against."""

REACH = 10
"""How far a plate reaches beyond its logo, in CSS pixels."""

HIDDEN = 1.3
"""Contrast below which a part is not seen at all."""

CLEAR = 3.0
"""Contrast that WCAG 2.2 asks of graphics (1.4.11)."""

_MIDDLE = 0.179
"""Relative luminance of the ground on which black and white read alike."""


class Plates(NamedTuple):
    """The plate to put behind a logo in each mode: "light", "dark" or "" for none."""

    on_light: Plate = ""
    on_dark: Plate = ""


def plates(  # noqa: PLR0913 (a logo, its files, and its pages)
    ink: Ink,
    *,
    has_light_file: bool = False,
    has_dark_file: bool = False,
    wanted: str = "auto",
    light: Colour = GROUNDS["light"],
    dark: Colour = GROUNDS["dark"],
    grey: bool = False,
) -> Plates:
    """Decide where a logo needs a plate.

    A file that was given for a mode is trusted in that mode.

    Args:
        ink: The measured file; of a pair, the one shown in the mode without its own file.
        has_light_file: There is a file made for light pages.
        has_dark_file: There is a file made for dark pages.
        wanted: What the author asks for: auto, none, light or dark; the latter two set it in both
            modes, files or not.
        light: The colour that logos stand on in light mode.
        dark: The same in dark mode.
        grey: It is shown without its colours.
    """
    if wanted == "none":
        return Plates()
    if wanted == "light":
        return Plates("light", "light")
    if wanted == "dark":
        return Plates("dark", "dark")
    if grey:
        ink = greyed(ink)
    return Plates(
        "" if has_light_file else plate(ink, light), "" if has_dark_file else plate(ink, dark)
    )


@lru_cache(maxsize=1024)  # most logos stand on many pages
def plate(ink: Ink, ground: Colour) -> Plate:
    """Return the plate that a logo needs on a ground of one colour, "" for none.

    On a dark ground a plate is needed where a part is below 3:1, on a light one where nothing can
    be seen, or where a name or something that stands apart cannot. It must raise the worst part,
    and may hide none. A picture that brings its own ground needs none; on white paper it gets one
    on every other ground, that its tight edge has the margin its neighbours have.
    """
    if ink.opaque:
        return "light" if ink.paper and contrast(GROUNDS["light"], ground) >= HIDDEN else ""
    if not ink.parts or (ink.adapts and is_dark(ground)) or not _needs_plate(ink, ground):
        return ""
    worst = min(ink.parts, key=lambda part: _edge(part, ground))
    helpful = {
        name: _worst(ink, colour)
        for name, colour in GROUNDS.items()
        if _edge(worst, colour) > max(_edge(worst, ground), HIDDEN)
        and not any(_edge(part, colour) < HIDDEN <= _edge(part, ground) for part in ink.parts)
    }
    return max(helpful, key=lambda name: helpful[name], default="")


def greyed(ink: Ink) -> Ink:
    """Return the ink as the CSS filter `grayscale(1)` shows it."""
    parts = []
    for part in ink.parts:
        edge = tuple((*_grey(*rgb), alpha, share) for *rgb, alpha, share in part.edge)
        parts.append(part._replace(edge=edge))
    return ink._replace(parts=tuple(parts))


def _grey(red: int, green: int, blue: int) -> tuple[int, int, int]:
    value = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return value, value, value


def is_dark(ground: Colour) -> bool:
    """True if white is better seen on a ground than black."""
    return luminance(ground) < _MIDDLE


def seen(part: Part, ground: Colour) -> float:
    """Return the contrast of a part with a ground, by the half of its edge that is worse off.

    What a part encloses is read against the part: that shows even where its edge does not.
    """
    return max(_edge(part, ground), part.inside)


@lru_cache(maxsize=4096)
def luminance(colour: tuple[float, ...]) -> float:
    """Return the relative luminance, 0 to 1, of red, green and blue from 0 to 255 (WCAG 2.2)."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _needs_plate(ink: Ink, ground: Colour) -> bool:
    if is_dark(ground):
        if len(ink.parts) == 1:  # all that there is: what it encloses is what a reader reads
            return seen(ink.parts[0], ground) < CLEAR
        return any(_edge(part, ground) < CLEAR for part in ink.parts)
    hidden = [part for part in ink.parts if seen(part, ground) < HIDDEN]
    return len(hidden) == len(ink.parts) or any(part.word or part.apart for part in hidden)


def _worst(ink: Ink, ground: Colour) -> float:
    return min(_edge(part, ground) for part in ink.parts)


def _edge(part: Part, ground: Colour) -> float:
    """Return the contrast that half of a part's edge has at least."""
    rest = sum(share for *_, share in part.edge) / 2
    found = sorted((contrast(_over(rgba, ground), ground), share) for *rgba, share in part.edge)
    for value, share in found:
        rest -= share
        if rest <= 0:
            return value
    return 1.0  # nothing is known of it


def _over(rgba: Sequence[float], ground: Colour) -> tuple[float, ...]:
    """Return what a colour looks like on a ground; alpha is 0 to 255."""
    *colour, alpha = rgba
    share = alpha / 255
    return tuple(a * share + b * (1 - share) for a, b in zip(colour, ground, strict=True))


def _linear(value: float) -> float:
    """Return a channel of sRGB as light, 0 to 1."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
