"""How much a picture may be and cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """What is more than this is refused; the numbers are the defaults of ``confrecap_limits``."""

    pixels: int = 200_000_000
    """Width times height."""

    side: int = 65_500
    """Width or height, in pixels: JPEG and AVIF hold no more."""

    seconds: float = 10
    """That the drawing of one SVG file may take."""

    memory: int = 512
    """That the drawing of one SVG file may take, in MB of 10⁶ bytes."""


def way_out(name: str) -> str:
    """Return the end of a sentence about a limit that says how to raise it."""
    return f'; to raise that limit, set confrecap_limits = {{"{name}": …}} in conf.py'
