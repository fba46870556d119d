"""Markup in data is prose: what a stranger writes into YAML makes text, and nothing else.

Prose is a closed list: paragraphs, emphasis, strong, inline code, links, line breaks, lists,
definition lists, quotes, code blocks and a few roles. What the two languages have besides is shown
as its source. The parsers, one a language, know this list and no directive, no role and no
extension that a site may have switched on.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from types import SimpleNamespace
from typing import Any, Final, Protocol
from urllib.parse import unquote

from docutils import nodes
from docutils.utils import Reporter
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from sphinx_confrecap.data import links
from sphinx_confrecap.data.problems import Code, Mark, Problems
from sphinx_confrecap.data.yamldoc import Scalar

_MAX_LENGTH: Final = 10_000  # characters: what both parsers do grows faster than what they read

_PLAIN = re.compile(r"(?:[^\W_]|[ ,;!?()]|[.:](?=\s|$))*")

_SAYS_WHICH: Final = ("inv:", "path:", "project:")
"""How a link of MyST may begin; the latter two name what they would name without."""


def _abbreviation(text: str) -> nodes.Element:
    short, _, rest = text.rpartition("(")
    if short and rest.endswith(")"):
        return nodes.abbreviation(text, short.strip(), explanation=rest[:-1])
    return nodes.abbreviation(text, text)


_MAKERS: Final[dict[str, Callable[[str], nodes.Element]]] = {
    "sub": lambda text: nodes.subscript(text, text),
    "sup": lambda text: nodes.superscript(text, text),
    "kbd": lambda text: nodes.literal(text, text, classes=["kbd"]),
    "code": lambda text: nodes.literal(text, text, classes=["code"]),
    "abbr": _abbreviation,
}
_STANDARD: Final = ("doc", "ref", "term")


def is_plain(text: str) -> bool:
    """True if neither markup language has anything to say about ``text``."""
    return _PLAIN.fullmatch(text) is not None and not text[:1].isspace()


class Language(Protocol):
    """A parser of one markup language: a module."""

    OPENING: re.Pattern[str]

    def inline(self, text: str, prose: Prose) -> list[nodes.Node]:
        """Return the nodes for one line of text."""

    def blocks(self, text: str, prose: Prose) -> list[nodes.Node]:
        """Return the nodes for paragraphs, lists and so on."""


def language(markup: str) -> Language:
    """Return the parser of one of `MARKUPS`; Markdown's is not loaded where only reST is used."""
    return import_module(f"sphinx_confrecap.directives.prose_{markup}")


