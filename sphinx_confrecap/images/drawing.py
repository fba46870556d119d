"""Reads an SVG without trusting it, and writes it again: what is drawn, and nothing else.

Elements and attributes that draw are written out again; scripts, links, comments, document type,
metadata and whatever editors keep for themselves are not known here, and so are gone. What lies
outside the file is gone too: no browser loads it for an ``<img>``, and resvg would open it.

This runs in a process of its own (`svg_process`), so nothing is added up here: time and memory are
bounded there.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from sphinx_confrecap.images import svg_css, svg_size
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.formats.svg import NAMESPACE, SEPARATOR, malformed, parser, require_svg
from sphinx_confrecap.images.svg_rights import Rights
from sphinx_confrecap.images.svg_size import View
from sphinx_confrecap.images.svg_words import (
    ANIMATIONS,
    ATTRIBUTES,
    ELEMENTS,
    HTML,
    HTML_ATTRIBUTES,
    TEXT,
)
from sphinx_confrecap.images.xmltext import decoded

XLINK = "http://www.w3.org/1999/xlink"
XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"
_NESTED = 3  # drawings inside each other, as pictures
_GROWTH = 4  # times its bytes that a drawing may be written with; entities and defaults grow
_ROOM = 1_000_000

_GROUND = re.compile(
    r"(?:^|;)\s*+background(?:-color)?\s*+:\s*+(#[0-9a-f]{3,8}|rgba?\([^()]*+\)|(?!none|transparent)[a-z]+)\s*+(?:;|$)",
    re.IGNORECASE,
)


class Drawing(NamedTuple):
    """An SVG of which only the drawing is left.

    Attributes:
        root: Attributes of the root.
        body: What stands inside the root.
        rights: Who holds the rights, from its metadata.
        linked: It has references that need the namespace of XLink.
        certain: False where a browser can draw something else than we do: text in the reader's
            font, motion, a page inside the drawing.
        adapts: The file has a look of its own for dark pages.
        lettered: It has words in fonts that it does not bring along.
    """

    root: Mapping[str, str]
    body: str
    rights: Rights
    linked: bool
    certain: bool
    adapts: bool
    lettered: bool

    def view(self) -> View:
        """Return the part of the plane that is shown; raises PictureError if there is none."""
        return svg_size.view(self.root)

    def published(self, credit: str = "", licence: str = "") -> str:
        """Return the file to publish; rights holder and licence replace those of the file."""
        start = f"<svg{self._spaces()}{markup(self.root)}>"
        return f"{start}{self.rights.metadata(credit, licence)}{self.body}</svg>\n"

    def drawn(self, view: View, width: int, height: int) -> str:
        """Return a file that stretches a view to a size in pixels."""
        box = " ".join(map(repr, view))
        size = f' width="{width}" height="{height}" preserveAspectRatio="none" viewBox="{box}"'
        kept = {name: value for name, value in self.root.items() if name not in _FRAME}
        ground = _ground(self.root.get("style", ""), self.view())
        return f"<svg{self._spaces()}{size}{markup(kept)}>{ground}{self.body}</svg>"

    def _spaces(self) -> str:
        spaces = {"xmlns": NAMESPACE} | ({"xmlns:xlink": XLINK} if self.linked else {})
        return markup(spaces)


_FRAME = frozenset(
    ("viewBox", "width", "height", "preserveAspectRatio", "x", "y", "transform")
)  # of a root, what says where it stands


@dataclasses.dataclass(slots=True)
class _Frame:
    """An element that is open."""

    space: str
    tag: str
    speaks: bool  # characters in it are shown


class _Cleaner:
    """Handlers for expat that write the drawing of an SVG out again."""

    def __init__(self, room: int, nested: int, *, keeps_data: bool) -> None:
        self.out: list[str] = []
        self.root: dict[str, str] | None = None
        self.rights = Rights()
        self.certain = True
        self.adapts = False
        self.lettered = False
        self.brings_fonts = False
        self.linked = False
        self._open: list[_Frame] = []
        self._room = room
        self._nested = nested
        self._keeps_data = keeps_data
        self._skip = 0
        self._unclosed = False  # the tag that was written last
        self._style: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open an element, or begin to skip it with all it contains."""
        space, _, tag = name.rpartition(SEPARATOR)
        if self._skip:
            self._skipped(space, tag, attributes)
        elif self.root is None:
            require_svg(name)
            self.root = dict(self._attributes(tag, attributes))
            self._open.append(_Frame(space, tag, speaks=False))
        elif self._is_drawn(space, tag, attributes):
            known = HTML_ATTRIBUTES if space == XHTML else None
            pairs = dict(self._attributes(tag, attributes, known))
            if tag == "image" and not {"href", "xlink:href"} & pairs.keys():
                self._skipped(space, tag, {})
                return
            parent = self._open[-1]
            if space != parent.space:
                pairs = {"xmlns": space} | pairs
            speaks = parent.speaks or space == XHTML or tag in TEXT
            self._write(f"{self._close()}<{tag}{markup(pairs)}")
            self._unclosed = True
            self._open.append(_Frame(space, tag, speaks))
        else:
            self._skipped(space, tag, attributes)

    def _skipped(self, space: str, tag: str, attributes: Mapping[str, str]) -> None:
        self._skip += 1
        pairs = {}
        for name, value in attributes.items():
            before, _, local = name.rpartition(SEPARATOR)
            pairs[before, local] = value
        self.rights.start(space, tag, pairs)

    def _is_drawn(self, space: str, tag: str, attributes: Mapping[str, str]) -> bool:
        """Whether a browser draws an element, or needs it to draw; notes what we cannot draw."""
        parent = self._open[-1]
        if parent.tag == "style":
            return False
        if space == XHTML:
            inside = parent.space == XHTML or parent.tag == "foreignObject"
            if inside and tag in HTML:
                self.certain = False
                return True
            return False
        if space != NAMESPACE or tag not in ELEMENTS:
            return False
        if tag in ANIMATIONS:
            name = attributes.get("attributeName", "").strip().lower()
            if name.rpartition(":")[2] == "href" or name.startswith("on"):
                return False
            self.certain = False
        elif tag == "text":  # in the reader's font, which is not ours
            self.certain = False
        # Illustrator puts its private data beside the drawing in a <switch>, as foreignObject.
        return tag != "foreignObject" or "requiredExtensions" not in attributes

    def end(self, name: str) -> None:
        """Close what `start` opened."""
        if self._skip:
            self._skip -= 1
            self.rights.end()
            return
        frame = self._open.pop()
        if frame.tag == "style":
            css = svg_css.cleaned("".join(self._style), self._inside_css)
            self.adapts |= "prefers-color-scheme" in css
            self._style.clear()
            self._write(f"{self._close()}{escape(css)}")
        if self._open:
            self._write("/>" if self._unclosed else f"</{name.rpartition(SEPARATOR)[2]}>")
            self._unclosed = False

    def text(self, data: str) -> None:
        """Keep the characters that are shown, and style sheets."""
        if self._skip:
            self.rights.text(data)
        elif self._open and self._open[-1].tag == "style":
            self._style.append(data)
        elif self._open and self._open[-1].speaks:
            self.lettered |= not data.isspace()
            self._write(f"{self._close()}{escape(data)}")

    def _close(self) -> str:
        """Return what the tag that was written last still lacks."""
        unclosed, self._unclosed = self._unclosed, False
        return ">" if unclosed else ""

    def _write(self, text: str) -> None:
        self._room -= len(text)
        if self._room < 0:
            raise PictureError("declares XML entities that grow; export it as plain SVG")
        self.out.append(text)

    def _attributes(
        self, tag: str, attributes: Mapping[str, str], known: frozenset[str] | None = None
    ) -> Iterator[tuple[str, str]]:
        for name, value in attributes.items():
            space, _, local = name.rpartition(SEPARATOR)
            if local == "href" and space in {"", XLINK} and known is None:
                if address := self._reference(tag, value):
                    self.linked |= bool(space)
                    yield f"xlink:{local}" if space else local, address
            elif space == _XML and local in {"space", "lang"}:
                yield f"xml:{local}", value
            elif space:
                continue
            elif local == "style" or "url" in value.lower() or "\\" in value:
                if local in (known or ATTRIBUTES):
                    yield local, svg_css.cleaned(value, self._inside_css)
            elif local in (known or ATTRIBUTES) or (self._keeps_data and local[:5] == "data-"):
                yield local, value

    def _reference(self, tag: str, address: str) -> str | None:
        """Return what an element may refer to: a part of the file, or a picture in it."""
        address = address.strip()
        if tag == "a":  # a drawing is no link
            return None
        if address.startswith("#"):
            return address
        if tag not in {"image", "feImage"}:
            return None
        # A browser opens no other file from within <img> either, so leaving it out is exact.
        if address[:5].lower() != "data:":
            return None
        inside = self._inside(address)
        self.certain &= inside is not None
        return inside

    def _inside(self, address: str) -> str | None:
        from sphinx_confrecap.images import svg_embedded  # noqa: PLC0415 (few logos need it)

        data = svg_embedded.content(address)
        return None if data is None else svg_embedded.picture(data, self._nested_drawing)

    def _inside_css(self, address: str) -> str | None:
        from sphinx_confrecap.images import svg_embedded  # noqa: PLC0415 (as above)

        data = svg_embedded.content(address)
        if data is None:
            return None
        if face := svg_embedded.face(data):
            self.brings_fonts = True
            return face
        return svg_embedded.picture(data, self._nested_drawing)

    def _nested_drawing(self, data: bytes) -> str:
        if not self._nested:
            raise PictureError("has too many drawings inside each other")
        inside = read(data, nested=self._nested - 1)
        self.certain &= inside.certain
        self.lettered |= inside.lettered
        return inside.published()


