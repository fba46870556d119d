"""Markup in data is prose: what a stranger writes into YAML makes text, and nothing else.

Prose is a closed list: paragraphs, emphasis, strong, inline code, links, line breaks, lists,
definition lists, quotes, code blocks and a few roles. What the two languages have besides is shown
as its source. The parsers, one a language, know this list and no directive, no role and no
extension that a site may have switched on; they ask a `Prose` about everything that leads out of
the text: links, roles, and what is refused.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import Any, Final, Protocol
from urllib.parse import unquote

from docutils import nodes
from docutils.utils import unescape
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.roles import AnyXRefRole

from sphinx_confrecap.data import links
from sphinx_confrecap.data.problems import Code, Mark, Problems, did_you_mean
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives.place import PlacedDirective, Source
from sphinx_confrecap.doctree.base import confrecap_break
from sphinx_confrecap.site.editions import editions

DEEPEST: Final = 20
"""How many lists and quotes may stand in one another."""

LONGEST: Final = 10_000
"""How many characters a markup field may have: the parsers' time grows with their square."""

MOST: Final = 50
"""How many things may be wrong in a markup field: each costs a search of the whole."""

MOST_BRACKETS: Final = 500
"""How many brackets of a markup field may begin no link: each costs as much."""

_PLAIN = re.compile(r"(?:[^\W_]++|[ ,;!?()]++|[.:](?=\s|$))*+")

_ALLOWED: Final = frozenset({
    nodes.paragraph, nodes.emphasis, nodes.strong, nodes.literal, nodes.inline,
    nodes.line_block, nodes.line, nodes.bullet_list, nodes.enumerated_list, nodes.list_item,
    nodes.definition_list, nodes.definition_list_item, nodes.term, nodes.classifier,
    nodes.definition, nodes.block_quote, nodes.attribution, nodes.literal_block,
    nodes.subscript, nodes.superscript, nodes.abbreviation,
    addnodes.pending_xref, addnodes.download_reference, nodes.reference, confrecap_break,
})  # fmt: skip

# Letters of any script may follow; an ASCII one before it would make it a part of a word.
_BARE = r"(?i)(?<![A-Za-z0-9_/.@:+-])https?://[\w\-.~:/?#\[\]@!$&'()*+,;=%]+"
_NUMBERED = re.compile(r"\(?\w+[.)](?:\s|$)")
"""What may begin a list, though the text is plain otherwise."""

_CLOSERS = {")": "(", "]": "["}
_ABBREVIATION = r"(?s)\((.+)\)\s*$"


def is_plain(text: str) -> bool:
    """True if neither markup language has anything to say about a line of ``text``."""
    return _PLAIN.fullmatch(text) is not None and not text[:1].isspace()


def is_paragraph(text: str) -> bool:
    """True if ``text`` is one line that is plain, and begins no list."""
    return is_plain(text) and not _NUMBERED.match(text)


def _bare(text: str) -> Iterator[tuple[int, int]]:
    """Yield where bare addresses begin and end, without the punctuation of the sentence."""
    for found in re.finditer(_BARE, text):
        address = found[0]
        end = len(address)
        surplus = {
            closer: address.count(closer) - address.count(opener)
            for closer, opener in _CLOSERS.items()
        }
        while end:
            last = address[end - 1]
            if last in _CLOSERS and surplus[last] > 0:
                surplus[last] -= 1
            elif last not in ".,:;!?*_~'":
                break
            end -= 1
        if end > address.find("//") + 2:
            yield found.start(), found.start() + end


class TooMuchError(Exception):
    """A text has more that only looks like markup than is worth reading."""


class Language(Protocol):
    """A parser of one markup language: a module."""

    OPENING: re.Pattern[str]
    """What may begin a block that is no prose."""

    def inline(self, text: str, prose: Prose) -> list[nodes.Node]:
        """Return the nodes for running text."""

    def blocks(self, text: str, prose: Prose) -> list[nodes.Node]:
        """Return the nodes for paragraphs, lists and so on."""


def language(markup: str) -> Language:
    """Return the parser of ``markdown`` or ``rst``; either is loaded where it is used only."""
    return import_module(f"{__package__}.prose_{markup}")


