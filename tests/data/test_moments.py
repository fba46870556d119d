"""Dates as people write them: read, or told how to write them."""

from __future__ import annotations

import re

import pytest

from sphinx_confrecap.data import moments, record
from sphinx_confrecap.data.event import Event
from sphinx_confrecap.data.period import period
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.yamldoc import load


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2025-9-3", "2025-09-03"),
        (" 2025-09-03 ", "2025-09-03"),
        ("2025-09-03 9:00", "2025-09-03T09:00:00"),
        ("2025-9-3T09:00:30Z", "2025-09-03T09:00:30+00:00"),
        ("2025-09-03 09:00+02:00", "2025-09-03T09:00:00+02:00"),
        ("20250903", "2025-09-03"),
        ("2025-09", "2025-09"),
        ("2025", "2025"),
    ],
)
def test_a_moment_may_lack_noughts(text: str, read: str) -> None:
    """A day, a time of it, a month and a year are read with or without leading noughts."""
    assert moments.moment(text).isoformat() == read
    if len(read) > len("2025-09"):
        assert moments.day(text).isoformat() == "2025-09-03"


@pytest.mark.parametrize(
    ("text", "way_out"),
    [
        ("Sep 3, 2025", "; write it as 2025-09-03"),
        ("3rd of September 2025", "; write it as 2025-09-03"),
        ("3. sept. 2025", "; write it as 2025-09-03"),
        ("3.9.2025", "; write it as 2025-09-03"),
        ("Sep 3-5, 2025", "write 2025-09-03 for the first day, and 2025-09-05 for the last"),
        ("3 – 5 September 2025", "write 2025-09-03 for the first day, and 2025-09-05 for the"),
        ("2025-09-03/2025-9-5", "write 2025-09-03 for the first day, and 2025-09-05 for the"),
        ("September 2025", "; write it as 2025-09"),
        ("2025-09-03 9:00 CET", "write 2025-09-03 09:00, and the zone of the event as 'timezone'"),
        ("2025-09-03 23:59 (AoE)", "write 2025-09-03 23:59, and the zone of the event as"),
        ("09/03/2025", "; write it as 2024-09-18 or 2024-09-18 09:00"),
        ("Septober 3, 2025", "; write it as 2024-09-18 or 2024-09-18 09:00"),
        ("Sep 31, 2025", "; write it as 2024-09-18 or 2024-09-18 09:00"),
        ("2025-02-30", "; write it as 2024-09-18 or 2024-09-18 09:00"),
        ("TBD", "; write it as 2024-09-18 or 2024-09-18 09:00"),
        ("9" * 5000, "is not a date"),
    ],
)
def test_a_date_in_words_is_told_as_it_is_to_be_written(text: str, way_out: str) -> None:
    """The sentence holds the very date that was meant, if that can be told."""
    with pytest.raises(ValueError, match=re.escape(way_out)):
        moments.moment(text)


@pytest.mark.parametrize(
    ("when", "read", "told"),
    [
        ("start: 2025-10-15 9:00Z", "2025-10-15T05:00:00-04:00", ""),
        ("start: 0001-01-01 00:00Z", "0001-01-01T00:00:00+00:00", ""),
        ("start: 9999-12-31 23:00-23:00", "9999-12-31T23:00:00-23:00", ""),
        ("start: 2025-10-15, end: 2025-10-15 17:00", "2025-10-15", "'end' has a time and 'start'"),
        ("start: soon, end: 2025-10-15", "", "'soon' is not a date"),
    ],
)
def test_a_time_is_in_the_zone_of_its_event(when: str, read: str, told: str) -> None:
    """What has an offset of its own is the same moment in the zone; no year is too far for it."""
    problems = Problems()
    node = load(f"{{name: E, timezone: America/New_York, {when}}}", problems)
    assert node is not None
    event = record.read(Event, node, problems)
    assert event is not None
    found = period(event, problems)
    assert (found.start.isoformat() if found else "") == read
    said = [one.message for one in problems]
    assert len(said) == bool(told)
    assert told in "".join(said)
