"""The event itself: name, dates, place, tickets."""

from __future__ import annotations

from sphinx_confrecap.data.fields import BLOCKS, FILLED, MOMENT, NAME, PATH, TEXT, URL, choice
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


class Tickets(Record, kind="the tickets", text_is="url"):
    """Where tickets are, and what they cost."""

    url = Field(URL, "Where to buy tickets.", words="link href", required=True)
    price = Field(FILLED, "The price, as a number.", words="cost")
    currency = Field(FILLED, "The currency's ISO 4217 code: `USD`.")


class Organizer(Record, kind="the organizer", text_is="name"):
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
        "The first day, or its date and time: `2025-10-22` or `2025-10-22 09:00`.",
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
    organizer = Field(Organizer, "Who holds it.", words="organiser host")
    image = Field(EventImage, "A wide picture above the facts.", words="picture photo banner")
    description = Field(BLOCKS, "A text below the facts.", words="text summary")
