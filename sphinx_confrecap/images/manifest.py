"""What a cache folder remembers: hashes of sources, facts about contents, lists of variants.

A file that is not as it was written counts as none: it begins with a checksum of what follows. So
what is in the tables is of the types that were put there.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

_FILES = {"manifest.json": ("facts", "made"), "sources.json": ("sources",)}
"""The sections in each file. The second is about one machine: nobody else has any use for it."""

_FORMAT = "sphinx-confrecap pictures 3"
"""Its number is raised whenever the shape of a table changes."""

_SECTIONS = tuple(section for sections in _FILES.values() for section in sections)
_DAY = 86_400  # seconds

_Tables = dict[str, dict[str, Any]]


class Made(NamedTuple):
    """A variant in the cache: its size in pixels, its extension, and its bytes."""

    width: int
    height: int
    extension: str
    size: int


def today() -> int:
    """Return the number of the day, for "last used"; never part of anything published."""
    return int(time.time()) // _DAY


class Manifest:
    """Three tables that several builds share; each writes only what it changed.

    ``sources``: path → [size, mtime_ns, ctime_ns, sha256]; ``facts``: sha256 → [day, {key: value}];
    ``made``: hash of content and recipe → [day, [Made, …]].
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._today = folder, today()
        self._stored = self._load()
        self._changes: _Tables = {name: {} for name in _SECTIONS}

    def _get(self, section: str, key: str) -> Any:  # noqa: ANN401 (JSON)
        changed = self._changes[section]
        return changed[key] if key in changed else self._stored[section].get(key)

    def source(self, path: str, stamp: tuple[int, int, int]) -> str:
        """Return the hash of a file that still has the given size and times, "" if unknown."""
        *known, digest = self._get("sources", path) or [""]
        return str(digest) if known == [*stamp] else ""

    def remember_source(self, path: str, stamp: tuple[int, int, int], digest: str) -> None:
        """Note the hash of a file of the given size and times."""
        self._changes["sources"][path] = [*stamp, digest]

    def fact(self, digest: str, key: str, compute: Callable[[], Any]) -> Any:  # noqa: ANN401 (JSON)
        """Return a fact about a content, and note its use; one that is new is computed."""
        day, facts = self._get("facts", digest) or [0, {}]
        if key not in facts:
            facts = {**facts, key: compute()}
        elif day == self._today:
            return facts[key]
        self._changes["facts"][digest] = [self._today, facts]
        return facts[key]

    def made(self, key: str) -> tuple[list[Made], bool]:
        """Return the variants made under a hash, none if there are none, and note their use.

        Returns also whether no build has used them today before.
        """
        day, made = self._get("made", key) or [self._today, []]
        if day != self._today:
            self._changes["made"][key] = [self._today, made]
        return [Made(*variant) for variant in made], bool(day < self._today)

    def remember_made(self, key: str, made: list[Made]) -> None:
        """Note the variants made under a hash."""
        self._changes["made"][key] = [self._today, made]

    def forget_before(self, day: int) -> set[str]:
        """Drop facts and variants last used before a day; return the hashes of the variants.

        Sources whose file is gone are dropped too. Changes must have been merged just before.
        """
        dropped: set[str] = set()
        for section in ("facts", "made"):
            table = self._stored[section]
            dropped = {key for key, (used, _) in table.items() if used < day}
            self._stored[section] = {key: table[key] for key in table if key not in dropped}
        sources = self._stored["sources"]
        self._stored["sources"] = {path: sources[path] for path in sources if os.path.exists(path)}  # noqa: PTH110 (never raises)
        return dropped

    def keys(self) -> set[str]:
        """Return the hashes that variants are known of."""
        return {*self._stored["made"], *self._changes["made"]}

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return any(self._changes.values())

    def merge(self) -> dict[str, bytes]:
        """Add this build's changes to what is on disk now; return the files to be written."""
        changed = {section for section, changes in self._changes.items() if changes}
        self._stored = self._load()
        for section, changes in self._changes.items():
            table = self._stored[section]
            for key, entry in changes.items():
                if section == "facts" and key in table:  # another build found others meanwhile
                    entry[1] = {**table[key][1], **entry[1]}
                table[key] = entry
            changes.clear()
        files = self.files()
        return {name: files[name] for name in files if changed.intersection(_FILES[name])}

    def files(self) -> dict[str, bytes]:
        """Return the files as the tables stand."""
        return {
            name: to_bytes({section: self._stored[section] for section in sections})
            for name, sections in _FILES.items()
        }

    def _load(self) -> _Tables:
        """Return the tables on disk."""
        found: _Tables = {name: {} for name in _SECTIONS}
        for name in _FILES:
            found |= _read(self._folder / name)
        return found


def to_bytes(tables: _Tables) -> bytes:
    """Return a file of tables: JSON, of which the checksum is about all but the first line."""
    body = json.dumps(tables, separators=(",", ":")).encode()
    return _head(body) + body + b"}\n"


def _head(body: bytes) -> bytes:
    return f'{{"format":"{_FORMAT}","checksum":{zlib.crc32(body)},"tables":\n'.encode()


def _read(path: Path) -> _Tables:
    """Return the tables in a file, none if it is missing, damaged or somebody else's."""
    try:
        head, end, rest = (path.read_bytes() if path.is_file() else b"").partition(b"\n")
    except OSError:
        return {}
    body = rest.removesuffix(b"}\n")
    tables: _Tables = json.loads(body) if head + end == _head(body) else {}
    return tables
