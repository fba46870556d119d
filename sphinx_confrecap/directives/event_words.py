"""What the header of an event and the list of editions share: dates and status in words."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sphinx_confrecap.data import dates as spelt
from sphinx_confrecap.data.event import Event
from sphinx_confrecap.data.problems import Code, Problems
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.locale import _, mark

_STATUS = {
    "cancelled": mark("Cancelled"),
    "postponed": mark("Postponed"),
    "rescheduled": mark("Rescheduled"),
    "moved-online": mark("Moved online"),
}


class When(NamedTuple):
    """The dates of an event, for machines and in words; times have their zone."""

    start: dt.date
    end: dt.date | None
    text: str


def status(record: Event) -> str:
    """Return the status of an event in words; empty if it takes place as planned."""
    word = _STATUS.get(record.status)
    return str(_(word)) if word else ""


def dates(record: Event, language: str, problems: Problems) -> When | None:
    """Return when an event takes place; None if it does not say so."""
    zone = _zone(record.timezone, problems)
    if record.start is None:
        if record.end is not None:
            problems.add(record.where("end"), "'end' needs a 'start' that is a date", Code.TIME)
        return None
    start = _aware(record.start, zone)
    end = _aware(record.end, zone) if record.end is not None else None
    if end is not None and _earlier(end, start):
        problems.add(record.where("end"), "the event ends before it starts", Code.TIME)
        end = None
    name = str(record.timezone) if zone else ""
    return When(start, end, spelt.span(start, end, language, name))


def _zone(name: Scalar | None, problems: Problems) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        sentence = f"'{name}' is not a time zone; write it as America/Los_Angeles"
        problems.add(name, sentence, Code.TIME)
        return None


def _aware(moment: dt.date, zone: ZoneInfo | None) -> dt.date:
    """Return a time with its zone, so that machines read what people mean."""
    if isinstance(moment, dt.datetime) and moment.tzinfo is None and zone is not None:
        return moment.replace(tzinfo=zone)
    return moment


def _earlier(end: dt.date, start: dt.date) -> bool:
    if isinstance(end, dt.datetime) and isinstance(start, dt.datetime):
        if (end.tzinfo is None) == (start.tzinfo is None):
            return end < start
        return end.replace(tzinfo=None) < start.replace(tzinfo=None)
    return (end.year, end.month, end.day) < (start.year, start.month, start.day)
