"""Whether the site shows the sponsor strip."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from sphinx_confrecap.site.builders import has_sidebars

STRIP = "confrecap/sponsor-strip.html"


def has_strip(app: Sphinx) -> bool:
    """True if a sidebar, or one of the site's own templates, shows the strip."""
    if not has_sidebars(app.builder):
        return False
    if any(STRIP in templates for templates in app.config.html_sidebars.values()):
        return True
    return any(
        STRIP in path.read_text("utf-8", errors="replace")
        for folder in app.config.templates_path
        for path in sorted((Path(app.confdir) / folder).rglob("*.html"))
    )
