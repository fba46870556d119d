"""The sponsor strip of sidebars: on every page, in every theme, with the logos of its tiers."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import sponsor_pages
from bs4 import BeautifulSoup
from conftest import CONF, write
from PIL import Image

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Builds, Site
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_page

STRIP = "confrecap/sponsor-strip.html"


def logo(colour: str) -> bytes:
    """Return a transparent logo of one colour."""
    picture = Image.new("RGBA", (80, 30))
    picture.paste(colour, (10, 5, 30, 25))
    picture.paste(colour, (50, 5, 70, 25))
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


DATA = """
tiers:
  Gold:
    - {name: Acme, url: "https://acme.example/?a=1&b=2", logo: black.png}
    - {name: Pair, logo: {light: black.png, dark: white.png}, url: inner/page.md, rel: ugc}
    - {name: Dark only, logo: {dark: white.png}}
    - {name: Plain, alt: Plain and simple}
    - {name: Secret, hidden: true}
  Silver: [Slate]
"""

FILES: dict[str, str | bytes] = {
    "index.md": "# Start\n",
    "inner/page.md": "---\norphan: true\n---\n\n# Page\n",
    "sponsors.yaml": DATA,
    "black.png": logo("black"),
    "white.png": logo("white"),
}


def conf(theme: str = "basic", **more: Any) -> dict[str, Any]:  # noqa: ANN401 (values of conf.py)
    """Return what conf.py says for a site with the strip in its sidebar."""
    base = CONF if theme == "basic" else sponsor_pages.conf(theme)
    strip = {"html_sidebars": {"**": [STRIP]}, "confrecap_data": "sponsors.yaml"}
    return base | strip | more


@pytest.mark.parametrize(
    "theme", ["basic", "furo", "alabaster", "pydata_sphinx_theme", "sphinx_book_theme"]
)
def test_the_strip_is_on_every_page(
    theme: str, sphinx_build: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """Pages of documents and those of the builder have it, with addresses that lead there."""
    lines = "".join(f"{name} = {value!r}\n" for name, value in conf(theme).items())
    write(tmp_path / "src", FILES | {"conf.py": lines})
    out = tmp_path / "out"
    told = sphinx_build(tmp_path / "src", out, "-qW")  # a process of its own: themes patch Sphinx
    assert not told.returncode, told.stdout
    for name, up in (("index", ""), ("inner/page", "../"), ("genindex", "")):
        soup = BeautifulSoup((out / f"{name}.html").read_text(encoding="utf-8"), "lxml")
        strip = soup.select_one(".confrecap-strip")
        assert strip is not None, name
        links = [(a["href"], a["rel"], a.text.strip()) for a in strip.select("a")]
        page = "#" if name == "inner/page" else "inner/page.html"
        assert links == [
            ("https://acme.example/?a=1&b=2", ["sponsored", "noopener"], "Acme"),
            (page, ["ugc"], "Pair"),
        ]
        names = [item.get_text(strip=True) for item in strip.select("li")]
        assert names == ["Acme", "Pair", "Dark only", "Plain and simple"]
        for image in strip.select("img"):
            assert image["src"].startswith(f"{up}_images/")
            assert (out / name).parent.joinpath(image["src"]).resolve().is_file()
            assert image["alt"] == ""
        assert soup.select_one("link[href*='confrecap/sponsors.css']")


def test_a_logo_has_its_plates_and_its_modes(build: Builds) -> None:
    """A plate stands only in a mode that needs it and has no file of its own."""
    images = build(FILES, conf=conf()).soup().select(".confrecap-strip img")
    found = [
        (
            [name for name in image["class"] if "only" in name],
            {name[14:]: image[name] for name in image.attrs if name.startswith("data-plate")},
        )
        for image in images
    ]
    assert found == [
        ([], {"dark": "light"}),
        (["confrecap-only-light"], {}),
        (["confrecap-only-dark"], {}),
        ([], {"light": "dark"}),
    ]


def test_what_is_left_of_a_pair_serves_both_modes(build: Builds) -> None:
    """If the file for one mode is broken, the other one stands in, on a plate if it needs one."""
    files = FILES | {
        "index.md": "# Start\n\n```{sponsors} sponsors.yaml\n```\n",
        "white.png": logo("white")[:90],
    }
    site = build(files, conf=conf(), warnings=True)
    assert "'white.png'" in site.warnings
    for place in ("#sponsor-pair", ".confrecap-strip li:nth-child(2)"):
        (image,) = site.soup().select(f"{place} img")
        assert not [name for name in image["class"] if "only" in name], place
        assert image["data-plate-on-dark"] == "light"
        assert not image.get("data-plate-on-light")
    hidden = ".confrecap-hidden"
    assert not site.soup().select(f"#sponsor-dark-only {hidden}")
    assert not site.soup().select(f".confrecap-strip li:nth-child(3) {hidden}")


def test_the_tiers_can_be_chosen(build: Builds) -> None:
    """`tiers` chooses and orders; a name that no file has gets the nearest one."""
    strip = {"tiers": ["silver", "Golt"]}
    site = build(FILES, conf=conf(confrecap_strip=strip), warnings=True)
    assert "there is no tier 'Golt'; did you mean 'Gold'? [confrecap.config]" in site.warnings
    names = [item.get_text(strip=True) for item in site.soup().select(".confrecap-strip li")]
    assert names == ["Slate"]


def strip_names(site: Site, page: str) -> list[str]:
    """Return the names in the strip of a page."""
    return [item.get_text(strip=True) for item in site.soup(page).select(".confrecap-strip li")]


def test_new_data_is_on_every_page(build: Builds) -> None:
    """A change of the data or of a logo writes all pages again, and reads none of them."""
    build(FILES, conf=conf())
    site = build({"sponsors.yaml": DATA.replace("Acme", "Zenith")})
    assert strip_names(site, "index")[0] == strip_names(site, "inner/page")[0] == "Zenith"
    assert not site.read
    site = build({"black.png": logo("white")})
    for page in ("index", "inner/page"):
        image = site.soup(page).select_one(".confrecap-strip img")
        assert image["data-plate-on-light"] == "dark"


def test_a_template_of_the_site_may_show_it(build: Builds) -> None:
    """A footer is a template of the site that includes the strip."""
    page = '{% extends "!page.html" %}{% block footer %}{% include "' + STRIP + '" %}{% endblock %}'
    site = build(
        FILES | {"_templates/page.html": page},
        conf={"confrecap_data": "sponsors.yaml", "templates_path": ["_templates"]},
    )
    assert strip_names(site, "inner/page") == ["Acme", "Pair", "Dark only", "Plain and simple"]


def test_without_data_the_strip_says_so(build: Builds) -> None:
    """A strip without `confrecap_data` is one warning and no element."""
    site = build(FILES, conf={"html_sidebars": {"**": [STRIP]}}, warnings=True)
    assert site.warnings.count("the sponsor strip needs confrecap_data") == 1
    assert not site.soup().select(".confrecap-strip")


TIERED = """
tiers:
  Diamond: []
  Gold:
    slots: 2
    sponsors: [{name: Acme, logo: black.png}]
  Silver: [Slate, {name: Acme, logo: black.png}]
