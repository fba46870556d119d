"""``confrecap images``: fills the cache of pictures ahead of a build.

What is made of a picture depends on the pages that show it, so the site is read as a build reads
it; what comes of that is thrown away, and the state that a build keeps is not touched.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import NAMESPACE, WarningSuppressor

from sphinx_confrecap import extension
from sphinx_confrecap.cli import CLEAN, PROBLEMS, STOPPED, UsageError
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.site import pictures
from sphinx_confrecap.site.builders import publishes_pictures
from sphinx_confrecap.site.pictures import Pictures, threads
from sphinx_confrecap.site.uses import CACHE
from sphinx_confrecap.site.wants import WANTED, Wanted

_RELEVANT = {Code.IMAGE, Code.FILE, Code.YAML}
"""Warnings for want of which there are fewer pictures than the pages name."""


def run(options: argparse.Namespace) -> int:
    """Make the pictures; return the exit code.

    Raises:
        UsageError: There is no such file, no site, or a site that cannot be read.
    """
    sources = [_absolute(path) for path in options.sources]
    for given, path in zip(options.sources, sources, strict=True):
        if not path.exists():
            raise UsageError(f"there is no {given}")
    root = _root(sources, options.source_dir)
    bar = Bar(sys.stderr, quiet=options.quiet)
    command = _Command(options, root, sources, bar)
    try:
        return command.run()
    except KeyboardInterrupt:
        print(f"{command.reached()}; the next run goes on there", file=sys.stderr)
        return STOPPED


def _root(sources: Sequence[Path], chosen: Path | None) -> Path:
    """Return the source folder that all sources belong to."""
    if chosen is not None:
        if not (chosen / "conf.py").is_file():
            raise UsageError(f"there is no conf.py in {chosen}")
        root = _absolute(chosen)
    else:
        found = {_nearest(path) for path in sources}
        if len(found) > 1:
            names = " and ".join(str(path) for path in sorted(found))
            raise UsageError(f"these are two sites, {names}; run the command for each")
        (root,) = found
    for path in sources:
        if not path.is_relative_to(root):
            raise UsageError(f"{path} does not lie in the source folder {root}")
    return root


def _absolute(path: Path) -> Path:
    """Return a path without ``..``; links stay, for pictures may be links."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (pathlib keeps "..")


def _nearest(path: Path) -> Path:
    for folder in (path, *path.parents):
        if (folder / "conf.py").is_file():
            return folder
    raise UsageError(f"there is no conf.py in {path} or above it; is this a Sphinx site?")


