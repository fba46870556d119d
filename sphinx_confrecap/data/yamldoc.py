"""YAML text → plain data that remembers its lines and its source scalars, within bounds.

The tree is built from the parser's event stream and without recursion, so that depth and size are
counted before anything can overflow, and so that a scalar keeps the text its author wrote: YAML's
own guesses (``10:30`` is 630, ``no`` is false) never happen. Format: https://yaml.org/spec/1.1/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple, Protocol, Self, TypeAlias

import yaml
from yaml.reader import Reader

from sphinx_confrecap.data.limits import DataLimits, way_out
from sphinx_confrecap.data.problems import Code, Located, Mark, Problems

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML that was built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]  # the same interface

WRITTEN = 5
"""So many times the values that aliases may stand for, a file may hold in all."""

_COMMENT = re.compile(r"[ \t]+(?=(#\S.*))")
_COMMENT_OF_KEY = re.compile(r"[ \t]*:[ \t]+(?=(#\S.*))")
"""A comment that begins like a word, behind a text, and behind a key without a value."""

_BLANK = " \t"  # before a comment

_WHITE = " \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_BREAK = re.compile(f"[{_WHITE[1:]}]")
_BREAKS = f" *{_BREAK.pattern}[{_WHITE}]*"

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CLOSING = {"[": "]", "{": "}"}
_KINDS = {"bool": "a boolean", "int": "a number", "float": "a number", "timestamp": "a date"}


class Scalar(str):
    """A text with its place.

    ``plain`` says that it stood without quotes, ``is_null`` that YAML reads it as "nothing", and
    ``is_cut`` that all of it is a comment, which was told.
    """

    __slots__ = ("block", "column", "file", "is_cut", "is_null", "line", "plain")
    line: int
    column: int
    file: str
    plain: bool
    block: bool
    is_null: bool
    is_cut: bool

    def __new__(  # noqa: PLR0913 (its place, and how it was written)
        cls,
        text: str,
        line: int = 1,
        column: int = 1,
        file: str = "",
        *,
        plain: bool = False,
        block: bool = False,
    ) -> Self:
        """Make a text that stands at the 1-based ``line`` and ``column`` of a file."""
        self = super().__new__(cls, text)
        self.line, self.column, self.file = line, column, file
        self.plain, self.block, self.is_cut = plain, block, False
        self.is_null = plain and text in _NULLS
        return self

    @classmethod
    def at(cls, place: Located, text: str) -> Self:
        """Make a text that stands where something else does."""
        return cls(text, place.line, place.column, place.file)

    def with_text(self, text: str) -> Scalar:
        """Return another text at the same place."""
        if text == self:
            return self
        return Scalar(text, self.line, self.column, self.file, plain=self.plain, block=self.block)

    def in_one_line(self) -> Scalar:
        """Return the text with a space for each break of a line, and for each tab."""
        if not _BREAK.search(self):
            return self
        return self.with_text(re.sub(_BREAKS, " ", self.strip(_WHITE)))

    @property
    def first_line(self) -> int:
        """The line on which the text itself begins: a block scalar starts below its ``|``."""
        return self.line + 1 if self.block else self.line

    @property
    def yaml_kind(self) -> str:
        """What a YAML reader would make of this plain scalar; empty for a text."""
        if not self.plain:
            return ""
        if self in _NULLS:
            return "null"
        for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(self[0], ()):
            if pattern.match(self):
                return _KINDS.get(tag.rpartition(":")[2], "")
        return ""


class Mapping(dict[str, Any]):
    """A mapping with its place; its keys are scalars that know theirs."""

    __slots__ = ("column", "file", "line")

    is_null: ClassVar[bool] = False

    def __init__(self, line: int = 1, column: int = 1, file: str = "") -> None:
        super().__init__()
        self.line, self.column, self.file = line, column, file

    @classmethod
    def at(cls, place: Located) -> Self:
        """Make an empty mapping that stands where something else does."""
        return cls(place.line, place.column, place.file)

    def key(self, name: str) -> Scalar:
        """Return the key as it was written, with its place."""
        return next(key for key in self.scalars() if key == name)

    def scalars(self) -> Iterator[Scalar]:
        """Yield the keys with their places."""
        return (key if isinstance(key, Scalar) else Scalar(key) for key in self)


class Changed(Mapping):
    """A mapping that was changed, and knows what it was before."""

    __slots__ = ("before",)

    def __init__(self, before: Mapping) -> None:
        super().__init__(before.line, before.column, before.file)
        self.before: Mapping = before.before if isinstance(before, Changed) else before


class Sequence(list[Any]):
    """A list with its place."""

    __slots__ = ("column", "file", "line")

    is_null: ClassVar[bool] = False

    def __init__(self, line: int = 1, column: int = 1, file: str = "") -> None:
        super().__init__()
        self.line, self.column, self.file = line, column, file

    @classmethod
    def at(cls, place: Located) -> Self:
        """Make an empty list that stands where something else does."""
        return cls(place.line, place.column, place.file)


Node: TypeAlias = Scalar | Mapping | Sequence


def kind_of(value: object) -> str:
    """Name the shape of a node in a sentence."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if isinstance(value, Scalar) and value.is_null else "text"


