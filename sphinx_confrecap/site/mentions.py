"""What pages mention that stands on other pages: if that changes, they are written again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_confrecap.site.domain import ConfrecapDomain
from sphinx_confrecap.site.memory import Memory

MENTIONS: Memory[list[tuple[str, str]]] = Memory("mentions")
"""The roles of each page that may be ours: kind and target."""


def collect(app: Sphinx, elements: Sequence[nodes.Element]) -> None:
    """Note the roles among the elements of a page."""
    found = {
        (node["reftype"], node["reftarget"])
        for node in elements
        if isinstance(node, addnodes.pending_xref)
        and (node["reftype"] == "any" or node.get("refdomain") == ConfrecapDomain.name)
    }
    if found:
        MENTIONS.of(app.env)[app.env.docname] = sorted(found)


def outdated(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that show what something was called, or link to where it stood."""
    domain: Any = env.get_domain(ConfrecapDomain.name)
    by_builder: dict[str, dict[str, object]] = env.__dict__.setdefault("confrecap_meant", {})
    before = by_builder.get(app.builder.name, {})
    now: dict[str, object] = {
        docname: [domain.meant(kind, target, docname) for kind, target in mentioned]
        for docname, mentioned in MENTIONS.of(env).items()
    }
    by_builder[app.builder.name] = now
    return sorted(docname for docname in now if now[docname] != before.get(docname))


def connect(app: Sphinx) -> None:
    """Connect what is mentioned."""
    app.connect("env-updated", outdated)
