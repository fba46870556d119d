"""Several editions in one project: each page has the data of its own year, and of no other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from picture_maker import encoded, photo

from sphinx_confrecap.data.slugs import short_hash

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Builds, Site

STRIP = "confrecap/sponsor-strip.html"
YEARS = ("2026", "2025", "2024")
CONF = {
    "confrecap_data": {
        "2026": "2026.yaml",
        "2025": "2025/event.yaml",
        "past/2024": "past/2024/event.yaml",
        "2023": None,
    },
    "confrecap_image_formats": ["jpeg"],
    "html_sidebars": {"**": [STRIP]},
}
FOLDERS = {"2026": "", "2025": "2025/", "2024": "past/2024/"}

DATA = """
imported: programme-{year}.yaml
event: {{name: Edition {year}, start: {year}-05-04, venue: {{name: Hall of {year}}}}}
sponsors:
  tiers:
    Gold {year}:
      - {{name: Gold of {year}, id: gold, url: 'https://gold.example/{year}', logo: {logo}}}
      - {{name: Google, url: 'https://google.example/{year}'}}
    Silver {year}: [Silver of {year}]
playlist:
  videos:
    - {{url: 'https://youtu.be/keynote{year}', title: Keynote of {year}}}
    - {{url: 'https://youtu.be/opening{year}', title: Opening, text: Opened in {year}.}}
facts: {{motto: Motto of {year}}}
gallery: [{{src: {picture}, alt: Stage of {year}, id: stage}}]
mini:
  title: Summit of {year}
  videos: [{{url: 'https://youtu.be/summit-{year}', title: Short of {year}}}]
"""
IMPORTED = """
sponsors: {{tiers: {{Gold {year}: [Import of {year}]}}}}
playlist:
  videos: [{{url: 'https://youtu.be/imports{year}', title: Import talk of {year}}}]
"""
MYST = """
# Begin {year}

```{{event}}
```

```{{sponsors}}
```

```{{sponsored-by}} gold
Thanks to {year}.
```

```{{playlist}}
:layout: list
```

```{{playlist}} #mini
:layout: list
```

```{{gallery}}
```

We meet in the *{{confrecap:fact}}`event.venue.name`*: {{confrecap:fact}}`motto`.

- {{confrecap:sponsor}}`gold`
- {{confrecap:sponsor}}`Google`
- {{confrecap:video}}`Opening`
- {{confrecap:photo}}`stage`
- {{any}}`Silver of {year}`

End {year}
"""
REST = """
Begin {year}
============

.. event::

.. sponsors::

.. sponsored-by:: gold

   Thanks to {year}.

.. playlist::
   :layout: list

.. playlist:: #mini
   :layout: list

.. gallery::

We meet in the :confrecap:fact:`event.venue.name`: :confrecap:fact:`motto`.

- :confrecap:sponsor:`gold`
- :confrecap:sponsor:`Google`
- :confrecap:video:`Opening`
- :confrecap:photo:`stage`
- :any:`Silver of {year}`

