"""Prose in reStructuredText: docutils' parser with states and an inliner of our own.

Only the states that prose needs are there, so that nothing else can be reached, and nested parsers
are kept apart from the shared ones of docutils, which would read everything.
"""

from __future__ import annotations

import re
from functools import cache
from types import SimpleNamespace
from typing import Any, ClassVar, Final

from docutils import frontend, nodes, statemachine, utils
from docutils.parsers.rst import Parser, states
from docutils.utils import unescape

from sphinx_confrecap.directives.prose import DEEPEST, Prose

_LONGEST_NUMBER = 9  # digits, as in Markdown

OPENING: Final = re.compile(r"\s*(?:\.\. |__ |\+-)")

_KINDS: Final = (
    ("a target", re.compile(r"\.\. _|__(\s|$)")),
    ("a substitution", re.compile(r"\.\. \|")),
    ("a footnote", re.compile(r"\.\. \[[^\]]+\]")),
    ("the directive '{}'", re.compile(r"\.\. +([\w\-.+:]+?) ?::(?:\s|$)")),
)


def _kind(line: str) -> str:
    """Return what the first line of an explicit markup block begins."""
    for what, pattern in _KINDS:
        if found := pattern.match(line):
            return what.format(*found.groups())
    return "a comment"


class _Inliner(states.Inliner):
    """Reads what stands in a sentence, of which links, roles and refusals go to the prose."""

    prose: Prose

    def __init__(self, settings: Any) -> None:
        super().__init__()
        plain = states.Inliner()  # makes its patterns of what stands in its very class
        plain.init_customizations(settings)
        self.patterns: Any = plain.patterns
        self.line = 1

    def init_customizations(self, settings: Any) -> None:
        """Leave the patterns as they were made."""

    def problematic(self, text: str, rawsource: str, message: nodes.system_message) -> Any:
        """Return what cannot be read as a text; it was told already."""
        return nodes.Text(rawsource)

    def implicit_inline(self, text: str, lineno: int) -> list[Any]:
        """Return a text in which bare addresses are links."""
        return list(self.prose.words(text, lineno)) if text else []

    def interpreted(self, rawsource: str, text: str, role: str, lineno: int) -> Any:
        """Return what a role makes of its text."""
        if not role:
            return [self.prose.refused("text in single backquotes", rawsource, lineno)], []
        return self.prose.role(role, rawsource, text, lineno), []

    def phrase_ref(
        self, before: str, after: str, rawsource: str, escaped: str, text: str | None = None
    ) -> Any:
        """Return a link with an address of its own; it is no target for others."""
        line = self.line
        found = self.patterns.embedded_link.search(escaped)
        address = unescape(found[2]) if found else ""
        if found is None or (address.endswith("_") and not self.patterns.uri.match(found[2])):
            return before, [self._named(rawsource, line)], after, []
        address = self.adjust_uri("".join(address.split()))
        words = escaped[: found.start()]
        children = [nodes.Text(words)] if words else []
        return before, self.prose.link(address, children, line), after, []

    def _named(self, rawsource: str, line: int) -> nodes.Text:
        return self.prose.refused("a reference to a target", rawsource, line)

    def parse(self, text: str, lineno: int, memo: Any, parent: Any) -> Any:
        """Read a text, and remember its line."""
        self.line = lineno
        return super().parse(text, lineno, memo, parent)

    def link_by_name(self, match: re.Match[str], _lineno: int) -> Any:
        """Leave ``name_`` as it is: data has no targets."""
        return match.string[: match.end("whole")], [], match.string[match.end("whole") :], []

    def footnote_mark(self, match: re.Match[str], lineno: int) -> Any:
        """Refuse ``[1]_``."""
        written = unescape(match["whole"], True)
        return self._whole(match, self.prose.refused("a footnote", written, lineno))

    @staticmethod
    def _whole(match: re.Match[str], node: nodes.Node) -> Any:
        return match.string[: match.start("whole")], [node], match.string[match.end("whole") :], []

    def target(self, match: re.Match[str], lineno: int) -> Any:
        """Refuse ``_`target` ``."""
        return self._refuse(match, lineno, self.patterns.target, nodes.target, "a target")

    def substitution(self, match: re.Match[str], lineno: int) -> Any:
        """Refuse ``|name|``."""
        pattern, kind = self.patterns.substitution_ref, nodes.substitution_reference
        return self._refuse(match, lineno, pattern, kind, "a substitution")

    def _refuse(self, match: re.Match[str], lineno: int, pattern: Any, kind: Any, what: str) -> Any:
        before, inlines, rest, messages, _end = self.inline_obj(match, lineno, pattern, kind)
        shown = [
            self.prose.refused(what, node.rawsource, lineno) if isinstance(node, kind) else node
            for node in inlines
        ]
        return before, shown, rest, messages

    dispatch: Any = {  # noqa: RUF012 (docutils' table, by its names)
        "*": states.Inliner.emphasis,
        "**": states.Inliner.strong,
        "`": states.Inliner.interpreted_or_phrase_ref,
        "``": states.Inliner.literal,
        "_`": target,
        "]_": footnote_mark,
        "|": substitution,
        "_": link_by_name,
        "__": link_by_name,
    }


