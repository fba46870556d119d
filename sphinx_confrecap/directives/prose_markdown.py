"""Prose in Markdown: CommonMark and definition lists, with the roles of MyST.

The parser is our own, not the page's: what a site switches on in MyST changes nothing here, and a
page in reStructuredText reads the same. What MyST would read besides is found, to be refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, TypeVar, cast

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # it has no types
from pygments.util import ClassNotFound  # type: ignore[import-untyped]  # as above
from sphinx.highlighting import lexer_classes

from sphinx_confrecap.directives.prose import DEEPEST, Prose
from sphinx_confrecap.doctree.base import confrecap_break

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]

_FEATURES: Final = (
    # What ends a text
    "normalize", "block", "inline", "text_join",
    "code", "fence", "blockquote", "list", "reference", "heading", "lheading", "paragraph",
    "text", "newline", "escape", "backticks", "emphasis", "link", "autolink", "entity",
    "balance_pairs", "fragments_join",
    # What is found, to be refused
    "table", "html_block", "image", "html_inline",
)  # fmt: skip
_ENDS: Final[Any] = {"alt": ["paragraph", "reference", "blockquote", "list"]}
_COLONS = re.compile(r"(:{3,})\s*\{")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_ROLE = re.compile(r"\{([a-zA-Z0-9_\-+:]+)\}(`+)")


_LONGEST_CODE: Final = 2_000
"""How many characters of code are coloured: the time of some lexers grows with their square."""

_NAME = r"(?:[`~:]+\s*\{|</?)\s*([A-Za-z][^\s}/>]*)"

OPENING: Final = re.compile(r"\s*(?:~~~|:::|<|%|\[\^)")


def _name(source: str) -> str:
    """Return what a directive or HTML is called in a sentence."""
    found = re.match(_NAME, source.strip())
    if source.lstrip().startswith("<"):
        return f"the HTML tag '{found[1].lower()}'" if found else "an HTML comment"
    return f"the directive '{found[1]}'" if found else "a directive"


# -- the parser ----------------------------------------------------------------------------------


def _refusing_block(rule: BlockRule, what: str = "", *, when: str = "") -> BlockRule:
    """Return a rule that finds what ``rule`` does, and makes its source a token.

    ``when`` is what the info of a fence begins with.
    """

    def refused(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        count = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        if silent or (when and not state.tokens[-1].info.strip().startswith(when)):
            return True
        del state.tokens[count:]
        _push_refused(state, start, what)
        return True

    return refused


def _push_refused(state: StateBlock, start: int, what: str = "") -> None:
    token = state.push("refused_block", "", 0)
    token.content = state.getLines(start, state.line, state.blkIndent, False).rstrip("\n")
    token.map, token.info = [start, state.line], what or _name(token.content)


def _bounded(rule: BlockRule) -> BlockRule:
    """Return a rule that reads nothing deeper than is sensible: there it is a text."""

    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.level < 2 * DEEPEST:
            return rule(state, start, end, silent)
        if not silent and state.src[state.bMarks[start] + state.tShift[start]] in "->+*:~":
            state.env["prose"].too_deep(start + 1)
        return False

    return bounded


def _counted(rule: InlineRule) -> InlineRule:
    """Return a rule for links that is not asked without end."""

    def counted(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != "[":
            return False
        found = rule(state, silent)
        if not found:
            state.env["prose"].no_link()
        return found

    return counted


def _refusing_inline(rule: InlineRule, what: str = "") -> InlineRule:
    """Return a rule that finds what ``rule`` does, and makes its source a token."""

    def refused(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not rule(state, True):
            return False
        if not silent:
            token = state.push("refused", "", 0)
            token.content = state.src[start : state.pos]
            token.info = what or _name(token.content)
        return True

    return refused


def _starts(state: StateBlock, line: int) -> int:
    """Return where a line begins; -1 for one that is indented code."""
    if state.is_code_block(line):
        return -1
    return state.bMarks[line] + state.tShift[line]


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Find the comments of MyST: lines that begin with a percent sign."""
    line = start
    while line < end and (at := _starts(state, line)) >= 0 and state.src.startswith("%", at):
        line += 1
        if silent:
            return True
    if line == start:
        return False
    state.line = line
    _push_refused(state, start, "a comment")
    return True