End {year}
"""
PAGES = {
    year: [f"{folder}all-{year}", f"{folder}more/rest-{year}"] for year, folder in FOLDERS.items()
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} 9"><path d="M0 0h{0}v9H0"/></svg>'


def files() -> dict[str, str | bytes]:
    """Return a site of three editions with data and one without, in both markups."""
    found: dict[str, str | bytes] = {
        "2023/index.md": "# Without data\n\nWords only.\n",
        "index.md": "# Start\n\n```{toctree}\n:glob:\n\n*\nmore/*\n2025/**\npast/**\n2023/*\n```\n",
    }
    lines = [f"- {{confrecap:{role.replace(':', '}`', 1)}`\n" for role in ROLES]
    found["roles.md"] = "# Roles\n\n" + "".join(lines) + "\n```{sponsors}\n- 2025/2024 GmbH\n```\n"
    for number, (year, folder) in enumerate(FOLDERS.items()):
        names = {"logo": f"gold-{year}.svg", "picture": f"stage-{year}.jpg"}
        found[f"{folder}{'event' if folder else '2026'}.yaml"] = DATA.format(year=year, **names)
        found[f"{folder}programme-{year}.yaml"] = IMPORTED.format(year=year)
        found[f"{folder}{names['logo']}"] = SVG.format(20 + number)
        found[f"{folder}{names['picture']}"] = encoded(photo(90 + number, 60))
        myst, rest = PAGES[year]
        found[f"{myst}.md"] = MYST[1:].format(year=year)
        found[f"{rest}.rst"] = REST[1:].format(year=year)
    return found


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build the site as pages for browsers."""
    return build_once(files(), conf=CONF)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the pages and the pictures that were published.

    Without Sphinx's checksums of sheets and scripts: with Sphinx 7, a first `singlehtml` has none.
    """
    kinds = {".html", ".xhtml", ".tex", ".txt", ".pot", ".svg", ".pdf", ".jpg"}
    names = (path for path in sorted(folder.rglob("*")) if path.suffix in kinds)
    return {
        path.relative_to(folder).as_posix(): re.sub(rb"\?v=[0-9a-f]{8}\b", b"", path.read_bytes())
        for path in names
    }


def years(text: str) -> set[str]:
    """Return the years that a text has something of."""
    return set(re.findall(r"202[3-6]", text))


def parts(text: str) -> list[tuple[str, str]]:
    """Return the year of each page of a text, and what stands between its begin and its end."""
    return re.findall(r"Begin (\d{4})(.*?)End \1", text, re.DOTALL)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "text"])
def test_a_page_has_the_data_of_its_own_edition(builder: str, build: Builds) -> None:
    """In both markups and every builder, directives and roles show one year and no other."""
    built = build(files(), builder, conf=CONF)
    whole = builder in ("singlehtml", "latex")
    pages = [name for names in PAGES.values() for name in names]
    texts = [built.page()] if whole else [built.page(name) for name in pages]
    if builder.endswith("html"):  # around it are links to other pages
        texts = [str(BeautifulSoup(text, "lxml").select_one("div.body")) for text in texts]
    found = [part for text in texts for part in parts(text)]
    if whole:  # the table of contents has the titles too
        found = [part for part in found if "Keynote" in part[1]]
    assert sorted(year for year, _text in found) == sorted(2 * YEARS)
    for year, text in found:
        assert years(text) == {year}
        for what in (
            "Edition",
            "Hall of",
            "Gold of",
            "Silver of",
            "Import of",
            "Keynote of",
            "Motto of",
        ):
            assert f"{what} {year}" in text, (year, what)


def test_catalogues_have_the_data_of_their_page(build: Builds) -> None:
    """Messages of a page are of its edition, and come from its file."""
    built = build(files(), "gettext", conf=CONF | {"gettext_compact": False})
    for year, names in PAGES.items():
        for name in names:
            messages = built.page(name).partition("Begin")[2]
            assert years(messages) == {year}
            assert f"Opened in {year}." in messages


def test_the_strip_is_of_the_edition_of_the_page(site: Site) -> None:
    """So it is on pages of the builder, which are of the first; without data there is none."""
    expected = {name: year for year, names in PAGES.items() for name in names}
    for name, year in {**expected, "index": "2026", "genindex": "2026"}.items():
        strip = site.soup(name).select_one(".confrecap-strip")
        names = [item.text.strip() for item in strip.select("li")]
        assert names == [f"Import of {year}", f"Gold of {year}", "Google"]
        assert years(str(strip)) == {year}
        for image in strip.select("img"):
            assert (site.outdir / name).parent.joinpath(image["src"].partition("#")[0]).is_file()
    assert not site.soup("2023/index").select(".confrecap-strip")


def test_roles_lead_to_pages_of_their_own_edition(site: Site) -> None:
    """Every link of a page leads to an id of its own."""
    for names in PAGES.values():
        for name in names:
            soup = site.soup(name)
            links = [link["href"] for link in soup.select("div.body li p a.reference.internal")]
            assert len(links) == 5
            assert all(link.startswith("#") and soup.find(id=link[1:]) for link in links), links


def test_one_page_of_all_documents_tells_editions_apart(build: Builds) -> None:
    """In singlehtml each id stands once, and each role leads to the thing of its edition."""
    soup = build(files(), "singlehtml", conf=CONF).soup()
    ids = [node["id"] for node in soup.select("div.body [id^=sponsor-], div.body [id^=photo-]")]
    assert len(ids) == len(set(ids)) == 16  # with the one of the page of roles
    ids = [node["id"] for node in soup.select("div.body [id^=tier-]")]
    assert len(ids) == len(set(ids)) == 6
    for link in soup.select("div.body li p a.reference.internal[title]"):
        thing = soup.find(id=link["href"].removeprefix("#"))
        year = years(str(link.find_parent("section").h1))
        assert thing is not None
        if year:
            assert years(str(thing)) == year, link


ROLES = {
    "sponsor:gold": ("Gold of 2026", "all-2026.html#sponsor-gold"),
    "sponsor:2025/gold": ("Gold of 2025", "2025/all-2025.html#sponsor-gold"),
    "sponsor:2025/Google": ("Google", "2025/all-2025.html#sponsor-google"),
    "sponsor:past/2024/google": ("Google", "past/2024/all-2024.html#sponsor-google"),
    "sponsor:2024/google": ("Google", "past/2024/all-2024.html#sponsor-google"),
    "sponsor:2026/google": ("Google", "all-2026.html#sponsor-google"),
    "sponsor:they <2025/gold>": ("they", "2025/all-2025.html#sponsor-gold"),
    "video:2024/opening": ("Opening", "past/2024/all-2024.html#video-opening2024"),
    "photo:2025/stage": ("Stage of 2025", "2025/all-2025.html#photo-stage"),
    "photo:2025/stage-2025.jpg": ("Stage of 2025", "2025/all-2025.html#photo-stage"),
    "sponsor:2025/2024 GmbH": ("2025/2024 GmbH", "#sponsor-2025-2024-gmbh"),
}


@pytest.mark.parametrize("role", ROLES)
def test_a_prefix_names_another_edition(role: str, site: Site) -> None:
    """An edition is named by its key, or by the end of its key; a whole name comes first."""
    link = site.soup("roles").select("div.body li p")[list(ROLES).index(role)].a
    assert (link.text, link["href"]) == ROLES[role]


TWO = {"2026": "a.yaml", "2025": "b.yaml", "old/2024": "c.yaml", "2023": None}
SMALL: dict[str, str | bytes] = {
    "a.yaml": "event: {name: New}\nsponsors: [{name: Google, id: g}]\nplaylist: {videos: &v\n"
    "  [{url: 'https://youtu.be/aaaaaaaaaaa', title: Talk A, date: 2026-01-01}]}\n",
    "b.yaml": "event: {name: Old}\nsponsors: [{name: Goggle, id: g}]\nplaylist: {videos: &v\n"
    "  [{url: 'https://youtu.be/bbbbbbbbbbb', title: Talk B, date: 2025-01-01}]}\n"
    "short: {title: Shorts, videos: [{url: 'https://youtu.be/ccccccccccc', title: Talk C}]}\n",
    "c.yaml": "event: {name: Oldest}\nsponsors: [Cray]\n",
    "x.yaml": "sponsors: [Xenon]\n",
    "p.jpg": encoded(photo(40, 30)),
}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{sponsors}", "Google"),
        ("{sponsors}\n:data: '2025'", "Goggle"),
        ("{sponsors}\n:data: 2025", "Goggle"),
        ("{sponsors}\n:data: old/2024", "Cray"),
        ("{sponsors}\n:data: 2024", "Cray"),
        ("{sponsors}\n:data: x.yaml", "Xenon"),
        ("{sponsors}\n:data: /x.yaml#sponsors", "Xenon"),
        ("{event}\n:data: 2025", "Old"),
        ("{sponsored-by} g\n:data: 2025", "Sponsored by Goggle"),
        ("{sponsored-by} Xenon\n:data: x.yaml", "Sponsored by Xenon"),
        ("{playlist}\n:data: 2025\n:layout: list", "Talk B · January 1, 2025"),
        ("{playlist} #short\n:data: 2025\n:layout: list", "Shorts\nTalk C"),
        ("{playlist}\n:data: 2025#short\n:layout: list", "Shorts\nTalk C"),
        (
            "{playlist}\n:data: all\n:layout: list\n:sort: date",
            "Talk B · January 1, 2025\nTalk A · January 1, 2026",
        ),
        ("{playlist} #short\n:data: all\n:layout: list", "Shorts\nTalk C"),
    ],
)
def test_data_names_an_edition_a_file_or_all(written: str, shown: str, build: Builds) -> None:
    """Whatever page it stands on, a directive shows what its option asks for."""
    files = {**SMALL, "index.md": f"```{written}\n```\n"}
    built = build(files, "dummy", conf={"confrecap_data": TWO})
    words = [line for line in built.doctree().astext().splitlines() if line.strip()]
    assert "\n".join(words) == shown


def test_all_passes_over_editions_that_have_none(build: Builds) -> None:
    """What is no playlist, whole or in part, is none of `all`; a file that is one, is."""
    files = {
        **SMALL,
        "bare.yaml": "- Google\n",
        "talks.yaml": "videos: [{url: 'https://youtu.be/ddddddddddd', title: Talk D}]\n",
        "index.md": "```{playlist}\n:data: all\n:layout: list\n```\n",
    }
    known = {"2026": "a.yaml", "2025": "bare.yaml", "2024": "c.yaml", "2023": "talks.yaml"}
    built = build(files, "dummy", conf={"confrecap_data": known})
    words = [line for line in built.doctree().astext().splitlines() if line.strip()]
    assert words == ["Talk A · January 1, 2026", "Talk D"]


REFERENCE, FILE, SCHEMA = ("confrecap." + code for code in ("reference", "file", "schema"))


@pytest.mark.parametrize(
    ("written", "sentence", "code"),
    [
        ("{sponsors}\n:data: 2O25", "unknown edition '2O25'; did you mean '2025'?", REFERENCE),
        (
            "{event}\n:data: next",
            "unknown edition 'next'; there are 2026, 2025, old/2024, 2023",
            REFERENCE,
        ),
        (
            "{sponsors}\n:data: all",
            "unknown edition 'all'; there are 2026, 2025, old/2024, 2023",
            REFERENCE,
        ),
        ("{sponsors}\n:data: y.yaml", "the file 'y.yaml' is not there", FILE),
        (
            "{sponsors}\n:data: 2023",
            "the option 'data' is left out: the edition '2023' has no data in confrecap_data",
            FILE,
        ),
        (
            "{sponsors} x.yaml\n:data: 2025",
            "give either 'x.yaml' or the option 'data' ('2025'), not both",
            SCHEMA,
        ),
        (
            "{sponsors}\n:data: 2025\n\n- A",
            "give either a body or the option 'data' ('2025'), not both",
            SCHEMA,
        ),
        (
            "{gallery} p.jpg\n:data: 2025",
            "give either 'p.jpg' or the option 'data' ('2025'), not both",
            SCHEMA,
        ),
        (
            "{playlist} https://www.youtube.com/playlist?list=PLx\n:data: all",
            (
                "give either an address ('https://www.youtube.com/playlist?list=PLx') or the "
                "option 'data' ('all'), not both"
            ),
            SCHEMA,
        ),
        (
            "{playlist} x.yaml\n:data: all",
            "give either 'x.yaml' or the option 'data' ('all'), not both",
            SCHEMA,
        ),
        (
            "{playlist} #short\n:data: 2025#other",
            "give either the key '#short' or that in '2025#other', not both",
            SCHEMA,
        ),
        ("{playlist} #long\n:data: all", "no edition has a 'long'", FILE),
        (
            "{sponsored-by} g\n:data: 2022",
            "unknown edition '2022'; did you mean '2026'?",
            REFERENCE,
        ),
    ],
)
def test_wrong_data_is_told(written: str, sentence: str, code: str, build: Builds) -> None:
    """One sentence at the directive says what is wrong with the option."""
    files = {**SMALL, "index.md": f"```{written}\n```\n"}
    built = build(files, "dummy", conf={"confrecap_data": TWO}, warnings=True)
    assert built.warnings == f"index.md:1: WARNING: {sentence} [{code}]\n"


def test_without_editions_data_names_files_only(build: Builds) -> None:
    """With one file in `confrecap_data` there is no edition to name."""
    text = "```{sponsors}\n:data: 2025\n```\n"
    conf = {"confrecap_data": "a.yaml"}
    built = build({**SMALL, "index.md": text}, "dummy", conf=conf, warnings=True)
    assert built.warnings == (
        "index.md:1: WARNING: unknown edition '2025': confrecap_data names none, and the name of a "
        "file ends in .yaml [confrecap.reference]\n"
    )


def test_an_edition_without_data_says_so(build: Builds) -> None:
    """A directive that would need its data is told; nothing of another year stands in."""
    files = {**SMALL, "index.md": "# T\n", "2023.md": "# Old\n\n```{sponsors}\n```\n"}
    files["2023/more.rst"] = "T\n=\n\n.. sponsored-by:: g\n"
    built = build(files, conf={"confrecap_data": TWO}, warnings=True)
    needs = "the edition '2023' has no data in confrecap_data [confrecap.file]"
    assert built.warnings.splitlines() == [
        f"2023.md:3: WARNING: 'sponsors' needs a file or a body: {needs}",
        f"2023/more.rst:4: WARNING: 'sponsored-by' needs the option 'data': {needs}",
    ]
    assert "oogle" not in built.page("2023")


@pytest.mark.parametrize(
    ("page", "edition"),
    [
        ("2025", "Old"),
        ("2025/a", "Old"),
        ("2025/a/b", "Old"),
        ("2025a", "New"),
        ("x/2025", "New"),
        ("2025/side/a", "Oldest"),
        ("2025/sides", "Old"),
        ("side", "New"),
    ],
)
def test_the_longest_beginning_counts(page: str, edition: str, build: Builds) -> None:
    """A key is a page or a folder of pages, and every other page is of the first edition."""
    conf = {"confrecap_data": {"2026": "/a.yaml", "2025": "x/../b.yaml", "2025/side": "./c.yaml"}}
    files = {**SMALL, "index.md": "# T\n", f"{page}.md": "```{event}\n```\n"}
    built = build(files, "dummy", conf=conf, only=[f"{page}.md"])
    assert built.doctree(page).astext().strip() == edition


MISSES = {
    "2026/Gogle": "; did you mean 'Google'?",
    "2025/Gogle": "; did you mean '2025/Goggle'?",
    "Goggle": "; did you mean 'Google'?",
    "Cray": "; did you mean 'old/2024/Cray'?",
    "old/2024/Crey": "; did you mean 'old/2024/Cray'?",
    "2023/Google": ": the edition '2023' has no data",
    "2022/zzzzzzzzz": ": there is no edition '2022'; did you mean '2026'?",
    "1999/Google": ": there is no edition '1999'; there are 2026, 2025, old/2024, 2023, new/2024",
    "OLD/2024/Cray": ": there is no edition 'OLD/2024'; did you mean 'old/2024'?",
    "2024/Cray": ": there is no edition '2024'; it may be 'old/2024' or 'new/2024'",
    "photos/zzz": "",
}


def test_a_name_of_another_edition_is_unknown_here(build: Builds) -> None:
    """Roles look at their page and its edition only; the hint says how to name what was meant."""
    lines = "".join(f"{{confrecap:sponsor}}`{name}`\n\n" for name in MISSES)
    files = {**SMALL, "index.md": f"```{{sponsors}}\n```\n\n{lines}"}
    for key in ("2025", "old/2024"):
        files[f"{key}/s.md"] = "```{sponsors}\n```\n"
    data = {**TWO, "new/2024": None}
    built = build(files, "dummy", conf={"confrecap_data": data}, warnings=True)
    told = [line.partition("WARNING: ")[2] for line in built.warnings.splitlines()]
    assert told == [
        f"unknown sponsor '{name}'{hint} [confrecap.reference]" for name, hint in MISSES.items()
    ]


def test_bodies_and_other_files_are_of_their_page(build: Builds) -> None:
    """What a page shows from its body, or from a file of no edition, is of the page's edition."""
    files = {
        **SMALL,
        "index.md": "{confrecap:sponsor}`2025/Body`\n\n{confrecap:sponsor}`2025/Xenon`\n",
        "2025/a.md": "```{sponsors}\n- Body\n```\n\n```{sponsors} /x.yaml\n```\n",
        "2025/b.md": "{confrecap:sponsor}`Body`\n\n{confrecap:sponsor}`Xenon`\n\n"
        "{confrecap:sponsor}`2026/Google`\n",
        "c.md": "# C\n\n```{sponsors} b.yaml\n```\n\n```{sponsors} a.yaml\n```\n",
        "2025/d.md": "{confrecap:sponsor}`Goggle`\n",
    }
    built = build(files, conf={"confrecap_data": TWO})
    links = [
        [link["href"] for link in built.soup(page).select("div.body a.internal")]
        for page in ("index", "2025/b", "2025/d")
    ]
    assert links == [
        ["2025/a.html#sponsor-body", "2025/a.html#sponsor-xenon"],
        ["a.html#sponsor-body", "a.html#sponsor-xenon", "../c.html#sponsor-g-" + short_hash("g")],
        ["../c.html#sponsor-g"],
    ]


