"""What a build tells at info level of the logos on the pages that it has read."""

from __future__ import annotations

import math

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_confrecap.images import fit
from sphinx_confrecap.images.ink import Ink
from sphinx_confrecap.messages import logger
from sphinx_confrecap.site import pictures
from sphinx_confrecap.site.told import pages_read
from sphinx_confrecap.site.wants import WANTED, Logo

DENSE = 1.5
"""Pixels of a raster for each CSS pixel, from where on it looks sharp on most screens."""


def say(app: Sphinx, env: BuildEnvironment) -> None:
    """Say once what a better file would be, by the largest place of each."""
    made = pictures.of(app.builder).made
    wanted = WANTED.of(env)
    needs: dict[str, tuple[int, str, Ink]] = {}
    for page in sorted(pages_read(app) & wanted.keys()):
        for uri, want, at in wanted[page]:
            file = made.get((uri, want))
            if isinstance(want, Logo) and file is not None and file.ink is not None:
                width = needed(file.ink, want)
                if uri not in needs or width > needs[uri][0]:
                    needs[uri] = width, at, file.ink
    for uri, (width, at, ink) in needs.items():
        if ink.lettered:
            sentence = "has letters in fonts that each machine has its own of; make them paths"
            logger.info("%s: the logo '%s' %s", at, uri, sentence)
        elif ink.raster and ink.width < width:
            sentence = f"is {ink.width:g} pixels wide; it is sharp from {width} on"
            logger.info("%s: the logo '%s' %s", at, uri, sentence)


def needed(ink: Ink, want: Logo) -> int:
    """Return the pixels that the whole file must be wide for its ink to be sharp."""
    width, _ = fit.fit(ink.aspect, want.size, want.factor, ink.share)
    return math.ceil(DENSE * width * ink.width / (ink.right - ink.left))


def connect(app: Sphinx) -> None:
    """Connect the advice, after the pictures were derived."""
    app.connect("env-updated", say, priority=510)
