"""Editions: which pages belong to which year, and which file has a year's data."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import cached_property, lru_cache
from posixpath import normpath
from typing import NamedTuple

from sphinx.builders import Builder
from sphinx.config import Config

from sphinx_confrecap.data.problems import did_you_mean
from sphinx_confrecap.data.slugs import short_hash


class Edition(NamedTuple):
    """One edition of an event: ``Edition("2024", "/2024/event.yaml")``.

    ``key`` is the beginning of its pages' names, "" for the one of a site that has no others.
    ``file`` has its data, from the source folder with a leading slash; None for no data.
    """

    key: str
    file: str | None


class Editions:
    """The editions of a site; one without a key if ``confrecap_data`` names none."""

    def __init__(self, files: Mapping[str, str | None]) -> None:
        """``files`` are those of the editions, the first one's first."""
        self._by_key = {
            key: Edition(key, None if file is None else "/" + normpath(file.lstrip("/")))
            for key, file in files.items()
        }
        self.all = tuple(self._by_key.values()) or (Edition("", None),)

    @property
    def first(self) -> Edition:
        """The edition of every page that belongs to no other."""
        return self.all[0]

    @property
    def are_named(self) -> bool:
        """True if ``confrecap_data`` maps editions to files."""
        return self.first.key != ""

    def of_page(self, docname: str) -> Edition:
        """Return the edition of a page: the one with the longest key that its name begins with."""
        key = docname if self.are_named else ""
        while key:
            if key in self._by_key:
                return self._by_key[key]
            key = key.rpartition("/")[0]
        return self.first

    def of_file(self, name: str, docname: str) -> Edition:
        """Return the edition whose data a file of the source folder is; else that of the page."""
        own = self.of_page(docname)
        file = "/" + name.lstrip("/")
        return next((one for one in (own, *self.all) if one.file == file), own)

    def named(self, name: str) -> Edition | None:
        """Return the edition of a key, or of the end of a key after a slash if only one ends so."""
        return self._by_key.get(name) or self._by_end.get(name) if name else None

    def prefixed(self, target: str) -> tuple[Edition, str] | None:
        """Return the edition of a target such as ``2024/google`` and the rest, the longest one."""
        parts = target.split("/")
        for end in range(len(parts) - 1, 0, -1):
            if edition := self.named("/".join(parts[:end]).strip()):
                return edition, "/".join(parts[end:]).strip()
        return None

    def unknown(self, name: str) -> str:
        """Return the end of a sentence about a name that no edition has: what may be meant."""
        ends = [repr(key) for key in self._by_key if key.endswith(f"/{name}")]
        if ends:
            return f"; it may be {' or '.join(ends)}"
        return did_you_mean(name, self.names) or f"; there are {', '.join(self._by_key)}"

    def lacking(self, target: str, is_known: Callable[[str], bool]) -> str:
        """Return the end of a sentence about a target that means nothing, if its edition is why.

        So it is if the edition has no data, or if the beginning is nearly one; or is none at all,
        and the rest ``is_known`` without it.
        """
        if prefixed := self.prefixed(target):
            return f": the edition '{prefixed[0].key}' has no data" if not prefixed[0].file else ""
        parts = [part.strip() for part in target.split("/")]
        for end in range(len(parts) - 1 if self.are_named else 0, 0, -1):
            start, rest = "/".join(parts[:end]), "/".join(parts[end:])
            hint = self.unknown(start)
            if start and (not hint.startswith("; there are") or is_known(rest)):
                return f": there is no edition '{start}'{hint}"
        return ""

    def anchor(self, name: str, key: str, builder: Builder) -> str:
        """Return the id of a thing of an edition, on a page that has all documents of a site.

        There it is another thing than that of the first edition.
        """
        if builder.name != "singlehtml" or key == self.first.key:
            return name
        return f"{name}-{short_hash(key)}"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What editions can be called."""
        return tuple(dict.fromkeys((*filter(None, self._by_key), *self._by_end)))

    @cached_property
    def _by_end(self) -> dict[str, Edition]:
        found: dict[str, list[Edition]] = {}
        for key, edition in self._by_key.items():
            parts = key.split("/")
            for start in range(1, len(parts)):
                found.setdefault("/".join(parts[start:]), []).append(edition)
        return {end: some[0] for end, some in found.items() if len(some) == 1}


def page_of(key: str, docnames: Container[str]) -> str | None:
    """Return the page of an edition: ``2024`` or ``2024/index``, if there is one."""
    return next((name for name in (key, f"{key}/index") if name in docnames), None)


@lru_cache(maxsize=8)
def _editions(files: tuple[tuple[str, str | None], ...]) -> Editions:
    return Editions(dict(files))


def editions(config: Config) -> Editions:
    """Return the editions that ``confrecap_data`` names."""
    configured = config.confrecap_data
    files = configured if isinstance(configured, dict) else {"": configured}
    return _editions(tuple(files.items()))
