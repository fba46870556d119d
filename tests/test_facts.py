"""Facts in prose: the role `fact` and the directive `when`, in both markups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Builds

DATA = """\
event:
  name: Harbour Days 2026
  start: 2026-10-22
  end: 2026-10-23
  venue: {name: Pier 9, city: Oslo, country: "NO"}
  tickets: {url: https://tickets.example/?a=1&b=2, price: 1500, currency: EUR}
  organizer: Harbour -- Club
  description: Some *words*.
  extra: {Dress code: none}
sponsors:
  tiers:
    Gold:
      slots: 1000
      sponsors:
        - Acme
        - {name: Lightning.ai, url: https://lightning.example}
        - {name: Not, hidden: true}
    Silver: [acme, Zenith]
    Bronze: []
speakers:
  - {name: Ada Lovelace, id: ada, role: Chair, bio: Wrote *notes*.}
  - {name: Grace Hopper}
team: [{name: Alan, role: Chair}, {title: Kay}]
facts:
  grants: {ends: 2026-05-01, amount: 777 EUR, url: https://grants.example, page: guide.md}
  seats: 1500
  quoted: "2026-05-01"
  mail: mailto:hello@harbour.example
  free: 0
  no_wifi: no
  said_no: "no"
  empty:
  nothing: ""
  rooms: [North, South, East]
  none_yet: []
  formula: $x$ \\(y\\)
  html: <b>&amp;'q'</b>
  bad: javascript:alert(1)
  hidden: "https://a.example/\\u202e"
  milestones:
    - {name: Call for proposals closes, date: 2026-02-03}
    - {value: 42, name: ""}
city: top
"""

SHOWN = {
    "event.name": "Harbour Days 2026",
    "name": "Harbour Days 2026",
    "event": "Harbour Days 2026",
    "event.start": "October 22, 2026",
    "event.start.year": "2026",
    "event.start.weekday": "Thursday",
    "event.dates": "October 22 – 23, 2026",
    "dates": "October 22 – 23, 2026",
    "event.venue": "Pier 9",
    "venue.city": "Oslo",
    "venue.country": "Norway",
    "tickets.price": "€1,500",
    "tickets.currency": "EUR",
    "organizer": "Harbour -- Club",
    "event.extra.Dress code": "none",
    "sponsors.count": "3",
    "sponsors.tiers.count": "3",
    "sponsors.tiers.Gold.slots": "1,000",
    "sponsors.tiers.Gold.count": "2",
    "sponsors.Zenith": "Zenith",
    "sponsors.tiers.Gold.sponsors.Lightning.ai": "Lightning.ai",
    "speakers.ada.role": "Chair",
    "speakers.Ada Lovelace": "Ada Lovelace",
    "speakers.count": "2",
    "speakers.speakers": "Ada Lovelace and Grace Hopper",
    "team.Alan.role": "Chair",
    "team.kay": "Kay",
    "grants.ends": "May 1, 2026",
    "facts.grants.ends.year": "2026",
    "grants.ends.weekday": "Friday",
    "grants.amount": "€777",
    "seats": "1500",
    "quoted": "2026-05-01",
    "free": "0",
    "no_wifi": "no",
    "rooms": "North, South, and East",
    "rooms.count": "3",
    "none_yet.count": "0",
    "formula": "$x$ \\(y\\)",
    "html": "<b>&amp;'q'</b>",
    "bad": "javascript:alert(1)",
    "milestones.Call for proposals closes.date": "February 3, 2026",
    "milestones.Call for proposals closes": "Call for proposals closes",
    "grants.page": "guide.md",
    "city": "top",
}
"""What the role shows for a path."""

LINKS = {
    "tickets.url": ("https://tickets.example/?a=1&b=2", "https://tickets.example/?a=1&b=2"),
    "Buy a ticket <tickets.url>": ("https://tickets.example/?a=1&b=2", "Buy a ticket"),
    "mail": ("mailto:hello%40harbour.example", "hello@harbour.example"),
    "grants.url": ("https://grants.example", "https://grants.example"),
    "sponsors.Lightning.ai.url": ("https://lightning.example", "https://lightning.example"),
    "The guide <grants.page>": ("guide.html", "The guide"),
}

CONF = {"confrecap_data": "event.yaml"}
FILES = {"event.yaml": DATA, "guide.md": "# Guide\n"}


def role(markup: str, text: str) -> str:
    """Return the role in a markup."""
    return f"{{confrecap:fact}}`{text}`" if markup == "md" else f":confrecap:fact:`{text}`"


def when(markup: str, condition: str, body: str, *options: str) -> str:
    """Return the directive in a markup."""
    if markup == "md":
        return "\n".join([f"````{{when}} {condition}", *options, body, "````", ""])
    inside = "\n".join(f"   {line}".rstrip() for line in body.splitlines())
    return "\n".join([f".. when:: {condition}", *(f"   {one}" for one in options), "", inside, ""])


def pages(markup: str, text: str) -> dict[str, str | bytes]:
    """Return the files of a site whose page holds a text."""
    heads = {"md": "# Page\n\n", "rst": "Page\n====\n\n"}
    return {**FILES, f"index.{markup}": heads[markup] + text}


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_path_shows_what_it_leads_to(markup: str, build: Builds) -> None:
    """Each path shows its value in the page's language, in running text, as it was written."""
    lines = [f"{number}. a{role(markup, path)}b" for number, path in enumerate(SHOWN, 1)]
    if markup == "rst":
        lines = [line.replace("a:", "a\\ :").replace("`b", "`\\ b") for line in lines]
    site = build(pages(markup, "\n".join(lines) + "\n"), conf=CONF)
    shown = [item.get_text().strip() for item in site.soup().select("ol > li")]
    assert dict(zip(SHOWN, shown, strict=True)) == {
        path: f"a{text}b" for path, text in SHOWN.items()
    }


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_an_address_is_a_link(markup: str, build: Builds) -> None:
    """Addresses lead somewhere, with a text of the page or their own; local ones too."""
    text = "\n".join(f"* {role(markup, target)}" for target in LINKS) + "\n"
    site = build(pages(markup, text), conf=CONF)
    found = [(link["href"], link.get_text()) for link in site.soup().select("div.body ul > li a")]
    assert found == list(LINKS.values())


def test_facts_speak_the_language_of_the_page(build: Builds) -> None:
    """Days, weekdays, numbers, money, countries and lists are those of the site's language."""
    paths = [
        "event.dates",
        "event.start.weekday",
        "sponsors.tiers.Gold.slots",
        "tickets.price",
        "venue.country",
        "rooms",
    ]
    text = "\n".join(f"* {role('md', path)}" for path in paths) + "\n"
    site = build(pages("md", text), conf={**CONF, "language": "de"})
    assert [item.get_text() for item in site.soup().select("div.body ul > li")] == [
        "22.–23. Oktober 2026",
        "Donnerstag",
        "1.000",
        "1.500\N{NO-BREAK SPACE}€",
        "Norwegen",
        "North, South und East",
    ]


PLACES = {
    "md": """\
## In {confrecap:fact}`venue.city`

[A *link* to {confrecap:fact}`name`](https://x.example)

| Where | When |
| --- | --- |
| {confrecap:fact}`venue` | {confrecap:fact}`dates` |

```{include} part.inc
```
""",
    "rst": """\
In :confrecap:fact:`venue.city`
-------------------------------

.. list-table::

   * - :confrecap:fact:`venue`
     - :confrecap:fact:`dates`

.. include:: part.inc
""",
}


@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")  # of myst-parser
@pytest.mark.parametrize("markup", ["md", "rst"])
def test_facts_stand_in_headings_links_tables_and_included_files(
    markup: str, build: Builds
) -> None:
    """A fact may stand wherever a word may, and counts as one: in the table of contents too."""
    files = pages(markup, PLACES[markup])
    files["part.inc"] = f"Included: {role(markup, 'tickets.price')}.\n"
    site = build(files, conf={**CONF, "exclude_patterns": ["*.inc", "_build"]})
    soup = site.soup()
    assert soup.h2.get_text().startswith("In Oslo")
    assert soup.select_one("section#in-oslo")
    assert [cell.get_text().strip() for cell in soup.select("td")] == [
        "Pier 9",
        "October 22 – 23, 2026",
    ]
    assert "Included: €1,500." in soup.get_text()
    if markup == "md":
        assert soup.select_one('a[href="https://x.example"]').get_text() == (
            "A link to Harbour Days 2026"
        )


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "man", "texinfo", "singlehtml"])
@pytest.mark.parametrize("markup", ["md", "rst"])
def test_every_builder_shows_facts(markup: str, builder: str, build: Builds) -> None:
    """Text, links and conditions are those of an ordinary page, whatever is built of it."""
    text = f"Where: {role(markup, 'venue.city')}, {role(markup, 'Buy <tickets.url>')}\n\n"
    text += when(markup, "sponsors.count", "Thanks to *them*.")
    text += "\n" + when(markup, "not sponsors.count", "Nobody.")
    page = build(pages(markup, text), builder, conf=CONF).page()
    assert "Oslo" in page
    assert "Buy" in page
    assert "Thanks to" in page
    assert "Nobody" not in page


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("event.venue.cty", "there is no fact 'event.venue.cty'; did you mean 'event.venue.city'?"),
        ("venu.city", "there is no fact 'venu.city'; did you mean 'venue.city'?"),
        ("grants.amonut", "there is no fact 'grants.amonut'; did you mean 'grants.amount'?"),
        ("sponsors.Zenit.url", "did you mean 'sponsors.Zenith'?"),
        ("sponsors.Lightning.ia", "did you mean 'sponsors.Lightning.ai'?"),
        ("event.start.yaer", "did you mean 'event.start.year'?"),
        ("event.end.zzz", "there is no fact 'event.end.zzz'"),
        ("event.timezone", "there is no fact 'event.timezone'"),
        ("zzz", "there is no fact 'zzz'"),
        ("empty", "the fact 'empty' is empty"),
        ("nothing", "the fact 'nothing' is empty"),
        ("none_yet", "the fact 'none_yet' is an empty list"),
        ("event.description", "the fact 'event.description' is markup"),
        ("speakers.ada.bio", "the fact 'speakers.ada.bio' is markup"),
        ("grants", "the fact 'grants' has no name; it holds ends, amount, url, page"),
        ("tickets", "the fact 'tickets' has no name; it holds url, price, currency"),
        ("Go <venue.city>", "the fact 'venue.city' is no address to lead to"),
    ],
)
def test_what_is_no_fact_is_told_and_shown(target: str, told: str, build: Builds) -> None:
    """A path that leads nowhere is one located warning with the nearest; its text is shown."""
    site = build(pages("md", f"Text.\n\nA {role('md', target)}.\n"), conf=CONF, warnings=True)
    (line,) = site.warnings.splitlines()
    assert line.startswith("index.md:5: WARNING: ")
    assert told in line
    assert line.endswith("[confrecap.reference]")
    words = "Go" if target.startswith("Go") else target
    assert f"A {words}." in site.soup().get_text()