def test_two_editions_on_one_page(build: Builds) -> None:
    """What an option brings is of its own edition, and both have ids that roles find."""
    text = (
        "```{sponsors}\n```\n\n```{sponsors}\n:data: 2025\n```\n\n"
        "{confrecap:sponsor}`g`\n\n{confrecap:sponsor}`2025/g`\n\n{confrecap:sponsor}`Goggle`\n\n"
        "{confrecap:video}`Talk A`\n\n{confrecap:video}`2025/Talk B`\n\n"
        "```{playlist}\n:data: all\n:layout: list\n```\n"
    )
    same = {"b.yaml": str(SMALL["b.yaml"]).replace("bbbbbbbbbbb", "aaaaaaaaaaa")}
    built = build({**SMALL, **same, "index.md": text}, conf={"confrecap_data": TWO})
    links = [link["href"] for link in built.soup().select("div.body p a.internal")]
    shown = [built.soup().find(id=link[1:]).get_text(strip=True)[:6] for link in links]
    assert shown == ["Google", "Goggle", "Goggle", "Talk A", "Talk B"]


def many(count: int) -> dict[str, str | bytes]:
    """Return a site of so many editions that have the same company, talk and photo."""
    found: dict[str, str | bytes] = {"index.md": "# Start\n", "stage.jpg": encoded(photo(40, 30))}
    for year in range(2000, 2000 + count):
        found[f"{year}/event.yaml"] = (
            f"event: {{name: Conf {year}}}\nsponsors: [{{name: Google, id: g, text: In {year}}}]\n"
            f"playlist: [{{url: 'https://youtu.be/keynote{year}', title: Keynote}}]\n"
            "gallery: [{src: /stage.jpg, alt: Stage, id: stage}]\n"
        )
        found[f"{year}/index.md"] = (
            f"# {year}\n\n```{{sponsors}}\n```\n\n```{{playlist}}\n```\n\n```{{gallery}}\n```\n\n"
            "{confrecap:sponsor}`google` {confrecap:video}`keynote` {confrecap:photo}`stage`\n"
        )
    return found


