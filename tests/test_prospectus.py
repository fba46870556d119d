"""The prospectus: one table of all tiers, in every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bs4 import Tag
    from conftest import Builds

DATA = """
tiers:
  Diamond:
    price: 9000 EUR
    slots: 2
    benefits: {Booth: 6 × 2 m, Tickets: 10, Logo on the site: yes}
    sponsors: [Acme, Beta, {name: Secret, hidden: true}]
  Gold:
    benefits: {Tickets: 4, Logo on the site: no, A *talk*: true}
    slots: 2
    sponsors: [Gamma, {name: Secret, hidden: true}]
  Silver: {price: what you like}
  Friends: [Delta]
"""

PAGE = f"# T\n\n```{{prospectus}}\n{DATA}```\n"


def cell(found: Tag) -> str:
    """Return the words of a cell."""
    return " ".join(found.get_text(" ").split())


def test_it_is_one_table(build: Builds) -> None:
    """Tiers with a price or benefits are columns; the price and the benefits are rows, in order."""
    soup = build(PAGE).soup()
    (table,) = soup.select("table.confrecap-prospectus")
    assert [[cell(one) for one in row.select("th, td")] for row in table.select("tr")] == [
        ["Benefit", "Diamond all taken", "Gold", "Silver"],
        ["Price", "€9,000", "– not stated", "what you like"],
        ["Booth", "6 × 2 m", "– not included", "– not included"],
        ["Tickets", "10", "4", "– not included"],
        ["Logo on the site", "✓ included", "– not included", "– not included"],
        ["A *talk*", "– not included", "✓ included", "– not included"],
    ]
    assert {one["scope"] for one in table.select("thead th")} == {"col"}
    assert {one["scope"] for one in table.select("tbody th")} == {"row"}
    assert soup.select_one("link[href*='confrecap/sponsors.css']")


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "epub", "xml", "markdown"])
def test_every_builder_has_it(builder: str, build: Builds) -> None:
    """Each builder shows all words, and what a sign means."""
    conf = {}
    if builder == "markdown":
        pytest.importorskip("sphinx_markdown_builder")
        names = ["myst_parser", "sphinx_confrecap", "sphinx_markdown_builder"]
        conf = {"extensions": names}
    page = build(PAGE, builder, conf=conf).page()
    for words in ("Diamond", "taken", "Booth", "6 × 2 m", "included", "what you like", "Price"):
        assert words in page or words.replace("×", "\\(\\times\\)") in page, words


def test_names_of_benefits_are_translated(build: Builds) -> None:
    """Catalogues have tiers, benefits and words, and no numbers."""
    page = build(PAGE, "gettext").page()
    for words in ("Diamond", "Tickets", "Logo on the site", "what you like"):
        assert f'msgid "{words}"' in page
    assert 'msgid "10"' not in page


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("tiers: {Gold: [Acme]}", "no tier has a 'price' or 'benefits'"),
        ("tiers: {Gold: {benefits: [Booth], price: 1 EUR}}", "benefits: must be a mapping of"),
        ("tiers: {Gold: {benefits: {Booth: }, price: 1 EUR}}", "must not be empty"),
    ],
)
def test_what_cannot_be_shown_is_told(build: Builds, data: str, told: str) -> None:
    """Wrong data is one warning, and costs itself."""
    site = build(f"# T\n\n```{{prospectus}}\n{data}\n```\n", warnings=True)
    assert site.warnings.count("WARNING") == 1
    assert told in site.warnings
    assert len(site.soup().select("table")) == ("EUR" in data)


def test_slots_need_no_invitation(build: Builds) -> None:
    """`slots` for the prospectus alone is nothing to warn about in the section."""
    soup = build(PAGE.replace("prospectus", "sponsors")).soup()
    assert len(soup.select("li.confrecap-sponsor")) == 4
    assert not soup.select(".confrecap-open-slot")
