"""Files of the site: found inside the source folder only, and remembered for the next build."""

from __future__ import annotations

import glob
import os
import posixpath
import stat
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from sphinx_confrecap.data import changes, imported, links, select, whole, yamldoc
from sphinx_confrecap.data.limits import DataLimits
from sphinx_confrecap.data.patterns import LONGEST, Listing, is_pattern, unfit
from sphinx_confrecap.data.problems import Code, Located, Mark, Names, Problem, Problems
from sphinx_confrecap.data.record import read
from sphinx_confrecap.data.slugs import slug
from sphinx_confrecap.data.sponsors import Companies, Sponsor
from sphinx_confrecap.data.yamldoc import Node, Scalar
from sphinx_confrecap.site import uses
from sphinx_confrecap.site.sources import Place, sources


class Seal(NamedTuple):
    """A YAML file as it was when it was read."""

    path: str
    name: str
    size: int
    mtime: int
    limits: DataLimits


class YamlFile(NamedTuple):
    """A YAML file that was read: its document, and what is wrong with it so far."""

    path: Path
    name: str
    document: yamldoc.Node | None
    problems: Problems
    seal: Seal | None = None


@lru_cache(maxsize=64)
def _parsed(seal: Seal) -> tuple[yamldoc.Node | None, tuple[Problem, ...]]:
    """Read a YAML file once for all the directives of a process that use it."""
    problems = Problems()
    text = yamldoc.decode(Path(seal.path).read_bytes(), problems)
    node = (
        None if text is None else yamldoc.load(text, problems, limits=seal.limits, file=seal.name)
    )
    if node is None and not len(problems):
        problems.add(Mark(1, 1), "the file is empty", Code.YAML)
    return node, tuple(problems)


_Photos: TypeAlias = tuple[tuple[tuple[str, str], tuple[tuple[str, str], ...]], ...]
"""What patterns of photos find, as `changes.Places`, to be known again."""


@lru_cache(maxsize=64)
def _whole(
    own: Seal,
    files: tuple[tuple[Scalar, Seal], ...],
    companies: tuple[Seal, str] | None,
    photos: _Photos = (),
) -> tuple[Node, tuple[Problem, ...]]:
    """Join an event file with what it imports, once for all the directives of a process."""
    problems = Problems()
    trees = [(name, _tree(seal)) for name, seal in files]
    places = {key: dict(found) for key, found in photos}
    made = whole.of(_tree(own), trees, _companies(companies), places, own.limits, problems)
    return made, tuple(problems)


@lru_cache(maxsize=64)
def _patterns(
    own: Seal, files: tuple[tuple[Scalar, Seal], ...], companies: tuple[Seal, str] | None
) -> tuple[Scalar, ...]:
    """Return what names photos in an event file, if one is changed that may have no record."""
    document = _whole(own, files, companies)[0]
    wanted = document.get("changes") if isinstance(document, yamldoc.Mapping) else None
    keys = wanted.scalars() if isinstance(wanted, yamldoc.Mapping) else ()
    if isinstance(document, yamldoc.Mapping) and any(key.startswith("photo-") for key in keys):
        return tuple(changes.patterns_of(document))
    return ()


def _tree(seal: Seal) -> Node:
    return _parsed(seal)[0] or yamldoc.Mapping()


def _companies(listed: tuple[Seal, str] | None) -> tuple[Sponsor, ...]:
    """Return the companies of a list; what is wrong with it is told where it is used."""
    if listed is None:
        return ()
    value = select.section(_tree(listed[0]), "companies", listed[1] or None, Problems())
    record = value and read(Companies, value, Problems())
    return record.companies if record else ()


class Several(NamedTuple):
    """What names files by a pattern, relative to the source folder, or all pictures of a folder."""

    pattern: str
    start: str
    """The folder that its paths start from."""
    is_folder: bool

    @property
    def is_outside(self) -> bool:
        """True if it leads out of the source folder."""
        return self.pattern.split("/")[0] == ".."

    def written(self, name: str) -> str:
        """Return the path of a file that was found as it would be written beside the pattern."""
        return posixpath.relpath(name, self.start) if self.start else name


def folder_of(place: Located, folder: str) -> str:
    """Return the folder that paths start from: that of a file, or else the one given."""
    return posixpath.dirname(place.file) if place.file else folder


