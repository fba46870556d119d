"""Six themes, in a browser: their rules bend nothing of ours, their modes decide on plates."""

from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING, Any

import contrast
import photo_rows
import picture_maker as make
import pytest
import sponsor_pages
from browser import leave
from conftest import LOOSE, write
from PIL import Image
from sponsor_pages import ALWAYS_LIGHT, THEMES, force, load_all

from sphinx_confrecap.images import header, measure, plates
from sphinx_confrecap.images.ink import Ink

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.one_page

LOGOS = 30
WHITE, DARK = (255, 255, 255), (20, 24, 30)

LOOK = """() => {
    const style = (selector, ...names) => {
        const found = getComputedStyle(document.querySelector(selector));
        return Object.fromEntries(names.map(name => [name, found[name]]));
    };
    const mark = document.querySelector('li.confrecap-sponsor');
    const size = parseFloat(getComputedStyle(mark).fontSize);
    const em = (selector, name) => {
        const found = getComputedStyle(document.querySelector(selector))[name];
        return Math.round(parseFloat(found) / size * 100) / 100;
    };
    return {
        title: style('.confrecap-tier-title', 'textAlign', 'fontWeight', 'borderBottomWidth',
            'paddingLeft', 'marginTop', 'marginLeft'),
        titleSize: em('.confrecap-tier-title', 'fontSize'),
        titleBelow: em('.confrecap-tier-title', 'marginBottom'),
        list: style('.confrecap-tier-list', 'listStyleType', 'paddingLeft', 'display'),
        listAside: em('.confrecap-tier-list', 'marginLeft'),
        item: style('.confrecap-sponsor', 'listStyleType', 'paddingLeft', 'display'),
        itemAside: em('.confrecap-sponsor', 'marginLeft'),
        bullet: getComputedStyle(mark, '::before').content,
        link: style('a.confrecap-sponsor-link', 'textDecorationLine', 'borderBottomWidth',
            'marginBottom', 'backgroundColor'),
        linkColour: getComputedStyle(document.querySelector('a.confrecap-sponsor-link')).color
            === getComputedStyle(mark).color,
        name: style('.confrecap-sponsor-name', 'fontWeight'),
        nameSize: em('[data-size=xl] .confrecap-sponsor-name', 'fontSize'),
        logo: style('.confrecap-logo', 'marginBottom', 'paddingLeft', 'borderTopWidth', 'filter',
            'borderTopLeftRadius'),
        cards: style('[data-show=card] > .confrecap-tier-list', 'display'),
        card: style('[data-show=card] .confrecap-sponsor', 'textAlign', 'borderTopWidth'),
        text: em('.confrecap-sponsor-text', 'fontSize'),
        textAbove: em('.confrecap-sponsor-text', 'marginTop'),
        textBelow: em('.confrecap-sponsor-text', 'marginBottom'),
        links: style('.confrecap-sponsor-links', 'marginBottom'),
        slot: style('.confrecap-open-slot > p', 'marginTop', 'marginBottom'),
        credit: style('.confrecap-sponsored-by-credit', 'marginTop', 'marginBottom'),
        thanks: style('.confrecap-sponsored-by-text p', 'marginTop', 'marginBottom'),
    };
}"""

