"""Prose in Markdown: CommonMark, definition lists and the roles of MyST.

What MyST could read besides (tables, directives, comments, footnotes) is recognised here only to be
shown as its source, with a word about it. https://spec.commonmark.org/0.31.2/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from sphinx_confrecap.doctree.base import confrecap_break

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    from sphinx_confrecap.directives.prose import Prose

_MAX_NESTING: Final = 100  # the parser leaves out what is deeper
_FOOTNOTE: Final = re.compile(r"\[\^[^\]\s]{1,80}\]")
OPENING: Final = re.compile(r"\s*(?:~~~|:::|<|%|\[\^)")
"""What may begin a block that is no prose."""
_DIRECTIVE: Final = re.compile(r"\{([^}]*)\}")
_TAG: Final = re.compile(r"</?\s*([A-Za-z][\w:-]*)")

_CONTAINERS: Final[dict[str, Callable[[], nodes.Element]]] = {
    "paragraph_open": nodes.paragraph,
    "blockquote_open": nodes.block_quote,
    "list_item_open": nodes.list_item,
    "dl_open": nodes.definition_list,
    "dt_open": nodes.term,
    "dd_open": nodes.definition,
    "em_open": nodes.emphasis,
    "strong_open": nodes.strong,
}


def inline(text: str, prose: Prose) -> list[nodes.Node]:
    """Return the nodes for running text."""
    holder = nodes.paragraph()
    _Walk(prose, text, holder).inline(_parser().parseInline(text)[0].children or [], 0)
    return holder.children


def blocks(text: str, prose: Prose) -> list[nodes.Node]:
    """Return the nodes for paragraphs, lists and so on."""
    tokens = _parser().parse(text)
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        raise RecursionError
    holder = nodes.container()
    _Walk(prose, text, holder).blocks(tokens)
    return holder.children


def _refused_block(token: Token) -> str:
    """Return what a block is called that is no prose; empty for one that is."""
    directive = _DIRECTIVE.match(token.info) if token.type in {"fence", "colon_fence"} else None
    if directive:
        return f"the directive '{directive[1]}'"
    if token.type == "html_block":
        tag = _TAG.search(token.content)
        return f"the HTML tag '{tag[1].lower()}'" if tag else "an HTML comment"
    return {
        "table_open": "a table",
        "myst_line_comment": "a comment",
        "footnote_definition": "a footnote",
    }.get(token.type, "")


def _refused_inline(token: Token) -> str:
    """Return what a piece of text is called that is no prose; empty for one that is."""
    if token.type == "html_inline":
        tag = _TAG.match(token.content)
        return f"the HTML tag '{tag[1].lower()}'" if tag else "HTML"
    return {"image": "an image", "footnote_ref": "a footnote"}.get(token.type, "")


class _Walk:
    """Goes through tokens, and adds nodes where it stands."""

    def __init__(self, prose: Prose, text: str, holder: nodes.Element) -> None:
        self.prose, self.lines, self.at = prose, text.split("\n"), holder
        self.around: list[nodes.Element] = []

    def _enter(self, node: nodes.Element) -> None:
        self.around.append(self.at)
        self.at = node

    def _leave(self) -> None:
        self.at = self.around.pop()

    def _placed(self, node: nodes.Element, line: int) -> nodes.Element:
        node.source, node.line = self.prose.path, self.prose.line(line)
        return node

    def _raw(self, token: Token) -> str:
        """Return the source of a block; of some only without what stands before it in lists."""
        if token.type in {"fence", "colon_fence"}:
            return f"{token.markup}{token.info}\n{token.content}{token.markup}"
        if token.type == "html_block":
            return token.content.strip("\n")
        start, end = token.map or (0, 0)
        return "\n".join(self.lines[start:end]).strip("\n")

    # -- blocks ----------------------------------------------------------------------------------

    def blocks(self, tokens: list[Token]) -> None:
        """Add the nodes of block tokens."""
        skipped, line = "", 0
        for token in tokens:
            line = token.map[0] if token.map else line
            if skipped:
                skipped = "" if token.type == skipped else skipped
            elif what := _refused_block(token):
                self.prose.refuse(what, line, block=True)
                self.at += self._placed(self.prose.source(self._raw(token)), line)
                skipped = "table_close" if token.type == "table_open" else ""
            elif token.type == "inline":
                self._words(token, line)
            elif token.nesting < 0:
                self._leave()
            elif token.nesting > 0:
                self._enter(self._opened(token, line))
            elif token.type in {"fence", "code_block"}:
                self.at += self._placed(_code(token), line)
            else:  # a rule, or what nobody thought of
                source = self._raw(token)
                self.at += self._placed(nodes.paragraph(source, source), line)

    def _opened(self, token: Token, line: int) -> nodes.Element:
        """Add what a token opens, and return what the next ones are added to."""
        if token.type == "heading_open":
            paragraph, strong = nodes.paragraph(), nodes.strong()
            self.at += self._placed(paragraph, line)
            paragraph += strong
            return strong
        node = _opened(token)
        holder: Any = self.at
        if isinstance(node, nodes.term):
            holder = nodes.definition_list_item()
            self.at += holder
        elif isinstance(node, nodes.definition):
            holder = holder[-1]  # the item of its term
        holder += self._placed(node, line)
        return node

    def _words(self, token: Token, line: int) -> None:
        if isinstance(self.at, nodes.strong):  # a heading
            self.at.parent.rawsource = f"**{token.content}**"
        else:
            self.at.rawsource = token.content
        self.inline(token.children or [], line)

    # -- inline ----------------------------------------------------------------------------------

    def inline(self, tokens: list[Token], line: int) -> None:
        """Add the nodes of inline tokens, which begin on a line of the text."""
        for token in tokens:
            self._inline(token, line)
            line += token.type in {"softbreak", "hardbreak"}

    def _inline(self, token: Token, line: int) -> None:
        if token.nesting < 0:
            if not self.at.children:  # a link without a text
                self.at += nodes.Text(self.at.get("refuri", ""))
            self._leave()
        elif token.nesting > 0:
            node = self._link(token, line) if token.type == "link_open" else _opened(token)
            self.at += node
            self._enter(node)
        elif token.type == "code_inline":
            self.at += nodes.literal(token.content, token.content)
        elif token.type == "hardbreak":
            self.at += confrecap_break()
        elif token.type == "myst_role":
            source = token.meta["source"]
            found = self.prose.role(token.meta["name"], source, token.content, line)
            self.at += [nodes.Text(source)] if found is None else found
        elif token.type == "softbreak":
            self.at += nodes.Text("\n")
        else:
            if what := _refused_inline(token):
                self.prose.refuse(what, line)
            self.at += nodes.Text(token.meta.get("source", token.content))

    def _link(self, token: Token, line: int) -> nodes.Element:
        node = self.prose.reference(str(token.attrs.get("href", "")), line)
        if node is None:
            return nodes.inline()
        if title := token.attrs.get("title"):
            node["reftitle"] = title
        return node


def _opened(token: Token) -> nodes.Element:
    """Return the node for an opening token."""
    if token.type == "bullet_list_open":
        return nodes.bullet_list(bullet=token.markup)
    if token.type == "ordered_list_open":
        node = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=token.markup)
        if start := token.attrs.get("start"):
            node["start"] = start
        return node
    return _CONTAINERS[token.type]()


def _code(token: Token) -> nodes.Element:
    """Return a code block; what stands behind the name of its language is no option."""
    text = token.content.removesuffix("\n")
    node = nodes.literal_block(text, text)
    if words := token.info.split():
        node["language"] = words[0]
    return node


# -- the parser ------------------------------------------------------------------------------------


@cache
def _parser() -> MarkdownIt:
    """Return the parser: what is not switched on here is text, whatever a site has."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 (not where only reST is used)
    from mdit_py_plugins.colon_fence import colon_fence_plugin  # noqa: PLC0415
    from mdit_py_plugins.deflist import deflist_plugin  # noqa: PLC0415
    from mdit_py_plugins.myst_blocks import myst_block_plugin  # noqa: PLC0415
    from mdit_py_plugins.myst_role import myst_role_plugin  # noqa: PLC0415

    made = MarkdownIt("commonmark", {"linkify": True, "maxNesting": _MAX_NESTING})
    made.use(colon_fence_plugin).use(deflist_plugin).use(myst_block_plugin).use(myst_role_plugin)
    made.enable(["table", "linkify"])
    made.disable(["myst_block_break", "myst_target"])
    made.block.ruler.before("reference", "footnote_definition", _footnote_definition)
    made.inline.ruler.before("link", "footnote_ref", _footnote_reference)
    for name in ("image", "myst_role"):
        _keep_source(made, name)
    # Addresses are checked by our own rules, and stay byte for byte.
    for name, taken in (
        ("validateLink", lambda _url: True),
        ("normalizeLink", str),
        ("normalizeLinkText", str),
    ):
        setattr(made, name, taken)
    if made.linkify is not None:
        made.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
        for schema in ("ftp:", "//", "mailto:"):
            made.linkify.add(schema, None)
    return made


def _keep_source(parser: MarkdownIt, name: str) -> None:
    """Let the token of an inline rule know what was written."""
    rules = parser.inline.ruler
    rule: Any = next(one.fn for one in rules.__rules__ if one.name == name)

    def kept(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's)
        start = state.pos
        found = bool(rule(state, silent))
        if found and not silent:
            state.tokens[-1].meta["source"] = state.src[start : state.pos]
        return found

    rules.at(name, kept)


def _footnote_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (markdown-it's)
    """Take ``[^1]``."""
    found = _FOOTNOTE.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _footnote_definition(state: Any, start: int, end: int, silent: bool) -> bool:  # noqa: ANN401, FBT001 (markdown-it's)
    """Take the paragraph that ``[^1]:`` begins."""
    begin = state.bMarks[start] + state.tShift[start]
    found = _FOOTNOTE.match(state.src, begin, state.eMarks[start])
    if not found or not state.src.startswith(":", found.end()) or state.is_code_block(start):
        return False
    if silent:
        return True
    last = start + 1
    while last < end and not state.isEmpty(last):
        last += 1
    token = state.push("footnote_definition", "", 0)
    token.map = [start, last]
    state.line = last
    return True
