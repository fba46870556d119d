"""What each page depends on, and which pages are to be read or written again for it."""

from __future__ import annotations

import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_confrecap.data.patterns import Listing
from sphinx_confrecap.site.memory import Memory
from sphinx_confrecap.site.sources import sources

Signature = tuple[int, int, int]
"""Size of a file, and the times of its content and of its entry, which nobody can set back."""

PAGES: Memory[bool] = Memory("pages")
"""The pages with something of ours."""

FILES: Memory[dict[str, Signature | None]] = Memory("files")
"""The files that a page depends on, relative to the source folder; None for one that is not there,
or that could not be read: what is there at the next build is another one.

A missing file is no dependency for Sphinx, which would read its page anew on every build.
"""

PATTERNS: Memory[dict[str, Listing]] = Memory("patterns")
"""The patterns of a page, relative to the source folder, and what they found."""

LINKED: Memory[set[str]] = Memory("linked")
"""The pages of the site that a page links to from its data."""


CACHE = "confrecap-images"
"""The cache's name inside the doctree folder, unless ``confrecap_cache_dir`` says otherwise."""


def published(app: Sphinx) -> Path:
    """Return where is noted what finished pages show."""
    return Path(app.doctreedir) / "confrecap-published"


def cache(app: Sphinx) -> Path:
    """Return where pictures are kept that were made."""
    named = app.config.confrecap_cache_dir
    return Path(app.srcdir, named) if named else Path(app.doctreedir) / CACHE


def note_file(
    env: BuildEnvironment, docname: str, name: str, about: os.stat_result | None = None
) -> None:
    """Remember a file that a page depends on, be it there or not; ``about`` spares a look."""
    files = FILES.of(env).setdefault(docname, {})
    if name not in files:  # as it was read first
        files[name] = _signed(about) if about else _signature(Path(env.srcdir) / name)


def outdated(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], removed: set[str]
) -> list[str]:
    """Tell Sphinx which pages' files or patterns are not what they were: it compares times only."""
    root = os.path.join(env.srcdir, "")  # noqa: PTH118 (as text, for thousands)
    known: dict[str, Signature | None] = {}
    listing = sources(env).listing
    sources(env).look_again()
    found = []
    for docname in _users(env):
        files = FILES.of(env).get(docname, {})
        patterns = PATTERNS.of(env).get(docname, {})
        for name in files:
            if name not in known:
                known[name] = _signature(f"{root}{name}")
        if (
            any(known[name] != then for name, then in files.items())
            or any(listing(pattern) != then for pattern, then in patterns.items())
            or not removed.isdisjoint(LINKED.of(env).get(docname, ()))
        ):
            found.append(docname)
    return [name for name in found if name not in removed and name in env.all_docs]


def _users(env: BuildEnvironment) -> list[str]:
    """Return the pages that depend on files."""
    return sorted({*FILES.of(env), *PATTERNS.of(env), *LINKED.of(env)})


def _signature(path: str | Path) -> Signature | None:
    try:
        about = os.stat(path)  # noqa: PTH116 (as above)
    except (OSError, ValueError):
        return None
    return _signed(about)


def _signed(about: os.stat_result) -> Signature:
    return about.st_size, about.st_mtime_ns, about.st_ctime_ns


def connect(app: Sphinx) -> None:
    """Connect what pages use."""
    app.connect("env-get-outdated", outdated)
