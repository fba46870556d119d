"""Logos of one tier have one visual weight, and tiers step down, over a realistic mix of files.

The weight of a logo is what its box covers × the share of ink in it to the power of two fifths. The
share is known by a drawing of our own, with many pixels. The figures that the tests compare are in
the properties of the test report (`--junit-xml`).
"""

from __future__ import annotations

import io
import itertools
import math
import random
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

import part_logos
import pytest
import sponsor_pages
from PIL import Image

from sphinx_confrecap.images import rasterise

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_page

KINDS = ("word mark", "sign and name", "outline", "tile", "photo", "jpeg", "png", "paper")
SIGNS = (
    '<circle cx="50" cy="50" r="50"/>',
    '<path d="M0 100L50 0L100 100Z"/>',
    '<rect width="90" height="90"/>',
)
SIZES = ("xl", "l", "m", "s", "xs")


@dataclass(frozen=True)
class Drawn:
    """A file; `share` is that of its inked box which is ink."""

    name: str
    data: bytes
    share: float


def drawing(kind: str, dice: random.Random) -> tuple[str, float]:
    """Return shapes of a kind, and how wide they are; they are 100 high at most."""
    weight = dice.uniform(0.08, 0.3)
    if kind == "word mark":
        return part_logos.word(dice, 0, 0, 60, ("#123456",), dice.randint(3, 12), weight=weight)
    name, end = part_logos.word(dice, 125, 25, 50, ("#222222",), dice.randint(3, 8), weight=weight)
    if kind == "outline":
        style = 'fill="none" stroke="#0055a4" stroke-width="3"'
        return f'<g {style}><rect x="2" y="2" width="{end}" height="96"/></g>{name}', end + 4
    if kind == "tile":
        name = name.replace("#222222", "#ffffff")
        return f'<rect width="{end + 20}" height="100" rx="12" fill="#7a1fa2"/>{name}', end + 20
    sign = dice.choice(SIGNS)
    if dice.random() < 0.3:
        return sign, 100
    return f'<g fill="#c2185b">{sign}</g>{name}', end


def svg(shapes: str, width: float, border: int, sheet: str = "") -> bytes:
    """Return a drawing with an empty border around its shapes."""
    across, down = math.ceil(width) + 2 * border, 100 + 2 * border
    box = f'viewBox="{-border} {-border} {across} {down}"'
    ground = f'<rect x="{-border}" y="{-border}" width="{across}" height="{down}" fill="{sheet}"/>'
    start = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    return f"{start}{ground if sheet else ''}{shapes}</svg>".encode()


def share(plain: bytes) -> float:
    """Return how much of its box the ink of a drawing covers."""
    alpha = rasterise.draw(plain, 800).getchannel("A")
    box = alpha.point([255 * (value > 20) for value in range(256)]).getbbox()
    assert box
    levels = alpha.crop(box).histogram()
    return sum(value * count for value, count in enumerate(levels)) / 255 / sum(levels)


def encoded(picture: Image.Image, kind: str) -> bytes:
    """Return the bytes of a picture."""
    out = io.BytesIO()
    picture.save(out, kind, quality=85)
    return out.getvalue()


def made(kind: str, name: str, dice: random.Random) -> Drawn:
    """Return a file of a kind."""
    if kind == "photo":
        size = dice.choice(((600, 400), (500, 500), (640, 300)))
        return Drawn(f"{name}.jpg", encoded(part_logos.scene(dice, size), "JPEG"), 1)
    shapes, width = drawing(kind, dice)
    plain = svg(shapes, width, dice.choice((0, 10, 40)))
    known = share(plain)
    if kind not in {"jpeg", "png", "paper"}:
        return Drawn(f"{name}.svg", plain, known)
    sheet = svg(shapes, width, 30, "#ffffff")
    if kind == "paper":
        return Drawn(f"{name}.svg", sheet, known)
    picture = rasterise.draw(sheet, 900).convert("RGB")
    ending = {"jpeg": "jpg", "png": "png"}[kind]
    return Drawn(f"{name}.{ending}", encoded(picture, kind), known)


def logos(count: int) -> list[Drawn]:
    """Return files of all kinds in turn."""
    dice = random.Random(20251123)  # noqa: S311 (shapes, no secrets)
    return [made(KINDS[at % len(KINDS)], f"mix-{at:03}", dice) for at in range(count)]


@pytest.fixture(scope="module")
def mix() -> list[Drawn]:
    """Draw 80 logos, ten of each kind."""
    return logos(80)


@pytest.fixture(scope="module")
def site(mix: list[Drawn], build_once: Callable[..., Site]) -> Site:
    """Build a page that shows all of them in each size."""
    tiers = "\n".join(
        f"  T{size}:\n    size: {size}\n    show: logo\n    sponsors:\n"
        + "\n".join(f"      - {{name: {one.name[:7]} {size}, logo: {one.name}}}" for one in mix)
        for size in SIZES
    )
    files: dict[str, object] = {one.name: one.data for one in mix}
    files["index.md"] = f"# Mix\n\n```{{sponsors}}\ntiers:\n{tiers}\n```\n"
    return build_once(files, conf=sponsor_pages.conf("furo"))


BOXES = """() => [...document.querySelectorAll('.confrecap-logo')].map(image => {
    const {width, height} = image.getBoundingClientRect();
    const name = image.parentElement.textContent.trim();
    return [name.slice(0, 7), image.closest('[data-size]').dataset.size, width * height];
})"""


@pytest.mark.parametrize("width", [1280, 360])
def test_logos_of_a_tier_have_one_weight(
    width: int,
    mix: list[Drawn],
    site: Site,
    serve: Callable[..., str],
    page: Page,
    record_property: Callable[[str, object], None],
) -> None:
    """Over all logos the ninetieth percentile is 1.10 of the tenth; sizes are far apart."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{serve(site.outdir)}/index.html")
    shares = {one.name[:7]: one.share for one in mix}
    weights: dict[str, list[float]] = {size: [] for size in SIZES}
    equal_box = []
    for name, size, area in page.evaluate(BOXES):
        weights[size].append(area * shares[name] ** 0.4)
        equal_box.append(shares[name] ** 0.4)
    tenths = {
        size: statistics.quantiles(found, n=10, method="inclusive")
        for size, found in weights.items()
    }
    for size, of in tenths.items():
        assert len(weights[size]) == len(mix)
        record_property(f"weight of {size}, p90/p10", round(of[-1] / of[0], 3))
    boxes = statistics.quantiles(equal_box, n=10, method="inclusive")
    record_property("equal box, p90/p10", round(boxes[-1] / boxes[0], 3))
    for higher, lower in itertools.pairwise(SIZES):
        step = statistics.median(weights[higher]) / statistics.median(weights[lower])
        apart = tenths[higher][0] / tenths[lower][-1]
        record_property(f"{higher} to {lower}", f"step {step:.2f}, p10/p90 {apart:.2f}")
        assert step >= 1.4
        assert apart >= 1.2
    assert all(of[-1] / of[0] <= 1.10 for of in tenths.values())
    assert boxes[-1] / boxes[0] > 1.5
