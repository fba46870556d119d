"""The wiring, in reading order: config, domain, directives, nodes, pictures, assets, templates."""

from __future__ import annotations

from functools import partial
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import is_directive_registered

from sphinx_confrecap import assets, config, locale, templating
from sphinx_confrecap.directives import DIRECTIVES
from sphinx_confrecap.doctree import base, photo, sponsors
from sphinx_confrecap.site import domain, links, pictures, published, sources, strip, uses, wants
from sphinx_confrecap.site.builders import transform


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
    wants.connect(app)

    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("confrecap", name, directive)
    app.connect("config-inited", _add_plain_names)
    base.register(app)

    pictures.connect(app)
    published.connect(app)
    plain = ("text", "man")
    transform(app, base.addresses_of_markup, priority=40, formats=("text",))
    transform(app, photo.drop_broken_photos, priority=65)
    transform(app, photo.link_files, priority=70)
    transform(app, photo.photos_as_sentences, priority=70, formats=plain)
    transform(app, sponsors.tiers_as_sentences, priority=70, formats=plain)
    transform(app, base.nothing_around, priority=80, formats=("man",))
    transform(app, partial(base.generic_nodes, app.registry), priority=950)

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