def everything(node: Node) -> list[Node]:
    """Return a node and all that it holds, each as often as aliases show it."""
    found = [node]
    for one in found:  # which grows meanwhile
        if not isinstance(one, Scalar):
            found += one.values() if isinstance(one, Mapping) else one
    return found


def too_large(limits: DataLimits) -> str:
    """Return the sentence about a text of too many bytes."""
    return f"this is larger than {limits.bytes:,} bytes{way_out('bytes')}"


def decode(data: bytes, problems: Problems) -> str | None:
    """Decode a file's bytes; a byte order mark is fine, anything but UTF-8 is a problem."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        problems.add(Mark(line, column), "the file is not UTF-8; save it as UTF-8", Code.YAML)
        return None


def load(
    text: str,
    problems: Problems,
    *,
    first_line: int = 1,
    limits: DataLimits | None = None,
    file: str = "",
) -> Node | None:
    """Read the one document of ``text``, whose first line is number ``first_line`` of ``file``.

    What cannot be read, or is more than ``limits`` (ours by default), is noted in ``problems``.
    Returns None for an empty or unreadable text.
    """
    limits = limits or DataLimits()
    if len(text) * 4 > limits.bytes and len(text.encode("utf-8", "replace")) > limits.bytes:
        problems.add(Mark(first_line, 1), too_large(limits), Code.YAML)
        return None
    is_usual = text.replace("\n", "").isprintable()
    if not is_usual and (bad := Reader.NON_PRINTABLE.search(text)):
        line = text.count("\n", 0, bad.start()) + first_line
        column = bad.start() - text.rfind("\n", 0, bad.start())
        name = f"U+{ord(bad.group()):04X}"
        problems.add(Mark(line, column), f"the control character {name} is not allowed", Code.YAML)
        return None
    builder = _Builder(text, problems, first_line, limits, file)
    try:
        builder.read(_events(text, _Loader))
    except yaml.MarkedYAMLError as error:
        lines = text.splitlines()
        if "maximum nesting depth" in (error.problem or "") and error.problem_mark:
            # libyaml looks ahead on a line, and gives up before we can count.
            before = lines[error.problem_mark.line][: error.problem_mark.column]
            builder.too_deep(_place(error.problem_mark, first_line), before)
        else:
            problems.add(*_explain(error, lines, first_line, builder.innermost), Code.YAML)
        return None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # Of the parser that is not libyaml: an escape for no character, a version of no number.
        at = builder.innermost or Mark(first_line, 1)
        problems.add(at, f"not readable as YAML: {error}", Code.YAML)
        return None
    return builder.root


def _events(text: str, parser: type[_Loader | yaml.SafeLoader]) -> Iterator[yaml.Event]:
    """Yield a parser's events. Its own entry point would hold on to the C parser on an error."""
    loader = parser(text)
    try:
        yield from iter(loader.get_event, None)
    finally:
        loader.dispose()


