"""Problems in the data: where, what, and the way out."""

from __future__ import annotations

import difflib
import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol, Self

_UNSEEN = "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_LONGEST = 600


def one_line(message: str) -> str:
    """Return a message that is one line of a sensible length, whatever data it quotes."""
    if len(message) > _LONGEST:
        message = f"{message[: _LONGEST // 2]} … {message[-_LONGEST // 3 :]}"
    return re.sub(_UNSEEN, _spelled, message)


def _spelled(found: re.Match[str]) -> str:
    """Return a character that is not seen as Python writes it; a byte that is no UTF-8 as one."""
    if "\udc80" <= found[0] <= "\udcff":
        return f"\\x{ord(found[0]) & 0xFF:02x}"
    return found[0].encode("unicode_escape").decode()


class Code(enum.StrEnum):
    """What kind of problem it is, which is the subtype of its warning."""

    def __new__(cls, value: str, meaning: str) -> Self:
        """Make a member that knows what it means."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    meaning: str

    YAML = "yaml", "A file or body is not readable as YAML, or is beyond the limits."
    SCHEMA = "schema", "A key, a value or the shape of the data is not what it should be."
    FILE = (
        "file",
        "A file is missing, lies outside the source folder, or a pattern matches nothing.",
    )
    IMAGE = "image", "A picture cannot be read."
    ALT = "alt", "A picture has no alternative text."
    URL = "url", "An address is not one, or is not safe to link to."
    DUPLICATE = (
        "duplicate",
        "Two different things have one id, or one thing stands in a list twice.",
    )
    REFERENCE = "reference", "A role or a list names something that is not there."
    TIME = "time", "A date, a time or a duration cannot be read."
    MARKUP = "markup", "A text of the data holds more than prose, or markup that cannot be read."
    CONFIG = "config", "A value in conf.py is not what it should be."


class Located(Protocol):
    """Anything that knows its 1-based line and column."""

    @property
    def line(self) -> int:
        """The line, from 1."""

    @property
    def column(self) -> int:
        """The column, from 1."""

    @property
    def file(self) -> str:
        """The file, relative to the source folder; empty for that of the data itself."""


def place_in(file: str, at: Located) -> str:
    """Return a place as ``file:line:column``; ``file`` is that of places which name none."""
    return f"{at.file or file}:{at.line}:{at.column}"


def line_of(place: Located, here: Located) -> str:
    """Return where something else stands, for a sentence: ``line 3``, or ``line 3 of a.yaml``."""
    other = f" of '{place.file}'" if place.file != here.file else ""
    return f"line {place.line}{other}"


class Mark(NamedTuple):
    """A 1-based position in a text."""

    line: int
    column: int
    file: str = ""


class Problem(NamedTuple):
    """One sentence about one place; a ``lack`` says only that there is nothing to show."""

    line: int
    column: int
    message: str
    code: Code
    file: str = ""
    lack: bool = False


class Problems:
    """An ordered collection that says each thing once."""

    def __init__(self) -> None:
        self._items: dict[Problem, None] = {}

    def add(
        self, at: Located, message: str, code: Code = Code.SCHEMA, *, lack: bool = False
    ) -> None:
        """Note ``message`` at the place of ``at``."""
        problem = Problem(at.line, at.column, one_line(message), code, at.file, lack)
        self._items.setdefault(problem)

    def take(self, problems: Iterable[Problem], file: str = "") -> None:
        """Note what was noted elsewhere, which is no lack here.

        ``file`` is that of places that name none.
        """
        for one in problems:
            self._items.setdefault(one._replace(file=one.file or file, lack=False))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._items, key=lambda item: (item.file, item.line, item.column)))

    def __len__(self) -> int:
        return len(self._items)


_CLOSE = 0.66  # of 1; below it, "abstract" would be "track"
_CLOSER = 0.75
_WORK = 10_000_000  # letters with letters: a second or two


class Names:
    """Known names, and which of them a word was probably meant to be.

    All questions to one object together take bounded time: thousands of slips among thousands of
    names get no more answers than anybody reads.
    """

    def __init__(
        self, known: Iterable[str], synonyms: Mapping[str, str] | None = None, *, left: int = _WORK
    ) -> None:
        """``synonyms`` are other words for known names; ``left`` is what all questions may cost."""
        self._entries = {entry.casefold().replace("-", "_"): entry for entry in known}
        self._own = frozenset(self._entries)
        for other, meant in (synonyms or {}).items():
            self._entries.setdefault(other, meant)
        self.left = left

    def nearest(self, word: str) -> str | None:
        """Return the name that ``word`` was probably meant to be."""
        lowered = word.casefold().strip().replace("-", "_")
        if lowered in self._entries:
            return self._entries[lowered]
        if not self._has_time(len(self._entries)):
            return None
        least, most = len(lowered) * _CLOSE / 2, len(lowered) * 2 / _CLOSE
        near = [name for name in self._entries if least <= len(name) <= most]
        if not self._has_time(len(lowered) * sum(map(len, near))):
            return None
        for name in difflib.get_close_matches(lowered, near, cutoff=_CLOSE):
            # Another word for a name must be closer: "twitter" is no "title".
            if name in self._own or difflib.get_close_matches(lowered, [name], cutoff=_CLOSER):
                return self._entries[name]
        letters = sorted(lowered)
        for name in near:  # 'ulr' for 'url' is too short for the ratio
            if len(name) == len(lowered) and sorted(name) == letters:
                return self._entries[name]
        return None

    def _has_time(self, work: int) -> bool:
        if work > self.left:
            return False
        self.left -= work
        return True

    def hint(self, word: str) -> str:
        """Return ``; did you mean 'x'?``, or an empty text."""
        meant = self.nearest(word)
        return f"; did you mean '{meant}'?" if meant else ""


def nearest(
    word: str, known: Iterable[str], synonyms: Mapping[str, str] | None = None
) -> str | None:
    """Return what one word was probably meant to be: of many words, ask one :class:`Names`."""
    return Names(known, synonyms).nearest(word)


def did_you_mean(word: str, known: Iterable[str], synonyms: Mapping[str, str] | None = None) -> str:
    """Return ``; did you mean 'x'?`` for one word, or an empty text."""
    return Names(known, synonyms).hint(word)
