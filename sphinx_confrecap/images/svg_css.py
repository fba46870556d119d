r"""Style sheets of an SVG, and values that refer to something: only what is inside the file stays.

Read as CSS Syntax Level 3 divides text into tokens, so that no escape (``u\72l(…)``) and no
comment hides an address. Everything but addresses, imports and comments is left as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_ESCAPE = r"\\(?:[0-9a-fA-F]{1,6}\s?|[^\n0-9a-fA-F])"
# Possessive: every character is looked at once.
_TOKEN = re.compile(
    rf"""
    (?P<comment> /\*(?:[^*]++|\*(?!/))*+(?:\*/)?+ )
  | (?P<string> "(?:[^"\\\n]++|\\.)*+"?+ | '(?:[^'\\\n]++|\\.)*+'?+ )
  | (?P<name> @?+(?:[-\w]++|{_ESCAPE})++\(?+ )
  | (?P<end> [;{{}}] )
  | (?P<other> [^-\w"'/@\\;{{}}]++ | . )
    """,
    re.DOTALL | re.VERBOSE,
)
_ADDRESS = re.compile(
    rf"""
    \s*+(?: "((?:[^"\\\n]++|\\.)*+)" | '((?:[^'\\\n]++|\\.)*+)' | ((?:[^\s"'()\\]++|{_ESCAPE})*+) )
    \s*+\)
    """,
    re.DOTALL | re.VERBOSE,
)
_REST = re.compile(r"(?:[^)\\]++|\\.?+)*+\)?+", re.DOTALL)
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(\n)|(.))", re.DOTALL)
_HARMLESS = re.compile(r"[^\\@\"'/(]*+")
_NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/x")  # xlink, xhtml
_NOWHERE = "url(#)"  # lets a fallback colour behind it work


def cleaned(css: str, embedded: Callable[[str], str | None]) -> str:
    """Return CSS without comments, imports, and addresses of anything outside the file.

    Args:
        css: A style sheet, the declarations of a ``style`` attribute, or one value.
        embedded: Takes a ``data:`` address and returns the one to write instead, None for none.
    """
    if _HARMLESS.fullmatch(css):
        return css
    return "".join(_Reader(css, embedded).parts())


class _Reader:
    """Goes through CSS once, token by token."""

    def __init__(self, css: str, embedded: Callable[[str], str | None]) -> None:
        self._css = css
        self._embedded = embedded
        self._at = 0
        self._rule = ""  # the at-rule without a block that is being read
        self._pictures = False  # whether strings are addresses

    def parts(self) -> Iterator[str]:
        """Yield what is left of each token."""
        while match := _TOKEN.match(self._css, self._at):
            self._at = match.end()
            dropped = self._rule in _DROPPED
            text = self._part(match.lastgroup or "", match[0])
            if not dropped and self._rule not in _DROPPED:
                yield text

    def _part(self, kind: str, text: str) -> str:
        if kind == "comment":
            return ""
        if kind == "end":
            self._rule, self._pictures = "", False
        elif kind == "string" and (self._pictures or self._is_address(text)):
            return '""'
        elif kind == "name":
            return self._name(text)
        return text

    def _name(self, text: str) -> str:
        word = _unescaped(text).lower()
        if word.startswith("@"):
            self._rule = word
        elif word in _PICTURES:
            self._pictures = True
        elif word in {"url(", "src("}:
            if found := _ADDRESS.match(self._css, self._at):
                self._at = found.end()
                return self._url(_unescaped(found[1] or found[2] or found[3] or "").strip())
            # No address: a browser drops it to the next bracket, too.
            self._at = _REST.match(self._css, self._at).end()  # type: ignore[union-attr] # any text
            return _NOWHERE
        return text

    def _is_address(self, text: str) -> bool:
        return self._rule == "@namespace" and not self._is_namespace(_unescaped(text[1:-1]))

    def _is_namespace(self, address: str) -> bool:
        return self._rule == "@namespace" and address.startswith(_NAMESPACES)

    def _url(self, address: str) -> str:
        kept: str | None = None
        if address.startswith("#") or self._is_namespace(address):
            kept = address
        elif address[:5].lower() == "data:":
            kept = self._embedded(address)
        if not kept:
            return _NOWHERE
        return f"url({kept})" if _PLAIN.fullmatch(kept) else f'url("{_quoted(kept)}")'


_DROPPED = frozenset(("@import", "@charset"))
_PICTURES = frozenset(("image-set(", "-webkit-image-set(", "image(", "cross-fade("))
_PLAIN = re.compile(r"[\w#:;,+/=.%-]*+", re.ASCII)


def _quoted(address: str) -> str:
    return re.sub(r'[\\"\x00-\x1f]', lambda match: f"\\{ord(match[0]):x} ", address)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if 0 < code < 0x11_0000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return match[3] or ""
