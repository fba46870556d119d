"""The cache of pictures: content-addressed, shared by builds, repaired by the next build.

A file's name holds a hash of the picture's bytes, the recipe, the pipeline's version and the
encoders' major versions, so a name never means two things. Files are written under a temporary
name and renamed. A manifest that is lost costs time, never correctness.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from sphinx_confrecap.images import header as headers
from sphinx_confrecap.images import naming, worker
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.header import Header
from sphinx_confrecap.images.limits import LIMITS, PictureLimits
from sphinx_confrecap.images.manifest import Made, Manifest, today
from sphinx_confrecap.images.naming import EXTENSIONS, PIPELINE_VERSION
from sphinx_confrecap.images.recipes import Recipe

_MIMES = {extension: mime for mime, extension in EXTENSIONS.items()}
_SAVE_EVERY = 5.0  # seconds: what a killed build loses at most
SETTLED = 2_000_000_000
"""Nanoseconds: the coarsest time stamps of file systems in use."""

_DAY = 86_400  # seconds
_TAG = "CACHEDIR.TAG"
# https://bford.info/cachedir/: backup programs leave such a folder out.
_TAG_TEXT = b"Signature: 8a477f597d28d172789f06886806bc55\n# Pictures made by sphinx-confrecap.\n"


class Rendition(NamedTuple):
    """A file in the cache that is ready to be published.

    Attributes:
        uri: Its absolute path as text.
        name: Its name, there and in the output: ``<stem>-<hash>-<width>.<ext>``.
        width: Pixels (upright, so as a browser shows it).
        height: Likewise.
        mime: Media type.
        size: Bytes.
    """

    uri: str
    name: str
    width: int
    height: int
    mime: str
    size: int

    @property
    def path(self) -> Path:
        """The absolute path."""
        return Path(self.uri)


Request = tuple[Path, Recipe]
Result = tuple[Rendition, ...] | PictureError
Progress = Callable[[Iterable[str], int], Iterable[str]]


class _Source(NamedTuple):
    """A file as it was when its hash was known: size, time of its content, time of its entry."""

    digest: str
    size: int
    mtime_ns: int
    ctime_ns: int


class Store:
    """Pictures and their facts in one folder, which other builds may use at the same time.

    Attributes:
        folder: Absolute path; made when something is first written.
        limits: How much one picture may cost.
        problem: Why the folder could not be written at first, "" while it can.
    """

    def __init__(self, folder: Path, limits: PictureLimits = LIMITS) -> None:
        self.folder = folder.absolute()
        self.limits = limits
        self.problem = ""
        self._asked: dict[str, Request] = {}
        self._looked: dict[Path, _Source | PictureError] = {}
        self._manifest = Manifest(self.folder)
        self._saved = time.monotonic()

    # Contents

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of a file's bytes; unchanged size and times spare reading it.

        Raises:
            PictureError: It cannot be read.
        """
        source = self._looked.get(path) or self._sources([path], None)[path]
        if isinstance(source, PictureError):
            raise source
        return source.digest

    def facts(self, digest: str, key: str, compute: Callable[[], Any]) -> Any:  # noqa: ANN401 (JSON)
        """Return what ``compute`` says about a content, computed once per pipeline version.

        Args:
            digest: From :meth:`digest`.
            key: Name of the fact; include what the result depends on besides the content.
            compute: Returns what JSON can hold, not None; what it raises passes through.
        """
        return self._manifest.fact(digest, f"{key}@{PIPELINE_VERSION}", compute)

    def header(self, path: Path) -> Header:
        """Return the facts in a picture's header, from the cache if its content is known.

        Raises:
            PictureError: As :func:`sphinx_confrecap.images.header.read`.
        """

        def compute() -> dict[str, Any]:
            return headers.read(path, self.limits)._asdict()

        found = Header(**self.facts(self.digest(path), "header", compute))
        headers.check(found, self.limits)
        return found

    def read(self, paths: Iterable[Path], *, executor: Executor | None = None) -> None:
        """Look at many files at once: what is asked next is about what they are now."""
        self._looked = {}
        self._looked = self._sources(paths, executor)

    def _sources(
        self, paths: Iterable[Path], executor: Executor | None
    ) -> dict[Path, _Source | PictureError]:
        """Return the hash of every path; contents that must be read are read by the executor."""
        found: dict[Path, _Source | PictureError] = {}
        unknown: dict[Path, tuple[int, int, int]] = {}
        for path in dict.fromkeys(paths):
            if path in self._looked:
                found[path] = self._looked[path]
                continue
            try:
                status = headers.regular(path)
            except PictureError as error:
                found[path] = error
                continue
            stamp = status.st_size, status.st_mtime_ns, status.st_ctime_ns
            if digest := self._manifest.source(os.fspath(path), stamp):
                found[path] = _Source(digest, *stamp)
            else:
                unknown[path] = stamp
        hashes = worker.run(worker.sha256, [os.fspath(path) for path in unknown], executor)
        for (path, stamp), outcome in zip(unknown.items(), hashes, strict=True):
            if isinstance(outcome, PictureError):
                found[path] = outcome
                continue
            found[path] = _Source(outcome, *stamp)
            # A file written a moment ago may change again without a new time stamp.
            if time.time_ns() - max(stamp[1:]) > SETTLED:
                self._manifest.remember_source(os.fspath(path), stamp, outcome)
        return found

    # Renditions

    def render(
        self,
        requests: Iterable[Request],
        *,
        executor: Executor | None = None,
        progress: Progress | None = None,
    ) -> dict[Request, Result]:
        """Return the files for every request; encode those that are not in the cache.

        Args:
            requests: Absolute paths of pictures, each with a recipe.
            executor: Where to encode; anything shaped like ``concurrent.futures.Executor`` whose
                workers see the same folders. None: here, one after another.
            progress: Called with the names of the pictures, as they are done, and their number,
                if there is anything to encode; must go through all of them.

        Returns:
            For every request its files, or why there are none. Equal contents with equal recipes
            are encoded once.
        """
        results: dict[Request, Result] = dict.fromkeys(requests, ())
        sources = self._sources((path for path, _ in results), executor)
        listing = self._listing()
        worker.sweep(self.folder, listing.names)
        missing: dict[str, list[Request]] = {}
        stems = {path: naming.slug(path.stem) for path in sources}
        for request in results:
            path, recipe = request
            source = sources[path]
            if isinstance(source, PictureError):
                results[request] = source
                continue
            key = naming.key(source.digest, recipe)
            made, are_resting = self._manifest.made(key)
            held = self._held(stems[path], key, made, listing)
            self._asked[key] = request
            if held and (not are_resting or self._woken(held)):
                results[request] = held
            else:
                missing.setdefault(key, []).append(request)
        if missing:
            self._prepare()
            jobs = [
                self._job(key, sources[wanted[0][0]], wanted, {stems[path] for path, _ in wanted})
                for key, wanted in missing.items()
            ]
            try:
                outcomes = self._encoded(jobs, executor, progress)
            finally:
                self.save()  # also by a build that is interrupted
            for job, outcome in zip(jobs, outcomes, strict=True):
                for request in missing[job.key]:
                    if isinstance(outcome, PictureError):
                        results[request] = outcome
                    else:
                        results[request] = self._renditions(stems[request[0]], job.key, outcome)
        self.save()
        return results

    def _woken(self, held: Iterable[Rendition]) -> bool:
        """Let old files count as used today; False if another program has just pruned one.

        The manifest is written when everything is derived, which may be too late for that program.
        """
        for rendition in held:
            try:
                os.utime(rendition.path)
            except FileNotFoundError:
                return False
            except OSError:  # a folder that can only be read is not pruned either
                return True
        return True

    def _job(
        self, key: str, source: _Source | PictureError, requests: list[Request], stems: set[str]
    ) -> worker.Job:
        path, recipe = requests[0]
        assert isinstance(source, _Source)  # noqa: S101 (a request without source has no key)
        return worker.Job(
            source=os.fspath(path),
            size=source.size,
            mtime_ns=source.mtime_ns,
            recipe=recipe,
            folder=os.fspath(self.folder),
            stems=tuple(sorted(stems)),
            key=key,
            limits=self.limits,
        )

    def _held(
        self, stem: str, key: str, made: list[Made], listing: _Listing
    ) -> tuple[Rendition, ...]:
        """Return the variants if all are in the folder, if need be by links to another stem's."""
        renditions = self._renditions(stem, key, made)
        for rendition in renditions:
            name = rendition.name
            if name in listing.names:
                continue
            twin = listing.twins.get(naming.tail(name), "")
            try:
                os.link(self.folder / twin, self.folder / name)
            except OSError:
                return ()
        return renditions

    def mend(self, rendition: Rendition) -> None:
        """Make a file again that lost some of its bytes in the cache, or is no file any more.

        Asked before a file is published, and only then: a look at each of thousands of files takes
        as long as all the rest of :meth:`render`. What cannot be made again is taken away.
        """
        if self._is_whole(rendition.name, rendition.size):
            return
        key = naming.key_of(rendition.name)
        request = self._asked[key]
        self._manifest.remember_made(key, [])
        if isinstance(self.render([request])[request], PictureError):
            with contextlib.suppress(OSError):
                rendition.path.unlink()

    def _is_whole(self, name: str, size: int) -> bool:
        """True if a file has the bytes that it was written with; a full disk takes some away."""
        try:
            about = (self.folder / name).lstat()
        except OSError:
            return False
        return about.st_size == size and stat.S_ISREG(about.st_mode)

    def _renditions(self, stem: str, key: str, made: list[Made]) -> tuple[Rendition, ...]:
        found = []
        for width, height, end, size in made:
            name = naming.file_name(stem, key, width, end)
            uri = f"{self.folder}{os.sep}{name}"
            found.append(Rendition(uri, name, width, height, _MIMES[end], size))
        return tuple(found)

    def _encoded(
        self, jobs: list[worker.Job], executor: Executor | None, progress: Progress | None
    ) -> list[list[Made] | PictureError]:
        """Do the jobs, and note what was made from time to time: a killed build goes on there."""
        outcomes: list[list[Made] | PictureError] = []

        def done() -> Iterator[str]:
            for job, outcome in zip(jobs, worker.run(worker.work, jobs, executor), strict=True):
                outcomes.append(outcome)
                if not isinstance(outcome, PictureError):
                    self._manifest.remember_made(job.key, outcome)
                if time.monotonic() - self._saved > _SAVE_EVERY:
                    self.save()
                yield Path(job.source).name

        for _ in progress(done(), len(jobs)) if progress else done():
            pass
        return outcomes

    # The folder

    def save(self) -> None:
        """Write what was learnt to the manifest; a folder that cannot be written is a problem."""
        self._saved = time.monotonic()
        if not self._manifest.changed:
            return
        self._prepare()
        for name, data in self._manifest.merge().items():
            self._write(name, data)

    def prune(self, max_age_days: int) -> int:
        """Delete what was not used for a number of days; return the number of files deleted.

        Other builds may go on meanwhile: a file that was made or used since is left, also if its
        build has not written that down yet. In a folder that was not made by a store, only files
        that its manifest knows.
        """
        self._manifest.merge()
        first_day = today() - max_age_days
        dropped = self._manifest.forget_before(first_day)
        kept = self._manifest.keys()
        ours = (self.folder / _TAG).is_file()
        deleted = 0
        for name in sorted(self._listing().names):
            key = naming.key_of(name)
            if not (key in dropped or (ours and key and key not in kept)):
                continue
            path = self.folder / name
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < first_day * _DAY:
                    path.unlink()
                    deleted += 1
        if self.folder.is_dir():
            for name, data in self._manifest.files().items():
                self._write(name, data)
        return deleted

    def _listing(self) -> _Listing:
        try:
            return _Listing(set(os.listdir(self.folder)))  # noqa: PTH208 (thousands)
        except OSError:
            return _Listing(set())

    def _prepare(self) -> None:
        """Make the folder; mark it as a cache if it is new or empty."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with os.scandir(self.folder) as entries:
                empty = next(entries, None) is None
        except OSError as error:
            self.problem = self.problem or f"{self.folder}: {error.strerror}"
            return
        if empty:
            self._write(_TAG, _TAG_TEXT)

    def _write(self, name: str, data: bytes) -> None:
        try:
            worker.write_whole(self.folder, name, data)
        except OSError as error:
            self.problem = self.problem or f"{self.folder}: {error.strerror}"


class _Listing:
    """The names in the folder; also by the part that is the same for every stem."""

    def __init__(self, names: set[str]) -> None:
        self.names = names

    @cached_property
    def twins(self) -> dict[str, str]:
        return {naming.tail(name): name for name in sorted(self.names) if naming.key_of(name)}
