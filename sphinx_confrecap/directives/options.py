"""Options: each is declared once, with its converter, its default and a sentence for the reference.

Options arrive as text, see :mod:`option_lines`: a bad value is a warning and the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from docutils.parsers.rst import directives

from sphinx_confrecap.data.fields import FromText
from sphinx_confrecap.data.problems import did_you_mean
from sphinx_confrecap.data.yamldoc import Scalar

T = TypeVar("T")


class Option(NamedTuple):
    """One option: ``Option("columns", whole(1, 12), "How many cells a row has.", 4)``.

    ``instead`` says in the reference what counts without the option, where the default does not.
    """

    name: str
    converter: FromText[Any]
    meaning: str
    default: Any = None
    instead: str = ""


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
            found[name] = known[name].converter.parse(Scalar(text.strip()).in_one_line())
        except ValueError as error:
            sentence = str(error)
            verb = "is left out: " if sentence.startswith("'") else ""
            warn(f"the option '{name}' {verb}{sentence}")
    return found


# -- converters, besides those of fields ----------------------------------------------------------


def of_words(parse: Callable[[str], T], values: str) -> FromText[T]:
    """Return a converter for a text that is not empty; ``values`` says which."""

    def filled(text: str) -> T:
        if not text:
            raise ValueError("needs a value")
        return parse(text)

    return FromText(filled, {"type": "string", "title": values})


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _flag(text: str) -> bool:
    known = dict.fromkeys(("", "yes", "true", "on"), True) | dict.fromkeys(
        ("no", "false", "off"), False
    )
    if text.lower() not in known:
        raise ValueError(f"must be yes or no, not '{text}'")
    return known[text.lower()]


def choice(*allowed: str) -> FromText[str]:
    """Return a converter that takes one of a few words."""

    def parse(text: str) -> str:
        if text not in allowed:
            hint = did_you_mean(text, allowed)
            raise ValueError(f"must be one of {', '.join(allowed)}, not '{text}'{hint}")
        return str(text)

    return FromText(parse, {"enum": allowed})


def _classes(text: str) -> list[str]:
    try:
        found: list[str] = directives.class_option(text)
    except ValueError:
        raise ValueError(f"must be class names, not '{text}'") from None
    return found


WORDS = of_words(str, "text")
NAMES = of_words(_names, "names, with commas between them")
FLAG = FromText(_flag, {"type": "boolean", "title": "flag"})

IF_EMPTY = Option(
    "if-empty",
    WORDS,
    "A text in place of the warning that there is nothing to show.",
    "",
    "a warning",
)

COMMON = (
    Option(
        "class", of_words(_classes, "class names"), "More classes for the outermost element.", []
    ),
    Option("name", of_words(str, "a name"), "The name of a target for references.", ""),
    Option("no-index", FLAG, "Leaves the content out of the index of roles.", default=False),
)

DATA = Option(
    "data",
    of_words(str, "an edition, a file"),
    "The edition or the YAML file to show; not beside a file or a body.",
    None,
    "the page's edition",
)
DATA_OR_ALL = DATA._replace(
    converter=of_words(str, "an edition, a file, `all`"),
    meaning="The edition or the YAML file to show, or all editions; not beside a file or a body.",
)
