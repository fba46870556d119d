"""What a cache folder remembers: hashes of sources, facts about contents, lists of variants."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, NamedTuple

_FILES = {"manifest.json": ("facts", "made"), "sources.json": ("sources",)}
"""The sections in each file. The second is about one machine: nobody else has any use for it."""

_FORMAT = "sphinx-confrecap pictures 1"
_SECTIONS = tuple(section for sections in _FILES.values() for section in sections)
_DAY = 86_400  # seconds


class Made(NamedTuple):
    """A variant in the cache: its size in pixels and its extension."""

    width: int
    height: int
    extension: str


def today() -> int:
    """Return the number of the day, for "last used"; never part of anything published."""
    return int(time.time()) // _DAY


class Manifest:
    """Three tables that several builds share; each writes only what it changed.

    ``sources``: path → [size, mtime_ns, ctime_ns, sha256]; ``facts``: sha256 → [day, {key: value}];
    ``made``: hash of content and recipe → [day, [Made, …]].
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stored = self._load()
        self._changes: dict[str, dict[str, Any]] = {name: {} for name in _SECTIONS}

    def _get(self, section: str, key: str) -> Any:  # noqa: ANN401 (JSON)
        changed = self._changes[section]
        return changed[key] if key in changed else self._stored[section].get(key)

    def source(self, path: str, stamp: tuple[int, int, int]) -> str:
        """Return the hash of a file that still has the given size and times, "" if unknown."""
        entry = self._get("sources", path)
        if isinstance(entry, list) and entry[:3] == [*stamp] and isinstance(entry[-1], str):
            return entry[-1]
        return ""

    def remember_source(self, path: str, stamp: tuple[int, int, int], digest: str) -> None:
        """Note the hash of a file of the given size and times."""
        self._changes["sources"][path] = [*stamp, digest]

    def facts(self, digest: str) -> dict[str, Any]:
        """Return what is known about a content, and note its use."""
        entry = self._get("facts", digest)
        if not (isinstance(entry, list) and len(entry) == 2 and isinstance(entry[1], dict)):
            return {}
        if entry[0] != today():
            self._changes["facts"][digest] = [today(), entry[1]]
        return dict(entry[1])

    def remember_fact(self, digest: str, key: str, value: Any) -> None:  # noqa: ANN401 (JSON)
        """Note a fact about a content."""
        self._changes["facts"][digest] = [today(), {**self.facts(digest), key: value}]

    def made(self, key: str) -> list[Made]:
        """Return the variants made under a hash, and note their use; empty if there are none."""
        entry = self._get("made", key)
        try:
            day, variants = entry
            made = [Made(*variant) for variant in variants]
        except (TypeError, ValueError):
            return []
        if day != today():
            self._changes["made"][key] = [today(), variants]
        return made

    def remember_made(self, key: str, made: list[Made]) -> None:
        """Note the variants made under a hash."""
        self._changes["made"][key] = [today(), made]

    def is_resting(self, key: str) -> bool:
        """True if no build has used the variants of a hash today."""
        return _day(self._get("made", key)) < today()

    def forget_before(self, day: int) -> set[str]:
        """Drop facts and variants last used before a day; return the hashes of the variants.

        Sources whose file is gone are dropped too. Changes must have been merged just before.
        """
        dropped: set[str] = set()
        for section in ("facts", "made"):
            table = self._stored[section]
            old = {key for key, entry in table.items() if _day(entry) < day}
            self._stored[section] = {key: table[key] for key in table if key not in old}
            if section == "made":
                dropped = old
        sources = self._stored["sources"]
        self._stored["sources"] = {path: sources[path] for path in sources if _exists(path)}
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
                table[key] = _joined(table.get(key), entry) if section == "facts" else entry
            changes.clear()
        files = self.files()
        return {name: files[name] for name in files if changed.intersection(_FILES[name])}

    def files(self) -> dict[str, bytes]:
        """Return the files as the tables stand."""
        found = {}
        for name, sections in _FILES.items():
            tables = {section: self._stored[section] for section in sections}
            text = json.dumps({"format": _FORMAT, **tables}, separators=(",", ":"))
            found[name] = text.encode()
        return found

    def _load(self) -> dict[str, dict[str, Any]]:
        """Return the tables on disk."""
        found: dict[str, dict[str, Any]] = {}
        for name, sections in _FILES.items():
            found.update(_load(self._folder / name, sections))
        return found


def _joined(old: Any, new: list[Any]) -> list[Any]:  # noqa: ANN401 (JSON)
    """Return a content's facts with those that another build found meanwhile."""
    try:
        return [new[0], {**old[1], **new[1]}]
    except (TypeError, IndexError, KeyError):
        return new


def _day(entry: Any) -> int:  # noqa: ANN401 (JSON)
    """Return when an entry was last used; long ago if it is no entry."""
    day = entry[0] if isinstance(entry, list) and entry else 0
    return day if isinstance(day, int) else 0


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _load(path: Path, sections: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return the tables in a file, empty ones if it is missing, damaged or somebody else's."""
    try:
        data = json.loads(path.read_bytes())
        if data["format"] == _FORMAT and all(isinstance(data[name], dict) for name in sections):
            return {name: data[name] for name in sections}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        pass
    return {name: {} for name in sections}
