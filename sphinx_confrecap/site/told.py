"""What is wrong on pages and in their data, said once a build, after reading."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_confrecap.data.problems import Code, one_line
from sphinx_confrecap.messages import warn
from sphinx_confrecap.site.memory import Memory


class Told(NamedTuple):
    """A problem: its place as ``file:line:column``, and the directive that reads the file."""

    at: str
    message: str
    code: Code
    used_at: str


TOLD: Memory[dict[Told, None]] = Memory("told")
"""The problems of each page, in the order in which they were met."""


def tell(env: BuildEnvironment, code: Code, message: str, at: str, used_at: str = "") -> None:
    """Have a problem said when all pages are read; ``used_at`` is empty for one on a page."""
    page: str | None = env.temp_data.get("docname")
    if page is None:  # a directive that another extension runs when nothing is read
        warn(code, message, at)
    else:
        TOLD.of(env).setdefault(page, {})[Told(at, one_line(message), code, used_at)] = None


def shown_path(env: BuildEnvironment, path: str) -> str:
    """Return a path as messages show it: relative to the source folder if it lies there."""
    # Docutils names an included file from the working directory.
    whole, root = os.path.abspath(path), os.path.join(env.srcdir, "")  # noqa: PTH100, PTH118 (also normalises)
    shown = whole[len(root) :] if whole.startswith(root) else path
    return shown.replace(os.sep, "/")


def place_of(env: BuildEnvironment, path: str, line: int | None) -> str:
    """Return a place of a page as messages show it, ``file:line``."""
    return f"{shown_path(env, path)}:{line}"


def _begin(app: Sphinx, _env: BuildEnvironment, docnames: list[str]) -> None:
    app.confrecap_read = docnames  # type: ignore[attr-defined]  # ours; others may lengthen it


def pages_read(app: Sphinx) -> set[str]:
    """Return the pages that this build has read."""
    return set(getattr(app, "confrecap_read", ()))


def _say(app: Sphinx, env: BuildEnvironment) -> None:
    """Say each problem of the pages that were read once, though many pages have it."""
    table, read = TOLD.of(env), pages_read(app)
    places: dict[tuple[str, str, Code], list[str]] = {}
    fresh: set[tuple[str, str, Code]] = set()
    for page in sorted(table):
        for at, message, code, used_at in table[page]:
            places.setdefault((at, message, code), []).append(used_at)
        if page in read:
            fresh.update(told[:3] for told in table[page])
    for (at, message, code), found in places.items():
        if (at, message, code) in fresh:
            warn(code, message + used(found), at)


def used(places: Iterable[str]) -> str:
    """Return ``(used at a.md:3 and 4 more)``, or an empty text."""
    first, *more = dict.fromkeys(places)
    if not first:
        return ""
    return f" (used at {first} and {len(more)} more)" if more else f" (used at {first})"


def connect(app: Sphinx) -> None:
    """Connect the problems; they are said before what comes of all pages."""
    app.connect("env-before-read-docs", _begin)
    app.connect("env-updated", _say, priority=400)
