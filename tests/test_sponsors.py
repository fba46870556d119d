"""The sponsors on a page: what SPEC promises of HTML, ids, links, looks, tiers and past years."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag
    from conftest import Builds, Site

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">'
    b'<rect x="10" y="10" width="180" height="60" fill="#d33"/></svg>'
)


def png() -> bytes:
    """Return a logo with ink in its middle."""
    picture = Image.new("RGBA", (600, 300))
    ImageDraw.Draw(picture).rectangle((60, 90, 540, 210), fill=(30, 60, 200, 255))
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


DATA = """\
tiers:
  Diamond:
    description: |
      The *very* best.

      Twice.
    sponsors:
      - AMD
      - name: Example Corp
        url: https://example.com/?utm_source=conf&x=%20y+z;a=1&amp;b=2#frag
        logo: logos/one.svg
        for: Wi-Fi
      - name: Both Modes
        url: http://both.example
        logo: {light: logos/one.svg, dark: logos/two.png}
        rel: noopener ugc
  Gold:
    - name: Second Logo
      logo: logos/two.png
      alt: Second Logo, a maker of logos
    - name: Mail Me
      url: mailto:me@example.com
    - name: Same Site
      url: guide.md
    - name: A File
      url: slides/talk.pdf
    - name: Hidden One
      hidden: true
  Languages: [C, C++, C#, 日本株式会社, 株式会社東京, Ωmega, "<b>&amp;"]
  Special events:
    - Happy Hour: Lightning.AI
    - Lunch: [Lightning.ai, Arm]
    - Dinner: {name: Dine, url: https://dine.example}
  Texts:
    sponsors:
      - name: Carded
        text: One *sentence* of [words](https://words.example).
        links: {Jobs: https://jobs.example/?a=1&b=2, Guide: guide.md}
      - Plain
  Nobody:
  Empty: []
"""

FILES: dict[str, str | bytes] = {
    "index.md": "# Start\n\n## Sponsors\n\n"
    "```{sponsors} data/s.yaml\n:class: mine\n:name: ours\n```\n"
    "\n```{toctree}\nguide\n```\n\n{ref}`there <ours>`\n",
    "guide.md": "# Guide\n",
    "data/s.yaml": DATA.replace("guide.md", "../guide.md").replace("slides/", "../slides/"),
    "data/logos/one.svg": SVG,
    "data/logos/two.png": png(),
    "slides/talk.pdf": b"%PDF-1.4\n%%EOF\n",
}


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build the whole section once."""
    return build_once(FILES)


@pytest.fixture(scope="module")
def soup(site: Site) -> BeautifulSoup:
    """Return the page with the section."""
    return site.soup()


def cell(soup: BeautifulSoup, name: str) -> Tag:
    """Return the cell of a sponsor by its id."""
    (found,) = soup.select(f"li#sponsor-{name}")
    return found


def spoken(link: Tag) -> str:
    """Return the accessible name of a link, as its content gives it."""
    words = [link.get_text(" ", strip=True), *(image["alt"] for image in link.select("img"))]
    return " ".join(word for word in words if word)


def test_the_section_has_its_hooks(soup: BeautifulSoup) -> None:
    """Section, tiers, titles, lists and cells are what style sheets and scripts rely on."""
    (section,) = soup.select("div.confrecap-sponsors.mine")
    assert section["id"] == "ours"
    tiers = section.select(":scope > section.confrecap-tier")
    assert [(tier["data-tier"], tier["data-size"], tier["id"]) for tier in tiers] == [
        ("diamond", "xl", "tier-diamond"),
        ("gold", "l", "tier-gold"),
        ("languages", "l", "tier-languages"),
        ("special-events", "m", "tier-special-events"),
        ("texts", "s", "tier-texts"),
    ]
    for tier in tiers:
        assert tier.select(":scope > .confrecap-tier-title")
        (cells,) = tier.select(":scope > ul.confrecap-tier-list")
        assert cells["role"] == "list"
        assert all("confrecap-sponsor" in item["class"] for item in cells.find_all("li"))
    assert {tier["data-show"] for tier in tiers[:4]} == {"logo"}
    assert tiers[4]["data-show"] == "card"


def test_a_heading_is_one_below_its_section(soup: BeautifulSoup) -> None:
    """Headings of tiers fit the outline, and stay out of the contents."""
    titles = soup.select(".confrecap-tier-title")
    assert {title.name for title in titles} == {"h3"}
    assert not soup.select(".confrecap-tier-title .headerlink")
    assert "Diamond" not in soup.select_one(".sphinxsidebar").get_text()


def test_a_tier_has_its_description(soup: BeautifulSoup) -> None:
    """The description of a tier is block markup before its list."""
    tier = soup.select_one("#tier-diamond")
    assert [str(words) for words in tier.select(":scope > p")] == [
        "<p>The <em>very</em> best.</p>",
        "<p>Twice.</p>",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("amd", "AMD"),
        ("example-corp", "Example Corp"),
        ("both-modes", "Both Modes"),
        ("second-logo", "Second Logo, a maker of logos"),
        ("lightning-ai", "Lightning.AI"),
        ("carded", "Carded"),
    ],
)
def test_a_link_has_one_accessible_name(name: str, said: str, soup: BeautifulSoup) -> None:
    """Whatever is shown of a sponsor, its name is said exactly once."""
    (link,) = cell(soup, name).select(".confrecap-sponsor-link")
    assert spoken(link) == said
    assert not link.get("aria-label")
    assert not link.get("title")


def test_a_name_is_hidden_only_behind_a_logo(soup: BeautifulSoup) -> None:
    """A sponsor without a logo is a word mark that everybody sees."""
    hidden = {label.get_text() for label in soup.select(".confrecap-sponsor-name.confrecap-hidden")}
    assert hidden == {"Example Corp", "Both Modes", "Second Logo, a maker of logos"}


def test_a_logo_has_its_size_and_waits(soup: BeautifulSoup) -> None:
    """Every logo has width and height, loads lazily, and is decoration beside the name."""
    logos = soup.select("img.confrecap-logo")
    assert len(logos) == 4
    for logo in logos:
        assert int(logo["width"]) > 0
        assert int(logo["height"]) > 0
        assert (logo["loading"], logo["alt"]) == ("lazy", "")
        assert not logo.get("style")
    one, two = cell(soup, "both-modes").select("img")
    assert "confrecap-only-light" in one["class"]
    assert "confrecap-only-dark" in two["class"]


def test_an_address_survives_byte_for_byte(site: Site, soup: BeautifulSoup) -> None:
    """A query string arrives as it was written, escaped once."""
    link = cell(soup, "example-corp").select_one("a.confrecap-sponsor-link")
    assert link["href"] == "https://example.com/?utm_source=conf&x=%20y+z;a=1&amp;b=2#frag"
    written = 'href="https://example.com/?utm_source=conf&amp;x=%20y+z;a=1&amp;amp;b=2#frag"'
    assert written in site.page()


@pytest.mark.parametrize(
    ("name", "href", "rel"),
    [
        ("example-corp", None, ["sponsored", "noopener"]),
        ("both-modes", "http://both.example", ["noopener", "ugc"]),
        ("mail-me", "mailto:me@example.com", None),
        ("same-site", "guide.html", None),
        ("dine", "https://dine.example", ["sponsored", "noopener"]),
    ],
)
def test_a_link_says_its_relation(
    name: str, href: str | None, rel: list[str] | None, soup: BeautifulSoup
) -> None:
    """Links to sponsors are marked; links inside the site and mail addresses are not."""
    link = cell(soup, name).select_one("a.confrecap-sponsor-link")
    assert href is None or link["href"] == href
    assert link.get("rel") == rel


def test_without_an_address_there_is_no_link(soup: BeautifulSoup) -> None:
    """A sponsor without an address is a span with the same hooks."""
    assert cell(soup, "amd").select_one("span.confrecap-sponsor-link")
    assert not cell(soup, "amd").select("a")
    assert cell(soup, "carded").select_one("span.confrecap-sponsor-link")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("日本株式会社", "453f2680"),
        ("株式会社東京", None),
        ("<b>&amp;", "b-amp"),
    ],
)
def test_every_name_has_an_id_of_its_own(name: str, slug: str | None, soup: BeautifulSoup) -> None:
    """Signs and other alphabets do not make two sponsors one."""
    cells = soup.select("#tier-languages li")
    (found,) = (item for item in cells if item.get_text(strip=True) == name)
    assert slug is None or found["id"] == f"sponsor-{slug}"
    assert len({item["id"] for item in cells}) == len(cells)


def test_no_id_stands_twice(soup: BeautifulSoup) -> None:
    """The first of two entries of one sponsor has the id."""
    ids = [found["id"] for found in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    names = [item.text for item in soup.select("#tier-special-events .confrecap-sponsor-name")]
    assert names == ["Lightning.AI", "Lightning.ai", "Arm", "Dine"]


def test_an_activity_stands_before_its_sponsor(soup: BeautifulSoup) -> None:
    """What somebody paid for is said, for each entry."""
    cells = soup.select("#tier-special-events li")
    said = [item.select_one(".confrecap-sponsor-for").get_text(strip=True) for item in cells]
    assert said == ["Happy Hour", "Lunch", "Lunch", "Dinner"]
    wifi = cell(soup, "example-corp").select_one(".confrecap-sponsor-for")
    assert wifi.get_text(strip=True) == "Wi-Fi"


def test_a_card_has_its_text_and_its_links(soup: BeautifulSoup) -> None:
    """A text is markup; links keep their order and their addresses."""
    card = cell(soup, "carded")
    text = card.select_one(".confrecap-sponsor-text")
    assert text.select_one("em").text == "sentence"
    assert text.select_one("a")["href"] == "https://words.example"
    links = card.select(".confrecap-sponsor-links a")
    assert [(link.text, link["href"]) for link in links] == [
        ("Jobs", "https://jobs.example/?a=1&b=2"),
        ("Guide", "guide.html"),
    ]
    assert "sponsored" not in links[0].get("rel", [])


def test_nothing_is_inline(soup: BeautifulSoup) -> None:
    """Our markup needs no inline style and no inline script."""
    section = soup.select_one(".confrecap-sponsors")
    assert not section.select("[style], style, script, [onclick], [onerror]")


def test_who_is_hidden_is_not_shown(site: Site) -> None:
    """A hidden sponsor and an empty tier leave no trace."""
    assert "Hidden One" not in site.page()
    assert "tier-nobody" not in site.page()
    assert "tier-empty" not in site.page()


def test_search_finds_a_name_behind_a_logo(site: Site) -> None:
    """The name of a sponsor is in the search index even if only its logo is seen."""
    index = (site.outdir / "searchindex.js").read_text(encoding="utf-8")
    assert '"exampl"' in index or "exampl:" in index
    assert "Example Corp" in index


LOOKS = """\
tiers:
  A:
    show: {show}
    sponsors:
      - {{name: With Logo, logo: one.svg, text: A text.}}
      - Without Logo
"""


@pytest.mark.parametrize(
    ("show", "logos", "hidden"),
    [("logo", 1, 1), ("logo+name", 1, 0), ("card", 1, 0), ("names", 0, 0)],
)
def test_each_look_shows_what_it_says(show: str, logos: int, hidden: int, build: Builds) -> None:
    """A tier's look, and the option that overrides it, decide on logo and visible name."""
    files = {
        "index.md": "```{sponsors} tier.yaml\n```\n",
        "other.rst": f".. sponsors:: plain.yaml\n   :show: {show}\n",
        "tier.yaml": LOOKS.format(show=show),
        "plain.yaml": LOOKS.format(show="card" if show == "logo" else "logo"),
        "one.svg": SVG,
    }
    site = build(files)
    for page in ("index", "other"):
        soup = site.soup(page)
        assert soup.select_one(".confrecap-tier")["data-show"] == show
        assert len(soup.select("img")) == logos
        assert len(soup.select(".confrecap-hidden")) == hidden


def names(soup: BeautifulSoup) -> dict[str, list[str]]:
    """Return the names below each heading."""
    return {
        (tier.select_one(".confrecap-tier-title") or tier).get_text(strip=True): [
            name.text for name in tier.select(".confrecap-sponsor-name")
        ]
        for tier in soup.select(".confrecap-tier")
    }


OPTIONS = {
    "tiers": (":tiers: Silver, gold", {"Silver": ["S1", "S2", "S3"], "Gold": ["G1"]}),
    "exclude": (":exclude: Gold,Bronze", {"Silver": ["S1", "S2", "S3"], "2023": ["P1"]}),
    "both": (":tiers: Silver, Gold\n:exclude: gold", {"Silver": ["S1", "S2", "S3"]}),
    "year": (":tiers: 2023", {"2023": ["P1"]}),
    "twice": (":tiers: Gold, Gold", {"Gold": ["G1"]}),
}
TIERS = "tiers: {Gold: [G1], Silver: [S1, S2, S3], Bronze: [B1]}\npast: {2023: past.yaml}\n"


@pytest.fixture(scope="module")
def options(build_once: Callable[..., Site]) -> Site:
    """Build a page for each choice of tiers, and for columns and headings."""
    pages = {key: text for key, (text, _) in OPTIONS.items()}
    pages |= {f"columns-{n}": f":columns: {n}" for n in (1, 2, 12)}
    pages |= {f"level-{n}": f":heading-level: {n}" for n in ("1", "4", "6", "none")}
    pages["deep"] = ""
    files = {
        f"{key}.md": f"# A\n\n## B\n\n### C\n\n```{{sponsors}} t.yaml\n{text}\n```\n"
        for key, text in pages.items()
    }
    past = "tiers: {A: [P1, {name: Gone, hidden: true}], B: [p1]}\n"
    return build_once({**files, "index.md": "# T\n", "t.yaml": TIERS, "past.yaml": past})


@pytest.mark.parametrize("key", OPTIONS)
def test_tiers_are_chosen_in_the_order_given(key: str, options: Site) -> None:
    """`:tiers:` and `:exclude:` forgive case, take past years too, and keep the order written."""
    shown = names(options.soup(key))
    assert shown == OPTIONS[key][1]
    assert list(shown) == list(OPTIONS[key][1])


def test_columns_are_never_more_than_entries(options: Site) -> None:
    """Two sponsors in twelve columns are two columns."""
    for wanted, expected in ((1, ["1", "1", "1"]), (2, ["1", "2", "1"]), (12, ["1", "3", "1"])):
        tiers = options.soup(f"columns-{wanted}").select(".confrecap-tier[id]")
        assert [tier["data-columns"] for tier in tiers] == expected


def test_the_level_of_headings_can_be_given(options: Site) -> None:
    """1 to 6 are headings of that level, `none` is a paragraph, the default follows the outline."""
    for level, tag in (("1", "h1"), ("4", "h4"), ("6", "h6"), ("none", "p")):
        titles = options.soup(f"level-{level}").select(".confrecap-tier-title")
        assert {title.name for title in titles} == {tag}
    assert {title.name for title in options.soup("deep").select(".confrecap-tier-title")} == {"h4"}


def test_past_years_are_names_below_their_year(build: Builds) -> None:
    """Years descend, each with the names of its file once, without ids."""
    files = {
        "index.md": (
            "```{sponsors}\ntiers: {Now: [A]}\npast: {2022: b.yaml, 2023: a/a.yaml#old}\n```\n"
        ),
        "a/a.yaml": (
            "old:\n  tiers:\n    X: [{name: Was, url: ../guide.md, text: T, for: F}]\n"
            "    Y: [was, Also]\n"
        ),
        "b.yaml": "- First\n- {name: Hidden, hidden: true}\n",
        "guide.md": "# Guide\n",
    }
    soup = build(files).soup()
    assert list(names(soup).items()) == [
        ("Now", ["A"]),
        ("2023", ["Was", "Also"]),
        ("2022", ["First"]),
    ]
    past = soup.select(".confrecap-past li")
    assert all(not item.get("id") for item in past)
    assert past[0].select_one("a")["href"] == "guide.html"
    assert not soup.select(".confrecap-past .confrecap-sponsor-text, .confrecap-past img")


def test_an_open_slot_invites(build: Builds) -> None:
    """While fewer than `max` sponsors stand in a tier, one more cell leads to the invitation."""
    data = (
        "tiers:\n"
        "  Full: {slots: 1, sponsors: [A]}\n"
        "  Open: {slots: 3, sponsors: [B, {name: H, hidden: true}]}\n"
        "  Bare: {slots: 2}\n"
        "  Paid: {slots: 4, open_slots: Wi-Fi, sponsors: [Lunch: Lunchers, Coffee: , Tea: []]}\n"
        "invite: {url: sponsor.md, text: Join & us}\n"
    )
    soup = build(
        {"index.md": f"```{{sponsors}}\n:columns: 9\n{data}```\n", "sponsor.md": "# S\n"}
    ).soup()
    slots = soup.select("li.confrecap-open-slot")
    assert [slot.find_parent("section")["data-tier"] for slot in slots] == [
        *("open", "bare", "paid", "paid", "paid")
    ]
    assert [" ".join(slot.get_text().split()) for slot in slots] == [
        *("Join & us", "Join & us"),
        *("Coffee: Join & us", "Tea: Join & us", "Wi-Fi: Join & us"),
    ]
    assert {slot.a["href"] for slot in slots} == {"sponsor.html"}
    columns = [tier["data-columns"] for tier in soup.select(".confrecap-tier")]
    assert columns == ["1", "2", "1", "4"]


def test_a_flat_list_with_an_order_is_read_as_a_whole(build: Builds) -> None:
    """A dedicated flat file gives its tiers in its order."""
    data = (
        "order: [Gold, Silver]\nsponsors:\n"
        "- {name: B, tier: Silver}\n- {name: A, tier: Gold}\n- {name: C, tier: Gold}\n"
    )
    soup = build({"index.md": "```{sponsors} f.yaml\n```\n", "f.yaml": data}).soup()
    assert list(names(soup).items()) == [("Gold", ["A", "C"]), ("Silver", ["B"])]


def test_a_flat_list_has_an_open_slot_and_past_years(build: Builds) -> None:
    """What stands beside a flat list is shown: the slots of a tier, the invitation, other years."""
    data = (
        "sponsors:\n- {name: North Pier, level: platinum}\n- {name: Cloudberry, level: gold}\n"
        "tiers: {gold: {slots: 8}}\ninvite: {url: 'https://conf.example/sponsor'}\n"
        "past: {2023: p.yaml}\n"
    )
    files = {"index.md": "```{sponsors} f.yaml\n```\n", "f.yaml": data}
    soup = build({**files, "p.yaml": "tiers: {Gold: [Old Friend]}\n"}).soup()
    assert list(names(soup).items()) == [
        ("gold", ["Cloudberry"]),
        ("platinum", ["North Pier"]),
        ("2023", ["Old Friend"]),
    ]
    (slot,) = soup.select(".confrecap-open-slot")
    assert slot.find_parent(attrs={"data-tier": "gold"})


def test_a_tier_and_a_past_year_of_one_name_are_both_shown(build: Builds) -> None:
    """Neither takes the other's place, whether all are shown or the name is chosen."""
    data = "tiers: {'2023': [New], Gold: [A], GOLD!: [B]}\npast: {2023: p.yaml}\n"
    options = ("", ":tiers: 2023\n", ":tiers: Gold, GOLD!\n", ":tiers: gold\n", ":exclude: Gold\n")
    page = "".join(f"```{{sponsors}}\n{option}\n{data}```\n" for option in options)
    site = build({"index.md": page, "p.yaml": "tiers: {Gold: [Old Friend]}\n"})
    shown = [
        [item.text for item in section.select(".confrecap-sponsor-name")]
        for section in site.soup().select(".confrecap-sponsors")
    ]
    both = ["New", "Old Friend"]
    assert shown == [
        ["New", "A", "B", "Old Friend"],
        both,
        ["A", "B"],
        ["A", "B"],
        ["New", "B", "Old Friend"],
    ]


def test_a_plain_list_has_no_heading(build: Builds) -> None:
    """A list of names is one tier without a title."""
    soup = build("```{sponsors}\n- {name: B}\n- A\n```\n").soup()
    assert not soup.select(".confrecap-tier-title")
    assert [item.text for item in soup.select(".confrecap-sponsor-name")] == ["B", "A"]


def test_a_tier_can_be_sorted_by_name(build: Builds) -> None:
    """`sort: name` goes by the alphabet whatever the case and the accents."""
    text = "```{sponsors}\ntiers: {A: {sort: name, sponsors: [b, C, a, Ägir, Zoë, D]}}\n```\n"
    assert names(build(text).soup()) == {"A": ["a", "Ägir", "b", "C", "D", "Zoë"]}


def test_what_is_written_once_counts_everywhere(build: Builds) -> None:
    """A sponsor's second entry has its address and logo, and its own words."""
    data = (
        "tiers:\n"
        "  A: [{name: Acme Inc, url: https://acme.example, logo: one.svg, for: Food}]\n"
        "  B: [{name: ACME inc., text: Own words}]\n"
    )
    soup = build({"index.md": "```{sponsors} a.yaml\n```\n", "a.yaml": data, "one.svg": SVG}).soup()
    first, second = soup.select("li.confrecap-sponsor")
    assert second.a["href"] == first.a["href"] == "https://acme.example"
    assert second.img["src"].partition("#")[0] == first.img["src"].partition("#")[0]
    assert not second.select(".confrecap-sponsor-for")
    assert second.select_one(".confrecap-sponsor-text").text == "Own words"


def test_two_sections_on_a_page_have_no_id_twice(build: Builds) -> None:
    """The first occurrence has the id, also over two directives and their own targets."""
    text = "# sponsor-a\n\n(sponsor-b)=\n\n" + "```{sponsors}\ntiers: {Gold: [A, B]}\n```\n" * 2
    soup = build(text).soup()
    ids = [found["id"] for found in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert sum(item.startswith("sponsor-a-") for item in ids) == 1
    assert sum(item.startswith("sponsor-b-") for item in ids) == 1


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% raw %}'


def test_no_field_can_bring_markup_in(build: Builds) -> None:
    """Every field is text: nothing of it becomes an element, an attribute or a template."""
    quoted = "'" + HOSTILE + "'"
    data = (
        "tiers:\n"
        f"  {quoted}:\n"
        f"    description: {quoted}\n"
        "    sponsors:\n"
        f"      - {{name: {quoted}, alt: {quoted}, for: {quoted}, id: {quoted}, text: {quoted},\n"
        f"         url: 'https://x.example/{HOSTILE.replace(' ', '')}', rel: {quoted},\n"
        f"         logo: one.svg, links: {{{quoted}: https://y.example}}}}\n"
        f"      - {quoted}: {quoted}\n"
        f"    slots: 9\n"
        f"invite: {{url: 'https://z.example/?q=%22', text: {quoted}}}\n"
        f"past: {{{quoted}: past.yaml}}\n"
    )
    event = (
        f"name: {quoted}\nvenue: {{name: {quoted}, city: {quoted}, country: {quoted}}}\n"
        f"tickets: {{url: https://t.example, price: {quoted}, currency: {quoted}}}\n"
        f"organizer: {quoted}\ndescription: {quoted}\n"
    )
    site = build(
        {
            "index.rst": (
                ".. sponsors:: s.yaml\n\n.. event:: e.yaml\n\n"
                ".. sponsored-by:: plain\n   :data: past.yaml\n"
                f"   :for: {HOSTILE}\n"
            ),
            "s.yaml": data,
            "past.yaml": f"[{quoted}, plain]\n",
            "e.yaml": event,
            "one.svg": SVG,
        },
        warnings=True,
    )
    soup = site.soup()
    body = soup.select_one("div.body")
    assert not body.select("script, [onerror], [onclick], [style]")
    assert len(body.select("img")) == len(body.select("img.confrecap-logo")) == 2
    assert "49" not in body.get_text()
    assert body.get_text().count("{{7*7}}") >= 10
    allowed = ("https://x.example/", "https://y.example", "https://z.example", "https://t.example")
    assert all(link["href"].startswith((*allowed, "#")) for link in body.select("a[href]"))


@pytest.mark.parametrize(
    ("builder", "page", "download"),
    [
        ("html", "../guide.html#part", "../_downloads/"),
        ("dirhtml", "../../guide/#part", "../../_downloads/"),
        ("singlehtml", "", "_downloads/"),
    ],
)
def test_documents_and_files_of_the_site_are_linked(
    builder: str, page: str, download: str, build: Builds
) -> None:
    """A path in the data leads to the document or the file, from wherever the page lies."""
    site = build(LOCAL, builder)
    soup = site.soup("index" if builder == "singlehtml" else "sub/page")
    links = {item.text: item["href"] for item in soup.select("a.confrecap-sponsor-link")}
    assert links["Doc"] == soup.find("a", string="Plain")["href"]
    assert links["Doc"] == page or not page
    assert links["File"].startswith(download)
    assert links["File"].endswith("talk.pdf")
    base = {"html": "sub", "dirhtml": "sub/page", "singlehtml": ""}[builder]
    assert (site.outdir / base / links["File"]).resolve().read_bytes().startswith(b"%PDF")


LOCAL: dict[str, str | bytes] = {
    "index.md": "# T\n\n```{toctree}\nguide\nsub/page\n```\n",
    "guide.md": "# Guide\n\n(part)=\n## Part\n",
    "sub/page.md": (
        "# Page\n\n{ref}`Plain <part>`\n\n```{sponsors}\n"
        "- {name: Doc, url: ../guide.md#part}\n- {name: Bare, url: /guide}\n"
        "- {name: File, url: /slides/talk.pdf}\n```\n"
    ),
    "slides/talk.pdf": b"%PDF-1.4\n%%EOF\n",
}


def test_latex_and_epub_link_documents_too(build: Builds) -> None:
    """In a book, the link leads to the chapter; a download is a name."""
    tex = build(LOCAL, "latex").page()
    assert r"\hyperref[\detokenize{guide:part}]" in tex or r"\hyperref[\detokenize{guide" in tex
    assert "File" in tex
    site = build(LOCAL, "epub")
    with zipfile.ZipFile(next(site.outdir.glob("*.epub"))) as book:
        page = book.read("sub/page.xhtml").decode()
    assert 'href="../guide.xhtml#part"' in page


def word(colour: str, size: tuple[int, int] = (400, 100)) -> bytes:
    """Return a transparent logo: two bars of one colour, with nothing between them."""
    picture = Image.new("RGBA", size)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] // 4, size[1] - 1), fill=colour)
    draw.rectangle((size[0] * 3 // 4, 0, size[0] - 1, size[1] - 1), fill=colour)
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


ON_PAPER: dict[str, str | bytes] = {
    "index.md": (
        "# T\n\n```{sponsors}\n- {name: White, logo: white.png}\n"
        "- {name: Drawn, logo: drawn.svg}\n- {name: Black, logo: black.png}\n"
        "- {name: Bare, logo: white.png, plate: none}\n"
        "- {name: Pair, logo: {light: pair.png, dark: white.png}}\n"
        "- {name: Small, logo: small.png}\n```\n"
    ),
    "white.png": word("white"),
    "small.png": word("white", (100, 25)),
    "black.png": word("black"),
    "pair.png": word("#060"),
    "drawn.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" fill="#fff">'
        '<path d="M0 0h100v100H0zM300 0h100v100H300z"/></svg>'
    ),
}


@pytest.mark.parametrize("builder", ["latex", "epub", "texinfo"])
def test_paper_has_its_plates(builder: str, build: Builds) -> None:
    """In a book a logo that white paper hides is a picture on a dark plate; no other is."""
    site = build(ON_PAPER, builder)
    found: dict[str, list[object]] = defaultdict(list)
    for path in site.outdir.rglob("*.png"):
        with Image.open(path) as picture:
            corner = picture.convert("RGBA").getpixel((0, 0))
            middle = picture.convert("RGBA").getpixel((picture.width // 2, picture.height // 2))
            ratio = round(picture.width / picture.height, 1)
            found[path.name.partition("-")[0]].append((corner, middle, ratio))
    plate = (0x14, 0x18, 0x1E, 255)
    bare = ((255, 255, 255, 255), (0, 0, 0, 0), 4.0)
    on_plate = (plate, plate, pytest.approx((198 + 20) / (50 + 20), abs=0.11))
    assert found["drawn"] == [on_plate]
    assert found["small"] == [on_plate]
    assert found["black"] == [((0, 0, 0, 255), (0, 0, 0, 0), 4.0)]
    assert found["pair"] == [((0, 0x66, 0, 255), (0, 0, 0, 0), 4.0)]
    assert sorted(found["white"], key=str) == sorted([bare, on_plate], key=str)


def test_the_plate_on_paper_adds_to_the_size(build: Builds) -> None:
    """The ink of a logo on a plate is as large as without: the plate comes on top."""
    tex = build(ON_PAPER, "latex").page()
    found = re.findall(r"width=(\d+)\\sphinxpxdimen,height=(\d+)", tex)
    sizes = [(int(width), int(height)) for width, height in found]
    plated, bare = {sizes[0], sizes[1], sizes[5]}, set(sizes[2:5])
    ((width, height),) = bare
    assert len(sizes) == 6
    assert all(abs(wide - 20 - width) < 2 and abs(high - 20 - height) < 2 for wide, high in plated)


def test_a_name_stands_beneath_its_logo_in_books(build: Builds) -> None:
    """In a book and on paper a logo has its name, but where the author asks for the logo alone."""
    entry = "- {name: %s, logo: black.png, url: %s}\n"
    index = (
        f"# T\n\n```{{sponsors}}\n{entry % ('Beneath', 'https://b.example')}```\n\n"
        f"```{{sponsors}}\n:show: logo\n{entry % ('Alone', 'https://a.example')}"
        f"{entry % ('Indoors', 'index.md')}- Without\n```\n\n"
        "```{sponsored-by} Thanked\n:data: s.yaml\n```\n"
    )
    data = "tiers: {A: [{name: Thanked, logo: black.png}]}\n"
    files = {"index.md": index, "s.yaml": data, "black.png": word("black")}
    site = build(files, "epub")
    with zipfile.ZipFile(next(site.outdir.glob("*.epub"))) as book:
        page = BeautifulSoup(book.read("index.xhtml"), "lxml")
    names = page.select(".confrecap-sponsor-name")
    hidden = {name.text for name in names if "confrecap-hidden" in name["class"]}
    assert hidden == {"Alone", "Indoors"}
    assert len(names) == 5
    tex = build(files, "latex").page()
    assert [
        name for name in ("Beneath", "Alone", "Indoors", "Without", "Thanked") if name in tex
    ] == [
        "Beneath",
        "Without",
        "Thanked",
    ]
    assert tex.count("includegraphics") == 4


def test_credit_is_given_on_any_page(build: Builds) -> None:
    """A credit block has the logo, the link, what was paid for, and words of thanks."""
    files = {
        "index.md": (
            "# T\n\n```{sponsored-by} example corp\n:for: Lunch\n:name: thanks\n\n"
            "Thanks, *really*.\n```\n\n"
            "```{sponsored-by} ex\n:show: names\n:class: small\n```\n"
        ),
        "rest.rst": "T\n=\n\n.. sponsored-by:: AMD\n   :data: y2024\n\n   Thanks, *really*.\n",
        "close.rst": "T\n=\n\n.. sponsored-by:: AMD\n   Thanks, *really*.\n",
        "s.yaml": (
            "tiers: {A: [{name: Example Corp, id: ex, url: https://e.example, logo: one.svg,\n"
            "  for: Wi-Fi, text: T}, AMD]}\n"
        ),
        "one.svg": SVG,
    }
    conf = {"confrecap_data": {"y2024": "s.yaml"}}
    site = build(files, conf=conf)
    first, second = site.soup().select("div.confrecap-sponsored-by")
    assert first["id"] == "thanks"
    assert "Lunch" in first.get_text()
    assert first.select_one("a.confrecap-sponsor-link")["rel"] == ["sponsored", "noopener"]
    assert first.select_one(".confrecap-sponsored-by-text em").text == "really"
    assert len(first.select("img")) == 1
    assert "Wi-Fi" in second.get_text()
    assert "small" in second["class"]
    assert not second.select("img")
    for page in ("rest", "close"):
        (block,) = site.soup(page).select(".confrecap-sponsored-by")
        assert block.select_one(".confrecap-sponsor-name").text == "AMD"
        assert block.select_one(".confrecap-sponsored-by-text em").text == "really"
    assert not site.soup().select("[id^=sponsor-]")


def test_a_configured_relation_is_used(build: Builds) -> None:
    """`confrecap_link_rel` is the relation of every link that has none of its own."""
    text = (
        "```{sponsors}\n- {name: A, url: https://a.example}\n"
        "- {name: B, url: https://b.example, rel: ''}\n```\n"
    )
    soup = build(text, conf={"confrecap_link_rel": "nofollow"}).soup()
    first, second = soup.select("a.confrecap-sponsor-link")
    assert first["rel"] == ["nofollow"]
    assert not second.get("rel")


def test_style_sheets_are_on_the_pages_that_need_them(build: Builds) -> None:
    """A page without our things has none of our files, and `confrecap_css` turns them off."""
    files = {"index.md": "```{sponsors}\n- A\n```\n", "other.md": "# Other\n"}
    site = build(files)

    def sheets(page: str) -> list[str]:
        links = site.soup(page).select("link[rel=stylesheet][href*=confrecap]")
        return [link["href"].partition("?")[0] for link in links]

    assert sheets("index") == ["_static/confrecap/base.css", "_static/confrecap/sponsors.css"]
    assert not sheets("other")
    assert not sheets("search")
    assert (site.outdir / "_static/confrecap/sponsors.css").is_file()
    site = build(conf={"confrecap_css": False})
    assert not sheets("index")


def test_a_template_of_the_site_wins(build: Builds) -> None:
    """`_templates/confrecap/sponsor.html` overrides ours, which stays reachable."""
    template = '<i data-mine="{{ name }}"></i>{% include "!confrecap/sponsor.html" %}'
    files = {
        "index.md": "```{sponsors}\n- '<A>'\n```\n",
        "_templates/confrecap/sponsor.html": template,
    }
    soup = build(files, conf={"templates_path": ["_templates"]}).soup()
    assert soup.select_one("i")["data-mine"] == "<A>"
    assert soup.select_one(".confrecap-sponsor-name").text == "<A>"


def test_a_template_is_told_where_it_stands(build: Builds) -> None:
    """A template gets the tier and the size, and id and attributes of the element around it."""
    template = (
        "<i>{{ tier }} {{ size }} {{ id }}{% for name, value in attributes.items() %} "
        "{{ name }}={{ value }}{% endfor %}</i>"
    )
    files = {
        "index.md": (
            "```{sponsors}\ntiers: {Gold: [A], Silver: [B]}\n```\n\n"
            "```{sponsored-by} A\n:data: s.yaml\n:class: mine\n```\n"
        ),
        "s.yaml": "tiers: {Gold: [A]}\n",
        "_templates/confrecap/sponsor.html": template,
    }
    soup = build(files, conf={"templates_path": ["_templates"]}).soup()
    assert [one.text for one in soup.select("i")] == [
        "gold xl sponsor-a class=confrecap-sponsor id=sponsor-a",
        "silver l sponsor-b class=confrecap-sponsor id=sponsor-b",
        "   class=confrecap-sponsored-by mine",
    ]


def test_a_tier_is_a_mapping_of_sponsors(build: Builds) -> None:
    """Names with addresses or records are sponsors; the keys of a tier, misspelt too, are not."""
    site = build(
        """
# T

```{sponsors}
tiers:
  Gold:
    Acme: https://acme.example/
    Halyard: {text: Ropes., for: Lunch}
    Nobody:
  Silver:
    sponsers: [Bramble]
    Orbitello: https://orbitello.example/
```
""",
        warnings=True,
    )
    gold = site.soup().select('[data-tier="gold"] .confrecap-sponsor')
    assert [cell.select_one(".confrecap-sponsor-name").text for cell in gold] == [
        "Acme",
        "Halyard",
        "Nobody",
    ]
    assert gold[0].a["href"] == "https://acme.example/"
    assert gold[1].select_one(".confrecap-sponsor-for").text == "Lunch"
    assert "unknown key 'sponsers' in a tier; did you mean 'sponsors'?" in site.warnings
    assert site.warnings.count("WARNING") == 2


def test_one_sponsor_for_two_things_is_no_repetition(build: Builds) -> None:
    """A sponsor may stand in a tier twice if it paid for different things, and once if hidden."""
    build(
        "```{sponsors}\ntiers:\n  Gold: [{name: A, for: Lunch}, {name: A, for: Wi-Fi}, A, "
        "{name: a, hidden: true}]\n  Silver: [A]\n```\n"
    )
