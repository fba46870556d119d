"""Where a directive stands and where data does, and what a directive says there."""

from __future__ import annotations

import linecache
import posixpath
from functools import cached_property
from typing import Any, NamedTuple

from docutils import nodes

from sphinx_confrecap.data import links
from sphinx_confrecap.data.problems import Code, Located, Problems
from sphinx_confrecap.data.slugs import short_hash, slug
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives.outline import Outline
from sphinx_confrecap.site.editions import Edition, editions
from sphinx_confrecap.site.files import Files, folder_of
from sphinx_confrecap.site.told import place_of, shown_path, tell

_IDS = "confrecap_ids"
_COUNTS = "confrecap_counts"


class Source(NamedTuple):
    """Where data was read from.

    ``file`` is the name in messages, relative to the source folder; ``path`` the absolute path;
    ``folder`` the folder that paths in the data start from, relative to the source folder;
    ``first`` and ``lines`` are of the body, if the data is one, without what it is indented by;
    ``markup`` the language of its prose, empty for that of the page; ``edition`` the key of the
    edition that the data is of.
    """

    file: str
    path: str
    folder: str
    in_body: bool = False
    first: int = 0
    lines: tuple[str, ...] = ()
    markup: str = ""
    edition: str = ""

    def of(self, place: Located, files: Files) -> Source:
        """Return the source of what may stand in another file, which the data takes it from."""
        if place.file in ("", self.file):
            return self
        return self._replace(
            file=place.file,
            path=str(files.root / place.file),
            folder=folder_of(place, self.folder),
            in_body=False,
            markup=files.markups.get(place.file, ""),
        )

    def at(self, place: Located) -> str:
        """Return a place in the data, as ``file:line:column``."""
        column = place.column
        if self.in_body and not place.file and 0 <= place.line - self.first < len(self.lines):
            written = linecache.getline(self.path, place.line).rstrip()
            column += max(0, written.find(self.lines[place.line - self.first].rstrip()))
        return f"{place.file or self.file}:{place.line}:{column}"


class PlacedDirective(Outline):
    """A directive on its page."""

    values: dict[str, Any]
    """Its options."""

    @cached_property
    def _here(self) -> tuple[str, int]:
        return super().get_source_info()

    @cached_property
    def _lacks(self) -> list[tuple[Code, str, str, str]]:
        """What is only said if something is shown, or no text stands for it."""
        return []

    @cached_property
    def _taken(self) -> set[str]:
        """The things of the page that have an id."""
        taken: set[str] | Any = self.env.temp_data.setdefault(_IDS, set())
        return taken

    def get_source_info(self) -> tuple[str, int]:
        """Return the directive's file and line, looked up once for all that it makes."""
        return self._here

    @cached_property
    def in_myst(self) -> bool:
        """True in a MyST document, False in a reStructuredText one."""
        return type(self.state).__module__.startswith("myst_parser")

    @cached_property
    def place(self) -> str:
        """The directive's own place, as ``file:line``."""
        return place_of(self.env, *self.get_source_info())

    @property
    def shown_file(self) -> str:
        """The directive's file as messages show it."""
        return shown_path(self.env, self.get_source_info()[0])

    @property
    def folder(self) -> str:
        """The folder of the page, relative to the source folder."""
        return posixpath.dirname(self.env.docname) or "."

    @cached_property
    def edition(self) -> Edition:
        """The edition of the page."""
        return editions(self.config).of_page(self.env.docname)

    @cached_property
    def files(self) -> Files:
        """The files of the site, as this document uses them."""
        return Files(self.env, self.env.docname)

    def used_at(self, place: Located, source: Source) -> str:
        """Return where a place of a source is used, if that is elsewhere."""
        return "" if source.in_body and not place.file else self.place

    def local_link(
        self, target: links.Link, url: Scalar, source: Source, problems: Problems
    ) -> nodes.Element | None:
        """Return an empty reference to a document or a file of the site; None is noted."""
        made = self.files.local_link(target, url, source.folder, problems)
        if made is not None and target.fragment:  # checked when all pages are read
            made["at"], made["used_at"] = source.at(url), self.used_at(url, source)
        return made

    def warn(self, message: str, code: Code = Code.SCHEMA, *, lack: bool = False) -> None:
        """Warn at the directive's own place; a ``lack`` says only that there is nothing to show."""
        self.tell(code, message, self.place, lack=lack)

    def tell(self, code: Code, message: str, place: str, used_at: str = "", *, lack: bool) -> None:
        """Warn, of a lack that a text may stand for when it is known that something is shown."""
        if lack and self.values.get("if-empty"):
            self._lacks.append((code, message, place, used_at))
        else:
            tell(self.env, code, message, place, used_at)

    def number(self, kind: str) -> int:
        """Return the place of a thing among those of its kind on the page, from 1."""
        counts: dict[str, int] | Any = self.env.temp_data.setdefault(_COUNTS, {})
        counts[kind] = counts.get(kind, 0) + 1
        return int(counts[kind])

    def give_id(self, node: nodes.Element, prefix: str, name: str, what: str) -> None:
        """Give ``node`` the id ``prefix-slug``; the first occurrence of a thing on a page gets it.

        ``what`` tells whether two names mean one thing. A slug that something else has taken gets a
        short hash of the name.
        """
        taken, known = self._taken, self.state.document.ids
        owner = f"{prefix}:{what}"
        if owner in taken:
            return
        wanted = f"{prefix}-{slug(name)}"
        if wanted in known:
            wanted = f"{wanted}-{short_hash(what)}"
        if wanted in known:
            return
        taken.add(owner)
        node["ids"].append(wanted)
        known[wanted] = node
