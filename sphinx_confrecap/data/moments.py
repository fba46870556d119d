"""Days, times, months and years as people write them, and what they probably meant otherwise."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from sphinx_confrecap.data.times import Moment, Vague, vague

# `re` compiles these when a text first needs them, which few do.
_DAY: Final = r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:T|\s+)([0-9]{1,2})(:.+))?"
_ZONE: Final = r"(.+:[0-9]{2})\s*\(?([A-Za-z][A-Za-z/_+-]+)\)?"
# fmt: off
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)
# fmt: on
_NAMES: Final = (
    "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?)"
)
_DAYS: Final = (
    r"(?P<first>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
    r"(?:\s?(?:-|–|to)\s?(?P<last>[0-9]{1,2})(?:st|nd|rd|th|\.)?)?"
)
_IN_WORDS: Final = (
    rf"(?i)(?P<month>[a-z]{{3,9}})\.?,?\s+(?:{_DAYS},?\s+)?(?P<year>[0-9]{{4}})",
    rf"(?i){_DAYS}\s+(?:of\s+)?(?P<month>[a-z]{{3,9}})\.?,?\s+(?P<year>[0-9]{{4}})",
    r"(?P<first>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.\s?(?P<year>[0-9]{4})",
)
_TWO: Final = r"([0-9-]{8,10})\s*(?:/|–|to|- )\s*([0-9-]{8,10})"


def moment(text: str) -> Moment:
    """The day, the time of a day, the month or the year that a text is: `2025-9-3 9:00`.

    Raises:
        ValueError: The text is none of these; the message says what to write.
    """
    stripped = text.strip()
    padded = _padded(stripped)
    # Months before the others: Python reads 20251022 as a day, and would read more one day.
    readers: tuple[Callable[[str], Moment], ...] = (
        vague,
        dt.date.fromisoformat,
        dt.datetime.fromisoformat,
    )
    for reader in readers:
        try:
            return reader(padded)
        except ValueError:
            continue
    sentence = f"'{text}' is not a date; write it as 2024-09-18 or 2024-09-18 09:00"
    raise ValueError(_meant(text) or sentence)


def day(text: str) -> dt.date:
    """The day that a text is, whatever its time: `2025-9-3`, `2025-09-03T09:00:00Z`.

    Raises:
        ValueError: The text is none; the message says what to write.
    """
    found = _read(text.strip())
    if found is None:
        sentence = f"'{text}' is not a date; write it as 2024-09-18"
        raise ValueError(_meant(text, days_only=True) or sentence)
    return found.date()


def _padded(text: str) -> str:
    """Return a day, and a time of it, with the noughts that the standard wants."""
    match = re.fullmatch(_DAY, text)
    if match is None:
        return text
    year, month, number, hour, rest = match.groups()
    found = f"{year}-{month:0>2}-{number:0>2}"
    return f"{found} {hour:0>2}{rest}" if hour else found


def _meant(text: str, *, days_only: bool = False) -> str:
    """Return the sentence about a date in words or in another order; empty for anything else."""
    stripped = text.strip()
    match = re.fullmatch(_ZONE, stripped)
    if not days_only and match and (start := _read(match[1])):
        written = f"{start:%Y-%m-%d %H:%M}"
        return f"'{text}' names a zone; write {written}, and the zone of the event as 'timezone'"
    found = _named(stripped)
    if days_only:
        found = [one for one in found if not isinstance(one, Vague)]
    if len(found) > 1:
        return (
            f"'{text}' is not one date; write {found[0].isoformat()} for the first day, and "
            f"{found[1].isoformat()} for the last one below its own key"
        )
    return f"'{text}' is not a date; write it as {found[0].isoformat()}" if found else ""


def _read(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(_padded(text))
    except ValueError:
        return None


def _named(text: str) -> list[Moment]:
    """Return the first and the last day, the one day, or the month that a text names."""
    try:
        if match := re.fullmatch(_TWO, text):
            return [dt.date.fromisoformat(_padded(match[number])) for number in (1, 2)]
        for pattern in _IN_WORDS:
            if match := re.fullmatch(pattern, text):
                said = match.groupdict()
                name = said["month"].lower()
                if not name.isdigit() and not re.fullmatch(_NAMES, name):
                    return []
                month = int(name) if name.isdigit() else _MONTHS.index(name[:3]) + 1
                year, days = int(said["year"]), (said.get("first"), said.get("last"))
                dated: list[Moment] = [dt.date(year, month, int(one)) for one in days if one]
                return dated or [Vague(year, month)]
    except ValueError:
        pass
    return []
