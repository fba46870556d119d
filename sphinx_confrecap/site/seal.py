"""Whether all stands as the last build left it: then nothing of ours is opened, or even loaded.

A build that leaves every page finished seals what its pictures depend on, and what stands in its
output. The next one breaks the seal before it changes anything. What pages are made of is in the
environment: a page of which something has changed is read again, and so is no seal's concern.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx

from sphinx_confrecap import __version__
from sphinx_confrecap.data.slugs import short_hash
from sphinx_confrecap.site import sidebars, uses

_DAY = 86_400  # seconds
_KNOWN = "sphinx.", "sphinx_confrecap."


def folder(app: Sphinx) -> Path:
    """Return where notes are kept: one folder for each output of the site."""
    doctrees = Path(app.doctreedir)
    where = os.path.relpath(app.builder.outdir, doctrees)
    return uses.published(app) / f"{app.builder.name}-{short_hash(where)}"


def path(app: Sphinx) -> Path:
    """Return the seal's file."""
    return folder(app) / "seal"


def holds(app: Sphinx) -> bool:
    """True if all is as it was sealed, in a build that reads no page."""
    try:
        sealed = path(app).read_text("utf-8")
    except (OSError, ValueError):
        return False
    return sealed != "" and sealed == _state(app, published(app))


def put(app: Sphinx, files: list[str]) -> None:
    """Seal what there is; ``files`` are those :func:`published`."""
    state = _state(app, files)
    with contextlib.suppress(OSError):
        if state:
            path(app).write_text(state, "utf-8")


def remove(app: Sphinx) -> None:
    """Break the seal, before anything changes."""
    with contextlib.suppress(OSError):
        path(app).unlink()


def published(app: Sphinx) -> list[str]:
    """Return "name size time" of each file in the folder of pictures, in any order."""
    try:
        with (
            _opened(Path(app.outdir) / app.builder.imagedir) as images,
            os.scandir(images) as files,
        ):
            found = ((file.name, file.stat(follow_symlinks=False)) for file in files)
            return [f"{name} {about.st_size} {about.st_mtime_ns}" for name, about in found]
    except OSError:
        return []


def inventory(app: Sphinx) -> str:
    """Return size and time of the inventory, "" if there is none.

    It is "" too where another extension has a domain, which may list other things in each build.
    """
    if all(type(one).__module__.startswith(_KNOWN) for one in app.env.domains.values()):
        with contextlib.suppress(OSError):
            about = (Path(app.outdir) / "objects.inv").stat()
            return f"{about.st_size} {about.st_mtime_ns}"
    return ""


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[Path | int]:
    """Open a folder where that is possible: it takes half of the time to look at its files."""
    if os.scandir not in os.supports_fd:
        yield folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def _state(app: Sphinx, files: list[str]) -> str:
    """Return a hash; "" where there are no seals, or none can be put.

    They are for builders that write page by page, and nothing of ours on pages of their own. Sphinx
    counts figures in every build, and has to know ours. Today is in it, for the cache notes when a
    picture was last used.
    """
    from sphinx_confrecap.images import encoders  # noqa: PLC0415 (asks Pillow: only where a seal is)

    everywhere = app.registry.html_assets_policy == "always" or sidebars.has_strip(app)
    try:
        read = (Path(app.doctreedir) / ENV_PICKLE_FILENAME).stat()
    except OSError:
        return ""
    if everywhere or app.config.numfig or app.builder.name not in {"html", "dirhtml"}:
        return ""
    about = (
        (__version__, encoders.PIPELINE_VERSION, encoders.encoders(("avif", "webp"))),
        int(time.time()) // _DAY,
        [(name, app.config[name]) for name in app.config.values if name.startswith("confrecap_")],
        (read.st_size, read.st_mtime_ns, sorted(app.env.found_docs)),
        (uses.cache(app).is_dir(), inventory(app)),
    )
    text = "\n".join([repr(about), *sorted(files)])
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
