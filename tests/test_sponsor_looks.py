"""Sponsors as a reader sees them: measured on screenshots of furo, by code of its own.

The figures that the tests compare are in the properties of the test report (`--junit-xml`).
"""

from __future__ import annotations

import io
import statistics
from itertools import combinations
from typing import TYPE_CHECKING

import logo_maker
import pytest
import sponsor_pages
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops
from pypdf import PdfReader
from sponsor_pages import force, load_all

from sphinx_confrecap.images.fit import LEGIBLE, SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from conftest import Builds, Site
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.one_page

LOGOS = {logo.name: logo for logo in logo_maker.logos(120)}
PIXELS = 2
"""Pixels of a screenshot for each CSS pixel."""

STRATEGIES = {
    "boxed": "img { width: 200px; height: 80px; margin: 8px; object-fit: contain }",
    "tall": "img { height: 56px; width: auto; margin: 8px }",
}
"""What sites do instead."""

BARE = "img { --_plate: transparent !important }"
BOXES = """() => [...document.querySelectorAll('main img, article img, body > img')].map(image => {
    const box = image.getBoundingClientRect();
    const name = image.dataset.name ?? image.parentElement.textContent;
    return [name, [box.x + scrollX, box.y + scrollY, box.width, box.height],
        image.closest('[data-size]')?.dataset.size ?? ''];
})"""


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build a site with all looks and 120 logos in furo."""
    files = sponsor_pages.files(tmp_path_factory.mktemp("logos"), len(LOGOS))
    # Two plain strategies for the same files, and a page without sponsors.
    images = "\n".join(f'<img src="{name}" data-name="{name}">' for name in LOGOS)
    for name, css in STRATEGIES.items():
        files[f"extra/plain/{name}.html"] = f"<!DOCTYPE html><style>{css}</style>\n{images}"
    files |= {f"extra/plain/{name}": files[name] for name in LOGOS}
    files["plain.md"] = "# Nothing here\n"
    return build_once(files, conf=sponsor_pages.conf("furo") | {"html_extra_path": ["extra"]})


def shot(page: Page) -> Image.Image:
    """Photograph the whole page."""
    return Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert(
        "RGB"
    )


def weight_seen(picture: Image.Image, box: Iterable[float], paper: tuple[int, int, int]) -> float:
    """Return the box in CSS pixels around all that is not paper × its share of ink to the ⅖."""
    left, top, width, height = (round(value * PIXELS) for value in box)
    cut = picture.crop((left - 4, top - 4, left + width + 4, top + height + 4))
    apart = ImageChops.difference(cut, Image.new("RGB", cut.size, paper)).convert("L")
    ink = apart.point(lambda value: 255 if value > 40 else 0)
    found = ink.getbbox()
    assert found is not None
    area = (found[2] - found[0]) * (found[3] - found[1])
    return area / PIXELS**2 * (ink.histogram()[255] / area) ** 0.4


def weights(page: Page) -> dict[str, tuple[str, list[float], float]]:
    """Return the tier, the box and the visual weight of every logo of a page, plates left out.

    White logos are measured on black, all others on white, where a JPEG's ground is no ink.
    """
    boxes = page.evaluate(BOXES)
    found = {}
    for paper in ((255, 255, 255), (0, 0, 0)):
        flat = f"background: rgb{paper} !important; color: rgb{paper} !important"
        page.add_style_tag(content=f"{BARE} * {{ {flat} }}")
        picture = shot(page)
        for name, box, size in boxes:
            logo = LOGOS[name]
            white = logo.transparent and logo.colours[0] == "#ffffff"
            if white is (paper == (0, 0, 0)):
                found[name] = (size, box, weight_seen(picture, box, paper))
    assert len(found) == len(LOGOS)
    return found


def spread(values: Iterable[float]) -> float:
    """Return the 90th percentile divided by the 10th."""
    tenths = statistics.quantiles(values, n=10, method="inclusive")
    return tenths[-1] / tenths[0]


def clamped(size: str, box: list[float]) -> bool:
    """True if the size of a logo comes from its cell, or from the least legible height."""
    cell = SIZES[size]
    width, height = box[2:]
    return width >= cell.width - 1 or height >= cell.height - 1 or height <= LEGIBLE + 0.5


@pytest.mark.parametrize("width", [1280, 360])
def test_logos_have_the_same_weight(
    width: int,
    site: Site,
    serve: Callable[[Path], str],
    browser: Browser,
    record_property: Callable[[str, object], None],
) -> None:
    """The weight of 120 logos on a screenshot is equal in each tier; what others do is not."""
    base = serve(site.outdir)
    page = browser.new_page(
        viewport={"width": width, "height": 800}, device_scale_factor=PIXELS, color_scheme="light"
    )
    page.goto(f"{base}/wall.html")
    load_all(page)
    page.add_style_tag(content="header { position: static !important }")
    found = weights(page)
    free = [entry for entry in found.values() if not clamped(*entry[:2])]
    share = 1 - len(free) / len(found)
    middle = {}
    for size in SIZES:
        tier = [area for of, _box, area in free if of == size]
        middle[size] = statistics.median(tier)
        record_property(f"spread {size}", round(spread(tier), 3))
        assert spread(tier) <= 1.15, size
    ours = spread(area / middle[size] for size, _box, area in free)
    all_of_ours = spread(area / middle[size] for size, _box, area in found.values())
    plain = {}
    for name in ("boxed", "tall"):
        page.goto(f"{base}/plain/{name}.html")
        load_all(page)
        plain[name] = spread(area for *_, area in weights(page).values())
    page.close()
    for name, value in {
        "clamped share": share,
        "equal weight": ours,
        "equal weight, clamped ones included": all_of_ours,
        "fit in a box of 200 by 80": plain["boxed"],
        "equal height": plain["tall"],
    }.items():
        record_property(name, round(value, 3))
    assert ours <= 1.15
    assert share < 0.25
    assert all_of_ours < plain["boxed"] < plain["tall"]


def luminance(pixel: tuple[int, ...]) -> float:
    """Return the relative luminance of WCAG 2."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in pixel)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def share_seen(ink: Image.Image, cut: Image.Image, ground: tuple[int, ...]) -> float:
    """Return the share of the ink whose contrast with the ground is at least 2 to 1."""
    below = luminance(ground)
    marked = cut.copy()
    marked.putalpha(ink)
    seen = whole = 0
    for count, colour in marked.getcolors(marked.width * marked.height) or ():
        assert isinstance(colour, tuple)
        if colour[3]:
            high, low = sorted((luminance(colour[:3]), below), reverse=True)
            seen += count * ((high + 0.05) / (low + 0.05) >= 2)
            whole += count
    return seen / whole


