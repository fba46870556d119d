"""SVG: the size of the root element, and whether the file can be shown at all.

Only ``xml.parsers.expat`` is used, so nothing outside the file is ever fetched. Editors declare
entities for namespaces (``<!ENTITY ns_svg "http://…">``): short ones are allowed, one that refers
to another is refused, so nothing can grow.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import BinaryIO
from xml.parsers import expat

from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.formats.facts import Facts

_SVG = "http://www.w3.org/2000/svg"
_SEPARATOR = "\n"  # between namespace and name; may occur in neither
_BLOCK = 65_536
_FINAL = True
_ROOT_WITHIN = 1_000_000  # bytes
_ENTITY_LIMIT = 256  # characters; a namespace's address

# CSS pixels; em and ex of the initial font (16 px).
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
}
_LENGTH = re.compile(r"\s*\+?(\d*\.?\d+(?:[eE][-+]?\d+)?|\d+\.)\s*([a-zA-Z]*)\s*$")
_NUMBER_GAP = re.compile(r"\s*,\s*|\s+")
_WEB_PAGE = re.compile(rb"<(!doctype )?html", re.IGNORECASE)
_NO_PICTURE = "is not a picture (a web page)"
_SMALLEST = 16  # a view box alone has no natural size; below this, rounding would bend it


class _Stop(Exception):  # noqa: N818 (a signal, not an error)
    """The root element has been seen."""


def matches(head: bytes) -> bool:
    """Whether the first bytes of a file can be those of an XML text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def describe(file: BinaryIO) -> Facts:
    """Return the size of an SVG file in CSS pixels, 0 × 0 if it tells none.

    Raises PictureError if the root element is not ``svg`` in its namespace.
    """
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        _require_svg(name)
        found.update(attributes)
        raise _Stop

    parser = _parser()
    parser.StartElementHandler = start
    read = 0
    try:
        while read < _ROOT_WITHIN:
            block = file.read(_BLOCK)
            read += len(block)
            parser.Parse(block, not block)
            if not block:
                break
    except _Stop:
        width, height = _size(found)
        return Facts(width, height, alpha=True)
    except expat.ExpatError as error:
        if _WEB_PAGE.search(block):
            raise PictureError(_NO_PICTURE) from None
        raise _malformed(error) from None
    msg = "is not a picture (no svg element near its start)"
    raise PictureError(msg)


def strip(data: bytes, exif: bytes) -> bytes:
    """Return an SVG file as it is, after a look that it is well-formed to its end."""
    del exif
    describe(io.BytesIO(data))
    try:
        _parser().Parse(data, _FINAL)
    except expat.ExpatError as error:
        raise _malformed(error) from None
    return data


def _parser() -> expat.XMLParserType:
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
            msg = "declares XML entities that could grow; export it as plain SVG"
            raise PictureError(msg)

    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.EntityDeclHandler = entity
    return parser


def _require_svg(name: str) -> None:
    namespace, _, local = name.rpartition(_SEPARATOR)
    if local == "svg" and namespace == _SVG:
        return
    if local == "svg" and not namespace:
        msg = f'is an SVG that no browser shows: its svg element needs xmlns="{_SVG}"'
        raise PictureError(msg)
    if local.lower() == "html":
        raise PictureError(_NO_PICTURE)
    msg = f"is not a picture (XML with the root element {local[:40]!r})"
    raise PictureError(msg)


def _malformed(error: expat.ExpatError) -> PictureError:
    reason = expat.ErrorString(error.code)
    if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        return PictureError("is truncated")
    return PictureError(f"is not a well-formed SVG (line {error.lineno}: {reason})")


def _size(attributes: Mapping[str, str]) -> tuple[int, int]:
    width, height = _length(attributes.get("width", "")), _length(attributes.get("height", ""))
    box_width, box_height = _view_box(attributes.get("viewBox", ""))
    if not (width and height) and box_width and box_height:
        if width:
            height = width * box_height / box_width
        elif height:
            width = height * box_width / box_height
        else:
            scale = max(1.0, _SMALLEST / min(box_width, box_height))
            width, height = box_width * scale, box_height * scale
    if not (width and height):
        return 0, 0
    return max(1, round(width)), max(1, round(height))


def _length(text: str) -> float:
    """Return a length in CSS pixels, 0 if it is missing, relative, or not a length."""
    match = _LENGTH.match(text)
    return _finite(float(match[1]) * _UNITS.get(match[2].lower(), 0.0)) if match else 0.0


def _view_box(text: str) -> tuple[float, float]:
    try:
        numbers = [float(part) for part in _NUMBER_GAP.split(text.strip())]
    except ValueError:
        return 0.0, 0.0
    return (_finite(numbers[2]), _finite(numbers[3])) if len(numbers) == 4 else (0.0, 0.0)


def _finite(value: float) -> float:
    return value if 0 < value < 1e6 else 0.0
