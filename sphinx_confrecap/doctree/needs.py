"""Style sheets and scripts: only on the pages that use them."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_confrecap.doctree.base import Semantic, all_of
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
        found = (node for node in all_of([doctree]) if isinstance(node, Semantic))
        needed = [node.needs(app) for node in found if node.sheets]
    sheets.add(app, (name for names, _ in needed for name in names))
    if in_browser(app.builder):
        for script in sorted({name for _, names in needed for name in names}):
            app.add_js_file(f"confrecap/{script}.js", type="module")