def test_an_address_that_is_refused_is_a_text(build: Builds) -> None:
    """What hides where it leads is told at its place in the data, and no link is made."""
    site = build(pages("md", role("md", "hidden")), conf=CONF, warnings=True)
    (line,) = site.warnings.splitlines()
    assert line.startswith("event.yaml:39:11: WARNING: ")
    assert "(used at index.md:3) [confrecap.url]" in line
    assert not site.soup().select('a[href^="https://a.example"]')


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("event.venue", True),
        ("tickets.price", True),
        ("free", True),
        ("seats", True),
        ("event.description", True),
        ("dates", True),
        ("grants.ends", True),
        ("grants.amount", True),
        ("said_no", True),
        ("rooms", True),
        ("sponsors.count", True),
        ("sponsors.tiers.Gold", True),
        ("no_wifi", False),
        ("empty", False),
        ("nothing", False),
        ("none_yet", False),
        ("none_yet.count", False),
        ("sponsors.tiers.Bronze", False),
        ("sponsors.tiers.Bronze.count", False),
        ("event.url", False),
        ("event.timezone", False),
        ("playlist", False),
        ("anything.else", False),
    ],
)
@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_part_is_shown_if_its_fact_holds_something(
    markup: str, condition: str, *, holds: bool, build: Builds
) -> None:
    """Missing and empty values, no, empty lists and a count of 0 are nothing; a price of 0 is not.

    A path that is not there is no fault.
    """
    text = when(markup, condition, "Yes.") + "\n" + when(markup, f"not {condition}", "No.")
    words = build(pages(markup, text), conf=CONF).soup().select_one("div.body").get_text()
    assert ("Yes." in words, "No." in words) == (holds, not holds)


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("tickets.pirce", "there is no fact 'tickets.pirce'; did you mean 'tickets.price'?"),
        ("not grant.ends", "there is no fact 'grant.ends'; did you mean 'grants.ends'?"),
        ("event.timezon", "did you mean 'event.timezone'?"),
        ("sponsors.cuont", "did you mean 'sponsors.count'?"),
    ],
)
def test_a_condition_that_nearly_is_a_path_is_told(
    condition: str, told: str, build: Builds
) -> None:
    """A slip in a condition is one warning, and counts as nothing."""
    site = build(pages("md", when("md", condition, "Body.")), conf=CONF, warnings=True)
    (line,) = site.warnings.splitlines()
    assert line.startswith("index.md:3: WARNING: ")
    assert told in line
    assert ("Body." in site.soup().get_text()) == condition.startswith("not ")