class Prose:
    """One text of the data on its way to nodes; lines of it are counted from 1."""

    def __init__(self, text: Scalar, directive: PlacedDirective, source: Source) -> None:
        """``directive`` shows the text, which stands in ``source``."""
        self.text, self.directive, self.source = text, directive, source
        self.problems = Problems()
        self.env = directive.env
        self.mistakes = self.brackets = self.facts = 0
        self.refused_a_block = False

    def inline(self, parser: Language) -> list[nodes.Node]:
        """Return the text as running text; it is shown as written if it holds a refused block."""
        if "\n" in self.text or parser.OPENING.match(self.text):
            trial = Prose(self.text, self.directive, self.source)
            trial._parsed(parser.blocks)
            if trial.refused_a_block:
                self.problems.take(trial.problems)
                return self._finished([nodes.Text(str(self.text))])
        found = self._parsed(parser.inline)
        return self._finished([nodes.Text(str(self.text))] if found is None else found)

    def blocks(self, parser: Language) -> list[nodes.Node]:
        """Return the text as blocks."""
        found = self._parsed(parser.blocks)
        return self._finished([self.code(str(self.text), 1)] if found is None else found)

    def _parsed(self, parse: Callable[[str, Prose], list[nodes.Node]]) -> list[nodes.Node] | None:
        """Return what a parser makes of the text; None, which is noted, if that cannot be told."""
        if len(self.text) > LONGEST:
            sentence = f"the text is longer than {LONGEST:,} characters"
        else:
            try:
                return parse(str(self.text), self)
            except TooMuchError:
                sentence = "too much of the text only looks like markup"
            except RecursionError:
                sentence = "the text is nested too deep"
            except Exception as error:  # noqa: BLE001 (others' parsers, on what strangers wrote)
                sentence = f"the text is not readable ({type(error).__name__})"
        self.problems.add(self.mark(1), f"{sentence}; its source is shown", Code.MARKUP)
        return None

    # -- what is not prose ---------------------------------------------------------------------

    def at_line(self, line: int) -> int:
        """Return where the file has a line of the text; that of a quoted text is not known."""
        return self.text.first_line + (line - 1 if self.text.block else 0)

    def mark(self, line: int) -> Mark:
        """Return the place of a line of the text."""
        column = 1 if self.text.block else self.text.column
        return Mark(self.at_line(line), column, self.text.file)

    def note(self, sentence: str, line: int) -> None:
        """Note what is not as it was meant."""
        self.mistakes += 1
        if self.mistakes > MOST:
            raise TooMuchError
        self.problems.add(self.mark(line), sentence, Code.MARKUP)

    def refused(self, what: str, written: str, line: int, hint: str = "") -> nodes.Text:
        """Return the source of what is refused in running text."""
        self.note(f"{what} is not prose; its source is shown{hint}", line)
        return nodes.Text(written)

    def refused_block(self, what: str, written: str, line: int) -> nodes.Element:
        """Return the source of what is refused as a block."""
        self.refused_a_block = True
        self.note(f"{what} is not prose; its source is shown", line)
        return self.code(written, line)

    def no_link(self) -> None:
        """Count a bracket that begins no link."""
        self.brackets += 1
        if self.brackets > MOST_BRACKETS:
            raise TooMuchError

    def too_deep(self, line: int) -> None:
        """Note that what stands deeper is a text."""
        self.note(f"lists and quotes deeper than {DEEPEST} are shown as their source", line)

    # -- what is ---------------------------------------------------------------------------------

    @staticmethod
    def code(text: str, line: int, language: str = "none") -> nodes.literal_block:
        """Return a block of code; one that its language does not read is shown all the same."""
        node = nodes.literal_block(text, text, language=language, force=True)
        node.line = line
        return node

    def words(self, text: str, line: int) -> list[nodes.Node]:
        """Return a text in which bare addresses are links."""
        if "://" not in text:
            return [nodes.Text(text)]
        found: list[nodes.Node] = []
        done = 0
        for start, end in _bare(text):
            if start > done:
                found.append(nodes.Text(text[done:start]))
            found += self.link(text[start:end], [nodes.Text(text[start:end])], line)
            done = end
        return [*found, nodes.Text(text[done:])] if done < len(text) else found

    def link(self, url: str, children: Sequence[nodes.Node], line: int) -> list[nodes.Node]:
        """Return ``children`` as a link; alone, and a problem, if it may not lead there.

        MyST's ``path:`` and ``project:`` are what they name; its ``inv:`` and ``#label`` are
        roles here.
        """
        mark = self.mark(line)
        shown = list(children) or [nodes.Text(url)]
        scheme, colon, rest = url.partition(":")
        kind = scheme.strip().lower() if colon else ""
        if kind == "inv" or (rest if kind == "project" else url).strip()[:1] in ("#", "?"):
            sentence = f"'{url}' is refused: roles lead to labels and to other projects"
            self.problems.add(mark, sentence, Code.URL)
            return shown
        written = rest if kind in ("path", "project") else url
        try:
            target = links.check(written)
            if not target.external:
                written = _decoded(target)
                target = links.check(written)
        except links.LinkError as error:
            self.problems.add(mark, str(error), Code.URL)
            return shown
        if target.external:
            # An address that is its own text keeps its hyphens.
            return [nodes.reference("", "", *shown, refuri=target.url, support_smartquotes=False)]
        at = Scalar.at(mark, written)
        made = self.directive.local_link(target, at, self.source, self.problems)
        if made is None:
            return shown
        if not children and isinstance(made, addnodes.pending_xref) and not target.fragment:
            made.attributes.update(refdomain="std", reftype="doc", refexplicit=False)
            made["reftarget"] = f"/{made['reftarget']}"
        made += nodes.inline("", "", *shown)
        return [made]

    def role(self, name: str, written: str, text: str, line: int) -> list[nodes.Node]:
        """Return what a role of the allow-list makes of ``text``; any other is refused."""
        name = name.lower()
        if name in _MAKERS:
            return [_MAKERS[name](written, unescape(text))]
        reference = _REFERENCES.get(name)
        domain, _colon, ours = name.partition(":")
        if name == "confrecap:fact":
            return self._fact(text, line)
        if domain == "confrecap":
            reference = self.env.get_domain(domain).roles.get(ours)
        if reference is None:
            known = [*_MAKERS, *_REFERENCES]
            known += [f"confrecap:{kind}" for kind in self.env.get_domain("confrecap").roles]
            return [self.refused(f"the role '{name}'", written, line, did_you_mean(name, known))]
        full = name if domain == "confrecap" or name == "any" else f"std:{name}"
        found, _messages = reference(full, written, text, line, self._inliner(), {}, [])
        for node in found:
            if isinstance(node, addnodes.pending_xref):
                self._lead(name, node)
        return list(found)

    def _fact(self, written: str, line: int) -> list[nodes.Node]:
        """Return a fact of the edition that the text itself is of."""
        from sphinx_confrecap.site.facts import Asked  # noqa: PLC0415 (loads calendars and money)

        env, place = self.env, self.directive.place

        def say(message: str, code: Code) -> None:
            self.problems.add(self.mark(line), message, code)

        edition = editions(env.config).of_file(self.source.file, env.docname)
        found = Asked(env, edition, place, say).shown(written)
        self.facts += sum(len(node.astext()) for node in found)
        if self.facts > LONGEST:
            sentence = f"the facts of the text are longer than {LONGEST:,} characters"
            self.note(f"{sentence}; the rest is shown as its source", line)
            return [nodes.Text(written)]
        return found

    def _lead(self, name: str, node: addnodes.pending_xref) -> None:
        """Let the name of a document be relative to the data."""
        target = node["reftarget"]
        if name == "doc" or (name == "any" and not target.startswith("/")):
            path = posixpath.normpath(posixpath.join("/", self.source.folder, target))
            if name == "doc" or path[1:] in self.env.found_docs:
                node["reftarget"] = path

    def _inliner(self) -> SimpleNamespace:
        """Return as much of a parser as a role may see: the environment, and where it stands."""
        here = self.directive.get_source_info()
        return SimpleNamespace(
            document=SimpleNamespace(settings=SimpleNamespace(env=self.env)),
            reporter=SimpleNamespace(get_source_and_line=lambda _line=None: here),
        )

    # -- at the end --------------------------------------------------------------------------------

    def _finished(self, found: Sequence[nodes.Node]) -> list[nodes.Node]:
        """Return the nodes with their places, and nothing that is not prose.

        Texts say where the data has them; references keep the document's line.
        """
        holder = nodes.Element("", *found)
        path, here = self.source.path, self.directive.get_source_info()
        for node in list(holder.findall(include_self=False, descend=True)):
            if isinstance(node, nodes.system_message):
                # A block that could not be read is in its message only.
                unread = [part for part in node.children if isinstance(part, nodes.literal_block)]
                node.parent.replace(node, unread)
            elif isinstance(node, nodes.Element) and type(node) not in _ALLOWED:
                _as_text(node)
            elif isinstance(node, (nodes.reference, addnodes.pending_xref)):
                node.source, node.line = here
            elif isinstance(node, nodes.TextElement):
                if isinstance(node, nodes.literal_block):
                    node.setdefault("language", "none")
                node.source, node.line = path, self.at_line(node.line or 1)
        return holder.children


