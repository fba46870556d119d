"""Converters: from what was written to the value of a field, each with its sentence.

A converter takes the source text of a scalar, never YAML's guess at it, and says with a piece of
JSON Schema what may be written; its ``title`` names that where the type alone does not. Formats:
https://json-schema.org/draft/2020-12.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from sphinx_confrecap.data import licenses, links, moments, times, yamldoc
from sphinx_confrecap.data.problems import Code, Located, Problems, did_you_mean
from sphinx_confrecap.data.yamldoc import Node, Scalar, Sequence, kind_of

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Schema: TypeAlias = Mapping[str, Any]


class RefusedError(ValueError):
    """A value that cannot be used: the sentence about it, where it stands and the code.

    Without a sentence, it has been noted already.
    """

    def __init__(self, sentence: str, at: Node, code: Code = Code.SCHEMA) -> None:
        super().__init__(sentence)
        self.sentence, self.at, self.code = sentence, at, code

    def note(self, problems: Problems, key: Located, label: str = "") -> None:
        """Note it as a problem of what ``key`` holds and ``label`` names."""
        if self.sentence:
            stands_nowhere = isinstance(self.at, Scalar) and not self.at
            sentence = f"{label}: {self.sentence}" if label else self.sentence
            problems.add(key if stands_nowhere else self.at, sentence, self.code)


class Converter(Protocol[T_co]):
    """From what was written to a value. Every record is one, too."""

    @property
    def schema(self) -> Schema:
        """What may be written."""

    def read(self, value: Node, problems: Problems, /) -> T_co:
        """Return the value, or raise RefusedError; what costs only a part of it is noted."""


_BLANK_LINES = re.compile(r"[\r\n]\s*[\r\n]")
_NO_SPACE = r"-[^\s-]|[\w-]+:(?!//)[^\s\d]"


def misshapen(wanted: str, value: Node, what: str = "") -> RefusedError:
    """Return the error for a value of another shape, with the space that may be missing in it."""
    sentence = f"{what} must be {wanted}, not {kind_of(value)}".lstrip()
    if isinstance(value, Scalar) and value.is_cut:
        return RefusedError("", value)
    if isinstance(value, Scalar) and value.plain and (found := re.match(_NO_SPACE, value)):
        sign = "-" if value.startswith("-") else ":"
        sentence += f"; put a space behind the '{sign}' of '{found[0]}…'"
    elif wanted == "a list":
        sentence += "; put '- ' before each entry"
    return RefusedError(sentence, value)


class FromText(NamedTuple, Generic[T]):
    """Reads a scalar; ``parse`` raises ValueError with the sentence about it."""

    parse: Callable[[Scalar], T]
    schema: Schema
    code: Code = Code.SCHEMA
    filled: bool = False
    has_lines: bool = False

    def read(self, value: Node, _problems: Problems) -> T:
        """Return what the text says; what has no lines of its own is one line."""
        if not isinstance(value, Scalar):
            raise misshapen("text", value)
        if self.filled and (not value.strip() or value.is_null):
            raise RefusedError("" if value.is_cut else "must not be empty", value)
        try:
            return self.parse(value if self.has_lines else value.in_one_line())
        except ValueError as error:
            raise RefusedError("" if value.is_cut else str(error), value, self.code) from None


class _Name(FromText[Scalar]):
    """Reads a name, and asks for quotes where YAML would read something else."""

    def read(self, value: Node, problems: Problems) -> Scalar:
        """Return the name as it was written."""
        found = super().read(value, problems)
        ask_to_quote(found, problems)
        return found


class _Person(FromText[Scalar]):
    """Reads the name or the id of a person, and tells where more of them belongs."""

    def read(self, value: Node, problems: Problems) -> Scalar:
        """Return the text."""
        name = value.get("name") if isinstance(value, yamldoc.Mapping) else None
        if isinstance(name, Scalar) and name:
            sentence = f"must be a name; write {name}, and more of them in 'speakers' of the event"
            raise RefusedError(sentence, value)
        return super().read(value, problems)


def ask_to_quote(scalar: Scalar, problems: Problems) -> None:
    """Warn about a name that YAML itself would read as a number, boolean, null or date."""
    if kind := scalar.yaml_kind:
        problems.add(scalar, f"YAML reads {scalar} as {kind}; quote the name: '{scalar}'")


class Each(NamedTuple, Generic[T]):
    """Reads a list, or one value in place of it; a bad one costs them all."""

    of: Converter[T]

    @property
    def schema(self) -> Schema:
        """One, or a list."""
        return {"anyOf": [self.of.schema, {"type": "array", "items": self.of.schema}]}

    def read(self, value: Node, problems: Problems) -> tuple[T, ...]:
        """Return the values."""
        values = value if isinstance(value, Sequence) else [value]
        return tuple(self.of.read(item, problems) for item in values)


class Entries(NamedTuple, Generic[T]):
    """Reads a list; a bad entry costs itself.

    With ``by_name`` a mapping of names will do, too: each to a record, or to its value of that key.
    """

    of: Converter[T]
    by_name: str = ""

    @property
    def schema(self) -> Schema:
        """A list."""
        return {"type": "array", "items": self.of.schema}

    def listed(self, value: Node, problems: Problems) -> Node:
        """Return a mapping of names as the list that it stands for, anything else as it is."""
        if not self.by_name or not isinstance(value, yamldoc.Mapping):
            return value
        found = Sequence.at(value)
        has_id = "id" in getattr(self.of, "fields", ())
        for name in value.scalars():
            written = value[name]
            if isinstance(written, Sequence):
                sentence = f"'{name}' must be a text or a record here, not a list"
                problems.add(written, sentence)
                continue
            record = yamldoc.Mapping.at(name)
            if isinstance(written, yamldoc.Mapping):
                record.update((key, written[key]) for key in written.scalars())
            elif not written.is_null:
                record[Scalar.at(name, self.by_name)] = written
            # What has a name of its own stands under its id.
            key = "id" if "name" in record and has_id else "name"
            record.setdefault(Scalar.at(name, key), name)
            found.append(record)
        return found

    def read(self, value: Node, problems: Problems) -> tuple[T, ...]:
        """Return the entries that are right, and note the others."""
        value = self.listed(value, problems)
        if not isinstance(value, Sequence):
            raise misshapen("a list", value)
        found = []
        for item in value:
            try:
                found.append(self.of.read(item, problems))
            except RefusedError as refused:
                refused.note(problems, value)
        return tuple(found)


class ByName(NamedTuple, Generic[T]):
    """Reads a mapping of names; a bad value costs itself."""

    of: Converter[T]
    wanted: str = "a mapping"

    @property
    def schema(self) -> Schema:
        """A mapping with any keys."""
        return {"type": "object", "additionalProperties": self.of.schema}

    def read(self, value: Node, problems: Problems) -> Mapping[Scalar, T]:
        """Return the values that are right, and note the others."""
        if not isinstance(value, yamldoc.Mapping):
            raise misshapen(self.wanted, value)
        found = {}
        for key in value.scalars():
            try:
                found[key] = self.of.read(value[key], problems)
            except RefusedError as refused:
                refused.note(problems, key, key)
        return found


class AtTimes:
    """Reads a mapping of points in a video to names; a bad one costs itself."""

    schema: ClassVar[Schema] = {
        "type": "object",
        "additionalProperties": {"type": "string", "title": "name"},
    }

    def read(self, value: Node, problems: Problems) -> tuple[tuple[int, Scalar], ...]:
        """Return the seconds and the names, in the order of the file."""
        if not isinstance(value, yamldoc.Mapping):
            raise misshapen("a mapping of times to names", value)
        found = []
        for key in value.scalars():
            try:
                name = FILLED.read(value[key], problems)
                found.append((times.seconds(key), name))
            except RefusedError as refused:
                refused.note(problems, key, key)
            except ValueError as error:
                problems.add(key, str(error), Code.TIME)
        return tuple(found)


# -- what scalars say ----------------------------------------------------------------------------


def choice(*allowed: str) -> FromText[str]:
    """Return a converter that takes one of a few words."""

    def parse(word: Scalar) -> str:
        if word in allowed:
            return str(word)
        hint = did_you_mean(word, allowed)
        raise ValueError(f"'{word}' is not one of {', '.join(allowed)}{hint}")

    return FromText(parse, {"enum": [*allowed]})


def number(low: float, high: float) -> FromText[float]:
    """Return a converter for numbers of an inclusive range."""
    return FromText(
        lambda word: _in_range(word, float, "a number", low, high),
        {"type": "number", "minimum": low, "maximum": high},
    )


def whole(low: int, high: int, *, step: int = 1, unit: str = "") -> FromText[int]:
    """Return a converter for whole numbers of an inclusive range, rounded to steps.

    A ``unit`` may stand behind the number.
    """

    def kind(word: str) -> int:
        return int(word.removesuffix(unit))

    def parse(word: str) -> int:
        return round(_in_range(word, kind, "a whole number", low, high) / step) * step

    return FromText(parse, {"type": "integer", "minimum": low, "maximum": high})


N = TypeVar("N", int, float)


def _in_range(word: str, kind: Callable[[str], N], name: str, low: N, high: N) -> N:
    try:
        found = kind(word)
    except ValueError:
        raise ValueError(f"must be {name}, not '{word}'") from None
    if not low <= found <= high:  # also refuses nan
        raise ValueError(f"must be between {low:g} and {high:g}, not {word}")
    return found


def _as_it_is(text: Scalar) -> Scalar:
    return text


def _in_one_paragraph(text: Scalar) -> Scalar:
    return text.with_text(_BLANK_LINES.sub("\n", text.strip("\r\n")))


def _named(text: Scalar) -> Scalar:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _url(text: Scalar) -> Scalar:
    links.check(text)
    return text


def _flag(word: Scalar) -> bool:
    known = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    try:
        return known[word.lower()]
    except KeyError:
        raise ValueError(f"must be true or false, not '{word}'") from None


class Coordinates:
    """Reads a latitude and a longitude, in degrees: a list of two numbers, or a text."""

    schema: ClassVar[Schema] = {"type": "array", "title": "latitude and longitude"}

    def read(self, value: Node, _problems: Problems) -> tuple[float, float]:
        """Return both."""
        words = value if isinstance(value, Sequence) else re.split(r"[,;\s]+", str(value).strip())
        try:
            latitude, longitude = (float(word) for word in words)
        except (TypeError, ValueError):
            sentence = "must be a latitude and a longitude, such as [45.64, 13.76]"
            raise RefusedError(sentence, value) from None
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            sentence = "must be a latitude (-90 to 90) and a longitude (-180 to 180), in this order"
            raise RefusedError(sentence, value)
        return latitude, longitude


def _focus(word: Scalar) -> tuple[int, int]:
    """Take the point of a picture that a crop keeps, in tenths from the left and the top."""
    match = re.fullmatch(r"(\d{1,3})%?[ ,]+(\d{1,3})%?", word.strip())
    percents = [int(part) for part in match.groups()] if match else []
    if not percents or max(percents) > 100:
        raise ValueError(f"must be two percentages such as '50% 20%', not '{word}'")
    return round(percents[0] / 10), round(percents[1] / 10)


def _string(title: str = "text", **more: str) -> Schema:
    return {"type": "string", "title": title, **more}


_LENGTH = {"type": ["string", "integer"], "title": "duration"}

TEXT = FromText(_as_it_is, _string())
FILLED = FromText(_as_it_is, _string(), filled=True)
PATH = FromText(_as_it_is, _string("path"), filled=True)
INLINE = FromText(_in_one_paragraph, _string("inline markup"), has_lines=True)
BLOCKS = FromText(_as_it_is, _string("markup"), has_lines=True)
NAME = _Name(_named, _string())
URL = FromText(_url, _string("link", format="uri-reference"), Code.URL, filled=True)
FLAG = FromText(_flag, {"type": "boolean", "title": "`true` or `false`"})
DAY = FromText(moments.day, _string("date", format="date"), Code.TIME)
MOMENT = FromText(moments.moment, _string("date, date and time, month or year"), Code.TIME)
COORDINATES = Coordinates()
CLOCK = FromText(times.time_of_day, _string("time of day"), Code.TIME)
LENGTH = FromText(times.video_duration, _LENGTH, Code.TIME)
MINUTES = FromText(times.session_minutes, _LENGTH, Code.TIME)
LICENSE = FromText(licenses.license_of, _string(), filled=True)
FOCUS = FromText(_focus, _string())
WORDS = Each(FILLED)
PEOPLE = Each(_Person(_named, _string()))
CHAPTERS = AtTimes()
LINKS = ByName(URL, "a mapping of names to addresses")
TEXTS = ByName(FILLED, "a mapping of labels to texts")
