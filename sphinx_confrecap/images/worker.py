"""The work that may happen in another thread, process or machine: hashing and encoding."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple, TypeVar

from sphinx_confrecap.images.errors import CacheError, PictureError
from sphinx_confrecap.images.formats import svg
from sphinx_confrecap.images.header import check_bytes
from sphinx_confrecap.images.limits import PictureLimits
from sphinx_confrecap.images.manifest import Made
from sphinx_confrecap.images.naming import EXTENSIONS, file_name
from sphinx_confrecap.images.recipes import Recipe
from sphinx_confrecap.images.svg_process import largest, too_large

TEMPORARY = ".confrecap-"
"""How the name of a file starts that is not yet whole."""

_HEAD = 512  # bytes; an XML text may start with white space

_Item = TypeVar("_Item")
_Outcome = TypeVar("_Outcome")


class Job(NamedTuple):
    """One picture to encode.

    Attributes:
        source: Absolute path of the picture.
        size: Its bytes when it was hashed.
        mtime_ns: Its time then; a file that changed since would get another's name.
        recipe: What to make.
        folder: Where the files go.
        stems: Beginnings of the names to write each variant under, at least one.
        key: Hash of content and recipe.
        limits: How much one picture may cost.
    """

    source: str
    size: int
    mtime_ns: int
    recipe: Recipe
    folder: str
    stems: tuple[str, ...]
    key: str
    limits: PictureLimits


def work(job: Job) -> list[Made] | PictureError:
    """Encode one picture into the folder; a bad picture or a full disk is returned, not raised."""
    # Most builds find every picture in the cache, and need no decoders.
    from sphinx_confrecap.images.encode import encode  # noqa: PLC0415 (loads them)

    made = []
    try:
        for variant in encode(_read(job), job.recipe, job.limits):
            extension = EXTENSIONS[variant.mime]
            for stem in job.stems:
                name = file_name(stem, job.key, variant.width, extension)
                write_whole(Path(job.folder), name, variant.data)
            made.append(Made(variant.width, variant.height, extension, len(variant.data)))
    except PictureError as error:
        # Without its traceback, which holds on to all the pixels that were decoded.
        return PictureError(str(error))
    except OSError as error:
        return CacheError(f"cannot be kept in the cache {job.folder} ({error.strerror})")
    return made


def _read(job: Job) -> bytes:
    """Return the bytes of a picture. Raises PictureError."""
    try:
        with Path(job.source).open("rb") as file:
            status = os.fstat(file.fileno())
            if (status.st_size, status.st_mtime_ns) != (job.size, job.mtime_ns):
                raise PictureError("changed during the build; build again")
            head = file.read(_HEAD)
            if svg.matches(head) and job.size > largest(job.limits):
                raise PictureError(f"is {too_large(job.limits)}")
            check_bytes(job.size, job.limits)
            return head + file.read()
    except OSError as error:
        msg = f"cannot be opened ({error.strerror})"
    raise PictureError(msg)


def sha256(source: str) -> str | PictureError:
    """Return the SHA-256 of a file's bytes."""
    try:
        with Path(source).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return PictureError(f"cannot be opened ({error.strerror})")


def write_whole(folder: Path, name: str, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it. Raises OSError."""
    try:
        _write_whole(folder, name, data)
    except FileNotFoundError:  # another build has swept before the lock was there
        _write_whole(folder, name, data)


def _write_whole(folder: Path, name: str, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=TEMPORARY, dir=folder)
    path = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as file:
            with contextlib.suppress(OSError):
                _lock(file.fileno())
            file.write(data)
        path.chmod(0o644)  # mkstemp's files are for their owner alone
        path.replace(folder / name)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def sweep(folder: Path, names: Iterable[str]) -> None:
    """Take away what builds that were killed left half written, of some names in a folder."""
    for name in names:
        if name.startswith(TEMPORARY):
            path = folder / name
            with contextlib.suppress(OSError):
                with path.open("rb") as file:
                    _lock(file.fileno())
                path.unlink()


def _lock(handle: int) -> None:
    """Hold an open file until it is closed, or its process dies. Raises OSError if another does."""
    # Windows has no such lock, and lets nobody take an open file away.
    with contextlib.suppress(ImportError):
        import fcntl  # noqa: PLC0415 (not on every platform)

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def run(
    function: Callable[[_Item], _Outcome | PictureError],
    items: Sequence[_Item],
    executor: Executor | None,
) -> Iterator[_Outcome | PictureError]:
    """Yield ``function(item)`` in order; a worker that dies is a PictureError for its item."""
    if executor is None:
        yield from map(function, items)
        return
    futures = [executor.submit(function, item) for item in items]
    try:
        for future in futures:
            try:
                outcome = future.result()
            except Exception as error:  # noqa: BLE001 (each kind of pool has its own errors)
                reason = str(error) or type(error).__name__
                yield PictureError(f"could not be encoded (a worker failed: {reason})")
            else:
                yield outcome
    finally:
        for future in futures:
            future.cancel()
