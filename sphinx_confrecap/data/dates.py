"""Dates, money and countries in the words of a language (Unicode CLDR, through Babel)."""

from __future__ import annotations

import copy
import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_time,
    tokenize_pattern,
    untokenize_pattern,
)
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


def span(start: dt.date, end: dt.date | None, language: str, zone: str = "") -> str:
    """Return ``18–19 September 2024``, as that language writes it.

    Days are one interval (UTS 35, skeleton ``yMMMd``). One day with times is the date once and its
    times; several are two moments. ``zone`` is the name of the time zone, shown where times are.
    """
    locale = locale_of(language)
    last = end or start
    timed = isinstance(start, dt.datetime) or isinstance(last, dt.datetime)
    if _day(start) == _day(last):
        text = format_date(start, format="long", locale=locale)
        if isinstance(start, dt.datetime):
            text += f", {_clock(start, locale)}"
            if isinstance(end, dt.datetime) and end.time() != start.time():
                text += f"–{_clock(end, locale)}"
        else:
            timed = False
    elif timed:
        between = locale.interval_formats[None]
        text = between.format(_moment(start, locale), _moment(last, locale))
    else:
        text = _days(start, last, locale)
    if zone and timed:
        text += f" ({zone})"
    return text.translate(_WIDER)


def _days(first: dt.date, last: dt.date, locale: Locale) -> str:
    """Return two days with what they share written once, and months in full."""
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = locale.interval_formats["yMMMd"][differs]
    if _has_whole_months(locale):
        patterns = [_with_whole_months(pattern) for pattern in patterns]
    return "".join(
        format_date(day, pattern, locale=locale)
        for day, pattern in zip((first, last), patterns, strict=True)
    )


def _has_whole_months(locale: Locale) -> bool:
    """True if long dates name the month, and do not number it."""
    tokens = tokenize_pattern(locale.date_formats["long"].pattern)
    return any(value in (("M", 4), ("L", 4)) for _kind, value in tokens)


@lru_cache(maxsize=256)
def _with_whole_months(pattern: str) -> str:
    """Return a pattern of dates with each abbreviated month spelt out."""
    return untokenize_pattern(
        (kind, (value[0], 4)) if value in (("M", 3), ("L", 3)) else (kind, value)
        for kind, value in tokenize_pattern(pattern)
    )


def _moment(moment: dt.date, locale: Locale) -> str:
    """Return a day with its time, if it has one."""
    text = format_date(moment, format="long", locale=locale)
    return f"{text}, {_clock(moment, locale)}" if isinstance(moment, dt.datetime) else text


def _clock(moment: dt.datetime, locale: Locale) -> str:
    return format_time(moment.time(), format="short", locale=locale)


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
    if number == number.to_integral():
        whole = copy.copy(locale.currency_formats["standard"])
        whole.frac_prec = (0, 0)
        text = format_currency(number, currency, whole, locale, currency_digits=False)
    else:
        text = format_currency(number, currency, locale=locale)
    return str(text).translate(_WIDER)
