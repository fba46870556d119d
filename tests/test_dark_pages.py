"""Dark pages, in a browser: what tells that a page is one, and what a logo does then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import CONF, write

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Builds, Site
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_page

PAGE = """
# Sponsors

```{sponsors}
tiers:
  Gold:
    - {name: Pair, logo: {light: dark.svg, dark: light.svg}}
    - {name: Black, logo: dark.svg}
    - {name: White, logo: light.svg}
```

```{youtube} aaaaaaaaaa0
```
"""


def tile(colour: str) -> str:
    """Return a logo of one colour."""
    box = '<rect x="10" y="10" width="180" height="60" rx="12"'
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" width="200" height="80">'
    return f'{start}{box} fill="{colour}"/></svg>'


FILES = {"index.md": PAGE, "dark.svg": tile("#111"), "light.svg": tile("#eee")}

MARKS = [
    ("html", "data-theme", "dark", "light"),  # pydata, book
    ("body", "data-theme", "dark", "light"),  # furo
    ("body", "data-theme", "auto", "dark"),  # furo
    ("html", "data-md-color-scheme", "slate", "light"),  # immaterial
    ("html", "class", "dark", "light"),  # shibuya, sphinxawesome
    ("html", "data-color-mode", "dark", "light"),  # shibuya, GitHub
    ("html", "data-color-mode", "auto", "dark"),  # GitHub
    ("html", "data-mode", "dark", "light"),  # piccolo
    ("html", "data-mode", "darkest", "light"),  # piccolo
    ("body", "class", "theme-dark", "light"),  # press
    ("html", "data-bs-theme", "dark", "light"),  # Bootstrap
]
"""Where a theme writes what, and what the reader's system prefers."""

LIGHT = [
    ("html", "data-theme", "light", "dark"),
    ("body", "data-theme", "auto", "light"),
    ("html", "data-color-mode", "auto", "light"),
    ("html", "class", "light", "dark"),
    ("html", "data-mode", "light", "dark"),
    ("html", "data-bs-theme", "light", "dark"),
]

SEEN = """() => {
    const alpha = colour => colour.startsWith('oklch')
        ? parseFloat(colour.match(/\\/ ([\\d.]+)/)?.[1] ?? 1)
        : parseFloat(colour.match(/[\\d.]+/g)[3] ?? 1);
    const white = colour => colour.startsWith('oklch(1 ') || colour.includes('(255,');
    return Object.fromEntries(['pair', 'black', 'white'].map(name => {
        const all = [...document.querySelectorAll(`#sponsor-${name} img`)];
        const [image] = all.filter(one => getComputedStyle(one).display != 'none');
        const ground = getComputedStyle(image).backgroundColor;
        const plate = alpha(ground) ? (white(ground) ? ' on white' : ' on black') : '';
        return [name, (image.className.match(/only-(\\w+)/)?.[1] ?? 'one') + plate];
    }));
}"""

ON_LIGHT = {"pair": "light", "black": "one", "white": "one on black"}
ON_DARK = {"pair": "dark", "black": "one on white", "white": "one"}


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build a page with a pair and two logos that one ground hides."""
    return build_once(FILES)


def look(page: Page, where: str, name: str, value: str, prefers: str) -> dict[str, str]:
    """Mark the page, and return which file of each sponsor is shown on which plate."""
    page.emulate_media(color_scheme=prefers)  # type: ignore[arg-type]  # one of two words
    page.evaluate(
        "([where, name, value]) => document.querySelector(where).setAttribute(name, value)",
        [where, name, value],
    )
    found: dict[str, str] = page.evaluate(SEEN)
    return found


def test_the_marks_of_themes_are_known(
    site: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """On a page that a theme marks as dark, dark files and their plates are shown."""
    base = serve(site.outdir)
    for mark in MARKS:
        page.emulate_media(media="screen", color_scheme="light")
        page.goto(f"{base}/index.html")
        assert page.evaluate(SEEN) == ON_LIGHT, mark
        assert look(page, *mark) == ON_DARK, mark
        frame = page.locator("iframe").evaluate("one => getComputedStyle(one).colorScheme")
        assert frame == "dark", mark
        page.emulate_media(media="print")
        assert page.evaluate(SEEN) == ON_LIGHT, mark


def test_light_pages_stay_light(site: Site, serve: Callable[[Path], str], page: Page) -> None:
    """A page that its theme marks as light is light, whatever the reader's system prefers."""
    base = serve(site.outdir)
    for mark in LIGHT:
        page.goto(f"{base}/index.html")
        assert look(page, *mark) == ON_LIGHT, mark


