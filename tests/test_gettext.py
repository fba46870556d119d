"""Translations: what translators get, from which line, and what comes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from picture_maker import encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds, Site

FILES: dict[str, str | bytes] = {
    "index.md": """
# Start

```{sponsors} data/s.yaml
```

```{sponsors}
tiers:
  Bronze tier:
    description: Words in a *body*.
    sponsors: [Body Corp]
```

```{event} data/e.yaml
```

```{playlist} data/p.yaml
:group: track
```

```{gallery} data/g.yaml
```
""",
    "rest.rst": """
Rest
====

.. note::

   .. sponsors:: data/s.yaml

.. sponsors::

   tiers:
     Iron tier:
       description: |
         First *paragraph*.

         Second one.
       sponsors: [Body Corp]

.. sponsored-by:: Logo Corp
   :data: data/s.yaml

   Many *thanks*.
""",
    "data/s.yaml": """
tiers:
  Gold tier:
    description: |
      All about **gold**.

      And more
      of it.
    sponsors:
      - {name: Logo Corp, logo: a.svg, for: Coffee break, alt: Logo Corporation}
      - name: Carded Inc
        text: A *good* [sentence](https://words.example).
        links: {Jobs there: https://jobs.example}
    slots: 9
invite: {url: ../index.md, text: Become one}
""",
    "data/e.yaml": """
name: Conf Name
start: 2025-10-22
status: cancelled
venue: {name: The Palace, city: Paris}
image: {src: ../photos/one.jpg, alt: People on a stage}
description: >
  What *it* is.
""",
    "data/p.yaml": """
title: Playlist Title
videos:
  - {url: https://youtu.be/aaaaaaaaaaa, title: Talk Title, speakers: [Ada], text: Talk *text*.,
     track: Track One}
""",
    "data/g.yaml": """
- src: ../photos/one.jpg
  alt: An alt text
  caption: A *caption*.
""",
    "data/a.svg": (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7"/></svg>'
    ),
    "photos/one.jpg": encoded(photo(64, 48)),
}
CONF = {"confrecap_image_formats": ["jpeg"]}


@pytest.fixture(scope="module")
def catalogues(build_once: Callable[..., Site]) -> Site:
    """Build the catalogues, without a warning."""
    return build_once(FILES, "gettext", conf=CONF)


def messages(pot: str) -> dict[str, list[str]]:
    """Return each message of a catalogue with its places, relative to the sources."""
    found = {}
    for part in pot.split("\n\n")[1:]:
        places = [place.lstrip("./") for place in re.findall(r"^#: (.*)$", part, re.MULTILINE)]
        text = "".join(
            re.findall(r'^(?:msgid )?"(.*)"$', part.partition("msgstr")[0], re.MULTILINE)
        )
        found[text] = [place for line in places for place in line.split()]
    return found


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("Gold tier", "data/s.yaml:2"),
        ("All about **gold**.", "data/s.yaml:4"),
        ("And more of it.", "data/s.yaml:6"),
        ("A *good* [sentence](https://words.example).", "data/s.yaml:11"),
        ("Coffee break", "data/s.yaml:9"),
        ("Jobs there", "data/s.yaml:12"),
        ("Become one", "data/s.yaml:14"),
        ("Bronze tier", "index.md:8"),
        ("Words in a *body*.", "index.md:9"),
        ("What *it* is.", "data/e.yaml:7"),
        ("People on a stage", "data/e.yaml:5"),
        ("Talk Title", "data/p.yaml:3"),
        ("Track One", "data/p.yaml:4"),
        ("Talk *text*.", "data/p.yaml:3"),
        ("An alt text", "data/g.yaml:2"),
        ("A *caption*.", "data/g.yaml:3"),
    ],
)
def test_a_message_has_the_place_of_its_data(message: str, place: str, catalogues: Site) -> None:
    """Translators are led to the line of the YAML, with the markup as it was written."""
    found = messages(catalogues.page("index"))
    assert place in found.get(message, [])


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("Gold tier", "data/s.yaml:2"),
        ("Iron tier", "rest.rst:11"),
        ("First *paragraph*.", "rest.rst:13"),
        ("Second one.", "rest.rst:15"),
        ("Many *thanks*.", "rest.rst:21"),
        ("Coffee break", "data/s.yaml:9"),
    ],
)
def test_a_message_of_rest_has_its_place_too(message: str, place: str, catalogues: Site) -> None:
    """The other markup has the same messages."""
    assert place in messages(catalogues.page("rest")).get(message, [])


def test_names_are_not_for_translators(catalogues: Site) -> None:
    """Names of companies, people, places and our own interface are in no catalogue of the site."""
    found = messages(catalogues.page("index")) | messages(catalogues.page("rest"))
    whole = "\n".join(found)
    for name in ("Logo Corp", "Carded Inc", "Body Corp", "Ada", "Palace", "Conf Name", "Cancelled"):
        assert name not in whole


GERMAN = {
    "Gold tier": "Goldstufe",
    "All about **gold**.": "Alles über **Gold**.",
    "A *good* [sentence](https://words.example).": "Ein *guter* [Satz](https://worte.example).",
    "Become one": "Werden Sie einer",
    "Coffee break": "Kaffeepause",
    "Jobs there": "Stellen dort",
    "Talk Title": "Vortragstitel",
    "Track One": "Erster Strang",
    "What *it* is.": "Was *es* ist.",
    "People on a stage": "Menschen auf einer Bühne",
    "Talk *text*.": "*Worte* zum Vortrag.",
    "An alt text": "Ein Alternativtext",
    "A *caption*.": "Eine *Bildunterschrift*.",
}


def test_a_translation_comes_back(build: Builds) -> None:
    """A German site shows the translated texts with their markup, and names as they are."""
    entries = "".join(f'msgid "{text}"\nmsgstr "{other}"\n\n' for text, other in GERMAN.items())
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    files = {
        **FILES,
        "locale/de/LC_MESSAGES/index.po": head + entries,
        "locale/de/LC_MESSAGES/rest.po": f'{head}msgid "Gold tier"\nmsgstr "Goldstufe"\n\n'
        'msgid "Coffee break"\nmsgstr "Kaffeepause"\n',
    }
    conf = {**CONF, "language": "de", "locale_dirs": ["locale"]}
    site = build(files, conf=conf)
    soup = site.soup()
    assert soup.select_one("#tier-gold-tier .confrecap-tier-title").text == "Goldstufe"
    assert soup.select_one("#tier-gold-tier > p strong").text == "Gold"
    card = soup.select_one("#sponsor-carded-inc .confrecap-sponsor-text")
    assert card.em.text == "guter"
    assert card.a["href"] == "https://worte.example"
    assert soup.select_one(".confrecap-open-slot a").text == "Werden Sie einer"
    assert soup.select_one("#sponsor-logo-corp .confrecap-sponsor-for").text == "Kaffeepause"
    assert soup.select_one("#sponsor-carded-inc .confrecap-sponsor-links").text == "Stellen dort"
    assert soup.select_one(".confrecap-talk-title").text == "Vortragstitel"
    assert soup.select_one(".confrecap-group-title").text == "Erster Strang"
    assert soup.select_one(".confrecap-event-description em").text == "es"
    assert soup.select_one(".confrecap-event-status").text == "Abgesagt"
    assert "22. Oktober 2025" in soup.select_one(".confrecap-event-dates").text
    alts = {image["alt"] for image in soup.select("img")}
    assert alts >= {"Menschen auf einer Bühne", "Ein Alternativtext"}
    assert soup.select_one(".confrecap-photo figcaption em").text == "Bildunterschrift"
    assert "Worte" in {found.text for found in soup.select("em")}
    names = {found.text for found in soup.select(".confrecap-sponsor-name")}
    assert {"Carded Inc", "Body Corp"} <= names
    rest = site.soup("rest")
    assert rest.select_one(".confrecap-sponsored-by-credit").text == "Kaffeepause – unterstützt von"
    titles = rest.select(".confrecap-tier-title")
    assert [title.text for title in titles] == ["Goldstufe", "Iron tier"]