DESIGNED = {
    "title": {
        "textAlign": "center",
        "fontWeight": "600",
        "borderBottomWidth": "0px",
        "paddingLeft": "0px",
        "marginTop": "0px",
        "marginLeft": "0px",
    },
    "titleSize": 1.2,
    "titleBelow": 1.32,
    "list": {"listStyleType": "none", "paddingLeft": "0px", "display": "block"},
    "listAside": -1,
    "item": {"listStyleType": "none", "paddingLeft": "0px", "display": "inline-flex"},
    "itemAside": 1,
    "bullet": "none",
    "link": {
        "textDecorationLine": "none",
        "borderBottomWidth": "0px",
        "marginBottom": "0px",
        "backgroundColor": "rgba(0, 0, 0, 0)",
    },
    "linkColour": True,
    "name": {"fontWeight": "600"},
    "nameSize": 1.5,
    "logo": {
        "marginBottom": "0px",
        "paddingLeft": "0px",
        "borderTopWidth": "0px",
        "filter": "none",
        "borderTopLeftRadius": "1px",
    },
    "cards": {"display": "flex"},
    "card": {"textAlign": "start", "borderTopWidth": "1px"},
    "text": 0.9,
    "textAbove": 0.45,
    "textBelow": 0,
    "links": {"marginBottom": "0px"},
    "slot": {"marginTop": "0px", "marginBottom": "0px"},
    "credit": {"marginTop": "0px", "marginBottom": "0px"},
    "thanks": {"marginTop": "0px", "marginBottom": "0px"},
}

LOGO_FACTS = """() => [...document.querySelectorAll('img.confrecap-logo')].map(image => {
    const box = image.getBoundingClientRect();
    return {
        name: image.parentElement.textContent,
        box: [box.x, box.y + scrollY, box.width, box.height],
        asked: [+image.getAttribute('width'), +image.getAttribute('height')],
        only: image.className.match(/only-(light|dark)/)?.[1] ?? '',
        link: image.parentElement.getBoundingClientRect().width,
    };
})"""


PHOTOS = """
---
orphan: true
---
# Photos

```{gallery}
:height: 100

defaults: {credit: "[Jane](https://jane.example)", license: CC-BY-4.0}
photos:
  - {src: photos/p1.jpg, alt: One, caption: The *first* of them}
  - {src: photos/p2.jpg, alt: Two}
```

```{gallery} photos/*.jpg
:layout: grid
:columns: 3
```

```{gallery} photos/*.jpg
:layout: strip
```

```{photo} photos/p1.jpg
:alt: Alone
:width: 50%
```
"""

ALL = """
---
orphan: true
---
# All

<div id="theme-link">

[A link](https://link.example)

</div>

```{youtube} aaaaaaaaaa0
:title: One video
A caption with a [link](https://x.example).
```

```{youtube} https://vimeo.com/76979871
:title: Elsewhere
```

```{playlist}
url: https://www.youtube.com/playlist?list=PLDxHUKcX0qaGEz3J8Qsv6DxqLNnyKZQvX
title: Talks
videos:
  - url: https://youtu.be/aaaaaaaaaa1
    title: First
    speakers: [Ada]
    duration: 28:41
    date: 2024-09-18
    text: One sentence.
    slides: https://x.example
  - {url: "https://youtu.be/aaaaaaaaaa2", title: Second}
```

```{playlist}
:layout: grid
title: Grid
videos:
  - {url: "https://youtu.be/aaaaaaaaaa3", title: First, speakers: [Ada], duration: 28:41, slides: "https://x.example"}
  - {url: "https://youtu.be/aaaaaaaaaa4", title: Second}
```

```{playlist}
:layout: list
title: List
videos:
  - {url: "https://youtu.be/aaaaaaaaaa5", title: First, speakers: [Ada], duration: 28:41, slides: "https://x.example"}
  - {url: "https://vimeo.com/76979872", title: Second}
```

```{gallery}
defaults: {credit: "[Jane](https://jane.example)", license: CC-BY-4.0}
photos:
  - {src: photos/p1.jpg, alt: One, caption: The *first* of them, download: true}
  - {src: photos/p2.jpg, alt: Two}
```

```{sponsors} looks.yaml
:no-index:
```

```{event}
name: A Conference
url: https://event.example
start: 2025-10-22
end: 2025-10-23
venue: {name: Hall, city: Berlin, map: "https://map.example", url: "https://hall.example"}
organizer: {name: Foundation, url: "https://f.example"}
status: cancelled
tickets: {url: "https://tickets.example", price: 399, currency: USD}
description: Two days of [talks](https://t.example).
```

```{sponsored-by} Logo
:data: looks.yaml
:for: Lunch

Thank *you*, [all](https://all.example).
```
"""

