"""What finished pages show, noted per builder beside the doctrees, and what is published for it.

A page is finished when its note is written, after it. So a build that dies at any moment leaves
pages without a note, or notes of files that are not there: both are written again. A file is taken
away only if no note names it.
"""

from __future__ import annotations

import contextlib
import filecmp
import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from sphinx_confrecap import templating
from sphinx_confrecap.data.slugs import short_hash
from sphinx_confrecap.images.store import SETTLED, Rendition
from sphinx_confrecap.images.worker import sweep, write_whole
from sphinx_confrecap.site import links, mentions, pictures, seal
from sphinx_confrecap.site.mentions import MENTIONS
from sphinx_confrecap.site.uses import FILES, PAGES
from sphinx_confrecap.site.wants import WANTED, Photo

_ENDING = ".json"


class Note(NamedTuple):
    """What a finished page shows.

    Attributes:
        files: Bytes and time of its files when it was finished, by name.
        rest: A hash of all else that the times of its source and its output do not tell.
    """

    files: dict[str, tuple[int, int]]
    rest: str


class Published:
    """The pictures of a build that stand in its output.

    Attributes:
        everywhere: Names of what templates show on all pages.
    """

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        self.everywhere: set[str] = set()
        self._builder = app.builder
        imagedir = app.builder.imagedir
        self._output = Path(app.builder.outdir) / imagedir if imagedir else None
        self._app = app
        self._begun = time.time_ns()
        self._pages = seal.folder(app) / "pages"
        # All that was ever put there, until it is taken away: known even if the cache is gone.
        self._list = seal.folder(app) / "list"
        pages = {*PAGES.of(env), *WANTED.of(env), *MENTIONS.of(env)}
        self._shown: dict[str, set[str]] = {docname: set() for docname in pages}
        self._there = seal.published(app) if self._output else {}
        self._whole: set[str] = set()  # names of what stands there as it should
        meant, looks = mentions.meant(env), templating.of_site(app)
        # Another builder may have read a page again, or a build that was killed before it wrote it.
        self._rest = {
            name: [env.all_docs.get(name), meant.get(name), links.lead(env, name), looks]
            for name in pages
        }

    def show(self, docnames: Iterable[str], what: str) -> None:
        """Know that pages show something that may change while they do not."""
        for docname in docnames:
            self._shown.setdefault(docname, set())
            self._rest.setdefault(docname, []).append(what)

    def _rest_of(self, docname: str) -> str:
        return short_hash(repr(self._rest.get(docname)))

    # -- while pages are resolved, in the main process -------------------------------------------

    def publish(self, file: Rendition, docname: str | None, *, node: bool = False) -> None:
        """Have a file published; without a page it is everywhere.

        What a ``node`` of the page shows is known to Sphinx as any of its pictures. So is what we
        cannot put in its place ourselves: it fails there again, and Sphinx says so.
        """
        shown = self.everywhere if docname is None else self._shown.setdefault(docname, set())
        is_new = file.name not in shown
        shown.add(file.name)
        if (is_new and not self._put(file)) or node:
            self._builder.images[file.uri] = file.name

    def _put(self, file: Rendition) -> bool:
        """Put a file whole in its place; return False if somebody else has to."""
        if file.name in self._whole:
            return True
        pictures.of(self._builder).store.mend(file)
        if self._output is None:
            return False
        try:
            if file.name not in self._there or not self._is_same(file.name, file.path):
                self._output.mkdir(parents=True, exist_ok=True)
                self._list.parent.mkdir(parents=True, exist_ok=True)
                with self._list.open("a", encoding="utf-8") as names:
                    print(file.name, file=names)
                write_whole(self._output, file.name, file.path.read_bytes())
                about = (self._output / file.name).stat()
                self._there[file.name] = about.st_size, about.st_mtime_ns
        except OSError:
            return False
        self._whole.add(file.name)
        return True

    # -- while a page is written, in any process -------------------------------------------------

    def begin(self, docname: str) -> None:
        """A page is about to be written: until it is finished there is no note of it."""
        with contextlib.suppress(OSError):
            self._note(docname).unlink()

    def finish(self, docname: str, *, whole: bool) -> None:
        """A page is written: note what it shows, unless it is not the ``whole`` of it."""
        if not whole or docname not in self._shown:
            return
        note = Note({}, self._rest_of(docname))
        for name in sorted(self._shown[docname]) if self._output else ():
            if (about := self._there.get(name)) is None:
                return
            note.files[name] = about
        with contextlib.suppress(OSError):
            path = self._note(docname)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path.parent, path.name, json.dumps(note).encode())

    def _note(self, docname: str) -> Path:
        return self._pages / f"{docname}{_ENDING}"

    # -- before and after --------------------------------------------------------------------------

    def unfinished(self, env: BuildEnvironment, made: set[str], cache: Path) -> list[str]:
        """Return the pages that do not show what they should, or whose pictures are not there.

        ``made`` are the names of all that this build derived.
        """
        notes = self._notes(env)
        known = {name: seen for note in notes.values() for name, seen in note.files.items()}
        wrong = {
            name
            for name, seen in known.items()
            if name not in made or not self._stands(name, seen, cache)
        }
        self._whole = known.keys() - wrong
        pages = self._shown.keys() - notes.keys()
        pages.update(
            docname
            for docname, note in notes.items()
            if note.rest != self._rest_of(docname) or not wrong.isdisjoint(note.files)
        )
        return sorted(pages)

    def _stands(self, name: str, seen: tuple[int, int], cache: Path) -> bool:
        """True if a file is there as it was noted; a copied folder has other times."""
        about = self._there.get(name)
        if about is None or about == tuple(seen):
            return about is not None
        try:
            return self._is_same(name, cache / name)
        except OSError:
            return False

    def _is_same(self, name: str, path: Path) -> bool:
        """True if what is published under a name has the bytes of a file. Raises OSError."""
        return self._output is not None and filecmp.cmp(self._output / name, path, shallow=False)

    def left(self, images: dict[str, str]) -> dict[str, str]:
        """Return those of a builder's pictures that do not stand in their places yet."""
        return {uri: name for uri, name in images.items() if name not in self._whole}

    def _notes(self, env: BuildEnvironment) -> dict[str, Note]:
        """Return the notes of the pages that there are; those of others are taken away."""
        found: dict[str, Note] = {}
        for path in sorted(self._pages.rglob("*")):
            if path.is_dir():
                continue
            docname = path.relative_to(self._pages).as_posix().removesuffix(_ENDING)
            with contextlib.suppress(OSError, ValueError, TypeError):
                if docname in env.found_docs:
                    files, rest = json.loads(path.read_bytes())
                    found[docname] = Note(dict(files), rest)
                else:
                    path.unlink()
        return found

    def files(self, env: BuildEnvironment) -> list[Path]:
        """Return the files that notes are kept in, be they there or not."""
        return [
            self._list,
            seal.path(self._app),
            *(self._note(docname) for docname in env.found_docs),
        ]

    def tidy(self, env: BuildEnvironment) -> dict[str, Note]:
        """Take away what no page shows any more: somebody may ask for it. Return all notes."""
        notes = self._notes(env)
        if self._output is None or not self._output.is_dir():
            return notes
        for folder in (self._output, self._list.parent):
            with contextlib.suppress(OSError):
                sweep(folder, os.listdir(folder))  # noqa: PTH208 (names)
        files = (note.files for note in notes.values())
        named = self.everywhere.union(*files, *self._shown.values())
        with contextlib.suppress(OSError):
            listed = set(self._list.read_text("utf-8").splitlines())
            for name in listed - named:
                (self._output / name).unlink(missing_ok=True)
            if not listed <= named:
                text = "".join(f"{name}\n" for name in sorted(listed & named))
                write_whole(self._list.parent, self._list.name, text.encode())
        return notes

    def seal(self, env: BuildEnvironment, notes: dict[str, Note]) -> None:
        """Seal what this build leaves if all is finished, and no source may change unseen."""
        made, files = pictures.of(self._builder), FILES.of(env).values()
        newest = max((max(seen[1:]) for some in files for seen in some.values() if seen), default=0)
        if newest > self._begun - SETTLED or made.failed or made.store.problem:
            return
        names, published = made.names(), seal.published(self._app)
        if self._shown.keys() <= notes.keys() and all(
            note.rest == self._rest_of(docname)
            and all(
                name in names and name in published and published[name][0] == size
                for name, (size, _time) in note.files.items()  # a copied folder has other times
            )
            for docname, note in notes.items()
        ):
            photos = any(isinstance(want, Photo) for _file, want in made.made)
            seal.put(self._app, published, photos=photos)


