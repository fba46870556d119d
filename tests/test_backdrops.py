"""What logos stand on, in which colour, and how many in a row: in every look, in a browser."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
import sponsor_pages
from browser import leave
from conftest import write

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Builds, Site
    from playwright.sync_api import Page


pytestmark = pytest.mark.one_page


def tile(colour: str) -> str:
    """Return a logo of one colour."""
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" width="200" height="80">'
    return f'{start}<rect x="10" y="10" width="180" height="60" rx="12" fill="{colour}"/></svg>'


DATA = """
tiers:
  Gold:
    - {name: Pair, logo: {light: black.svg, dark: white.svg}, url: "https://a.example"}
    - {name: Black, logo: black.svg, for: Lunch}
    - {name: White, logo: white.svg}
    - {name: Word, text: "A sentence with a [link](https://b.example)."}
"""

FILES = {
    "black.svg": tile("#111"),
    "white.svg": tile("#eee"),
    "sponsors.yaml": DATA,
}


def section(options: str = "") -> str:
    """Return a section with some options."""
    return f"# T\n\n```{{sponsors}} sponsors.yaml\n:show: logo\n{options}\n```\n"


def logos(site: Site, name: str) -> list[tuple[str, bool, str | None, str | None]]:
    """Return file, whether it is for one mode only, and plates of each logo of a sponsor."""
    return [
        (
            image["src"].rsplit("/")[-1].partition("-")[0],
            "only" in str(image["class"]),
            image.get("data-plate-on-light"),
            image.get("data-plate-on-dark"),
        )
        for image in site.soup().select(f"#sponsor-{name} img")
    ]


@pytest.mark.parametrize(
    ("written", "mode"),
    [
        ("light", "light"),
        ("dark", "dark"),
        ("navy", "dark"),
        ("RebeccaPurple", "dark"),
        ("0b3d2e", "dark"),
        ("'#0b3d2e'", "dark"),
        ('"#FE9"', "light"),
        ("fff", "light"),
        ("000", "dark"),
    ],
)
def test_a_ground_decides(build: Builds, written: str, mode: str) -> None:
    """A pair shows the file of the ground, and a logo that it hides has a plate in both modes."""
    site = build({**FILES, "index.md": section(f":backdrop: {written}")})
    assert site.soup().select_one(".confrecap-sponsors")["data-backdrop"] == mode
    light = mode == "light"
    assert logos(site, "pair") == [("black" if light else "white", False, None, None)]
    hidden = {"light": None, "dark": "light"}[mode]
    assert logos(site, "black") == [("black", False, hidden, hidden)]
    hidden = {"light": "dark", "dark": None}[mode]
    assert logos(site, "white") == [("white", False, hidden, hidden)]


def test_by_default_the_page_decides(build: Builds) -> None:
    """Without the option there are both files of a pair, and the plates of each mode."""
    site = build({**FILES, "index.md": section()})
    shown = site.soup().select_one(".confrecap-sponsors")
    assert (shown["data-backdrop"], shown["data-logo-color"]) == ("auto", "full")
    assert [one[:2] for one in logos(site, "pair")] == [("black", True), ("white", True)]
    assert logos(site, "black") == [("black", False, None, "light")]


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (":backdrop:", "'backdrop' must be auto, light, dark or a colour"),
        (":backdrop:", "in MyST a value that begins with # needs quotes"),
        (":backdrop: #0b3d2e", "is empty, for a '#' begins a comment; quote it: '#0b3d2e'"),
        (":backdrop: rgb(1, 2, 3)", "not 'rgb(1, 2, 3)'"),
        (":backdrop: '#12345'", "not '#12345'"),
        (":logo-color: blue", "'logo-color' must be one of full, grey, not 'blue'"),
    ],
)
def test_what_is_no_ground_is_told(build: Builds, option: str, told: str) -> None:
    """A value that is no colour is one warning, and the default."""
    site = build({**FILES, "index.md": section(option)}, warnings=True)
    assert site.warnings.count("WARNING") == 1
    assert told in site.warnings
    shown = site.soup().select_one(".confrecap-sponsors")
    assert (shown["data-backdrop"], shown["data-logo-color"]) == ("auto", "full")


def test_books_do_not_stand_on_it(build: Builds) -> None:
    """A backdrop is a site's CSS, which paper lacks: there the light file is shown."""
    site = build({**FILES, "index.md": section(":backdrop: dark")}, "epub")
    assert [one[0] for one in logos(site, "pair")] == ["black"]


