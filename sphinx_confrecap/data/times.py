"""Times and durations as people write them, and as a page shows them.

Everything is whole seconds, but for the sessions of a schedule, which last whole minutes.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final, NamedTuple, TypeAlias

_PLAIN: Final = re.compile(r"([0-9]{1,7})(?:\.0+)?\s?s?")
_UNITS: Final = (
    r"(?i)(?:([0-9]{1,5})\s?h(?:ours?|rs?)?)?\s?(?:([0-9]{1,5})\s?m(?:in(?:utes?|s)?)?)?"
    r"\s?(?:([0-9]{1,7})\s?s(?:ec(?:onds?|s)?)?)?"
)
_CLOCK: Final = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4}):([0-9]{2})")
# ISO 8601 durations without years, months and weeks, whose length is not fixed or not a talk's.
_ISO: Final = (
    r"(?i)P(?:([0-9]{1,3})D)?(?:T(?=[0-9])(?:([0-9]{1,5})H)?(?:([0-9]{1,5})M)?"
    r"(?:([0-9]{1,7})(?:\.[0-9]+)?S)?)?"
)
_VAGUE: Final = re.compile("([0-9]{4})(?:-([0-9]{2}))?")
_OF_DAY: Final = re.compile("([0-9]{1,2}):([0-9]{2})")
_SESSION: Final = (
    r"(?i)(?:([0-9]{1,3})\s?h(?:ours?|rs?)?)?\s?(?:([0-9]{1,4})\s?(?:m(?:in(?:utes?|s)?)?)?)?"
)


class Vague(NamedTuple):
    """A month, or with the month 0 a year, of which no day is known yet."""

    year: int
    month: int = 0

    @property
    def first(self) -> dt.date:
        """The first day."""
        return dt.date(self.year, self.month or 1, 1)

    @property
    def last(self) -> dt.date:
        """The last day."""
        month = self.month or 12
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    def isoformat(self) -> str:
        """Return ``2025-10`` or ``2025``, as HTML takes it, too."""
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"


Moment: TypeAlias = dt.date | dt.datetime | Vague


def vague(text: str) -> Vague:
    """The month or the year that a text is: `2025-10`, `2025`.

    Raises:
        ValueError: The text is neither.
    """
    match = _VAGUE.fullmatch(text.strip())
    if not match or not (int(match[1]) > 0 and (match[2] is None or 0 < int(match[2]) < 13)):
        raise ValueError(f"{text[:40]!r} is neither a month nor a year")
    return Vague(int(match[1]), int(match[2] or 0))


def seconds(text: str) -> int:
    """The seconds of a point in a video: `90`, `90s`, `1m30s`, `1h2m3s`, `28:41`, `1:02:03`.

    Raises:
        ValueError: The text is none of these; the message says what to write.
    """
    found = _seconds(text.strip())
    if found is None:
        message = f"{text[:40]!r} is not a time; write seconds (90), 1m30s, 28:41 or 1:02:03"
        raise ValueError(message)
    return found


def video_duration(text: str) -> int:
    """The seconds a video lasts: what `seconds` reads, and ISO 8601 (`PT28M41S`).

    Raises:
        ValueError: The text is none of these, or the video would last no time at all; the
            message says what to write.
    """
    stripped = text.strip()
    found = _seconds(stripped)
    if found is None:
        found = _iso(stripped)
    if not found:
        raise ValueError(
            f"{text[:40]!r} is not the duration of a video; "
            "write 28:41, 1:02:03, PT28M41S or seconds"
        )
    return found


def session_minutes(text: str) -> int:
    """The minutes a session of the schedule lasts: `40m`, `1h30m`, `40 min`, `1h30`, `40`.

    Raises:
        ValueError: The text is none of these, or no minute at all; `1:30` is refused because
            it is an hour and a half to some and ninety seconds to others.
    """
    match = re.fullmatch(_SESSION, text.strip())
    found = int(match[1] or 0) * 60 + int(match[2] or 0) if match else 0
    if not found:
        message = f"{text[:40]!r} is not how long a session lasts; write 40m, 1h30m or minutes (40)"
        raise ValueError(message)
    return found


def time_of_day(text: str) -> dt.time:
    """The time a session begins or ends: `9:00`, `14:30`.

    Raises:
        ValueError: The text is none; the message says what to write.
    """
    match = _OF_DAY.fullmatch(text.strip())
    hour, minute = (int(match[1]), int(match[2])) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"{text[:40]!r} is not a time of day; write 9:00 or 14:30")
    return dt.time(hour, minute)


def iso_duration(total: int) -> str:
    """An ISO 8601 duration of hours, minutes and seconds: 1721 is `PT28M41S`, 0 is `PT0S`."""
    hours, minutes, rest = _split(total)
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def clock(total: int) -> str:
    """A duration as a player shows it: 1721 is `28:41`, 3723 is `1:02:03`, 5 is `0:05`."""
    hours, minutes, rest = _split(total)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _seconds(text: str) -> int | None:
    """The seconds of plain, unit and clock notation; None for anything else."""
    if match := _PLAIN.fullmatch(text.lower()):
        return int(match[1])
    if match := _CLOCK.fullmatch(text):
        hours, minutes, rest = (int(group or 0) for group in match.groups())
        # `90:00` is an hour and a half; with hours before them minutes go to 59.
        if rest > 59 or (match[1] and (minutes > 59 or len(match[2]) != 2)):
            return None
        return hours * 3600 + minutes * 60 + rest
    if text and (match := re.fullmatch(_UNITS, text)):
        hours, minutes, rest = (int(group or 0) for group in match.groups())
        return hours * 3600 + minutes * 60 + rest
    return None


def _iso(text: str) -> int | None:
    """The seconds of an ISO 8601 duration, fractions cut off; None for anything else."""
    match = re.fullmatch(_ISO, text)
    if not match or not any(match.groups()):
        return None
    days, hours, minutes, rest = (int(group or 0) for group in match.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def _split(total: int) -> tuple[int, int, int]:
    """Hours, minutes and seconds of a number of seconds."""
    minutes, rest = divmod(total, 60)
    return (*divmod(minutes, 60), rest)
