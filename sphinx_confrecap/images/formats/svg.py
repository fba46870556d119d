"""SVG: the size of the root element.

Only ``xml.parsers.expat`` is used, so nothing outside the file is ever fetched. Editors declare
entities for namespaces (``<!ENTITY ns_svg "http://…">``): short ones are allowed, one that refers
to another is refused, so nothing can grow.
"""

from __future__ import annotations

import re
from typing import BinaryIO
from xml.parsers import expat

from sphinx_confrecap.images import svg_size
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.metadata import Facts
from sphinx_confrecap.images.xmltext import decoded

NAMESPACE = "http://www.w3.org/2000/svg"
SEPARATOR = "\n"
"""Between namespace and name in what the parser says; may occur in neither."""

_ROOT_WITHIN = 262_144  # bytes; expat takes them at once, as it reads a tag anew for each block
_ENTITY_LIMIT = 256  # characters; a namespace's address
_WEB_PAGE = re.compile(rb"<(!doctype )?html", re.IGNORECASE)
_NO_PICTURE = "is not a picture (a web page)"


class _Stop(Exception):  # noqa: N818 (a signal, not an error)
    """The root element has been seen."""


matches = re.compile(rb"\xff\xfe|\xfe\xff|\0<|\0\0\xfe\xff|(?:\xef\xbb\xbf)?\s*<").match
"""Tells what can be an XML text by its first bytes."""


def describe(file: BinaryIO) -> Facts:
    """Return the size of an SVG file in CSS pixels, 0 × 0 if it tells none.

    Raises PictureError as `root` does, and if its numbers cannot be shown.
    """
    return Facts(*svg_size.natural(root(file)), alpha=True)


def root(file: BinaryIO) -> dict[str, str]:
    """Return the attributes of the root element; the rest of the file is not looked at.

    Raises PictureError if that is not ``svg`` in its namespace near the start of the file, or the
    encoding is none that a browser reads.
    """
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        require_svg(name)
        found.update(attributes)
        raise _Stop

    xml = parser()
    xml.StartElementHandler = start
    head = file.read(_ROOT_WITHIN + 1)
    whole = len(head) <= _ROOT_WITHIN
    try:
        xml.Parse(decoded(head, whole=whole), whole)
    except _Stop:
        return found
    except expat.ExpatError as error:
        if _WEB_PAGE.search(head):
            raise PictureError(_NO_PICTURE) from None
        raise malformed(error) from None
    raise PictureError("is not a picture (no svg element near its start)")


def parser() -> expat.XMLParserType:
    """Return a parser that expands no entity which could grow. It raises PictureError there."""

    def entity(  # noqa: PLR0913 (expat's signature)
        name: str,
        is_parameter: int,
        value: str | None,
        base: str | None,
        system: str | None,
        public: str | None,
        notation: str | None,
    ) -> None:
        del name, base, system, public, notation
        if value is not None and (is_parameter or len(value) > _ENTITY_LIMIT or "&" in value):
            raise PictureError("declares XML entities that could grow; export it as plain SVG")

    # Without a handler for external entities expat skips them, and opens nothing.
    made = expat.ParserCreate("utf-8", SEPARATOR)
    made.EntityDeclHandler = entity
    return made


def require_svg(name: str) -> None:
    """Raise PictureError if a root element is not ``svg``; its name is as the parser says it."""
    namespace, _, local = name.rpartition(SEPARATOR)
    if local == "svg" and namespace == NAMESPACE:
        return
    if local == "svg" and not namespace:
        msg = f'is an SVG that no browser shows: its svg element needs xmlns="{NAMESPACE}"'
        raise PictureError(msg)
    if local.lower() == "html":
        raise PictureError(_NO_PICTURE)
    raise PictureError(f"is not a picture (XML with the root element {local[:40]!r})")


def malformed(error: expat.ExpatError) -> PictureError:
    """Return what to say of a file that the parser does not accept."""
    reason = expat.ErrorString(error.code)
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        return PictureError("is truncated")
    return PictureError(f"is not a well-formed SVG (line {error.lineno}: {reason})")
