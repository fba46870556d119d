"""Scalars as they were written → the values that models want, each with its sentence.

Every type here takes the source text of a scalar, never YAML's guess at it. A value that does not
fit raises a pydantic error whose type is the warning's subtype and whose text is the sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import (
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from sphinx_confrecap.data import licenses, links, times
from sphinx_confrecap.data.problems import Problems, did_you_mean
from sphinx_confrecap.data.yamldoc import Scalar, kind_of


def refuse(sentence: str, code: str = "schema") -> PydanticCustomError:
    """Return the error that becomes a warning of subtype ``code``."""
    return PydanticCustomError(code, "{sentence}", {"sentence": sentence})


REPORTED = "reported"
"""The type of an error that has been noted already: it travels up and is not said twice."""


def reported() -> PydanticCustomError:
    """Return the error for what has been noted already."""
    return refuse("", REPORTED)


_NO_SPACE = re.compile(r"-[^\s-]|[\w-]+:(?!//)[^\s\d]")


def misshapen(wanted: str, value: object, what: str = "") -> PydanticCustomError:
    """Return the error for a value of another shape, with the space that may be missing in it."""
    sentence = f"{what} must be {wanted}, not {kind_of(value)}".lstrip()
    if isinstance(value, Scalar) and value.plain and (found := _NO_SPACE.match(value)):
        sign = "-" if value.startswith("-") else ":"
        sentence += f"; put a space behind the '{sign}' of '{found[0]}…'"
    elif wanted == "a list":
        sentence += "; put '- ' before each entry"
    return refuse(sentence)


def text(value: object) -> Scalar:
    """Take any scalar as it was written."""
    if isinstance(value, Scalar):
        return value
    if isinstance(value, str):
        return Scalar(value)
    raise misshapen("text", value)


def _filled(value: object) -> Scalar:
    scalar = text(value)
    if not scalar.strip() or scalar.is_null:
        raise refuse("must not be empty")
    return scalar


def name(value: object, info: ValidationInfo) -> Scalar:
    """Take a name as it was written, and ask for quotes where YAML would read something else."""
    scalar = text(value)
    if not scalar.strip():
        raise refuse("must not be empty")
    if isinstance(info.context, Problems):
        ask_to_quote(scalar, info.context)
    return scalar


def ask_to_quote(scalar: Scalar, problems: Problems) -> None:
    """Warn about a name that YAML itself would read as a number, boolean, null or date."""
    if kind := scalar.yaml_kind:
        problems.add(scalar, f"YAML reads {scalar} as {kind}; quote the name: '{scalar}'")


def _url(value: object) -> Scalar:
    scalar = _filled(value)
    try:
        links.check(scalar)
    except links.LinkError as error:
        raise refuse(str(error), "url") from None
    return scalar


def _flag(value: object) -> bool:
    word = text(value)
    known = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    try:
        return known[word.lower()]
    except KeyError:
        raise refuse(f"must be true or false, not '{word}'") from None


class Converter(ABC):
    """Annotates a field with how its scalar is read."""

    @abstractmethod
    def convert(self, value: object) -> object:
        """Return the value of the field."""

    @abstractmethod
    def described(self) -> dict[str, Any]:
        """Return the JSON Schema of what may be written."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.convert)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.described()


@dataclass(frozen=True)
class Choice(Converter):
    """Annotates a ``str`` field that takes one of a few words."""

    allowed: tuple[str, ...]

    def convert(self, value: object) -> str:
        """Return the word if it is one of the allowed ones."""
        word = text(value)
        if word in self.allowed:
            return str(word)
        hint = did_you_mean(word, self.allowed)
        raise refuse(f"'{word}' is not one of {', '.join(self.allowed)}{hint}")

    def described(self) -> dict[str, Any]:
        """Return the words."""
        return {"enum": [*self.allowed]}


@dataclass(frozen=True)
class Number(Converter):
    """Annotates an ``int`` or ``float`` field with an inclusive range."""

    low: float
    high: float
    whole: bool = False

    def convert(self, value: object) -> float:
        """Return the number if it lies in the range."""
        word = text(value)
        try:
            found = int(word) if self.whole else float(word)
        except ValueError:
            kind = "a whole number" if self.whole else "a number"
            raise refuse(f"must be {kind}, not '{word}'") from None
        if not self.low <= found <= self.high:  # also refuses nan
            raise refuse(f"must be between {self.low:g} and {self.high:g}, not {word}")
        return found

    def described(self) -> dict[str, Any]:
        """Return the range."""
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": self.low, "maximum": self.high}


