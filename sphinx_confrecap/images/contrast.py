"""Whether the ink of a logo can be read on a light and on a dark page.

Ink is readable on a page if its contrast to it is at least 2:1 by WCAG's relative luminance. WCAG
asks 3:1 of graphics and nothing of logotypes; at 3:1 the orange and sky-blue brands that everybody
shows on white would be sent onto plates, and below 2:1 a shape is lost.
"""

from __future__ import annotations

import operator

from PIL import Image

from sphinx_confrecap.images.fit import GROUNDS

LIGHT_PAGE, DARK_PAGE = GROUNDS["light"], GROUNDS["dark"]
READABLE = 2.0  # contrast
_SOLID = 128  # of 255; alpha of pixels whose colour counts
_SAMPLE = 96  # pixels of the longer side that colours are taken from
_GROUND = 0.75  # of its box that ink covers from where it is a ground of its own
_CLEAR = 0.05  # of ink that is needed on either page for such a ground to be told from a blot
_DOUBTFUL = (0.25, 0.85)  # share of readable ink between which the outline is looked at


def readability(picture: Image.Image, box: tuple[int, int, int, int]) -> tuple[float, float, bool]:
    """Shares of readable ink on a light and a dark page; whether it is a ground of its own."""
    across, down = box[2] - box[0], box[3] - box[1]
    scale = min(1.0, _SAMPLE / max(across, down))
    size = max(1, round(across * scale)), max(1, round(down * scale))
    # The nearest pixel, not a mean: a sample keeps the colours that are there.
    sample = picture.resize(size, Image.Resampling.NEAREST, box=box)
    alpha = sample.getchannel("A")
    solid = alpha.point(_AT_LEAST_SOLID)
    weight = _weight(alpha)
    # Both pages in one picture, one below the other.
    width, height = size
    pages = Image.new("RGB", (width, 2 * height), LIGHT_PAGE)
    pages.paste(DARK_PAGE, (0, height, width, 2 * height))
    pages.paste(sample, (0, 0), alpha)
    pages.paste(sample, (0, height), alpha)
    luminances = _luminances(pages)
    shares = []
    for top, levels in ((0, _ON_LIGHT), (height, _ON_DARK)):
        readable = luminances.crop((0, top, width, top + height)).point(levels)
        share = _weight(alpha, readable) / max(1.0, weight)
        if _DOUBTFUL[0] < share < _DOUBTFUL[1]:
            share = max(share, _outline(solid, readable))
        shares.append(share)
    covered = weight / (255 * width * height)
    ground = covered >= _GROUND and _CLEAR < min(shares) < 1 - _CLEAR
    return shares[0], shares[1], ground


def _weight(alpha: Image.Image, mask: Image.Image | None = None) -> float:
    return float(sum(map(operator.mul, range(256), alpha.histogram(mask))))


def _outline(solid: Image.Image, readable: Image.Image) -> float:
    """Share of the ink met first from the four sides that is readable.

    White letters on a blue disc are read against the disc: only ink that meets the page has to
    stand out from it.
    """
    classes = Image.new("L", solid.size, 0)
    classes.paste(1, mask=solid)
    classes.paste(2, mask=Image.composite(readable, Image.new("L", solid.size), solid))
    met = bytearray()
    for turned in (classes, classes.transpose(Image.Transpose.TRANSPOSE)):
        data, step = turned.tobytes(), turned.width
        for start in range(0, len(data), step):
            line = data[start : start + step].strip(b"\0")
            met += line[:1] + line[-1:]
    return met.count(2) / len(met) if met else 0.0


def _linear(value: int) -> float:
    """A channel of sRGB as light, 0 to 1."""
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance, 0 to 1, of red, green and blue from 0 to 255 (WCAG 2.2)."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _luminances(picture: Image.Image) -> Image.Image:
    """Relative luminance × 255 of each pixel: eight bits tell 0.004, a tenth of what decides."""
    return picture.point(_LINEAR * 3).convert("L", (0.2126, 0.7152, 0.0722, 0.0))


def _levels(page: tuple[int, ...]) -> list[int]:
    """For each luminance × 255: 255 if it is readable on a page, else 0."""
    ground = luminance(page) + 0.05
    contrasts = ((value / 255 + 0.05) / ground for value in range(256))
    return [255 if max(c, 1 / c) >= READABLE else 0 for c in contrasts]


_LINEAR = [round(255 * _linear(value)) for value in range(256)]
_ON_LIGHT = _levels(LIGHT_PAGE)
_ON_DARK = _levels(DARK_PAGE)
_AT_LEAST_SOLID = [255 if value >= _SOLID else 0 for value in range(256)]
