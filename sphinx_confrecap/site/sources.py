"""The source folder: what in it belongs to the site, and what a pattern finds there.

Data is written by strangers. Nothing that it names is published from hidden files and folders, of
the configuration, or of what a build wrote: neither this build nor another one.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.matching import Matcher

from sphinx_confrecap.config import limits
from sphinx_confrecap.data import patterns
from sphinx_confrecap.data.limits import DataLimits
from sphinx_confrecap.data.patterns import Listing
from sphinx_confrecap.images.limits import PictureLimits

# Whatever a builder writes beside its pictures and downloads, and what caches are marked with.
# fmt: off
_MARKS = frozenset({
    ".buildinfo", ".doctrees", "environment.pickle", "searchindex.js", "searchindex.json",
    "globalcontext.json", "globalcontext.pickle", "sphinx.sty", "CACHEDIR.TAG",
})
# fmt: on


class Place(NamedTuple):
    """Where a path leads, "" if it is none, and what is there: None if nothing can be seen."""

    real: str
    about: os.stat_result | None


class Sources:
    """The source folder of a build."""

    def __init__(self, env: BuildEnvironment, written: Collection[Path] = ()) -> None:
        """``written`` are the folders that this build writes."""
        self.folder = Path(env.srcdir)
        self.root = os.path.realpath(env.srcdir)
        self._start = os.path.join(self.root, "")  # noqa: PTH118 (with a slash at its end)
        self._is_excluded = Matcher(env.config.exclude_patterns)
        self.limits = limits(DataLimits, env.config)
        self.picture_limits = limits(PictureLimits, env.config)
        self._written = {os.path.realpath(folder) for folder in written} - {self.root}
        self._marked: dict[str, bool] = {}
        self._listings: dict[str, Listing] = {}
        self._real_folders: dict[str, str] = {}

    def look(self, path: str) -> Place:
        """Look at an absolute path: once, unless it is a link; a build follows a folder once."""
        about = _about(path, follow=False)
        folder, name = os.path.split(path)
        try:
            if path == str(self.folder) or (about and stat.S_ISLNK(about.st_mode)):
                return Place(os.path.realpath(path), _about(path))
            if folder not in self._real_folders:
                self._real_folders[folder] = os.path.realpath(folder)
        except (OSError, ValueError, RuntimeError):
            return Place("", None)
        return Place(os.path.join(self._real_folders[folder], name), about)  # noqa: PTH118 (thousands)

    def relative(self, path: str) -> str | None:
        """Return an absolute path without links relative to the root; None if it is outside."""
        if path == self.root:
            return ""
        if not path.startswith(self._start):
            return None
        return path[len(self._start) :].replace(os.sep, "/")

    def refusal(self, path: str, *, is_file: bool = False) -> str:
        """Return why a file is none of the site's, "" if it is one: the end of a sentence.

        Args:
            path: Absolute, without links.
            is_file: It is no folder, which need not be looked at.
        """
        inside = self.relative(path)
        if inside is None:
            return "lies outside the source folder, and is not read"
        parts = inside.split("/") if inside else []
        if any(part.startswith(".") for part in parts):
            return "is hidden, or lies in a hidden folder, and is not published"
        # Some systems forget the case, and dots at the end.
        if parts and parts[-1].partition(":")[0].rstrip(". ").casefold() == "conf.py":
            return "is a configuration of Sphinx, and is not published"
        if self._is_written(inside.rpartition("/")[0] if is_file else inside):
            return "lies in a folder that a build wrote, and is not published"
        return ""

    def _is_written(self, inside: str) -> bool:
        """True if a folder was written by a build, or lies in one; the root never was."""
        if not inside:
            return False
        if inside not in self._marked:
            path = os.path.join(self.root, inside)  # noqa: PTH118 (as above)
            marks = (os.path.join(path, mark) for mark in _MARKS)  # noqa: PTH118 (as above)
            self._marked[inside] = (
                path in self._written
                or self._is_written(inside.rpartition("/")[0])
                or (os.path.isdir(path) and any(map(os.path.lexists, marks)))  # noqa: PTH112 (as above)
            )
        return self._marked[inside]

    def excludes(self, inside: str) -> bool:
        """True if ``exclude_patterns`` names a file or a folder that it lies in."""
        parts = inside.split("/")
        return any(self._is_excluded("/".join(parts[: n + 1])) for n in range(len(parts)))

    def is_closed(self, folder: str, *, named: bool) -> bool:
        """Tell whether a pattern passes a folder over.

        What ``exclude_patterns`` leaves out is passed over, unless the pattern names it itself.
        """
        return self._is_written(folder) or bool(folder and not named and self._is_excluded(folder))

    def listing(self, pattern: str) -> Listing:
        """Return the files that a pattern, relative to the source folder, matches.

        A build looks once, however many pages and galleries have the pattern.
        """
        if pattern not in self._listings:
            found = patterns.find(Path(self.root), pattern, self, self.limits.matches)
            self._listings[pattern] = found
        return self._listings[pattern]

    def look_again(self) -> None:
        """Forget what patterns found: another build of this process begins."""
        self._listings.clear()
        self._real_folders.clear()


def _about(path: str, *, follow: bool = True) -> os.stat_result | None:
    try:
        return os.stat(path, follow_symlinks=follow)  # noqa: PTH116 (thousands)
    except (OSError, ValueError):
        return None


_SOURCES: WeakKeyDictionary[BuildEnvironment, Sources] = WeakKeyDictionary()


def sources(env: BuildEnvironment) -> Sources:
    """Return the source folder of an environment."""
    if env not in _SOURCES:
        _SOURCES[env] = Sources(env)
    return _SOURCES[env]


def look(app: Sphinx) -> None:
    """Note what this build writes, before anything is read."""
    written: list[Path] = [Path(app.outdir), Path(app.doctreedir)]
    if app.config.confrecap_cache_dir:
        written.append(Path(app.srcdir, app.config.confrecap_cache_dir))
    _SOURCES[app.env] = Sources(app.env, written)
