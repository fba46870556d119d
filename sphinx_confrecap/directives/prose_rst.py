"""Prose in reStructuredText: docutils' own states, without those that do more than text.

Docutils keeps state machines of nested text in a cache that all states share, so these states have
one of their own: a free machine would run the directives that this one refuses.
https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html
"""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from docutils import languages, nodes, statemachine
from docutils.parsers.rst import states
from docutils.statemachine import StringList
from docutils.utils import unescape

if TYPE_CHECKING:
    from sphinx_confrecap.directives.prose import Prose

_KINDS: Final = (
    (re.compile(r"\.\. +(?![ :])([^\s:]+(?::[^\s:]+)*) ?::"), "the directive '{}'"),
    (re.compile(r"\.\. +\[[^\]]*\]"), "a footnote"),
    (re.compile(r"\.\. +_|__ "), "a target"),
    (re.compile(r"\.\. +\|"), "a substitution"),
)
OPENING: Final = re.compile(r"\s*(?:\.\. |__ |\+-)")
"""What may begin a block that is no prose."""


def inline(text: str, prose: Prose) -> list[nodes.Node]:
    """Return the nodes for running text."""
    memo = _memo(prose)
    found, _messages = memo.inliner.parse(text, 1, memo, nodes.paragraph())
    return list(found)


def blocks(text: str, prose: Prose) -> list[nodes.Node]:
    """Return the nodes for paragraphs, lists and so on."""
    holder = nodes.container()
    lines = statemachine.string2lines(text, tab_width=8, convert_whitespace=True)
    items = [(prose.path, prose.line(number) - 1) for number in range(len(lines))]
    machine = states.NestedStateMachine(state_classes=_STATES, initial_state="Body")
    document = prose.document
    before = document.current_source, document.current_line
    try:
        machine.run(StringList(lines, items=items), 0, _memo(prose), holder, match_titles=False)
    finally:
        document.current_source, document.current_line = before
        machine.unlink()
    for message in list(holder.findall(nodes.system_message)):
        message.parent.remove(message)
    return list(holder.children)


def _memo(prose: Prose) -> Any:
    """Return what the states share while they parse one text."""
    reporter = prose.document.reporter
    return SimpleNamespace(
        document=prose.document,
        reporter=reporter,
        language=languages.get_language("en", reporter),
        inliner=_inliner(),
        prose=prose,
        title_styles=[],
        section_level=0,
        section_parents=[],
        section_bubble_up_kludge=False,
    )


# -- blocks ----------------------------------------------------------------------------------------


class _Ours:
    """Mixed into each state: nested text is parsed by our states, and by machines of their own."""

    nested_sm_cache: list[Any] = []  # noqa: RUF012 (shared by our states, as docutils does)

    def __init__(self, machine: Any, debug: bool = False) -> None:  # noqa: FBT001, FBT002 (docutils')
        super().__init__(machine, debug)  # type: ignore[call-arg]  # mixed into states
        kwargs = {"state_classes": _STATES, "initial_state": "Body"}
        self.nested_sm_kwargs = self.indent_sm_kwargs = self.known_indent_sm_kwargs = kwargs