PHOTO_LOOK = """() => {
    const boxes = (selector, ...names) => {
        const found = [...document.querySelectorAll(selector)];
        return found.map(e => e.getBoundingClientRect()).map(b => names.map(n => b[n]));
    };
    const equal = rows =>
        rows.every(row => row.flat().every((n, i) => Math.abs(n - rows[0].flat()[i]) < 0.1));
    const alone = document.querySelector(':not(li) > figure.confrecap-photo');
    const widths = [alone, alone.parentElement].map(e => parseFloat(getComputedStyle(e).width));
    return {
        rows: equal(boxes('[data-layout=rows] img', 'top', 'height')),
        grid: equal(boxes('[data-layout=grid] img', 'top', 'width', 'height')),
        strip: equal(boxes('[data-layout=strip] img', 'top', 'height')),
        filled: equal(
            ['li', 'figure', 'img'].map(e => boxes(`.confrecap-gallery ${e}`, 'left', 'width'))
        ),
        half: Math.round(widths[0] / widths[1] * 100) / 100,
    };
}"""

VIEWER_LOOK = """() => {
    const caption = document.querySelector('.confrecap-viewer figcaption');
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const parts = [caption, ...caption.querySelectorAll('*')].map(e => getComputedStyle(e));
    return {
        colours: [...new Set(parts.map(part => part.color))],
        size: parseFloat(parts[0].fontSize) / rem,
        centred: parts[0].textAlign,
    };
}"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """Write what all themes are built from; return its folder and the themes built so far."""
    folder = tmp_path_factory.mktemp("themes")
    photos = {
        f"photos/{name}.jpg": make.encoded(make.photo(width, 300))
        for name, width in (("p1", 450), ("p2", 200), ("p3", 300))
    }
    photos |= {**photo_rows.pictures(), "rows.md": photo_rows.page(21, seed=2)}
    files = {**sponsor_pages.files(folder / "logos", LOGOS), "photos.md": PHOTOS, **photos}
    files["all.md"] = ALL
    write(folder / "src", files)
    return folder, set()


@pytest.fixture
def site(
    built: tuple[Path, set[str]], sphinx_build: Callable[..., subprocess.CompletedProcess[str]]
) -> Callable[[str], Path]:
    """Build a theme's site, once in a module; in a process of its own, for themes patch Sphinx."""
    folder, done = built

    def run(theme: str) -> Path:
        if theme not in done:
            lines = [f"{name} = {value!r}" for name, value in sponsor_pages.conf(theme).items()]
            write(folder / theme, {"conf.py": "\n".join(lines)})
            told = sphinx_build(
                folder / "src",
                folder / "out" / theme,
                "-q",
                "-c",
                folder / theme,
                # pydata's theme, and book's above it, write a file without naming its encoding.
                env={"PYTHONWARNINGS": "ignore::EncodingWarning:pydata_sphinx_theme.pygments"},
            )
            assert not LOOSE.sub("", told.stdout)
            assert not told.returncode
            done.add(theme)
        return folder / "out" / theme

    return run


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_bends_nothing(
    theme: str, site: Callable[[str], Path], serve: Callable[[Path], str], page: Page
) -> None:
    """Lists, links, images, headings and paragraphs of a section are the same in every theme."""
    page.goto(f"{serve(site(theme))}/index.html")
    assert page.evaluate(LOOK) == DESIGNED
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(LOOK) == DESIGNED


