"""Patterns of file names, in natural order.

A pattern costs no more than a walk through the tree: all its parts are looked for at once, and a
folder is gone through once, however many ``**`` or links lead there.
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Protocol

MAGIC = re.compile(r"[*?[]")

_ESCAPED = r"\[([*?[])\]"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_THROUGH = "**"

# What a pattern without an ending of its own, or a folder, looks for. Not only what can be shown:
# of a picture that cannot, its reader tells why.
# fmt: off
PICTURES = frozenset({
    ".jpg", ".jpeg", ".jpe", ".jfif", ".pjpeg", ".pjp", ".png", ".apng", ".webp", ".avif", ".gif",
    ".svg", ".svgz", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".jxl", ".jp2",
})
# fmt: on


class Listing(NamedTuple):
    """What a pattern finds.

    Attributes:
        names: Files relative to the root, with slashes, in natural order.
        refused: Names of files and folders that were left out, each with the reason: it completes
            a sentence that starts with the name.
        too_many: Whether there are more than the limit; then names are none.
    """

    names: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    too_many: bool = False


class Rules(Protocol):
    """What a pattern must not find."""

    def is_closed(self, folder: str, *, named: bool) -> bool:
        """Tell whether a folder is passed over.

        Args:
            folder: Relative to the root.
            named: Whether the pattern names it itself.
        """

    def refusal(self, path: str) -> str:
        """Return why what a link leads to is none of the site's, "" if it is.

        Args:
            path: Absolute, without links.
        """


LONGEST = 1000
"""How many letters a pattern may have; no path is longer."""


def is_pattern(text: str) -> bool:
    """True if ``text`` names files by a pattern."""
    return MAGIC.search(text) is not None


def unfit(name: str) -> str:
    """Return why a file's name can stand on no page, "" if it can: the end of a sentence."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return "has a name that is no UTF-8; rename it"
    if _CONTROL.search(name):
        return "has a line end or another control character in its name; rename it"
    return ""


def find(root: Path, pattern: str, rules: Rules, limit: int) -> Listing:
    """Return the files below ``root`` that ``pattern`` matches.

    ``**`` goes through folders, but through no link to one; other parts follow a link within the
    root. Names that begin with a dot are left out. The case of a file's ending does not count. A
    last part without an ending matches pictures alone.
    """
    literal, parts = _parts(pattern)
    walk = _Walk(root, parts, rules)
    names: set[str] = set()
    for name in walk.files(literal):
        names.add(name)
        if len(names) > limit:
            return Listing(too_many=True)
    return Listing(tuple(sorted(names, key=natural)), tuple(sorted(walk.refused.items())))


def _parts(pattern: str) -> tuple[str, list[str]]:
    """Return the folder that a pattern names itself, and its other parts, at least one."""
    parts: list[str] = []
    for part in pattern.split("/"):
        if part not in ("", ".") and not (part == _THROUGH and parts[-1:] == [_THROUGH]):
            parts.append(part)
    if parts[-1:] in ([], [_THROUGH]):
        parts.append("*")
    literal: list[str] = []
    while len(parts) > 1 and not is_pattern(re.sub(_ESCAPED, "", parts[0])):
        literal.append(re.sub(_ESCAPED, r"\1", parts.pop(0)))
    return "/".join(literal), parts


def _last(part: str) -> Callable[[str], bool]:
    """Return what tells whether a file's name matches the last part of a pattern."""
    whole = re.compile(fnmatch.translate(part))
    if not PurePosixPath(part).suffix:
        return lambda name: (
            whole.match(name) is not None and PurePosixPath(name).suffix.lower() in PICTURES
        )
    before, _, after = part.rpartition(".")
    stem = re.compile(fnmatch.translate(before))
    ending = re.compile(fnmatch.translate(after), re.IGNORECASE)

    def matches(name: str) -> bool:
        first, _, second = name.rpartition(".")
        return bool(whole.match(name) or (stem.match(first) and ending.match(second)))

    return matches


class _Walk:
    """One way through a tree for all parts of a pattern.

    In a folder stand the numbers of the parts that its entries may match. Real folders come before
    those that only a link leads to, so that a photo goes by its own name.
    """

    def __init__(self, root: Path, parts: list[str], rules: Rules) -> None:
        self.refused: dict[str, str] = {}
        self._root = os.path.realpath(root)
        self._rules = rules
        self._through = [part == _THROUGH for part in parts]
        self._folder = [re.compile(fnmatch.translate(part)) for part in parts]
        self._is_last = _last(parts[-1])
        self._seen: dict[str, set[int]] = {}
        self._links: deque[tuple[str, str, set[int]]] = deque()

    def files(self, start: str) -> Iterator[str]:
        """Yield what matches below a folder."""
        path = os.path.join(self._root, start)  # noqa: PTH118 (as text, for thousands)
        self._links.append((start, path, {0}))
        while self._links:
            name, path, states = self._links.popleft()
            real = os.path.realpath(path)
            if reason := self._rules.refusal(real):
                self.refused[name] = reason
            else:
                yield from self._below(name, real, states, named=name == start)

    def _below(self, name: str, path: str, states: set[int], *, named: bool) -> Iterator[str]:
        todo = [(name, path, states)]
        while todo:
            name, path, states = todo.pop()
            done = self._seen.setdefault(path, set())
            states = (states | self._behind(states)) - done
            done |= states
            if not states:
                continue
            if self._rules.is_closed(name, named=named):
                continue
            named = False
            for entry in self._entries(name, path):
                if not entry.name.startswith("."):
                    inner = f"{name}/{entry.name}" if name else entry.name
                    yield from self._entry(entry, inner, states, todo)

    def _entries(self, name: str, path: str) -> list[os.DirEntry[str]]:
        """Return what is in a folder, in a fixed order."""
        try:
            with os.scandir(path) as found:
                return sorted(found, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is no path"
            self.refused[name] = f"cannot be read ({reason})"
            return []

    def _behind(self, states: set[int]) -> set[int]:
        """Return the parts behind a ``**``, which may stand for no folder at all."""
        return {state + 1 for state in states if self._through[state]}

    def _entry(
        self,
        entry: os.DirEntry[str],
        name: str,
        states: set[int],
        todo: list[tuple[str, str, set[int]]],
    ) -> Iterator[str]:
        """Yield the entry if it matches; note it as a folder to be gone through."""
        try:
            is_link, is_folder, is_file = entry.is_symlink(), entry.is_dir(), entry.is_file()
        except OSError:  # a link in a circle
            return
        last = len(self._through) - 1
        after: set[int] = set()
        if is_folder:
            after = {
                state if self._through[state] else state + 1
                for state in states
                if (not is_link if self._through[state] else self._leads_on(state, entry.name))
            }
        found = is_file and last in states and self._is_last(entry.name)
        reason = unfit(entry.name) if found or after else ""
        if found and is_link and not reason:
            reason = self._rules.refusal(os.path.realpath(entry.path))
        if reason:
            self.refused[name] = reason
        elif found:
            yield name
        elif after and is_link:
            self._links.append((name, entry.path, after))
        elif after:
            todo.append((name, entry.path, after))

    def _leads_on(self, state: int, name: str) -> bool:
        """Whether a folder matches a part that is not the last."""
        return state < len(self._folder) - 1 and bool(self._folder[state].match(name))


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts ``photo-2`` before ``photo-10``."""
    parts = re.split(r"(\d+)", Path(name).as_posix())
    return [
        (0, int(part), part) if part.isdecimal() else (1, 0, part.casefold()) for part in parts
    ] + [(2, 0, name)]