COLOURS = """selector => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    return [...document.querySelectorAll(selector)].map(one => {
        canvas.fillStyle = getComputedStyle(one).color;
        canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data.slice(0, 3).join();
    });
}"""
BLACK, WHITE = "0,0,0", "255,255,255"


@pytest.mark.parametrize("theme", ["furo", "pydata_sphinx_theme", "alabaster"])
def test_text_follows_the_ground(
    theme: str,
    sphinx_build: Callable[..., subprocess.CompletedProcess[str]],
    serve: Callable[[Path], str],
    page: Page,
    tmp_path: Path,
) -> None:
    """Names, labels, headings and links are read on the ground, whatever the page is."""
    sections = {}
    for mode in ("light", "dark"):
        for show in ("logo+name", "card"):
            text = section(f":backdrop: {mode}").replace("show: logo", f"show: {show}")
            sections[f"{mode}-{show}"] = text
    files = {f"{name}.md": text for name, text in sections.items()}
    conf = "".join(f"{name} = {value!r}\n" for name, value in sponsor_pages.conf(theme).items())
    write(tmp_path / "src", {**FILES, **files, "index.md": "# T\n", "conf.py": conf})
    told = sphinx_build(tmp_path / "src", tmp_path / "out", "-q")  # in a process of its own
    assert not told.returncode, told.stdout
    base = serve(tmp_path / "out")
    for prefers, name in product(("light", "dark"), sections):
        leave(page)
        page.emulate_media(color_scheme=prefers)  # type: ignore[arg-type]  # one of two words
        page.goto(f"{base}/{name}.html")
        wanted = BLACK if "light" in name else WHITE
        read = [".confrecap-sponsor-name", ".confrecap-sponsor-for", ".confrecap-sponsor-text"]
        read += [".confrecap-sponsor-text a"]
        if "card" in name:
            (title,) = page.evaluate(COLOURS, ".confrecap-tier-title")
            assert title != WHITE  # it stands on the page
        else:
            read += [".confrecap-tier-title"]
        for selector in read:
            assert set(page.evaluate(COLOURS, selector)) == {wanted}, (prefers, name, selector)


def test_contrast_is_judged_on_the_ground_itself(build: Builds) -> None:
    """A red logo needs a plate on the red that it stands on, and on a dark page in grey alone."""
    for options, plate in (
        (":backdrop: '#c80000'", "light"),
        (":backdrop: '#000'", None),
        (":backdrop: '#000'\n:logo-color: grey", "light"),
    ):
        files = {**FILES, "black.svg": tile("#d40000"), "index.md": section(options)}
        image = build(files).soup().select_one("#sponsor-black img")
        assert image is not None
        assert image.get("data-plate-on-dark") == plate, options


