"""What logos stand on, where a site says so: the page, a light or a dark ground, or a colour."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PIL import ImageColor

from sphinx_confrecap.images.plates import GROUNDS, is_dark

_HEX = r"(?i)#?(?:[0-9a-f]{3}|[0-9a-f]{6})\Z"

TAKES = "auto, light, dark or a colour (a CSS name, or hex such as '#0b3d2e')"


@dataclass(frozen=True)
class Backdrop:
    """What logos stand on, as a node says it: no tuple, which docutils cannot write as XML.

    Attributes:
        mode: "auto", whatever the page is; else "light" or "dark", whatever the page is.
        colour: Red, green and blue from 0 to 255; none for "auto".
    """

    mode: str = "auto"
    colour: tuple[int, int, int] | None = None


AUTO = Backdrop()


def parse(text: str) -> Backdrop:
    """Return what a site means.

    Args:
        text: ``auto``, ``light``, ``dark``, a name of CSS (in any case), or three or six digits
            of hex, with or without ``#``.

    Raises:
        ValueError: It is none of these; the message is the end of a sentence.
    """
    word = text.strip().lower()
    if word == "auto":
        return AUTO
    if word == "light":
        return Backdrop("light", GROUNDS["light"])
    if word == "dark":
        return Backdrop("dark", GROUNDS["dark"])
    if word in ImageColor.colormap:
        colour = ImageColor.getrgb(word)
    elif re.match(_HEX, word):
        colour = ImageColor.getrgb(f"#{word.lstrip('#')}")
    else:
        hint = "; in MyST a value that begins with # needs quotes" if not word else ""
        raise ValueError(f"must be {TAKES}, not '{text}'{hint}")
    red, green, blue = colour[:3]
    return Backdrop("dark" if is_dark((red, green, blue)) else "light", (red, green, blue))
