"""The header of an event: its words in the site's language, its links, its times for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from picture_maker import encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup
    from conftest import Builds, Site

DATA = """\
event:
  name: PyTorch Conference 2025
  start: 2025-10-22
  end: 2025-10-23
  timezone: America/Los_Angeles
  venue:
    name: Palace of Fine Arts
    city: San Francisco
    country: US
    address: 3601 Lyon Street
    url: https://palace.example
    map: https://map.example/?q=1&z=2
  url: https://conf.example/?a=1&b=2
  tickets: {url: tickets.md, price: 399, currency: USD}
  status: postponed
  format: hybrid
  organizer: {name: The Foundation, url: https://found.example}
  image: {src: stage.jpg, alt: The stage}
  description: |
    First *paragraph*.

    - a list
sponsors: {tiers: {Gold: [A]}}
"""
FILES: dict[str, str | bytes] = {
    "index.md": "# T\n\n```{event} conf.yaml\n:class: mine\n```\n",
    "tickets.md": "# Tickets\n",
    "conf.yaml": DATA,
    "stage.jpg": encoded(photo(320, 200)),
}
CONF = {"confrecap_image_formats": ["jpeg"], "confrecap_image_widths": [320]}


@pytest.fixture(scope="module")
def header(build_once: Callable[..., Site]) -> BeautifulSoup:
    """Build an event with everything and return its header."""
    soup = build_once(FILES, conf=CONF).soup()
    (found,) = soup.select("header.confrecap-event.mine")
    return found


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("name", "PyTorch Conference 2025"),
        ("status", "Postponed"),
        ("format", "In person and online"),
        ("dates", "October 22 – 23, 2025"),
        (
            "venue",
            "Palace of Fine Arts, 3601 Lyon Street, San Francisco, United States · Map",
        ),
        ("organizer", "Organized by The Foundation"),
        ("tickets", "Tickets · $399"),
    ],
)
def test_every_part_says_its_words(part: str, text: str, header: BeautifulSoup) -> None:
    """What a visitor must know is there, once, in plain words."""
    (found,) = header.select(f".confrecap-event-{part}")
    assert " ".join(found.get_text().split()) == text


def test_links_lead_where_they_should(header: BeautifulSoup) -> None:
    """Addresses arrive byte for byte; a document of the site is linked."""
    assert {link.text: link["href"] for link in header.select("a")} == {
        "PyTorch Conference 2025": "https://conf.example/?a=1&b=2",
        "Palace of Fine Arts": "https://palace.example",
        "Map": "https://map.example/?q=1&z=2",
        "The Foundation": "https://found.example",
        "Tickets · $399": "tickets.html",
    }


def test_machines_read_the_date(header: BeautifulSoup) -> None:
    """The first day is in ISO 8601, and the status has a hook."""
    assert header.time["datetime"] == "2025-10-22"
    assert header.select_one(".confrecap-event-status")["data-status"] == "postponed"


def test_description_and_picture_are_shown(header: BeautifulSoup) -> None:
    """The description is block markup; the picture has its words and its size."""
    description = header.select_one(".confrecap-event-description")
    assert description.em.text == "paragraph"
    assert description.li.text.strip() == "a list"
    (image,) = header.select("img")
    assert image["alt"] == "The stage"
    assert int(image["width"]) > int(image["height"]) > 0


@pytest.mark.parametrize(
    ("fields", "shown", "machine"),
    [
        ("start: 2025-10-22", "October 22, 2025", "2025-10-22"),
        ("start: 2025-10-22\nend: 2025-10-22", "October 22, 2025", "2025-10-22"),
        ("start: 2025-10-31\nend: 2025-11-01", "October 31 – November 1, 2025", "2025-10-31"),
        (
            "start: 2025-12-31\nend: 2026-01-01",
            "December 31, 2025 – January 1, 2026",
            "2025-12-31",
        ),
        (
            "start: 2025-10-22 09:00\nend: 2025-10-22 17:30\ntimezone: Europe/Paris",
            "October 22, 2025, 9:00 AM–5:30 PM (Europe/Paris)",
            "2025-10-22T09:00:00+02:00",
        ),
        (
            "start: 2025-10-22 9:00+02:00\nend: 2025-10-22T15:30Z",
            "October 22, 2025, 9:00 AM–5:30 PM (UTC+02:00)",
            "2025-10-22T09:00:00+02:00",
        ),
        (
            "start: '2025-10-22T09:00Z'",
            "October 22, 2025, 9:00 AM (UTC)",
            "2025-10-22T09:00:00+00:00",
        ),
    ],
)
def test_dates_are_written_as_people_write_them(
    fields: str, shown: str, machine: str, build: Builds
) -> None:
    """What two days share is written once; times stand for one day only."""
    soup = build(f"```{{event}}\nname: E\n{fields}\n```\n").soup()
    text = soup.select_one(".confrecap-event-dates").get_text(strip=True)
    # CLDR has thin and narrow spaces, which differ between its versions.
    for space in ("\u2009", "\u202f", "\u00a0"):
        text = text.replace(space, " ")
    assert text == shown
    assert soup.time["datetime"] == machine


@pytest.mark.parametrize(
    ("ticket", "shown"),
    [
        ("{url: https://t.example, price: 0, currency: EUR}", "Tickets · Free"),
        ("{url: https://t.example, price: 49.5, currency: EUR}", "Tickets · €49.50"),
        ("{url: https://t.example, price: from 99}", "Tickets · from 99"),
        ("{url: https://t.example, price: 9, currency: Taler}", "Tickets · 9 Taler"),
        ("{url: https://t.example, price: 1e999999, currency: EUR}", "Tickets · 1e999999 EUR"),
        ("{url: https://t.example, price: NaN, currency: EUR}", "Tickets · NaN EUR"),
        ("https://t.example", "Tickets"),
        ("{url: https://t.example, price: 45€}", "Tickets · €45"),
        ("{url: https://t.example, price: 45, currency: Euro}", "Tickets · €45"),
        ('{url: https://t.example, price: "1,500.50", currency: usd}', "Tickets · $1,500.50"),
        ("{url: https://t.example, price: EUR 45, currency: euros}", "Tickets · €45"),
        ("{url: https://t.example, price: 45€, currency: USD}", "Tickets · 45€ USD"),
        ("{url: https://t.example, price: 5-10, currency: EUR}", "Tickets · 5-10 EUR"),
    ],
)
def test_a_price_is_money_or_as_written(ticket: str, shown: str, build: Builds) -> None:
    """An amount with a known currency is formatted; anything else is left alone."""
    soup = build(f"```{{event}}\nname: E\ntickets: {ticket}\n```\n").soup()
    assert soup.select_one(".confrecap-event-tickets").get_text(strip=True) == shown


def test_a_name_is_enough(build: Builds) -> None:
    """Every other field may be missing, and leaves no empty element."""
    soup = build("```{event}\nname: 'Just <this>'\n```\n").soup()
    header = soup.select_one("header.confrecap-event")
    assert header.get_text(strip=True) == "Just <this>"
    assert not [found for found in header.find_all("p") if not found.get_text(strip=True)]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            "start: 2025-10-22\nend: 2025-10-21",
            "4:6: WARNING: the event ends before it starts [confrecap.time]",
        ),
        ("end: 2025-10-21", "3:6: WARNING: 'end' needs a 'start' [confrecap.time]"),
        (
            "timezone: PST8",
            (
                "3:11: WARNING: 'PST8' is not a time zone; write it as America/Los_Angeles "
                "[confrecap.time]"
            ),
        ),
        (
            "timezone: ../../etc/passwd",
            (
                "3:11: WARNING: '../../etc/passwd' is not a time zone; "
                "write it as America/Los_Angeles [confrecap.time]"
            ),
        ),
        ("name: 2024", "3:1: WARNING: the key 'name' stands here twice; the first one counts"),
    ],
)
def test_what_cannot_be_is_told(fields: str, message: str, build: Builds) -> None:
    """The event is shown without what is impossible."""
    site = build(f"```{{event}}\nname: E\n{fields}\n```\n", "dummy", warnings=True)
    assert site.warnings.startswith(f"index.md:{message}")
    assert len(site.warnings.splitlines()) == 1
    assert "E" in site.doctree().astext()


def test_both_markups_make_one_header(build: Builds) -> None:
    """MyST and reST, a file and a body, make the same page."""
    body = "name: E\nstart: 2025-10-22\ndescription: Some *words*.\n"
    indented = "".join(f"   {line}\n" for line in body.splitlines())
    files = {
        "index.md": f"```{{event}}\n{body}```\n",
        "rest.rst": f".. event::\n\n{indented}",
        "close.rst": f".. confrecap:event::\n{indented}",
        "file.md": "```{event} e.yaml\n```\n",
        "fragment.rst": ".. event:: many.yaml#mine\n",
        "e.yaml": f"event:\n{indented}sponsors: [x]\n",
        "many.yaml": f"mine:\n{indented}",
    }
    site = build(files, "html")
    first = str(site.soup().select_one("header.confrecap-event"))
    for page in ("rest", "close", "file", "fragment"):
        assert str(site.soup(page).select_one("header.confrecap-event")) == first


def test_names_are_isolated(build: Callable[..., Site]) -> None:
    """A name written from the right turns nothing of the sentence around it."""
    body = "name: E\nvenue: {name: קמפוס, city: TLV}\norganizer: {name: 'עמותה (ע״ר)'}"
    sponsors = "tiers: {Gold: [{name: חברה, url: 'https://x.example'}]}"
    page = f"# E\n\n```{{event}}\n{body}\n```\n\n```{{sponsors}}\n{sponsors}\n```\n"
    soup = build({"index.md": page}).soup()
    assert [found.text for found in soup.select("bdi")] == ["E", "קמפוס", "עמותה (ע״ר)", "חברה"]


@pytest.mark.parametrize(
    ("fields", "shown", "machine"),
    [
        ("start: 2025-10", "October 2025", "2025-10"),
        ("start: 2025", "2025", "2025"),
        ("start: 2025-10\nend: 2025-11", "October – November 2025", "2025-10"),
        ("start: 2025-12\nend: 2026-01", "December 2025 – January 2026", "2025-12"),
        ("start: 2025\nend: 2026", "2025 – 2026", "2025"),
        ("start: 2025-10\nend: 2025-11-03", "October 2025 – November 3, 2025", "2025-10"),
    ],
)
def test_a_month_or_a_year_will_do(fields: str, shown: str, machine: str, build: Builds) -> None:
    """While no day is known, the header says what is, for people and for machines."""
    soup = build(f"```{{event}}\nname: E\n{fields}\n```\n").soup()
    text = soup.select_one(".confrecap-event-dates").get_text(strip=True)
    assert text.translate({0x2009: " ", 0x202F: " ", 0xA0: " "}) == shown
    assert soup.time["datetime"] == machine


RICH = """
# T

```{event}
name: Tidepool
start: 2026-06-11
status: rescheduled
format: hybrid
previous_start: 2026-05-01
venue: {name: Hall, city: Trieste, country: IT, coordinates: [45.65, 13.77]}
url: https://tidepool.example/
organizer: [One, {name: Two, url: https://two.example}]
stream: https://live.example
tickets:
  url: https://tickets.example
  currency: EUR
  prices:
    - {name: Corporate, price: 800, until: 2026-03-01}
    - {name: Student, price: 0, sold_out: true}
    - {name: Patron, price: from 2000, url: https://patron.example}
cfp: {url: https://cfp.example, opens: 2025-11-01, closes: 2026-01}
milestones:
  - {name: Programme is out, date: 2026-03-01, url: https://out.example}
links: {Mastodon: https://social.example}
numbers:
  Attendees: "nearly 1,500"
  Countries: {value: 42, unit: states, approximate: true, note: of origin}
```
"""
SAID = {
    "previous": "Instead of May 1, 2026",
    "organizer": "Organized by One, Two",
    "stream": "Watch live",
    "tickets": "Tickets",
    "cfp": "Call for proposals · opens November 1, 2025 · closes January 2026",
    "milestones": "Programme is out: March 1, 2026",
    "links": "Mastodon",
}


def test_everything_about_an_event_is_in_its_header(build: Builds) -> None:
    """Prices, days, links and figures are there, each with its words and its link."""
    header = build(RICH).soup().select_one(".confrecap-event")
    for part, text in SAID.items():
        found = header.select_one(f".confrecap-event-{part}").get_text(" ", strip=True)
        assert found.replace(" :", ":").replace(" ,", ",") == text
    prices = [" ".join(one.text.split()) for one in header.select(".confrecap-event-prices li")]
    assert prices == [
        "Corporate: €800 (until March 1, 2026)",
        "Student: Free · Sold out",
        "Patron: from 2000 EUR",
    ]
    figures = {
        n.dt.text: n.dd.text for n in header.select(".confrecap-numbers > .confrecap-number")
    }
    assert figures == {
        "Attendees": "nearly 1,500",
        "Countries": "about 42 states (of origin)",
    }
    links = {link["href"] for link in header.select("a")}
    for host in ("two", "live", "tickets", "patron", "cfp", "out", "social"):
        assert links & {f"https://{host}.example"}
    assert any("openstreetmap.org/?mlat=45.65&mlon=13.77" in link for link in links)
    assert header.select_one(".confrecap-event-milestones time")["datetime"] == "2026-03-01"


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man", "texinfo", "gettext"])
def test_every_builder_says_everything(builder: str, build: Builds) -> None:
    """No builder loses a fact of the header; translators get what people named."""
    page = build(RICH, builder).page()
    words = ["Programme is out", "Mastodon", "Corporate", "Countries", "states", "of origin"]
    if builder != "gettext":
        words += ["Sold out", "Watch live", "42", "nearly 1,500", "800"]
    for word in words:
        assert word in page.replace("\\sphinxhyphen{}", "-")


def test_machines_are_told_of_the_event(build: Builds) -> None:
    """The data block says what the data says, and nothing else."""
    soup = build(RICH).soup()
    (script,) = soup.select("script[type='application/ld+json']")
    told = json.loads(script.string)
    assert told == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Tidepool",
        "startDate": "2026-06-11",
        "eventStatus": "https://schema.org/EventRescheduled",
        "previousStartDate": "2026-05-01",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "url": "https://tidepool.example/",
        "location": [
            {
                "@type": "Place",
                "name": "Hall",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": "Trieste",
                    "addressCountry": "IT",
                },
                "geo": {"@type": "GeoCoordinates", "latitude": 45.65, "longitude": 13.77},
            },
            {"@type": "VirtualLocation", "url": "https://live.example"},
        ],
        "organizer": [
            {"@type": "Organization", "name": "One"},
            {"@type": "Organization", "name": "Two", "url": "https://two.example"},
        ],
        "offers": [
            {
                "@type": "Offer",
                "name": "Corporate",
                "price": "800",
                "priceCurrency": "EUR",
                "url": "https://tickets.example",
                "validThrough": "2026-03-01",
            },
            {
                "@type": "Offer",
                "name": "Student",
                "price": "0",
                "priceCurrency": "EUR",
                "url": "https://tickets.example",
                "availability": "https://schema.org/SoldOut",
            },
            {"@type": "Offer", "name": "Patron", "url": "https://patron.example"},
        ],
    }


@pytest.mark.parametrize(
    ("page", "conf"),
    [
        ("```{event}\nname: E\n```\n", {}),
        ("```{event}\nname: E\nstart: 2025\n```\n", {"confrecap_json_ld": False}),
    ],
)
def test_machines_are_told_no_more_than_is_known(
    page: str, conf: dict[str, bool], build: Builds
) -> None:
    """Without a beginning, or where a site wants none, there is no data block."""
    assert "ld+json" not in build(page, conf=conf).page()


WHOLE = """\
event: {name: "E </script><b>", start: 2025-10-22, timezone: Europe/Rome}
sponsors:
  companies: known.yaml
  tiers:
    Gold: [Acme, {name: Gone, hidden: true, url: https://gone.example}]
    Coffee: [{name: Page, url: index.md}, {name: acme, for: Coffee}]
speakers:
  - {name: Ada, id: ada, links: {Mail: "mailto:a@a.example", Web: https://ada.example}}
  - {name: Nobody, id: nobody, hidden: true}
schedule:
  - date: 2025-10-22
    sessions:
      - {title: Opening, start: 9:00, duration: 40m, speakers: [ada, nobody], room: Hall,
         sponsor: Acme}
      - {title: Coffee, kind: break}
      - {title: Secret, hidden: true}
      - {title: Late, start: 23:00, end: 1:00, speakers: [Grace Hopper], sponsor: Gone}
      - {title: "</script>", start: 10:00, end: 11:00}
      - {title: Some time}
"""


def test_machines_are_told_who_pays_who_speaks_and_what_happens(build: Builds) -> None:
    """Sponsors, speakers and sessions are told, nothing that is hidden; nothing ends the block."""
    known = "- {name: Acme, url: https://acme.example}\n"
    files = {"c.yaml": WHOLE, "known.yaml": known, "index.md": "# T\n\n```{event} c.yaml\n```\n"}
    site = build(files)
    (script,) = site.soup().select("script[type='application/ld+json']")
    told = json.loads(script.string)
    assert told["name"] == "E </script><b>"
    acme = {"@type": "Organization", "name": "Acme", "url": "https://acme.example"}
    ada = {"@type": "Person", "name": "Ada", "url": "https://ada.example"}
    assert told["sponsor"] == [acme, {"@type": "Organization", "name": "Page"}]
    assert told["performer"] == [ada]
    event = {"@type": "Event", "location": {"@type": "Place", "name": "Hall"}, "performer": [ada]}
    assert told["subEvent"] == [
        {
            **event,
            "name": "Opening",
            "startDate": "2025-10-22T09:00:00+02:00",
            "endDate": "2025-10-22T09:40:00+02:00",
            "sponsor": acme,
        },
        {
            "@type": "Event",
            "name": "Late",
            "startDate": "2025-10-22T23:00:00+02:00",
            "performer": [{"@type": "Person", "name": "Grace Hopper"}],
        },
        {
            "@type": "Event",
            "name": "</script>",
            "startDate": "2025-10-22T10:00:00+02:00",
            "endDate": "2025-10-22T11:00:00+02:00",
        },
        {"@type": "Event", "name": "Some time", "startDate": "2025-10-22"},
    ]
    assert not site.warnings


def test_prices_are_a_mapping_or_a_list(build: Builds) -> None:
    """Names with prices say the same as a list of records."""
    head = "```{event}\nname: E\ntickets: {url: https://t.example, currency: USD, prices: "
    one = build(head + "{Corporate: 800, Student: {price: 0, sold_out: true}}}\n```\n").page()
    records = "[{name: Corporate, price: 800}, {name: Student, price: 0, sold_out: true}]"
    assert build(head + records + "}\n```\n", srcdir="b").page() == one
    assert "Corporate: $800" in one
