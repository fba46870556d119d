"""Which link targets are safe to publish, and what kind each one is.

The check sees an address as a browser does: browsers drop tabs, line ends and leading control
characters before they look for a scheme, and read a backslash as a slash. What could be read in
two ways is refused, never repaired.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal, NamedTuple
from urllib.parse import urlsplit

# Around a value these come from the way it was written and mean nothing.
_AROUND: Final = " \t\r\n"
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BEFORE_SCHEME: Final = re.compile(r"[^/?#]*:")
_PORT: Final = r":[0-9]{0,5}"
_IPV6: Final = re.compile(r"\[[0-9A-Fa-f:.]+\]")
# No host has these: RFC 3986 delimiters, and the "forbidden host code points" of the URL Standard.
_NOT_IN_HOST: Final = re.compile(r"[\s\"#$%&'()*+,/:;<=>?@\[\\\]^`{|}!~。．｡]")
_MAIL: Final = r"[^\s@?/:,]+@[^\s@?/:,]+(?:,[^\s@?/:,]+@[^\s@?/:,]+)*"
_HOST_BEFORE_PORT: Final = r"[^/?#@:]+(?=:[0-9]+(?:[/?#]|$))"
_LABEL: Final = r"[^\W_](?:[\w-]*[^\W_])?"
# Ends of file names that would pass for a top-level domain, or are one (md, py, zip).
# fmt: off
_FILE_ENDS: Final = frozenset({
    "asc", "avif", "bib", "bz", "c", "cc", "cfg", "conf", "cpp", "css", "csv", "cu", "doc", "docx",
    "eps", "epub", "gif", "go", "gz", "h", "heic", "hpp", "htm", "html", "ico", "ics", "inc",
    "ini", "ipynb", "java", "jpeg", "jpg", "js", "json", "key", "log", "md", "mov", "mp3", "mp4",
    "odg", "odp", "ods", "odt", "oga", "ogg", "ogv", "otf", "pdf", "png", "ppt", "pptx", "ps",
    "py", "rb", "rs", "rst", "rtf", "sh", "sig", "srt", "svg", "tar", "tex", "tgz", "tif", "tiff",
    "toml", "ts", "tsv", "ttf", "txt", "vcf", "vtt", "wav", "webm", "webp", "whl", "woff", "xhtml",
    "xls", "xlsx", "xml", "xz", "yaml", "yml", "zip",
})
# fmt: on
# Drawn as nothing although Unicode counts them as letters, marks or symbols.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


class LinkError(ValueError):
    """A link target that is not safe or not an address; the message is a whole sentence."""


class Link(NamedTuple):
    """A link target that passed the check.

    Attributes:
        kind: `http`, `https`, `mailto`, or `local`: a document or file of the site.
        url: The text without the white space around it, otherwise byte for byte.
        path: Of a local target: what stands before `?` and `#`, not percent-decoded. Empty for
            a target on the same page (`#fragment`).
        query: Of a local target: what stands between `?` and `#`.
        fragment: Of a local target: what stands behind `#`.
        suggestion: Of a local target that looks like a host or a mail address without a scheme:
            what was probably meant (`https://www.example.com`, `mailto:info@example.com`).
    """

    kind: Literal["http", "https", "mailto", "local"]
    url: str
    path: str = ""
    query: str = ""
    fragment: str = ""
    suggestion: str = ""

    @property
    def external(self) -> bool:
        """True if the target is outside the site."""
        return self.kind != "local"


@lru_cache(maxsize=4096)
def check(text: str) -> Link:
    """The kind of a link target and its parts, if it is safe to publish.

    Raises:
        LinkError: The target is empty, has a scheme other than http, https and mailto, or could
            be read as one; has no host, a user name, or characters nobody sees; the message
            says what to write.
    """
    url = text.strip(_AROUND)
    if not url:
        raise LinkError("The link is empty; write an address (https://…) or a file of the site.")
    _refuse_characters(url)
    if url.startswith("//"):
        raise LinkError(f"{_shown(url)} has no scheme; write https:{url[:60]}")
    match = _SCHEME.match(url)
    scheme = match[1].lower() if match else ""
    if scheme == "http":
        _refuse_http(url)
        return Link("http", url)
    if scheme == "https":
        _refuse_http(url)
        return Link("https", url)
    if scheme == "mailto":
        _refuse_mail(url)
        return Link("mailto", url)
    _refuse_scheme(url)
    rest, _, fragment = url.partition("#")
    path, _, query = rest.partition("?")
    if " " in query or " " in fragment:
        raise LinkError(f"{_shown(url)} contains a space behind '?' or '#'; write %20 there.")
    return Link("local", url, path, query, fragment, _suggestion(url, path))


def unseen(text: str) -> str:
    """The name of the first character that is not seen or not what it seems; "" if there is none.

    These are control characters, direction marks and other format characters, lone surrogates,
    line separators, spaces other than the plain one, and letters and marks without a shape. The
    name reads `U+202E RIGHT-TO-LEFT OVERRIDE`.
    """
    if text.isascii() and text.isprintable():
        return ""
    for char in text:
        category = unicodedata.category(char)
        if (
            category in {"Cc", "Cf", "Cs", "Zl", "Zp"}
            or (category == "Zs" and char != " ")
            or char in _BLANK
            or "\u180b" <= char <= "\u180f"
            or "\ufe00" <= char <= "\ufe0f"
            or "\U000e0100" <= char <= "\U000e01ef"
        ):
            return character(char)
    return ""


def character(char: str) -> str:
    """A character's code and name, for a message: `U+00A0 NO-BREAK SPACE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '(a control character)')}"