class Files:
    """The files that one document uses.

    ``folder`` is always relative to the source folder: paths start there, or in the source folder
    if they begin with a slash. Nothing outside the source folder is read.
    """

    def __init__(self, env: BuildEnvironment, docname: str | None) -> None:
        """``docname`` is the document to be read again when a file changes; None for nobody."""
        self.env = env
        self.docname = docname
        self.sources = sources(env)
        self.root = self.sources.folder
        self.limits = self.sources.limits
        self._root = os.path.join(self.root, "")  # noqa: PTH118 (with a slash at its end)
        self._places: dict[str, Place] = {}
        self.markups: dict[str, str] = {}
        """The languages of prose in files that data takes from, by their names."""
        self._neighbours: dict[tuple[Path, str], tuple[Names, dict[str, str]]] = {}

    def relative(self, path: Path) -> str:
        """Return a path relative to the source folder, with slashes."""
        text = str(path)
        if ".." in text:
            text = os.path.normpath(text)
        if not text.startswith(self._root):
            return Path(os.path.relpath(text, self.root)).as_posix()
        return text[len(self._root) :].replace(os.sep, "/")

    def uri(self, path: Path) -> str:
        """Return a path as Sphinx takes it: from the source folder, with a leading slash."""
        return "/" + self.relative(path)

    def note(self, path: Path) -> None:
        """Have the document read again when this file changes, appears or goes away."""
        if self.docname is not None:
            about = self.look(path).about
            uses.note_file(self.env, self.docname, self.relative(path), about)

    def failed(self, path: Path) -> None:
        """Have the document read again at the next build: this file could not be read."""
        if self.docname is not None:
            uses.FILES.of(self.env).setdefault(self.docname, {})[self.relative(path)] = None

    def inside(self, text: Scalar, folder: str, problems: Problems) -> Path | None:
        """Return the absolute path of ``text``; one that leaves the source folder is a problem.

        It starts in the folder of the file that ``text`` stands in, or else in ``folder``.
        A link is followed to see where it leads; the name stays as it was written.
        """
        start = "" if text.startswith("/") else folder_of(text, folder)
        path = os.path.normpath(f"{self._root}{start}/{text.lstrip('/')}")
        real = self.look(path).real
        if not real:
            problems.add(text, f"'{text}' is not a path", Code.FILE)
            return None
        if reason := unfit(path[len(self._root) :]):
            problems.add(text, f"'{text}' {reason}", Code.FILE)
            return None
        if self.sources.relative(real) is None:
            problems.add(
                text, f"'{text}' lies outside the source folder, and is not read", Code.FILE
            )
            return None
        return Path(path)

    def look(self, path: str | Path) -> Place:
        """Return where a path leads, and what is there; a directive looks once."""
        text = str(path)
        if text not in self._places:
            self._places[text] = self.sources.look(text)
        return self._places[text]

    def _refusal(self, path: Path) -> str:
        """Return why a file must not be published, "" if it may: the end of a sentence.

        Both its own name and that of the file that it leads to count.
        """
        own = f"{self.sources.root}/{self.relative(path)}"
        real = self.look(path).real
        reason = self.sources.refusal(own, is_file=True)
        return reason or (self.sources.refusal(real, is_file=True) if real != own else "")

    def picture(self, text: Scalar, folder: str, problems: Problems) -> Path | None:
        """Return the file of a picture, which will be published; else None, and a problem."""
        path = self.find(text, folder, problems)
        if path is not None and (reason := self._refusal(path)):
            problems.add(text, f"'{text}' {reason}", Code.FILE)
            return None
        return path

    def find(self, text: Scalar, folder: str, problems: Problems) -> Path | None:
        """Return the regular file that ``text`` names; None, and a problem, if there is none."""
        path = self.inside(text, folder, problems)
        if path is None:
            return None
        self.note(path)
        about = self.look(path).about
        if about is None:
            problems.add(text, self._missing(text, path), Code.FILE)
            return None
        if not stat.S_ISREG(about.st_mode):
            kind = "a folder" if stat.S_ISDIR(about.st_mode) else "not a regular file"
            problems.add(text, f"'{text}' is {kind}", Code.FILE)
            return None
        return path

    def _missing(self, text: str, path: Path) -> str:
        """Return a sentence about a file that is not there."""
        if "://" in text:
            return f"'{text}' is an address; name a file of this site"
        if os.path.islink(path):  # noqa: PTH114 (never raises)
            return f"'{text}' is a link that leads nowhere"
        return f"the file '{text}' is not there{self.folder(text, path) or self.neighbour(path)}"

    def folder(self, text: str, path: Path) -> str:
        """Return a hint at the folder that was probably meant, if that of ``path`` is not there."""
        missing = [folder for folder in path.parents if not folder.is_dir()]
        if not missing or not self.relative(missing[-1].parent):
            return ""
        wrong = missing[-1]
        try:
            known = Names(entry.name for entry in sorted(wrong.parent.iterdir()) if entry.is_dir())
        except OSError:
            return ""
        meant = known.nearest(wrong.name)
        if meant is None or meant.startswith(".") or f"{wrong.name}/" not in text:
            return ""
        return f"; did you mean '{text.replace(f'{wrong.name}/', f'{meant}/', 1)}'?"

    def neighbour(self, path: Path) -> str:
        """Return a hint at the file of the folder that was probably meant.

        Names are compared without their ends: `a.yml` is near `a.yaml`, and not near `b.yml`.
        """
        place = (path.parent, path.suffix)
        if place not in self._neighbours:
            try:
                names = sorted(entry.name for entry in path.parent.iterdir())
            except OSError:
                names = []
            stems: dict[str, str] = {}
            for name in sorted(names, key=lambda name: not name.endswith(path.suffix)):
                if not name.startswith("."):
                    stems.setdefault(Path(name).stem, name)
            self._neighbours[place] = Names(stems), stems
        known, stems = self._neighbours[place]
        meant = known.nearest(path.stem)
        return f"; did you mean '{stems[meant]}'?" if meant else ""

    def yaml(self, name: Scalar, folder: str, problems: Problems) -> YamlFile | None:
        """Read a YAML file, and what it imports; what is wrong with its name goes to ``problems``.

        What is wrong inside is in the file's own problems.
        """
        found = self._read(name, folder, problems)
        if found is None or found.document is None:
            return found
        document = self.whole(found.document, folder, found.problems, found.seal)
        return found._replace(document=document)

    def whole(
        self, document: Node, folder: str, problems: Problems, seal: Seal | None = None
    ) -> Node:
        """Return an event file with what it imports; ``folder`` is where a body's paths start.

        The pages are read again when an imported file changes. What is missing or broken, or no
        event file, is noted, and the rest counts.
        """
        if not isinstance(document, yamldoc.Mapping) or not select.is_event_file(document):
            return document
        files, size = [], seal.size if seal else 0
        for name in imported.names(document, problems):
            file = self._read(name, folder, problems)
            if file is None:
                continue
            if file.name == document.file:
                problems.add(name, f"'{name}' is this file itself, and is not imported")
                continue
            problems.take(file.problems, file.name)
            if file.document is None or file.seal is None:
                continue
            size += file.seal.size
            if size > self.limits.bytes:
                sentence = f"with '{name}', this is {yamldoc.too_large(self.limits)[8:]}"
                problems.add(name, sentence, Code.YAML)
                break
            self.markups[file.name] = select.markup(file.document, problems)
            files.append((name, file.seal))
        known = self._companies_of([document, *(_tree(one) for _name, one in files)], folder)
        noted: Iterable[Problem]
        if seal is not None:
            of = (seal, tuple(files), known)
            photos = self._found_photos(_patterns(*of), folder)
            document, noted = _whole(*of, photos) if photos else _whole(*of)
        else:
            noted = inside = Problems()
            trees = [(name, _tree(one)) for name, one in files]
            document = whole.of(document, trees, _companies(known), {}, self.limits, inside)
        problems.take(noted)
        return document

    def _found_photos(self, texts: Iterable[Scalar], folder: str) -> _Photos:
        """Return what patterns and folders of photos find: paths by their anchors."""
        found = {}
        for text in texts:
            several = self.several(text, folder)
            if several and not several.is_outside and len(text) <= LONGEST:
                names = self.matching(several.pattern).names
                photos = ((f"photo-{slug(several.written(name))}", f"/{name}") for name in names)
                found[text.file, str(text)] = tuple(photos)
        return tuple(found.items())

    def _companies_of(self, trees: Iterable[Node], folder: str) -> tuple[Seal, str] | None:
        """Return the list of companies that an event file names, and its key there."""
        if not any(key in tree for tree in trees for key in ("changes", "found")):
            return None
        for tree in trees:
            section = tree.get("sponsors") if isinstance(tree, yamldoc.Mapping) else None
            name = section.get("companies") if isinstance(section, yamldoc.Mapping) else None
            if isinstance(name, Scalar):
                file, _, fragment = name.partition("#")
                found = self._read(Scalar.at(name, file), folder, Problems())
                return (found.seal, fragment) if found and found.seal else None
        return None

    def _read(self, name: Scalar, folder: str, problems: Problems) -> YamlFile | None:
        """Read one YAML file as it stands."""
        path = self.find(name, folder, problems)
        if path is None:
            return None
        try:
            about = path.stat()
            if about.st_size > self.limits.bytes:
                inside = Problems()
                inside.add(Mark(1, 1), yamldoc.too_large(self.limits), Code.YAML)
                return YamlFile(path, self.relative(path), None, inside)
            name_of_it = self.relative(path)
            seal = Seal(str(path), name_of_it, about.st_size, about.st_mtime_ns, self.limits)
            document, noted = _parsed(seal)
            if self.docname is not None:
                self.env.note_dependency(str(path))
        except OSError as error:
            self.failed(path)
            problems.add(name, f"'{name}' cannot be read: {error.strerror}", Code.FILE)
            return None
        inside = Problems()
        inside.take(noted)
        return YamlFile(path, name_of_it, document, inside, seal)

    def part(self, name: Scalar, folder: str, section: str, problems: Problems) -> Node | None:
        """Return what another file has for ``section``, or below the key that ``#key`` names.

        What is wrong with it is noted, too: every place knows its file.
        """
        file, _, fragment = name.partition("#")
        found = self.yaml(Scalar.at(name, file), folder, problems)
        if found is None:
            return None
        inside = Problems()
        value = None
        if found.document is not None:
            value = select.section(found.document, section, fragment or None, inside)
            self.markups[found.name] = select.markup(found.document, inside)
        problems.take((*found.problems, *inside), found.name)
        return value

    def several(self, text: Scalar, folder: str) -> Several | None:
        """Return what a text names if it is a folder or a pattern; None for one file."""
        start = "" if text.startswith("/") else folder_of(text, folder)
        below = text.lstrip("/")
        about = self.look(os.path.normpath(f"{self._root}{start}/{below}")).about
        is_folder = about is not None and stat.S_ISDIR(about.st_mode)
        is_file = about is not None and stat.S_ISREG(about.st_mode)
        if not is_folder and (is_file or not is_pattern(text)):
            return None
        inside = posixpath.join(glob.escape(below), "*") if is_folder else below
        pattern = posixpath.normpath(posixpath.join(glob.escape(start), inside))
        return Several(pattern, start, is_folder)

    def matching(self, pattern: str) -> Listing:
        """Return what a pattern, relative to the source folder, finds.

        The document is read again when that changes.
        """
        found = self.sources.listing(pattern)
        if self.docname is not None:
            uses.PATTERNS.of(self.env).setdefault(self.docname, {})[pattern] = found
        return found

    def page(self, path: Path) -> str | None:
        """Return the document at a path, written with or without its suffix."""
        for docname in (self.env.path2doc(path), self.relative(path)):
            if docname in self.env.found_docs:
                return docname
        return None

    def local_link(
        self, target: links.Link, at: Scalar, folder: str, problems: Problems
    ) -> nodes.Element | None:
        """Return a reference to a document or a download of the site; None if there is no such."""
        path = self.inside(Scalar.at(at, target.path), folder, problems)
        if path is None:
            return None
        if docname := self.page(path) if target.path else self.docname:
            if target.query:
                problems.add(at, self._left_out(target), Code.URL)
            if self.docname is not None:
                uses.LINKED.of(self.env).setdefault(self.docname, set()).add(docname)
            return addnodes.pending_xref(
                "",
                refdomain="confrecap",
                reftype="page",
                reftarget=docname,
                reffragment=target.fragment,
                refdoc=self.docname,
                refexplicit=True,
            )
        self.note(path)
        if os.path.isfile(path):  # noqa: PTH113 (never raises)
            if reason := self._refusal(path) or self._exclusion(path):
                problems.add(at, f"'{at}' {reason}", Code.URL)
                return None
            if target.query or target.fragment:
                problems.add(at, self._left_out(target), Code.URL)
            return addnodes.download_reference(
                "", "", reftarget=self.uri(path), refdoc=self.docname
            )
        for suffix in self.env.config.source_suffix:  # a page may be written without it
            self.note(path.with_name(path.name + suffix))
        meant = target.suggestion
        hint = f"; did you mean '{meant}'?" if meant else self.neighbour(path)
        problems.add(at, f"'{at}' is no document or file of this site{hint}", Code.URL)
        return None

    def _exclusion(self, path: Path) -> str:
        """Return the end of a sentence if the site leaves a file out."""
        real = self.sources.relative(self.look(path).real) or ""
        if any(self.sources.excludes(name) for name in {self.relative(path), real}):
            return "is left out by exclude_patterns, and is not published"
        return ""

    @staticmethod
    def _left_out(target: links.Link) -> str:
        sentence = "what stands behind the name of a file of this site is left out"
        return f"'{target.url}': {sentence}; write '{target.path}'"
