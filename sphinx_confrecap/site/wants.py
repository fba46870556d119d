"""What pages want of their pictures.

A picture is an ordinary ``image`` node, from the directive to the writer, with a want on it. Wants
are collected late: only then has Sphinx put localised files (``photo.de.jpg``) in their places.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.messages import logger
from sphinx_confrecap.site import uses
from sphinx_confrecap.site.memory import Memory
from sphinx_confrecap.site.sources import sources
from sphinx_confrecap.site.told import tell


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in several widths and formats for browsers, one picture for books.

    Attributes:
        credit: Who took it, for its metadata; by default what the file says.
        license: Likewise.
        widest: Pixels of the widest variant; 0 for those of the configuration.
        original: Whether there is a link to the file itself, without what its metadata says.
    """

    credit: str = ""
    license: str = ""
    widest: int = 0
    original: bool = False


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as large as its neighbours, measured by its ink.

    Attributes:
        size: A key of `fit.SIZES`.
        factor: Of width and height.
        plate: What the author says about a plate behind it: auto, none, light or dark.
        mode: The pages that the file was made for, "light" or "dark"; empty for neither.
    """

    size: str
    factor: float = 1.0
    plate: str = "auto"
    mode: str = ""


Want = Photo | Logo


class Wanted(NamedTuple):
    """A picture on a page: its file, relative to the source folder, and its place in the data."""

    uri: str
    want: Want
    at: str


WANTED: Memory[list[Wanted]] = Memory("wanted")
"""The pictures of each page."""


def collect(app: Sphinx, elements: Sequence[nodes.Element]) -> None:
    """Note the pictures among the elements of a page, and say which of them nobody described."""
    pictures = [node for node in elements if isinstance(node, nodes.image) and "want" in node]
    for node in pictures:
        given = node.get("original_uri", node["uri"]).lstrip("/")
        if given != node["uri"]:
            _take_localised(app, node, given)
    if pictures:
        same: dict[Want, Want] = {}  # pickled once: thousands want the same
        for node in pictures:
            node["want"] = same.setdefault(node["want"], node["want"])
        found = [Wanted(node["uri"], node["want"], node["at"]) for node in pictures]
        WANTED.of(app.env)[app.env.docname] = found
        _ask_for_alt(app.env, pictures)


def _take_localised(app: Sphinx, node: nodes.image, given: str) -> None:
    """Watch a localised file; one that may not be published is not shown."""
    env, name = app.env, node["uri"]
    reason = sources(env).refusal(os.path.realpath(os.path.join(env.srcdir, name)))  # noqa: PTH118 (takes any text)
    if reason:
        tell(env, Code.FILE, f"'{name}' {reason}", node["at"])
        node["uri"] = given
    else:
        uses.note_file(env, env.docname, name)


def _ask_for_alt(env: BuildEnvironment, pictures: list[nodes.image]) -> None:
    """Say once a directive which pictures nobody described; of mere paths only on request."""
    unsaid: defaultdict[tuple[str, str], list[nodes.image]] = defaultdict(list)
    for node in pictures:
        if "unsaid" in node:
            unsaid[node["used_at"], node["unsaid"]].append(node)
    for (place, kind), found in unsaid.items():
        names = ", ".join(dict.fromkeys(node["uri"] for node in found))
        at = found[0]["at"]
        if kind == "bare":
            logger.info("%s: no alternative text: %s", at, names)
            continue
        used_at = "" if at.startswith(f"{place.rpartition(':')[0]}:") else place
        sentence = f'no alternative text: {names}; say what they show, or write alt: ""'
        tell(env, Code.ALT, sentence, at, used_at)
