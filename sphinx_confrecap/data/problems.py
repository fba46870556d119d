"""Problems in the data: where, what, and the way out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_LONGEST = 600


def one_line(message: str) -> str:
    """Return a message that is one line of a sensible length, whatever data it quotes."""
    if len(message) > _LONGEST:
        message = f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 3 :]}"
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), message)


class Located(Protocol):
    """Anything that knows its 1-based line and column."""

    @property
    def line(self) -> int:
        """The line, from 1."""

    @property
    def column(self) -> int:
        """The column, from 1."""


@dataclass(frozen=True, order=True, slots=True)
class Mark:
    """A 1-based position in a text."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence about one place; ``code`` is a warning subtype such as ``schema``."""

    line: int
    column: int
    message: str
    code: str


class Problems:
    """An ordered collection that says each thing once."""

    def __init__(self) -> None:
        self._items: dict[Problem, None] = {}

    def add(self, at: Located, message: str, code: str = "schema") -> None:
        """Note ``message`` at the place of ``at``."""
        self._items.setdefault(Problem(at.line, at.column, one_line(message), code))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._items, key=lambda item: (item.line, item.column)))

    def __len__(self) -> int:
        return len(self._items)


_CLOSE = 0.66  # of 1; below it, "abstract" would be "track"


def nearest(word: str, known: Iterable[str], synonyms: dict[str, str] | None = None) -> str | None:
    """Return the entry of ``known`` that ``word`` was probably meant to be."""
    lowered = word.casefold().strip().replace("-", "_")
    by_lower = {entry.casefold().replace("-", "_"): entry for entry in known}
    for other, meant in (synonyms or {}).items():
        by_lower.setdefault(other, meant)
    if close := difflib.get_close_matches(lowered, by_lower, n=1, cutoff=_CLOSE):
        return by_lower[close[0]]
    for lower, entry in by_lower.items():  # 'ulr' for 'url' is too short for the ratio
        if sorted(lower) == sorted(lowered):
            return entry
    return None


def did_you_mean(word: str, known: Iterable[str], synonyms: dict[str, str] | None = None) -> str:
    """Return ``; did you mean 'x'?``, or an empty text."""
    meant = nearest(word, known, synonyms)
    return f"; did you mean '{meant}'?" if meant else ""
