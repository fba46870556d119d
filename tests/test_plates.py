"""Plates: what a logo consists of can be seen on light and on dark pages, and no plate does harm.

The figures that are compared are in the properties of the test report (`--junit-xml`).
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import part_logos
import pytest
from part_logos import Known, Logo, contrast
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds, Site

LIGHT, DARK = "#ffffff", "#14181e"
HIDDEN, CLEAR = 1.3, 3.0
ROUND = 0.04  # share by which a contrast may be off where it decides: colours are reduced


def plates_of(site: Site, page: str = "index") -> dict[str, tuple[str, str]]:
    """Return the plates of each sponsor's logo on light and on dark pages."""
    found = {}
    for entry in site.soup(page).select(".confrecap-sponsor"):
        name = entry.select_one(".confrecap-sponsor-name")
        image = entry.select_one("img")
        assert name
        assert image
        found[name.text.strip()] = (
            str(image.get("data-plate-on-light", "")),
            str(image.get("data-plate-on-dark", "")),
        )
    return found


def page(names: dict[str, str]) -> str:
    """Return a page with a tier of logos, by their names."""
    entries = "\n".join(f"    - {{name: {name}, logo: {file}}}" for name, file in names.items())
    return f"# Logos\n\n```{{sponsors}}\ntiers:\n  Gold:\n{entries}\n```\n"


@pytest.fixture(scope="module")
def many(
    build_once: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Logo, str, str]]:
    """Build a site with 200 logos; return each with its plates on light and on dark pages."""
    folder = tmp_path_factory.mktemp("logos")
    logos = part_logos.logos(200)
    files: dict[str, object] = {}
    for logo in logos:
        file = part_logos.write(logo, folder)
        files[file] = (folder / file).read_bytes()
    index = page({file.partition(".")[0]: file for file in files})
    found = plates_of(build_once({**files, "index.md": index}))
    return [(logo, *found[logo.name]) for logo in logos]


def helps(logo: Logo, part: Known, plate: str, ground: str) -> bool:
    """True if a plate shows a part better and hides none of its logo."""
    return contrast(part, plate) > contrast(part, ground) * (1 + ROUND) and all(
        contrast(one, plate) >= HIDDEN * (1 + ROUND) for one in logo.parts
    )


def standing_on(plate: str, page: str) -> str:
    """Return the colour that a logo stands on."""
    return {"": page, "light": LIGHT, "dark": DARK}[plate]


def hidden(logo: Logo, plate: str, page: str) -> bool:
    """True if a part that could be seen vanishes on a plate."""
    ground = standing_on(plate, page)
    return any(
        contrast(part, page) >= HIDDEN > contrast(part, ground) * (1 + ROUND) for part in logo.parts
    )


def name_lost(logo: Logo, plate: str) -> bool:
    """True if a name is hidden on the light page that a dark plate could show."""
    return not plate and any(
        part.word and contrast(part, LIGHT) < HIDDEN and helps(logo, part, DARK, LIGHT)
        for part in logo.parts
    )


def left_below(logo: Logo, plate: str) -> bool:
    """True if a part is below 3:1 on the dark page that a light plate could raise."""
    worst = min(logo.parts, key=lambda part: contrast(part, DARK))
    below = contrast(worst, DARK) < CLEAR * (1 - ROUND)
    return not plate and below and helps(logo, worst, LIGHT, DARK)


def needless(logo: Logo, light: str, dark: str) -> bool:
    """True if a plate stands on a page that shows all parts as well without it."""
    on_light = min((contrast(part, LIGHT) for part in logo.parts), default=21)
    on_dark = min((contrast(part, DARK) for part in logo.parts), default=21)
    return bool(
        (light and on_light > HIDDEN * (1 + ROUND)) or (dark and on_dark > CLEAR * (1 + ROUND))
    )