def of(builder: Builder) -> Published:
    """Return what this build publishes, which is known once all pages are read."""
    found: Published = builder.__dict__["confrecap_published"]
    return found


# -- wiring --------------------------------------------------------------------------------------


def start(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note from here on what is published, and which pages are finished.

    Sphinx has no event for a page that is written, so its method is followed by ours.
    """
    builder = app.builder
    published = builder.confrecap_published = Published(app, env)  # type: ignore[attr-defined]  # ours
    write = builder.write_doc

    def write_and_note(docname: str, document: nodes.document) -> None:
        published.begin(docname)
        write(docname, document)
        published.finish(docname, whole=docname not in pictures.of(builder).failed)

    builder.write_doc = write_and_note  # type: ignore[assignment, method-assign]  # of this builder only
    if isinstance(builder, StandaloneHTMLBuilder):
        _copy_less(builder, published)
    return []


def _copy_less(builder: StandaloneHTMLBuilder, published: Published) -> None:
    """Keep Sphinx from comparing all bytes of pictures with what stands in their places already.

    A book that makes pictures smaller has a method of its own.
    """
    copy = builder.copy_image_files
    if getattr(copy, "__func__", None) is not StandaloneHTMLBuilder.copy_image_files:
        return

    def copy_what_is_left() -> None:
        images = builder.images
        builder.images = published.left(images)
        copy()
        builder.images = images

    builder.copy_image_files = copy_what_is_left  # type: ignore[method-assign]  # of this builder only


def publish(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Publish what is still in a document once all conditions are resolved."""
    published = of(app.builder)
    for node in document.findall(nodes.image):
        for file in filter(None, [*node.get("renditions", ()), node.get("original")]):
            published.publish(file, docname, node=file.uri == node["uri"])


def unfinished(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Tell Sphinx which pages are to be written again; others than these builders write all."""
    made, builder = pictures.of(app.builder), app.builder
    if isinstance(builder.get_outdated_docs(), str):
        return []
    if isinstance(builder, StandaloneHTMLBuilder) and builder.search:
        index = Path(builder.outdir, builder.searchindex_filename)
        if not index.is_file():  # a build was killed before its end; without all pages Sphinx fails
            return sorted(env.found_docs)
    return of(app.builder).unfinished(env, made.names(), made.store.folder)


def leave_out(app: Sphinx, builder: Builder) -> None:
    """Keep what we store out of a book where it lies in the folder that is packed.

    That is so wherever nobody says where doctrees go. The value is changed for this build alone.
    """
    if builder.name != "epub":
        return
    outdir = Path(builder.outdir)
    stored = [*pictures.of(builder).store.folder.rglob("*"), *of(builder).files(app.env)]
    names = [str(path.relative_to(outdir)) for path in stored if path.is_relative_to(outdir)]
    if names:
        app.config.epub_exclude_files = [*app.config.epub_exclude_files, *names]


def tidy(app: Sphinx, exception: Exception | None) -> None:
    """Take old pictures away, once the pages are written."""
    if exception is None:
        published = of(app.builder)
        published.seal(app.env, published.tidy(app.env))


def tidy_book(app: Sphinx) -> list[object]:
    """Take old pictures away before a book is packed, which takes all that lies there."""
    if app.builder.name == "epub":
        of(app.builder).tidy(app.env)
    return []  # pages of ours


def connect(app: Sphinx) -> None:
    """Connect what is published: after conditions of other extensions, and after the strip."""
    app.connect("env-updated", start, priority=300)
    app.connect("doctree-resolved", publish, priority=900)
    app.connect("env-updated", unfinished, priority=700)
    app.connect("write-started", leave_out)
    app.connect("html-collect-pages", tidy_book)
    app.connect("build-finished", tidy)
