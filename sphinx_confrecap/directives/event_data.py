"""What machines are told of an event: schema.org, https://schema.org/Event."""

from __future__ import annotations

from typing import Any

from sphinx_confrecap.data import dates
from sphinx_confrecap.data.event import Event, Tickets, Venue
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives.event_words import When

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


def about(record: Event, when: When | None) -> dict[str, Any]:
    """Return what the data says of an event; nothing without a beginning, which is asked for.

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
        found["organizer"] = [
            {"@type": "Organization", "name": str(one.name), **_address(one.url)}
            for one in record.organizer
        ]
    if record.tickets and (offers := _offers(record.tickets)):
        found["offers"] = offers
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
