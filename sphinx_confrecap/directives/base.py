"""What every directive shares: options, an argument, a body, and where its data comes from."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import ClassVar, Generic, TypeVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import switch_source_input

from sphinx_confrecap.data import yamldoc
from sphinx_confrecap.data.problems import Code, Mark, Names, Problems
from sphinx_confrecap.data.record import Record, read
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives import option_lines
from sphinx_confrecap.directives.options import COMMON, DATA, DATA_OR_ALL, IF_EMPTY, Option
from sphinx_confrecap.directives.options import read as read_options
from sphinx_confrecap.directives.place import PlacedDirective, Source
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree.base import keep_as_written, pass_by
from sphinx_confrecap.site.editions import editions
from sphinx_confrecap.site.told import tell

_BODY = re.compile(r"[{\[]|- |[\w-]+:(?:\s|$)")
"""Begins a body of one line, which no file name does."""

R = TypeVar("R", bound=Record)


class ConfrecapDirective(PlacedDirective):
    """A directive of ours, with options that cannot break it."""

    options_taken: ClassVar[tuple[Option, ...]] = ()
    """The options of its own."""

    may_be_empty: ClassVar[bool] = False
    """Whether it may find nothing to show, and takes a text for that."""

    @classmethod
    def all_options(cls) -> tuple[Option, ...]:
        """Return the options, those of the directive first."""
        return (*cls.options_taken, *([IF_EMPTY] if cls.may_be_empty else []), *COMMON)

    def run(self) -> list[nodes.Node]:
        """Read the options and make the nodes."""
        found = self._take_myst_options() if self.in_myst else self._take_rest_options()
        for sentence in found.problems:
            self.warn(sentence)
        self.values = read_options(self.all_options(), found.options, self.warn)
        made = self.make() or self._instead()
        for lack in self._lacks:
            tell(self.env, *lack)
        keep_as_written(made)
        if made and (name := self.values["name"]):
            self.options["name"] = name
            if isinstance(made[0], nodes.Element):
                self.add_name(made[0])
        return made

    @abstractmethod
    def make(self) -> list[nodes.Node]:
        """Return the nodes of the directive."""

    def _instead(self) -> list[nodes.Node]:
        """Return what is said where there is nothing to show, in place of the warnings of that."""
        text = self.values.get("if-empty")
        if not text:
            return []
        self._lacks.clear()
        source, line = self.get_source_info()
        words, messages = self.parse_inline(text, lineno=line)
        said = nodes.paragraph(text, "", *words, classes=self.values["class"])
        said.source, said.line = source, line
        return [said, *messages]

    def _take_myst_options(self) -> option_lines.Found:
        """Take the options, and a blank line behind them, off the top of the body."""
        if self.content_offset:  # a blank line was taken off: what stands below it is no option
            return option_lines.Found()
        end, found = option_lines.in_myst(self.content.data)
        if end < len(self.content) and not self.content[end].strip():
            end += 1
        if end:
            self.content = self.content[end:]
            self.content_offset += end
        return found

    def _take_rest_options(self) -> option_lines.Found:
        """Take the options off the argument, which docutils takes for all up to a blank line."""
        lines = self.arguments[0].splitlines() if self.arguments else []
        taken, found = option_lines.in_rest(lines)
        if not taken:
            return found
        source, line = self.get_source_info()
        first = self.argument_at + taken.stop
        below = lines[taken.stop :]
        if below:
            body = [*below, "", *self.content]
            items = [(source, first - 1 + n) for n in range(len(below) + 1)]
            self.content = StringList(body, items=[*items, *self.content.items])
            self.content_offset = self.lineno - 1 + first - line
        self.arguments = ["\n".join(lines[: taken.start])] if taken.start else []
        return found

    def tell_tags(self, what: str, known: Iterable[str]) -> set[str]:
        """Return the tags that are asked for, by `same_name`; say which of them nothing has."""
        tags = {same_name(tag): str(tag) for tag in known} if self.values["tags"] else {}
        names = Names(tags.values())
        for tag in self.values["tags"]:
            if same_name(tag) not in tags:
                hint = names.hint(tag)
                self.warn(f"no {what} has the tag '{tag}'{hint}", Code.REFERENCE, lack=not hint)
        return {same_name(tag) for tag in self.values["tags"]}

    # -- argument and body -------------------------------------------------------------------

    @cached_property
    def argument_at(self) -> int:
        """The number, in its file, of the first line of the argument as it was written."""
        _, line = self.get_source_info()
        opening = self.arguments[0].splitlines()[0].strip()
        for below, written in enumerate(self.block_text.splitlines()):
            if written.rstrip().endswith(opening):
                return line + below
        return line

    @property
    def argument_line(self) -> str:
        """The first line of the argument; empty for none."""
        return self.arguments[0].partition("\n")[0].strip() if self.arguments else ""

    def body_nodes(self, *, headings: bool = False) -> list[nodes.Node]:
        """Return the body as blocks, which may have headings of their own if ``headings``.

        Without a blank line, reStructuredText takes its first lines for the argument.
        """
        below = self.arguments[0].partition("\n")[2] if self.arguments else ""
        found: list[nodes.Node] = []
        if below:
            found = self._own_blocks(below, self.argument_at + 1)
        return (
            [*found, *self.parse_content_to_nodes(allow_section_headings=headings)]
            if self.content
            else found
        )

    def _own_blocks(self, text: str, first: int) -> list[nodes.Node]:
        """Return markup of the page itself, in reStructuredText, which may do as it likes."""
        lines = text.splitlines()
        path, _ = self.get_source_info()
        items = [(path, first - 1 + n) for n in range(len(lines))]
        holder = nodes.Element()
        below = StringList(lines, items=items)
        with switch_source_input(self.state, below):
            self.state.nested_parse(below, 0, holder)
        return holder.children

    # -- what is read --------------------------------------------------------------------------

    def reading(self, first: int | None = None, lines: Sequence[str] = ()) -> Reading:
        """Return the reading of what the directive itself says: in its body, or above it.

        ``lines`` are those of the body, and ``first`` is the number of the first one.
        """
        path, line = self.get_source_info()
        source = Source(
            self.shown_file,
            path,
            self.folder,
            in_body=True,
            first=line if first is None else first,
            lines=tuple(lines),
            edition=self.edition.key,
        )
        return Reading(self, source)

    def default_file(self, instead: str = "a file, a body") -> str | None:
        """Return the file of the page's edition; None is warned about.

        ``instead`` says where else the data could come from.
        """
        edition = self.edition
        if edition.file is None:
            if edition.key:
                sentence = f"the edition '{edition.key}' has no data in confrecap_data"
                places = instead.replace(", ", " or ")
                self.warn(f"'{self.name}' needs {places}: {sentence}", Code.FILE, lack=True)
            else:
                sentence = f"'{self.name}' needs {instead}, or confrecap_data in conf.py"
                self.warn(sentence, Code.FILE)
        return edition.file

    def data_file(self, named: str) -> str | None:
        """Return the file that the option ``data`` names; None is warned about.

        It is that of an edition or a file itself, either one with a ``#key`` or without.
        """
        known = editions(self.config)
        name, mark, key = named.partition("#")
        if edition := known.named(name):
            if edition.file is None:
                sentence = f"the edition '{edition.key}' has no data in confrecap_data"
                self.warn(f"the option 'data' is left out: {sentence}", Code.FILE, lack=True)
                return None
            return edition.file + mark + key
        if name.lower().endswith((".yaml", ".yml")) or not name:
            return named
        path = self.files.inside(Scalar(name), self.folder, Problems())
        if path is not None and path.is_file():
            return named
        hint = ": confrecap_data names none, and the name of a file ends in .yaml"
        if known.are_named:
            hint = known.unknown(name)
        self.warn(f"unknown edition '{name}'{hint}", Code.REFERENCE)
        return None

    def from_file(self, name: str, section: str, *, optional: bool = False) -> Reading | None:
        """Return the reading of what a file has for ``section``, or under the key of ``#key``.

        What is wrong with the name is warned about at the directive.
        """
        here = self.reading()
        found = here.file(Scalar(name), section, optional=optional)
        configured = name.partition("#")[0] in (one.file for one in editions(self.config).all)
        here.report_here(" (confrecap_data in conf.py)" if configured else "")
        return found


def is_key(argument: str) -> bool:
    """True for no argument, or one that names a key of an edition's file: ``#mini-summits``."""
    return not argument or argument.startswith("#")


