"""What the header of a picture tells, and the few embedded facts that matter.

Those are its orientation, date, credit, licence and alternative text.
"""

from __future__ import annotations

import re
import struct
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.parsers import expat

EXIF_PREFIX = b"Exif\0\0"

# TIFF tags, EXIF 2.32 (CIPA DC-008), sections 4.6.4 and 4.6.5.
_ORIENTATION = 0x0112
_ARTIST = 0x013B
_COPYRIGHT = 0x8298
_EXIF_IFD = 0x8769
_DATE_TIME_ORIGINAL = 0x9003

_ASCII = 2
_SHORT = 3
_LONG = 4
_UTF8 = 129  # EXIF 3.0
_FINAL = True
_XMP_LIMIT = 1_000_000  # bytes
_TEXT_LIMIT = 2000  # bytes; a credit, not a novel

_DATE = r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)"

_ALT_TEXT = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Facts(NamedTuple):
    """The header of a picture: size in stored pixels, raw metadata blocks, and what it costs."""

    width: int
    height: int
    alpha: bool = False
    animated: bool = False
    exif: bytes = b""
    xmp: bytes = b""
    deep: float = 4
    """Bytes of a pixel as Pillow returns it."""
    held: float = 0
    """Bytes a pixel that decoding takes beside it."""


class Exif(NamedTuple):
    """What is read from an EXIF block."""

    orientation: int = 1
    date: str = ""
    artist: str = ""
    copyright: str = ""


def read_exif(block: bytes) -> Exif:
    """Return the facts of an EXIF block (TIFF structure, with or without its prefix).

    Whatever is broken or missing is left at its default: nothing is raised.
    """
    data = block.removeprefix(EXIF_PREFIX)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None:
        return Exif()
    main = _directory(data, order, 4)
    pointer = main.get(_EXIF_IFD)
    detail = _directory(data, order, pointer[1]) if pointer and pointer[0] == _LONG else {}
    return Exif(
        orientation=_orientation(data, order, main),
        date=_iso(_text(data, order, detail, _DATE_TIME_ORIGINAL)),
        artist=_text(data, order, main, _ARTIST),
        copyright=_text(data, order, main, _COPYRIGHT),
    )


def _directory(data: bytes, order: str, where: int) -> dict[int, tuple[int, int]]:
    """Return tag → (type, offset of the 12-byte entry) of the directory that ``where`` points at.

    For the main directory ``where`` is the place of the pointer; for another it is the place of
    the entry, whose last four bytes are the pointer.
    """
    try:
        (start,) = struct.unpack_from(f"{order}I", data, where if where == 4 else where + 8)
        (count,) = struct.unpack_from(f"{order}H", data, start)
    except struct.error:
        return {}
    entries: dict[int, tuple[int, int]] = {}
    for number in range(count):
        at = start + 2 + 12 * number
        try:
            tag, kind = struct.unpack_from(f"{order}HH", data, at)
        except struct.error:
            break
        entries.setdefault(tag, (kind, at))
    return entries


def _orientation(data: bytes, order: str, entries: dict[int, tuple[int, int]]) -> int:
    kind, at = entries.get(_ORIENTATION, (0, 0))
    form = {_SHORT: "H", _LONG: "I"}.get(kind)
    if form is None:
        return 1
    try:
        (value,) = struct.unpack_from(f"{order}{form}", data, at + 8)
    except struct.error:
        return 1
    return value if 1 <= value <= 8 else 1


def _text(data: bytes, order: str, entries: dict[int, tuple[int, int]], tag: int) -> str:
    kind, at = entries.get(tag, (0, 0))
    if kind not in (_ASCII, _UTF8):
        return ""
    try:
        count, offset = struct.unpack_from(f"{order}II", data, at + 4)
    except struct.error:
        return ""
    start = at + 8 if count <= 4 else offset
    raw = data[start : start + min(count, _TEXT_LIMIT)].split(b"\0", 1)[0]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return "".join(c for c in text if c.isprintable()).strip()


def _iso(text: str) -> str:
    """Return an EXIF date as ISO 8601 (local time, as the camera's clock said), "" if unknown."""
    match = re.match(_DATE, text)
    if not match or "00" in match.group(2, 3):
        return ""
    year, month, day, hour, minute, second = match.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}"


def write_exif(orientation: int = 1, artist: str = "", licence: str = "") -> bytes:
    """Return an EXIF block (with prefix) of the given facts alone, ``b""`` if there are none."""
    entries: list[tuple[int, int, int, bytes]] = []
    if orientation != 1:
        entries.append((_ORIENTATION, _SHORT, 1, struct.pack("<HH", orientation, 0)))
    for tag, text in ((_ARTIST, artist), (_COPYRIGHT, licence)):
        if raw := _bounded(text):
            # Readers take ASCII values for UTF-8; type 129 of EXIF 3.0 is hardly known yet.
            entries.append((tag, _ASCII, len(raw) + 1, raw + b"\0"))
    if not entries:
        return b""
    head = b"II*\0" + struct.pack("<IH", 8, len(entries))
    tail = b""
    place = len(head) + 12 * len(entries) + 4
    for tag, kind, count, value in entries:
        head += struct.pack("<HHI", tag, kind, count)
        if len(value) <= 4:
            head += value.ljust(4, b"\0")
        else:
            head += struct.pack("<I", place + len(tail))
            tail += value + b"\0" * (len(value) % 2)
    return EXIF_PREFIX + head + b"\0\0\0\0" + tail


def _bounded(text: str) -> bytes:
    raw = text.replace("\0", "").strip().encode("utf-8", "replace")
    return raw[:_TEXT_LIMIT].decode("utf-8", "ignore").encode()


class _Declared(Exception):  # noqa: N818 (a signal to stop, not an error)
    """The XML declares a document type."""


def alt_text(xmp: bytes) -> str:
    """Return the IPTC alternative text in an XMP packet, "" if there is none.

    The default language is taken, else the first. A packet that is not well-formed, or that
    declares a document type (entities), counts as empty.
    """
    if b"AltTextAccessibility" not in xmp or len(xmp) > _XMP_LIMIT:
        return ""
    builder = ET.TreeBuilder()
    parser = ET.XMLParser(target=builder)  # noqa: S314 (the check below refuses document types)
    try:
        _refuse_doctype(xmp)
        parser.feed(xmp.rstrip(b"\0"))
        root = parser.close()
    except (ET.ParseError, expat.ExpatError, _Declared, ValueError, LookupError):
        return ""
    for node in root.iter():
        if _ALT_TEXT in node.attrib:
            return _one_line(node.attrib[_ALT_TEXT])
    for node in root.iter(_ALT_TEXT):
        items = {
            li.get(_XML_LANG, ""): li.text or "" for li in reversed(list(node.iter(f"{_RDF}li")))
        }
        chosen = items.get("x-default") or next(reversed(items.values()), "") or node.text or ""
        return _one_line(chosen)
    return ""


def _refuse_doctype(xml: bytes) -> None:
    def stop(*_: object) -> None:
        raise _Declared

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = stop
    parser.Parse(xml.rstrip(b"\0"), _FINAL)


def _one_line(text: str) -> str:
    return " ".join(text.split())
