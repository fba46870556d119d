"""Options: each is declared once, with its type, its default and a sentence for the reference.

Options arrive as text, see :mod:`option_lines`: a bad value is a warning and the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docutils.parsers.rst import directives

from sphinx_confrecap.data.problems import did_you_mean


@dataclass(frozen=True)
class Option:
    """One option; ``convert`` raises ValueError with the rest of a sentence about the value."""

    name: str
    convert: Callable[[str], Any]
    default: Any
    meaning: str
    values: str = "text"
    default_text: str = ""


def read(
    options: tuple[Option, ...], given: Mapping[str, str], warn: Callable[[str], None]
) -> dict[str, Any]:
    """Return a value for every option; what cannot be used is warned about."""
    found = {option.name: option.default for option in options}
    known = {option.name: option for option in options}
    for name, text in given.items():
        if name not in known:
            hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
            warn(f"unknown option '{name}'{hint}")
            continue
        try:
            found[name] = known[name].convert(text.strip())
        except ValueError as error:
            warn(f"the option '{name}' {error}")
    return found


# -- converters ----------------------------------------------------------------------------------


def words(text: str) -> str:
    """Take a text that is not empty."""
    if not text:
        message = "needs a value"
        raise ValueError(message)
    return text


def names(text: str) -> list[str]:
    """Take comma-separated names."""
    return [name.strip() for name in words(text).split(",") if name.strip()]


def flag(text: str) -> bool:
    """Take an option that is there or not; yes and no are understood."""
    if text.lower() in ("", "yes", "true", "on"):
        return True
    if text.lower() in ("no", "false", "off"):
        return False
    message = f"must be yes or no, not '{text}'"
    raise ValueError(message)


def choice(*allowed: str) -> Callable[[str], str]:
    """Return a converter that takes one of ``allowed``."""

    def convert(text: str) -> str:
        if text in allowed:
            return text
        hint = did_you_mean(text, allowed)
        message = f"must be one of {', '.join(allowed)}, not '{text}'{hint}"
        raise ValueError(message)

    return convert


def whole(
    low: int, high: int, *, step: int = 1, units: tuple[str, ...] = ()
) -> Callable[[str], int]:
    """Return a converter for whole numbers of a range; values between two steps are rounded."""

    def convert(text: str) -> int:
        number = text
        for unit in units:
            number = number.removesuffix(unit).strip()
        try:
            value = int(number)
        except ValueError:
            message = f"must be a whole number, not '{text}'"
            raise ValueError(message) from None
        if not low <= value <= high:
            message = f"must be between {low} and {high}, not {value}"
            raise ValueError(message)
        return round(value / step) * step

    return convert


def classes(text: str) -> list[str]:
    """Take class names."""
    try:
        found: list[str] = directives.class_option(words(text))
    except ValueError:
        message = f"must be class names, not '{text}'"
        raise ValueError(message) from None
    return found


COMMON = (
    Option("class", classes, [], "More classes for the outermost element.", "class names"),
    Option("name", words, "", "The name of a target for references.", "a name"),
    Option(
        "no-index",
        flag,
        default=False,
        meaning="Leaves the content out of the index of roles.",
        values="flag",
    ),
)