invite: {url: inner/page.md, text: Join us}
"""


def cells(site: Site, page: str = "index") -> list[tuple[str, str, str]]:
    """Return tier, size and name of each cell of the strip."""
    found = site.soup(page).select(".confrecap-strip li")
    return [(one["data-tier"], one["data-size"], one.get_text(strip=True)) for one in found]


def test_tiers_keep_their_sizes(build: Builds) -> None:
    """Each cell says its tier, and a logo is as large as on the page; a sponsor stands once."""
    files = FILES | {
        "sponsors.yaml": TIERED,
        "index.md": "# Start\n\n```{sponsors} sponsors.yaml\n```\n",
    }
    strip = {"tiers": ["Gold", "Silver"], "open_slots": True}
    site = build(files, conf=conf(confrecap_strip=strip))
    assert cells(site) == [
        ("gold", "l", "Acme"),
        ("gold", "l", "Join us"),
        ("silver", "m", "Slate"),
    ]
    page = site.soup()
    on_page, in_strip = (
        page.select_one("#sponsor-acme img"),
        page.select_one(".confrecap-strip img"),
    )
    assert (on_page["width"], on_page["height"]) == (in_strip["width"], in_strip["height"])
    slot = page.select_one(".confrecap-strip .confrecap-open-slot a")
    assert slot["href"] == "inner/page.html"


def test_tiers_that_are_lacking_are_passed_over(build: Builds) -> None:
    """A tier of another file is passed over silently; if none is left, the first is shown."""
    files = FILES | {"old.yaml": "tiers: {Bronze: [Old]}\n", "2024/index.md": "# Old\n"}
    data = {"2025": "sponsors.yaml", "2024": "old.yaml"}
    for tiers, shown in ((["Bronze", "Silver"], "silver"), (["Bronze"], "gold")):
        site = build(files, conf=conf(confrecap_strip={"tiers": tiers}, confrecap_data=data))
        assert {tier for tier, _, _ in cells(site)} == {shown}


def test_an_empty_tier_is_told(build: Builds) -> None:
    """Where nothing is shown although there are sponsors, one warning says why."""
    site = build(FILES | {"sponsors.yaml": TIERED}, conf=conf(), warnings=True)
    assert not site.soup().select(".confrecap-strip")
    assert site.warnings == (
        "conf.py:1: WARNING: the sponsor strip shows nothing: nobody of 'sponsors.yaml' is in "
        "'Diamond'; 'tiers' of confrecap_strip may name 'Gold', 'Silver' [confrecap.config]\n"
    )


@pytest.mark.parametrize(
    "data", ["event: {name: E}\n", "tiers: {Gold: []}\n", "sponsors: {tiers: {Gold: []}}\n"]
)
def test_without_sponsors_there_is_no_strip(build: Builds, data: str) -> None:
    """Data without any sponsor shows no strip, and nothing is said."""
    site = build(FILES | {"sponsors.yaml": data}, conf=conf())
    assert not site.soup().select(".confrecap-strip")
    assert "sponsors.css" not in site.page()


INCLUDED = (
    '{% extends "!page.html" %}{% block footer %}{% set confrecap_strip = %s %}{% include "'
    + STRIP
    + '" %}{% endblock %}'
)


def test_a_template_has_settings_of_its_own(build: Builds) -> None:
    """They override the configuration key by key, and the style is there before the strip."""
    settings = '{"tiers": ["Silver"], "logo_color": "gray", "backdrop": "0b3d2e"}'
    site = build(
        FILES | {"sponsors.yaml": TIERED, "_templates/page.html": INCLUDED.replace("%s", settings)},
        conf={
            "confrecap_data": "sponsors.yaml",
            "templates_path": ["_templates"],
            "confrecap_strip": {"tiers": ["Gold"], "open_slots": True},
        },
    )
    assert cells(site) == [("silver", "m", "Slate"), ("silver", "m", "Acme")]
    strip = site.soup().select_one(".confrecap-strip")
    assert (strip["data-backdrop"], strip["data-logo-color"]) == ("dark", "grey")
    # Black on a dark ground, whatever the page.
    image = strip.select_one("img")
    assert image["data-plate-on-light"] == image["data-plate-on-dark"] == "light"
    page = site.page()
    assert (
        page.index("confrecap/sponsors.css") < page.index("</head>") < page.index("confrecap-strip")
    )


def test_a_backdrop_chooses_the_file(build: Builds) -> None:
    """Of a pair one is shown, in both modes: that of the ground."""
    for backdrop, name in (("light", "black"), ("dark", "white"), ("#fff", "black")):
        site = build(FILES, conf=conf(confrecap_strip={"backdrop": backdrop}))
        (image,) = site.soup().select(".confrecap-strip li:nth-child(2) img")
        assert f"/{name}" in image["src"], backdrop
        assert not [one for one in image["class"] if "only" in one]


def test_settings_that_cannot_be_used_are_told(build: Builds) -> None:
    """A wrong key or value costs itself, in conf.py and in a template, and is said once."""
    template = INCLUDED.replace("%s", '{"tier": ["Gold"], "open_slots": 1, "logo_color": "grey"}')
    site = build(
        FILES | {"_templates/page.html": template},
        conf={
            "confrecap_data": "sponsors.yaml",
            "templates_path": ["_templates"],
            "confrecap_strip": {"backdrop": "", "tiers": "Gold", "colour": 1},
        },
        warnings=True,
    )
    start = "conf.py:1: WARNING: confrecap_strip: "
    template = "conf.py:1: WARNING: confrecap_strip in a template: "
    assert site.warnings.splitlines() == [
        (
            f"{start}'backdrop' must be auto, light, dark or a colour (a CSS name, or hex such as "
            "'#0b3d2e'), not ''; in MyST a value that begins with # needs quotes [confrecap.config]"
        ),
        f"{start}'tiers' must be a list of names, such as ['Gold'] [confrecap.config]",
        f"{start}unknown key 'colour' [confrecap.config]",
        f"{template}unknown key 'tier'; did you mean 'tiers'? [confrecap.config]",
        f"{template}'open_slots' must be True or False, not 1 [confrecap.config]",
    ]
    assert site.soup().select_one(".confrecap-strip")["data-logo-color"] == "grey"


def test_a_name_that_is_put_together_is_told(build: Builds) -> None:
    """A strip that no template names in one piece stays empty, and a warning says why."""
    page = INCLUDED.replace("%s", "{}").replace(f'"{STRIP}"', '"confrecap/" ~ name')
    site = build(
        FILES | {"_templates/page.html": page},
        conf={
            "confrecap_data": "sponsors.yaml",
            "templates_path": ["_templates"],
            "html_context": {"name": "sponsor-strip.html"},
        },
        warnings=True,
    )
    assert site.warnings.count("in one piece, so the strip stays empty [confrecap.config]") == 1


PLACES: dict[str, tuple[str, ...]] = {
    "pydata_sphinx_theme": (
        "navbar_end",
        "footer_start",
        "footer_center",
        "secondary_sidebar_items",
        "primary_sidebar_end",
        "article_footer_items",
    ),
    "sphinx_book_theme": (
        "secondary_sidebar_items",
        "primary_sidebar_end",
        "footer_content_items",
        "article_footer_items",
    ),
    "sphinx_immaterial": (
        "_templates/partials/nav.html",
        "_templates/partials/toc.html",
        "_templates/partials/content.html",
    ),
}
"""Options of a theme, or templates of it that a site puts the strip below."""

NEAREST = """() => Math.min(...[...document.querySelectorAll('.confrecap-strip')].flatMap(strip => {
    const boxes = [...strip.querySelectorAll('li')].map(one => one.getBoundingClientRect());
    return boxes.flatMap((a, n) => boxes.slice(n + 1).filter(() => a.width).map(b =>
        Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom)));
}))"""
"""How many pixels are between the two cells that are nearest to each other."""


@pytest.mark.parametrize("theme", PLACES)
def test_places_of_a_theme(
    theme: str,
    sphinx_build: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path: Path,
    page: Page,
    serve: Callable[[Path], str],
) -> None:
    """A theme's own places show the strip; there plates, of 10 px, touch no other."""
    places = PLACES[theme]
    templates: dict[str, str | bytes] = {
        place: f'{{% include "{place.replace("_templates/", "!")}" %}}{{% include "{STRIP}" %}}'
        for place in places
        if "/" in place
    }
    site = sponsor_pages.conf(theme)  # or the test is skipped
    site |= {"confrecap_data": "sponsors.yaml", "templates_path": ["_templates"]}
    if not templates:
        site["html_theme_options"] = {place: [STRIP] for place in places}
        site["html_theme_options"]["primary_sidebar_end"] = [STRIP.removesuffix(".html")]
    lines = "".join(f"{name} = {value!r}\n" for name, value in site.items())
    index = "# Start\n\n```{toctree}\ninner/page\n```\n\n## Part\n\n## Other\n"
    write(tmp_path / "src", FILES | templates | {"conf.py": lines, "index.md": index})
    told = sphinx_build(tmp_path / "src", tmp_path / "out", "-qW")
    assert not told.returncode, told.stdout
    for name in ("index", "inner/page"):
        soup = BeautifulSoup((tmp_path / f"out/{name}.html").read_text(encoding="utf-8"), "lxml")
        assert len(soup.select(".confrecap-strip")) >= len(places) - (name != "index"), name
        assert soup.select_one("head link[href*='confrecap/sponsors.css']")
    page.goto(f"{serve(tmp_path / 'out')}/index.html")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(NEAREST) >= 20, width