def _explain(
    error: yaml.MarkedYAMLError, lines: list[str], first_line: int, around: Mark | None
) -> tuple[Mark, str]:
    """Turn a parser's error into a place and a sentence.

    What was opened and never closed is reported by the parser at the end of the file: the place
    where it was opened helps more. ``around`` is the innermost collection that is still open.
    """
    problem, context = error.problem or "not readable", error.context or ""
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
    at = max((_place(mark, first_line) for mark in marks), default=None)
    opened = around
    if "flow" not in context and error.context_mark is not None:
        opened = _place(error.context_mark, first_line)
    at_end = at is None or not "".join(lines[at.line - first_line :]).strip()
    unclosed = opened is not None and (at_end or "quoted scalar" in context)
    unclosed = unclosed and not _is_escape(problem)
    where = (opened if unclosed else at) or Mark(first_line, 1)
    if context.endswith(("an alias", "an anchor")) and error.context_mark is not None:
        where = _place(error.context_mark, first_line)
    found, begun = _char(lines, where, first_line), _char(lines, opened, first_line)
    if sentence := _odd_sign(found, problem, context):
        return where, sentence
    if unclosed and found in ("'", '"'):
        sentence = "the quote that opens here is never closed"
    elif unclosed and found in _CLOSING:
        sentence = f"the '{found}' that opens here is never closed"
    elif opened is not None and begun in _CLOSING:
        sentence = f"',' or '{_CLOSING[begun]}' is missing before this: "
        sentence += f"the '{begun}' of line {opened.line} is still open"
    else:
        sentence = _misplaced(found, problem, context, _before(lines, where, first_line))
    return where, sentence


def _odd_sign(found: str, problem: str, context: str) -> str:
    """Say which sign means something else in YAML; empty if it is none."""
    if found == "\t":
        return "a tab cannot indent YAML; use spaces"
    if _is_escape(problem):
        return "a backslash spells a character in double quotes; use single quotes"
    if found and (found in "@`%" or (found in "*&|>" and "scanning" in context)):
        return f"a text cannot begin with '{found}'; quote it"
    return ""


def _is_escape(problem: str) -> bool:
    return "escape" in problem or "hexdecimal" in problem


def _misplaced(found: str, problem: str, context: str, before: str) -> str:
    """Say what does not fit where it stands."""
    if problem.startswith("mapping values are not allowed"):
        return "a ':' is not allowed here; quote a text that holds ': '"
    if "are not allowed" in problem and found:
        return f"'{found}' is not allowed here; quote a text that begins with it"
    if before.endswith(("]", "}", '"', "'")):
        return "more text follows what is closed before this; quote the whole text"
    if "block" in context and problem.startswith("did not find expected"):
        return "this does not fit the lines above; check the indentation and the quotes"
    return f"not readable as YAML: {problem}" + (f" ({context})" if context else "")


def _place(mark: _YamlMark, first_line: int) -> Mark:
    return Mark(mark.line + first_line, mark.column + 1)


def _char(lines: list[str], at: Mark | None, first_line: int) -> str:
    """Return the character at a place; empty at the end of a line or of the text."""
    if at is None or at.line - first_line >= len(lines):
        return ""
    return lines[at.line - first_line][at.column - 1 : at.column]


def _before(lines: list[str], at: Mark, first_line: int) -> str:
    """Return what stands before a place on its line."""
    row = at.line - first_line
    return lines[row][: at.column - 1].rstrip() if row < len(lines) else ""