def test_thirty_editions_are_told_apart(build: Builds) -> None:
    """Names in the inventory and in search are unique, and without a prefix for the first."""
    keys = [str(year) for year in range(2029, 1999, -1)]
    conf = {
        "confrecap_data": {key: f"{key}/event.yaml" for key in keys},
        "confrecap_image_formats": ["jpeg"],
        "confrecap_image_widths": [320],
    }
    built = build(many(30), conf=conf)
    for key in keys:
        soup = built.soup(f"{key}/index")
        ids = [node["id"] for node in soup.select("div.body [id]")]
        assert {"sponsor-g", "photo-stage", f"video-keynote{key}"} <= set(ids)
        assert len(set(ids)) == len(ids)
        links = [link["href"] for link in soup.select("div.body p a.reference.internal")]
        assert links[-3:] == ["#sponsor-g", f"#video-keynote{key}", "#photo-stage"]
    found = list(built.app.env.get_domain("confrecap").get_objects())
    for kind, title in (("sponsor", "Google"), ("video", "Keynote"), ("photo", "Stage")):
        names = [item[0] for item in found if item[2] == kind]
        assert len(set(names)) == len(names)
        searched = {item[1]: item[3] for item in found if item[2] == kind and item[5] == 1}
        prefixes = {"2029": "", **{key: f"{key}/" for key in keys[1:]}}
        assert searched == {f"{prefix}{title}": f"{key}/index" for key, prefix in prefixes.items()}
    first = {item[0] for item in found if item[3] == "2029/index" and item[2] == "sponsor"}
    assert first == {"Google", "google", "g"}