def _colon_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Find a directive between colons."""
    at = _starts(state, start)
    opening = _COLONS.match(state.src, at) if at >= 0 else None
    if opening is None:
        return False
    if silent:
        return True
    line = start + 1
    while line < end:
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            break
        at = state.bMarks[line] + state.tShift[line]
        written = state.src[at : state.eMarks[line]].strip()
        line += 1
        if len(written) >= len(opening[1]) and not written.strip(":"):
            break
    state.line = line
    _push_refused(state, start)
    return True


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Find a footnote: its paragraph, and what is indented below."""
    at = _starts(state, start)
    opening = _FOOTNOTE.match(state.src, at) if at >= 0 else None
    if opening is None or not state.src.startswith(":", opening.end()):
        return False
    if silent:
        return True
    line = start + 1
    while line < end and not state.isEmpty(line):
        line += 1
    below = line
    while below < end and (state.isEmpty(below) or state.sCount[below] >= state.blkIndent + 4):
        below += 1
        if not state.isEmpty(below - 1):
            line = below
    state.line = line
    _push_refused(state, start, "a footnote")
    return True


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    found = _FOOTNOTE.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        token = state.push("refused", "", 0)
        token.content, token.info = found[0], "a footnote"
    state.pos = found.end()
    return True


def _role(state: StateInline, silent: bool) -> bool:
    opening = _ROLE.match(state.src, state.pos)
    if opening is None:
        return False
    end = state.src.find(opening[2], opening.end() + 1, state.posMax)
    if end < 0:
        return False
    whole = end + len(opening[2])
    if not silent:
        token = state.push("role", "", 0)
        token.content = state.src[state.pos : whole]
        token.meta = {"name": opening[1], "text": state.src[opening.end() : end]}
    state.pos = whole
    return True


R = TypeVar("R", BlockRule, InlineRule)


def _rule(chain: Ruler[R], name: str) -> R:
    """Return a rule of a parser by its name."""
    return next(rule.fn for rule in chain.__rules__ if rule.name == name)


def _replace(chain: Ruler[R], name: str, rule: R) -> None:
    alt = next(known.alt for known in chain.__rules__ if known.name == name)
    chain.at(name, rule, {"alt": alt})


@cache
def _parser() -> MarkdownIt:
    """Return the parser, made once a process."""
    # Deep enough for all that `_bounded` lets through: below it the library drops what it reads.
    parser = MarkdownIt("zero", {"html": True, "maxNesting": 2 * DEEPEST + 10})
    deflist_plugin(parser)
    parser.enable([*_FEATURES, "deflist"])
    # Which addresses are fine, and how they are written, is decided where links are made.
    for name, taken in (
        ("validateLink", lambda _url: True),
        ("normalizeLink", str),
        ("normalizeLinkText", str),
    ):
        setattr(parser, name, taken)
    blocks, inlines = parser.block.ruler, parser.inline.ruler
    for name in ("blockquote", "list", "deflist"):
        _replace(blocks, name, _bounded(_rule(blocks, name)))
    _replace(blocks, "table", _refusing_block(_rule(blocks, "table"), "a table"))
    _replace(blocks, "html_block", _refusing_block(_rule(blocks, "html_block")))
    _replace(blocks, "fence", _refusing_block(_rule(blocks, "fence"), when="{"))
    blocks.before("fence", "colon_fence", _colon_fence, _ENDS)
    blocks.before("blockquote", "comment", _comment, _ENDS)
    blocks.before("reference", "footnote", _footnote, _ENDS)
    _replace(inlines, "link", _counted(_rule(inlines, "link")))
    _replace(inlines, "image", _refusing_inline(_rule(inlines, "image"), "an image"))
    _replace(inlines, "html_inline", _refusing_inline(_rule(inlines, "html_inline")))
    inlines.before("link", "footnote_mark", _footnote_mark)
    inlines.before("backticks", "role", _role)
    return parser


def inline(text: str, prose: Prose) -> list[nodes.Node]:
    """Return the nodes of a text without blocks."""
    (token,) = _parser().parseInline(text, {"prose": prose})
    return _Sentence(prose, 1).built(token.children or ())


def blocks(text: str, prose: Prose) -> list[nodes.Node]:
    """Return the nodes of a text."""
    return _Blocks(prose).built(_parser().parse(text, {"prose": prose}))


# -- from tokens to nodes ------------------------------------------------------------------------

_MARKS: Final = {"em": nodes.emphasis, "strong": nodes.strong}