def test_no_logo_vanishes(
    site: Site,
    serve: Callable[[Path], str],
    page: Page,
    record_property: Callable[[str, object], None],
) -> None:
    """On the screenshot of either mode half of a logo's ink stands out, where any ground can."""
    base = serve(site.outdir)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        page.goto(f"{base}/wall.html")
        load_all(page)
        boxes = {name: box for name, box, _size in page.evaluate(BOXES)}
        with_plates = shot(page)
        page.add_style_tag(content=BARE)
        without = shot(page)
        # Ink is what looks the same on black and on white.
        grounds = []
        for paper in ("#000", "#fff"):
            flat = f"background: {paper} !important; color: {paper} !important"
            page.add_style_tag(content=f"*:not(img) {{ {flat} }}")
            grounds.append(shot(page))
        same = ImageChops.difference(*grounds).convert("L").point(lambda value: 255 * (value < 8))
        gone: dict[str, list[str]] = {"before": [], "after": []}
        for name, (left, top, width, height) in boxes.items():
            if not LOGOS[name].transparent:
                continue
            area = (
                round(left) + 1,
                round(top) + 1,
                round(left + width) - 1,
                round(top + height) - 1,
            )
            for when, picture in (("before", without), ("after", with_plates)):
                ground = picture.getpixel((round(left) - 3, round(top + height / 2)))
                assert isinstance(ground, tuple)
                seen = share_seen(same.crop(area), picture.crop(area), ground)
                if seen < 0.5:
                    gone[when].append(name)
        for when, names in gone.items():
            record_property(f"vanish on {scheme}, {when}", len(names))
        assert len(gone["before"]) > 5
        # Dark ink beside yellow of its size: neither ground shows both at two to one. The dark
        # part, which would be gone, is raised; the yellow one stays above what hides it.
        assert set(gone["after"]) <= {"logo-0004.webp", "logo-0015.svg", "logo-0048.png"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_plates(
    scheme: str, site: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """Where a reader forces colours, a logo that this ground would hide still has its plate."""
    page.emulate_media(color_scheme=scheme, forced_colors="active")  # type: ignore[arg-type]  # words
    base = serve(site.outdir)
    page.goto(f"{base}/plain.html")
    force(page, "light")  # which forced colours overrule
    page.goto(f"{base}/wall.html")
    other = {"light": "dark", "dark": "light"}[scheme]
    plate = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 30)"}[other]
    plated = page.locator(f".confrecap-logo[data-plate-on-{scheme}={other}]")
    assert plated.count() > 1
    style = "all => all.map(one => getComputedStyle(one).backgroundColor)"
    assert set(plated.evaluate_all(style)) == {plate}


def test_nothing_moves_while_pictures_load(
    site: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """Boxes are final before a picture is there; nothing has a style of its own or a script."""
    base = serve(site.outdir)
    page.route("**/_images/**", lambda route: route.abort())
    page.goto(f"{base}/wall.html")
    before = page.evaluate(BOXES)
    page.unroute("**/_images/**")
    page.goto(f"{base}/wall.html")
    load_all(page)
    assert page.evaluate(BOXES) == before
    for name in ("wall", "index"):
        section = site.soup(name).select_one(".confrecap-sponsors")
        assert section is not None
        assert not section.select("[style], script, style")


GAPS = """() => [...document.querySelectorAll('.confrecap-tier')].map(tier =>
    [...tier.querySelectorAll('img.confrecap-logo')].map(image => {
        const box = image.getBoundingClientRect();
        const reach = parseFloat(getComputedStyle(image).boxShadow.match(/([\\d.]+)px$/)[1]);
        return [box.left - reach, box.top - reach, box.right + reach, box.bottom + reach];
    }).filter(box => box[2] - box[0] > 30))"""


@pytest.mark.parametrize("gap", ["", "1rem", "3rem"])
def test_plates_keep_apart(gap: str, site: Site, serve: Callable[[Path], str], page: Page) -> None:
    """If every logo had a plate, 12 pixels would be free between any two, at any gap."""
    page.goto(f"{serve(site.outdir)}/wall.html")
    page.add_style_tag(content=f":root {{ --confrecap-gap: {gap} }}" if gap else "*{}")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for tier in page.evaluate(GAPS):
            for one, other in combinations(tier, 2):
                across = max(other[0] - one[2], one[0] - other[2])
                down = max(other[1] - one[3], one[1] - other[3])
                assert max(across, down) >= 11.9, (width, one, other)


def test_the_scale_of_logos(site: Site, serve: Callable[[Path], str], page: Page) -> None:
    """`--confrecap-logo-scale` makes every logo larger or smaller by that factor."""
    page.goto(f"{serve(site.outdir)}/wall.html")
    before = page.evaluate(BOXES)
    page.add_style_tag(content=":root { --confrecap-logo-scale: .75 }")
    for (_, old, _), (_, new, _) in zip(before, page.evaluate(BOXES), strict=True):
        assert new[2:] == pytest.approx([0.75 * side for side in old[2:]], abs=0.6)


SITE_RULES = """
.confrecap-sponsor-name { color: rgb(1, 2, 3); font-size: 11px; font-weight: 300 }
:where(.confrecap-tier) { margin-bottom: 7px }
:where(.confrecap-tier-title) { text-align: left }
.confrecap-logo { border-radius: 9px }
.confrecap-sponsor { min-width: 50px }
.confrecap-open-slot { border-color: rgb(1, 2, 3) }
.confrecap-sponsor-for { font-size: 9px }
"""


def test_a_rule_of_the_site_wins(
    build: Builds, serve: Callable[[Path], str], page: Page, tmp_path: Path
) -> None:
    """Rules in a site's own style sheet beat our looks, weak ones too, without `!important`."""
    files = sponsor_pages.files(tmp_path / "logos", 30)
    conf = sponsor_pages.conf("furo") | {
        "html_static_path": ["own"],
        "html_css_files": ["own.css"],
    }
    made = build({**files, "own/own.css": SITE_RULES}, conf=conf)
    page.goto(f"{serve(made.outdir)}/index.html")
    for selector, name, value in (
        (".confrecap-sponsor-name", "color", "rgb(1, 2, 3)"),
        ("a .confrecap-sponsor-name", "color", "rgb(1, 2, 3)"),
        (".confrecap-sponsor-name", "fontSize", "11px"),
        (".confrecap-sponsor-name", "fontWeight", "300"),
        (".confrecap-tier", "marginBottom", "7px"),
        (".confrecap-tier-title", "textAlign", "left"),
        (".confrecap-logo", "borderTopLeftRadius", "9px"),
        (".confrecap-sponsor", "minWidth", "50px"),
        (".confrecap-open-slot", "borderTopColor", "rgb(1, 2, 3)"),
        (".confrecap-sponsor-for", "fontSize", "9px"),
    ):
        found = page.locator(selector).first.evaluate(f"one => getComputedStyle(one)['{name}']")
        assert found == value, selector


def test_columns(build: Builds, serve: Callable[[Path], str], page: Page) -> None:
    """`columns` cells fill a row, fewer where they do not fit, and a short last row is centred."""
    names = ", ".join(f"Name {number}" for number in range(7))
    counts = (1, 2, 3, 5)
    files = {
        f"{count}.md": f"```{{sponsors}}\n:columns: {count}\n:no-index:\n\n"
        f"tiers: {{Gold: {{size: xs, sponsors: [{names}]}}}}\n```\n"
        for count in counts
    }
    base = serve(build({**files, "index.md": "# T\n"}, conf=sponsor_pages.conf("furo")).outdir)
    rows = """() => Object.values(Object.groupBy(
        [...document.querySelectorAll('.confrecap-sponsor')].map(cell =>
            cell.getBoundingClientRect()),
        box => Math.round(box.top))).map(row => [row.length, row[0].left + row.at(-1).right])"""
    for count in counts:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{base}/{count}.html")
        found = page.evaluate(rows)
        lengths = [count] * (7 // count) + [7 % count] * (7 % count > 0)
        assert [row[0] for row in found] == lengths, count
        assert found[-1][1] == pytest.approx(found[0][1], abs=2), count
        page.set_viewport_size({"width": 360, "height": 800})
        assert max(row[0] for row in page.evaluate(rows)) == min(count, 2)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, count


def test_the_style_sheets_are_only_where_needed(site: Site, build: Builds) -> None:
    """Pages with sponsors have their CSS, no other page has; `confrecap_css` leaves it out."""
    for name in ("base.css", "sponsors.css"):
        assert f"confrecap/{name}" in site.page("index")
        assert f"confrecap/{name}" not in site.page("plain")
    bare = build("```{sponsors}\ntiers: {Gold: [Acme]}\n```\n", conf={"confrecap_css": False})
    assert ".css" in bare.page()
    assert "confrecap/" not in bare.page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_no_complaint(
    scheme: str, site: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """All looks of sponsors pass axe in furo's two modes."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    page.goto(f"{serve(site.outdir)}/index.html")
    load_all(page)
    found = Axe().run(page, context="article")
    assert found.response["passes"]
    assert not found.response["violations"], found.generate_report()


def test_no_heading_is_parted_from_its_first_row(
    build: Builds, serve: Callable[[Path], str], page: Page
) -> None:
    """Wherever pages of paper break, a tier's heading is on the page of its first sponsor."""
    tiers = "\n".join(
        f"    Tier {number}: {{size: {'xl' if number % 2 else 's'}, show: {show}, "
        f"sponsors: [Initial {number}, Second, Third, Fourth, Fifth, Sixth, Seventh]}}"
        for number, show in enumerate(["logo", "card", "names"] * 4)
    )
    made = build(
        {
            "index.md": "# Sponsors\n\n```{sponsors} data.yaml\n```\n",
            "data.yaml": f"sponsors:\n  tiers:\n{tiers}\n",
        },  # in the theme `basic`, which has no rules for breaks
    )
    page.goto(f"{serve(made.outdir)}/index.html")
    for height in range(400, 700, 60):
        paper = PdfReader(io.BytesIO(page.pdf(width="600px", height=f"{height}px")))
        texts = [" ".join(sheet.extract_text().split()) + " " for sheet in paper.pages]
        assert len(texts) > 3
        for number in range(12):
            (heading,) = [at for at, text in enumerate(texts) if f"Tier {number} " in text]
            (first,) = [at for at, text in enumerate(texts) if f"Initial {number} " in text]
            assert heading == first, (height, number)


def test_cards_are_equally_high_on_paper(
    build: Builds, serve: Callable[[Path], str], page: Page
) -> None:
    """Cards of one row have one height and one top, printed too, however long their texts are."""
    cards = ", ".join(f"{{name: N{n}, text: {'Some words. ' * n}}}" for n in range(1, 8))
    data = f"```{{sponsors}}\ntiers: {{Gold: [{cards}]}}\n```\n"
    page.goto(f"{serve(build(data).outdir)}/index.html")
    page.set_viewport_size({"width": 760, "height": 900})
    for media in ("screen", "print"):
        page.emulate_media(media=media)  # type: ignore[arg-type]  # one of its literals
        boxes = page.locator(".confrecap-sponsor").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(b => [b.top, b.height])"
        )
        rows = {top: {height for at, height in boxes if at == top} for top, _ in boxes}
        assert 1 < len(rows) < 7
        assert all(len(heights) == 1 for heights in rows.values()), media


def test_paper_is_light(site: Site, serve: Callable[[Path], str], page: Page) -> None:
    """Printed in dark mode, plates and logos are those of a light page, and links are names."""
    page.emulate_media(color_scheme="dark", media="print")
    base = serve(site.outdir)
    page.goto(f"{base}/wall.html")
    colour = "all => all.map(one => getComputedStyle(one).backgroundColor)"
    plated = page.locator("[data-plate-on-light=dark]").evaluate_all(colour)
    assert set(plated) == {"rgb(20, 24, 30)"}
    others = page.locator(".confrecap-logo:not([data-plate-on-light])").evaluate_all(colour)
    assert all(ground.endswith((", 0)", "/ 0)")) for ground in others)
    exact = "one => getComputedStyle(one).printColorAdjust"
    assert page.locator(".confrecap-logo").first.evaluate(exact) == "exact"
    page.goto(f"{base}/index.html")
    assert page.locator("#sponsor-pair .confrecap-only-light").is_visible()
    assert not page.locator("#sponsor-pair .confrecap-only-dark").is_visible()
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages)
    assert "Ibex" in text
    assert "ibex.example" not in text