def _decoded(target: links.Link) -> str:
    """Return a link to a file with the name as it is spelt on the disk."""
    return unquote(target.path) + target.url[len(target.path) :]


def _as_text(node: nodes.Element) -> None:
    """Put the source in the place of a node that is not prose."""
    words: nodes.Node = nodes.Text(node.rawsource or node.astext())
    if not isinstance(node.parent, nodes.TextElement):
        words = nodes.paragraph(node.rawsource, "", words)
    node.parent.replace(node, words)


def _abbreviation(written: str, text: str) -> nodes.Element:
    found = re.search(_ABBREVIATION, text)
    if found is None:
        return nodes.abbreviation(written, text)
    return nodes.abbreviation(written, text[: found.start()].strip(), explanation=found[1])


_MAKERS: Final[dict[str, Callable[[str, str], nodes.Element]]] = {
    "sub": nodes.subscript,
    "sup": nodes.superscript,
    "kbd": lambda written, text: nodes.literal(written, text, classes=["kbd"]),
    "abbr": _abbreviation,
    "code": lambda written, text: nodes.literal(written, text, classes=["code"]),
}
_REFERENCES: Final[dict[str, Any]] = {
    # Of the class: a site may have replaced those of its domain.
    **{name: StandardDomain.roles[name] for name in ("doc", "ref", "term")},
    "any": AnyXRefRole(warn_dangling=True),
}
