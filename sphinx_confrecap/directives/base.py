"""What every directive shares: where data comes from, where things are, and how text is parsed."""

from __future__ import annotations

import linecache
import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import switch_source_input

from sphinx_confrecap.config import picture_limits
from sphinx_confrecap.data import links, select, yamldoc
from sphinx_confrecap.data.problems import (
    Code,
    Located,
    Mark,
    Problem,
    Problems,
    did_you_mean,
)
from sphinx_confrecap.data.record import Record, read
from sphinx_confrecap.data.slugs import short_hash, slug
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives import option_lines
from sphinx_confrecap.directives.options import COMMON, DATA, DATA_OR_ALL, IF_EMPTY, Option
from sphinx_confrecap.directives.options import read as read_options
from sphinx_confrecap.directives.outline import Outline
from sphinx_confrecap.directives.prose import Language, Prose, is_plain, language
from sphinx_confrecap.doctree.base import (
    confrecap_link,
    confrecap_picture,
    confrecap_words,
    keep_as_written,
    pass_by,
)
from sphinx_confrecap.doctree.extra import confrecap_extra
from sphinx_confrecap.images import header
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.site.editions import Edition, editions
from sphinx_confrecap.site.files import Files, folder_of
from sphinx_confrecap.site.told import place_of, shown_path, tell
from sphinx_confrecap.site.wants import Want

_IDS = "confrecap_ids"
_START = Mark(1, 1)
_BODY = re.compile(r"[{\[]|- |[\w-]+:(?:\s|$)")
"""Begins a body of one line, which no file name does."""

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=confrecap_picture)


@dataclass(frozen=True)
class Source:
    """Where data was read from.

    ``file`` is the name in messages, relative to the source folder; ``path`` the absolute path;
    ``folder`` the folder that paths in the data start from, relative to the source folder;
    ``markup`` the language of its prose, empty for that of the page; ``edition`` the key of the
    edition that the data is of.
    """

    file: str
    path: str
    folder: str
    in_body: bool
    shift: int = 0
    markup: str = ""
    edition: str = ""

    def sign(self, node: nodes.Element) -> None:
        """Note on a node that a role can name where it comes from."""
        node["file"], node["edition"] = self.file, self.edition

    def of(self, place: Located, files: Files) -> Source:
        """Return the source of what may stand in another file, which the data takes it from."""
        if place.file in ("", self.file):
            return self
        folder = folder_of(place, self.folder)
        path, markup = str(files.root / place.file), files.markups.get(place.file, "")
        return replace(
            self, file=place.file, path=path, folder=folder, in_body=False, markup=markup
        )


class Data(NamedTuple):
    """What a directive works on: its part of the data, its source, the problems so far.

    ``document`` is the whole of what it is a part of.
    """

    value: yamldoc.Node
    source: Source
    problems: Problems
    document: yamldoc.Node | None = None


class Part(NamedTuple, Generic[R]):
    """A record, where it comes from, and the problems of its data."""

    record: R
    source: Source
    problems: Problems


