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
from typing import Any, TypeAlias

from sphinx import __display_version__ as sphinx_version
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx

from sphinx_confrecap import __version__, templating
from sphinx_confrecap.data.slugs import short_hash
from sphinx_confrecap.site import sidebars, uses

Files: TypeAlias = dict[str, tuple[int, int]]
"""Bytes and time of files by name."""

_DAY = 86_400  # seconds
_WITH_PHOTOS = "photos "
_KNOWN = "sphinx.", "sphinx_confrecap."
_WRITES_LISTS = "load_indexer", "index_page", "dump_search_index", "dump_inventory"


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
    photos = sealed.startswith(_WITH_PHOTOS)
    return sealed != "" and sealed == _state(app, published(app), photos=photos)


def put(app: Sphinx, files: Files, *, photos: bool) -> None:
    """Seal what there is: ``files`` are those :func:`published`, ``photos`` if any is a photo's."""
    state = _state(app, files, photos=photos)
    with contextlib.suppress(OSError):
        if state:
            path(app).write_text(state, "utf-8")


def remove(app: Sphinx) -> None:
    """Break the seal, before anything changes."""
    with contextlib.suppress(OSError):
        path(app).unlink()


def published(app: Sphinx) -> Files:
    """Return what is in the folder of pictures, in any order."""
    try:
        with (
            _opened(Path(app.outdir) / app.builder.imagedir) as images,
            os.scandir(images) as files,
        ):
            return {
                file.name: ((about := file.stat(follow_symlinks=False)).st_size, about.st_mtime_ns)
                for file in files
            }
    except OSError:
        return {}


def lists(app: Sphinx) -> list[tuple[int, int]]:
    """Return size and time of inventory and search index; [] if one is not there.

    It is [] too where another extension has a domain, which may list other things in each build.
    """
    if all(type(one).__module__.startswith(_KNOWN) for one in app.env.domains.values()):
        with contextlib.suppress(OSError):
            found = [(Path(app.outdir) / name).stat() for name in ("objects.inv", "searchindex.js")]
            return [(about.st_size, about.st_mtime_ns) for about in found]
    return []


def keep_lists(app: Sphinx) -> None:
    """Have a build that writes no page leave inventory and search index: they would be the same.

    A page that another extension adds to the index all the same is added to what there is.
    """
    builder, own = app.builder, vars(app.builder)
    if not own.keys().isdisjoint(_WRITES_LISTS):  # another extension has its own
        return

    def end(*_given: object) -> None:
        for name in _WRITES_LISTS:
            own.pop(name, None)

    def index_page(*page: Any) -> None:  # noqa: ANN401 (Sphinx's)
        end()
        builder.load_indexer(set())  # type: ignore[attr-defined]  # of HTML
        builder.index_page(*page)  # type: ignore[attr-defined]  # likewise

    own.update(dict.fromkeys(_WRITES_LISTS, lambda *_given: None), index_page=index_page)
    app.connect("build-finished", end)


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


def _state(app: Sphinx, files: Files, *, photos: bool) -> str:
    """Return a hash; "" where there are no seals, or none can be put.

    They are for builders that write page by page, and nothing of ours on pages of their own. Sphinx
    counts figures in every build, and has to know ours. Today is in it, for the cache notes when a
    picture was last used. What encodes photos is asked, and loaded, only where there are any.
    """
    from sphinx_confrecap.images import naming  # noqa: PLC0415 (asks Pillow: only where a seal is)

    everywhere = app.registry.html_assets_policy == "always" or sidebars.has_strip(app)
    try:
        read = (Path(app.doctreedir) / ENV_PICKLE_FILENAME).stat()
    except OSError:
        return ""
    if everywhere or app.config.numfig or app.builder.name not in {"html", "dirhtml"}:
        return ""
    about = (
        (__version__, sphinx_version, naming.PIPELINE_VERSION),
        naming.encoders(tuple(app.config.confrecap_image_formats) if photos else ()),
        int(time.time()) // _DAY,
        [(name, app.config[name]) for name in app.config.values if name.startswith("confrecap_")],
        (read.st_size, read.st_mtime_ns, sorted(app.env.found_docs)),
        (uses.cache(app).is_dir(), lists(app), templating.of_site(app)),
    )
    text = repr((about, sorted(files.items())))
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return f"{_WITH_PHOTOS}{digest}" if photos else digest
