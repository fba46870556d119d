"""Dates, money and countries in the words of a language (Unicode CLDR, through Babel)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency, is_currency

_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,4})?")


# Thin spaces, which CLDR puts around dashes and into numbers, end a run of pdfLaTeX.
_WIDER = str.maketrans({"\N{THIN SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}"})


def locale_of(language: str) -> Locale:
    """Return the locale of a Sphinx ``language``; English for one that Babel does not know."""
    try:
        return Locale.parse(language.replace("-", "_").partition("@")[0])
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def span(start: dt.date, end: dt.date | None, language: str) -> str:
    """Return ``18–19 September 2024``, as that language writes it; times only within one day."""
    locale = locale_of(language)
    last = end or start
    first_day, last_day = _day(start), _day(last)
    if first_day != last_day:
        return _interval(first_day, last_day, locale).translate(_WIDER)
    text = format_date(first_day, format="long", locale=locale)
    if isinstance(start, dt.datetime) and has_times(start, end):
        text += ", " + format_time(start.time(), format="short", locale=locale)
        if isinstance(end, dt.datetime) and end.time() != start.time():
            text += "–" + format_time(end.time(), format="short", locale=locale)
    return text.translate(_WIDER)


def has_times(start: dt.date, end: dt.date | None) -> bool:
    """True if :func:`span` shows times: of an event within one day."""
    return isinstance(start, dt.datetime) and _day(start) == _day(end or start)


def _interval(first: dt.date, last: dt.date, locale: Locale) -> str:
    """Return two days with what they share written once, and months in full."""
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = locale.interval_formats.get("yMMMd", {}).get(differs, ["d MMMM y – ", "d MMMM y"])
    days = (first, last)
    return "".join(
        format_date(day, pattern.replace("MMM", "MMMM"), locale=locale)
        for day, pattern in zip(days, patterns, strict=True)
    )


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def country(code: str, language: str) -> str:
    """Return the name of a country for its ISO 3166 code; anything else as it is written."""
    return str(locale_of(language).territories.get(code.upper(), code)) if len(code) == 2 else code


def price(amount: str, currency: str | None, language: str) -> str:
    """Return ``$399`` for 399 and USD; what is no amount or no ISO 4217 code as it is written."""
    if not _AMOUNT.fullmatch(amount) or not currency or not is_currency(currency):
        return f"{amount} {currency}" if currency else amount
    number = Decimal(amount)
    locale = locale_of(language)
    pattern = locale.currency_formats["standard"].pattern
    if number == number.to_integral():
        pattern = pattern.replace(".00", "")
        text = format_currency(number, currency, pattern, locale, currency_digits=False)
    else:
        text = format_currency(number, currency, locale=locale)
    return str(text).translate(_WIDER)
