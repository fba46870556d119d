"""What a record is: fields declared once, where a problem costs its own field and nothing else."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Self, TypeVar, overload

from sphinx_confrecap.data.fields import TEXTS, Converter, Entries, RefusedError, Schema, misshapen
from sphinx_confrecap.data.problems import Located, Names, Problems, nearest
from sphinx_confrecap.data.shapes import listed, wrapped
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar

T = TypeVar("T")
V = TypeVar("V")


class Field(Generic[T]):
    """A field of a record: ``url = Field(URL, "Where a click leads.", words="link website")``.

    Its key is the name of the attribute without a closing ``_``; ``meaning`` is the sentence of the
    reference, and ``words`` are what people write instead of the key. A record has the default for
    what is not written: None, if no other is given.
    """

    name: str
    key: str

    @overload
    def __init__(
        self: Field[V],
        converter: Converter[V],
        meaning: str,
        *,
        words: str = ...,
        required: Literal[True],
    ) -> None: ...
    @overload
    def __init__(
        self: Field[V], converter: Converter[V], meaning: str, *, words: str = ..., default: V
    ) -> None: ...
    @overload
    def __init__(
        self: Field[V | None], converter: Converter[V], meaning: str, *, words: str = ...
    ) -> None: ...
    def __init__(
        self,
        converter: Converter[Any],
        meaning: str,
        *,
        words: str = "",
        required: bool = False,
        default: Any = None,
    ) -> None:
        self.converter, self.meaning, self.words = converter, meaning, words.split()
        self.required = required
        self.default: T = default

    def __set_name__(self, owner: type[Record], name: str) -> None:
        self.name, self.key = name, name.rstrip("_")

    if TYPE_CHECKING:

        def __get__(self, record: object, owner: type[Record]) -> T:
            """Tell the type of the attribute: at run time a class has the default itself."""


EXTRA = Field(
    TEXTS,
    "Fields of your own, each a label and a plain text: `{Prerequisites: none}`. They are "
    "shown where there is room for facts, and templates get them.",
    words="custom metadata",
    default={},
)
"""The field that every record has."""


class Record:
    """A mapping with known keys, which knows its place and those of its values.

    An unknown key and a bad value in an optional field are noted and dropped; a bad or missing
    required field makes the record itself an error of whatever holds it. Records are not changed:
    see :meth:`replace`.
    """

    __slots__ = ("__dict__", "at", "given")

    kind: ClassVar[str]
    """What messages call it."""

    fields: ClassVar[dict[str, Field[Any]]]
    """Its fields, by their keys."""

    required: ClassVar[list[Field[Any]]]
    """Those of them without which there is no record."""

    synonyms: ClassVar[dict[str, str]]
    """The keys by what people write instead of them."""

    text_is: ClassVar[tuple[str, ...]]
    """The keys of the fields that a text in place of the mapping stands for."""

    list_is: ClassVar[tuple[str, ...]]
    """The same for a list, and for a mapping of names, if the list can be one."""

    schema: ClassVar[Schema]
    """Where its JSON Schema is."""

    at: Mapping
    """What was written: its place, and those of its values."""

    given: AbstractSet[str]
    """The keys that were written, right or wrong or misspelt."""

    extra = EXTRA

    def __init_subclass__(cls, kind: str, text_is: str = "", list_is: str = "") -> None:
        """Take ``kind`` for messages, and the keys that short forms stand for."""
        cls.kind, cls.text_is, cls.list_is = kind, tuple(text_is.split()), tuple(list_is.split())
        own = {one.key: one for one in vars(cls).values() if isinstance(one, Field)}
        cls.fields = {**own, "extra": EXTRA}
        cls.required = [one for one in own.values() if one.required]
        cls.synonyms = {word: one.key for one in cls.fields.values() for word in one.words}
        for one in cls.fields.values():
            setattr(cls, one.name, one.default)
        cls.schema = {"$ref": f"#/$defs/{cls.__name__}"}

    def __init__(
        self, at: Mapping | None = None, given: AbstractSet[str] = frozenset(), /, **values: object
    ) -> None:
        self.at, self.given = Mapping() if at is None else at, given
        vars(self).update(values)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # its values may not have one

    @property
    def written(self) -> AbstractSet[str]:
        """The fields that were written, and are right."""
        return vars(self).keys()

    @property
    def is_bare(self) -> bool:
        """True if a text stands in place of the mapping."""
        here = self.at.file, self.at.line, self.at.column
        return any((value.file, value.line, value.column) == here for value in self.at.values())

    def where(self, name: str) -> Located:
        """Return the place of a field's value, or of the record if the field was not written."""
        value = self.at.get(name.rstrip("_"))
        return self.at if value is None else value

    def replace(self, **values: object) -> Self:
        """Return a copy with other values, at the same place; None takes one away."""
        merged = vars(self) | values
        kept = {name: value for name, value in merged.items() if value is not None}
        return type(self)(self.at, self.given, **kept)

    @classmethod
    def shape(cls, value: Node, problems: Problems) -> Node:
        """Bring the short forms that people may write into the full one."""
        if isinstance(value, Mapping):
            is_full = not cls.fields.keys().isdisjoint(value)
            return value if is_full else cls._of_names(value, problems)
        keys = cls.text_is if isinstance(value, Scalar) else cls.list_is
        if not keys:
            return value
        full = Mapping.at(value)
        for key in keys:
            holds_a_list = isinstance(cls.fields[key].converter, Entries)
            item = listed(value) if holds_a_list and isinstance(value, Scalar) else value
            full[Scalar.at(value, key)] = item
        return full

    @classmethod
    def _of_names(cls, value: Mapping, problems: Problems) -> Mapping:
        """Return what a mapping without any of the keys, misspelt ones too, stands for."""
        for key in cls.list_is:
            entries = cls.fields[key].converter
            if not value or not isinstance(entries, Entries) or not entries.by_name:
                continue
            known = Names(cls.fields, cls.synonyms)
            if not any(known.nearest(word) for word in value):
                return wrapped(key, entries.listed(value, problems))
        return value

    @classmethod
    def read(cls, value: Node, problems: Problems) -> Self:
        """Return the record that ``value`` describes, or raise RefusedError."""
        value = cls.shape(value, problems)
        if not isinstance(value, Mapping):
            raise misshapen("a mapping of keys to values", value, cls.kind)
        given: set[str] = set()
        values: dict[str, Any] = {}
        for key, item in value.items():
            one = cls.fields.get(key)
            if one is None:
                given.add(cls._told(value.key(key), value, problems))
                continue
            given.add(one.key)
            if item.is_null and not one.required:
                continue
            try:
                values[one.name] = one.converter.read(item, problems)
            except RefusedError as refused:
                names_itself = refused.sentence.startswith("'")
                refused.note(problems, value.key(key), "" if names_itself else key)
        missing = [one.key for one in cls.required if one.name not in values]
        for name in missing:
            if name not in given:
                cls.tell_missing(name, value, problems)
        if missing:
            raise RefusedError("", value)
        return cls(value, given, **values)

    @classmethod
    def tell_missing(cls, key: str, at: Located, problems: Problems) -> None:
        """Note that a record lacks a key that it needs."""
        problems.add(at, f"the key '{key}' is missing in {cls.kind}")

    @classmethod
    def _told(cls, key: Scalar, among: Mapping, problems: Problems) -> str:
        """Note an unknown key, and return the one that was meant."""
        meant = nearest(key, cls.fields, cls.synonyms)
        hint = f"; did you mean '{meant}'?" if meant else ""
        if meant in among:
            hint = f"; '{meant}' is there already: what has no key of its own goes below 'extra'"
        problems.add(key, f"unknown key '{key}' in {cls.kind}{hint}")
        return meant or key


R = TypeVar("R", bound=Record)


def read(model: type[R], value: Node, problems: Problems) -> R | None:
    """Return the record that ``value`` describes; None if it cannot be used, which is noted."""
    try:
        return model.read(value, problems)
    except RefusedError as refused:
        refused.note(problems, value)
        return None
