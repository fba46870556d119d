"""The cells of a tier, in a browser: straight columns, names on one line, many names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
import sponsor_pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds, Site
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_page

WIDTHS = (60, 200, 90, 400, 120, 300, 80, 100, 500, 70, 250)


def logo(width: int) -> str:
    """Return a logo of a width, 80 high."""
    box = f'viewBox="0 0 {width} 80"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}><rect width="{width}" height="80"/></svg>'
    )


def entries(count: int, *, logos: bool) -> str:
    """Return entries of a tier."""
    if not logos:
        return ", ".join(f"Name {number}" for number in range(count))
    return ", ".join(
        f"{{name: Logo {number}, logo: w{WIDTHS[number % len(WIDTHS)]}.svg}}"
        for number in range(count)
    )


TIERS = {
    "five": ("l", 5, False),
    "seven": ("m", 7, False),
    "logos-five": ("s", 5, True),
    "logos-eleven": ("xs", 11, True),
    "logos-wide": ("xl", 4, True),
    "few": ("s", 4, False),
    "many": ("s", 26, False),
    "thirteen": ("xl", 13, False),
}


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build a page with tiers of many kinds."""
    tiers = "\n".join(
        f"  {name}: {{size: {size}, sponsors: [{entries(count, logos=logos)}]}}"
        for name, (size, count, logos) in TIERS.items()
    )
    labels = """
  labelled:
    - {name: With label, for: Wi-Fi}
    - Without label
    - {name: A rather long company name for three lines and more, url: "https://a.example"}
  labelled-logos:
    - {name: One, logo: w200.svg, for: Wi-Fi}
    - {name: Two, logo: w200.svg}
    - {name: Three, logo: w200.svg, for: Lunch}
"""
    files: dict[str, object] = {f"w{width}.svg": logo(width) for width in WIDTHS}
    files["index.md"] = f"# T\n\n```{{sponsors}}\ntiers:\n{tiers}{labels}```\n"
    return build_once(files, conf=sponsor_pages.conf("furo"))


CELLS = """tier => [...document.querySelectorAll(`[data-tier="${tier}"] li`)].map(cell => {
    const {left, right, top, bottom} = cell.getBoundingClientRect();
    return [left, right, (top + bottom) / 2];
})"""


def rows(page: Page, tier: str) -> list[list[tuple[float, float]]]:
    """Return the left and right edges of the cells of each row."""
    found: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    last = -1000.0
    for left, right, middle in page.evaluate(CELLS, tier):
        if abs(middle - last) > 8:
            last = middle
        found[round(last)].append((left, right))
    return list(found.values())


@pytest.mark.parametrize("width", [1280, 800, 360])
def test_columns_are_straight(
    width: int, site: Site, serve: Callable[..., str], page: Page
) -> None:
    """Full rows have the same edges, to the pixel; a short last row stands in the middle."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{serve(site.outdir)}/index.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for tier, (_, count, _) in TIERS.items():
        found = rows(page, tier)
        assert sum(map(len, found)) == count
        *full, last = found
        for row in full:
            assert len(row) == len(full[0]), tier
            assert sum(row, ()) == pytest.approx(sum(full[0], ()), abs=0.5), tier
        if full:
            assert len(last) <= len(full[0]), tier
            middles = [(row[0][0] + row[-1][1]) / 2 for row in (full[0], last)]
            assert middles[0] == pytest.approx(middles[1], abs=0.5), tier


def test_five_are_three_over_two(site: Site, serve: Callable[..., str], page: Page) -> None:
    """Where five do not fit into a row there are three in the first, of names and of logos."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{serve(site.outdir)}/index.html")
    for tier in ("five", "logos-five"):
        assert [len(row) for row in rows(page, tier)] == [3, 2], tier


def test_many_names_are_smaller(site: Site, serve: Callable[..., str], page: Page) -> None:
    """From thirteen bare names on a tier is set smaller, in more columns, two on a telephone."""
    base = serve(site.outdir)
    page.goto(f"{base}/index.html")
    size = """tier => parseFloat(getComputedStyle(
        document.querySelector(`[data-tier="${tier}"] .confrecap-sponsor-name`)).fontSize)"""
    few, many = page.evaluate(size, "few"), page.evaluate(size, "many")
    assert many < few
    assert page.evaluate(size, "thirteen") == many
    assert len(rows(page, "many")[0]) > len(rows(page, "few")[0])
    page.set_viewport_size({"width": 360, "height": 800})
    assert {len(row) for row in rows(page, "many")} == {2}


TEXTS = """([tier, name]) => [...document.querySelectorAll(
    `[data-tier="${tier}"] .confrecap-${name}`)].map(one => {
        const range = document.createRange();
        range.selectNodeContents(one);
        return (range.getClientRects()[0] ?? one.getBoundingClientRect()).top;
    })"""


def test_labels_keep_names_and_logos_in_line(
    site: Site, serve: Callable[..., str], page: Page
) -> None:
    """What somebody paid for, and a name of three lines, leave the others where they are."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{serve(site.outdir)}/index.html")
    names = page.evaluate(TEXTS, ["labelled", "sponsor-name"])
    assert len(names) == 3
    assert names == pytest.approx([names[0]] * 3, abs=0.5)
    logos = page.evaluate(TEXTS, ["labelled-logos", "logo"])
    assert logos == pytest.approx([logos[0]] * 3, abs=0.5)


def test_eight_tiers_are_spread_over_the_sizes(build: Builds) -> None:
    """The first is the largest, the rest are spread; a tier that shows nothing counts."""
    tiers = "\n".join(f"  T{number}: [Name {number}]" for number in range(8))
    site = build(f"# T\n\n```{{sponsors}}\ntiers:\n{tiers}\n```\n")
    sizes = [tier["data-size"] for tier in site.soup().select(".confrecap-tier")]
    assert sizes == ["xl", "l", "l", "m", "m", "s", "s", "xs"]