BODY = """\
(here)=
A {confrecap:fact}`venue.city` [link](#here).

```{note}
Inside.
```

```{when} not tickets.url
Never.
```

### Deeper

More.
"""

REST_BODY = """\
.. _here:

A :confrecap:fact:`venue.city` :ref:`link <here>`.

.. note:: Inside.

.. when:: not tickets.url

   Never.

Deeper
~~~~~~

More.
"""


@pytest.mark.parametrize(("markup", "body"), [("md", BODY), ("rst", REST_BODY)])
def test_the_body_is_as_free_as_the_page(markup: str, body: str, build: Builds) -> None:
    """Targets, links, directives, roles and headings work in a body as they do around it."""
    head = {"md": "## Above\n\n", "rst": "Above\n-----\n\n"}[markup]
    text = f"{head}{when(markup, 'venue', body)}\nAfter.\n"
    soup = build(pages(markup, text), conf=CONF).soup()
    assert soup.select_one(".admonition.note")
    assert "Oslo" in soup.select_one("p:has(a.reference)").get_text()
    assert "Never." not in soup.get_text()
    assert soup.select_one("div.body h3").get_text().startswith("Deeper")
    assert "After." in soup.get_text()


def test_a_body_may_follow_at_once_in_rest(build: Builds) -> None:
    """A body without a blank line before it is a body."""
    text = ".. when:: tickets.url\n   Buy *now*.\n\n.. when:: not tickets.url\n   Later.\n"
    soup = build(pages("rst", text), conf=CONF).soup()
    assert soup.em.get_text() == "now"
    assert "Later." not in soup.get_text()