class ConfrecapDirective(Outline):
    """A directive of ours: options that cannot break it, located warnings, safe paths and links."""

    options_taken: ClassVar[tuple[Option, ...]] = ()
    """The options of its own."""

    may_be_empty: ClassVar[bool] = False
    """Whether it may find nothing to show, and takes a text for that."""

    values: dict[str, Any]
    body_lines: Sequence[str] = ()

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
        self._lacks: list[tuple[Code, str, str, str]] = []
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
        end, found = option_lines.in_myst(list(self.content))
        if end < len(self.content) and not self.content[end].strip():
            end += 1
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

    # -- places ------------------------------------------------------------------------------

    @cached_property
    def _here(self) -> tuple[str, int]:
        return super().get_source_info()

    def get_source_info(self) -> tuple[str, int]:
        """Return the directive's file and line, looked up once for all that it makes."""
        return self._here

    @property
    def in_myst(self) -> bool:
        """True in a MyST document, False in a reStructuredText one."""
        return type(self.state).__module__.startswith("myst_parser")

    @property
    def place(self) -> str:
        """The directive's own place, as ``file:line``."""
        return place_of(self.env, *self.get_source_info())

    def display(self, path: str) -> str:
        """Return a path as messages show it: relative to the source folder if it lies there."""
        return shown_path(self.env, path)

    def warn(self, message: str, code: Code = Code.SCHEMA, *, lack: bool = False) -> None:
        """Warn at the directive's own place; a ``lack`` says only that there is nothing to show."""
        self._tell(code, message, self.place, lack=lack)

    def _tell(self, code: Code, message: str, place: str, used_at: str = "", *, lack: bool) -> None:
        """Warn, of a lack that a text may stand for when it is known that something is shown."""
        if lack and self.values.get("if-empty"):
            self._lacks.append((code, message, place, used_at))
        else:
            tell(self.env, code, message, place, used_at)

    def report(self, problems: Iterable[Problem], source: Source) -> None:
        """Warn about problems in the data of ``source``."""
        for problem in problems:
            place = self.at(problem, source)
            used_at = "" if source.in_body and not problem.file else self.place
            self._tell(problem.code, problem.message, place, used_at, lack=problem.lack)

    def at(self, place: Located, source: Source) -> str:
        """Return a place in the data, as ``file:line:column``."""
        here = source.in_body and not place.file
        column = place.column + (self._indent(source, place.line) if here else 0)
        return f"{place.file or source.file}:{place.line}:{column}"

    def _indent(self, source: Source, line: int) -> int:
        """Return how many columns were taken off a line of the body."""
        written = linecache.getline(source.path, line)
        first = source.shift
        index = line - first
        if 0 <= index < len(self.body_lines):
            return max(0, written.rstrip("\n").rstrip().find(self.body_lines[index].rstrip()))
        return 0

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
            found = self._own_blocks(Scalar(below, self.argument_at + 1), self.document_source())
        return (
            [*found, *self.parse_content_to_nodes(allow_section_headings=headings)]
            if self.content
            else found
        )

    # -- files -------------------------------------------------------------------------------

    def put(self, node: nodes.Element, place: Located, source: Source) -> None:
        """Let a node say where the data has what it shows, for translators."""
        node.source, node.line = source.of(place, self.files).path, place.line
        if isinstance(place, Scalar):
            node.line = place.first_line

    def document_source(self) -> Source:
        """Return the document itself as the source of data."""
        source, line = self.get_source_info()
        folder = Path(self.env.docname).parent.as_posix()
        return Source(
            self.display(source),
            source,
            folder,
            in_body=True,
            shift=line,
            edition=self.edition.key,
        )

    @property
    def edition(self) -> Edition:
        """The edition of the page."""
        return editions(self.config).of_page(self.env.docname)

    @cached_property
    def files(self) -> Files:
        """The files of the site, as this document uses them."""
        return Files(self.env, self.env.docname)

    # -- YAML files --------------------------------------------------------------------------

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
        path = self.files.inside(name, Path(self.env.docname).parent.as_posix(), _START, Problems())
        if path is not None and path.is_file():
            return named
        hint = did_you_mean(name, known.names)
        if not hint and known.are_named:
            hint = f"; there are {', '.join(one.key for one in known.all)}"
        if not known.are_named:
            hint = ": confrecap_data names none, and the name of a file ends in .yaml"
        self.warn(f"unknown edition '{name}'{hint}", Code.REFERENCE)
        return None

    def from_file(self, name: str, section: str, *, optional: bool = False) -> Data | None:
        """Return what a file has for ``section``, or under the key that ``#key`` names.

        What is wrong with the name is warned about at the directive.
        """
        problems = Problems()
        here = Path(self.env.docname).parent.as_posix()
        found = self.read_file(Scalar(name), here, section, problems, optional=optional)
        configured = name.partition("#")[0] in (
            edition.file for edition in editions(self.config).all
        )
        whose = " (confrecap_data in conf.py)" if configured else ""
        for problem in problems:
            self.warn(problem.message + whose, problem.code)
        return found

    def read_file(
        self,
        name: Scalar,
        folder: str,
        section: str,
        problems: Problems,
        *,
        optional: bool = False,
    ) -> Data | None:
        """Return what a file has for ``section``; what is wrong with its name goes to ``problems``.

        What is wrong inside the file is in the data's own problems, or reported if nothing is left.
        A part that is ``optional`` may be missing.
        """
        file, _, fragment = name.partition("#")
        if not file.strip():
            problems.add(name, f"'{name}' names a key, but no file before it", Code.FILE)
            return None
        found = self.files.yaml(Scalar.at(name, file), folder, problems)
        if found is None:
            return None
        if optional and not select.has(found.document, section, fragment or None):
            return None
        source = Source(
            found.name,
            str(found.path),
            Path(found.name).parent.as_posix(),
            in_body=False,
            edition=editions(self.config).of_file(found.name, self.env.docname).key,
        )
        return self.part(found.document, section, fragment or None, source, found.problems)

    def part(
        self,
        node: yamldoc.Node | None,
        section: str,
        fragment: str | None,
        source: Source,
        problems: Problems,
    ) -> Data | None:
        """Return the part of a document that belongs to ``section``; None is reported."""
        found = None if node is None else select.section(node, section, fragment, problems)
        if node is None or found is None:
            self.report(problems, source)
            return None
        marked = replace(source, markup=select.markup(node, problems))
        return Data(found, marked, problems, node)

    # -- markup ------------------------------------------------------------------------------

    def inline(self, text: Scalar, source: Source) -> list[nodes.Node]:
        """Return a text of the data as running text."""
        if is_plain(text):
            return [nodes.Text(str(text))]
        return self._prose(text, source, Prose.inline)

    def blocks(self, text: Scalar, source: Source) -> list[nodes.Node]:
        """Return a text of the data as paragraphs, lists and so on."""
        return self._prose(text, source, Prose.blocks)

    def _prose(
        self, text: Scalar, source: Source, read: Callable[[Prose, Language], list[nodes.Node]]
    ) -> list[nodes.Node]:
        problems, source = Problems(), source.of(text, self.files)
        parser = language(source.markup or ("markdown" if self.in_myst else "rst"))
        found = read(Prose(text, self, source, problems), parser)
        self.report(problems, source)
        return found

    def _own_blocks(self, text: Scalar, source: Source) -> list[nodes.Node]:
        """Return markup of the page itself, in reStructuredText, which may do as it likes."""
        lines = text.splitlines() or [""]
        first = text.first_line - 1
        items = [(source.path, first + n) for n in range(len(lines))]
        holder = nodes.Element()
        below = StringList(lines, items=items)
        with switch_source_input(self.state, below):
            self.state.nested_parse(below, 0, holder)
        return holder.children

    def text_element(
        self, element: nodes.TextElement, text: Scalar, source: Source, *children: nodes.Node
    ) -> nodes.TextElement:
        """Fill an element with a text of the data, to be translated as it was written."""
        element.rawsource = str(text)
        self.put(element, text, source)
        element.extend(children or self.inline(text, source))
        return element

    def own_fields(self, extra: Mapping[Scalar, Scalar], source: Source) -> list[nodes.Node]:
        """Return the fields of a record's own as labels and texts, to be translated."""
        found = confrecap_extra()
        for key, value in extra.items():
            term = nodes.term(support_smartquotes=False)
            self.text_element(term, key, source, nodes.Text(str(key)))
            has_words = any(char.isalpha() for char in value)
            text = nodes.paragraph(translatable=has_words, support_smartquotes=False)
            self.text_element(text, value, source, nodes.Text(str(value)))
            said = nodes.definition("", text)
            found += nodes.definition_list_item("", term, said, key=str(key))
        return [found] if found.children else []

    def words(self, text: Scalar, source: Source) -> confrecap_words:
        """Return a text of the data for a line that is not for translators: it is for them."""
        made = confrecap_words(str(text), str(text), translatable=True)
        self.put(made, text, source)
        return made

    # -- links and pictures --------------------------------------------------------------------

    def link(
        self, url: Scalar, source: Source, problems: Problems, child: nodes.Element, rel: str = ""
    ) -> nodes.Element:
        """Wrap ``child`` in a link to an address, a document or a file of the site."""
        target = links.check(url)
        made: nodes.Element | None
        if target.external:
            made = confrecap_link("", "", refuri=target.url, rel=rel)
        elif not target.path and not target.fragment:
            made = confrecap_link("", "", refuri=target.url, rel="")
        else:
            made = self.local_link(target, url, source, problems)
            if made is None:
                return child
        made += child
        made.source, made.line = self.get_source_info()
        return made

    def local_link(
        self, target: links.Link, url: Scalar, source: Source, problems: Problems
    ) -> nodes.Element | None:
        """Return an empty reference to a document or a file of the site; None is noted."""
        made = self.files.local_link(target, url, source.folder, problems)
        if made is not None and target.fragment:  # checked when all pages are read
            made["at"] = self.at(url, source)
            made["used_at"] = "" if source.in_body and not url.file else self.place
        return made

    def picture(
        self, kind: type[P], want: Want, text: Scalar, source: Source, problems: Problems
    ) -> P | None:
        """Return a node for a picture of the site; None if it cannot be read, which is noted."""
        if "://" in text or text.startswith("//"):
            problems.add(
                text, f"'{text}' is on another site; copy the picture into this one", Code.IMAGE
            )
            return None
        path = self.files.picture(text, source.folder, text, problems)
        if path is None:
            return None
        try:
            header.read(path, picture_limits(self.config))
        except PictureError as error:
            self.files.failed(path)
            name = self.files.relative(path)
            problems.add(text, f"the picture '{name}' {error}", Code.IMAGE)
            return None
        return self.picture_at(kind, want, path, text, source)

    def picture_at(self, kind: type[P], want: Want, path: Path, at: Located, source: Source) -> P:
        """Return a node for the picture at ``path``, which is one."""
        uri = self.files.uri(path)
        node = kind(uri, uri=uri, alt="", want=want, at=self.at(at, source))
        node.source, node.line = self.get_source_info()
        return node

    def identity(self, what: str, source: Source) -> str:
        """Return what tells a thing from others on the page, of other editions too."""
        return what if source.edition == self.edition.key else f"{source.edition}/{what}"

    # -- ids ---------------------------------------------------------------------------------

    def give_id(self, node: nodes.Element, prefix: str, name: str, what: str) -> None:
        """Give ``node`` the id ``prefix-slug``; the first occurrence of a thing on a page gets it.

        ``what`` tells whether two names mean one thing. A slug that something else has taken gets a
        short hash of the name.
        """
        taken: dict[str, str] | Any = self.env.temp_data.setdefault(_IDS, {})
        owner = f"{prefix}:{what}"
        if owner in taken:
            return
        wanted = f"{prefix}-{slug(name)}"
        document = self.state.document
        if wanted in document.ids:
            wanted = f"{wanted}-{short_hash(what)}"
        if wanted in document.ids:
            return
        taken[owner] = wanted
        node["ids"].append(wanted)
        document.ids[wanted] = node


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
        found = self.all_data() if self.wants_all() else [self.data()]
        parts = []
        for data in filter(None, found):
            record = self.record(data)
            if record is not None:
                parts.append(Part(record, data.source, data.problems))
        made = self.build_parts(parts) if parts else []
        pass_by(made)
        for data in filter(None, found):
            self.report(data.problems, data.source)
        return made

    def record(self, data: Data) -> R | None:
        """Return the record that the data describes; None if it cannot be used, which is noted."""
        return read(self.model, data.value, data.problems)

    @abstractmethod
    def build(self, record: R, source: Source, problems: Problems) -> list[nodes.Node]:
        """Return the nodes for a record."""

    def build_parts(self, parts: Sequence[Part[R]]) -> list[nodes.Node]:
        """Return the nodes for the records of one edition, or of all."""
        return [node for part in parts for node in self.build(*part)]

    def data(self) -> Data | None:
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

    def all_data(self) -> list[Data | None]:
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
        body = list(self.content)
        if "\n" in argument or _BODY.match(argument):
            lines = argument.splitlines()
            gap = [""] if body else []
            return "", [*lines, *gap, *body]
        return argument.strip(), body if any(line.strip() for line in body) else []

    def from_body(self, lines: list[str]) -> Data | None:
        """Read the body."""
        first = self.first_body_line()
        source = replace(self.document_source(), shift=first)
        self.body_lines = lines
        problems = Problems()
        text = "\n".join(lines) + "\n"
        node = yamldoc.load(text, problems, first_line=first, limits=self.files.limits)
        if node is None and not len(problems):
            problems.add(Mark(first, 1), "the body is empty", Code.YAML)
        if node is not None:
            node = self.files.whole(node, source.folder, problems)
        return self.part(node, self.section, None, source, problems)

    def first_body_line(self) -> int:
        """Return the number, in its file, of the body's first line."""
        _, line = self.get_source_info()
        if self.in_myst:
            return line + 1 + self.content_offset
        if not self.arguments:
            return int(self.content.offset(0)) + 1
        return self.argument_at