CHANGED = {
    "2025/programme-2025.yaml": IMPORTED.format(year="2025").replace("Import of", "Imported of"),
    "2025/event.yaml": DATA.format(
        year="2025", logo="gold-2025.svg", picture="stage-2025.jpg"
    ).replace("Gold of", "Golden of"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_changed_data_costs_the_pages_of_its_edition(name: str, build: Builds) -> None:
    """They are read again, and only they and what mentions them are written."""
    build(files(), conf=CONF)
    before = {path: path.stat().st_mtime_ns for path in build.root.rglob("*.html")}
    built = build({name: CHANGED[name]})
    assert built.read == set(PAGES["2025"])
    written = {path for path, then in before.items() if path.stat().st_mtime_ns != then}
    pages = {path.relative_to(built.outdir).as_posix() for path in written}
    own = {"genindex.html", "search.html", "index.html"}  # Sphinx writes them, and contents
    mention = {"roles.html"} if name == "2025/event.yaml" else set()
    assert pages - own == {*(f"{page}.html" for page in PAGES["2025"]), *mention}


@pytest.mark.parametrize(
    "builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "text", "gettext"]
)
def test_an_incremental_build_is_a_clean_one_of_four(
    builder: str, build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of one edition, what is published has the bytes of a parallel build."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # one date in every build
    build(files(), builder, conf=CONF, srcdir="steps")
    steps = build(CHANGED, builder, srcdir="steps")
    given = {**files(), **CHANGED}
    clean = build(given, builder, conf=CONF, srcdir="clean", parallel=4)
    first, second = snapshot(steps.outdir), snapshot(clean.outdir)
    assert second
    assert set(second) <= set(first)
    assert [name for name in second if first[name] != second[name]] == []


WRONG = {
    "2026": "a.yaml",
    2025: "b.yaml",
    "2024/": "b.yaml",
    "": "b.yaml",
    "2023": ["b.yaml"],
    "2022": "",
    "2021": None,
}


def test_a_wrong_edition_costs_itself(build: Builds) -> None:
    """Each is told in one sentence, and the others are there."""
    text = "```{event}\n```\n\n```{event}\n:data: 2021\n```\n"
    built = build({**SMALL, "index.md": text}, conf={"confrecap_data": WRONG}, warnings=True)
    place, code = "conf.py:1: WARNING: confrecap_data: the edition", "[confrecap.config]"
    assert built.warnings.splitlines() == [
        f"{place} 2025 must be text, such as '2025' {code}",
        f"{place} '2024/' must be the beginning of a page's name, as '2024' {code}",
        f"{place} '' must be the beginning of a page's name, as '2025' {code}",
        f"{place} '2023' must have a file, or None, not ['b.yaml'] {code}",
        f"{place} '2022' must have a file, or None, not '' {code}",
        (
            "index.md:4: WARNING: the option 'data' is left out: the edition '2021' has no data in "
            "confrecap_data [confrecap.file]"
        ),
    ]
    assert built.doctree().astext().strip() == "New"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "must name a file"),
        ({}, "must name an edition, or be None"),
        (
            {"sponsors": "a.yaml", "event": "b.yaml"},
            "maps editions to files, not sections: one event file has them all",
        ),
        (["a.yaml"], "must be str or dict or None, not list"),
    ],
)
def test_a_wrong_shape_is_told(value: object, sentence: str, build: Builds) -> None:
    """What is neither a file nor a mapping of editions counts as nothing."""
    built = build("# T\n", "dummy", conf={"confrecap_data": value}, warnings=True)
    assert built.warnings == (
        f"conf.py:1: WARNING: confrecap_data {sentence}; using None [confrecap.config]\n"
    )