def test_a_condition_without_a_path_is_told(build: Builds) -> None:
    """Without a path, and without data, the directive says what it needs."""
    files = {"index.md": when("md", "", "A.") + when("md", "not", "B.") + when("md", "x", "C.")}
    site = build(files, warnings=True)
    assert [line.partition(": WARNING: ")[2] for line in site.warnings.splitlines()] == [
        "'when' needs the path of a fact, or 'not' and a path [confrecap.schema]",
        "'when' needs the path of a fact, or 'not' and a path [confrecap.schema]",
        "'when' needs the option 'data', or confrecap_data in conf.py [confrecap.file]",
    ]


def test_a_catalogue_keeps_the_role_and_both_cases(build: Builds) -> None:
    """Translators get the role as it is written, and the words of each condition."""
    text = f"In {role('md', 'venue.city')} we meet.\n\n"
    text += when("md", "venue", "Yes *now*.") + "\n" + when("md", "not venue", "No.")
    pot = build(pages("md", text), "gettext", conf=CONF).page()
    assert 'msgid "In {confrecap:fact}`venue.city` we meet."' in pot
    assert 'msgid "Yes *now*."' in pot
    assert 'msgid "No."' in pot


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_translator_can_move_a_fact(markup: str, build: Builds) -> None:
    """The role works in a translation, links included, and changed data is shown there as well."""
    city, buy = role(markup, "venue.city"), role(markup, "Buy <tickets.url>")
    kaufe = role(markup, "Karten <tickets.url>")
    catalogue = f"""
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8"

msgid "In {city} {buy}."
msgstr "{kaufe} gibt es in {city}."
"""
    files = pages(markup, f"In {city} {buy}.\n")
    files["_locale/de/LC_MESSAGES/index.po"] = catalogue
    conf = {**CONF, "language": "de", "locale_dirs": ["_locale"]}
    soup = build(files, conf=conf).soup()
    assert "Karten gibt es in Oslo." in soup.get_text()
    assert soup.select_one('a[href^="https://tickets.example"]').get_text() == "Karten"
    changed = build({"event.yaml": DATA.replace("Oslo", "Bergen")}).soup()
    assert "Karten gibt es in Bergen." in changed.get_text()


