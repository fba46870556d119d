"""Names of published files: readable, ASCII, and different whenever the bytes may differ.

So what they are made with is part of them. Knowing it loads no decoder.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from functools import cache, lru_cache

from PIL import __version__, features

from sphinx_confrecap.images.recipes import Recipe, Responsive

PIPELINE_VERSION = 4
"""Raised by hand whenever the same picture comes out differently, or another fact about it."""

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg",
}

_STEM_LIMIT = 60
_KEY_DIGITS = 10
_OURS = r"[a-z0-9-]+-([0-9a-f]{10})-\d+\.(?:jpg|png|gif|webp|avif|svg)"


def key(digest: str, recipe: Recipe) -> str:
    """Return ten hexadecimal digits for a content, a recipe and the programs that apply it."""
    return hashlib.sha256(f"{digest} {_canonical(recipe)}".encode()).hexdigest()[:_KEY_DIGITS]


@lru_cache(maxsize=256)
def _canonical(recipe: Recipe) -> str:
    formats = recipe.formats if isinstance(recipe, Responsive) else ()
    values = {
        "recipe": type(recipe).__name__,
        "pipeline": PIPELINE_VERSION,
        "encoders": encoders(formats),
        **recipe._asdict(),
    }
    return json.dumps(values, sort_keys=True)


@cache
def encoders(formats: tuple[str, ...]) -> tuple[str, ...]:
    """Return "name major" of what the given formats are written with; part of a file's name.

    Only majors: a patch release must not encode a thousand photos anew.
    """
    names = {available(name) for name in formats}
    versions = {"pillow": __version__}
    for name in names & {"avif", "webp"}:
        versions[name] = features.version(name) or "0"
    return tuple(f"{name} {version.split('.')[0]}" for name, version in sorted(versions.items()))


def available(name: str) -> str:
    """Return the format that can be written in place of another: WebP where AVIF cannot."""
    return "webp" if name == "avif" and not features.check("avif") else name


def slug(stem: str) -> str:
    """Return a file's stem in lower-case ASCII letters, digits and single hyphens.

    Composed and decomposed accents give the same slug; never empty, at most 60 characters.
    """
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", ascii_only.lower())
    return "-".join(parts)[:_STEM_LIMIT].rstrip("-") or "picture"


def file_name(stem: str, key: str, width: int, extension: str) -> str:
    """Return the name of a variant."""
    return f"{stem}-{key}-{width}.{extension}"


def tail(name: str) -> str:
    """Return the part of a variant's name that is the same for every stem."""
    return "-".join(name.rsplit("-", 2)[1:])


def key_of(name: str) -> str:
    """Return the key in a variant's name, "" if the name cannot be one of ours."""
    match = re.fullmatch(_OURS, name)
    return match[1] if match else ""
