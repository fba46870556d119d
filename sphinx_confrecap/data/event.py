"""The event itself: name, dates, place, tickets."""

from __future__ import annotations

from sphinx_confrecap.data.fields import (
    BLOCKS,
    COORDINATES,
    DAY,
    FILLED,
    FLAG,
    LINKS,
    MOMENT,
    NAME,
    PATH,
    TEXT,
    URL,
    ByName,
    Each,
    Entries,
    choice,
)
from sphinx_confrecap.data.record import Field, Record


class Venue(Record, kind="a venue", text_is="name"):
    """Where an event takes place."""

    name = Field(NAME, "The name of the place.", words="title place", required=True)
    city = Field(FILLED, "The city.", words="town")
    country = Field(
        FILLED,
        "A country, or its ISO 3166 code of two letters: `US` is shown as its name in the language "
        "of the site.",
    )
    address = Field(FILLED, "Street and number.", words="street")
    url = Field(URL, "The web site of the place.", words="link website")
    map = Field(URL, "The address of a map.")
    coordinates = Field(
        COORDINATES,
        "Latitude and longitude in degrees, for machines: `[45.64, 13.76]`. Without a `map` they "
        "lead to OpenStreetMap.",
        words="geo latlng",
    )


class Price(Record, kind="a price", text_is="price"):
    """One kind of ticket."""

    name = Field(NAME, "Whom it is for, or what it is.", words="title label", required=True)
    price = Field(FILLED, "A number, or a text; 0 is free.", words="cost amount")
    currency = Field(FILLED, "The currency, where it is another.")
    until = Field(DAY, "The last day of this price.", words="end ends")
    sold_out = Field(FLAG, "Whether none are left.", words="soldout", default=False)
    url = Field(URL, "Where to buy these.", words="link href")


class Tickets(Record, kind="the tickets", text_is="url", list_is="prices"):
    """Where tickets are, and what they cost."""

    url = Field(URL, "Where to buy tickets.", words="link href")
    price = Field(
        FILLED, "The price, as a number, with or without a currency; 0 is free.", words="cost"
    )
    currency = Field(FILLED, "The currency: its ISO 4217 code (`USD`), sign or English name.")
    prices = Field(
        Entries(Price, by_name="price"),
        "Several prices, in place of `price`: `{Corporate: 800, Student: 0}`, or a list of "
        "records.",
        words="tiers types",
        default=(),
    )


class Milestone(Record, kind="a milestone"):
    """A day that matters before an event."""

    name = Field(NAME, "What happens on it.", words="title label", required=True)
    date = Field(MOMENT, "The day, or its date and time.", words="day when", required=True)
    url = Field(URL, "Where there is more.", words="link")


class Proposals(Record, kind="the call for proposals", text_is="url"):
    """Until when talks can be proposed, and where."""

    url = Field(URL, "Where to propose.", words="link href")
    opens = Field(MOMENT, "The first day.", words="start from open")
    closes = Field(MOMENT, "The last day.", words="end until deadline close")


class Number(Record, kind="a number", text_is="value"):
    """A figure of an event."""

    value = Field(FILLED, "The figure, as it is shown.", words="number count", required=True)
    unit = Field(FILLED, "What is counted, where the label does not say it.")
    approximate = Field(FLAG, "Whether it is about so many.", words="about", default=False)
    note = Field(FILLED, "What there is to say about it.")


class Organizer(Record, kind="an organizer", text_is="name"):
    """Who holds an event."""

    name = Field(NAME, "The name of the organizer.", words="title", required=True)
    url = Field(URL, "The organizer's web site.", words="link website")


class EventImage(Record, kind="the image of an event", text_is="src"):
    """The picture of an event."""

    src = Field(PATH, "The path of a picture.", words="url file path", required=True)
    alt = Field(TEXT, "What the picture shows.")


class Event(Record, kind="an event"):
    """An event: name, dates, place, tickets."""

    name = Field(NAME, "The name of the event.", words="title", required=True)
    start = Field(
        MOMENT,
        "The first day, or its date and time: `2025-10-22` or `2025-10-22 09:00`. While no day is "
        "known, a month (`2025-10`) or a year.",
        words="date dates begin from start_date startdate time",
    )
    end = Field(MOMENT, "The last day, or its date and time.", words="until to end_date enddate")
    timezone = Field(FILLED, "The time zone of the times: `America/Los_Angeles`.", words="tz zone")
    venue = Field(Venue, "Where the event takes place.", words="location place")
    url = Field(URL, "The web site of the event.", words="link website homepage")
    tickets = Field(Tickets, "Where tickets are.", words="register price registration")
    status = Field(
        choice("scheduled", "cancelled", "postponed", "rescheduled", "moved-online"),
        "Whether it takes place as planned.",
        words="state",
        default="scheduled",
    )
    format = Field(
        choice("in-person", "online", "hybrid"), "How people take part.", words="attendance mode"
    )
    organizer = Field(
        Each(Organizer), "Who holds it.", words="organiser host organizers", default=()
    )
    milestones = Field(
        Entries(Milestone), "Days that matter before it.", words="deadlines", default=()
    )
    cfp = Field(Proposals, "The call for proposals.", words="proposals papers call")
    stream = Field(URL, "Where an online or hybrid event is watched.", words="live livestream")
    previous_start = Field(MOMENT, "The day that it was planned for, if that changed.")
    links = Field(LINKS, "More links, each with its label: `{Mastodon: https://…}`.", default={})
    numbers = Field(
        ByName(Number),
        "Figures, each with its label: `{Attendees: 1500}`.",
        words="stats figures",
        default={},
    )
    image = Field(EventImage, "A wide picture above the facts.", words="picture photo banner")
    description = Field(BLOCKS, "A text below the facts.", words="text summary")
