"""The wiring, in reading order: config, domain, directives, nodes, pictures, assets, templates."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import is_directive_registered

from sphinx_confrecap import assets, config, locale, templating, transforms
from sphinx_confrecap.directives import DIRECTIVES
from sphinx_confrecap.doctree import base as doctree
from sphinx_confrecap.site import domain, links, pictures, sources, strip, uses


def connect(app: Sphinx) -> None:
    """Connect everything."""
    config.register(app)
    app.connect("config-inited", config.check)
    app.add_message_catalog(locale.CATALOGUE, str(locale.FOLDER))

    app.connect("builder-inited", sources.look)
    app.add_domain(domain.ConfrecapDomain)
    app.connect("warn-missing-reference", domain.warn_missing)
    uses.connect(app)
    links.connect(app)

    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("confrecap", name, directive)
    app.connect("config-inited", _add_plain_names)
    doctree.register(app)

    pictures.connect(app)
    transforms.connect(app)

    app.connect("config-inited", assets.add_static)
    app.connect("builder-inited", assets.write_dark_sheet)
    app.connect("html-page-context", assets.add_to_page)
    app.connect("builder-inited", templating.install)
    strip.connect(app)


def _add_plain_names(app: Sphinx, _config: Any) -> None:  # noqa: ANN401 (Sphinx's Config is untyped)
    """Register `sponsors` beside `confrecap:sponsors`, unless another extension has that name."""
    for name, directive in DIRECTIVES.items():
        if not is_directive_registered(name):
            app.add_directive(name, directive)
