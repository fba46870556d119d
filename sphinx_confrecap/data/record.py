"""What every model shares: a problem costs its own field, or its own entry, and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as AnyMapping
from functools import cache
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import ErrorDetails

from sphinx_confrecap.data.fields import REPORTED, Text, misshapen, reported
from sphinx_confrecap.data.problems import Located, Problems, nearest
from sphinx_confrecap.data.shapes import wrapped
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar, Sequence


def instead_of(**fields: str) -> dict[str, str]:
    """Return the fields by the words that people write for them: ``url="link website"``."""
    return {word: field.rstrip("_") for field, words in fields.items() for word in words.split()}


class Record(BaseModel):
    """A mapping with known keys.

    An unknown key and a bad value in an optional field are noted and dropped; a bad or missing
    required field makes the record itself an error of whatever holds it.
    """

    model_config = ConfigDict(
        extra="forbid", populate_by_name=True, arbitrary_types_allowed=True, defer_build=True
    )

    kind: ClassVar[str] = "a record"
    """What messages call it."""

    text_is: ClassVar[str] = ""
    """The field that a text in place of the mapping stands for."""

    list_is: ClassVar[str] = ""
    """The field that a list in place of the mapping stands for."""

    synonyms: ClassVar[dict[str, str]] = {}
    """Keys that people write instead of ours."""

    _source: Mapping = PrivateAttr(default_factory=Mapping)

    @property
    def at(self) -> Located:
        """The place of the record."""
        return self._source

    def where(self, field: str) -> Located:
        """Return the place of a field's value, or of the record if the field was not written."""
        value = self._source.get(field)
        return value if isinstance(value, (Scalar, Mapping, Sequence)) else self._source

    @property
    def given(self) -> frozenset[str]:
        """The keys that were written, right or wrong."""
        return frozenset(self._source)

    @property
    def written(self) -> frozenset[str]:
        """The fields that were written, and are right."""
        return frozenset(self.model_fields_set)

    def with_values(self, values: dict[str, object]) -> Self:
        """Return a copy with other values, at the same place."""
        return self.model_copy(update=values)

    @classmethod
    def keys(cls) -> dict[str, bool]:
        """Return the known keys, each with whether it is required."""
        return _keys(cls)

    @classmethod
    def shape(cls, value: Node, problems: Problems) -> Node:  # noqa: ARG003 (for subclasses)
        """Bring the short forms that people may write into the full one."""
        short = {Scalar: cls.text_is, Sequence: cls.list_is}.get(type(value), "")
        return wrapped(short, value) if short else value

    @model_validator(mode="wrap")
    @classmethod
    def _lenient(
        cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        problems = info.context if isinstance(info.context, Problems) else Problems()
        value = cls.shape(value, problems)
        if not isinstance(value, AnyMapping):
            raise misshapen("a mapping of keys to values", value, cls.kind)
        known = cls.keys()
        given: dict[str, Any] = {}
        misspelt: set[str | None] = set()
        for key, item in value.items():
            if key not in known:
                meant = nearest(key, known, cls.synonyms)
                misspelt.add(meant)
                hint = f"; did you mean '{meant}'?" if meant else ""
                at_key = key if isinstance(key, Scalar) else Scalar(key)
                problems.add(at_key, f"unknown key '{key}' in {cls.kind}{hint}")
            elif known[key] or not (isinstance(item, Scalar) and item.is_null):
                given[key] = item
        at = value if isinstance(value, Mapping) else Mapping()
        record = cls._drop_until_valid(given, handler, problems, at, misspelt)
        record._source = at  # noqa: SLF001 (this very class)
        return record

    @classmethod
    def _drop_until_valid(
        cls,
        given: dict[str, Any],
        handler: ModelWrapValidatorHandler[Self],
        problems: Problems,
        at: Mapping,
        misspelt: Collection[str | None],
    ) -> Self:
        known = cls.keys()
        while True:
            try:
                return handler(given)
            except ValidationError as error:
                fatal = False
                for detail in error.errors(include_url=False):
                    field = str(detail["loc"][0]) if detail["loc"] else ""
                    if detail["type"] != "missing" or field not in misspelt:
                        note(detail, field, cls.kind, at, problems)
                    fatal = fatal or field not in given or known[field]
                    given.pop(field, None)
                if fatal:
                    raise reported() from None


@cache
def _keys(model: type[Record]) -> dict[str, bool]:
    return {info.alias or name: info.is_required() for name, info in model.model_fields.items()}


def note(
    detail: ErrorDetails, field: str, kind: str, at: Mapping | Sequence, problems: Problems
) -> None:
    """Turn a pydantic error into a problem at its place."""
    code, sentence = detail["type"], detail.get("ctx", {}).get("sentence", detail["msg"])
    if code == REPORTED:
        return
    if code == "missing":
        problems.add(at, f"the key '{field}' is missing in {kind}")
        return
    value = detail["input"]
    place: Located = at
    if isinstance(value, (Scalar, Mapping, Sequence)):
        place = value
    elif isinstance(at, Mapping) and field in at:
        place = at.key(field)
    if isinstance(value, Scalar) and not value and isinstance(at, Mapping) and field in at:
        place = at.key(field)  # an empty value stands nowhere
    label = f"{field}: " if field and not sentence.startswith(("'", "unknown")) else ""
    problems.add(place, f"{label}{sentence}", code)


def _lenient_list(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    """Keep the entries of a list that are right, and note the others."""
    if not isinstance(value, list):
        raise misshapen("a list", value)
    problems = info.context if isinstance(info.context, Problems) else Problems()
    at = value if isinstance(value, Sequence) else Sequence()
    kept = list(value)
    while True:
        try:
            return handler(kept)
        except ValidationError as error:
            bad = set()
            for detail in error.errors(include_url=False):
                if not detail["loc"]:
                    raise
                note(detail, "", "an entry", at, problems)
                bad.add(detail["loc"][0])
            kept = [item for index, item in enumerate(kept) if index not in bad]


def _lenient_mapping(
    value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
) -> Any:
    """Keep the values of a mapping that are right, and note the others."""
    if not isinstance(value, AnyMapping):
        raise misshapen("a mapping", value)
    problems = info.context if isinstance(info.context, Problems) else Problems()
    at = value if isinstance(value, Mapping) else Mapping()
    kept = dict(value)
    while True:
        try:
            return handler(kept)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                if not detail["loc"]:
                    raise
                field = str(detail["loc"][0])
                note(detail, field, f"'{field}'", at, problems)
                kept.pop(field, None)


T = TypeVar("T")
Entries = Annotated[list[T], WrapValidator(_lenient_list)]
ByName = Annotated[dict[Text, T], WrapValidator(_lenient_mapping)]

R = TypeVar("R", bound=Record)


def read(model: type[R], value: Node, problems: Problems) -> R | None:
    """Return the record that ``value`` describes; None if its shape is wrong, which is noted."""
    try:
        return model.model_validate(value, context=problems)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            at = (
                value
                if isinstance(value, (Mapping, Sequence))
                else Sequence(getattr(value, "line", 1), getattr(value, "column", 1))
            )
            note(detail, "", model.kind, at, problems)
        return None
