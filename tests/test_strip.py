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
    """`confrecap_strip_tiers` chooses and orders; an unknown name gets the nearest one."""
    site = build(FILES, conf=conf(confrecap_strip_tiers=["silver", "Golt"]), warnings=True)
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
