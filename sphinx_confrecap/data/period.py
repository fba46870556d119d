"""When an event takes place."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sphinx_confrecap.data.event import Event
from sphinx_confrecap.data.problems import Code, Problems
from sphinx_confrecap.data.times import Moment, Vague
from sphinx_confrecap.data.yamldoc import Scalar


class Period(NamedTuple):
    """The first and the last day of an event, or moments; ``zone`` is empty if it says none."""

    start: Moment
    end: Moment | None
    zone: str


def period(event: Event, problems: Problems) -> Period | None:
    """Return when an event takes place; what cannot be is noted."""
    zone = zone_of(event.timezone, problems)
    if event.start is None:
        if event.end is not None and "start" not in event.given:
            problems.add(event.where("end"), "'end' needs a 'start'", Code.TIME)
        return None
    start = _aware(event.start, zone)
    end = _aware(event.end, zone) if event.end is not None else None
    if isinstance(start, dt.datetime) and end is not None:
        end = _moved(end, start.tzinfo)
    if end is not None and _earlier(end, start):
        problems.add(event.where("end"), "the event ends before it starts", Code.TIME)
        end = None
    if isinstance(end, dt.datetime) and not isinstance(start, (dt.datetime, Vague)):
        sentence = "'end' has a time and 'start' has none; give both one"
        problems.add(event.where("end"), sentence, Code.TIME)
    told = start.tzname() if isinstance(start, dt.datetime) else ""
    return Period(start, end, str(event.timezone) if zone else told or "")


def zone_of(name: Scalar | None, problems: Problems) -> ZoneInfo | None:
    """Return the time zone of a name; None for none, and for one that is not known: it is noted."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        sentence = f"'{name}' is not a time zone; write it as America/Los_Angeles"
        problems.add(name, sentence, Code.TIME)
        return None


def _aware(moment: Moment, zone: ZoneInfo | None) -> Moment:
    """Return a time in the zone, so that machines read what people mean."""
    if isinstance(moment, dt.datetime) and moment.tzinfo is None and zone is not None:
        return moment.replace(tzinfo=zone)
    return _moved(moment, zone)


def _moved(moment: Moment, zone: dt.tzinfo | None) -> Moment:
    """Return a time that has a zone as it is in another; as it was in the first and last year."""
    if isinstance(moment, dt.datetime) and moment.tzinfo and zone:
        with contextlib.suppress(OverflowError):
            return moment.astimezone(zone)
    return moment


def _earlier(end: Moment, start: Moment) -> bool:
    if isinstance(end, dt.datetime) and isinstance(start, dt.datetime):
        if (end.tzinfo is None) == (start.tzinfo is None):
            return end < start
        return end.replace(tzinfo=None) < start.replace(tzinfo=None)
    end = end.last if isinstance(end, Vague) else end
    start = start.first if isinstance(start, Vague) else start
    return (end.year, end.month, end.day) < (start.year, start.month, start.day)
