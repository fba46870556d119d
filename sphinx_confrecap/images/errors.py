"""The one exception of the picture pipeline."""

from __future__ import annotations

FAULT = 70  # EX_SOFTWARE of sysexits.h
"""What the process that draws ends with where a file is too much for a program in it."""


class PictureError(Exception):
    """A picture cannot be used; the text completes a sentence that starts with its name.

    ``f"{name} {error}"`` reads, for example, "photos/stage.jpg is truncated".
    """


class CacheError(PictureError):
    """A picture is sound, and cannot be kept; the same reason will stop others."""
