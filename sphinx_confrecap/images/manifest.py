"""What a cache folder remembers: hashes of sources, facts about contents, lists of variants.

What is not as it was written counts as none: every value carries a checksum of itself and its key.
"""

from __future__ import annotations

import dataclasses
import json
import math
import time
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from sphinx_confrecap.images.encoders import EXTENSIONS

_FILES = {"manifest.json": ("facts", "made"), "sources.json": ("sources",)}
"""The sections in each file. The second is about one machine: nobody else has any use for it."""

_FORMAT = "sphinx-confrecap pictures 2"
_SECTIONS = tuple(section for sections in _FILES.values() for section in sections)
_DAY = 86_400  # seconds
_TYPES = (int, int, str, int)
_ENDS = frozenset(EXTENSIONS.values())
_SCALARS = frozenset({bool, int, str})  # nearly all that there is to check


class Made(NamedTuple):
    """A variant in the cache: its size in pixels, its extension, and its bytes."""

    width: int
    height: int
    extension: str
    size: int


def fits(kind: Any, value: Any) -> bool:  # noqa: ANN401 (a type; JSON)
    """True if JSON has the fields of a dataclass, each of its type; numbers are finite.

    A tuple is a list; it holds dataclasses, tuples or scalars.
    """
    if kind in _SCALARS:
        return type(value) is kind
    if dataclasses.is_dataclass(kind):
        types = _types(kind)  # type: ignore[arg-type]  # a class can be hashed
        return (
            isinstance(value, dict)
            and value.keys() == types.keys()
            and all(fits(types[name], value[name]) for name in types)
        )
    if get_origin(kind) is tuple:
        first, *others = get_args(kind)
        if others == [...]:
            return isinstance(value, list) and all(fits(first, one) for one in value)
        kinds = (first, *others)
        return isinstance(value, list) and len(value) == len(kinds) and all(map(fits, kinds, value))
    if kind is float:
        return type(value) in (int, float) and math.isfinite(value)
    return type(value) is kind


@lru_cache
def _types(kind: Any) -> dict[str, Any]:  # noqa: ANN401 (a type)
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def today() -> int:
    """Return the number of the day, for "last used"; never part of anything published."""
    return int(time.time()) // _DAY


class Manifest:
    """Three tables that several builds share; each writes only what it changed.

    ``sources``: path → [size, mtime_ns, ctime_ns, [sha256, checksum]]; ``facts``: sha256 → [day,
    {key: [value, checksum]}]; ``made``: hash of content and recipe → [day, [[Made, …], checksum]].
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
        if isinstance(entry, list) and entry[:3] == [*stamp] and len(entry) == 4:
            digest = _unsealed(path, entry[3])
            return digest if isinstance(digest, str) else ""
        return ""

    def remember_source(self, path: str, stamp: tuple[int, int, int], digest: str) -> None:
        """Note the hash of a file of the given size and times."""
        self._changes["sources"][path] = [*stamp, _sealed(path, digest)]

    def fact(self, digest: str, key: str) -> Any:  # noqa: ANN401 (JSON)
        """Return a fact about a content, and note its use; None if there is no such."""
        facts = self._facts(digest)
        if facts and self._get("facts", digest)[0] != today():
            self._changes["facts"][digest] = [today(), facts]
        return _unsealed(f"{digest} {key}", facts.get(key))

    def _facts(self, digest: str) -> dict[str, Any]:
        entry = self._get("facts", digest)
        fine = isinstance(entry, list) and len(entry) == 2 and isinstance(entry[1], dict)
        return entry[1] if fine else {}

    def remember_fact(self, digest: str, key: str, value: Any) -> None:  # noqa: ANN401 (JSON)
        """Note a fact about a content; None is no fact."""
        sealed = _sealed(f"{digest} {key}", value)
        self._changes["facts"][digest] = [today(), {**self._facts(digest), key: sealed}]

    def made(self, key: str) -> list[Made]:
        """Return the variants made under a hash, and note their use; empty if there are none."""
        entry = self._get("made", key)
        try:
            day, sealed = entry
            made = [Made(*variant) for variant in _unsealed(key, sealed)]
        except (TypeError, ValueError):
            return []
        if not all(tuple(map(type, one)) == _TYPES and one.extension in _ENDS for one in made):
            return []
        if day != today():
            self._changes["made"][key] = [today(), sealed]
        return made

    def remember_made(self, key: str, made: list[Made]) -> None:
        """Note the variants made under a hash."""
        self._changes["made"][key] = [today(), _sealed(key, [list(one) for one in made])]

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


def _sealed(key: str, value: Any) -> list[Any]:  # noqa: ANN401 (JSON)
    """Return a value with its checksum."""
    return [value, _checksum(key, value)]


def _unsealed(key: str, sealed: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return a value if it is as it was written, else None."""
    if isinstance(sealed, list) and len(sealed) == 2 and sealed[1] == _checksum(key, sealed[0]):
        return sealed[0]
    return None


def _checksum(key: str, value: Any) -> int:  # noqa: ANN401 (JSON)
    return zlib.crc32(f"{key!a} {value!a}".encode())


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
        data = json.loads(path.read_bytes()) if path.is_file() else {}
        if data["format"] == _FORMAT and all(isinstance(data[name], dict) for name in sections):
            return {name: data[name] for name in sections}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        pass
    return {name: {} for name in sections}
