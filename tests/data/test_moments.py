"""Dates as people write them: read, or told how to write them."""

from __future__ import annotations

import re

import pytest

from sphinx_confrecap.data import moments


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
