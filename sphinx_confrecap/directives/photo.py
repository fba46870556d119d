"""The ``photo`` directive: one photo with its caption and credit."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_confrecap.data.fields import TEXT, whole
from sphinx_confrecap.data.gallery import Photo
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.data.record import read
from sphinx_confrecap.data.yamldoc import Mapping, Scalar
from sphinx_confrecap.directives import photo_nodes
from sphinx_confrecap.directives.base import ConfrecapDirective
from sphinx_confrecap.directives.options import FLAG, Option, of_words
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree import photo as doctree

_FIELDS = ("alt", "credit", "license", "url", "id", "download")


class PhotoDirective(ConfrecapDirective):
    """Show one photo with its caption and credit, in several sizes for every screen."""

    may_be_empty: ClassVar[bool] = True
    # fmt: off
    options_taken: ClassVar[tuple[Option, ...]] = (
        Option("alt", TEXT, "What the photo shows, for those who do not see it; empty for mere "
               "decoration.", None, "the text embedded in the file"),
        Option("width", whole(5, 100, step=5, unit="%"),
               "How wide, in per cent of the text's width.", 100),
        Option("credit", of_words(str, "inline markup"), "Who took it.", None, "none"),
        Option("license", of_words(str, "an SPDX id or an address"), "Its licence.", None, "none"),
        Option("url", of_words(str, "a link"), "Where a click leads.", None, "the large picture"),
        Option("id", of_words(str, "a name"), "A name for references.", None, "the path"),
        Option("download", FLAG, "A link to the file itself.", None, "no"),
        photo_nodes.VIEWER,
    )
    # fmt: on

    def make(self) -> list[nodes.Node]:
        """Return the photo."""
        if not self.argument_line:
            self.warn(f"'{self.name}' needs the path of a picture", Code.FILE)
            return []
        reading = self.reading()
        record = read(Photo, self._written(), reading.problems)
        made = self._photo(record, reading) if record is not None else []
        reading.report_here()
        return made

    def _written(self) -> Mapping:
        """Return the record that the argument and the options are."""
        _, line = self.get_source_info()
        record = Mapping(line, 0)
        given = {"src": self.argument_line, **{name: self.values[name] for name in _FIELDS}}
        for name, value in given.items():
            if value is not None:
                text = ("no", "yes")[value] if isinstance(value, bool) else value
                record[Scalar(name, line)] = Scalar(text, line)
        return record

    def _photo(self, record: Photo, reading: Reading) -> list[nodes.Node]:
        found = photo_nodes.files(reading, record.src)
        if len(found) > 1:
            sentence = f"'{record.src}' matches {len(found)} pictures; use 'gallery' for them"
            reading.note(record.src, sentence, Code.FILE)
        facts = reading.header(found[0].path, record.src) if found else None
        file = found[0] if found else photo_nodes.File(self.env.srcdir, str(record.src))
        rights = photo_nodes.Rights(record.credit, record.license)
        shot = photo_nodes.Shot(file, record, facts, rights)
        width = self.values["width"]
        node = photo_nodes.photo(
            reading,
            shot,
            sizes=f"min({width}vw, {width * 8}px)",
            widest=width,
            said=rights,
            caption=self._caption(),
        )
        if node is None:
            return []
        node["classes"] += self.values["class"]
        node["percent"], node["viewer"] = width, self.values["viewer"]
        return [node]

    def _caption(self) -> list[nodes.Node]:
        """Return the body: its first paragraph is the caption, the rest the legend."""
        blocks = self.body_nodes()
        if not blocks:
            return []
        first, rest = blocks[0], blocks[1:]
        if not isinstance(first, nodes.paragraph):
            return [doctree.confrecap_photo_legend("", *blocks)]
        caption = doctree.confrecap_photo_caption(first.rawsource, "", *first.children)
        caption.source, caption.line = first.source, first.line
        return [caption, doctree.confrecap_photo_legend("", *rest)] if rest else [caption]