class _Blocks(_Ours):
    """Mixed into the states that begin blocks: there are fewer, and some only show their source."""

    initial_transitions = (
        "bullet",
        "enumerator",
        "line_block",
        "grid_table_top",
        "simple_table_top",
        "explicit_markup",
        "anonymous",
        "line",
        "text",
    )

    state_machine: Any
    parent: nodes.Element
    memo: Any
    isolate_grid_table: Any
    isolate_simple_table: Any

    def explicit_construct(self, match: re.Match[str]) -> tuple[list[nodes.Node], bool]:
        """Show a directive, a comment, a footnote and so on as its source."""
        line = match.string
        kind = next(
            (
                what.format(*found.groups())
                for start, what in _KINDS
                if (found := start.match(line))
            ),
            "a comment",
        )
        return self._shown(kind, match)

    def anonymous_target(self, match: re.Match[str]) -> tuple[list[nodes.Node], bool]:
        """Show an anonymous target as its source."""
        return self._shown("a target", match)

    def _shown(self, what: str, match: re.Match[str]) -> tuple[list[nodes.Node], bool]:
        machine = self.state_machine
        start = machine.line_offset
        *_indented, blank_finish = machine.get_first_known_indented(match.end())
        return [self._source(what, start)], blank_finish

    def _source(self, what: str, start: int) -> nodes.Element:
        """Return what stands from a line of the machine to this one, as its source."""
        machine = self.state_machine
        prose: Prose = self.memo.prose
        line = machine.abs_line_number() - (machine.line_offset - start) - 1
        prose.refuse(what, line, block=True)
        text = "\n".join(machine.input_lines[start : machine.line_offset + 1]).rstrip()
        node = prose.source(text)
        node.source, node.line = prose.path, prose.line(line)
        return node

    def grid_table_top(self, _match: object, _context: Any, next_state: str) -> Any:
        """Show a table as its source."""
        return self._table(self.isolate_grid_table, next_state)

    def simple_table_top(self, _match: object, _context: Any, next_state: str) -> Any:
        """Show a table as its source."""
        return self._table(self.isolate_simple_table, next_state)

    def _table(self, isolate: Any, next_state: str) -> Any:
        start = self.state_machine.line_offset
        lines = self.state_machine.input_lines[start:]
        isolate()
        del lines
        self.parent += self._source("a table", start)
        return [], next_state, []

    def line(self, match: re.Match[str], _context: Any, next_state: str) -> Any:
        """Take a title between two lines; any other line is text."""
        machine = self.state_machine
        below = [str(line).strip() for line in machine.input_lines[machine.line_offset + 1 :][:2]]
        title, under = [*below, "", ""][:2]
        if title and under == match.string.strip():
            machine.next_line(2)
            self.parent += _heading(self, title, machine.abs_line_number() - 1)
            return [], next_state, []
        raise statemachine.TransitionCorrection("text")


class _Paragraph(_Ours):
    """Mixed into the state of a text's second line: a title is a strong paragraph."""

    def underline(self, match: re.Match[str], context: list[str], next_state: str) -> Any:
        """Take a title."""
        title = context[0].strip()
        if len(match.string.strip()) < min(4, len(title)):
            raise statemachine.TransitionCorrection("text")
        self.parent += _heading(self, title, self.state_machine.abs_line_number() - 1)  # type: ignore[attr-defined]
        context.clear()
        return [], next_state, []


def _heading(state: Any, title: str, lineno: int) -> nodes.Element:
    words, _messages = state.inline_text(title, lineno)
    node = nodes.paragraph(f"**{title}**", "", nodes.strong(title, "", *words))
    node.source, node.line = state.state_machine.get_source_and_line(lineno)
    return node


_STATES: Final = (
    *(
        type(state.__name__, (_Blocks, state), {})
        for state in (
            states.Body,
            states.BulletList,
            states.DefinitionList,
            states.EnumeratedList,
            states.LineBlock,
            states.Explicit,
        )
    ),
    type("Text", (_Paragraph, states.Text), {}),
    *(type(state.__name__, (_Ours, state), {}) for state in (states.Definition,)),
)


# -- inline ----------------------------------------------------------------------------------------