def test_plates_hide_nothing_and_show_what_can_be_shown(
    many: list[tuple[Logo, str, str]], record_property: Callable[[str, object], None]
) -> None:
    """No part vanishes on a plate; none is left that a plate could show, on either page."""
    known = [(logo, light, dark) for logo, light, dark in many if logo.parts]
    found = {
        "hidden by a plate": [
            logo.name for logo, *both in known if any(map(hidden, [logo] * 2, both, (LIGHT, DARK)))
        ],
        "names hidden on light that a plate could show": [
            logo.name for logo, light, _ in known if name_lost(logo, light)
        ],
        "parts below 3:1 left on dark that a plate can raise": [
            logo.name for logo, _, dark in known if left_below(logo, dark)
        ],
        "plates without need": [logo.name for logo, *both in many if needless(logo, *both)],
    }
    parts = [part for logo in known for part in logo[0].parts]
    below = sum(contrast(part, DARK) < CLEAR for part in parts)
    figures = {"logos": len(many), "parts": len(parts), "below 3:1 on dark without plates": below}
    for name, value in (figures | {name: len(logos) for name, logos in found.items()}).items():
        record_property(name, value)
    assert not any(found.values()), found
    assert below > 50  # the logos are such that plates matter


def svg(body: str, width: int = 220, height: int = 100) -> str:
    """Return a drawing."""
    box = f'viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{body}</svg>'


def bars(colour: str, *more: str, x: int = 115, y: int = 30) -> str:
    """Return two bars, which stand for a name."""
    shapes = f'<rect x="{x}" y="{y}" width="100" height="14"/>'
    shapes += f'<rect x="{x}" y="{y + 30}" width="60" height="14"/>'
    return f'<g fill="{colour}">{shapes}{"".join(more)}</g>'


def letters(colour: str, *, x: int = 115, y: int = 80, size: int = 8) -> str:
    """Return a row of small shapes of like height."""
    shapes = "".join(
        f'<rect x="{x + place * size}" y="{y}" width="{size / 2}" height="{size}"/>'
        for place in range(10)
    )
    return f'<g fill="{colour}">{shapes}</g>'


DISC = '<circle cx="50" cy="50" r="50" fill="{}"/>'
CASES = {
    "disc-and-dark-name": (DISC.format("#74cfd8") + bars("#22262a"), "", "light"),
    "sign-and-dark-name": (DISC.format("#b4dd1e") + bars("#0b1420"), "", "light"),
    "sign-and-white-name": (DISC.format("#0095d5") + bars("#fff"), "dark", ""),
    "dark-sign-and-white-name": (DISC.format("#0b1420") + bars("#fff"), "", ""),
    "all-white": (DISC.format("#fff") + bars("#fff"), "dark", ""),
    "white-claim": (DISC.format("#0095d5") + bars("#0095d5") + letters("#fff"), "dark", ""),
    "dark-claim": (DISC.format("#e77e00") + bars("#e77e00") + letters("#111"), "", "light"),
    "pale-highlight": (
        DISC.format("#0077c8") + '<path d="M50 0A50 50 0 0 1 100 50H50Z" fill="#fff"/>',
        "",
        "",
    ),
    "letter-in-a-disc": (
        DISC.format("#001d4a") + bars("#fff", x=20, y=32).replace("100", "60"),
        "",
        "",
    ),
    "mid-tones": (DISC.format("#e4002b") + bars("#7a7a7a"), "", ""),
}
"""Drawings, with the plates that they need on a light and on a dark page."""


def test_logos_get_the_plates_that_a_reader_would_give_them(build: Builds) -> None:
    """Names beside signs, claims, highlights and letters in discs: each plate is as it should."""
    files = {f"{name}.svg": svg(body) for name, (body, *_) in CASES.items()}
    site = build({**files, "index.md": page({name: f"{name}.svg" for name in CASES})})
    assert plates_of(site) == {name: tuple(plates) for name, (_, *plates) in CASES.items()}


def test_a_dark_box_saved_as_jpeg_stays_as_it_is(build: Builds) -> None:
    """A JPEG has a ground of its own: a dark one needs no plate, a white one a plate on dark."""
    files: dict[str, object] = {}
    for name, ground, ink in (("box", "#14181e", "#fff"), ("paper", "#fff", "#14181e")):
        picture = Image.new("RGB", (400, 160), ground)
        for x in range(60, 340, 50):
            ImageDraw.Draw(picture).rectangle((x, 50, x + 25, 110), fill=ink)
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=85)
        files[f"{name}.jpg"] = data.getvalue()
    site = build({**files, "index.md": page({"box": "box.jpg", "paper": "paper.jpg"})})
    assert plates_of(site) == {"box": ("", ""), "paper": ("", "light")}
