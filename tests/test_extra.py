"""Fields of a record's own: `extra`, on every page and in every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_confrecap.data.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag
    from conftest import Builds, Site

DATA = """
event:
  name: Harbour Days
  venue: {name: Pier 9, extra: {Doors: "8:00"}}
  tickets:
    url: https://tickets.example
    extra: {Refunds: until May}
    prices: [{name: Early, price: 9, extra: {Seats: "40"}}]
  numbers: {Ships: {value: 9, extra: {Of them tall: "2"}}}
  milestones: [{name: Call closes, date: 2025-04-01, extra: {Zone: anywhere on Earth}}]
  extra: {Dress code: none --at all, Wi-Fi: "<b>'open'</b>"}
sponsors:
  extra: {Since: 2019}
  tiers:
    Gold:
      show: card
      extra: {Booths: "4"}
      sponsors:
        - name: Acme
          extra: {Booth: B12, Founded: "1999"}
        - name: Plain
    Silver:
      - {name: Walled, extra: {Booth: S3}}
    Bronze:
      - Acme
playlist:
  extra: {Recorded by: volunteers}
  videos:
    - {url: https://youtu.be/YWDzHGx8PrY, title: Keynote, extra: {Level: easy}}
    - {url: https://youtu.be/YWDzHGx8PrZ, id: knots, extra: {Level: hard}}
schedule:
  - date: 2025-05-01
    sessions:
      - {title: Knots, id: knots, extra: {Level: medium, Prerequisites: a rope}}
gallery:
  photos:
    - {src: p.svg, alt: A pier, extra: {Camera: borrowed}}
"""
PIER = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M9 9h9v9z"/></svg>'


PAGES = {
    "event.yaml": DATA,
    "p.svg": PIER,
    "index.md": """
# Page

```{event} event.yaml
```

```{sponsors} event.yaml
```

```{gallery} event.yaml
```

```{playlist} event.yaml
:layout: list
```

```{sponsored-by} Acme
:show: card
:data: event.yaml
```
""",
}


def pairs(part: Tag) -> list[tuple[str, str]]:
    """Return the labels and texts of the own fields in a part of a page, list by list."""
    found = part.select("dl.confrecap-extra")
    return [
        (label.get_text(), text.get_text())
        for one in found
        for label, text in zip(one.select("dt"), one.select("dd"), strict=True)
    ]


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build the page."""
    return build_once(PAGES)


def test_every_record_takes_them() -> None:
    """Each kind of record has the field, and reads it as labels with plain texts."""
    assert [one for one in Record.__subclasses__() if "extra" not in one.fields] == []


def test_cards_lists_and_headers_show_them(site: Site) -> None:
    """Labels and texts stand in cards, in lists, below headings and in the event's header."""
    soup = site.soup()
    assert pairs(soup.select_one("figcaption")) == [("Camera", "borrowed")]
    assert pairs(soup.select_one(".confrecap-event")) == [
        ("Seats", "40"),
        ("Zone", "anywhere on Earth"),
        ("Of them tall", "2"),
        ("Dress code", "none --at all"),
        ("Wi-Fi", "<b>'open'</b>"),
        ("Doors", "8:00"),
        ("Refunds", "until May"),
    ]
    assert pairs(soup.select_one("#sponsor-acme")) == [("Booth", "B12"), ("Founded", "1999")]
    assert pairs(soup.select_one("#tier-gold"))[0] == ("Booths", "4")
    assert pairs(soup.select_one(".confrecap-sponsors"))[0] == ("Since", "2019")
    assert pairs(soup.select_one(".confrecap-sponsored-by")) == pairs(
        soup.select_one("#sponsor-acme")
    )
    first, second = soup.select(".confrecap-talk")
    assert pairs(first) == [("Level", "easy")]
    assert pairs(second) == [("Level", "hard"), ("Prerequisites", "a rope")]


def test_a_wall_of_logos_has_no_room(site: Site) -> None:
    """An entry that shows a logo or a name only shows none of them."""
    assert pairs(site.soup().select_one("#sponsor-walled")) == []


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man", "texinfo", "singlehtml"])
def test_every_builder_shows_them(builder: str, build: Builds) -> None:
    """Label and text stand in every format, as they were written."""
    page = build(PAGES, builder).page()
    for words in (
        "Dress code",
        "Camera",
        "Seats",
        "Zone",
        "Of them tall",
        "Founded",
        "1999",
        "Prerequisites",
        "a rope",
        "Recorded by",
    ):
        assert words in page, words
    assert "B12" in page
    assert "S3" not in page


def test_a_builder_that_knows_none_of_our_nodes_shows_them(build: Builds) -> None:
    """Where another extension hides our handlers, they are an ordinary definition list."""
    page = build(PAGES, "xml").page()
    assert "<term" in page
    assert "Prerequisites" in page


def test_translators_get_labels_once(build: Builds) -> None:
    """A catalogue has each label once, with all its places, and texts only if they have words."""
    pot = build(PAGES, "gettext").page()
    assert pot.count('msgid "Level"') == 1
    assert pot.count('msgid "easy"') == 1
    assert 'msgid "1999"' not in pot
    place = next(text for text in pot.split("\n\n") if 'msgid "Level"' in text)
    assert place.count("event.yaml:") == 2


def test_a_translation_is_shown_and_templates_find_fields_by_their_label(build: Builds) -> None:
    """A translated page has the translated label; a template asks by the label as written."""
    catalogue = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8"

msgid "Booth"
msgstr "Stand"
"""
    template = (
        "{% for label, text in extra.items() %}[{{ label }}|{{ text.label }}|{{ text }}]"
        "{% endfor %}{{ extra.Booth }} {{ name }}"
    )
    files = {
        **PAGES,
        "_locale/de/LC_MESSAGES/index.po": catalogue,
        "_templates/confrecap/sponsor.html": template,
    }
    conf = {"language": "de", "locale_dirs": ["_locale"], "templates_path": ["_templates"]}
    page = build(files, conf=conf).page()
    assert "[Booth|Stand|B12][Founded|Founded|1999]B12 Acme" in page
    assert "[Booth||S3]S3 Walled" in page


def test_a_bad_one_costs_itself(build: Builds) -> None:
    """What is no text is one located warning, and the others are shown."""
    data = "event:\n  name: E\n  extra:\n    Good: one\n    Bad: [1, 2]\n    Empty:\n"
    site = build({"e.yaml": data, "index.md": "```{event} e.yaml\n```\n"}, warnings=True)
    assert pairs(site.soup()) == [("Good", "one")]
    assert [line.partition(" (used")[0] for line in site.warnings.splitlines()] == [
        "e.yaml:5:10: WARNING: Bad: must be text, not a list",
        "e.yaml:6:5: WARNING: Empty: must not be empty",
    ]


def test_two_texts_for_one_sponsor_are_a_conflict(build: Builds) -> None:
    """Own fields are written once for a sponsor of several tiers; a second text is told."""
    data = """
tiers:
  Gold:
    show: card
    sponsors: [{name: A, extra: {Booth: 1}}]
  Silver:
    show: card
    sponsors: [A, {name: a, extra: {Booth: 2}}]
"""
    site = build({"s.yaml": data, "index.md": "```{sponsors} s.yaml\n```\n"}, warnings=True)
    assert pairs(site.soup()) == [("Booth", "1")] * 3
    assert "'a' has another 'extra' on line 4; that one counts" in site.warnings