LISTED: dict[str, str | bytes] = {
    "index.md": (
        "# Start\n\n```{editions}\n:class: all\n```\n\n```{toctree}\n:glob:\n\n*\n*/*\n```\n"
    ),
    "2027/index.md": "# Next\n",
    "2026.md": "# This year\n",
    "old/2025/index.rst": "Last year\n=========\n\n.. editions::\n",
    "2023.md": "# How it began\n",
    "2027.yaml": (
        "event: {name: Conf 27, start: 2027-03-09, venue: {name: Hall, city: Lyon, country: FR}}"
    ),
    "2026.yaml": "event: {name: Conf 26, start: 2026-05-04, status: cancelled}",
    "2025.yaml": "name: Conf 25\nstart: 2025-05-04\nvenue: Online\n",
    "2024.yaml": "sponsors: [Google]\n",
}
LISTED_CONF = {
    "confrecap_data": {
        "2027": "2027.yaml",
        "2026": "2026.yaml",
        "old/2025": "2025.yaml",
        "2024": "2024.yaml",
        "2023": None,
        "2022": None,
    }
}
LINES = [
    "Conf 27 · March 9, 2027 · Hall, Lyon, France",
    "Conf 26 · May 4, 2026 · Cancelled",
    "Conf 25 · May 4, 2025 · Online",
    "2024",
    "How it began",
    "2022",
]


