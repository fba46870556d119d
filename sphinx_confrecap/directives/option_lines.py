"""From the lines of a directive to its options: a bad line costs itself, and nothing else.

Docutils drops a whole directive for one malformed or doubled option, and MyST drops all options for
one that is not YAML. Both leave the lines alone if a directive has no ``option_spec``.
Formats: https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#field-lists,
https://myst-parser.readthedocs.io/en/latest/syntax/roles-and-directives.html
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence

_OPTION = re.compile(r":(?!::|(?:[\w.+-]+:)+`)")
"""Begins an option, but neither a fence of colons nor a role."""

_FIELD = r":([^:\s](?:[^:]*[^:\s])?):(?:\s+(.*)|$)"
_KEY = r"""("[^"]*"|'[^']*'|[^\s#:'"-][^:]*?)\s*:(?:\s+(.*)|$)"""
_WORDS = re.compile(r":\s*([\w-]+)[:\s]*(.*)")


class Found:
    """Options as they were written, and what is wrong with them."""

    def __init__(self) -> None:
        self.options: dict[str, str] = {}
        self.problems: list[str] = []

    def add(self, name: str, text: str) -> None:
        """Take an option; the first of a name counts."""
        if name in self.options:
            self.problems.append(f"the option '{name}' stands here twice; the first one counts")
        else:
            self.options[name] = text

    def refuse(self, line: str) -> None:
        """Note a line that is no option."""
        match = _WORDS.match(line)
        way_out = f":{match[1]}: {match[2]}".rstrip() if match else ":name: value"
        self.problems.append(f"'{line.strip()}' is no option; write '{way_out}'")


def in_rest(lines: Sequence[str]) -> tuple[range, Found]:
    """Return which lines, of those up to the first blank one, are options; and the options.

    What stands above them is the argument, and what stands below them is the body.
    """
    begin = next((n for n, line in enumerate(lines) if _OPTION.match(line)), len(lines))
    end = begin
    while end < len(lines) and (_OPTION.match(lines[end]) or (lines[end][:1].isspace())):
        end += 1
    found = Found()
    for first, *more in _grouped(lines[begin:end], lambda line: line.startswith(":")):
        if match := re.match(_FIELD, first):
            parts = [part.strip() for part in (match[2] or "", *more)]
            found.add(match[1].lower(), " ".join(filter(None, parts)))
        else:
            found.refuse(first)
    return range(begin, end), found


def in_myst(lines: Sequence[str]) -> tuple[int, Found]:
    """Return how many lines at the top are options; and the options."""
    if lines and lines[0].startswith("---"):
        end = next((n for n, line in enumerate(lines) if n and line.startswith("---")), -1)
        # A line that nothing closes begins a document of YAML.
        return end + 1, _yaml(textwrap.dedent("\n".join(lines[1 : max(end, 1)])).splitlines())
    end = next((n for n, line in enumerate(lines) if not _OPTION.match(line.lstrip())), len(lines))
    return end, _yaml([line.lstrip()[1:] for line in lines[:end]])


def _yaml(lines: Sequence[str]) -> Found:
    """Read each option for itself, as MyST reads them all together."""
    found = Found()
    if not lines:
        return found
    from sphinx_confrecap.compat import (  # noqa: PLC0415 (MyST, not where only reST is used)
        TokenizeError,
        options_to_items,
    )

    for group in _grouped(lines, lambda line: not line[:1].isspace()):
        match = re.match(_KEY, group[0].lstrip())
        if match is None:
            if group[0].strip() and not group[0].startswith("#"):
                found.refuse(f":{group[0]}")
            continue
        name, text = match[1].strip("\"'"), (match[2] or "").strip()
        try:
            items, state = options_to_items("\n".join(group))
        except TokenizeError:
            sentence = "is not readable as YAML, and is taken as it stands"
            found.problems.append(f"the option '{name}' {sentence}; write {_quoted(text)}")
            found.add(name, text)
            continue
        if text.startswith("#") and text[1:2].strip():
            sentence = "is empty, for a '#' begins a comment; quote it"
            found.problems.append(f"the option '{name}' {sentence}: {_quoted(text)}")
            continue
        if state.has_comments:
            sentence = "is cut off at the '#'; to keep all of it"
            found.problems.append(f"the option '{name}' {sentence}, write {_quoted(text)}")
        for key, value in items:
            found.add(key, value)
    return found


def _quoted(text: str) -> str:
    """Return a text as YAML keeps it."""
    return "'" + text.replace("'", "''") + "'"


def _grouped(lines: Sequence[str], begins: Callable[[str], bool]) -> list[list[str]]:
    """Return each line that begins something, with those that go on with it."""
    groups: list[list[str]] = []
    for line in lines:
        if begins(line) or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups
