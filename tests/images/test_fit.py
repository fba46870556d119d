"""Sizes: logos of a tier look equal, tiers step down, and plates stand where they are needed."""

from __future__ import annotations

import subprocess
import sys
from typing import Literal

import logo_maker
import pytest

from sphinx_confrecap.images import fit, plates
from sphinx_confrecap.images.ink import Ink, Part

ASPECTS = [logo_maker.NARROWEST * 36 ** (step / 2000) for step in range(2001)]
NEIGHBOURS = list(zip(fit.SIZES, list(fit.SIZES)[1:], strict=False))


def area(size: tuple[int, int]) -> int:
    """Width times height."""
    return size[0] * size[1]


@pytest.mark.parametrize("size", fit.SIZES)
def test_much_ink_makes_a_logo_smaller(size: str) -> None:
    """Logos have one weight from a ninth of their box on; below that a side has its bound."""
    usual = fit.SIZES[size].area * 0.35**0.4
    for share in (0.12, 0.2, 0.35, 0.6, 1.0):
        for aspect in (0.8, 1.0, 2.0, 3.0):
            shown = area(fit.fit(aspect, size, 1, share))
            assert shown * share**0.4 == pytest.approx(usual, rel=0.03)
    assert fit.fit(2.0, size, 1, 0.001) == fit.fit(2.0, size, 1, 0.1)
    assert fit.fit(2.0, size, 1, 0.0) == fit.fit(2.0, size, 1, 0.1)


@pytest.mark.parametrize(("higher", "lower"), NEIGHBOURS)
def test_no_lower_tier_is_larger(higher: str, lower: str) -> None:
    """From 1:3 to 12:1 the smallest logo of a size covers what the next one's largest does."""
    smallest = min(area(fit.fit(aspect, higher)) for aspect in ASPECTS)
    largest = max(area(fit.fit(aspect, lower)) for aspect in ASPECTS)
    assert smallest >= largest


@pytest.mark.parametrize(("higher", "lower"), NEIGHBOURS)
def test_tiers_step_by_1_4(higher: str, lower: str) -> None:
    """Areas of ink and areas of cells step by at least 1.4."""
    above, below = fit.SIZES[higher], fit.SIZES[lower]
    assert above.area / below.area >= 1.4
    assert above.width * above.height / (below.width * below.height) >= 1.4
    typical = [2.0, 2.7, 3.5]
    for aspect in typical:
        assert area(fit.fit(aspect, higher)) / area(fit.fit(aspect, lower)) >= 1.37  # whole pixels


@pytest.mark.parametrize("size", fit.SIZES)
def test_word_marks_stay_legible(size: str) -> None:
    """No logo up to 12:1 is lower than the legible height."""
    assert min(fit.fit(aspect, size)[1] for aspect in ASPECTS) >= fit.LEGIBLE


@pytest.mark.parametrize("size", fit.SIZES)
@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_nothing_leaves_its_cell(size: str, scale: float) -> None:
    """The cell bounds every aspect at every scale, and nothing vanishes."""
    cell = fit.SIZES[size]
    for aspect in (0.001, *ASPECTS, 1000.0):
        width, height = fit.fit(aspect, size, scale)
        assert 1 <= width <= cell.width
        assert 1 <= height <= cell.height


def test_a_telephone_needs_no_squeeze() -> None:
    """The widest cell fits into 360 px less 26 px on either side."""
    assert max(cell.width for cell in fit.SIZES.values()) <= 360 - 2 * 26


def test_proportions_are_kept() -> None:
    """Width and height differ from the aspect by rounding alone."""
    for size in fit.SIZES:
        for aspect in ASPECTS:
            width, height = fit.fit(aspect, size)
            assert abs(width - height * aspect) <= 0.51 * (1 + aspect)


def test_scale_multiplies_last() -> None:
    """A scale changes both sides after everything else, below the legible height too."""
    assert fit.fit(1.0, "m") == (73, 73)
    assert fit.fit(1.0, "m", 1.2) == (88, 88)
    assert fit.fit(1.0, "m", 0.5) == (37, 37)
    assert fit.fit(12.0, "xs", 0.5) == (102, 8)


BLACK, WHITE, RED, SUN = "000000", "ffffff", "e4002b", "ffd000"


def part(colour: str, *, word: bool = False, apart: bool = True, inside: float = 1.0) -> Part:
    """A part of one colour."""
    edge = ((*bytes.fromhex(colour), 255, 100),)
    return Part(edge, word=word, apart=apart, inside=inside)  # type: ignore[arg-type]  # five


def ink(*parts: Part, opaque: bool = False, paper: bool = False, adapts: bool = False) -> Ink:
    """Ink of which only the contrasts matter."""
    return Ink(
        100, 50, 0, 0, 100, 50, opaque=opaque, paper=paper, adapts=adapts, parts=tuple(parts)
    )


@pytest.mark.parametrize(
    ("found", "files", "wanted", "light", "dark"),
    [
        (ink(part(BLACK)), "", "auto", "", "light"),
        (ink(part(WHITE)), "", "auto", "dark", ""),
        (ink(part(RED)), "", "auto", "", ""),
        (ink(part(RED), part(BLACK, word=True)), "", "auto", "", "light"),
        (ink(part(RED), part(WHITE, word=True)), "", "auto", "dark", ""),
        (ink(part(RED), part(WHITE, apart=False)), "", "auto", "", ""),  # within its sign
        (ink(part(SUN), part(BLACK)), "", "auto", "", "light"),
        (ink(part(BLACK), part(WHITE)), "", "auto", "", ""),  # a plate would hide one
        (ink(part(BLACK, inside=20)), "", "auto", "", ""),  # white letters on it
        (ink(part(WHITE, inside=20)), "", "auto", "", ""),
        (ink(part(BLACK, inside=20), part(RED)), "", "auto", "", "light"),
        (ink(part(BLACK)), "d", "auto", "", ""),  # there is a file for dark pages
        (ink(part(WHITE)), "l", "auto", "", ""),  # there is a file for light pages
        (ink(part(BLACK)), "l", "auto", "", "light"),
        (ink(part(BLACK)), "", "none", "", ""),
        (ink(part(RED)), "", "light", "light", "light"),
        (ink(part(RED)), "ld", "dark", "dark", "dark"),
        (ink(part(BLACK), adapts=True), "", "auto", "", ""),
        (ink(opaque=True), "", "auto", "", ""),  # its own ground
        (ink(opaque=True, paper=True), "", "auto", "", "light"),  # on white
        (ink(), "", "auto", "", ""),  # not measured
    ],
)
def test_plates_stand_where_they_are_needed(
    found: Ink,
    files: str,
    wanted: Literal["auto", "none", "light", "dark"],
    light: str,
    dark: str,
) -> None:
    """A plate is set only in a mode that needs it and has no file, or where it is asked for."""
    made = plates.plates(
        found, has_light_file="l" in files, has_dark_file="d" in files, wanted=wanted
    )
    assert (made.on_light, made.on_dark) == (light, dark)


def test_a_grey_logo_is_judged_in_grey() -> None:
    """Red is seen on a dark page by its colour, and not by its grey."""
    red = ink(part("d40000"))
    assert plates.plates(red) == plates.Plates("", "")
    assert plates.plates(red, grey=True) == plates.Plates("", "light")


def test_arithmetic_needs_no_pillow() -> None:
    """Sizes can be had without loading an imaging library."""
    names = "sphinx_confrecap.images.fit, sphinx_confrecap.images.plates"
    code = f"import sys, {names}; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