class _Inliner(states.Inliner):
    """Running text: what is no prose is shown as its source, and nothing makes a target."""

    memo: Any

    def parse(self, text: str, lineno: int, memo: Any, parent: nodes.Element) -> Any:
        """Parse, and remember which text of the data this is."""
        self.prose: Prose = memo.prose
        return super().parse(text, lineno, memo, parent)

    def _line(self, lineno: int) -> int:
        """Return a line of the text, counted from 0."""
        return max(0, lineno - 1)

    def problematic(self, text: str, _rawsource: str, _message: nodes.Node) -> Any:
        """Return a text that could not be read as it was written; the message has been heard."""
        return nodes.Text(text)

    def _shown(
        self,
        match: re.Match[str],
        lineno: int,
        end: Any,
        kind: Any,
        what: str,
    ) -> Any:
        """Put the source in place of what a start and an end make."""
        inlines: list[Any]
        before, inlines, remaining, messages, _end = self.inline_obj(match, lineno, end, kind)
        if inlines and not isinstance(inlines[0], nodes.Text):
            self.prose.refuse(what, self._line(lineno))
            inlines = [nodes.Text(inlines[0].rawsource)]
        return before, inlines, remaining, messages

    def inline_internal_target(self, match: re.Match[str], lineno: int) -> Any:
        """Show a target as its source."""
        return self._shown(match, lineno, self.patterns.target, nodes.target, "a target")

    def substitution_reference(self, match: re.Match[str], lineno: int) -> Any:
        """Show a substitution as its source."""
        pattern, kind = self.patterns.substitution_ref, nodes.substitution_reference
        return self._shown(match, lineno, pattern, kind, "a substitution")

    def footnote_reference(self, match: re.Match[str], lineno: int) -> Any:
        """Show a footnote as its source."""
        self.prose.refuse("a footnote", self._line(lineno))
        return self.reference(match, lineno)

    def reference(self, match: re.Match[str], _lineno: int, *_: Any) -> Any:
        """Leave the name of a target as it is: data has none."""
        string, end = match.string, match.end("whole")
        return string[:end], [], string[end:], []

    def phrase_ref(self, before: str, after: str, rawsource: str, escaped: str, *_: Any) -> Any:
        """Make a link of a text with an address; any other is shown as its source."""
        found = self.patterns.embedded_link.search(escaped)
        address = "".join(unescape(found[2]).split(" ")) if found else ""
        if not found or (found[2].endswith("_") and not self.patterns.uri.match(found[2])):
            self.prose.refuse("a reference to a target", self._now)
            return before, [nodes.Text(rawsource)], after, []
        words = unescape(escaped[: found.start()]) or address
        return before, [self._link(address, words)], after, []

    def standalone_uri(self, match: re.Match[str], lineno: int) -> Any:
        """Make a link of an address of the web."""
        if (match["scheme"] or "").lower() not in {"http", "https"}:
            raise states.MarkupMismatch
        self._now = self._line(lineno)
        text = unescape(match["whole"])
        return [self._link(text, text)]

    def _link(self, address: str, words: str) -> nodes.Element:
        node = self.prose.reference(address, self._now)
        if node is None:
            return nodes.inline("", words)
        node += nodes.Text(words)
        return node

    def interpreted_or_phrase_ref(self, match: re.Match[str], lineno: int) -> Any:
        """Remember the line, which links are not told."""
        self._now = self._line(lineno)
        return super().interpreted_or_phrase_ref(match, lineno)

    def interpreted(self, rawsource: str, text: str, role: str, lineno: int) -> Any:
        """Take a role of the list; any other is shown as its source."""
        line = self._line(lineno)
        if not role:
            self.prose.refuse("text in single backquotes", line)
            return [nodes.Text(rawsource)], []
        found = self.prose.role(role, rawsource, unescape(text), line)
        return [nodes.Text(rawsource)] if found is None else found, []

    dispatch: Any = {  # noqa: RUF012 (docutils' table, by its names)
        "*": states.Inliner.emphasis,
        "**": states.Inliner.strong,
        "`": interpreted_or_phrase_ref,
        "``": states.Inliner.literal,
        "_`": inline_internal_target,
        "]_": footnote_reference,
        "|": substitution_reference,
        "_": reference,
        "__": reference,
    }


class _Settings:
    """What decides how running text is read, whatever a site has set."""

    pep_references = rfc_references = character_level_inline_markup = False


@cache
def _inliner() -> _Inliner:
    made, plain = _Inliner(), states.Inliner()
    plain.init_customizations(_Settings)
    made.patterns = plain.patterns
    made.implicit_dispatch = [(plain.patterns.uri, made.standalone_uri)]
    return made