def test_editions_are_listed(build: Builds) -> None:
    """In the order of `confrecap_data`: name, dates, place and status, with a link to the page."""
    built = build(LISTED, conf=LISTED_CONF | {"nitpicky": True})
    for page, up in (("index", ""), ("old/2025/index", "../../")):
        found = built.soup(page).select_one("ul.confrecap-editions")
        items = found.find_all("li", recursive=False)
        assert [item.get_text().strip() for item in items] == LINES
        here = "#" if up else "old/2025/index.html"
        links = {item.a.get_text(): item.a["href"] for item in items if item.a}
        assert links == {
            "Conf 27": f"{up}2027/index.html",
            "Conf 26": f"{up}2026.html",
            "Conf 25": here,
            "How it began": f"{up}2023.html",
        }
    assert "all" in built.soup().select_one("ul.confrecap-editions")["class"]
    assert built.soup().select_one(".confrecap-edition-status").text == "Cancelled"


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text", "man", "texinfo"])
def test_every_builder_lists_editions(builder: str, build: Builds) -> None:
    """The list is plain text and links, which every builder can show."""
    conf = LISTED_CONF | {"man_pages": [("index", "recap", "Recap", [], 1)]}
    text = build(LISTED, builder, conf=conf).page()
    for words in ("Conf 27", "Lyon, France", "Conf 26", "Cancelled", "Conf 25", "How it began"):
        assert words in text.replace("\\", ""), words