def _refuse_characters(url: str) -> None:
    """Raise LinkError for characters a browser drops, bends, or a reader does not see."""
    if name := unseen(url):
        message = f"{_shown(url)} contains {name}, which readers do not see; type the link again."
        raise LinkError(message)
    if "\\" in url:
        message = f"{_shown(url)} contains a backslash; write / in a path, %5C in an address."
        raise LinkError(message)


def _refuse_scheme(url: str) -> None:
    """Raise LinkError if a browser, or a template that does not escape, could see a scheme."""
    host = re.match(_HOST_BEFORE_PORT, url)
    if host and "." in host[0].strip("."):
        raise LinkError(f"{_shown(url)} has no scheme; write https://{url[:60]}")
    for form in (url, html.unescape(url), html.unescape(html.unescape(url))):
        if match := _BEFORE_SCHEME.match(form.strip()):
            raise LinkError(
                f"{_shown(url)} is refused: {match[0][:30]!r} is not a scheme for links here; "
                "write an https, http or mailto address, or a file of the site."
            )


def _refuse_http(url: str) -> None:
    """Raise LinkError unless the text is `http(s)://host…` and cannot be read as another host."""
    if " " in url:
        raise LinkError(f"{_shown(url)} contains a space; write %20 in an address.")
    _, _, rest = url.partition(":")
    if not rest.startswith("//"):
        raise LinkError(f"{_shown(url)} is not a whole address; write two slashes: https://host/…")
    try:
        netloc = urlsplit(url).netloc
    except ValueError:
        raise LinkError(f"{_shown(url)} has no readable host; write https://host/…") from None
    if "@" in netloc:
        raise LinkError(
            f"{_shown(url)} has a user name before its host, which hides where the link leads; "
            "write it without."
        )
    _refuse_host(url, netloc)


def _refuse_host(url: str, netloc: str) -> None:
    """Raise LinkError unless a host is a name or a number with, perhaps, a port."""
    bracketed = _IPV6.match(netloc)
    host = bracketed[0] if bracketed else netloc.partition(":")[0]
    port = netloc[len(host) :]
    if port and (not re.fullmatch(_PORT, port) or int(port[1:] or 0) > 65535):
        message = f"{_shown(url)} has no valid port; write https://host/… or https://host:8080/…"
        raise LinkError(message)
    if bracketed:
        return
    if not all(host.removesuffix(".").split(".")) or _NOT_IN_HOST.search(host):
        raise LinkError(f"{_shown(url)} has no valid host; write https://host/…")
    if unicodedata.normalize("NFKC", host) != host:
        message = f"{_shown(url)} has letters in its host that browsers replace; write them plain."
        raise LinkError(message)


def _refuse_mail(url: str) -> None:
    """Raise LinkError unless the text is `mailto:name@host` with, perhaps, header fields."""
    if " " in url:
        raise LinkError(f"{_shown(url)} contains a space; write %20 in an address.")
    to, _, _ = url.partition(":")[2].partition("?")
    if not re.fullmatch(_MAIL, to):
        raise LinkError(f"{_shown(url)} has no mail address; write mailto:name@example.com")


def _suggestion(url: str, path: str) -> str:
    """What a local target was probably meant to be, if it looks like a host or a mail address."""
    first = path.partition("/")[0]
    if re.fullmatch(_MAIL, url):
        return f"mailto:{url}"
    labels = first.split(".")
    last = labels[-1].lower()
    if len(labels) < 2 or not all(re.fullmatch(_LABEL, label) for label in labels):
        return ""
    known = labels[0].lower() == "www" and len(labels) > 2
    named = last.isalpha() and 2 <= len(last) <= 24 and last not in _FILE_ENDS
    return f"https://{url}" if known or named else ""


def _shown(url: str) -> str:
    """A link for a message: short, its hidden characters written out."""
    return repr(url if len(url) <= 80 else url[:79] + "…")