class _Sentence:
    """Builds the nodes of inline tokens; marks too deep in one another are left out."""

    def __init__(self, prose: Prose, line: int) -> None:
        self.prose, self.line = prose, line
        self.open: list[tuple[nodes.Element | str, list[nodes.Node]]] = [("", [])]
        self.is_linked = False

    def built(self, tokens: Sequence[Token]) -> list[nodes.Node]:
        """Return the nodes of tokens."""
        for token in tokens:
            kind, _, way = token.type.rpartition("_")
            if way == "open" and kind in _MARKS:
                self.open.append((_MARKS[kind](), []))
            elif way == "open" and kind == "link":
                self.is_linked = True
                self.open.append((str(token.attrGet("href") or ""), []))
            elif way == "close" and len(self.open) > 1:
                made = self._closed(*self.open.pop())
                self.open[-1][1].extend(made)
            else:
                self.open[-1][1].extend(self._leaf(token))
            self.line += token.type.endswith("break") + token.content.count("\n")
        return self.open[0][1]

    def _closed(
        self, opened: nodes.Element | str, children: list[nodes.Node]
    ) -> Sequence[nodes.Node]:
        if isinstance(opened, str):
            self.is_linked = False
            return self.prose.link(opened, children, self.line)
        if len(self.open) > DEEPEST:
            return children
        opened += children
        return [opened]

    def _leaf(self, token: Token) -> Sequence[nodes.Node]:
        text, line = token.content, self.line
        if token.type == "text" and not self.is_linked:
            return self.prose.words(text, line)
        if token.type == "role":
            inside = token.meta["text"].replace("\n", " ")
            return self.prose.role(token.meta["name"], text, inside, line)
        if token.type == "refused":
            return [self.prose.refused(token.info, text, line)]
        if token.type == "code_inline":
            return [nodes.literal(text, text)]
        if token.type == "hardbreak":
            return [confrecap_break()]
        return [nodes.Text("\n" if token.type == "softbreak" else text)]


def _enumerated(token: Token) -> nodes.Element:
    node = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=token.markup)
    start = token.attrGet("start")
    if start not in (None, 1):
        node["start"] = start
    return node


_HOLDERS: Final[dict[str, Callable[[Token], nodes.Element]]] = {
    "blockquote": lambda _token: nodes.block_quote(),
    "bullet_list": lambda token: nodes.bullet_list(bullet=token.markup),
    "ordered_list": _enumerated,
    "list_item": lambda _token: nodes.list_item(),
    "dl": lambda _token: nodes.definition_list(),
    "dt": lambda _token: nodes.term(),
    "dd": lambda _token: nodes.definition(),
    "paragraph": lambda _token: nodes.paragraph(),
    "heading": lambda _token: nodes.paragraph(),
}


class _Blocks:
    """Builds the nodes of block tokens."""

    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.open: list[nodes.Element] = [nodes.Element()]
        self.is_heading = False

    def built(self, tokens: Sequence[Token]) -> list[nodes.Node]:
        """Return the nodes of tokens."""
        for token in tokens:
            kind, _, way = token.type.rpartition("_")
            if token.nesting == 1 and kind in _HOLDERS:
                self.is_heading = kind == "heading"
                self._enter(kind, _HOLDERS[kind](token), _line(token))
            elif token.nesting == -1 and way == "close":
                self.open.pop()
            elif token.type == "inline":
                self._fill(token)
            else:
                self.open[-1] += self._leaf(token)
        return self.open[0].children

    def _enter(self, kind: str, node: nodes.Element, line: int) -> None:
        node.line = line
        parent = self.open[-1]
        if kind == "dt":
            parent += nodes.definition_list_item("", node)
        elif kind == "dd":
            item = cast("nodes.Element", parent.children[-1])  # of the term
            item += node
        else:
            parent += node
        self.open.append(node)

    def _fill(self, token: Token) -> None:
        node, line = self.open[-1], _line(token)
        words = _Sentence(self.prose, line).built(token.children or ())
        node.rawsource = token.content
        if self.is_heading:  # also for translators
            node.rawsource = f"**{token.content}**"
            words = [nodes.strong("", "", *words)]
        node += words

    def _leaf(self, token: Token) -> nodes.Element:
        text, line = token.content.rstrip("\n"), _line(token)
        if token.type == "refused_block":
            return self.prose.refused_block(token.info, text, line)
        if token.type in ("fence", "code_block"):
            plain = len(text) > _LONGEST_CODE
            return self.prose.code(text, line, "none" if plain else _language(token.info))
        return nodes.paragraph(text, text)


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _language(info: str) -> str:
    """Return the language that a fence names, if it can be highlighted."""
    name = (info.split() or [""])[0].lower()
    if not name or name in lexer_classes:
        return name or "none"
    try:
        get_lexer_by_name(name)
    except ClassNotFound:
        return "none"
    return name