class _Nested:
    """What all our states share: their nested parsers know nothing but them."""

    nested_sm_cache: ClassVar[list[Any]] = []
    nested_sm_kwargs: Any
    indent_sm_kwargs: Any
    known_indent_sm_kwargs: Any

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)  # type: ignore[call-arg]  # mixed into states
        self.nested_sm_kwargs = {"state_classes": STATES, "initial_state": "Body"}
        self.indent_sm_kwargs = self.known_indent_sm_kwargs = self.nested_sm_kwargs

    def nested_parse(  # noqa: PLR0913 (docutils')
        self: Any,
        block: Any,
        input_offset: int,
        node: Any = None,
        match_titles: bool = False,
        state_machine_class: Any = None,
        state_machine_kwargs: Any = None,
    ) -> int:
        """Read a block that stands in another; one that stands too deep is a text."""
        depth = getattr(self.memo, "depth", 0)
        if depth >= DEEPEST:
            text = "\n".join(block).strip()
            self.memo.inliner.prose.too_deep(input_offset + 1)
            paragraph = nodes.paragraph(text, text)
            paragraph.line = input_offset + 1
            node += paragraph
            return input_offset + len(block)
        kept = state_machine_kwargs is None
        machine = self.nested_sm_cache.pop() if kept and self.nested_sm_cache else None
        if machine is None:
            machine = states.NestedStateMachine(**(state_machine_kwargs or self.nested_sm_kwargs))
        self.memo.depth = depth + 1
        try:
            machine.run(block, input_offset, self.memo, node, True)
        finally:
            self.memo.depth = depth
        end: int = machine.abs_line_offset()
        if kept:
            self.nested_sm_cache.append(machine)
        return end

    def section(
        self: Any, title: str, _source: str, _style: Any, lineno: int, _messages: Any
    ) -> None:
        """Make a heading a strong paragraph, also for translators."""
        words, _said = self.inline_text(title, lineno)
        paragraph = nodes.paragraph(f"**{title}**", "", nodes.strong(title, "", *words))
        paragraph.line = lineno
        self.parent += paragraph

    def nest_line_block_lines(self, block: nodes.line_block) -> None:
        """Leave the lines beside each other, however they are indented."""

    def parse_enumerator(self: Any, match: re.Match[str], expected_sequence: Any = None) -> Any:
        """Return what numbers an item; a number without end is none."""
        if len(match[0].strip()) > _LONGEST_NUMBER + 2:
            return "period", "arabic", match[0], None
        found: Any = super().parse_enumerator(match, expected_sequence)  # type: ignore[misc]  # mixed into states
        return found