class DataDirective(ConfrecapDirective, Generic[R]):
    """A directive whose data is YAML: a file, the body, or ``confrecap_data``."""

    may_be_empty: ClassVar[bool] = True

    section: ClassVar[str]
    """The key of an event file that belongs to this directive."""

    model: type[R]

    takes_all: ClassVar[bool] = False
    """Whether ``:data: all`` shows all editions."""

    @classmethod
    def all_options(cls) -> tuple[Option, ...]:
        """Return the options, with ``data`` among them."""
        data = DATA_OR_ALL if cls.takes_all else DATA
        return (*cls.options_taken, data, IF_EMPTY, *COMMON)

    def make(self) -> list[nodes.Node]:
        """Read the data and build its tree."""
        found = list(filter(None, self.all_data() if self.wants_all() else [self.data()]))
        read = [(record, reading) for reading in found if (record := self.record(reading))]
        made = self.build_all(read) if read else []
        pass_by(made)
        for reading in found:
            reading.report()
        return made

    def record(self, reading: Reading) -> R | None:
        """Return the record that the data describes; None if it cannot be used, which is noted."""
        return read(self.model, reading.value, reading.problems)

    @abstractmethod
    def build(self, record: R, reading: Reading) -> list[nodes.Node]:
        """Return the nodes for a record."""

    def build_all(self, read: Sequence[tuple[R, Reading]]) -> list[nodes.Node]:
        """Return the nodes for the records of one edition, or of all."""
        return [node for record, reading in read for node in self.build(record, reading)]

    def data(self) -> Reading | None:
        """Return the directive's part of its data; None if there is none, which is noted."""
        argument, body = self.argument_and_body()
        named = self.values["data"]
        if argument and body:
            self.warn(f"give either a file ('{argument}') or a body, not both")
            return None
        if named and (body or not is_key(argument)):
            other = "a body" if body else f"'{argument}'"
            self.warn(f"give either {other} or the option 'data' ('{named}'), not both")
            return None
        if body:
            return self.from_body(body)
        name: str | None = argument
        if is_key(argument):
            name = self.data_file(named) if named else self.default_file()
            if name and argument and "#" in name:
                self.warn(f"give either the key '{argument}' or that in '{named}', not both")
                return None
            name = name and name + argument
        return None if name is None else self.from_file(name, self.section)

    def wants_all(self) -> bool:
        """True if the option ``data`` says ``all``, and no edition is called so."""
        named = self.values["data"]
        return self.takes_all and named == "all" and not editions(self.config).named(named)

    def all_data(self) -> list[Reading | None]:
        """Return the directive's part of each edition that has one; none at all is warned about."""
        argument, body = self.argument_and_body()
        if body or not is_key(argument):
            other = "a body" if body else f"'{argument}'"
            self.warn(f"give either {other} or the option 'data' ('all'), not both")
            return []
        files = dict.fromkeys(one.file for one in editions(self.config).all if one.file)
        found = [self.from_file(file + argument, self.section, optional=True) for file in files]
        if not any(found):
            wanted = argument.lstrip("#") or self.section
            self.warn(f"no edition has a '{wanted}'", Code.FILE, lack=True)
        return found

    def argument_and_body(self) -> tuple[str, list[str]]:
        """Return the argument and the lines of the body.

        Without a blank line, reStructuredText takes the body for the argument.
        """
        argument = self.arguments[0] if self.arguments else ""
        body = self.content.data
        if "\n" in argument or _BODY.match(argument):
            lines = argument.splitlines()
            gap = [""] if body else []
            return "", [*lines, *gap, *body]
        return argument.strip(), body if any(line.strip() for line in body) else []

    def from_body(self, lines: list[str]) -> Reading | None:
        """Read the body."""
        first = self.first_body_line()
        here = self.reading(first, lines)
        text = "\n".join(lines) + "\n"
        node = yamldoc.load(text, here.problems, first_line=first, limits=self.files.limits)
        if node is None and not len(here.problems):
            here.note(Mark(first, 1), "the body is empty", Code.YAML)
        if node is not None:
            here.document = self.files.whole(node, self.folder, here.problems)
        return here.part(self.section)

    def first_body_line(self) -> int:
        """Return the number, in its file, of the body's first line."""
        _, line = self.get_source_info()
        if self.in_myst:
            return line + 1 + self.content_offset
        if not self.arguments:
            return int(self.content.offset(0)) + 1
        return self.argument_at