def test_changed_data_rebuilds_the_pages_that_use_it(build: Builds) -> None:
    """Only pages with a fact or a condition are read again, and are as in a clean build."""
    files = {
        **FILES,
        "index.md": f"# A\n\n{role('md', 'venue.city')}\n",
        "b.md": f"# B\n\n{when('md', 'venue.map', 'A map.')}",
        "c.md": "# C\n",
    }
    build(files, conf=CONF)
    assert not build().read
    data = DATA.replace("city: Oslo", "city: Bergen, map: https://map.example")
    again = build({"event.yaml": data})
    assert again.read == {"index", "b"}
    assert "Bergen" in again.page()
    assert "A map." in again.page("b")
    fresh = build({**files, "event.yaml": data}, conf=CONF, srcdir="fresh")
    for name in ("index", "b", "c"):
        assert again.page(name) == fresh.page(name)


EDITIONS = {"confrecap_data": {"2025": "2025.yaml", "2024": "2024.yaml", "2023": None}}
YEARS = {
    "2025.yaml": "event: {name: Now, venue: {name: A, city: Oslo}}\n",
    "2024.yaml": (
        "event:\n  name: Then {confrecap:fact}\n  venue: {name: B}\n  start: 2024-01-02\n"
        "  description: In {confrecap:fact}`event.start.year`.\n"
    ),
}


def test_facts_are_those_of_the_pages_edition(build: Builds) -> None:
    """A page has the facts of its own year and of nothing else; a prefix asks for another's."""
    text = f"{role('md', 'venue')} {role('md', '2024/venue')} {role('md', '2025/venue')}\n\n"
    text += when("md", "venue.city", "A city.") + "\n"
    text += when("md", "venue.city", "Of 2025.", ":data: 2025") + "\n"
    text += when("md", "2025/venue.city", "By prefix.") + "\n"
    files = {**YEARS, "index.md": text, "2024/index.md": text}
    site = build(files, conf=EDITIONS)
    assert "A B A A city. Of 2025. By prefix." in " ".join(site.soup().get_text().split())
    words = " ".join(site.soup("2024/index").get_text().split())
    assert "B B A Of 2025. By prefix." in words


def test_imported_files_have_facts_too(build: Builds) -> None:
    """Facts of an imported file count, and rebuild the page; those of the file itself win."""
    paths = ["grants.ends", "grants.amount", "speakers.Ada.role", "sponsors.count"]
    files = {
        "e.yaml": "imported: i.yaml\nevent: {name: E}\nfacts: {grants: {amount: 5 EUR}}\n",
        "i.yaml": "facts: {grants: {amount: 9 EUR, ends: 2026-05-01}}\n"
        "speakers: [{name: Ada, role: Chair}]\nsponsors: {tiers: {Gold: [A, B]}}\n",
        "index.md": "\n".join(f"* {role('md', path)}" for path in paths) + "\n",
    }
    site = build(files, conf={"confrecap_data": "e.yaml"})
    shown = [item.get_text() for item in site.soup().select("div.body ul > li")]
    assert shown == ["May 1, 2026", "€5", "Chair", "2"]
    site = build({"i.yaml": str(files["i.yaml"]).replace("[A, B]", "[A]")})
    assert site.read == {"index"}
    assert site.soup().select("div.body ul > li")[-1].get_text() == "1"


