"""Reading: a source of data, what is wrong in it, and what becomes of what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from docutils import nodes

from sphinx_confrecap.data import links, select, yamldoc
from sphinx_confrecap.data.problems import Code, Located, Problems
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives.place import PlacedDirective, Source
from sphinx_confrecap.directives.prose import Language, Prose, is_paragraph, is_plain, language
from sphinx_confrecap.doctree.base import (
    confrecap_link,
    confrecap_picture,
    confrecap_text,
    confrecap_texts,
    confrecap_words,
)
from sphinx_confrecap.doctree.extra import confrecap_extra
from sphinx_confrecap.images import header
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.header import Header
from sphinx_confrecap.site.editions import editions
from sphinx_confrecap.site.wants import Want

P = TypeVar("P", bound=confrecap_picture)


class Reading:
    """What a directive reads: a source, what is wrong in it, and what is made of its texts.

    ``value`` is the directive's part of the data, and ``document`` what that is a part of.
    """

    def __init__(
        self,
        directive: PlacedDirective,
        source: Source,
        problems: Problems | None = None,
        document: yamldoc.Node | None = None,
    ) -> None:
        self.directive, self.source, self.document = directive, source, document
        self.problems = Problems() if problems is None else problems
        self.value: yamldoc.Node = yamldoc.Mapping()

    # -- places and problems -------------------------------------------------------------------

    def note(
        self, at: Located, message: str, code: Code = Code.SCHEMA, *, lack: bool = False
    ) -> None:
        """Note what is wrong at a place of the data."""
        self.problems.add(at, message, code, lack=lack)

    def report(self) -> None:
        """Warn about the problems, each at its place in the data."""
        for problem in self.problems:
            place = self.source.at(problem)
            used_at = self.directive.used_at(problem, self.source)
            self.directive.tell(problem.code, problem.message, place, used_at, lack=problem.lack)

    def report_here(self, whose: str = "") -> None:
        """Warn about the problems at the directive: its argument and its options are the data."""
        for problem in self.problems:
            self.directive.warn(problem.message + whose, problem.code, lack=problem.lack)

    def put(self, node: nodes.Element, place: Located) -> None:
        """Let a node say where the data has what it shows, for translators."""
        node.source = self.source.of(place, self.directive.files).path
        node.line = place.first_line if isinstance(place, Scalar) else place.line

    def sign(
        self, node: nodes.Element, kind: str, keys: Iterable[str], aliases: Iterable[str], what: str
    ) -> None:
        """Let roles, search and links find a node, unless the directive says ``no-index``.

        See :class:`sphinx_confrecap.site.domain.Object`.
        """
        if not self.directive.values["no-index"]:
            node["object"], node["aliases"] = [kind, *dict.fromkeys(keys)], [*aliases]
            node["what"] = what
            node["file"], node["edition"] = self.source.file, self.source.edition

    def identity(self, what: str) -> str:
        """Return what tells a thing from others on the page, of other editions too."""
        edition = self.source.edition
        return what if edition == self.directive.edition.key else f"{edition}/{what}"

    # -- files ---------------------------------------------------------------------------------

    def file(self, name: Scalar, section: str, *, optional: bool = False) -> Reading | None:
        """Return the reading of what a file has for ``section``, or under a ``#key`` of its name.

        What is wrong with its name is noted here. What is wrong inside the file is noted there, or
        reported if nothing is left. A part that is ``optional`` may be missing.
        """
        file, _, fragment = name.partition("#")
        if not file.strip():
            self.note(name, f"'{name}' names a key, but no file before it", Code.FILE)
            return None
        directive = self.directive
        found = directive.files.yaml(Scalar.at(name, file), self.source.folder, self.problems)
        if found is None:
            return None
        if optional and not select.has(found.document, section, fragment or None):
            return None
        source = Source(
            found.name,
            str(found.path),
            Path(found.name).parent.as_posix(),
            edition=editions(directive.config).of_file(found.name, directive.env.docname).key,
        )
        inside = Reading(directive, source, found.problems, document=found.document)
        return inside.part(section, fragment or None)

    def part(self, section: str, fragment: str | None = None) -> Reading | None:
        """Take a part of the document to be read; None, if there is none, is reported."""
        found = None
        if self.document is not None:
            found = select.section(self.document, section, fragment, self.problems)
        if self.document is None or found is None:
            self.report()
            return None
        self.value = found
        if markup := select.markup(self.document, self.problems):
            self.source = self.source._replace(markup=markup)
        return self

    # -- texts ---------------------------------------------------------------------------------

    def inline(self, text: Scalar) -> list[nodes.Node]:
        """Return a text of the data as running text."""
        if is_plain(text):
            return [nodes.Text(str(text))]
        return self._prose(text, Prose.inline)

    def blocks(self, text: Scalar) -> list[nodes.Node]:
        """Return a text of the data as paragraphs, lists and so on."""
        if is_paragraph(text):
            return [self.text_element(nodes.paragraph(), text, nodes.Text(str(text)))]
        return self._prose(text, Prose.blocks)

    def text(self, text: Scalar) -> nodes.Element:
        """Return a text of the data as what there is to say about a thing."""
        if is_paragraph(text):
            return self.text_element(confrecap_text(), text, nodes.Text(str(text)))
        blocks = self.blocks(text)
        alone = blocks[0] if len(blocks) == 1 else None
        if not isinstance(alone, nodes.paragraph):
            return confrecap_texts("", *blocks)
        found = confrecap_text(alone.rawsource, "", *alone.children, **alone.attributes)
        found.source, found.line = alone.source, alone.line
        return found

    def _prose(
        self, text: Scalar, parse: Callable[[Prose, Language], list[nodes.Node]]
    ) -> list[nodes.Node]:
        source = self.source.of(text, self.directive.files)
        markup = source.markup or ("markdown" if self.directive.in_myst else "rst")
        prose = Prose(text, self.directive, source)
        found = parse(prose, language(markup))
        if len(prose.problems):
            Reading(self.directive, source, prose.problems).report()
        return found

    def text_element(
        self, element: nodes.TextElement, text: Scalar, *children: nodes.Node
    ) -> nodes.TextElement:
        """Fill an element with a text of the data, to be translated as it was written."""
        element.rawsource = str(text)
        self.put(element, text)
        element.extend(children or self.inline(text))
        return element

    def own_fields(self, extra: Mapping[Scalar, Scalar]) -> list[nodes.Node]:
        """Return the fields of a record's own as labels and texts, to be translated."""
        if not extra:
            return []
        found = confrecap_extra()
        for key, value in extra.items():
            said = nodes.definition("", self.plain(value))
            found += nodes.definition_list_item("", self.label(key), said, key=str(key))
        return [found]

    def label(self, text: Scalar) -> nodes.TextElement:
        """Return a label of the data, to be translated."""
        term = nodes.term(support_smartquotes=False)
        return self.text_element(term, text, nodes.Text(str(text)))

    def plain(self, text: Scalar) -> nodes.paragraph:
        """Return a text without markup as a paragraph, for translators if it has words."""
        has_words = any(char.isalpha() for char in text)
        made = nodes.paragraph(translatable=has_words, support_smartquotes=False)
        self.text_element(made, text, nodes.Text(str(text)))
        return made

    def words(self, text: Scalar) -> confrecap_words:
        """Return a text of the data for a line that is not for translators: it is for them."""
        made = confrecap_words(str(text), str(text), translatable=True)
        self.put(made, text)
        return made

    # -- links and pictures --------------------------------------------------------------------

    def link(self, url: Scalar | None, child: nodes.Element, rel: str = "") -> nodes.Element:
        """Wrap ``child`` in a link to an address, a document or a file of the site, if any."""
        if url is None:
            return child
        target = links.check(url)
        made: nodes.Element | None
        if target.external:
            made = confrecap_link("", "", refuri=target.url, rel=rel)
        elif not target.path and not target.fragment:
            made = confrecap_link("", "", refuri=target.url, rel="")
        else:
            made = self.directive.local_link(target, url, self.source, self.problems)
            if made is None:
                return child
        made += child
        self.directive.set_source_info(made)
        return made

    def picture(self, kind: type[P], want: Want, text: Scalar) -> P | None:
        """Return a node for a picture of the site; None if it cannot be read, which is noted."""
        if self.is_elsewhere(text):
            return None
        path = self.directive.files.picture(text, self.source.folder, self.problems)
        if path is None or self.header(path, text) is None:
            return None
        return self.picture_at(kind, want, path, text)

    def is_elsewhere(self, text: Scalar) -> bool:
        """True for the address of a picture of another site, which is noted."""
        if "://" not in text and not text.startswith("//"):
            return False
        sentence = f"'{text}' is on another site; copy the picture into this one"
        self.note(text, sentence, Code.IMAGE)
        return True

    def header(self, path: Path, at: Located) -> Header | None:
        """Return the header of a picture; None if it cannot be read, which is noted."""
        files = self.directive.files
        try:
            return header.read(path, files.sources.picture_limits, files.look(path).about)
        except PictureError as error:
            files.failed(path)
            self.note(at, f"the picture '{files.relative(path)}' {error}", Code.IMAGE)
            return None

    def picture_at(self, kind: type[P], want: Want, path: Path, at: Located) -> P:
        """Return a node for the picture at ``path``, which is one."""
        uri = self.directive.files.uri(path)
        node = kind(uri, uri=uri, alt="", want=want, at=self.source.at(at))
        self.directive.set_source_info(node)
        return node
