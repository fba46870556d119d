"""What machines are told of an event: schema.org, https://schema.org/Event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sphinx_confrecap.data import dates, joins, select, yamldoc
from sphinx_confrecap.data.event import Event, Tickets, Venue
from sphinx_confrecap.data.people import Speakers
from sphinx_confrecap.data.period import Period, zone_of
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.record import read
from sphinx_confrecap.data.schedule import Session
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.sponsors import Sponsor
from sphinx_confrecap.data.yamldoc import Node, Scalar

_STATUS = {
    "scheduled": "EventScheduled",
    "cancelled": "EventCancelled",
    "postponed": "EventPostponed",
    "rescheduled": "EventRescheduled",
    "moved-online": "EventMovedOnline",
}
_FORMAT = {
    "in-person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}
_SCHEMA = "https://schema.org/"


def about(
    record: Event, when: Period | None, document: Node | None, companies: Sequence[Sponsor]
) -> dict[str, Any]:
    """Return what the data says of an event; nothing without a beginning, which is asked for.

    ``document`` is the file that it stands in, and ``companies`` those that its sponsors take from.
    Addresses of other sites only: others are not known before pages are written.
    """
    if when is None:
        return {}
    found: dict[str, Any] = {
        "@type": "Event",
        "name": str(record.name),
        "startDate": when.start.isoformat(),
        "eventStatus": _SCHEMA + _STATUS[record.status],
    }
    if when.end is not None:
        found["endDate"] = when.end.isoformat()
    if record.previous_start and record.status == "rescheduled":
        found["previousStartDate"] = record.previous_start.isoformat()
    if record.format:
        found["eventAttendanceMode"] = _SCHEMA + _FORMAT[record.format]
    found |= _address(record.url)
    if places := _places(record):
        found["location"] = places[0] if len(places) == 1 else places
    if record.organizer:
        found["organizer"] = [_named("Organization", one.name, one.url) for one in record.organizer]
    if record.tickets and (offers := _offers(record.tickets)):
        found["offers"] = offers
    if isinstance(document, yamldoc.Mapping) and select.is_event_file(document):
        found |= _people(document, companies, zone_of(record.timezone, Problems()))
    return found


def _people(
    event: yamldoc.Mapping, companies: Sequence[Sponsor], zone: ZoneInfo | None
) -> dict[str, Any]:
    """Return who pays, who speaks and what happens; what is wrong is told where it is shown."""
    ignored = Problems()
    tiers, people = event.get("sponsors"), event.get("speakers")
    section = joins.sponsors(tiers, ignored, companies) if tiers else None
    speakers = read(Speakers, people, ignored) if people else None
    shown = [one for tier in section.tiers.values() for one in tier.shown] if section else []
    paying: dict[str, dict[str, Any]] = {}
    for one in shown:
        paying.setdefault(same_name(one.name), _named("Organization", one.name, one.url))
    persons = [one for one in speakers.speakers if not one.hidden] if speakers else []
    speaking = {
        same_name(one.name): _named("Person", one.name, *one.links.values()) for one in persons
    }
    called = {same_name(one.id): paying[same_name(one.name)] for one in shown if one.id} | paying
    happening = [
        _session(session, day, zone, speaking, called)
        for session, day in joins.programme(event)
        if session.kind_ != "break"
    ]
    found = {
        "sponsor": [*paying.values()],
        "performer": [*speaking.values()],
        "subEvent": happening,
    }
    return {key: value for key, value in found.items() if value}


def _named(kind: str, name: str, *addresses: Scalar | None) -> dict[str, Any]:
    """Return a person or a company with the first of some addresses that is one everywhere."""
    found = {"@type": kind, "name": str(name)}
    return found | next(filter(None, map(_address, addresses)), {})


def _session(
    session: Session,
    day: dt.date,
    zone: ZoneInfo | None,
    speaking: Mapping[str, dict[str, Any]],
    paying: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    """Return what is known of a session, who pays for it and who speaks in it."""
    found: dict[str, Any] = {"@type": "Event", "name": str(session.title)}
    start, end = (
        dt.datetime.combine(day, time, zone) if time else None
        for time in (session.start, session.end)
    )
    if start and session.duration and not end:
        end = start + dt.timedelta(minutes=session.duration)
    found["startDate"] = (start or day).isoformat()
    if start and end and start < end:
        found["endDate"] = end.isoformat()
    if session.room:
        found["location"] = {"@type": "Place", "name": str(session.room)}
    if session.speakers:
        found["performer"] = [
            speaking.get(same_name(name)) or _named("Person", name) for name in session.speakers
        ]
    if session.sponsor and (sponsor := paying.get(same_name(session.sponsor))):
        found["sponsor"] = sponsor
    return found


def _address(url: Scalar | None) -> dict[str, str]:
    """Return an address that is one wherever it is read."""
    return {"url": str(url)} if url and url.startswith(("http://", "https://")) else {}


def _places(record: Event) -> list[dict[str, Any]]:
    places = [_place(record.venue)] if record.venue else []
    if stream := _address(record.stream):
        places.append({"@type": "VirtualLocation", **stream})
    elif record.format == "online" and (site := _address(record.url)):
        places.append({"@type": "VirtualLocation", **site})
    return places


def _place(venue: Venue) -> dict[str, Any]:
    parts = {
        "streetAddress": venue.address,
        "addressLocality": venue.city,
        "addressCountry": venue.country,
    }
    address = {key: str(part) for key, part in parts.items() if part}
    found: dict[str, Any] = {"@type": "Place", "name": str(venue.name), **_address(venue.url)}
    if address:
        found["address"] = {"@type": "PostalAddress", **address}
    if venue.coordinates:
        latitude, longitude = venue.coordinates
        found["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    if venue.map and (place := _address(venue.map)):
        found["hasMap"] = place["url"]
    return found


def _offers(tickets: Tickets) -> list[dict[str, Any]]:
    if not tickets.prices:
        offer = _offer(tickets.price, tickets.currency) | _address(tickets.url)
        return [{"@type": "Offer", **offer}] if offer else []
    found = []
    for one in tickets.prices:
        offer = {"@type": "Offer", "name": str(one.name)}
        offer |= _offer(one.price, one.currency or tickets.currency)
        offer |= _address(one.url or tickets.url)
        if one.until:
            offer["validThrough"] = one.until.isoformat()
        if one.sold_out:
            offer["availability"] = f"{_SCHEMA}SoldOut"
        found.append(offer)
    return found


def _offer(price: Scalar | None, currency: Scalar | None) -> dict[str, str]:
    """Return a price that is a number, with its currency."""
    money = dates.amount_of(price, currency) if price else None
    if money is None:
        return {"price": "0"} if price and dates.is_free(price) else {}
    number, code = money
    return {"price": f"{number:f}", "priceCurrency": code}