@pytest.mark.parametrize(
    "data",
    [
        "tiers: {Gold: [A, B], Silver: [a]}\n",
        "sponsors: [{name: A, tier: Gold}, {name: B, tier: Gold}]\norder: [Gold]\n",
        "sponsors: [A, B]\n",
        "event: {name: E}\nsponsors: [{name: A, tier: X}, {name: B, tier: Y}]\n",
    ],
)
def test_sponsors_are_counted_in_each_of_their_forms(data: str, build: Builds) -> None:
    """A sponsor file, a flat list and an event file have one count, and entries by their names."""
    text = f"{role('md', 'sponsors.count')} {role('md', 'sponsors.B')}.\n"
    site = build({"e.yaml": data, "index.md": text}, conf={"confrecap_data": "e.yaml"})
    assert "2 B." in site.soup().get_text()


def test_a_hidden_record_is_no_fact(build: Builds) -> None:
    """Who asked to be taken off is in no count, and no path leads there."""
    data = (
        "event: {name: E}\nspeakers: [{name: Ada, id: ada}, {name: Bob, id: bob}]\n"
        "changes: {speaker-ada: {hidden: true}}\n"
    )
    text = f"{role('md', 'speakers.count')} {role('md', 'speakers.ada')}\n"
    files = {"e.yaml": data, "index.md": text}
    site = build(files, conf={"confrecap_data": "e.yaml"}, warnings=True)
    assert "1 speakers.ada" in site.soup().get_text()
    assert "there is no fact 'speakers.ada'" in site.warnings


def test_an_edition_without_data_has_no_facts(build: Builds) -> None:
    """There a condition holds nothing, silently; a fact is told."""
    text = when("md", "venue", "Yes.") + "\n" + when("md", "not venue", "No.")
    site = build({**YEARS, "index.md": "# A\n", "2023.md": text}, conf=EDITIONS)
    assert "No." in site.soup("2023").get_text()
    site = build({"2023.md": role("md", "venue.city")}, warnings=True)
    assert "there is no fact 'venue.city': the edition '2023' has no data" in site.warnings
    assert "venue.city" in site.soup("2023").get_text()


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_prose_of_data_has_the_facts_of_its_own_edition(markup: str, build: Builds) -> None:
    """A role in a text of the data is one of the roles that prose may have; `when` is none."""
    role_in = role(markup, "event.start.year")
    data = f"event:\n  name: Then\n  start: 2024-01-02\n  description: In {role_in}.\n"
    shown = "```{event}\n:data: 2024\n```\n" if markup == "md" else ".. event::\n   :data: 2024\n"
    files = {**YEARS, "2024.yaml": data, f"index.{markup}": shown}
    assert "In 2024." in build(files, conf=EDITIONS).soup().get_text()
    refused = when(markup, "venue", "Yes.").replace("\n", "\n    ")
    data = f"event:\n  name: Then\n  description: |\n    {refused}\n"
    site = build({"2024.yaml": data}, warnings=True)
    assert "is not prose; its source is shown" in site.warnings


def test_a_slip_in_the_prose_of_data_is_told_there(build: Builds) -> None:
    """A path of a role in data is told at its line of the data."""
    data = "event:\n  name: E\n  description: In {confrecap:fact}`event.nam`.\n"
    files = {"e.yaml": data, "index.md": "```{event}\n```\n"}
    site = build(files, conf={"confrecap_data": "e.yaml"}, warnings=True)
    assert site.warnings.startswith("e.yaml:3:16: WARNING: there is no fact 'event.nam'; ")
    assert "(used at index.md:1)" in site.warnings


