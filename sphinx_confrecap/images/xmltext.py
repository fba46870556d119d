"""The characters of an XML file in the encoding that it declares, as a browser reads it.

Expat knows four encodings and asks Python about others of one byte a character; browsers know those
of https://encoding.spec.whatwg.org, some of which are larger than their name says: what calls
itself Shift_JIS is Windows-31J. Nothing is guessed: without a mark or a declaration it is UTF-8.
"""

from __future__ import annotations

import codecs
import contextlib
import re

from sphinx_confrecap.images.errors import PictureError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STARTS = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))  # without a mark
_DECLARED = re.compile(rb"<\?xml\s[^>]{0,200}?\sencoding\s*=\s*[\"']([A-Za-z][\w.:-]{0,40})[\"']")
_DECLARATION = 512  # bytes

# The name that Python has for an encoding → the codec that reads it as browsers do.
_CODECS = {
    "utf-8": "utf-8",
    # A declaration that can be read byte by byte is in no encoding of two bytes.
    **dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be"), "utf-8"),
    **dict.fromkeys(("ascii", "iso8859-1", "cp1252"), "cp1252"),
    **{name: name for name in (f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10))},
    **{name: name for name in (f"iso8859-{part}" for part in (13, 14, 15, 16))},
    **dict.fromkeys(("iso8859-9", "cp1254"), "cp1254"),
    **dict.fromkeys(("iso8859-11", "tis-620", "cp874"), "cp874"),
    **{name: name for name in ("cp1250", "cp1251", "cp1253", "cp1255", "cp1256", "cp1257")},
    **{name: name for name in ("cp1258", "cp866", "koi8-r", "koi8-u")},
    **{name: name for name in ("mac-roman", "mac-cyrillic", "euc_jp", "iso2022_jp")},
    **dict.fromkeys(("shift_jis", "cp932"), "cp932"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5hkscs"), "big5hkscs"),
    **dict.fromkeys(("euc_kr", "cp949"), "cp949"),
}


_SPELLINGS = {"windows-31j": "cp932", "windows-949": "cp949", "unicode-1-1-utf-8": "utf-8"}
"""Those of browsers that Python does not know."""


def decoded(data: bytes, *, whole: bool = True) -> str:
    """Return the text of an XML file, without its byte order mark.

    Args:
        data: Its bytes, or the first of them.
        whole: Whether these are all; else the last character may be incomplete.

    Raises:
        PictureError: It declares an encoding that no browser knows, or is not in it.
    """
    mark, codec, name = _encoding(data)
    try:
        return codecs.getincrementaldecoder(codec)("strict").decode(data[len(mark) :], whole)
    except UnicodeError:
        raise PictureError(f"is not text in its encoding, {name}; save it as UTF-8") from None


def _encoding(data: bytes) -> tuple[bytes, str, str]:
    """Return the byte order mark, the codec and the name of an encoding."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise PictureError("is in UTF-32, which browsers do not show; save it as UTF-8")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return mark, codec, codec.upper()
    for start, codec in _STARTS:
        if data.startswith(start):
            return b"", codec, codec.upper()
    if not (declared := _DECLARED.match(data[:_DECLARATION])):
        return b"", "utf-8", "UTF-8"
    name = declared[1].decode()
    return b"", _codec(name), name


def _codec(name: str) -> str:
    label = name.lower().removeprefix("x-")
    label = re.sub("^windows-", "cp", re.sub("-[ie]$", "", _SPELLINGS.get(label, label)))
    with contextlib.suppress(LookupError):
        return _CODECS[codecs.lookup(label).name]
    raise PictureError(f"is in an encoding that browsers do not know, {name!r}; save it as UTF-8")
