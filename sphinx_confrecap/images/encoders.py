"""What files are made with, which is part of their names. Knowing it loads no decoder."""

from __future__ import annotations

from functools import cache

from PIL import __version__, features

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
