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


def meant(env: BuildEnvironment) -> dict[str, object]:
    """Return what each page shows for it: what something is called, and where it stands."""
    domain: Any = env.get_domain(ConfrecapDomain.name)
    return {
        docname: [domain.meant(kind, target, docname) for kind, target in mentioned]
        for docname, mentioned in MENTIONS.of(env).items()
    }
