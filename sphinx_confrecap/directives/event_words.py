"""What the header of an event and the list of editions share: dates and status in words."""

from __future__ import annotations

from sphinx_confrecap.data import dates as spelt
from sphinx_confrecap.data.event import Event
from sphinx_confrecap.data.period import Period
from sphinx_confrecap.locale import _, mark

_STATUS = {
    "cancelled": mark("Cancelled"),
    "postponed": mark("Postponed"),
    "rescheduled": mark("Rescheduled"),
    "moved-online": mark("Moved online"),
}


def status(record: Event) -> str:
    """Return the status of an event in words; empty if it takes place as planned."""
    word = _STATUS.get(record.status)
    return str(_(word)) if word else ""


def dates(when: Period, language: str) -> str:
    """Return when an event takes place, in words."""
    return spelt.span(when.start, when.end, language, when.zone)
