"""The documentation of sphinx-confrecap, which is its example site as well."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx_confrecap import __version__

_HERE = Path(__file__).parent
sys.path.insert(0, str(_HERE / "_ext"))

project = "sphinx-confrecap"
author = "The sphinx-confrecap developers"
project_copyright = author
release = __version__
version = ".".join(release.split(".")[:2])

extensions = ["myst_parser", "sphinx_confrecap", "confrecap_docs"]
myst_enable_extensions = ["deflist"]
exclude_patterns = ["_ext", "_templates", "snippets", "mistakes"]

html_theme = "furo"
html_title = "sphinx-confrecap"
html_static_path = ["_static"]
html_css_files = ["docs.css", *sorted(path.name for path in _HERE.glob("_static/look-*.css"))]
templates_path = ["_templates"]

# furo's own sidebar, and below it the sponsors of the recap, on the recap's page alone.
html_sidebars = {
    "index": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "confrecap/sponsor-strip.html",
        "sidebar/scroll-end.html",
    ]
}

# The invented companies have no web sites.
linkcheck_ignore = [r"https://([\w-]+\.)+example(/.*)?"]

epub_show_urls = "no"
latex_engine = "xelatex"  # names in any script

# The recap's data serves every directive that names no file, and `sponsored-by` on any page.
# The looks have logos, which the recap has not.
confrecap_data = {"index": "recap/pytorch-2024.yaml", "how-to/looks": "data/tidepool-2026.yaml"}
# One place for the pictures of all four builders.
confrecap_cache_dir = "../build/pictures"