def _day(value: object) -> dt.date:
    word = text(value)
    try:
        return dt.date.fromisoformat(word)
    except ValueError:
        raise refuse(f"'{word}' is not a date; write it as 2024-09-18", "time") from None


def _moment(value: object) -> dt.date | dt.datetime:
    word = text(value)
    for reader in (dt.date.fromisoformat, dt.datetime.fromisoformat):
        try:
            return reader(word)
        except ValueError:
            continue
    sentence = f"'{word}' is not a date; write it as 2024-09-18 or 2024-09-18 09:00"
    raise refuse(sentence, "time")


T = TypeVar("T")


def _time(reader: Callable[[str], T]) -> Callable[[object], T]:
    """Return a validator for what ``reader`` reads, or says a sentence about."""

    def read(value: object) -> T:
        word = text(value)
        try:
            return reader(word)
        except ValueError as error:
            raise refuse(str(error), "time") from None

    return read


def _words(value: object) -> list[Scalar]:
    if isinstance(value, list):
        return [_filled(item) for item in value]
    return [_filled(value)]


def _people(value: object, info: ValidationInfo) -> list[Scalar]:
    return [name(item, info) for item in (value if isinstance(value, list) else [value])]


def _named_links(value: object, info: ValidationInfo) -> dict[Scalar, Scalar]:
    """Take ``{Label: address}``; an address that is not one costs only itself."""
    if not isinstance(value, Mapping):
        raise misshapen("a mapping of names to addresses", value)
    found = {}
    for label, address in value.items():
        try:
            found[label] = _url(address)
        except PydanticCustomError as error:
            if not isinstance(info.context, Problems):
                raise
            place = address if isinstance(address, Scalar) and address else label
            info.context.add(place, f"{label}: {error.message()}", error.type)
    return found


def _license(value: object) -> licenses.License:
    try:
        return licenses.license_of(_filled(value))
    except licenses.LicenseError as error:
        raise refuse(str(error)) from None


def _focus(value: object) -> tuple[int, int]:
    """Take the point of a picture that a crop keeps, in tenths from the left and the top."""
    word = text(value)
    match = re.fullmatch(r"(\d{1,3})%?[ ,]+(\d{1,3})%?", word.strip())
    percents = [int(part) for part in match.groups()] if match else []
    if not percents or max(percents) > 100:
        raise refuse(f"must be two percentages such as '50% 20%', not '{word}'")
    return round(percents[0] / 10), round(percents[1] / 10)


_STRING = WithJsonSchema({"type": "string"})
Text: TypeAlias = Annotated[Scalar, PlainValidator(text), _STRING]
Filled: TypeAlias = Annotated[Scalar, PlainValidator(_filled), _STRING]
Name: TypeAlias = Annotated[Scalar, PlainValidator(name), _STRING]
Inline: TypeAlias = Annotated[
    Scalar, PlainValidator(text), WithJsonSchema({"type": "string", "description": "inline markup"})
]
Blocks: TypeAlias = Annotated[
    Scalar, PlainValidator(text), WithJsonSchema({"type": "string", "description": "markup"})
]
Url: TypeAlias = Annotated[
    Scalar, PlainValidator(_url), WithJsonSchema({"type": "string", "format": "uri-reference"})
]
Flag: TypeAlias = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
Day: TypeAlias = Annotated[
    dt.date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]
Moment: TypeAlias = Annotated[dt.date | dt.datetime, PlainValidator(_moment), _STRING]
Clock: TypeAlias = Annotated[dt.time, PlainValidator(_time(times.time_of_day)), _STRING]
_NUMBER_TOO = WithJsonSchema({"type": ["string", "integer"]})
Length: TypeAlias = Annotated[int, PlainValidator(_time(times.video_duration)), _NUMBER_TOO]
Minutes: TypeAlias = Annotated[int, PlainValidator(_time(times.session_minutes)), _NUMBER_TOO]
License: TypeAlias = Annotated[licenses.License, PlainValidator(_license), _STRING]
Focus: TypeAlias = Annotated[tuple[int, int], PlainValidator(_focus), _STRING]
_LIST = WithJsonSchema(
    {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
)
Words: TypeAlias = Annotated[list[Scalar], PlainValidator(_words), _LIST]
People: TypeAlias = Annotated[list[Scalar], PlainValidator(_people), _LIST]
NamedLinks: TypeAlias = Annotated[
    dict[Scalar, Scalar],
    PlainValidator(_named_links),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]
