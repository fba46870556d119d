"""Dates and money in every language that Babel has."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from babel import Locale, localedata
from babel.dates import format_date

from sphinx_confrecap.data.dates import price, span

FIRST, LAST = dt.date(2026, 6, 11), dt.date(2026, 6, 12)
LANGUAGES = [name for name in localedata.locale_identifiers() if name != "root"]


def plain(text: str) -> str:
    """CLDR has thin and narrow spaces, which differ between its versions."""
    return re.sub("[\u2009\u202f\u00a0]", " ", text)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "June 11 – 12, 2026"),
        ("fi", "11.–12. kesäkuuta 2026"),
        ("de", "11.–12. Juni 2026"),
        ("cs", "11.–12. 6. 2026"),
    ],
)
def test_days_of_one_month_share_it(language: str, shown: str) -> None:
    """Abbreviated months become whole ones, and numbers stay numbers."""
    assert plain(span(FIRST, LAST, language)) == shown


def test_every_language_writes_two_days() -> None:
    """No pattern is bent: letters of patterns never show, and Chinese numbers its months once."""
    for language in LANGUAGES:
        text = span(FIRST, LAST, language)
        locale = Locale.parse(language)
        digits = {str(n): format_date(dt.date(2026, 6, n), "d", locale) for n in (11, 12)}
        assert all(digit in text for digit in digits.values()), language
        assert not re.search(r"M{2}|L{2}|y{2}", text), language
    assert plain(span(FIRST, LAST, "zh_CN")).count("月") == 1


def test_every_language_writes_whole_months() -> None:
    """Where long dates and intervals both name months, an interval has the name in full."""
    found = 0
    for language in LANGUAGES:
        locale = Locale.parse(language)
        in_full = "MMMM" in locale.date_formats["long"].pattern
        abbreviated = re.search(r"(?<!M)MMM(?!M)", "".join(locale.interval_formats["yMMMd"]["d"]))
        if in_full and abbreviated:
            found += 1
            assert format_date(FIRST, "MMMM", locale) in span(FIRST, LAST, language), language
    assert found > 100


def test_several_days_with_times_are_two_moments() -> None:
    """Neither time is lost, and the zone is named once."""
    start, end = dt.datetime(2026, 6, 11, 9, 0), dt.datetime(2026, 6, 12, 17, 30)  # noqa: DTZ001 (as written)
    shown = "June 11, 2026, 9:00 AM – June 12, 2026, 5:30 PM (Europe/Paris)"
    assert plain(span(start, end, "en", "Europe/Paris")) == shown
    assert plain(span(start, LAST, "en")) == "June 11, 2026, 9:00 AM – June 12, 2026"
    assert span(start, end, "ja").count("～") == 1
    for language in LANGUAGES:
        assert len(span(start, end, language)) > len(span(FIRST, LAST, language))


def test_a_day_without_times_names_no_zone() -> None:
    """The zone says nothing about days."""
    assert span(FIRST, None, "en", "Europe/Paris") == "June 11, 2026"
    assert plain(span(FIRST, LAST, "en", "Europe/Paris")) == "June 11 – 12, 2026"


def test_whole_amounts_have_no_cents() -> None:
    """Every language writes 399 without a fraction, and 0.50 with one."""
    for language in LANGUAGES:
        locale = Locale.parse(language)
        comma = locale.number_symbols["latn"].get("decimal", ".")
        assert f"{comma}00" not in price("399", "USD", language), language
    assert plain(price("0.5", "EUR", "de")) == "0,50 €"