class _Body(_Nested, states.Body):
    """The beginning of a block, without what is not prose."""

    state_machine: Any
    parent: Any
    memo: Any

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

    def _refuse(self, what: str, lines: Any, line: int) -> None:
        written = "\n".join(lines).rstrip()
        self.parent += self.memo.inliner.prose.refused_block(what, written, line)

    def explicit_markup(self, match: Any, context: Any, next_state: Any) -> Any:
        """Refuse all that two dots begin."""
        machine = self.state_machine
        line, first = machine.abs_line_number(), match.string
        if first.strip() == ".." and machine.is_next_line_blank():
            lines = [first]
        else:
            lines, *_rest = machine.get_first_known_indented(0, strip_indent=False)
        self._refuse(_kind(first), lines, line)
        return [], next_state, []

    anonymous = explicit_markup

    def grid_table_top(self, match: Any, context: Any, next_state: Any) -> Any:
        """Refuse a table: all lines up to a blank one."""
        lines = self.state_machine.input_lines
        start = end = self.state_machine.line_offset
        while end + 1 < len(lines) and lines[end + 1].strip():
            end += 1
        return self._table(start, end, next_state)

    def simple_table_top(self, match: Any, context: Any, next_state: Any) -> Any:
        """Refuse a table: up to a border below which nothing stands, else to a blank line."""
        lines = self.state_machine.input_lines
        start = self.state_machine.line_offset
        blank = borders = 0
        for end in range(start + 1, len(lines)):
            is_last = end + 1 == len(lines) or not lines[end + 1].strip()
            if self.simple_table_border_pat.match(lines[end]):
                borders += 1
                if borders == 2 or is_last:
                    return self._table(start, end, next_state)
            elif is_last and not blank:
                blank = end
        return self._table(start, blank or start, next_state)

    def _table(self, start: int, end: int, next_state: Any) -> Any:
        line = self.state_machine.abs_line_number()
        lines = self.state_machine.input_lines[start : end + 1]
        self.state_machine.next_line(end - start)
        self._refuse("a table", lines, line)
        return [], next_state, []


# fmt: off
_PLAIN = (
    states.BulletList, states.DefinitionList, states.EnumeratedList, states.LineBlock,
    states.Text, states.Definition, states.Line,
)
# fmt: on
STATES: Final = tuple(  # looked up by the names of docutils' own
    type(base.__name__, (mixed_in, base), {})
    for mixed_in, base in ((_Body, states.Body), *((_Nested, base) for base in _PLAIN))
)


# -- one parser a process ------------------------------------------------------------------------


@cache
def _settings() -> Any:
    """Return the settings of docutils, whatever a site's own are."""
    return frontend.get_default_settings(Parser)


@cache
def _machine() -> states.RSTStateMachine:
    return states.RSTStateMachine(state_classes=STATES, initial_state="Body")


@cache
def _inliner() -> _Inliner:
    return _Inliner(_settings())


class _Reporter(utils.Reporter):
    """Hands the parser's messages to the prose."""

    def __init__(self, path: str, prose: Prose) -> None:
        super().__init__(path, report_level=5, halt_level=6, stream="")
        self.prose = prose
        self.attach_observer(self._hear)
        # Else docutils would keep the function of the first parser that it met.
        self.get_source_and_line = self._place

    def _place(self, line: int | None = None) -> tuple[str, int | None]:
        return self.source, line

    def _hear(self, message: nodes.system_message) -> None:
        if message["level"] >= self.WARNING_LEVEL:
            said = message.children[0].astext().partition("\n")[0]
            self.prose.note(said, message.get("line") or 1)


def _document(prose: Prose) -> nodes.document:
    path = prose.source.path
    return nodes.document(_settings(), _Reporter(path, prose), source=path)


def inline(text: str, prose: Prose) -> list[nodes.Node]:
    """Return the nodes of a text without blocks."""
    document, inliner = _document(prose), _inliner()
    inliner.prose = prose
    memo = SimpleNamespace(document=document, reporter=document.reporter, language=None)
    found, _messages = inliner.parse(text, 1, memo, document)
    return list(found)


def blocks(text: str, prose: Prose) -> list[nodes.Node]:
    """Return the nodes of a text."""
    document, inliner = _document(prose), _inliner()
    inliner.prose = prose
    lines = statemachine.string2lines(text, 8, convert_whitespace=True)
    given = statemachine.StringList(lines, source=document["source"])
    _machine().run(given, document, inliner=inliner)
    return document.children