def test_a_list_of_editions_follows_its_pages(build: Builds) -> None:
    """A page that comes or goes, a title and a date are in the list of the next build."""
    build(LISTED, conf=LISTED_CONF)
    changed = {
        "2023.md": "# The beginning\n",
        "2024/index.md": "# Two years ago\n",
        "2026.md": None,
        "2027.yaml": "event: {name: Conf 27, start: 2027-04-09}",
    }
    built = build(changed)
    found = built.soup("old/2025/index").select("ul.confrecap-editions li")
    assert [item.get_text().strip() for item in found] == [
        "Conf 27 · April 9, 2027",
        *LINES[1:3],
        "Two years ago",
        "The beginning",
        "2022",
    ]
    assert [bool(item.a) for item in found] == [True, False, True, True, True, False]


@pytest.mark.parametrize(
    ("written", "data", "told"),
    [
        (
            "{editions}",
            "2027.yaml",
            (
                "index.md:1: WARNING: 'editions' needs a mapping of editions to files as "
                "confrecap_data in conf.py [confrecap.file]"
            ),
        ),
        (
            "{editions} 2027.yaml",
            {"2027": "2027.yaml"},
            (
                "index.md:1: WARNING: 'editions' takes no argument and no body: it lists "
                "confrecap_data [confrecap.schema]"
            ),
        ),
        (
            "{editions}",
            {"2027": "no.yaml"},
            (
                "index.md:1: WARNING: the file '/no.yaml' is not there (confrecap_data in conf.py) "
                "[confrecap.file]"
            ),
        ),
        (
            "{editions}",
            {"2027": "wrong.yaml"},
            (
                "wrong.yaml:1:29: WARNING: 'soon' is not a date; write it as 2024-09-18 or "
                "2024-09-18 09:00 (used at index.md:1) [confrecap.time]"
            ),
        ),
    ],
)
def test_what_editions_cannot_list_is_told(
    written: str, data: object, told: str, build: Builds
) -> None:
    """One sentence, and what is there is listed."""
    files = {**LISTED, "index.md": f"```{written}\n```\n"}
    files["wrong.yaml"] = "event: {name: Wrong, start: soon}\n"
    del files["old/2025/index.rst"]
    built = build(files, "dummy", conf={"confrecap_data": data}, warnings=True)
    assert built.warnings == f"{told}\n"
