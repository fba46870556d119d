"""Links to places on the site's own pages lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_confrecap.data.problems import Code, did_you_mean
from sphinx_confrecap.messages import warn
from sphinx_confrecap.site.memory import Memory
from sphinx_confrecap.site.told import used

_HTML_ID = r"""\b(?:id|name)=["']?([^\s"'>]+)"""


class PageLink(NamedTuple):
    """A link to a place on a page of the site, and where it is written."""

    docname: str
    fragment: str
    at: str
    used_at: str


LINKS: Memory[list[PageLink]] = Memory("links")
"""The links of each page."""


def collect(app: Sphinx, elements: Sequence[nodes.Element]) -> None:
    """Note the links to places among the elements of a page."""
    found = [
        PageLink(node["reftarget"], node["reffragment"], node["at"], node["used_at"])
        for node in elements
        if isinstance(node, addnodes.pending_xref)
        and node.get("refdomain") == "confrecap"
        and node.get("reffragment")
    ]
    if found:
        LINKS.of(app.env)[app.env.docname] = found


def check(_app: Sphinx, env: BuildEnvironment) -> None:
    """Say which links lead to a place that their page does not have."""
    ids: dict[str, set[str]] = {}
    astray: dict[tuple[str, str], list[str]] = {}
    for _docname, links in sorted(LINKS.of(env).items()):
        for link in links:
            page, fragment = link.docname, link.fragment
            if page not in ids:
                ids[page] = _ids(env.get_doctree(page))
            if anchor(env, page, fragment) in ids[page] or fragment.startswith(":~:"):
                continue
            hint = did_you_mean(unquote(fragment), sorted(ids[page]))
            sentence = f"the page '{page}' has no '#{fragment}'{hint}"
            astray.setdefault((link.at, sentence), []).append(link.used_at)
    for (at, sentence), places in astray.items():
        warn(Code.URL, sentence + used(places), at)


def anchor(env: BuildEnvironment, docname: str, fragment: str) -> str:
    """Return the id of a place on a page, which a slug of MyST or a label may stand for."""
    fragment = unquote(fragment)
    slugs: dict[str, tuple[Any, str, str]] = env.metadata[docname].get("myst_slugs", {})
    if fragment in slugs:
        return slugs[fragment][1]
    standard: Any = env.get_domain("std")
    labels = standard.anonlabels
    where, label = labels.get(fragment.lower(), ("", ""))
    return label if where == docname else fragment


def lead(env: BuildEnvironment, docname: str) -> list[str]:
    """Return the ids that the links of a page lead to: they may change while it does not."""
    return [anchor(env, link.docname, link.fragment) for link in LINKS.of(env).get(docname, ())]


def _ids(document: nodes.document) -> set[str]:
    """Return the ids of a page, also those that are written as HTML."""
    found: set[str] = {name for node in document.findall(nodes.Element) for name in node["ids"]}
    for node in document.findall(nodes.raw):
        found.update(re.findall(_HTML_ID, node.astext()))
    return found


def connect(app: Sphinx) -> None:
    """Connect the links."""
    app.connect("env-check-consistency", check)