def test_on_paper_a_logo_brings_its_ground(
    build: Builds, serve: Callable[[Path], str], page: Page
) -> None:
    """Where a site's colours are not printed, a logo has the plate that it had, else the ground."""
    page_of = {ground: section(f":backdrop: {ground}\n:no-index:") for ground in ("light", "dark")}
    made = build({**FILES, "index.md": page_of["dark"], "light.md": page_of["light"]})
    plate = "one => getComputedStyle(one).backgroundColor"
    none, black, white = "rgba(0, 0, 0, 0)", "rgb(20, 24, 30)", "rgb(255, 255, 255)"
    for name, on_screen, on_paper in (
        ("index", {"black": white, "white": none}, {"black": white, "white": black}),
        ("light", {"black": none, "white": black}, {"black": white, "white": black}),
    ):
        page.goto(f"{serve(made.outdir)}/{name}.html")
        for media, wanted in (("screen", on_screen), ("print", on_paper)):
            page.emulate_media(media=media)  # type: ignore[arg-type]  # one of two words
            for logo, colour in wanted.items():
                shown = page.locator(f"img[src*='/{logo}']").last
                assert shown.evaluate(plate) == colour, (name, media, logo)
        assert page.evaluate(COLOURS, ".confrecap-sponsor-name")[0] != WHITE


def test_a_card_has_the_ring(build: Builds, serve: Callable[[Path], str], page: Page) -> None:
    """The focus of a card's name is shown within the card, on its colour, and through no text."""
    text = section(":backdrop: dark").replace(":show: logo", ":show: card")
    page.goto(f"{serve(build({**FILES, 'index.md': text}).outdir)}/index.html")
    page.locator("#sponsor-pair .confrecap-sponsor-link").evaluate("one => one.focus()")
    ring = "one => (s => [s.outlineStyle, s.outlineOffset, s.outlineColor])(getComputedStyle(one))"
    assert page.locator("#sponsor-pair").evaluate(ring) == ["solid", "-4px", "rgb(255, 255, 255)"]
    assert page.locator("#sponsor-pair .confrecap-sponsor-link").evaluate(ring)[0] == "none"


def test_grey_logos(build: Builds, serve: Callable[[Path], str], page: Page) -> None:
    """`:logo-color: grey` (or `gray`) shows colour under the pointer and the focus alone."""
    made = build({**FILES, "index.md": section(":logo-color: gray")})
    page.goto(f"{serve(made.outdir)}/index.html")
    shown = "one => getComputedStyle(one).filter"
    logo = page.locator("#sponsor-pair img").first
    assert logo.evaluate(shown) == "grayscale(1)"
    page.locator("#sponsor-pair a").hover()
    assert logo.evaluate(shown) == "none"
    page.mouse.move(0, 0)
    assert logo.evaluate(shown) == "grayscale(1)"
    page.locator("#sponsor-pair a").focus()
    assert logo.evaluate(shown) == "none"


ROWS = """() => Object.values(Object.groupBy(
    [...document.querySelectorAll('.confrecap-sponsor')].map(cell => cell.getBoundingClientRect()),
    box => Math.round(box.top + box.height / 2))).map(row => row.length)"""


def test_columns_in_every_look(build: Builds, serve: Callable[[Path], str], page: Page) -> None:
    """So many cells fill a row; on a telephone fewer, and nothing scrolls sideways."""
    names = ", ".join(f"{{name: Name {number}, logo: black.svg}}" for number in range(12))
    pages = {
        (count, show): (
            f"# T\n\n```{{sponsors}}\n:columns: {count}\n:show: {show}\n:no-index:\n\n"
            f"tiers: {{Gold: {{size: m, sponsors: [{names}]}}}}\n```\n"
        )
        for count in (1, 2, 3, 4, 12)
        for show in ("logo", "logo+name", "card", "names")
    }
    files = {f"{count}{show}.md": text for (count, show), text in pages.items()}
    made = build({**FILES, **files, "index.md": "# T\n"}, conf=sponsor_pages.conf("furo"))
    base = serve(made.outdir)
    for count, show in pages:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{base}/{count}{show}.html")
        rows = page.evaluate(ROWS)
        assert max(rows) == count if count < 12 else 4 <= max(rows) <= 12, (show, count, rows)
        page.set_viewport_size({"width": 360, "height": 800})
        assert max(page.evaluate(ROWS)) <= min(count, 4), (show, count)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, (show, count)
