"""Who holds the rights in an SVG, and its licence: read from its metadata, and written as RDF.

Drawing programs write Dublin Core and Creative Commons terms (``cc:Work``); others put an XMP
packet into ``metadata``, with the same terms as elements or as attributes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_CC = "http://creativecommons.org/ns#"
_OLD_CC = "http://web.resource.org/cc/"
_XMP = "http://ns.adobe.com/xap/1.0/rights/"

_CREATOR, _RIGHTS, _LICENCE = range(3)
_FIELDS = {
    (_DC, "creator"): _CREATOR,
    (_DC, "rights"): _RIGHTS,
    (_TERMS, "creator"): _CREATOR,
    (_TERMS, "rightsHolder"): _CREATOR,
    (_TERMS, "rights"): _RIGHTS,
    (_TERMS, "license"): _LICENCE,
    (_CC, "license"): _LICENCE,
    (_CC, "attributionName"): _CREATOR,
    (_OLD_CC, "license"): _LICENCE,
    (_XMP, "Owner"): _CREATOR,
    (_XMP, "UsageTerms"): _RIGHTS,
    (_XMP, "WebStatement"): _LICENCE,
}
_START = (
    f'<metadata><rdf:RDF xmlns:rdf="{_RDF}" xmlns:dc="{_DC}" xmlns:cc="{_CC}">'
    '<cc:Work rdf:about="">'
)
_END = "</cc:Work></rdf:RDF></metadata>"
_LIMIT = 2_000  # characters of one field: a credit, not a novel
_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


class Rights:
    """What an SVG says of its rights, collected while it is read."""

    def __init__(self) -> None:
        self._found: tuple[dict[str, None], ...] = ({}, {}, {})
        self._field: int | None = None
        self._depth = 0
        self._parts: list[str] = []
        self._length = 0

    def start(self, space: str, tag: str, attributes: Mapping[tuple[str, str], str]) -> None:
        """Take an element of the metadata; attributes by namespace and name."""
        for name, value in attributes.items():
            if name in _FIELDS:
                self._add(_FIELDS[name], value)
        if self._field is not None:
            self._depth += 1
            self._text_ends()  # items of a list are names of their own
        elif (field := _FIELDS.get((space, tag))) is not None:
            self._field, self._depth = field, 1
        if self._field is not None and (resource := attributes.get((_RDF, "resource"))):
            self._add(self._field, resource)

    def text(self, data: str) -> None:
        """Take characters."""
        if self._field is not None and self._length < _LIMIT:
            self._parts.append(data)
            self._length += len(data)

    def end(self) -> None:
        """Close what `start` opened."""
        if self._field is None:
            return
        self._text_ends()
        self._depth -= 1
        if not self._depth:
            self._field = None

    def _text_ends(self) -> None:
        if self._field is not None:
            self._add(self._field, "".join(self._parts))
        self._parts.clear()
        self._length = 0

    def _add(self, field: int, text: str) -> None:
        text = " ".join(text[:_LIMIT].split())
        if field == _LICENCE and not _WEB.fullmatch(text):
            field = _RIGHTS
        if text and len(self._found[field]) < 10:
            self._found[field][text] = None

    def metadata(self, credit: str = "", licence: str = "") -> str:
        """Return the ``metadata`` element of what was found, "" if that is nothing.

        Args:
            credit: The rights holder, where the site knows better than the file.
            licence: Likewise, in words or as an address.
        """
        creators, rights, licences = map(list, self._found)
        if credit := " ".join(credit.split()):
            creators = [credit]
        if licence := " ".join(licence.split()):
            rights, licences = ([], [licence]) if _WEB.fullmatch(licence) else ([licence], [])
        lines = [
            *(f"<dc:creator>{_agent(name)}</dc:creator>" for name in creators),
            *(f"<dc:rights>{_agent(name)}</dc:rights>" for name in rights),
            *(f"<cc:license rdf:resource={quoteattr(address)}/>" for address in licences),
        ]
        if not lines:
            return ""
        return "".join((_START, *lines, _END))


def _agent(name: str) -> str:
    return f"<cc:Agent><dc:title>{escape(name)}</dc:title></cc:Agent>"
