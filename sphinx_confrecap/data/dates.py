"""Dates, numbers and names in the words of a language (Unicode CLDR, through Babel)."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    tokenize_pattern,
    untokenize_pattern,
)
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, is_currency

from sphinx_confrecap.data.times import Moment, Vague

_MONEY = (
    r"(?P<before>[^\d\s.,'+-][^\d+-]*?)?\s*(?P<number>\d[\d.,' \u00a0\u2009\u202f]*?)"
    r"\s*(?P<behind>[^\d\s.,'+-][^\d+-]*)?"
)
_AMOUNT = r"[0-9]{1,12}(?:\.[0-9]{1,4})?"


# Thin spaces, which CLDR puts around dashes and into numbers, end a run of pdfLaTeX.
_WIDER = str.maketrans({"\N{THIN SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}"})


def locale_of(language: str) -> Locale:
    """Return the locale of a Sphinx ``language``; English for one that Babel does not know."""
    try:
        return Locale.parse(language.replace("-", "_").partition("@")[0])
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def span(start: Moment, end: Moment | None, language: str, zone: str = "") -> str:
    """Return ``18–19 September 2024``, as that language writes it.

    Days are one interval (UTS 35, skeleton ``yMMMd``). One day with times is the date once and its
    times; several are two moments. ``zone`` is the name of the time zone, shown where times are.
    """
    locale = locale_of(language)
    last = end or start
    if isinstance(start, Vague) or isinstance(last, Vague):
        return _periods(start, last, locale).translate(_WIDER)
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


def _periods(first: Moment, last: Moment, locale: Locale) -> str:
    """Return two months or years as an interval, or what is known of both ends."""
    if first == last:
        return _alone(first, locale)
    if (
        isinstance(first, Vague)
        and isinstance(last, Vague)
        and bool(first.month) == bool(last.month)
    ):
        skeleton = "yMMM" if first.month else "y"
        if skeleton == "yMMM" and "yMMMM" in locale.interval_formats:
            skeleton = "yMMMM"
        differs = "y" if first.year != last.year else "M"
        patterns = locale.interval_formats.get(skeleton, {}).get(differs)
        if patterns and len(patterns) == 2:
            if _has_whole_months(locale):
                patterns = [_with_whole_months(pattern) for pattern in patterns]
            days = zip((first.first, last.first), patterns, strict=True)
            return "".join(format_date(day, pattern, locale=locale) for day, pattern in days)
    between = locale.interval_formats[None]
    return str(between.format(_alone(first, locale), _alone(last, locale)))


def _alone(moment: Moment, locale: Locale) -> str:
    """Return one day, month or year."""
    if not isinstance(moment, Vague):
        return _moment(moment, locale)
    skeleton = "yMMMM" if moment.month else "y"
    first = moment.first
    day = dt.datetime(first.year, first.month, 1, tzinfo=dt.UTC)
    try:
        return str(format_skeleton(skeleton, day, locale=locale))
    except KeyError:
        return moment.isoformat()


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


def language_name(code: str, language: str) -> str:
    """Return the name of a language for its code, ``pt`` or ``pt-BR``; anything else as it is."""
    known = get_global("language_aliases").get(code.lower(), code)
    try:
        found = Locale.parse(known.replace("-", "_")).get_display_name(locale_of(language))
    except (UnknownLocaleError, ValueError, TypeError):
        return code
    return str(found or code)


def country(code: str, language: str) -> str:
    """Return the name of a country for its ISO 3166 code; anything else as it is written."""
    return str(locale_of(language).territories.get(code.upper(), code)) if len(code) == 2 else code


def currency_of(written: str) -> str | None:
    """Return the ISO 4217 code for a code, a sign or an English name: EUR, €, Euro; None for none.

    A sign that several currencies share is that of the one which CLDR writes with it alone.
    """
    code = written.strip().upper()
    return code if is_currency(code) else _currencies().get(written.strip().casefold())


@lru_cache(maxsize=1)
def _currencies() -> dict[str, str]:
    english = Locale("en")
    found = {sign.casefold(): code for code, sign in english.currency_symbols.items()}
    for code, name in english.currencies.items():
        for spelling in (name, f"{name}s"):
            found.setdefault(spelling.casefold(), code)
    return found


def amount_of(written: str, currency: str | None = None) -> tuple[Decimal, str] | None:
    """Return the number and the ISO 4217 code of ``45€``, ``EUR 45`` or ``1,500.00`` and ``Euro``.

    None if that cannot be told: no number, no currency, or one beside another.
    """
    match = re.fullmatch(_MONEY, written.strip())
    if match is None:
        return None
    beside = match["before"] or match["behind"]
    if (match["before"] and match["behind"]) or not (beside or currency):
        return None
    codes = {currency_of(word) for word in (beside, currency) if word}
    digits = re.sub(r"[ '\u00a0\u2009\u202f]", "", match["number"])
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d+,\d{1,2}", digits):
        digits = digits.replace(".", "").replace(",", ".")
    (code, *others) = codes
    if code is None or others or not re.fullmatch(_AMOUNT, digits):
        return None
    return Decimal(digits), code


def is_free(amount: str) -> bool:
    """True for a price of nothing: ``0``, ``0 €``, ``0.00``."""
    digits = re.findall(r"\d+", amount)
    return bool(digits) and not any(int(part) for part in digits)


def price(amount: str, currency: str | None, language: str) -> str:
    """Return ``$399`` for 399 and USD, or ``$399``; what is no amount as it is written."""
    found = amount_of(amount, currency)
    if found is None:
        return f"{amount} {currency}" if currency else amount
    number, currency = found
    locale = locale_of(language)
    if number == number.to_integral():
        whole = copy.copy(locale.currency_formats["standard"])
        whole.frac_prec = (0, 0)
        text = format_currency(number, currency, whole, locale, currency_digits=False)
    else:
        text = format_currency(number, currency, locale=locale)
    return str(text).translate(_WIDER)


def money(text: str) -> tuple[str, str] | None:
    """Return amount and currency of ``777 EUR``; None for anything else."""
    amount, _space, currency = text.partition(" ")
    if re.fullmatch(_AMOUNT, amount) and currency.isupper() and is_currency(currency):
        return amount, currency
    return None


def number(value: float, language: str) -> str:
    """Return ``1,500``, as that language writes it."""
    return format_decimal(value, locale=locale_of(language)).translate(_WIDER)


def day_part(day: dt.date, part: str, language: str) -> str:
    """Return the ``year`` or the ``weekday`` of a day."""
    pattern = {"year": "y", "weekday": "EEEE"}[part]
    return format_date(day, pattern, locale=locale_of(language))


def listed(names: Sequence[str], language: str) -> str:
    """Return ``A, B and C``, as that language lists things."""
    return format_list(names, locale=locale_of(language)).translate(_WIDER)