def test_a_mark_within_the_page_counts(
    site: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """Bootstrap lets a part of a dark page be light."""
    page.goto(f"{serve(site.outdir)}/index.html")
    assert look(page, "html", "data-bs-theme", "dark", "light") == ON_DARK
    assert look(page, ".confrecap-sponsors", "data-bs-theme", "light", "light") == ON_LIGHT


def test_logos_are_seen_in_a_dark_theme_that_nobody_knows(
    site: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """Where the text is light, what the page would hide stands on a white plate."""
    page.goto(f"{serve(site.outdir)}/index.html")
    for ground, text in (("#111", "#ddd"), ("#000", "#aaa"), ("#002b36", "#93a1a1")):
        page.add_style_tag(content=f"body {{ background: {ground}; color: {text} }}")
        seen = page.evaluate(SEEN)
        assert seen["pair"] == "light on white", text
        assert seen["black"] == "one on white", text
    for ground, text in (("#fff", "#000"), ("#fdf6e3", "#586e75"), ("#eee", "#555")):
        page.add_style_tag(content=f"body {{ background: {ground}; color: {text} }}")
        assert page.evaluate(SEEN) == ON_LIGHT, text


def test_a_site_names_its_own_mark(build: Builds, serve: Callable[[Path], str], page: Page) -> None:
    """`confrecap_dark_selector` adds a mark, in a sheet of its own that goes as it came."""
    conf = {"confrecap_dark_selector": "html.night, body[data-sky='dark']"}
    site = build({**FILES, "plain.md": "# Plain\n"}, conf=conf)
    assert "confrecap/dark.css" not in site.page("plain")
    base = serve(site.outdir)
    for mark in (("html", "class", "night"), ("body", "data-sky", "dark")):
        page.goto(f"{base}/index.html")
        assert page.evaluate(SEEN) == ON_LIGHT
        assert look(page, *mark, "light") == ON_DARK
    site = build({}, conf={})
    assert "confrecap/dark.css" not in site.page()
    assert not (site.outdir / "_static" / "confrecap" / "dark.css").exists()


@pytest.mark.parametrize("theme", ["shibuya", "sphinxawesome_theme", "piccolo_theme"])
@pytest.mark.parametrize("prefers", ["light", "dark"])
def test_themes_mark_their_pages_so(
    sphinx_build: Callable[..., subprocess.CompletedProcess[str]],
    serve: Callable[[Path], str],
    page: Page,
    tmp_path: Path,
    theme: str,
    prefers: str,
) -> None:
    """A theme that is there and follows the reader's system shows what its ground needs."""
    pytest.importorskip(theme)
    conf = "".join(f"{name} = {value!r}\n" for name, value in CONF.items())
    write(tmp_path / "src", {**FILES, "conf.py": f"{conf}html_theme = {theme!r}\n"})
    told = sphinx_build(tmp_path / "src", tmp_path / "out", "-q")  # in a process of its own
    assert not told.returncode, told.stdout
    page.emulate_media(color_scheme=prefers)  # type: ignore[arg-type]  # one of two words
    page.goto(f"{serve(tmp_path / 'out')}/index.html")
    assert page.evaluate(SEEN) == {"light": ON_LIGHT, "dark": ON_DARK}[prefers]
