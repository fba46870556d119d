"""Style sheets and scripts: only on the pages that use them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_confrecap.doctree.base import Semantic
from sphinx_confrecap.site import sheets
from sphinx_confrecap.site.builders import in_browser


def add_to_page(
    app: Sphinx,
    _pagename: str,
    _template: str,
    context: dict[str, Any],  # noqa: ARG001 (the signature is Sphinx's)
    doctree: nodes.document | None,
) -> None:
    """Add the style sheets and scripts of what stands on a page."""
    if app.registry.html_assets_policy == "always":
        known = Semantic.classes_known
        needed = [(node.sheets, node.scripts) for node in known]
    elif doctree is None:
        return
    else:
        found = (node for node in _around_data(doctree) if isinstance(node, Semantic))
        needed = [node.needs(app) for node in found if node.sheets]
    sheets.add(app, (name for names, _ in needed for name in names))
    if in_browser(app.builder):
        for script in sorted({name for _, names in needed for name in names}):
            app.add_js_file(f"confrecap/{script}.js", type="module")


def _around_data(doctree: nodes.document) -> list[nodes.Node]:
    """Return the nodes of a page but what our lists hold: data has prose at most."""
    found: list[nodes.Node] = [doctree]
    for node in found:  # which grows
        if not (isinstance(node, nodes.Sequential) and isinstance(node, Semantic)):
            found += node.children
    return found