def markup(plain: Mapping[str, str]) -> str:
    """The attributes as they stand in a tag, each after a space."""
    return "".join([f" {name}={quoteattr(value)}" for name, value in plain.items()])


def _ground(style: str, view: View) -> str:
    """The background that a browser paints below a drawing, as a part of it."""
    if not (match := _GROUND.search(style)):
        return ""
    size = {name: repr(value) for name, value in view._asdict().items()}
    return f"<rect{markup(size | {'fill': match[1]})}/>"


def read(data: bytes, *, nested: int = _NESTED) -> Drawing:
    """Read an SVG without trusting it.

    Args:
        data: The file.
        nested: How many drawings may stand inside each other as pictures.

    Raises:
        PictureError: It is not an SVG, is not well-formed, or grows.
    """
    text = decoded(data)
    cleaner = _Cleaner(_GROWTH * len(text) + _ROOM, nested, keeps_data="[data-" in text)
    xml = parser()
    xml.buffer_text = True
    xml.StartElementHandler = cleaner.start
    xml.EndElementHandler = cleaner.end
    xml.CharacterDataHandler = cleaner.text
    whole = True
    try:
        xml.Parse(text, whole)
    except expat.ExpatError as error:
        raise malformed(error) from None
    root = cleaner.root or {}
    return Drawing(
        root=root,
        body="".join(cleaner.out),
        rights=cleaner.rights,
        linked=cleaner.linked,
        # Of a root that is transformed browsers make different things.
        certain=cleaner.certain and "transform" not in root,
        adapts=cleaner.adapts,
        lettered=cleaner.lettered and not cleaner.brings_fonts,
    )
