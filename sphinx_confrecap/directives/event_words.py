"""What the header of an event and the list of editions share: dates and status in words."""

from __future__ import annotations

from typing import NamedTuple

from sphinx_confrecap.data import dates as spelt
from sphinx_confrecap.data.event import Event
from sphinx_confrecap.data.period import period
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.times import Moment
from sphinx_confrecap.locale import _, mark

_STATUS = {
    "cancelled": mark("Cancelled"),
    "postponed": mark("Postponed"),
    "rescheduled": mark("Rescheduled"),
    "moved-online": mark("Moved online"),
}


class When(NamedTuple):
    """The dates of an event, for machines and in words; times have their zone."""

    start: Moment
    end: Moment | None
    text: str


def status(record: Event) -> str:
    """Return the status of an event in words; empty if it takes place as planned."""
    word = _STATUS.get(record.status)
    return str(_(word)) if word else ""


def dates(record: Event, language: str, problems: Problems) -> When | None:
    """Return when an event takes place; None if it does not say so."""
    found = period(record, problems)
    if found is None:
        return None
    return When(found.start, found.end, spelt.span(*found[:2], language, found.zone))