class _Command:
    """One run of the command."""

    def __init__(
        self, options: argparse.Namespace, root: Path, sources: Sequence[Path], bar: Bar
    ) -> None:
        self.options, self.root, self.sources, self.bar = options, root, sources, bar
        self.problems = Problems(bar)
        self.wanted = 0

    def run(self) -> int:
        with (
            tempfile.TemporaryDirectory(prefix="confrecap-") as scratch,
            self._site(scratch) as app,
        ):
            found = self._derive(app)
            if not publishes_pictures(app.builder):
                raise UsageError(f"the builder '{app.builder.name}' shows no pictures")
            ready = _count(self.wanted - len(found.broken), "picture")
            work = f"worked on {found.encoded:,}" if found.encoded else "nothing to do"
            self._say(f"{ready} ready in {self._name(found.store.folder)}; {work}")
            if self.options.prune is not None:
                deleted = found.store.prune(self.options.prune)
                self._say(
                    f"{_count(deleted, 'file')} deleted that nothing has used for "
                    f"{_count(self.options.prune, 'day')}"
                )
        return PROBLEMS if self.problems.count else CLEAN

    def reached(self) -> str:
        """Return how far it got."""
        if not self.bar.total:
            return "stopped while reading the pages"
        return f"stopped after {self.bar.done} of {_count(self.bar.total, 'picture')}"

    @contextlib.contextmanager
    def _site(self, scratch: str) -> Iterator[Sphinx]:
        """Load the site as a build does, but for what a build writes and asks other hosts for."""
        root = str(self.root)
        logger = logging.getLogger(NAMESPACE)
        with patch_docutils(root), docutils_namespace():
            try:
                app = Sphinx(
                    root,
                    root,
                    f"{scratch}/out",
                    f"{scratch}/doctrees",
                    self.options.builder,
                    confoverrides={"intersphinx_mapping": {}},
                    status=None,
                    warning=None,
                )
            except SphinxError as error:
                raise self._unreadable(error) from error
            if "sphinx_confrecap" not in app.extensions:
                raise UsageError(
                    f"{self._name(self.root / 'conf.py')} does not load sphinx_confrecap"
                )
            self.problems.addFilter(WarningSuppressor(app))
            logger.addHandler(self.problems)
            try:
                yield app
            except SphinxError as error:
                raise self._unreadable(error) from error
            finally:
                logger.removeHandler(self.problems)

    def _unreadable(self, error: SphinxError) -> UsageError:
        """Return the first and the last line of what Sphinx says: a traceback is between them."""
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        said = " ".join(dict.fromkeys([lines[0], lines[-1]])) if lines else type(error).__name__
        return UsageError(f"the site in {self._name(self.root)} cannot be read: {said}")

    def _derive(self, app: Sphinx) -> Pictures:
        if not app.config.confrecap_cache_dir:
            cache = self._doctrees() / CACHE
            app.config.confrecap_cache_dir = str(cache)
            self._say(
                f"conf.py does not set confrecap_cache_dir, so the pictures go to "
                f"{self._name(cache)}: a build with the doctree folder {self._name(cache.parent)} "
                f"finds them there. Better set it, then every build does."
            )
        extension.load(app)
        app.connect("env-updated", self._prepare, priority=400)
        app.builder.read()
        return pictures.of(app.builder)

    def _doctrees(self) -> Path:
        """Return the doctree folder of the site's builds."""
        named: Path | None = self.options.doctrees
        if named is not None:
            return named.absolute()
        # The two layouts that sphinx-quickstart makes.
        usual = [self.root / "_build" / "doctrees", self.root.parent / "build" / "doctrees"]
        return next((folder for folder in usual if folder.is_dir()), usual[0])

    def _prepare(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Leave out what was not asked for, and put our pool and our bar in their places."""
        wanted = WANTED.of(env)
        shown: set[str] = set()
        for name, pages in wanted.items():
            wanted[name] = self._chosen(self.root / env.doc2path(name, base=False), pages)
            shown.update(one.uri for one in wanted[name])
        self.wanted = len(shown)
        ours = pictures.of(app.builder)
        ours.progress = self.bar
        if self.options.workers is not None:
            ours.pool = partial(threads, self.options.workers)
        return []

    def _chosen(self, page: Path, wanted: list[Wanted]) -> list[Wanted]:
        if self._is_asked_for(page):
            return wanted
        return [one for one in wanted if self._is_asked_for(self.root / one.uri)]

    def _is_asked_for(self, path: Path) -> bool:
        return any(path.is_relative_to(source) for source in self.sources)

    def _name(self, path: Path) -> str:
        """Return a path as it is read most easily from here."""
        here, path = Path.cwd(), _absolute(path)
        return str(path.relative_to(here) if path.is_relative_to(here) else path)

    def _say(self, sentence: str) -> None:
        if not self.options.quiet:
            print(sentence)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


class Problems(logging.Handler):
    """Prints the warnings about pictures as ``place: message [code]``, and counts them."""

    def __init__(self, bar: Bar) -> None:
        super().__init__(logging.WARNING)
        self.bar = bar
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Print a warning, if it is one of ours."""
        code = getattr(record, "subtype", None)
        if getattr(record, "type", None) == "confrecap" and code in _RELEVANT:
            self.count += 1
            place = getattr(record, "location", None)
            before = f"{place}: " if place else ""
            # All that `warn` says is in the arguments; to the rest Sphinx adds words of its own.
            message = record.args[0] if isinstance(record.args, tuple) else record.msg
            self.bar.clear()
            print(f"{before}{message} [confrecap.{code}]", file=sys.stderr)


class Bar:
    """A progress bar, on a terminal only.

    Attributes:
        done: How many pictures are made.
        total: How many are to be made; 0 before that is known.
    """

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self.stream = stream
        self.is_shown = stream.isatty() and not quiet
        self._width = 0
        self.done = self.total = 0

    def __call__(self, names: Iterable[str], length: int) -> Iterable[str]:
        """Go through the names of pictures as they are made."""
        self.done, self.total = 0, length
        self._show("")
        for name in names:
            self.done += 1
            self._show(name)
            yield name
        self.clear()

    def _show(self, name: str) -> None:
        if self.is_shown:
            filled = 24 * self.done // self.total
            line = f"[{'#' * filled:.<24}] {self.done:,} of {self.total:,} {name}"
            self._write(line[: shutil.get_terminal_size().columns - 1])

    def clear(self) -> None:
        """Make room for other words."""
        if self.is_shown:
            self._write("")
            self.stream.write("\r")

    def _write(self, line: str) -> None:
        # Blanks over what was there: not every terminal knows how to clear a line.
        self.stream.write(f"\r{line:<{self._width}}")
        self.stream.flush()
        self._width = len(line)