@pytest.mark.parametrize("name", ["missing.yaml", "broken.yaml"])
def test_a_file_that_cannot_be_read_is_told_once(name: str, build: Builds) -> None:
    """A file that is missing or broken is one warning for all facts of a page."""
    text = f"{role('md', 'a')} {role('md', 'b.c')}\n\n{when('md', 'a', 'A.')}"
    files = {"index.md": text, "broken.yaml": "event: {name: [\n"}
    site = build(files, conf={"confrecap_data": name}, warnings=True)
    assert site.warnings.count("WARNING") == 1
    assert "b.c" in site.soup().get_text()
    assert "A." not in site.soup().get_text()


def test_no_path_is_too_odd(build: Builds) -> None:
    """Any path is a text or one warning: long ones, dots alone, other scripts."""
    paths = ["." * 150, "a." * 90 + "a", "é.ü", "event..name", ".", "x" * 5000, "2024/", "/"]
    text = "\n".join(f"* {role('md', path)}" for path in paths) + "\n"
    data = "facts: {a: &a {a: {a: {a: 1}}}}\n"
    files = {"index.md": text, "e.yaml": data}
    site = build(files, conf={"confrecap_data": "e.yaml"}, warnings=True)
    assert 1 < site.warnings.count("WARNING") <= len(paths)
    assert max(map(len, site.warnings.splitlines())) < 900


def test_facts_cost_little(build: Builds) -> None:
    """Three hundred facts of a large file on a page read its records once."""
    many = ", ".join(f"{{name: Sponsor {number}}}" for number in range(300))
    data = f"event: {{name: E}}\nsponsors: {{tiers: {{Gold: [{many}]}}}}\n"
    text = "\n".join(f"* {role('md', f'sponsors.Sponsor {number}')}" for number in range(300))
    site = build({"index.md": text, "e.yaml": data}, conf={"confrecap_data": "e.yaml"})
    assert "Sponsor 299" in site.page()


def test_data_cannot_blow_up_a_page(build: Builds) -> None:
    """Roles of the data repeat a long fact no further than a text may be long, and end soon."""
    text = "{confrecap:fact}`long` " * 400
    deep = "{a: " * 50 + "b" + "}" * 50
    odd = " ".join(f"{{confrecap:fact}}`{'a.' * 90}{number}`" for number in range(45))
    data = (
        f"event:\n  name: E\n  description: '{text}'\nfacts:\n  long: {'x' * 3000}\n  a: {deep}\n"
        f"playlist: [{{url: https://youtu.be/YWDzHGx8PrY, title: T, text: '{odd}'}}]\n"
    )
    page = "```{event}\n```\n\n```{playlist}\n```\n"
    site = build(
        {"index.md": page, "e.yaml": data}, conf={"confrecap_data": "e.yaml"}, warnings=True
    )
    assert "the facts of the text are longer than 10,000 characters" in site.warnings
    assert site.page().count("x" * 3000) <= 3
    assert len(site.page()) < 60_000


def test_facts_must_be_a_mapping(build: Builds) -> None:
    """Another shape is told at its place, and the rest of the file has its facts."""
    data = "event: {name: E}\nfacts: [a, b]\n"
    text = f"{role('md', 'name')} {role('md', 'name')}\n"
    site = build(
        {"index.md": text, "e.yaml": data}, conf={"confrecap_data": "e.yaml"}, warnings=True
    )
    assert site.warnings == (
        "e.yaml:2:8: WARNING: 'facts' must be a mapping of names to values, not a list "
        "(used at index.md:1) [confrecap.schema]\n"
    )
    assert "E E" in site.soup().get_text()


@pytest.mark.parametrize("builder", ["html", "text"])
def test_pages_that_are_read_in_parallel_have_the_same_facts(builder: str, build: Builds) -> None:
    """Two processes show what one does."""
    body = f"{role('md', 'dates')} {role('md', 'Buy <tickets.url>')}\n\n{when('md', 'venue', 'V.')}"
    files = {**FILES, **{f"p{number}.md": f"# P\n\n{body}" for number in range(9)}}
    files["index.md"] = "# A\n"
    one = build(files, builder, conf=CONF)
    two = build(files, builder, conf=CONF, parallel=2, srcdir="two")
    for number in range(9):
        assert one.page(f"p{number}") == two.page(f"p{number}")
