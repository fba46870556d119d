"""The header of an event: its words in the site's language, its links, its times for machines."""

from __future__ import annotations

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
        ("start: '2025-10-22T09:00Z'", "October 22, 2025, 9:00 AM", "2025-10-22T09:00:00+00:00"),
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
        ("{url: https://t.example, price: 0, currency: EUR}", "Tickets · €0"),
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
        ("end: 2025-10-21", "3:6: WARNING: 'end' needs a 'start' that is a date [confrecap.time]"),
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