@dataclass
class Prose:
    """One text of the data on its way to nodes.

    Attributes:
        text: What was written, with its place.
        path: The absolute path of the file that has it.
        folder: What links in it start from, relative to the source folder.
        document: The document that will show it.
        link: Makes an empty reference for an address, or notes why there is none.
        problems: Takes what is no prose.
    """

    text: Scalar
    path: str
    folder: str
    document: nodes.document
    link: Callable[[Scalar, Problems], nodes.Element | None]
    problems: Problems
    refused_a_block: bool = False

    def inline(self, language: Language) -> list[nodes.Node]:
        """Return the text as inline nodes; a block that is no prose is told."""
        if "\n" in self.text or language.OPENING.match(self.text):
            trial = replace(self, problems=Problems())
            trial._parsed(language.blocks)  # noqa: SLF001 (of this very class)
            if trial.refused_a_block:
                for problem in trial.problems:
                    self.problems.add(problem, problem.message, problem.code)
                return [nodes.Text(str(self.text))]
        found = self._parsed(language.inline)
        return [nodes.Text(str(self.text))] if found is None else found

    def blocks(self, language: Language) -> list[nodes.Node]:
        """Return the text as block nodes."""
        if is_plain(self.text):
            found: list[nodes.Node] | None = [nodes.paragraph(self.text, str(self.text))]
        else:
            found = self._parsed(language.blocks)
        return [self.source(str(self.text))] if found is None else found

    def _parsed(self, parse: Callable[[str, Prose], list[nodes.Node]]) -> list[nodes.Node] | None:
        """Return what a parser makes of the text; None, which is noted, if that cannot be told."""
        if len(self.text) > _MAX_LENGTH:
            self.note(0, f"the text is longer than {_MAX_LENGTH:,} characters")
            return None
        outer = self.document.reporter
        self.document.reporter = self._reporter()
        try:
            return parse(str(self.text), self)
        except RecursionError:
            self.note(0, "the text is nested too deep")
            return None
        finally:
            self.document.reporter = outer

    # -- what the parsers ask for ----------------------------------------------------------------

    @property
    def env(self) -> BuildEnvironment:
        """Sphinx's environment."""
        env: BuildEnvironment = self.document.settings.env
        return env

    def line(self, line: int) -> int:
        """Return where the file has a line of the text, counted from 0."""
        return self.text.first_line + (line if self.text.block else 0)

    def mark(self, line: int) -> Mark:
        """Return the place of a line of the text, counted from 0."""
        return Mark(self.line(line), 1 if self.text.block else self.text.column)

    def note(self, line: int, sentence: str) -> None:
        """Note a problem on a line of the text, counted from 0; its source is shown."""
        self.problems.add(self.mark(line), f"{sentence}; its source is shown", Code.MARKUP)

    def refuse(self, what: str, line: int, *, block: bool = False) -> None:
        """Note something that is no prose on a line of the text, counted from 0."""
        self.refused_a_block = self.refused_a_block or block
        self.note(line, f"{what} is not prose")

    def source(self, text: str) -> nodes.Element:
        """Return a block that shows its source."""
        return nodes.literal_block(text, text, language="none")

    def reference(self, target: str, line: int) -> nodes.Element | None:
        """Return an empty reference for the destination of a link; None is noted."""
        written = target
        for beginning in _SAYS_WHICH:
            if target.startswith(beginning):
                target = target.removeprefix(beginning)
        mark = self.mark(line)
        if written.startswith("inv:") or target.startswith("#"):
            sentence = f"'{written}' is refused: roles lead to labels and to other projects"
            self.problems.add(mark, sentence, Code.URL)
            return None
        try:
            checked = links.check(target)
            if not checked.external:
                links.check(target := unquote(target))
        except links.LinkError as error:
            self.problems.add(mark, str(error), Code.URL)
            return None
        if checked.external:
            # An address that is its own text keeps its hyphens.
            return nodes.reference("", "", refuri=checked.url, support_smartquotes=False)
        return self.link(Scalar(target, mark.line, mark.column), self.problems)

    def role(self, name: str, source: str, text: str, line: int) -> list[nodes.Node] | None:
        """Return what a role makes of its text; None, which is noted, if it is no prose."""
        if maker := _MAKERS.get(name):
            return [maker(text)]
        function = self._xref(name)
        if function is None:
            self.refuse(f"the role '{name}'", line)
            return None
        where = SimpleNamespace(document=self.document, reporter=self.document.reporter)
        found, _messages = function(name, source, text, line + 1, where, {}, [])
        for top in found:
            for node in top.findall(addnodes.pending_xref):
                self._relative(node)
        return list(found)

    def _xref(self, name: str) -> Any:  # noqa: ANN401 (the type of a role is docutils')
        """Return the function of a role that leads somewhere, whoever else has its name."""
        domain, _, kind = name.rpartition(":")
        if domain == "confrecap":
            return self.env.domains["confrecap"].role(kind)
        if name in _STANDARD:
            return self.env.get_domain("std").role(name)
        if name == "any":
            from sphinx.roles import AnyXRefRole  # noqa: PLC0415 (few texts need it)

            return AnyXRefRole(warn_dangling=True)
        return None

    def _relative(self, node: addnodes.pending_xref) -> None:
        """Let documents be named from the file that has the text."""
        target = node["reftarget"]
        if node["reftype"] in {"doc", "any"} and not target.startswith("/"):
            docname = posixpath.normpath(posixpath.join(self.folder, target))
            if node["reftype"] == "doc" or docname in self.env.found_docs:
                node["reftarget"] = f"/{docname}"

    def _reporter(self) -> Reporter:
        """Return a reporter that notes what docutils says as a problem of ours."""
        made = Reporter(self.path, Reporter.SEVERE_LEVEL + 1, Reporter.SEVERE_LEVEL + 1)
        made.get_source_and_line = self._place
        made.attach_observer(self._heard)
        return made

    def _place(self, line: int | None = None) -> tuple[str, int]:
        return self.path, line or 1

    def _heard(self, message: nodes.system_message) -> None:
        if message["level"] >= Reporter.WARNING_LEVEL:
            line = max(0, message.get("line", 1) - 1)
            words = message.children[0].astext() if message.children else "not readable"
            self.problems.add(self.mark(line), words, Code.MARKUP)

    def locate(self, found: Sequence[nodes.Node], here: tuple[str, int]) -> None:
        """Let text elements say where the data has them; references keep the document's line."""
        for top in found:
            for node in top.findall(nodes.Element):
                if isinstance(node, (nodes.reference, addnodes.pending_xref)):
                    node.line = here[1]
                elif isinstance(node, nodes.TextElement):
                    node.source = self.path
                    node.line = node.line or self.text.first_line
