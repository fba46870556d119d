"""A company is written once: what its entries lack comes from a list of companies and a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Builds, Site

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">'
    b'<rect x="10" y="10" width="180" height="60" fill="#d33"/></svg>'
)
FILES: dict[str, str | bytes] = {
    "index.md": "# S\n\n```{sponsors} 2025/s.yaml\n```\n",
    "credit.rst": "C\n=\n\n.. sponsored-by:: acme\n   :data: 2025/s.yaml\n",
    "plain.md": "# Plain\n",
    "2025/s.yaml": """
tiers:
  Gold:
    - {name: Acme Corp, for: Wi-Fi}
    - Bramble
    - {name: Own, logo: own.svg}
  Cards:
    show: card
    sponsors: [acme]
past: {2024: /2024.yaml}
companies: ../all/companies.yaml
logos: ../logos/
""",
    "2024.yaml": "[Acme Corp]",
    "2025/own.svg": SVG,
    "all/acme.svg": SVG,
    "all/about.md": "# About\n",
    "logos/bramble.png": b"",
    "logos/bramble.svg": SVG,
    "logos/bramble-dark.svg": SVG.replace(b"d33", b"fff"),
    "all/companies.yaml": """
markup: markdown
companies:
  - {name: Acme Corp, id: acme, logo: acme.svg, url: about.md, text: 'Makes *all*.',
     links: {Jobs: https://jobs.example/}}
  - {name: Nobody, url: https://nobody.example/}
""",
}


def hrefs(site: Site, docname: str = "index") -> dict[str, list[str]]:
    """Return the addresses of each sponsor's main link, by its name."""
    found: dict[str, list[str]] = {}
    for link in site.soup(docname).select("a.confrecap-sponsor-link"):
        found.setdefault(link.get_text().strip(), []).append(str(link["href"]))
    return found


def test_entries_past_years_and_credits_take_from_companies(build: Builds) -> None:
    """Paths and markup of a company are those of its file, and nobody is shown for being there."""
    site = build(FILES)
    soup = site.soup()
    assert hrefs(site) == {"Acme Corp": ["all/about.html"] * 3}
    assert hrefs(site, "credit") == {"Acme Corp": ["all/about.html"]}
    assert "Nobody" not in soup.get_text()
    logos = [img["src"] for img in soup.select("img.confrecap-logo")]
    assert [str(src).split("/")[1].split("-")[0] for src in logos] == [
        "acme", "bramble", "bramble", "own", "acme",
    ]  # fmt: skip
    assert site.soup("credit").select_one("img.confrecap-logo")
    gold, cards = soup.select(".confrecap-tier")[:2]
    assert gold["data-show"] == "logo"
    assert not gold.select(".confrecap-sponsor-text, .confrecap-sponsor-links")
    assert gold.select_one(".confrecap-sponsor-for")
    text = cards.select_one(".confrecap-sponsor-text em")
    assert text is not None
    assert cards.select_one(".confrecap-sponsor-links")


NAMELESS = """
tiers:
  Gold: [{id: acme, for: Wi-Fi}, {id: Bramble}, {id: other, for: Coffee}]
  Silver:
    - {name: The Other, id: other, url: 'https://other.example/'}
    - {id: acmee}
    - {id: gone, hidden: true, name: Gone}
    - {id: x, title: Slip}
companies: all.yaml
"""


def test_an_entry_may_be_but_the_id_of_a_company(build: Builds) -> None:
    """It has the name of a company or another entry; slips are told, hidden ones not thanked."""
    sentence = "the key 'name' is missing in a sponsor, and no other has the id"
    companies = (
        "[{name: Acme Corp, id: acme, url: 'https://acme.example/'}, {name: '1', id: bramble}]"
    )
    page = "# S\n\n```{sponsors} s.yaml\n```\n\n```{sponsored-by} gone\n:data: s.yaml\n```\n"
    files = {"index.md": page, "s.yaml": NAMELESS, "all.yaml": companies}
    site = build(files, warnings=True)
    assert hrefs(site) == {
        "Acme Corp": ["https://acme.example/"],
        "The Other": ["https://other.example/"] * 2,
    }
    assert [one.get_text() for one in site.soup().select("span .confrecap-sponsor-name")] == ["1"]
    assert [line.partition(" (used at")[0] for line in site.warnings.splitlines()] == [
        f"s.yaml:5:12: WARNING: {sentence} 'acmee'; did you mean 'acme'?",
        "s.yaml:7:15: WARNING: unknown key 'title' in a sponsor; did you mean 'name'?",
        "index.md:6: WARNING: there is no sponsor 'gone' in 's.yaml' [confrecap.reference]",
    ]


CHANGES: dict[str, tuple[dict[str, str | bytes | None], set[str]]] = {
    "companies": (
        {"all/companies.yaml": "[{name: Acme Corp, id: acme, url: https://a.example/}]"},
        {"index", "credit"},
    ),
    "logo-new": ({"logos/own.svg": SVG}, {"index", "credit"}),
    "logo-gone": ({"logos/bramble.svg": None, "logos/bramble.png": None}, {"index", "credit"}),
    "logo-of-company": ({"all/acme.svg": SVG.replace(b"d33", b"3d3")}, {"index", "credit"}),
    "beside": ({"all/other.yaml": "x"}, set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_companies_say_is_followed(change: str, build: Builds) -> None:
    """The pages that take from companies or from the folder are read again, and no others."""
    changed, pages = CHANGES[change]
    build(FILES, "dummy")
    assert build(builder="dummy").read == frozenset()
    assert build(changed, "dummy").read == pages
    assert build(builder="dummy").read == frozenset()


LOOKS = """
tiers:
  Wall:
    {show}
    sponsors: [{{name: A, for: Wi-Fi, text: Words., links: {{Jobs: https://j.example/}}}}]
"""


@pytest.mark.parametrize(
    ("tier", "option", "shown"),
    [
        ("show: logo", "", []),
        ("show: card", ":show: logo\n", []),
        ("show: logo", ":show: card\n", ["for", "text", "links"]),
        ("show: logo+name", "", ["for", "text", "links"]),
        ("size: m", "", ["for", "text", "links"]),
    ],
)
def test_a_wall_of_logos_shows_nothing_else(
    tier: str, option: str, shown: list[str], build: Builds
) -> None:
    """Asked for as `logo`, one record serves a wall here and cards there."""
    data = LOOKS.format(show=tier)
    page = f"# S\n\n```{{sponsors}} s.yaml\n{option}```\n"
    soup = build({"index.md": page, "s.yaml": data}).soup()
    parts = ("for", "text", "links")
    assert [name for name in parts if soup.select(f".confrecap-sponsor-{name}")] == shown
    assert "A" in soup.get_text()


WRONG: dict[str, tuple[str, str | None, str]] = {
    "missing": (
        "companies: al.yaml",
        None,
        "s.yaml:1:12: WARNING: the file 'al.yaml' is not there",
    ),
    "key": (
        "companies: all.yaml",
        "[{name: A, ulr: x}]",
        "all.yaml:1:12: WARNING: unknown key 'ulr'",
    ),
    "logo": (
        "companies: all.yaml",
        "[{name: A, logo: a.svg}]",
        "all.yaml:1:18: WARNING: the file 'a.svg' is not there",
    ),
    "markup": (
        "companies: all.yaml",
        "[{name: A, text: '{foo}`x`'}]",
        "all.yaml:1:18: WARNING: the role 'foo'",
    ),
    "broken": ("companies: all.yaml", "{", "all.yaml:1:1: WARNING: the '{' that opens here"),
    "list": ("companies: [a]", None, "s.yaml:1:12: WARNING: companies: must be text, not a list"),
    "folder": (
        "logos: logo/",
        None,
        "s.yaml:1:8: WARNING: the folder 'logo/' is not there; did you mean 'logos'?",
    ),
    "outside": (
        "logos: ../..",
        None,
        "s.yaml:1:8: WARNING: '../..' lies outside the source folder",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_with_companies_is_told_where_it_stands(wrong: str, build: Builds) -> None:
    """Each message names the file and line of the value; the entries are shown all the same."""
    section, companies, told = WRONG[wrong]
    files = {
        "index.md": "# S\n\n```{sponsors} s.yaml\n:show: card\n```\n",
        "s.yaml": f"{section}\ntiers: {{Gold: [A]}}\n",
        "all.yaml": companies or "[B]",
        "logos/b.svg": SVG,
    }
    site = build(files, warnings=True)
    (line,) = site.warnings.splitlines()
    assert line.startswith(told)
    assert "(used at index.md:3)" in line
    assert "A" in [
        cell.get_text().strip() for cell in site.soup().select(".confrecap-sponsor-name")
    ]