class _YamlMark(Protocol):
    """A place as either parser tells it, from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class _Size(NamedTuple):
    """What a node holds with all below it: how many nodes, and how many characters of text."""

    nodes: int
    letters: int


class _Frame:
    """An open collection: its node, its pending key, its anchor, and what was read before it."""

    __slots__ = ("anchor", "before", "key", "node", "skip")

    def __init__(self, node: Mapping | Sequence, anchor: str | None, before: _Size) -> None:
        self.node, self.anchor, self.before = node, anchor, before
        self.key: Scalar | None = None
        self.skip = False


class _Builder:
    """Builds the tree event by event, counting as it goes."""

    def __init__(
        self, text: str, problems: Problems, first_line: int, limits: DataLimits, file: str
    ) -> None:
        self.text = text
        self.problems = problems
        self.first_line = first_line
        self.limits = limits
        self.file = file
        self.root: Node | None = None
        self.refused = False
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Node, _Size]] = {}
        self.open_anchors: set[str] = set()
        self.documents = 0
        self.nodes = self.letters = 0  # with what aliases stand for
        self.aliased = _Size(0, 0)
        self.last: _YamlMark | None = None

    @property
    def innermost(self) -> Mark | None:
        """The place of the innermost collection that is still open."""
        if not self.stack:
            return None
        node = self.stack[-1].node
        return Mark(node.line, node.column)

    def read(self, events: Iterable[yaml.Event]) -> None:
        """Take all events, or those up to the first that is refused."""
        most, count = WRITTEN * self.limits.nodes, 0
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close()
                continue
            elif isinstance(event, yaml.CollectionStartEvent):
                self._open(event)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
            else:
                if isinstance(event, yaml.DocumentStartEvent):
                    self._begin(event)
                continue
            count += 1
            if count > most and not self.refused:
                sentence = f"this holds more than {most:,} values{way_out('nodes')}"
                self._refuse(self._mark(event), f"{sentence} to a fifth of what it holds")
            if self.refused:
                return

    def _begin(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents == 2:
            self.problems.add(
                self._mark(event), "only the first document of a file is read", Code.YAML
            )

    def _mark(self, event: yaml.Event) -> Mark:
        mark = event.start_mark
        if mark is None:  # only of events that nobody parsed
            return Mark(self.first_line, 1)
        return _place(mark, self.first_line)

    def _refuse(self, at: Mark, sentence: str) -> None:
        self.problems.add(at, sentence, Code.YAML)
        self.root, self.refused = None, True

    def too_deep(self, at: Mark, before: str = "") -> None:
        """Refuse what stands at ``at``, or the first bracket before it that is one too deep.

        ``before`` is what stands on its line before it, if a parser gave up there.
        """
        inner = self.innermost
        begin = inner.column if inner is not None and inner.line == at.line else 0
        opened: list[int] = []
        for column, char in enumerate(before[begin:], begin + 1):
            if char in _CLOSING:
                opened.append(column)
            elif char in _CLOSING.values() and opened:
                opened.pop()
        most = self.limits.levels
        if len(opened) > most - len(self.stack):
            at = Mark(at.line, opened[most - len(self.stack)])
        self._refuse(at, f"nested more than {most} levels deep{way_out('levels')}")

    def _refuse_tag(self, event: Any) -> None:
        if self.documents == 1:
            name = event.tag.replace("tag:yaml.org,2002:", "!!")
            sentence = f"YAML tags are not used here; remove '{name}'"
            self.problems.add(self._mark(event), sentence, Code.YAML)

    def _scalar(self, event: Any) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        text, start, end, style = event.value, event.start_mark, event.end_mark, event.style
        if style == '"' and not text.isprintable():
            text = self._printable(text, self._mark(event))
        scalar = Scalar(
            text,
            start.line + self.first_line,
            start.column + 1,
            self.file,
            plain=not style,
            block=style in ("|", ">"),
        )
        before, self.last = self.last, end
        if not style and (not text or self.text[end.index : end.index + 1] in _BLANK):
            is_cut = self.documents == 1 and self._tell_comment(event, scalar, before)
            scalar.is_cut = is_cut and not text
            if scalar.is_cut and self.stack and isinstance(self.stack[-1].node, Sequence):
                return  # nothing, of which all is said
        self.nodes += 1
        self.letters += len(text)
        self._add(scalar)
        if event.anchor:
            self.anchors[event.anchor] = (scalar, _Size(1, len(text)))

    def _tell_comment(
        self, event: yaml.ScalarEvent, scalar: Scalar, before: _YamlMark | None
    ) -> bool:
        """Note a ``#`` behind a plain text, which cuts it off; return whether there is one.

        ``before`` is where the text before it ended.
        """
        places: list[tuple[re.Pattern[str], _YamlMark | None]] = [(_COMMENT, event.end_mark)]
        if not scalar and self.stack and self.stack[-1].key is not None:
            # In braces, nothing stands behind the comment, and its key before it.
            places.append((_COMMENT_OF_KEY, before))
        for pattern, mark in places:
            found = mark and pattern.match(self.text, mark.index)
            if mark and found:
                at = _place(mark, self.first_line)
                sentence = (
                    "is a comment for YAML, and is left out; to keep it, quote the whole text"
                )
                self.problems.add(
                    Mark(at.line, at.column + len(found[0])), f"'{found[1].rstrip()}' {sentence}"
                )
                return True
        return False

    def _printable(self, text: str, at: Mark) -> str:
        """Return a text without the control characters that its quotes spelt."""
        for char in sorted(set(Reader.NON_PRINTABLE.findall(text))):
            sentence = f"the control character U+{ord(char):04X} is not allowed, and is left out"
            self.problems.add(at, sentence, Code.YAML)
        return Reader.NON_PRINTABLE.sub("", text)

    def _open(self, event: Any) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        if len(self.stack) >= self.limits.levels:
            self.too_deep(self._mark(event))
            return
        made = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = made(event.start_mark.line + self.first_line, event.start_mark.column + 1, self.file)
        self.stack.append(_Frame(node, event.anchor, _Size(self.nodes, self.letters)))
        self.nodes += 1
        if event.anchor:
            self.open_anchors.add(event.anchor)

    def _close(self) -> None:
        frame = self.stack.pop()
        if isinstance(frame.node, Mapping):
            _merge(frame.node)
        if frame.anchor:
            before = frame.before
            size = _Size(self.nodes - before.nodes, self.letters - before.letters)
            self.anchors[frame.anchor] = (frame.node, size)
            self.open_anchors.discard(frame.anchor)
        self._add(frame.node)

    def _alias(self, event: yaml.AliasEvent) -> None:
        at = self._mark(event)
        if event.anchor in self.open_anchors:
            self._refuse(at, f"the alias '*{event.anchor}' stands inside what it names")
        elif event.anchor not in self.anchors:
            self._refuse(at, f"the alias '*{event.anchor}' names nothing")
        else:
            node, size = self.anchors[event.anchor]
            nodes, letters = self.aliased.nodes + size.nodes, self.aliased.letters + size.letters
            self.aliased = _Size(nodes, letters)
            if nodes > (most := self.limits.nodes):
                self._refuse(at, f"aliases expand to more than {most:,} values{way_out('nodes')}")
            elif letters > (most := self.limits.bytes):
                self._refuse(at, f"aliases expand to more than {most:,} bytes{way_out('bytes')}")
            else:
                self.nodes += size.nodes
                self.letters += size.letters
                self._add(node)

    def _add(self, node: Node) -> None:
        if not self.stack:
            if self.documents == 1:
                self.root = node
            return
        frame = self.stack[-1]
        if isinstance(frame.node, Sequence):
            frame.node.append(node)
        elif frame.key is not None:
            frame.node[frame.key] = node
            frame.key = None
        elif frame.skip:
            frame.skip = False
        else:
            self._key(frame, node)

    def _key(self, frame: _Frame, node: Node) -> None:
        if not isinstance(node, Scalar):
            self.problems.add(node, f"a key must be text, not {kind_of(node)}")
            frame.skip = True
            return
        node = node.in_one_line()
        if node in frame.node:
            self.problems.add(node, f"the key '{node}' stands here twice; the first one counts")
            frame.skip = True
        else:
            frame.key = node


def _merge(node: Mapping) -> None:
    """Resolve YAML's merge key ``<<``: what the mapping says itself wins."""
    if "<<" not in node or not (key := node.key("<<")).plain:
        return
    value = node[key]
    sources = value if isinstance(value, Sequence) else [value]
    if all(isinstance(source, Mapping) for source in sources):
        del node[key]
        for source in sources:
            for name, inherited in source.items():
                node.setdefault(name, inherited)