EVENT_LOOK = """() => {
    const size = parseFloat(getComputedStyle(document.querySelector('.confrecap-event')).fontSize);
    const em = (selector, name) => {
        const element = document.querySelector('.confrecap-event-' + selector);
        const found = getComputedStyle(element)[name];
        return Math.round(parseFloat(found) / size * 100) / 100;
    };
    const link = getComputedStyle(document.querySelector('.confrecap-event-name a'));
    return {
        name: [em('name', 'fontSize'), em('name', 'marginTop'), em('name', 'marginBottom')],
        link: [link.textDecorationLine, link.borderBottomWidth],
        dates: em('dates', 'fontSize'),
        organizer: em('organizer', 'fontSize'),
        tickets: [em('tickets', 'marginTop'), em('tickets a', 'borderTopWidth') > 0],
        description: [em('description', 'marginTop'), em('description > p', 'marginBottom')],
    };
}"""


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_bends_no_event(
    theme: str, site: Callable[[str], Path], serve: Callable[[Path], str], page: Page
) -> None:
    """The header of an event has the same sizes and distances in every theme."""
    page.goto(f"{serve(site(theme))}/event.html")
    assert page.evaluate(EVENT_LOOK) == {
        "name": [1.5, 0, 0.38],
        "link": ["none", "0px"],
        "dates": pytest.approx(1.13, abs=0.011),
        "organizer": 0.9,
        "tickets": [1, True],
        "description": [1, 0],
    }


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_bends_no_gallery(
    theme: str, site: Callable[[str], Path], serve: Callable[[Path], str], page: Page
) -> None:
    """Rows, grid, strip and widths are those asked for, and the viewer's captions can be read."""
    page.goto(f"{serve(site(theme))}/photos.html")
    assert page.evaluate(PHOTO_LOOK) == {
        "rows": True,
        "grid": True,
        "strip": True,
        "filled": True,
        "half": 0.5,
    }
    page.locator("li a[data-pswp-width]").first.click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
        assert page.evaluate(VIEWER_LOOK) == {
            "colours": ["rgb(238, 238, 238)"],
            "size": 0.875,
            "centred": "center",
        }


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_bends_no_row(
    theme: str, site: Callable[[str], Path], serve: Callable[[Path], str], page: Page
) -> None:
    """Rows of photos keep to their aim on a desk and on a telephone, and no page scrolls."""
    page.goto(f"{serve(site(theme))}/rows.html")
    for width in (1280, 560, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert not [(width, row.wrong, row) for row in photo_rows.rows(page) if row.wrong]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", THEMES)
def test_no_logo_is_squeezed(
    theme: str, site: Callable[[str], Path], serve: Callable[[Path], str], page: Page
) -> None:
    """Every logo is as large as computed, on a desk and on a telephone, and no page scrolls."""
    base = serve(site(theme))
    for name in ("index", "wall"):
        page.goto(f"{base}/{name}.html")
        load_all(page)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, (width, name)
            logos = [logo for logo in page.evaluate(LOGO_FACTS) if logo["box"][2]]
            assert name == "index" or len(logos) == LOGOS
            for logo in logos:
                assert logo["box"][2:] == pytest.approx(logo["asked"], abs=0.6), (width, logo)


def states(theme: str, page: Page) -> Iterator[tuple[str, bool]]:
    """Let the page open a theme in each way: as the reader prefers, as the switch says.

    Each has a name, and whether the theme is dark then.
    """
    if theme in ALWAYS_LIGHT:
        ways = [("light", "", False), ("dark", "", False)]
    else:
        ways = [("light", "", False), ("dark", "", True)]
        if theme != "sphinx_immaterial":  # its switch is what a reader prefers
            ways += [("dark", "light", False), ("light", "dark", True)]
    for prefers, switch, is_dark in ways:
        if switch:
            force(page, switch)
        else:
            leave(page)
        page.emulate_media(color_scheme=prefers)  # type: ignore[arg-type]  # one of two words
        yield f"prefers {prefers}, switched to {switch or 'nothing'}", is_dark


@pytest.mark.parametrize("theme", THEMES)
def test_what_we_write_can_be_read_and_hit(
    theme: str, site: Callable[[str], Path], serve: Callable[[Path], str], page: Page
) -> None:
    """Texts have a contrast of 4.5, or are the theme's own links; edges have 3, targets 24 px."""
    base = serve(site(theme))
    for state in states(theme, page):
        page.goto(f"{base}/all.html")
        found = contrast.seen(page)
        assert len(found) > 100
        assert not [one for one in found if one.is_faint], state
        assert not contrast.small_targets(page), state


@functools.cache
def ink(path: Path) -> Ink:
    """Measure a logo."""
    return measure.measure(path, header.read(path))


def shot(page: Page) -> Image.Image:
    """Photograph the whole page."""
    return Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert(
        "RGB"
    )


def plate_seen(picture: Image.Image, logo: dict[str, Any]) -> str:
    """Name the plate that pixels beside a logo show: light, dark or none."""
    left, top, _width, height = logo["box"]
    middle = round(top + height / 2)
    beside = picture.getpixel((round(left) - 3, middle))
    if beside == picture.getpixel((round(left) - 14, middle)):
        return ""
    return {WHITE: "light", DARK: "dark"}[beside]  # type: ignore[index]  # RGB


@pytest.mark.parametrize("theme", THEMES)
def test_plates_stand_where_they_are_needed(
    theme: str, site: Callable[[str], Path], serve: Callable[[Path], str], page: Page
) -> None:
    """In every mode the screenshot shows plates where `plates` wants them; no box moves."""
    built = site(theme)
    base = serve(built)
    boxes = None
    for state, is_dark in states(theme, page):
        page.goto(f"{base}/wall.html")
        load_all(page)
        logos = page.evaluate(LOGO_FACTS)
        picture = shot(page)
        ground = picture.getpixel((round(logos[0]["box"][0]) - 14, round(logos[0]["box"][1])))
        assert (sum(ground[:3]) < 3 * 128) is is_dark, state  # type: ignore[index,arg-type]  # RGB
        wanted, seen = {}, {}
        for logo in logos:
            made = plates.plates(ink(built.parents[1] / "src" / logo["name"]))
            wanted[logo["name"]] = made.on_dark if is_dark else made.on_light
            seen[logo["name"]] = plate_seen(picture, logo)
            if wanted[logo["name"]] == "dark" and ground == DARK:
                seen[logo["name"]] = "dark"  # a plate of the page's own colour
        assert seen == wanted, state
        assert "light" in wanted.values() or not is_dark
        now = [logo["box"] for logo in logos]
        assert boxes in (None, now), state
        boxes = now


GROUND = """element => {
    for (let at = element; at; at = at.parentElement) {
        const [red, green, blue, alpha] = getComputedStyle(at).backgroundColor.match(/[\\d.]+/g);
        if (alpha !== '0') return +red + +green + +blue;
    }
    return 3 * 255;
}"""


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_pair_shows_the_logo_of_the_mode(
    theme: str,
    scripts: bool,  # noqa: FBT001 (of a table)
    site: Callable[[str], Path],
    serve: Callable[[Path], str],
    browser: Browser,
    page: Page,
) -> None:
    """Of a light and a dark logo one is displayed, that of the ground the theme paints.

    That holds without JavaScript too, where furo follows the reader and others stay light.
    """
    base = serve(site(theme))
    if not scripts:
        page = browser.new_page(java_script_enabled=False)
    pair = page.locator("#sponsor-pair img")
    for prefers in ("light", "dark"):
        leave(page)
        page.emulate_media(color_scheme=prefers)  # type: ignore[arg-type]  # one of two words
        page.goto(f"{base}/index.html")
        is_dark = page.locator("#sponsor-pair").evaluate(GROUND) < 3 * 128
        follows = theme not in ALWAYS_LIGHT and (scripts or theme == "furo")
        assert is_dark is (follows and prefers == "dark")
        shown = [
            (image.get_attribute("class") or "").split("-")[-1]
            for image in pair.all()
            if image.is_visible()
        ]
        assert shown == (["dark"] if is_dark else ["light"])
        plates = pair.evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
        assert all(plate.endswith((", 0)", "/ 0)")) for plate in plates)
    if not scripts:
        page.close()
