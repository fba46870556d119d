"""Times and durations: every notation, and nothing that could mean two things."""

from __future__ import annotations

import pytest

from sphinx_confrecap.data.times import (
    clock,
    iso_duration,
    seconds,
    session_minutes,
    video_duration,
)

TIMES = {
    "0": 0,
    "90": 90,
    " 90 ": 90,
    "90s": 90,
    "90S": 90,
    "90 s": 90,
    "007": 7,
    "1721.0": 1721,
    "1m": 60,
    "1m30s": 90,
    "1m 30s": 90,
    "90m": 5400,
    "2h": 7200,
    "1h2m3s": 3723,
    "1H2M3S": 3723,
    "1h3s": 3603,
    "0:05": 5,
    "28:41": 1721,
    "90:00": 5400,
    "1:02:03": 3723,
    "10:00:00": 36000,
}
ISO = {
    "PT28M41S": 1721,
    "pt28m41s": 1721,
    "PT1H2M3S": 3723,
    "PT45S": 45,
    "PT45.5S": 45,
    "P0DT30M": 1800,
    "P1DT1H": 90000,
    "P1D": 86400,
}
NO_TIMES = [
    "",
    " ",
    "s",
    "-90",
    "+90",
    "1.30",
    "90.5",
    "1e3",
    "28:4",
    "28:75",
    "1:60:00",
    "1:2:03",
    ":30",
    "1:",
    "1:02:03:04",
    "1m30",
    "1s1m",
    "1m1m",
    "soon",
    "90 90",
    "٩٠",
    "9" * 5000,
    "P",
    "PT",
]
SESSIONS = {
    "40": 40,
    "40m": 40,
    "40M": 40,
    "40 min": 40,
    "40min": 40,
    "40 minutes": 40,
    "1h": 60,
    "1h30m": 90,
    "1h30": 90,
    "1h 30m": 90,
    "2 hours": 120,
    " 90 ": 90,
}
NO_SESSIONS = [
    "",
    "0",
    "0m",
    "h",
    "m",
    "1:30",
    "1.5h",
    "-40",
    "40s",
    "PT40M",
    "40m1h",
    "٤٠",
    "99999",
]


@pytest.mark.parametrize(("text", "expected"), TIMES.items())
def test_seconds_reads_every_notation(text: str, expected: int) -> None:
    """A point in a video is the same number of seconds in whichever notation it is written."""
    assert seconds(text) == expected


@pytest.mark.parametrize("text", [*NO_TIMES, *ISO])
def test_seconds_says_what_to_write(text: str) -> None:
    """What is no time raises ValueError with a short sentence that shows the notations."""
    with pytest.raises(ValueError, match=r"is not a time; write seconds \(90\), 1m30s") as raised:
        seconds(text)
    assert len(str(raised.value)) < 150


@pytest.mark.parametrize(
    ("text", "expected"), [*((t, n) for t, n in TIMES.items() if n), *ISO.items()]
)
def test_video_duration_also_reads_iso_8601(text: str, expected: int) -> None:
    """A video's duration may also be ISO 8601, whose fractions are cut off."""
    assert video_duration(text) == expected


@pytest.mark.parametrize("text", ["", "0", "0:00", "PT0S", "P1Y", "P2W", "P", "PT", "PT5", "1.30"])
def test_video_duration_says_what_to_write(text: str) -> None:
    """A duration of nothing, of years, or in no notation raises ValueError with a sentence."""
    with pytest.raises(ValueError, match="is not the duration of a video; write 28:41"):
        video_duration(text)


@pytest.mark.parametrize(("text", "expected"), SESSIONS.items())
def test_session_minutes_reads_minutes_and_hours(text: str, expected: int) -> None:
    """A session's length is read in minutes and in hours and minutes."""
    assert session_minutes(text) == expected


@pytest.mark.parametrize("text", NO_SESSIONS)
def test_session_minutes_says_what_to_write(text: str) -> None:
    """A length of nothing, or one that could be hours or minutes, raises ValueError."""
    with pytest.raises(ValueError, match="is not how long a session lasts; write 40m, 1h30m"):
        session_minutes(text)


@pytest.mark.parametrize(
    ("total", "iso", "shown"),
    [
        (0, "PT0S", "0:00"),
        (5, "PT5S", "0:05"),
        (60, "PT1M", "1:00"),
        (1721, "PT28M41S", "28:41"),
        (3600, "PT1H", "1:00:00"),
        (3723, "PT1H2M3S", "1:02:03"),
        (90000, "PT25H", "25:00:00"),
    ],
)
def test_durations_are_written_for_machines_and_people(total: int, iso: str, shown: str) -> None:
    """A number of seconds becomes ISO 8601 and a clock, and both are read back as the same."""
    assert (iso_duration(total), clock(total)) == (iso, shown)
    assert seconds(shown) == total
    if total:
        assert video_duration(iso) == total
