"""Facts: what the paths of a file lead to, and how a language says that.

A path is the YAML's: ``event.venue.city``. It is looked for at the top of the file, then in
``event``, then in ``facts``. Records are read as directives read them, and only if a path asks.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple, TypeAlias

from sphinx_confrecap.data import dates, full, joins, select
from sphinx_confrecap.data.event import Event, Venue
from sphinx_confrecap.data.fields import Entries, FromText
from sphinx_confrecap.data.period import Period, period
from sphinx_confrecap.data.problems import Names, Problems
from sphinx_confrecap.data.record import Record, read
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.sponsors import Sponsors
from sphinx_confrecap.data.times import Vague
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar, kind_of

LONGEST: Final = 200
"""How many characters a path may have: data may hold paths, too."""

STEPS: Final = 1_000_000
"""How many steps all paths of a page may take, and how many letters slips are compared with."""

MOST: Final = 50
"""How many things of a list are shown."""

_NAMES = ("id", "name", "title")
"""What a record of a list is called by."""

_SHOWN = ("name", "title", "value")
"""What a path to a record shows."""

_ADDRESS = r"(?i)(?:https?://|mailto:)"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

Reader: TypeAlias = Callable[[Node, Problems], Any]


class NotShownError(ValueError):
    """A fact that cannot be shown: the end of a sentence about it, empty if that was told."""


class Count(int):
    """How many there are."""


_REFUSED = object()
"""A value that its field does not take, which is told."""


class Money(NamedTuple):
    """An amount of a currency."""

    amount: str
    currency: str


class DayPart(NamedTuple):
    """The ``year`` or the ``weekday`` of a day."""

    day: dt.date
    part: str


_WHOLE = (Period, Money, DayPart, Vague)
"""Values that are tuples, but no lists."""


class Found(NamedTuple):
    """What a path leads to: a value, and the field of the record that has it, if it is of one.

    ``typed`` says that it stands in ``facts``, where days and money are told by their form.
    """

    value: Any
    key: str = ""
    owner: Record | None = None
    converter: Any = None
    typed: bool = False

    @property
    def is_markup(self) -> bool:
        """True for a field whose text is prose."""
        return isinstance(self.converter, FromText) and self.converter.has_lines

    @property
    def holds(self) -> bool:
        """True unless there is nothing: a no, an empty text or list, a count of 0."""
        return _holds(self.value)

    @property
    def address(self) -> Scalar | None:
        """The text as an address, if it is or may be one."""
        return self.value if isinstance(self.value, Scalar) and not self.is_markup else None

    @property
    def is_address(self) -> bool:
        """True for what is an address by its field, or by its form."""
        schema = getattr(self.converter, "schema", {})
        is_link = schema.get("format") == "uri-reference"
        return self.address is not None and bool(is_link or re.match(_ADDRESS, self.address))

    def said(self, language: str) -> str:
        """Return the value as a text in a language, or raise NotShownError."""
        if self.is_markup:
            raise NotShownError("is markup: directives show it, and no role does")
        return _said(self, language)


# -- paths -----------------------------------------------------------------------------------------


class _Top:
    """The top of a file: its sections are records."""


class Facts:
    """The facts of one file; ``problems`` are those of the sections that were read."""

    def __init__(self, document: Node | None, sponsors: Reader) -> None:
        """``sponsors`` reads the section of that name."""
        self.document = document if isinstance(document, Mapping) else Mapping()
        self.problems = Problems()
        self._readers: dict[str, Reader] = {
            **{key: partial(read, model) for key, model in full.MODELS.items()},
            "sponsors": sponsors,
            "playlist": lambda value, problems: joins.playlist(value, document, problems),
        }
        self._sections: dict[str, Any] = {}
        self._indexes: dict[int, tuple[Any, dict[str, Any]]] = {}
        self._known: dict[str, Found | None] = {}
        self._steps = self._letters = STEPS

    @property
    def are_spent(self) -> bool:
        """True if the paths of the page have taken all steps that they may."""
        return self._steps <= 0

    def find(self, path: str) -> Found | None:
        """Return what a path leads to, and rather something than nothing; None for no such path."""
        if path not in self._known:
            found = [at for root in self._roots() if (at := self._walk(root, path, {}))]
            something = (one for one in found if one.value is not None)
            self._known[path] = next(something, next(iter(found), None))
        return self._known[path]

    def meant(self, path: str, *, known: bool) -> str:
        """Return the path that was probably meant; empty if none is near.

        If ``known``, what a record may have but does not is no mistake.
        """
        furthest: dict[int, str] = {}
        for root in self._roots():
            ends: dict[int, tuple[Found, list[str]]] = {}
            self._walk(root, path, ends)
            if not ends:  # too long
                continue
            done, (at, rest) = max(ends.items(), key=lambda end: end[0])
            may_have = [*_may_have(at)] if known else []
            if rest[0] in may_have:
                return ""
            names = [*self._names(at), *may_have] if self._letters > 0 else []
            near = Names(names, left=self._letters)
            for count in (1, len(rest)):
                word = near.nearest(".".join(rest[:count]))
                meant = ".".join([*path.split(".")[:done], word or "", *rest[count:]])
                if word and (self.find(meant) or (word in may_have and len(rest) == count)):
                    furthest.setdefault(done, meant)
            self._letters = near.left - len(names)
        return furthest[max(furthest)] if furthest else ""

    def _roots(self) -> Iterator[Found]:
        yield Found(_Top())
        for key in ("event", "facts"):
            if (root := self._at_top(key)) is not None and root.value is not None:
                yield root

    def _walk(
        self, root: Found, path: str, ends: dict[int, tuple[Found, list[str]]]
    ) -> Found | None:
        """Follow a path, whose names may have dots themselves; ``ends`` takes where it leads to."""
        if len(path) > LONGEST:
            return None
        parts = path.split(".")
        seen: dict[tuple[int, int], Found] = {}  # which keeps the values, and so their ids
        todo = [(root, 0)]
        while todo:
            at, done = todo.pop()
            if done == len(parts):
                return at
            if (id(at.value), done) in seen:
                continue
            seen[id(at.value), done] = at
            ends.setdefault(done, (at, parts[done:]))
            for end in range(len(parts), done, -1):  # the shortest name is tried first
                self._steps -= 1
                if self.are_spent:
                    return None
                step = self._step(at, ".".join(parts[done:end]).strip())
                if step is not None:
                    todo.append((step, end))
        return None

    def _step(self, at: Found, key: str) -> Found | None:
        match at.value:
            case _Top():
                step = self._at_top(key)
            case Record() as record:
                step = self._of_record(record, key)
            case dict():
                step = _of_mapping(at, key)
            case dt.date() as day if key in ("year", "weekday"):
                step = Found(DayPart(day, key))
            case (Record() as record,) if key in record.fields:  # one in place of a list
                step = self._of_record(record, key)
            case list() | tuple() as values if not isinstance(values, _WHOLE):
                step = self._of_list(at, key)
            case _:
                step = None
        return step

    def _of_list(self, at: Found, key: str) -> Found | None:
        item = self._index(at.value).get(same_name(key))
        if item is not None:
            return Found(item, key, typed=at.typed)
        return Found(Count(len([*_visible(at.value)]))) if key == "count" else None

    def _at_top(self, key: str) -> Found | None:
        is_flat = key == "sponsors" and not select.is_event_file(self.document)
        if key not in self.document and not (is_flat and "tiers" in self.document):
            return None
        value = self.document if is_flat else self.document[key]
        if isinstance(value, Scalar) and value.is_null:
            return Found(None, key)
        if key == "facts" and not isinstance(value, Mapping):
            sentence = f"'facts' must be a mapping of names to values, not {kind_of(value)}"
            self.problems.add(value, sentence)
            return None
        if key not in self._readers:
            return Found(value, key, typed=key == "facts")
        if key not in self._sections:
            self._sections[key] = self._readers[key](value, self.problems)
        section = self._sections[key]
        return None if section is None else Found(section, key)

    def _of_record(self, record: Record, key: str) -> Found | None:
        field = record.fields.get(key)
        if field is not None and field.name in record.written:
            return Found(getattr(record, field.name), key, record, field.converter)
        if field is not None and key in record.at:
            written = record.at[key]
            is_null = isinstance(written, Scalar) and written.is_null
            return Found(None if is_null else _REFUSED, key)
        if isinstance(record, Event) and key == "dates":
            when = period(record, Problems())
            return None if when is None else Found(when)
        if isinstance(record, Sponsors) and key == "count":
            shown = (entry for tier in record.tiers.values() for entry in tier.shown)
            return Found(Count(len({same_name(entry.id or entry.name) for entry in shown})))
        entries = _entries(record)
        return None if entries is None else self._step(Found(entries), key)

    def _index(self, values: Iterable[Any]) -> dict[str, Any]:
        """Return the records of a list by what they are called."""
        if id(values) not in self._indexes:
            found: dict[str, Any] = {}
            for name in _NAMES:
                for item in values:
                    if called := _text_of(item, name):
                        found.setdefault(same_name(called), item)
            self._indexes[id(values)] = values, found
        return self._indexes[id(values)][1]

    def _names(self, at: Found) -> list[str]:
        """Return the steps that lead on from here."""
        value = at.value
        if isinstance(value, _Top):
            return list(self.document)
        if isinstance(value, Record):
            own = [one.key for one in value.fields.values() if one.name in value.written]
            more = {Event: ["dates"], Sponsors: ["count"]}.get(type(value), [])
            entries = _entries(value)
            return [*own, *more, *(() if entries is None else self._names(Found(entries)))]
        if isinstance(value, dict):
            return [*value, "count"]
        if isinstance(value, (list, tuple)):
            called = [str(name) for one in value for key in _NAMES if (name := _text_of(one, key))]
            return [*called, "count"]
        return ["year", "weekday"] if isinstance(value, dt.date) else []


def _of_mapping(at: Found, key: str) -> Found | None:
    if key in at.value:
        item, own = at.value[key], getattr(at.converter, "of", None)
        return _read(item, typed=at.typed) or Found(item, key, converter=own, typed=at.typed)
    return Found(Count(len(at.value))) if key == "count" else None


def _may_have(at: Found) -> Iterable[str]:
    """Return the steps that a record or a file may have."""
    if isinstance(at.value, _Top):
        return select.KNOWN
    return at.value.fields if isinstance(at.value, Record) else ()


def _entries(record: Record) -> list[Any] | tuple[Any, ...] | None:
    """Return what a record is a list of; None if it is none."""
    if isinstance(record, Sponsors):
        return record.entries
    lists = [one for one in record.fields.values() if isinstance(one.converter, Entries)]
    return getattr(record, lists[0].name) if len(lists) == 1 else None


def _text_of(item: object, key: str) -> Scalar | None:
    """Return the text that a record or a mapping has below a key."""
    if isinstance(item, Record):
        found = getattr(item, key) if key in item.fields else None
    else:
        found = item.get(key) if isinstance(item, Mapping) else None
    return found if isinstance(found, Scalar) and not found.is_null else None


def _visible(values: Iterable[Any]) -> Iterator[Any]:
    return (one for one in values if not getattr(one, "hidden", False))


def _read(item: object, *, typed: bool) -> Found | None:
    """Return what a text of `facts` is by its form: nothing, a day, or money; None for a text."""
    if not isinstance(item, Scalar) or not item.plain:
        return None
    if item.is_null:
        return Found(None)
    if not typed:
        return None
    if re.fullmatch(_DAY, item):
        try:
            return Found(dt.date.fromisoformat(item))
        except ValueError:
            return None
    amount = dates.money(item)
    return Found(Money(*amount)) if amount else None


# -- what a fact says ------------------------------------------------------------------------------


def _holds(value: object) -> bool:
    match value:
        case Scalar():
            says_no = value.plain and value.lower() in ("no", "false", "off")
            holds = bool(value.strip()) and not value.is_null and not says_no
        case Record():
            holds = any(_holds(getattr(value, name)) for name in value.written)
        case dict():
            records = [one for one in value.values() if isinstance(one, Record)]
            holds = any(map(_holds, records)) if records else bool(value)
        case list() | tuple():
            holds = any(True for _one in _visible(value))
        case Count() | bool():
            holds = bool(value)
        case _:  # a day, or a number, be it 0
            holds = value is not None and value is not _REFUSED
    return holds


def _said(found: Found, language: str) -> str:
    match found.value:
        case Scalar() as text:
            said = _said_text(found, text.in_one_line(), language)
        case Record() | dict():
            said = _said_record(found, language)
        case list() | tuple() as values if not isinstance(values, _WHOLE):
            said = _said_list(found, [*_visible(values)], language)
        case None:
            raise NotShownError("is empty")
        case value:
            said = _said_value(found, value, language)
    return said


def _said_value(found: Found, value: object, language: str) -> str:
    if value is _REFUSED:
        raise NotShownError("")
    match value:
        case Period():
            said = dates.span(value.start, value.end, language, value.zone)
        case DayPart():
            said = dates.day_part(value.day, value.part, language)
        case Money():
            said = dates.price(value.amount, value.currency, language)
        case dt.date() | Vague():
            said = dates.span(value, None, language)
        case int() | float() if _is_number(found):
            said = dates.number(value, language)
        case _:
            said = _as_written(found)
    return said


def _is_number(found: Found) -> bool:
    kind = getattr(found.converter, "schema", {}).get("type")
    return isinstance(found.value, Count) or kind in ("integer", "number")


def _as_written(found: Found) -> str:
    """Return the text of a value that is neither a day nor a number."""
    written = found.owner.at.get(found.key) if found.owner is not None else None
    return str(written.in_one_line() if isinstance(written, Scalar) else found.value)


def _said_text(found: Found, text: Scalar, language: str) -> str:
    if not text.strip():
        raise NotShownError("is empty")
    if isinstance(found.owner, Record) and found.key == "price":
        return dates.price(text, getattr(found.owner, "currency", None), language)
    if isinstance(found.owner, Venue) and found.key == "country":
        return dates.country(text, language)
    return str(text)


def _said_record(found: Found, language: str) -> str:
    value = found.value
    for key in _SHOWN:
        if text := _text_of(value, key):
            return str(text.in_one_line())
        inner = getattr(value, key, None) if isinstance(value, Record) else None
        if isinstance(inner, (int, float)):
            return dates.number(inner, language)
    keys = value if isinstance(value, dict) else [*value.at]
    some = ", ".join([*keys][:5])
    raise NotShownError(f"has no name; it holds {some}" if some else "is empty")


def _is_named(value: object) -> bool:
    return any(_text_of(value, key) for key in _SHOWN)


def _said_list(found: Found, values: list[Any], language: str) -> str:
    if not values:
        raise NotShownError("is an empty list")
    if len(values) > MOST:
        raise NotShownError(f"is a list of {len(values):,}; name one of them, or write '.count'")
    if any(isinstance(one, (list, dict)) and not _is_named(one) for one in values):
        raise NotShownError("is a list of several things each; name one of them")
    own = getattr(found.converter, "of", None)
    said = [
        _said(
            _read(one, typed=found.typed) or Found(one, converter=own, typed=found.typed), language
        )
        for one in values
    ]
    return dates.listed(said, language)
