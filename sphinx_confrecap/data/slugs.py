"""Names → ids, and the sameness of names."""

from __future__ import annotations

import hashlib
import re
import string
import unicodedata

_WORD = re.compile("[a-z0-9]+")
_OF_NAMES = string.ascii_letters + string.digits + "+#"
_SAME = {code: chr(code).lower() if chr(code) in _OF_NAMES else None for code in range(128)}


def slug(name: str) -> str:
    """Return an id of ASCII letters, digits and hyphens: ``C++ Lab`` → ``c-plus-plus-lab``.

    ``+`` and ``#`` count as letters and are spelt out, since an id of EPUB must be an XML name. A
    name without any ASCII letter gets its :func:`short_hash`.
    """
    plain = name.replace("+", " plus ").replace("#", " sharp ")
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return "-".join(_WORD.findall(plain.lower())) or short_hash(name)


def short_hash(name: str) -> str:
    """Return eight hexadecimal digits that depend on the name alone."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def same_name(name: str) -> str:
    """Return what two spellings of one name share: no case, spaces or punctuation.

    ``Lightning.ai`` and ``Lightning AI`` are one name; ``C``, ``C++`` and ``C#`` are three.
    """
    if name.isascii():
        return name.translate(_SAME) or name.lower()
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if char.isalnum() or char in "+#") or folded


def alphabetical(name: str) -> tuple[str, str]:
    """Return a key that sorts names as a register does: without regard to case and accents."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in apart if not unicodedata.combining(char)), name
